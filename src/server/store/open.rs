//! Opens the first connection, and explains why it cannot: what, where, and what to do.
//!
//! A server that cannot start is read about in a log, often of a container that starts again and again. So a cause that
//! does not pass is said at once, one that may pass after seconds, and neither in the words of a library.

mod pooler;
mod postgres;
mod sqlite;

use super::{Dialect, StoreError};
use std::io;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// How long the first connection may take, with all its tries.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(4);
/// From then on a refusal that may pass is not tried again.
const LAST_TRY: Duration = Duration::from_secs(3);

/// Why there is no connection.
struct Fault {
    /// In words, for people.
    words: String,
    /// Whether another try in a moment may succeed, as while a server starts.
    is_transient: bool,
}

impl Fault {
    fn permanent(words: impl Into<String>) -> Self {
        Self { words: words.into(), is_transient: false }
    }

    fn transient(words: impl Into<String>) -> Self {
        Self { words: words.into(), is_transient: true }
    }
}

/// Connects once, and makes the SQLite file where it is missing.
///
/// # Errors
/// [`StoreError::CannotOpen`], with the cause in words.
pub(super) async fn reach(url: &str, dialect: Dialect) -> Result<(), StoreError> {
    let began = Instant::now();
    loop {
        let tried = timeout(CONNECT_TIMEOUT.saturating_sub(began.elapsed()), async {
            match dialect {
                Dialect::Sqlite => sqlite::connect(url).await,
                Dialect::Postgres => postgres::connect(url).await,
            }
        });
        match tried.await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(fault)) if fault.is_transient && began.elapsed() < LAST_TRY => {
                sleep(Duration::from_millis(250)).await
            }
            Ok(Err(fault)) => return Err(StoreError::CannotOpen(fault.words)),
            Err(_) => return Err(StoreError::CannotOpen(silent(url, dialect))),
        }
    }
}

fn silent(url: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => sqlite::silent(url),
        Dialect::Postgres => postgres::silent(url),
    }
}

/// The same error with its cause in words, where it came from the database.
pub(super) fn explained(url: &str, dialect: Dialect, error: StoreError) -> StoreError {
    let cause = match &error {
        StoreError::Unavailable(cause) | StoreError::Database(cause) => cause,
        StoreError::Migration(sqlx::migrate::MigrateError::Execute(cause)) => cause,
        StoreError::Migration(sqlx::migrate::MigrateError::ExecuteMigration(cause, _)) => cause,
        StoreError::Migration(sqlx::migrate::MigrateError::Dirty(version)) => {
            return StoreError::CannotOpen(format!(
                "its migration {version} was begun and not finished: put back a backup from before the upgrade \
                 (`chaveiro restore` with the file beside it whose name has before-migration in it, or pg_restore)"
            ));
        }
        StoreError::Migration(sqlx::migrate::MigrateError::VersionMismatch(version)) => {
            return StoreError::CannotOpen(format!(
                "its migration {version} differs from this version's: run the version that wrote it, or restore a backup"
            ));
        }
        _ => return error,
    };
    StoreError::CannotOpen(match dialect {
        Dialect::Sqlite => sqlite::in_words(url, cause),
        Dialect::Postgres => postgres::in_words(url, cause),
    })
}

/// Whether an error is permanent: retrying cannot help, as with a full disk or missing permissions.
pub(super) fn is_permanent(error: &StoreError) -> bool {
    use sqlx::migrate::MigrateError::{Dirty, Execute, ExecuteMigration, VersionMismatch};
    let cause = match error {
        StoreError::Unavailable(cause)
        | StoreError::Database(cause)
        | StoreError::Migration(Execute(cause) | ExecuteMigration(cause, _)) => cause,
        StoreError::Migration(VersionMismatch(_) | Dirty(_)) => return true,
        _ => return false,
    };
    let code = cause.as_database_error().and_then(|error| error.code()).unwrap_or_default();
    // A SQLSTATE has five characters; the codes of SQLite are shorter.
    match code.parse::<i32>() {
        // SQLITE_PERM, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 3 | 8 | 10 | 11 | 13 | 14 | 26),
        // insufficient privilege, read only, disk full
        _ => matches!(&*code, "42501" | "25006" | "53100"),
    }
}

/// What an operating system's refusal means, and what to do.
pub fn in_words(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => "it does not exist; check the path, and in a container whether it is mounted".to_owned(),
        Kind::PermissionDenied => {
            "permission denied; give it to the user Chaveiro runs as (chown), or choose another path".to_owned()
        }
        Kind::ReadOnlyFilesystem => {
            "its file system is read-only; mount it writable, or choose another path".to_owned()
        }
        Kind::StorageFull | Kind::QuotaExceeded => {
            "no space left on the disk; free some space, then start again".to_owned()
        }
        Kind::IsADirectory => "it is a folder; give the path of a file in it".to_owned(),
        Kind::NotADirectory | Kind::AlreadyExists => {
            "part of the path is a file, not a folder; check the path".to_owned()
        }
        Kind::InvalidData => "it is not text in UTF-8".to_owned(),
        kind => kind.to_string(),
    }
}

/// Whether the database said that its file is damaged.
pub fn is_damage(error: &StoreError) -> bool {
    let cause = match error {
        StoreError::Unavailable(cause) | StoreError::Database(cause) => cause,
        _ => return false,
    };
    let code = cause.as_database_error().and_then(|error| error.code()).unwrap_or_default();
    // SQLITE_CORRUPT, _NOTADB
    code.len() < 5 && code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 11 | 26))
}

/// What a command says that could not do its work because of the database.
pub fn message(error: &StoreError) -> String {
    match error {
        StoreError::Unavailable(cause) | StoreError::Database(cause) => {
            format!("the database did not do it: {}", short_cause(cause))
        }
        StoreError::CannotOpen(_) | StoreError::Newer(_) | StoreError::OtherKey | StoreError::Migration(_) => {
            format!("cannot open the database: {error}")
        }
        _ => error.to_string(),
    }
}

/// Why the database did not do something, where its place is known.
pub fn short_cause_of(error: &StoreError) -> String {
    match error {
        StoreError::Unavailable(cause) | StoreError::Database(cause) => short_cause(cause),
        _ => error.to_string(),
    }
}

fn short_cause(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(answer) => {
            let code = answer.code().unwrap_or_default();
            match (code.parse::<i32>().ok().filter(|_| code.len() < 5).map(|code| code & 0xff), &*code) {
                (Some(5 | 6), _) | (_, "55P03" | "40001" | "40P01" | "57014") => {
                    "another program has locked it; try again in a moment".to_owned()
                }
                (Some(13), _) | (_, "53100") => "there is no room left on its disk; make room".to_owned(),
                (Some(8), _) | (_, "25006") => "it is read-only".to_owned(),
                (Some(11 | 26), _) => {
                    "its file is damaged; put a backup in its place (`chaveiro restore --help`)".to_owned()
                }
                (Some(10), _) => "its file cannot be read or written; look at its disk".to_owned(),
                _ => answer.message().to_owned(),
            }
        }
        sqlx::Error::Io(error) => format!("the connection was lost ({})", error.kind()),
        sqlx::Error::PoolTimedOut => "it did not answer in time; try again in a moment".to_owned(),
        _ => "it gave an answer that makes no sense here; see the log".to_owned(),
    }
}
