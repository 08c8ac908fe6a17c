//! The address of the database.

use super::parse::{Parsed, Refused};
use crate::server::store::file::url_of;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::net::Ipv6Addr;
use std::path::Path;
use std::str::FromStr as _;
use url::Url;

/// Reads the address of a database. Its problems never repeat it: it may hold a password.
pub(super) fn database_url(text: &str) -> Parsed<String> {
    let Some((scheme, rest)) = text.split_once(':') else { return Err(must_begin()) };
    let scheme = scheme.to_ascii_lowercase();
    let text = format!("{scheme}:{rest}");
    match scheme.as_str() {
        "sqlite" => sqlite(text),
        "postgres" | "postgresql" => postgres(text),
        _ => Err(must_begin()),
    }
}

fn must_begin() -> Refused {
    "must begin with sqlite:// or postgres://".into()
}

fn sqlite(text: String) -> Parsed<String> {
    let path = text.trim_start_matches("sqlite:").trim_start_matches("//");
    let (path, options) = path.split_once('?').unwrap_or((path, ""));
    if path.is_empty() || path.ends_with('/') || path.contains(":memory:") || options.contains("mode=memory") {
        return Err("doesn't name a file".into());
    }
    if path.starts_with('~') {
        return Err("has a ~, which isn't expanded here: use the full path".into());
    }
    if options.contains("mode=ro") || options.contains("immutable=") {
        return Err("opens the file read-only: remove the part after the question mark".into());
    }
    match SqliteConnectOptions::from_str(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err("has an unknown option after the question mark: remove it".into()),
    }
}

fn postgres(text: String) -> Parsed<String> {
    const RAW: &str = "can't be parsed: if the password contains one of @ : / ? # %, use %40 for @, %3A for :, %2F for /, \
                       %3F for ?, %23 for # and %25 for %";
    if has_raw_signs(&text) {
        return Err(RAW.into());
    }
    let text = with_plain_ipv6(without_settings_of_libpq(text));
    refuse_unknown_options(&text)?;
    match PgConnectOptions::from_str(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err("has an invalid option after the question mark".into()),
    }
}

/// What hosts of databases put into their addresses for other drivers: ours has limits of its own, and goes on without
/// the rest.
fn without_settings_of_libpq(text: String) -> String {
    const OF_LIBPQ: [&str; 12] = [
        "channel_binding",
        "client_encoding",
        "connect_timeout",
        "fallback_application_name",
        "gssencmode",
        "keepalives",
        "keepalives_count",
        "keepalives_idle",
        "keepalives_interval",
        "load_balance_hosts",
        "target_session_attrs",
        "tcp_user_timeout",
    ];
    let Some((address, options)) = text.split_once('?') else { return text };
    let is_ours = |option: &&str| !OF_LIBPQ.contains(&option.split('=').next().unwrap_or_default());
    let options: Vec<&str> = options.split('&').filter(is_ours).collect();
    if options.is_empty() { address.to_owned() } else { format!("{address}?{}", options.join("&")) }
}

/// The driver logs the options it does not know, with their values, and goes on without them: a password in a misspelled
/// one would be in the log.
fn refuse_unknown_options(text: &str) -> Result<(), Refused> {
    // `sqlx_postgres::options::parse`, sorted.
    const KNOWN: &str = " application_name dbname host hostaddr options password port ssl-ca ssl-cert ssl-key ssl-mode \
                         ssl-root-cert sslcert sslkey sslmode sslrootcert statement-cache-capacity user ";
    let Ok(url) = Url::parse(text) else { return Ok(()) };
    let is_known = |name: &str| name.starts_with("options[") || KNOWN.contains(&format!(" {name} "));
    let Some((name, _)) = url.query_pairs().find(|(name, _)| !is_known(name)) else { return Ok(()) };
    // What is no name may be part of a password.
    let is_name = name.len() <= 40 && name.chars().all(|sign| sign.is_ascii_lowercase() || "_-".contains(sign));
    let name = if is_name { format!("the unknown option {name}") } else { "an unknown option".to_owned() };
    Err(Refused::Because(format!("has {name} after the question mark: correct it, or remove it with its value")))
}

/// The driver would look up `[::1]`, with its brackets, as a name.
fn with_plain_ipv6(text: String) -> String {
    let Ok(url) = Url::parse(&text) else { return text };
    // The host of an address that is not `http` is not taken apart.
    let address = url.host_str().and_then(|host| host.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok());
    let is_named = url.query_pairs().any(|(name, _)| matches!(&*name, "host" | "hostaddr"));
    match address.filter(|_| !is_named) {
        Some(address) => format!("{text}{}hostaddr={address}", if text.contains('?') { '&' } else { '?' }),
        None => text,
    }
}

/// Whether a password with signs that mean something in an address has torn it apart: its rest, with the `@` that
/// is before the host, was then taken for a path, a query or a fragment.
fn has_raw_signs(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return true };
    // `user=ana@school` is a query; `x@host/database` is what was torn off.
    let is_torn_off = |query: &str| query.split_once('@').is_some_and(|(before, _)| !before.contains('='));
    url.fragment().is_some()
        || url.path().contains('@')
        || url.query().is_some_and(is_torn_off)
        || has_stray_percent(url.username())
        || has_stray_percent(url.password().unwrap_or_default())
}

/// Whether a `%` is not followed by two hexadecimal digits.
fn has_stray_percent(text: &str) -> bool {
    text.split('%').skip(1).any(|rest| {
        let digits = rest.as_bytes().get(..2).unwrap_or_default();
        digits.len() < 2 || !digits.iter().all(u8::is_ascii_hexdigit)
    })
}

/// The database in the data directory.
pub(super) fn default_url(data_dir: &Path) -> Option<String> {
    url_of(&data_dir.join("chaveiro.db"))
}
