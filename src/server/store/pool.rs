//! The connection pools: their sizes, the first statements on each connection, and which are closed.

mod connection;
mod writers;

use super::StoreError;
use super::read_cache::WriteCount;
use super::readers::Readers;
pub(super) use connection::{PooledConnection, PooledTransaction};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Connection as _, Error};
use std::time::Duration;
use tokio::time::{sleep, timeout};
pub(super) use writers::Writers;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The one that the address of a database names.
    pub(super) fn of(url: &str) -> Self {
        if url.starts_with("sqlite:") { Self::Sqlite } else { Self::Postgres }
    }

    /// The first statements on every new write connection.
    const fn connection_options(self) -> &'static str {
        match self {
            // FULL: a commit that was answered survives a power cut. The time-out
            // comes first, since the change to WAL waits for other connections. The log is
            // written back at 16,000 pages, 64 MB, at the latest: see `checkpoint`.
            Self::Sqlite => {
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                 PRAGMA wal_autocheckpoint = 16000; PRAGMA foreign_keys = ON;"
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
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Connections to one database.
#[derive(Clone)]
pub(super) struct Pools {
    /// For statements that only read.
    pub(super) readers: Readers,
    /// For statements and transactions that write.
    pub(super) writer: Writers,
    /// How often the writer was acquired.
    pub(super) writes: WriteCount,
}

/// SQLite lets one write at a time: those who wait are in the pool's fair queue
/// instead of asking for the lock again and again, and no one is overtaken.
const SQLITE_WRITERS: u32 = 1;
/// Reading waits for nobody, and is done in less than a millisecond.
const SQLITE_READERS: u32 = 4;
/// Together 16 a node. Of its own, so that reading and writing never wait for each other's connections.
const POSTGRES_READERS: u32 = 6;
const POSTGRES_WRITERS: u32 = 10;
/// A connection to PostgreSQL that was not used for so long is asked before it is
/// acquired: the server may have gone meanwhile.
pub(super) const TRUSTED_FOR: Duration = Duration::from_secs(1);
/// If it does not answer within this time it is closed. Shorter than [`ACQUIRE_TIMEOUT`], so that there is time left
/// for a new one.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(2);
/// Mistakes show at once: what was meant to read cannot write. 4 MB of pages are kept instead of 2: a search
/// among ten thousand people reads more than 2, and a fifth of its time went into reading them again.
const READ_ONLY: &str = "PRAGMA query_only = ON; PRAGMA cache_size = -4000;";

/// Asked of each new connection to PostgreSQL: after a failover the address may lead to a server that only follows the
/// primary. What is read there may be old, so that a session that has ended is still open.
pub(super) const IS_STANDBY: &str = "SELECT pg_is_in_recovery()";
const STANDBY_PAUSE: Duration = Duration::from_millis(500);

/// A statement that takes longer is logged with the request it belongs to. Everything here is
/// meant to be done within a few milliseconds, with ten thousand people or a million.
const SLOW_STATEMENT: Duration = Duration::from_millis(250);

/// Opens the database at `url`, which [`super::open`] has reached before: the SQLite file is there.
pub(super) async fn open(url: &str, dialect: Dialect) -> Result<Pools, StoreError> {
    sqlx::any::install_default_drivers();
    let mut address: AnyConnectOptions = url.parse()?;
    address.log_settings.slow_statements_duration = SLOW_STATEMENT;
    let (writes, only_read) = (WriteCount::default(), WriteCount::default());
    match dialect {
        Dialect::Sqlite => {
            let writer = options(dialect, SQLITE_WRITERS, "", &writes).connect_with(address.clone()).await?;
            let readers = options(dialect, SQLITE_READERS, READ_ONLY, &only_read).connect_with(address).await?;
            Ok(Pools { readers: Readers::new(readers, dialect), writer: Writers::new(writer, dialect), writes })
        }
        Dialect::Postgres => {
            let writer = options(dialect, POSTGRES_WRITERS, "", &writes).connect_with(address.clone()).await?;
            let readers = options(dialect, POSTGRES_READERS, "", &only_read).connect_lazy_with(address);
            Ok(Pools { readers: Readers::new(readers, dialect), writer: Writers::new(writer, dialect), writes })
        }
    }
}

/// A pool of at most `most` connections, each of which runs `more` first as well. `writes` counts whenever
/// one is acquired or comes back.
///
/// Nothing is asked of a connection before each use. It is not handed out again while
/// its driver believes it to be in a transaction. SQLite ends one on its own when
/// the disk is full, cannot be read or written, or memory runs out; the ROLLBACK
/// that follows then fails, and sqlx-sqlite 0.9 counts on, so that every later
/// BEGIN on that connection would fail. The check reads a number: the pool has
/// let the rollback end before it takes a connection back.
fn options(dialect: Dialect, most: u32, more: &'static str, writes: &WriteCount) -> AnyPoolOptions {
    let (connected, acquired, released) = (writes.clone(), writes.clone(), writes.clone());
    AnyPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            connected.add();
            Box::pin(async move {
                sqlx::raw_sql(dialect.connection_options()).execute(&mut *connection).await?;
                if dialect == Dialect::Postgres && sqlx::query_scalar(IS_STANDBY).fetch_one(&mut *connection).await? {
                    // The pool tries again at once, and logs each time.
                    sleep(STANDBY_PAUSE).await;
                    return Err(Error::Configuration("this PostgreSQL is a standby, not the primary".into()));
                }
                if !more.is_empty() {
                    sqlx::raw_sql(more).execute(connection).await?;
                }
                Ok(())
            })
        })
        .before_acquire(move |connection, used| {
            acquired.add();
            Box::pin(async move {
                if dialect == Dialect::Postgres && used.idle_for >= TRUSTED_FOR {
                    timeout(ANSWER_TIMEOUT, connection.ping()).await.map_err(|_| connection::no_answer())??;
                }
                Ok(!connection.is_in_transaction())
            })
        })
        .after_release(move |_, _| {
            released.add();
            Box::pin(async { Ok(true) })
        })
}
