//! The database: SQLite or PostgreSQL, through one SQL text.
//!
//! The rules of portable SQL: columns are `TEXT` or `BIGINT`, placeholders are
//! `$1`, new values come back by `RETURNING`, times are milliseconds. A
//! condition that two processes may race for is in the `UPDATE` itself,
//! also when a sub-select has just checked it: PostgreSQL looks only at the
//! outer one again after waiting for a lock.
//!
//! The verbs of functions: `insert_`, `find_` (one, or what belongs to one), `list_`, `count_`, `is_`/`has_`, `set_`
//! (to a given value), `take_` (use up), `lock_` (a row, until the commit), `reserve_` and `release_` (an attempt),
//! `delete_`. "Not there" is `None` or `false`, never an error: every function fails with [`StoreError`] when the
//! database does not answer, and says only what else it can fail with.

pub mod address_changes;
pub mod address_undos;
pub mod administration;
pub mod app_logouts;
pub mod app_tokens;
pub mod appearance;
pub mod apps;
pub mod audit;
pub mod authorization_codes;
pub mod authorization_requests;
mod checkpoint;
mod copies;
pub mod devices;
mod error;
pub mod file;
pub mod forgotten_passwords;
pub mod forward_auth;
mod group_commit;
pub mod groups;
pub mod health;
pub mod hot_statements;
pub mod imports;
mod json;
mod lenient;
pub mod notifications;
pub(crate) mod open;
pub mod outbox;
pub mod own_passwords;
mod password_requests;
mod pool;
pub mod rate_limit;
mod read_cache;
mod readers;
pub mod recent_users;
pub mod registrations;
pub mod reminders;
pub mod restore;
pub mod search;
pub mod sessions;
pub mod setup_links;
pub mod sign_ins;
pub mod signing_keys;
mod sql;
mod statement;
pub mod temporary_passwords;
pub mod timeline;
mod transaction;
pub mod used_tokens;
pub mod user_counts;
pub mod user_extras;
pub mod user_list;
pub mod user_names;
pub mod user_notes;
pub mod user_overview;
mod user_status;
pub mod users;
mod versions;

use crate::domain::Timestamp;
use crate::server::clock::{Clock, latest_past};
use audit::AuditKey;
pub use error::StoreError;
use file::{DatabaseLock, OpenedFile};
use group_commit::GroupCommit;
use health::WriteHealth;
use pool::{Dialect, Pools, Writers};
use read_cache::ReadCache;
use readers::Readers;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use sqlx::migrate::{MigrateError, Migrator};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    readers: Readers,
    writer: Writers,
    /// Transactions on SQLite.
    group_commit: GroupCommit,
    dialect: Dialect,
    clock: Clock,
    audit_key: AuditKey,
    writes: WriteHealth,
    /// Whether an administrator was seen.
    has_admin: Arc<AtomicBool>,
    /// What pages of admins read again and again.
    read_cache: Arc<ReadCache>,
    /// Keeps the database from being replaced while it is in use.
    lock: Arc<Mutex<Option<DatabaseLock>>>,
    /// SQLite's file.
    file: Option<OpenedFile>,
}

/// What has to be done to a database of an earlier version.
static MIGRATIONS: Migrator = sqlx::migrate!("src/server/store/migrations");

/// Whether a copy is kept of a database that migrations are about to change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BeforeMigration {
    KeepCopy,
    /// It is a copy itself.
    Nothing,
}

impl Store {
    /// Opens the database at `url`, making the SQLite file when it is missing,
    /// and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when a newer program has written it.
    pub async fn open(url: &str, clock: Clock, audit_key: AuditKey) -> Result<Self, StoreError> {
        Self::open_with_retries(url, clock, audit_key, BeforeMigration::KeepCopy).await
    }

    /// Opens a copy that is being made ready to take the database's place.
    async fn open_staged(url: &str, clock: Clock, audit_key: AuditKey) -> Result<Self, StoreError> {
        Self::open_with_retries(url, clock, audit_key, BeforeMigration::Nothing).await
    }

    async fn open_with_retries(
        url: &str,
        clock: Clock,
        audit_key: AuditKey,
        before: BeforeMigration,
    ) -> Result<Self, StoreError> {
        let dialect = Dialect::of(url);
        open::reach(url, dialect).await?;
        // SQLite has no lock for laying out a new file: of two programs that start
        // at once the slower one fails, and finds the work done when it looks again.
        let mut is_new_chain = false;
        for wait in [100, 200, 400, 800] {
            let opened = Self::open_once(url, dialect, clock.clone(), audit_key.clone(), before, &mut is_new_chain);
            match opened.await {
                Err(error) if open::is_permanent(&error) => return Err(open::explained(url, dialect, error)),
                Err(StoreError::Unavailable(_) | StoreError::Migration(_)) => {
                    tokio::time::sleep(Duration::from_millis(wait)).await;
                }
                done => return done.map_err(|error| open::explained(url, dialect, error)),
            }
        }
        let last = Self::open_once(url, dialect, clock, audit_key, before, &mut is_new_chain).await;
        last.map_err(|error| open::explained(url, dialect, error))
    }

