//! Reaching a PostgreSQL server.

use super::{Fault, pooler};
use crate::server::store::pool::IS_STANDBY;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use std::io::ErrorKind;
use std::net::IpAddr;
use std::str::FromStr as _;

/// Connects, and checks only whether a pooler between would lose a connection's settings.
pub(super) async fn connect(url: &str) -> Result<(), Fault> {
    let options = PgConnectOptions::from_str(url).map_err(|_| Fault::permanent("DATABASE_URL cannot be read"))?;
    // Asked before the driver does, whose error does not tell a name from a connection.
    let host = options.get_host();
    if !is_socket(&options) && host.parse::<IpAddr>().is_err() {
        let found = tokio::net::lookup_host((host, options.get_port())).await;
        if found.is_err() {
            return Err(Fault::transient(format!(
                "there is no host {host}: check the name in DATABASE_URL, and the DNS of this machine; {SIGNS}"
            )));
        }
    }
    let tried = async {
        let mut connection: PgConnection = options.connect().await?;
        let mut checked = pooler::refuse_transaction_mode(&options, &mut connection, &place(&options)).await;
        if checked.is_ok() && sqlx::raw_sql(IS_STANDBY).fetch_one(&mut connection).await?.try_get(0)? {
            // It may be becoming the primary just now.
            checked = Err(Fault::transient(read_only(&place(&options))));
        }
        connection.close().await?;
        Ok(checked)
    };
    tried.await.map_err(|error| Fault { is_transient: is_transient(&error), words: in_words(url, &error) })?
}

const SIGNS: &str =
    "a password with one of @ : / ? # % in it must be percent-encoded (%40 for @, %23 for #, %25 for %)";

fn is_socket(options: &PgConnectOptions) -> bool {
    options.get_socket().is_some() || options.get_host().starts_with('/')
}

/// Where it should be, as people write it.
fn place(options: &PgConnectOptions) -> String {
    let (host, port) = (options.get_host(), options.get_port());
    match options.get_socket() {
        Some(socket) => format!("the socket in {}", socket.display()),
        None if host.starts_with('/') => format!("the socket in {host}"),
        None if host.contains(':') && !host.starts_with('[') => format!("[{host}]:{port}"),
        None => format!("{host}:{port}"),
    }
}

/// A server that starts or is full for a moment.
fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset),
        sqlx::Error::Database(error) => error.code().is_some_and(|code| matches!(&*code, "57P03" | "53300")),
        _ => false,
    }
}

pub(super) fn silent(url: &str) -> String {
    let place = PgConnectOptions::from_str(url).map(|options| place(&options)).unwrap_or_default();
    format!(
        "PostgreSQL at {place} does not answer: is the host up, and does a firewall let this machine through? (A PgBouncer \
         whose pool is used up does not answer either: raise its default_pool_size.)"
    )
}

/// Why there is no connection, and what to do.
pub(super) fn in_words(url: &str, error: &sqlx::Error) -> String {
    let Ok(options) = PgConnectOptions::from_str(url) else { return "DATABASE_URL cannot be read".to_owned() };
    let place = place(&options);
    match error {
        sqlx::Error::Database(answer) => {
            let code = answer.code().unwrap_or_default();
            refused(url, &options, &code, answer.message())
        }
        sqlx::Error::Tls(cause) if cause.to_string().contains("does not support TLS") => format!(
            "PostgreSQL at {place} speaks no TLS, and sslmode asks for it: switch ssl on there, or, if the network between \
             is yours, write sslmode=disable in DATABASE_URL"
        ),
        sqlx::Error::Tls(_) => untrusted(&place),
        sqlx::Error::Io(cause) => unreachable(&place, cause),
        sqlx::Error::PoolTimedOut => none_left(&place),
        sqlx::Error::Protocol(_) => {
            format!(
                "what answers at {place} is no PostgreSQL, or one that wants a way of signing in that is unknown here; check host and port in DATABASE_URL"
            )
        }
        _ => format!("PostgreSQL at {place} gave an answer that makes no sense; see its log"),
    }
}

