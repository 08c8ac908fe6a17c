//! Restoring a copy of the database.

mod error;

pub use error::{FileStep, InvalidDatabaseFile, RestoreError};

use super::file::{self, DatabaseLock};
use super::user_status::refresh_all;
use super::{Store, StoreError};
use crate::domain::AuditKind;
use crate::server::clock::Clock;
use crate::server::store::audit::AuditKey;
use crate::server::store::audit::{AuditEvent, By};
use crate::server::store::sql::unsent;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// What the name of the database that was there before ends in, before the time.
const REPLACED: &str = ".replaced-";

/// What was put back.
#[derive(Debug)]
pub struct Restored {
    /// Where the database is now that was there before, if one was.
    pub replaced: Option<PathBuf>,
    /// Mails that had not left when the copy was made, and do not leave by themselves now.
    pub held_mails: u64,
    /// Accounts in it.
    pub accounts: i64,
    /// Whether the log beside the copy was left out, with which it would be damaged.
    pub is_log_left_out: bool,
    /// The user it ought to belong to, who had the database before, where it could not be given to them.
    pub owner: Option<u32>,
}

impl Store {
    /// Puts the copy in the file `copy` in the place of the database at `url`, which
    /// is kept beside it under another name. Everything is checked and made ready
    /// beside it first: at whatever moment it ends, one of the two is in place.
    ///
    /// Nothing in the copy that was done since happens again, unless
    /// `resume_mails`: mails that waited are marked as not sent, requests for a
    /// new password are forgotten, and running imports are paused. Sessions end, and links to
    /// forgotten passwords.
    ///
    /// # Errors
    /// [`RestoreError`]: then nothing has changed.
    pub async fn restore(
        url: &str,
        copy: &Path,
        clock: Clock,
        key_mark: &str,
        audit_key: AuditKey,
        resume_mails: bool,
    ) -> Result<Restored, RestoreError> {
        let Some(path) = file::path_of(url) else { return Err(RestoreError::Postgres) };
        let shown = copy.display().to_string();
        let source = find_copy(copy, &path)?;
        let folder = file::folder_of(&path);
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(FileStep::MakeFolder.at(folder))?;
        let lock = DatabaseLock::exclusive(&path).map_err(FileStep::Lock.at(&path))?;
        let Some(_lock) = lock else { return Err(RestoreError::InUse(path.display().to_string())) };
        if file::foreign_names(&path, REPLACED).is_ok_and(|names| names > 0) {
            return Err(RestoreError::OtherName(path.display().to_string()));
        }
        let stamp = file::stamp(clock.now());
        let query = url.split_once('?').map_or_else(String::new, |(_, query)| format!("?{query}"));
        let staged = file::beside(&path, &format!(".restoring-{stamp}"));
        let Some(staged_url) = file::url_of(&staged) else {
            return Err(RestoreError::Io(FileStep::Write, staged, io::ErrorKind::InvalidFilename.into()));
        };
        let staged_url = format!("{staged_url}{query}");
        let restored = async {
            let has_log = copy_with_log(&source, &staged)?;
            let mut checked = check(&staged, &shown, key_mark).await;
            // The log beside it may be of an earlier copy, which had the same name.
            let is_left_out = has_log && matches!(checked, Err(RestoreError::Damaged(..)));
            if is_left_out {
                delete_staged(&staged);
                copy_file(&source, &staged, "")?;
                checked = check(&staged, &shown, key_mark).await;
            }
            checked?;
            let mut restored = make_ready(&staged_url, &shown, clock, audit_key, resume_mails).await?;
            restored.is_log_left_out = is_left_out;
            restored.owner = copy_owner_and_mode(&path, &staged);
            restored.replaced = replace(&path, &staged, &stamp).await?;
            Ok(restored)
        };
        let restored = restored.await;
        delete_staged(&staged);
        restored
    }

