//! Connections of the pools: closed when PostgreSQL does not answer on them in time, or takes no writes.
//!
//! A host that loses its power or its network says nothing more. Without limits of its own a client waits until TCP gives up, a
//! quarter of an hour later, or for ever where a proxy between acknowledges what it is sent. `statement_timeout` is kept by the
//! server, so it does not help; and sqlx has no limits for statements, and none for the ping of a connection that comes back.
//!
//! After a failover the address of the database may lead for a moment to a server that takes no writes. A connection made
//! then would go on refusing every write for as long as it is kept, half an hour, while the next one leads to the primary.

use super::Dialect;
use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use sqlx::any::{AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool, Describe, Either, Error, Execute, Executor, SqlStr};
use std::io;
use std::ops::{Deref, DerefMut};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::timeout;

/// PostgreSQL itself ends what it does for a statement after 10 s (`statement_timeout`), which counts its preparation and
/// its execution apart: one that takes longer than both has no server any more.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(22);

/// A connection that comes back answers within this time, or is closed. Longer than before it is acquired: nobody waits for
/// it, and on a server under load closing it would only cost a new one.
const RETURN_TIMEOUT: Duration = Duration::from_secs(5);

/// What a statement brings, bit by bit.
type Parts<'e> = BoxStream<'e, Result<Either<AnyQueryResult, AnyRow>, Error>>;

/// A connection of a pool. It goes back when it is dropped, or is closed where it does not answer.
#[derive(Debug)]
pub(in crate::server::store) struct PooledConnection {
    /// None only once it is dropped.
    connection: Option<PoolConnection<Any>>,
    dialect: Dialect,
    /// A statement was not answered in time, or refused because nothing may be written.
    is_given_up: bool,
    /// A transaction may be open, which is to be rolled back.
    in_transaction: bool,
}

impl PooledConnection {
    pub(in crate::server::store) async fn acquire(pool: &AnyPool, dialect: Dialect) -> Result<Self, Error> {
        Ok(Self { connection: Some(pool.acquire().await?), dialect, is_given_up: false, in_transaction: false })
    }

    /// The connection; how long it may take to answer; and where to note that it is given up.
    fn parts(&mut self) -> (&mut PoolConnection<Any>, Option<Duration>, &mut bool) {
        // SQLite has no network, and copies and checkpoints may take long.
        let limit = (self.dialect == Dialect::Postgres).then_some(STATEMENT_TIMEOUT);
        (self.connection.as_mut().expect("until it is dropped"), limit, &mut self.is_given_up)
    }
}

/// What `answer` brings, if it comes in time.
async fn in_time<T>(
    answer: impl Future<Output = Result<T, Error>>,
    limit: Option<Duration>,
    is_given_up: &mut bool,
) -> Result<T, Error> {
    let Some(limit) = limit else { return answer.await };
    let Ok(answer) = timeout(limit, answer).await else {
        *is_given_up = true;
        return Err(no_answer());
    };
    answer.inspect_err(|error| *is_given_up |= is_read_only(error))
}

/// Whether PostgreSQL refused to write anything, as a standby does.
fn is_read_only(error: &Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "25006")
}

pub(super) fn no_answer() -> Error {
    Error::Io(io::Error::new(io::ErrorKind::TimedOut, "the database did not answer in time"))
}

impl Drop for PooledConnection {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        let Ok(runtime) = Handle::try_current() else {
            // A pool takes connections back only in a runtime. Without one they end here.
            drop(connection.leak());
            return;
        };
        if self.is_given_up {
            // Closed without a word: it would not get there.
            drop(connection.detach());
            return;
        }
        let (dialect, in_transaction) = (self.dialect, self.in_transaction);
        if dialect == Dialect::Sqlite && !in_transaction {
            return;
        }
        runtime.spawn(async move {
            if in_transaction {
                let rollback = within(dialect, sqlx::raw_sql("ROLLBACK").execute(&mut *connection));
                if !matches!(rollback.await, Some(Ok(_))) {
                    // In a transaction it must not come back; its place in the pool is free.
                    drop(connection.detach());
                    return;
                }
            }
            if within(dialect, connection.return_to_pool()).await.is_none() {
                tracing::debug!("a connection to the database did not answer when it was given back");
            }
        });
    }
}

/// What `answer` brings, with PostgreSQL if it comes in time.
async fn within<T>(dialect: Dialect, answer: impl Future<Output = T>) -> Option<T> {
    match dialect {
        Dialect::Sqlite => Some(answer.await),
        Dialect::Postgres => timeout(RETURN_TIMEOUT, answer).await.ok(),
    }
}

impl<'c> Executor<'c> for &'c mut PooledConnection {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> Parts<'e>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let (connection, limit, is_given_up) = self.parts();
        let parts = connection.fetch_many(query);
        let Some(limit) = limit else { return parts };
        stream::unfold((parts, is_given_up), move |(mut parts, is_given_up)| async move {
            let next = match timeout(limit, parts.next()).await {
                Ok(next) => next?.inspect_err(|error| *is_given_up |= is_read_only(error)),
                Err(_) => {
                    *is_given_up = true;
                    Err(no_answer())
                }
            };
            Some((next, (parts, is_given_up)))
        })
        .boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<AnyRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let (connection, limit, is_given_up) = self.parts();
        Box::pin(in_time(connection.fetch_optional(query), limit, is_given_up))
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [AnyTypeInfo]) -> BoxFuture<'e, Result<AnyStatement, Error>>
    where
        'c: 'e,
    {
        let (connection, limit, is_given_up) = self.parts();
        Box::pin(in_time(connection.prepare_with(sql, parameters), limit, is_given_up))
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Any>, Error>>
    where
        'c: 'e,
    {
        let (connection, limit, is_given_up) = self.parts();
        Box::pin(in_time(connection.describe(sql), limit, is_given_up))
    }
}

/// A transaction on a connection of a pool. Dropped without a commit it is rolled back.
#[derive(Debug)]
pub(in crate::server::store) struct PooledTransaction(PooledConnection);

impl PooledTransaction {
    pub(in crate::server::store) async fn begin(
        pool: &AnyPool,
        dialect: Dialect,
        statement: &'static str,
    ) -> Result<Self, Error> {
        let mut connection = PooledConnection::acquire(pool, dialect).await?;
        // Where the answer is lost, it may have begun.
        connection.in_transaction = true;
        connection.execute(sqlx::raw_sql(statement)).await?;
        Ok(Self(connection))
    }

    pub(in crate::server::store) async fn commit(self) -> Result<(), Error> {
        self.end("COMMIT").await
    }

    pub(in crate::server::store) async fn rollback(self) -> Result<(), Error> {
        self.end("ROLLBACK").await
    }

    async fn end(mut self, statement: &'static str) -> Result<(), Error> {
        self.0.execute(sqlx::raw_sql(statement)).await?;
        self.0.in_transaction = false;
        Ok(())
    }
}

impl Deref for PooledTransaction {
    type Target = PooledConnection;

    fn deref(&self) -> &PooledConnection {
        &self.0
    }
}

impl DerefMut for PooledTransaction {
    fn deref_mut(&mut self) -> &mut PooledConnection {
        &mut self.0
    }
}
