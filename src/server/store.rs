//! Where everything is kept: SQLite or PostgreSQL, through one SQL text.
//!
//! The rules of portable SQL: columns are `TEXT` or `BIGINT`, placeholders are
//! `$1`, new values come back by `RETURNING`, times are milliseconds. A
//! condition that two processes may race for stands in the `UPDATE` itself,
//! also when a sub-select has just checked it: PostgreSQL looks only at the
//! outer one again after waiting for a lock.
//!
//! Functions have five verbs: `insert_`, `find_`, `set_`, `take_`, `delete_`.
//! "Not there" is `None` or `false`, never an error.

pub mod address_changes;
pub mod address_undos;
pub mod administration;
pub mod audit;
pub mod devices;
pub mod forgotten_passwords;
pub mod imports;
pub mod outbox;
pub mod own_passwords;
pub mod rate_limit;
pub mod registrations;
pub mod search;
pub mod sessions;
pub mod setup_links;
pub mod temporary_passwords;
pub mod timeline;
mod transaction;
pub mod user_list;
pub mod user_overview;
mod user_status;
pub mod users;
mod versions;

use crate::domain::Timestamp;
use crate::server::clock::Clock;
use audit::AuditKey;
use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::{AnyPool, Row as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::time::Duration;
use transaction::WriteTransaction;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
    clock: Clock,
    audit_key: AuditKey,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// What every new connection is told first.
    const fn connection_options(self) -> &'static str {
        match self {
            // FULL: a commit that was answered survives a power cut. The time-out
            // comes first, since the change to WAL waits for other connections.
            Self::Sqlite => {
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
            }
            // A page of an index costs little more than the next one of the table: both are
            // in memory or on disks without arms. And no query here is long enough to compile.
            Self::Postgres => {
                "SET lock_timeout = '5s'; SET statement_timeout = '10s'; SET client_min_messages = warning;
                 SET random_page_cost = 1.1; SET jit = off;"
            }
        }
    }
}

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another account has this address.
    #[error("another account has this address")]
    EmailTaken,
    /// Another account has this CPF.
    #[error("another account has this CPF")]
    CpfTaken,
    /// Another account has this identifier.
    #[error("another account has this identifier")]
    IdTaken,
    /// Locked, out of connections, or away: a later try may succeed.
    #[error("the database does not answer: {0}")]
    Unavailable(sqlx::Error),
    /// The database is newer than this program.
    #[error(
        "the database was written by a newer version of Chaveiro (its migration {0} is unknown here): start that version, or restore a backup made before the upgrade"
    )]
    Newer(i64),
    /// The secret key is not the one this database was first opened with.
    #[error(
        "CHAVEIRO_SECRET_KEY: this is not the key the database was written with, so no password could be checked; point CHAVEIRO_SECRET_KEY_FILE at that one"
    )]
    OtherKey,
    /// A row holds what no version of this program writes.
    #[error("{table}.{column} holds an impossible value")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// Anything else.
    #[error(transparent)]
    Database(sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date: {0}")]
    Migration(sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => {
                // SQLite names the column, PostgreSQL the constraint.
                let message = database.message();
                let names = |words: [&str; 2]| words.iter().any(|words| message.contains(words));
                if names(["users.email", "users_email_key"]) {
                    Self::EmailTaken
                } else if names(["users.cpf_index", "users_cpf_index_key"]) {
                    Self::CpfTaken
                } else if names(["users.id", "users_pkey"]) {
                    Self::IdTaken
                } else {
                    Self::Database(error)
                }
            }
            sqlx::Error::Database(database) if database.code().is_some_and(|code| is_passing(&code)) => {
                Self::Unavailable(error)
            }
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => Self::Unavailable(error),
            _ => Self::Database(error),
        }
    }
}

/// Whether a driver's code tells of a state that ends by itself: SQLite's result
/// code (its low byte), or PostgreSQL's SQLSTATE (Appendix A of its manual).
fn is_passing(code: &str) -> bool {
    const CONNECTION: &str = "08";
    const RESOURCES: &str = "53";
    if code.len() != 5 {
        // SQLITE_BUSY, _LOCKED, _IOERR, _FULL
        return code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13));
    }
    code.starts_with(CONNECTION)
        || code.starts_with(RESOURCES)
        // read-only, serialization, deadlock, lock and statement time-outs, shutting down or starting
        || matches!(code, "25006" | "40001" | "40P01" | "55P03" | "57014" | "57P01" | "57P02" | "57P03")
}

/// How long a request waits for a connection or for SQLite's write lock.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

impl Store {
    /// Opens the database at `url`, making the SQLite file when it is missing,
    /// and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when a newer program has written it.
    pub async fn open(url: &str, clock: Clock, audit_key: AuditKey) -> Result<Self, StoreError> {
        // SQLite has no lock for laying out a new file: of two programs that start
        // at once the slower one fails, and finds the work done when it looks again.
        let mut is_new_chain = false;
        for wait in [100, 200, 400, 800] {
            match Self::open_once(url, clock.clone(), audit_key.clone(), &mut is_new_chain).await {
                Err(StoreError::Unavailable(_) | StoreError::Migration(_)) => {
                    tokio::time::sleep(Duration::from_millis(wait)).await;
                }
                done => return done,
            }
        }
        Self::open_once(url, clock, audit_key, &mut is_new_chain).await
    }