    /// Sees to it that nothing from before the copy was made happens a second time.
    async fn hold_pending_work(&self, resume_mails: bool) -> Result<u64, StoreError> {
        let now = self.clock.now().as_millis();
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM sessions").execute(&mut *tx).await?;
        // Since the copy was made they may have been used, and would work a second time.
        sqlx::query("DELETE FROM password_links").execute(&mut *tx).await?;
        let mut held = 0;
        if !resume_mails {
            let marked = sqlx::query(concat!(
                "UPDATE outbox SET state = 'failed', step = 'restored', last_answer = '', updated_at = $1
                 WHERE ",
                unsent!()
            ));
            held = marked.bind(now).execute(&mut *tx).await?.rows_affected();
            sqlx::query("DELETE FROM password_requests").execute(&mut *tx).await?;
            sqlx::query("UPDATE imports SET state = 'paused', updated_at = $1 WHERE state = 'running'")
                .bind(now)
                .execute(&mut *tx)
                .await?;
            refresh_all(&mut tx).await?;
        }
        let detail = format!("mails held: {held}");
        let event =
            AuditEvent { kind: AuditKind::DatabaseRestored, by: &By::cli(), target: None, detail: Some(&detail) };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(held)
    }
}

/// The file of a copy that is to take the place of `database`, whatever links lead to it.
fn find_copy(copy: &Path, database: &Path) -> Result<PathBuf, RestoreError> {
    let shown = copy.display().to_string();
    let source = std::fs::canonicalize(copy).map_err(FileStep::Read.at(copy))?;
    let about = std::fs::metadata(&source).map_err(FileStep::Read.at(copy))?;
    if about.is_dir() {
        return Err(RestoreError::InvalidDatabaseFile(shown, InvalidDatabaseFile::Folder));
    }
    if !about.is_file() {
        return Err(RestoreError::InvalidDatabaseFile(shown, InvalidDatabaseFile::NoFile));
    }
    if std::fs::metadata(database).is_ok_and(|database| file::is_same_file(&database, &about)) {
        return Err(RestoreError::Itself(shown));
    }
    Ok(source)
}

/// Copies the copy, with what its own log holds; whether it has one.
fn copy_with_log(source: &Path, staged: &Path) -> Result<bool, RestoreError> {
    let has_own_log =
        file::beside(source, "-wal").exists() && !file::has_foreign_log(source).map_err(FileStep::Read.at(source))?;
    copy_file(source, staged, "")?;
    if has_own_log {
        copy_file(source, staged, "-wal")?;
    }
    Ok(has_own_log)
}

/// Copies the file whose name ends so.
fn copy_file(source: &Path, staged: &Path, end: &str) -> Result<(), RestoreError> {
    let (from, to) = (file::beside(source, end), file::beside(staged, end));
    let mut from = std::fs::File::open(&from).map_err(FileStep::Read.at(&from))?;
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&to);
    let mut made = made.map_err(FileStep::Write.at(&to))?;
    io::copy(&mut from, &mut made).and_then(|_| made.sync_all()).map_err(FileStep::Write.at(&to))?;
    Ok(())
}

/// Deletes the staged copy.
fn delete_staged(staged: &Path) {
    for end in ["", "-wal", "-shm", "-journal", ".lock"] {
        let _ = std::fs::remove_file(file::beside(staged, end));
    }
}

