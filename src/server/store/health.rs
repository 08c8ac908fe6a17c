//! Whether the database can be written, for `/readyz`.

use super::file::OpenedFile;
use super::{Dialect, Store, StoreError};
use sqlx::Row as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How often this process was refused what a later try may get. Of the process
/// and not of a store, since an error does not know whose it is; a failure of
/// another store costs one look too many.
static FAILURES: AtomicU64 = AtomicU64::new(0);

/// The disk is full, gone or read-only, or the database is locked or away.
pub(super) fn note_failure(error: &sqlx::Error) {
    FAILURES.fetch_add(1, Ordering::Relaxed);
    HAS_NO_ROOM.store(is_without_room(error), Ordering::Relaxed);
}

/// Whether the last of these failures was for want of room on the database's disk.
static HAS_NO_ROOM: AtomicBool = AtomicBool::new(false);

/// Whether the database's disk was full when it last failed: for commands, which end with the failure.
pub fn has_no_room() -> bool {
    HAS_NO_ROOM.load(Ordering::Relaxed)
}

/// `SQLITE_FULL`, or PostgreSQL's `disk_full`.
pub fn is_without_room(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default();
    matches!(&*code, "13" | "53100")
}

/// Up to which failure writing has been seen to work again since.
#[derive(Clone)]
pub(super) struct WriteHealth(Arc<AtomicU64>);

impl WriteHealth {
    pub(super) fn new() -> Self {
        Self(Arc::new(AtomicU64::new(FAILURES.load(Ordering::Relaxed))))
    }
}

/// As much as a usual transaction writes: one row more finds room on a disk on
/// which a sign-in does not.
const PROBE_BYTES: usize = 64 * 1024;

impl Store {
    /// What is damaged in a SQLite file, if anything; reads all of it. PostgreSQL looks after its own.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn find_damage(&self) -> Result<Option<String>, StoreError> {
        if self.dialect == Dialect::Postgres {
            return Ok(None);
        }
        let found = sqlx::query("PRAGMA quick_check(1)").fetch_one(&self.readers).await?;
        let found: String = found.try_get(0)?;
        Ok((found != "ok").then(|| on_one_line(&found)))
    }

    /// Whether SQLite's file is where it was opened.
    ///
    /// # Errors
    /// [`StoreError::Replaced`].
    pub fn check_in_place(&self) -> Result<(), StoreError> {
        self.file.as_ref().map_or(Ok(()), OpenedFile::check_in_place)
    }

    /// Whether the last write that failed was followed by one that did not. Costs
    /// nothing while none fails; after a failure it writes and deletes a row.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] while writing does not work.
    pub async fn check_writable(&self) -> Result<(), StoreError> {
        let failures = FAILURES.load(Ordering::Relaxed);
        if self.writes.0.load(Ordering::Relaxed) == failures {
            return Ok(());
        }
        self.write_probe().await?;
        self.writes.0.store(failures, Ordering::Relaxed);
        Ok(())
    }

    /// Writes and deletes a row.
    ///
    /// # Errors
    /// When writing does not work.
    pub async fn write_probe(&self) -> Result<(), StoreError> {
        // Committed, not rolled back: in WAL mode the commit is what reaches the disk.
        sqlx::query("INSERT INTO write_probes (id, filler) VALUES ($1, $2)")
            .bind(self.clock.new_id())
            .bind("x".repeat(PROBE_BYTES))
            .execute(&self.writer)
            .await?;
        sqlx::query("DELETE FROM write_probes").execute(&self.writer).await?;
        Ok(())
    }
}

/// What SQLite's checks have found, which they write beneath a heading.
pub(super) fn on_one_line(found: &str) -> String {
    found.lines().filter(|line| !line.starts_with("*** in database")).collect::<Vec<_>>().join("; ")
}