    async fn open_once(
        url: &str,
        clock: Clock,
        audit_key: AuditKey,
        is_new_chain: &mut bool,
    ) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let dialect = if url.starts_with("sqlite:") { Dialect::Sqlite } else { Dialect::Postgres };
        let url = match dialect {
            Dialect::Sqlite => made_when_missing(url)?,
            Dialect::Postgres => url.to_owned(),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .after_connect(move |connection, _| {
                Box::pin(
                    async move { sqlx::raw_sql(dialect.connection_options()).execute(connection).await.map(|_| ()) },
                )
            })
            .connect(&url)
            .await?;
        let store = Self { pool, dialect, clock, audit_key };
        // Asked before: afterwards a new chain could not be told from one whose seal was taken away.
        *is_new_chain |= store.has_no_chain().await?;
        store.migrate().await?;
        if *is_new_chain {
            store.seal_new_chain().await?;
        }
        store.forbid_rewriting_the_audit_log().await?;
        store.index_earlier_accounts().await?;
        Ok(store)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        sqlx::migrate!("src/server/store/migrations").run(&self.pool).await.map_err(|error| match error {
            sqlx::migrate::MigrateError::VersionMissing(version)
            | sqlx::migrate::MigrateError::VersionTooNew(version, _) => StoreError::Newer(version),
            other => StoreError::Migration(other),
        })
    }

    /// Whether `mark` is the mark of the secret key this database was first
    /// opened with: under another key no password could be checked.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_key_mark(&self, mark: &str) -> Result<bool, StoreError> {
        sqlx::query("INSERT INTO secret_key_mark (id, mark) VALUES ('mark', $1) ON CONFLICT (id) DO NOTHING")
            .bind(mark.to_owned())
            .execute(&self.pool)
            .await?;
        let row = sqlx::query("SELECT mark FROM secret_key_mark").fetch_one(&self.pool).await?;
        Ok(row.try_get::<String, _>("mark")? == mark)
    }

    /// Begins a transaction that will write.
    ///
    /// On SQLite it takes the write lock at once: a transaction that begins by
    /// reading and writes later fails without waiting when another has written.
    async fn begin(&self) -> Result<WriteTransaction, StoreError> {
        Ok(WriteTransaction::new(match self.dialect {
            Dialect::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await?,
            Dialect::Postgres => self.pool.begin().await?,
        }))
    }

    /// Runs `sql`, which deals with at most `$2` rows from before `$1`, until
    /// nothing is left: what a flood has left behind is millions of rows, and
    /// one statement over them all would keep every other writer waiting.
    async fn run_in_batches(&self, sql: &'static str, before: Timestamp) -> Result<(), StoreError> {
        const BATCH: i64 = 1000;
        loop {
            let done = sqlx::query(sql).bind(before.as_millis()).bind(BATCH).execute(&self.pool).await?;
            if done.rows_affected() < BATCH.unsigned_abs() {
                return Ok(());
            }
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Copies the database as it stands at this moment into the empty file at
    /// `path`. `false` on PostgreSQL, which has `pg_dump`.
    ///
    /// # Errors
    /// When the database does not answer or the file cannot be written.
    pub async fn write_copy(&self, path: &str) -> Result<bool, StoreError> {
        if self.dialect == Dialect::Postgres {
            return Ok(false);
        }
        sqlx::query("VACUUM INTO $1").bind(path.to_owned()).execute(&self.pool).await?;
        Ok(true)
    }

    /// Ends all connections, so that SQLite folds its write-ahead log back in.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A value that a column of text stands for, or the news that it does not.
fn parsed<T>(
    row: &AnyRow,
    table: &'static str,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StoreError> {
    let text: String = row.try_get(column)?;
    parse(&text).ok_or(StoreError::Inconsistent { table, column })
}

/// `($1, $2), ($3, $4)`: `rows` rows of `columns` values, numbered from `first`.
fn placeholders(first: usize, rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let numbers: Vec<String> = (0..columns).map(|column| format!("${}", first + row * columns + column)).collect();
        format!("({})", numbers.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// `url` with SQLite's "make the file when it is missing", its folder made.
fn made_when_missing(url: &str) -> Result<String, StoreError> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = path.split('?').next().unwrap_or_default();
    if let Some(folder) = std::path::Path::new(path).parent() {
        // Addresses and hashes are nobody else's business on this machine.
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(sqlx::Error::Io)?;
    }
    Ok(if url.contains("mode=") {
        url.to_owned()
    } else {
        format!("{url}{}mode=rwc", if url.contains('?') { '&' } else { '?' })
    })
}