/// Whether the file is a whole database of this program, written under this key.
async fn check(staged: &Path, shown: &str, mark: &str) -> Result<(), RestoreError> {
    let not_ours = |why| RestoreError::InvalidDatabaseFile(shown.to_owned(), why);
    let damaged = |why: String| RestoreError::Damaged(shown.to_owned(), why);
    let in_words = |error: sqlx::Error| match error.as_database_error().and_then(|error| error.code()).as_deref() {
        // SQLITE_NOTADB
        Some("26") => not_ours(InvalidDatabaseFile::NoDatabase),
        // SQLITE_IOERR, SQLITE_FULL: of the disk here, not of the copy.
        Some(code) if code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 10 | 13)) => {
            RestoreError::Store(shown.to_owned(), error.into())
        }
        _ => damaged(error.to_string()),
    };
    let options = SqliteConnectOptions::new().filename(staged);
    let mut connection: SqliteConnection = options.connect().await.map_err(in_words)?;
    let tables = "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('_sqlx_migrations', 'users', 'secret_key_mark')";
    let tables = sqlx::query_scalar::<_, i64>(tables).fetch_one(&mut connection).await.map_err(in_words)?;
    if tables < 3 {
        return Err(not_ours(InvalidDatabaseFile::NoTables));
    }
    let found = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut connection).await.map_err(in_words)?;
    let found: String = found.try_get(0).map_err(in_words)?;
    if found != "ok" {
        return Err(damaged(super::health::on_one_line(&found)));
    }
    let written = sqlx::query_scalar::<_, String>("SELECT mark FROM secret_key_mark").fetch_optional(&mut connection);
    if written.await.map_err(in_words)?.is_some_and(|written| written != mark) {
        return Err(RestoreError::Store(shown.to_owned(), StoreError::OtherKey));
    }
    connection.close().await.map_err(in_words)
}

/// Brings the file up to date and holds what was under way in it.
async fn make_ready(
    staged_url: &str,
    shown: &str,
    clock: Clock,
    audit_key: AuditKey,
    resume_mails: bool,
) -> Result<Restored, RestoreError> {
    let refused = |error| RestoreError::Store(shown.to_owned(), error);
    let store = Store::open_staged(staged_url, clock, audit_key).await.map_err(refused)?;
    let prepared = async {
        let held_mails = store.hold_pending_work(resume_mails).await?;
        let accounts = sqlx::query("SELECT COUNT(*) AS accounts FROM users").fetch_one(&store.readers).await?;
        Ok(Restored {
            replaced: None,
            held_mails,
            accounts: accounts.try_get("accounts")?,
            is_log_left_out: false,
            owner: None,
        })
    };
    let restored = prepared.await;
    // The last connection folds the log in.
    store.close().await;
    restored.map_err(refused)
}

/// Gives the file to who has the database, with its mode; where there is none, to who has the folder. Gives back their
/// number where that is not allowed.
fn copy_owner_and_mode(path: &Path, staged: &Path) -> Option<u32> {
    let staged = file::no_links(OpenOptions::new().read(true)).open(staged).ok()?;
    let like = match std::fs::metadata(path) {
        Ok(database) => {
            let _ = staged.set_permissions(database.permissions());
            database
        }
        Err(_) => std::fs::metadata(file::folder_of(path)).ok()?,
    };
    file::set_owner(&staged, &like).err().map(|_| like.uid())
}

/// Puts the file in the database's place; returns where the database is now.
async fn replace(path: &Path, staged: &Path, stamp: &str) -> Result<Option<PathBuf>, RestoreError> {
    let log = file::beside(path, "-wal");
    let mut replaced = None;
    if path.exists() {
        if !file::has_foreign_log(path).unwrap_or(true) {
            fold_log_in(path).await;
        }
        // The name stays until the new file takes it over, in one step.
        let kept = file::keep_beside(path, &format!("{REPLACED}{stamp}")).map_err(FileStep::Keep.at(path))?;
        if log.exists() {
            let kept_log = file::beside(&kept, "-wal");
            std::fs::rename(&log, kept_log).map_err(FileStep::Keep.at(&log))?;
        }
        replaced = Some(kept);
    }
    let _ = std::fs::remove_file(file::beside(path, "-shm"));
    let _ = std::fs::remove_file(&log);
    std::fs::rename(staged, path).map_err(FileStep::Place.at(path))?;
    let folder = file::folder_of(path);
    let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(FileStep::Write.at(folder))?;
    Ok(replaced)
}

/// Folds the log into a database that may be damaged; then it keeps its log beside it.
async fn fold_log_in(path: &Path) {
    let options = SqliteConnectOptions::new().filename(path);
    let folded = async {
        let mut connection: SqliteConnection = options.connect().await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
        connection.close().await
    };
    if let Err(error) = folded.await {
        tracing::warn!(%error, "the database that is replaced cannot be opened; it is kept with its log: {error}");
    }
}
