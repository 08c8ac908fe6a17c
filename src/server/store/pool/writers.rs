//! The pool whose connections write.

use super::{Dialect, PooledConnection, PooledTransaction};
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use futures::{StreamExt as _, TryStreamExt as _};
use sqlx::any::{AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::{Any, AnyPool, Describe, Either, Error, Execute, Executor, SqlStr};

/// A pool of connections that write.
#[derive(Clone, Debug)]
pub(in crate::server::store) struct Writers {
    pool: AnyPool,
    dialect: Dialect,
}

impl Writers {
    pub(super) const fn new(pool: AnyPool, dialect: Dialect) -> Self {
        Self { pool, dialect }
    }

    /// The pool itself: for SQLite, and for what may take longer than a statement of a request.
    pub(in crate::server::store) const fn without_limits(&self) -> &AnyPool {
        &self.pool
    }

    pub(in crate::server::store) async fn begin(&self) -> Result<PooledTransaction, Error> {
        PooledTransaction::begin(&self.pool, self.dialect, "BEGIN").await
    }

    async fn run<'q>(self, query: impl Execute<'q, Any> + 'q) -> Result<Vec<Either<AnyQueryResult, AnyRow>>, Error> {
        let mut connection = PooledConnection::acquire(&self.pool, self.dialect).await?;
        connection.fetch_many(query).try_collect().await
    }
}

impl<'c> Executor<'c> for &'c Writers {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<AnyQueryResult, AnyRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        if self.dialect == Dialect::Sqlite {
            return self.pool.fetch_many(query);
        }
        // What a statement that writes brings is short.
        stream::once(self.clone().run(query))
            .map_ok(|parts| stream::iter(parts.into_iter().map(Ok)))
            .try_flatten()
            .boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<AnyRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        Box::pin(async move { PooledConnection::acquire(&self.pool, self.dialect).await?.fetch_optional(query).await })
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [AnyTypeInfo]) -> BoxFuture<'e, Result<AnyStatement, Error>>
    where
        'c: 'e,
    {
        self.pool.prepare_with(sql, parameters)
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Any>, Error>>
    where
        'c: 'e,
    {
        self.pool.describe(sql)
    }
}
