//! The pool of connections: what each is told first, and which are given up.

use super::StoreError;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Connection as _};
use std::time::Duration;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The one that the address of a database names.
    pub(super) fn of(url: &str) -> Self {
        if url.starts_with("sqlite:") { Self::Sqlite } else { Self::Postgres }
    }

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

/// How long a request waits for a connection or for SQLite's write lock.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// The pool of the database at `url`, which [`super::open`] has reached before: the SQLite file is there.
///
/// A connection is not lent again while its driver believes it to be in a
/// transaction. SQLite ends one by itself when the disk is full, cannot be read
/// or written, or memory runs out; the ROLLBACK that follows then fails, and
/// sqlx-sqlite 0.9 counts on, so that every later BEGIN on that connection would
/// fail. The check reads a number and asks nobody: the pool has let the rollback
/// end before it takes a connection back.
pub(super) async fn open(url: &str, dialect: Dialect) -> Result<AnyPool, StoreError> {
    sqlx::any::install_default_drivers();
    let pool = AnyPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(move |connection, _| {
            Box::pin(async move { sqlx::raw_sql(dialect.connection_options()).execute(connection).await.map(|_| ()) })
        })
        .before_acquire(|connection, _| {
            let is_poisoned = connection.is_in_transaction();
            Box::pin(async move { Ok(!is_poisoned) })
        })
        .connect(url)
        .await?;
    Ok(pool)
}
