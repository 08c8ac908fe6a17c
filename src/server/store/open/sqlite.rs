//! Opening a SQLite file.

use super::Fault;
use crate::server::store::file::beside;
use rustix::fs::Access;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;
use tokio::time::Instant;

/// How long another program may hold the lock: one that writes for longer is not ours.
const LOCK_WAIT: Duration = Duration::from_secs(2);

/// Opens the file and takes the write lock, which shows whether it is a database that can be written.
pub(super) async fn connect(url: &str) -> Result<(), Fault> {
    let options = options(url).map_err(|()| Fault::permanent("DATABASE_URL cannot be read"))?;
    make_folder(options.get_filename())?;
    check_access(options.get_filename())?;
    check_log(options.get_filename())?;
    let began = Instant::now();
    let file = options.get_filename().display().to_string();
    let tried = async {
        let mut connection: SqliteConnection =
            options.busy_timeout(LOCK_WAIT).disable_statement_logging().connect().await?;
        if is_of_another_program(&mut connection).await? {
            return Ok(Err(Fault::permanent(format!(
                "{file} holds tables of another program; name another file in DATABASE_URL, which will be made"
            ))));
        }
        // The change to WAL is the first write of a new file.
        sqlx::raw_sql("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; ROLLBACK").execute(&mut connection).await?;
        connection.close().await?;
        Ok(Ok(()))
    };
    tried.await.unwrap_or_else(|error| {
        // Where two programs change a new file to WAL at once, SQLite refuses one without a wait: it is free in a
        // moment.
        let has_waited = began.elapsed() >= LOCK_WAIT / 2;
        let words = in_words(url, &error);
        Err(if is_locked(&error) && !has_waited { Fault::transient(words) } else { Fault::permanent(words) })
    })
}

/// Whether there are tables, and not the one that is made before all others. Asked before anything is written.
async fn is_of_another_program(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let found = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table')
                    AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations')";
    sqlx::query_scalar(found).fetch_one(connection).await
}

/// Whether another connection holds the file (`SQLITE_BUSY`, `SQLITE_LOCKED`).
fn is_locked(error: &sqlx::Error) -> bool {
    matches!(code(error), Some(5 | 6))
}

/// The primary result code of SQLite.
fn code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?.parse::<i32>().ok()?;
    Some(code & 0xff)
}

/// SQLite opens a file that it may not write without a word, and fails later.
fn check_access(path: &Path) -> Result<(), Fault> {
    no_access(path).map_or(Ok(()), |words| Err(Fault::permanent(words)))
}

/// A log without its database holds accounts that SQLite would throw away with it for a new, empty one. The database has
/// its first page before anything is in the log.
fn check_log(path: &Path) -> Result<(), Fault> {
    let log = beside(path, "-wal");
    let length = |path: &Path| path.metadata().map_or(0, |file| file.len());
    if length(path) > 0 || length(&log) == 0 {
        return Ok(());
    }
    let what = if path.exists() { "empty" } else { "missing" };
    let (path, log) = (path.display(), log.display());
    Err(Fault::permanent(format!(
        "{path} is {what}, and its log {log} is there: put the database back beside it, or move the log away to start over"
    )))
}

fn options(url: &str) -> Result<SqliteConnectOptions, ()> {
    let options = SqliteConnectOptions::from_str(url).map_err(|_| ())?;
    Ok(if url.contains("mode=") { options } else { options.create_if_missing(true) })
}

/// The file that `url` names.
fn file(url: &str) -> PathBuf {
    options(url).map(|options| options.get_filename().to_owned()).unwrap_or_default()
}

/// Addresses and hashes are nobody else's business on this machine.
fn make_folder(file: &Path) -> Result<(), Fault> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| {
        Fault::permanent(format!("cannot make the folder {}: {}", folder.display(), super::in_words(&error)))
    })
}

pub(super) fn silent(url: &str) -> String {
    format!("{} does not open within 4 seconds: is it on a network drive that is away?", file(url).display())
}

/// Why SQLite refuses, and what to do.
pub(super) fn in_words(url: &str, error: &sqlx::Error) -> String {
    let path = file(url);
    let shown = path.display();
    match code(error) {
        Some(26) => format!("{shown} is no SQLite database; name another file in DATABASE_URL, or move this one away"),
        Some(11) if beside(&path, "-wal").exists() => format!(
            "{shown} is damaged, or {shown}-wal beside it is of another time: move that away and start again, or put a backup in its place (`chaveiro restore --help`)"
        ),
        Some(11) => format!("{shown} is damaged; put a backup in its place (`chaveiro restore --help`)"),
        Some(5 | 6) => {
            format!("{shown} is locked by another program; end that one (`fuser {shown}` names it), then start again")
        }
        Some(13) => format!("there is no room left for {shown}; make room on its disk, then start again"),
        Some(10) => {
            format!("{shown} cannot be written or read: is its disk full, or failing? Look at it with `df` and `dmesg`")
        }
        Some(3 | 8 | 14 | 23) => no_access(&path).unwrap_or_else(|| {
            let is_told = url.contains('?');
            let to_do = if is_told { "leave out what follows the question mark in" } else { "name another file in" };
            format!("{shown} cannot be opened, nor made if it does not exist; {to_do} DATABASE_URL")
        }),
        Some(code) => {
            let message = error.as_database_error().map(|error| error.message().to_owned()).unwrap_or_default();
            format!("SQLite refuses {shown}: {message} (its code {code})")
        }
        None => match error {
            sqlx::Error::Io(error) => format!("{shown} cannot be opened: {}", super::in_words(error)),
            _ => format!("{shown} does not answer; is its disk overloaded?"),
        },
    }
}

/// What of file, log and folder cannot be written, if anything.
///
/// Asked of the system without opening anything: closing a file would drop the locks that other connections of this
/// process have on it.
fn no_access(path: &Path) -> Option<String> {
    let shown = path.display();
    if path.is_dir() {
        return Some(format!("{shown} is a folder; name a file in it in DATABASE_URL"));
    }
    let refusal = |path: &Path| rustix::fs::access(path, Access::READ_OK | Access::WRITE_OK).err().map(io::Error::from);
    // SQLite keeps its log beside the file, and we a lock.
    for name in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm"), beside(path, ".lock")] {
        if let Some(error) = refusal(&name).filter(|error| error.kind() != io::ErrorKind::NotFound) {
            return Some(format!("{} is read-only: {}", name.display(), super::in_words(&error)));
        }
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let error = refusal(folder)?;
    let folder = folder.display();
    Some(format!("{shown} cannot be written, since its folder {folder} is read-only: {}", super::in_words(&error)))
}
