//! Read connections, kept open from one statement to the next.

use super::pool::{ACQUIRE_TIMEOUT, Dialect, PooledConnection, PooledTransaction, TRUSTED_FOR};
use crate::server::timing::{self, Part};
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use sqlx::any::{AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::{Any, AnyPool, Describe, Either, Error, Execute, Executor, SqlStr};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, SemaphorePermit};

/// A pool of connections that read.
///
/// sqlx asks a connection for a sign of life whenever it comes back to its pool, in a task of its own: one
/// more trip to the connection's thread or server for each statement, a quarter of what a page with twelve of
/// them costs. After a statement that was answered, a connection stays here and the next one has it, the one
/// used last first: its cache is warm. After any other it goes back to the pool, which looks what is wrong.
#[derive(Clone, Debug)]
pub(super) struct Readers {
    pool: AnyPool,
    dialect: Dialect,
    kept: Arc<KeptConnections>,
    /// One for each statement under way, so that nobody waits at the pool for a connection that is kept here.
    permits: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct KeptConnections(Mutex<Vec<IdleConnection>>);

#[derive(Debug)]
struct IdleConnection {
    connection: PooledConnection,
    /// When it left the pool.
    acquired: Instant,
    used: Instant,
}

/// A connection goes back to the pool so often, which replaces those that are old.
const MAX_IDLE_TIME: Duration = Duration::from_secs(60);

impl Readers {
    pub(super) fn new(pool: AnyPool, dialect: Dialect) -> Self {
        let most = pool.options().get_max_connections() as usize;
        Self { pool, dialect, kept: Arc::default(), permits: Arc::new(Semaphore::new(most)) }
    }

    /// Begins a transaction that reads, with this statement.
    pub(super) async fn begin_with(&self, statement: &'static str) -> Result<ReadTransaction<'_>, Error> {
        let permit = self.permit().await?;
        // One that is kept makes room in the pool.
        drop(self.kept().pop());
        let inner = PooledTransaction::begin(&self.pool, self.dialect, statement).await?;
        Ok(ReadTransaction { inner, _permit: permit })
    }

    pub(super) async fn close(&self) {
        // Marks the pool as closed at once: what is given back from now on is not kept.
        let closing = self.pool.close();
        self.kept().clear();
        closing.await;
    }

    async fn permit(&self) -> Result<SemaphorePermit<'_>, Error> {
        let permit = tokio::time::timeout(ACQUIRE_TIMEOUT, self.permits.acquire()).await;
        permit.map_err(|_| Error::PoolTimedOut)?.map_err(|_| Error::PoolClosed)
    }

    async fn take(&self) -> Result<(IdleConnection, SemaphorePermit<'_>), Error> {
        let permit = self.permit().await?;
        let last = self.kept().pop();
        let is_trusted = |kept: &IdleConnection| self.dialect == Dialect::Sqlite || kept.used.elapsed() < TRUSTED_FOR;
        if let Some(kept) = last.filter(is_trusted) {
            return Ok((kept, permit));
        }
        let connection = PooledConnection::acquire(&self.pool, self.dialect).await?;
        let now = Instant::now();
        Ok((IdleConnection { connection, acquired: now, used: now }, permit))
    }

    fn give_back(&self, mut kept: IdleConnection) {
        kept.used = Instant::now();
        let mut all = self.kept();
        if kept.used - kept.acquired < MAX_IDLE_TIME && !self.pool.is_closed() {
            all.push(kept);
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<IdleConnection>> {
        self.kept.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A transaction that reads; one statement of many, for the queue.
pub(super) struct ReadTransaction<'a> {
    inner: PooledTransaction,
    _permit: SemaphorePermit<'a>,
}

impl Deref for ReadTransaction<'_> {
    type Target = PooledConnection;

    fn deref(&self) -> &PooledConnection {
        &self.inner
    }
}

impl DerefMut for ReadTransaction<'_> {
    fn deref_mut(&mut self) -> &mut PooledConnection {
        &mut self.inner
    }
}

impl<'c> Executor<'c> for &'c Readers {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<AnyQueryResult, AnyRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        // For rows one by one; nothing here asks for them.
        drop(self.kept().pop());
        self.pool.fetch_many(query)
    }

    fn fetch_all<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Vec<AnyRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        Box::pin(async move {
            let begun = Instant::now();
            let (mut kept, _permit) = self.take().await?;
            let rows = kept.connection.fetch_all(query).await?;
            self.give_back(kept);
            timing::record(Part::Read, begun);
            Ok(rows)
        })
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<AnyRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        Box::pin(async move {
            let begun = Instant::now();
            let (mut kept, _permit) = self.take().await?;
            let row = kept.connection.fetch_optional(query).await?;
            self.give_back(kept);
            timing::record(Part::Read, begun);
            Ok(row)
        })
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [AnyTypeInfo]) -> BoxFuture<'e, Result<AnyStatement, Error>>
    where
        'c: 'e,
    {
        drop(self.kept().pop());
        self.pool.prepare_with(sql, parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Any>, Error>>
    where
        'c: 'e,
    {
        drop(self.kept().pop());
        self.pool.describe(sql)
    }
}