/// The server's refusal (SQLSTATE, Appendix A of its manual).
fn refused(url: &str, options: &PgConnectOptions, code: &str, message: &str) -> String {
    let (place, user) = (place(options), options.get_username());
    let database = options.get_database().unwrap_or(user);
    match code {
        "28P01" if url.contains('%') => format!(
            "PostgreSQL at {place} refuses the password of user {user}: correct it in DATABASE_URL, where a % of the \
             password itself is written %25"
        ),
        "28P01" => {
            format!("PostgreSQL at {place} refuses the password of user {user}: correct it in DATABASE_URL; {SIGNS}")
        }
        "28000" if message.contains("no encryption") || message.contains("SSL off") => format!(
            "PostgreSQL at {place} wants TLS: write sslmode=require in DATABASE_URL (or, if it has TLS already, let user \
             {user} in by pg_hba.conf)"
        ),
        "28000" if message.contains("does not exist") => {
            format!("PostgreSQL at {place} has no user {user}: make it with CREATE ROLE {user} LOGIN PASSWORD '…'")
        }
        "28000" if message.contains("not permitted to log in") => {
            format!("PostgreSQL at {place} has a role {user} that may not sign in: run ALTER ROLE {user} LOGIN")
        }
        "28000" => {
            format!("PostgreSQL at {place} does not let user {user} in from here: add a line to its pg_hba.conf")
        }
        "3D000" => format!(
            "PostgreSQL at {place} has no database {database}: make it with CREATE DATABASE {database} OWNER {user}, or \
             correct DATABASE_URL"
        ),
        "42501" => format!(
            "user {user} may not do that in the database {database} at {place}: run GRANT CREATE, USAGE ON SCHEMA public \
             TO {user} there, or make it the owner"
        ),
        "25006" => read_only(&place),
        "53100" => format!("PostgreSQL at {place} has no room left on its disk: make room there"),
        "53300" => format!("PostgreSQL at {place} has no connection left: raise its max_connections, or end others"),
        "55P03" | "57014" => {
            format!("the database {database} at {place} is locked by another program: end that one, then start again")
        }
        "57P03" | "57P01" => format!("PostgreSQL at {place} is starting or stopping: start again in a moment"),
        code if pooler::is_startup_parameter(code, message) => format!(
            "the pooler at {place} does not know extra_float_digits: set ignore_startup_parameters = extra_float_digits in \
             pgbouncer.ini"
        ),
        "42P07" => format!(
            "the database {database} at {place} holds tables of another program ({message}): name an empty one in \
             DATABASE_URL, made with CREATE DATABASE chaveiro OWNER {user}"
        ),
        "3F000" => format!(
            "user {user} has no schema to write to in the database {database} at {place}: run CREATE SCHEMA AUTHORIZATION \
             {user} there, or set its search_path"
        ),
        code => format!("PostgreSQL at {place} refuses with {code}: {message}"),
    }
}

fn read_only(place: &str) -> String {
    format!("PostgreSQL at {place} is read-only, as a standby is: name the primary in DATABASE_URL")
}

/// The pool got no connection, though one was made before.
fn none_left(place: &str) -> String {
    format!(
        "PostgreSQL at {place} let no connection in within 5 seconds, though it answers: raise its max_connections, the \
         CONNECTION LIMIT of the user or PgBouncer's default_pool_size, or end others"
    )
}

fn unreachable(place: &str, cause: &std::io::Error) -> String {
    match cause.kind() {
        ErrorKind::ConnectionRefused => {
            format!("{place} refused the connection: start PostgreSQL there, or correct host and port in DATABASE_URL")
        }
        ErrorKind::NotFound if place.starts_with("the socket") => {
            format!("{place} is not there: start PostgreSQL, or correct the folder in DATABASE_URL")
        }
        ErrorKind::NotFound => {
            format!(
                "a file for the connection to {place} does not exist: correct sslrootcert, sslcert or sslkey in DATABASE_URL"
            )
        }
        ErrorKind::PermissionDenied => format!("{place}: this user has no right to it"),
        ErrorKind::TimedOut | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            format!("{place} cannot be reached: is the host up, and does a firewall let this machine through?")
        }
        ErrorKind::UnexpectedEof
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe => {
            format!("{place} closed the connection: is PostgreSQL what listens there, and does its log say why?")
        }
        ErrorKind::InvalidData | ErrorKind::Other => untrusted(place),
        kind => format!("{place} cannot be reached: {kind}"),
    }
}

fn untrusted(place: &str) -> String {
    format!(
        "the certificate of PostgreSQL at {place} cannot be verified: name the file of its authority with sslrootcert in \
         DATABASE_URL, and the host as the certificate does"
    )
}