    async fn open_once(
        url: &str,
        dialect: Dialect,
        clock: Clock,
        audit_key: AuditKey,
        before: BeforeMigration,
        is_new_chain: &mut bool,
    ) -> Result<Self, StoreError> {
        let Pools { readers, writer, writes: write_count } = pool::open(url, dialect).await?;
        let path = file::path_of(url);
        let lock = path.as_deref().map(DatabaseLock::shared).transpose()?.flatten();
        let lock = Arc::new(Mutex::new(lock));
        let (writes, has_admin) = (WriteHealth::new(), Arc::default());
        let read_cache = Arc::new(ReadCache::new(&write_count));
        let group_commit = GroupCommit::new(writer.without_limits().clone());
        let file = path.clone().and_then(OpenedFile::new);
        let store = Self {
            readers,
            writer,
            group_commit,
            dialect,
            clock,
            audit_key,
            writes,
            has_admin,
            read_cache,
            lock,
            file,
        };
        // Before the migrations: after them a new chain looks like one whose seal was removed.
        *is_new_chain |= store.has_no_chain().await?;
        if let Some(path) = path.filter(|_| before == BeforeMigration::KeepCopy) {
            store.keep_copy_before_migration(&path).await?;
        }
        store.migrate().await?;
        if *is_new_chain || store.is_empty_without_seal().await? {
            store.seal_new_chain().await?;
        }
        store.forbid_rewriting_the_audit_log().await?;
        store.count_users_from_now_on().await?;
        store.renew_search_index().await?;
        Ok(store)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let mut connection = self.writer.without_limits().acquire().await?;
        if self.dialect == Dialect::Postgres {
            // An index over millions of rows takes longer than any statement of a request may.
            sqlx::raw_sql("SET statement_timeout = 0").execute(&mut *connection).await?;
            connection.close_on_drop();
        }
        MIGRATIONS.run(&mut *connection).await.map_err(|error| match error {
            MigrateError::VersionMissing(version) | MigrateError::VersionTooNew(version, _) => {
                StoreError::Newer(version)
            }
            other => StoreError::Migration(other),
        })
    }

    /// Whether `mark` is the mark of the secret key this database was first
    /// opened with: under another key no password could be checked.
    pub async fn matches_key_mark(&self, mark: &str) -> Result<bool, StoreError> {
        sqlx::query("INSERT INTO secret_key_mark (id, mark) VALUES ('mark', $1) ON CONFLICT (id) DO NOTHING")
            .bind(mark.to_owned())
            .execute(&self.writer)
            .await?;
        let row = sqlx::query("SELECT mark FROM secret_key_mark").fetch_one(&self.readers).await?;
        Ok(row.try_get::<String, _>("mark")? == mark)
    }

    /// Runs `sql`, which deals with at most `$2` rows from before `$1` or after `$3`
    /// (written while the clock was ahead), until
    /// nothing is left: what a flood has left behind is millions of rows, and
    /// one statement over them all would keep every other writer waiting.
    async fn run_in_batches(&self, sql: &'static str, before: Timestamp) -> Result<(), StoreError> {
        const BATCH: i64 = 1000;
        let latest = latest_past(self.clock.now());
        loop {
            let done = sqlx::query(sql)
                .bind(before.as_millis())
                .bind(BATCH)
                .bind(latest.as_millis())
                .execute(&self.writer)
                .await?;
            if done.rows_affected() < BATCH.unsigned_abs() {
                return Ok(());
            }
        }
    }

    /// Clears what is cached for a moment: another process has written.
    pub fn forget_cached_reads(&self) {
        self.read_cache.writes.add();
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").fetch_one(&self.readers).await?;
        Ok(())
    }

    /// Ends all connections, so that SQLite folds its write-ahead log back in.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.without_limits().close().await;
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// The value that a text column names, or an error.
fn parsed<T>(
    row: &AnyRow,
    table: &'static str,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StoreError> {
    let text: String = row.try_get(column)?;
    parse(&text).ok_or(StoreError::Inconsistent { table, column })
}

/// Parses a column that may be empty.
fn parsed_if_any<T>(
    row: &AnyRow,
    table: &'static str,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| parse(&text).ok_or(StoreError::Inconsistent { table, column })).transpose()
}
