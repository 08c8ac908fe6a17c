//! A transaction that writes, and what is logged once it is committed.

use crate::domain::{AuditKind, UserId};
use crate::server::store::audit::AuditEvent;
use crate::server::store::group_commit::{Grouping, Member};
use crate::server::store::pool::PooledTransaction;
use crate::server::store::read_cache::WriteCount;
use crate::server::store::{Dialect, Store, StoreError};
use crate::server::timing::{self, Part};
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use sqlx::any::{AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::{Any, Describe, Either, Error, Execute, Executor, SqlStr};
use std::ops::{Deref, DerefMut};
use std::time::Instant;

/// A transaction that writes. Dropped without a commit it is rolled back, and
/// what it recorded is not logged either: a line in the log says what happened,
/// not what was tried.
pub(super) struct WriteTransaction {
    inner: Inner,
    writes: WriteCount,
    recorded: Vec<RecordedEvent>,
    begun: Instant,
}

/// A transaction of one of the databases: what the statements in it run on.
#[derive(Debug)]
pub(super) enum Inner {
    Sqlite(Member),
    Postgres(PooledTransaction),
}

/// An audit event, as the log of the program repeats it: ids, no addresses.
struct RecordedEvent {
    kind: AuditKind,
    actor: String,
    target: Option<String>,
    request_id: Option<String>,
}

impl Store {
    /// Begins a transaction that will write.
    pub(super) async fn begin(&self) -> Result<WriteTransaction, StoreError> {
        self.begin_as(Grouping::Alone).await
    }

    /// The same for a short one of which many are under way at a time. On SQLite those that wait for
    /// each other are committed together.
    pub(super) async fn begin_short(&self) -> Result<WriteTransaction, StoreError> {
        self.begin_as(Grouping::Together).await
    }

    async fn begin_as(&self, grouping: Grouping) -> Result<WriteTransaction, StoreError> {
        let inner = match self.dialect {
            Dialect::Sqlite => Inner::Sqlite(self.group_commit.begin(grouping).await?),
            Dialect::Postgres => Inner::Postgres(self.writer.begin().await?),
        };
        let writes = self.read_cache.writes.clone();
        Ok(WriteTransaction { inner, writes, recorded: Vec::new(), begun: Instant::now() })
    }
}

impl WriteTransaction {
    pub(super) const fn dialect(&self) -> Dialect {
        match self.inner {
            Inner::Sqlite(_) => Dialect::Sqlite,
            Inner::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Remembers `event`, to be logged after the commit.
    pub(super) fn log_after_commit(&mut self, event: &AuditEvent<'_>) {
        self.recorded.push(RecordedEvent {
            kind: event.kind,
            actor: event.by.actor.as_str().to_owned(),
            target: event.target.map(|id: &UserId| id.as_str().to_owned()),
            request_id: event.by.origin.request_id.clone(),
        });
    }

    /// Commits, then logs the recorded audit events.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        match self.inner {
            Inner::Sqlite(member) => member.commit().await?,
            Inner::Postgres(transaction) => transaction.commit().await?,
        }
        self.writes.add();
        timing::record(Part::Write, self.begun);
        for RecordedEvent { kind, actor, target, request_id } in self.recorded {
            tracing::info!(kind = kind.as_str(), actor, target, request_id, "{} by {actor}", kind.as_str());
        }
        Ok(())
    }

    /// Rolls back. Others that were committed together with it, and may be why it is given up, can be read then; where it
    /// is dropped instead, perhaps not yet.
    pub(super) async fn rollback(self) -> Result<(), sqlx::Error> {
        match self.inner {
            Inner::Sqlite(member) => member.rollback().await,
            Inner::Postgres(transaction) => transaction.rollback().await,
        }
    }
}

impl Deref for WriteTransaction {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl DerefMut for WriteTransaction {
    fn deref_mut(&mut self) -> &mut Inner {
        &mut self.inner
    }
}

impl<'c> Executor<'c> for &'c mut Inner {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<AnyQueryResult, AnyRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        match self {
            Inner::Sqlite(member) => (&mut **member).fetch_many(query),
            Inner::Postgres(transaction) => (&mut **transaction).fetch_many(query),
        }
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<AnyRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        match self {
            Inner::Sqlite(member) => (&mut **member).fetch_optional(query),
            Inner::Postgres(transaction) => (&mut **transaction).fetch_optional(query),
        }
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [AnyTypeInfo]) -> BoxFuture<'e, Result<AnyStatement, Error>>
    where
        'c: 'e,
    {
        match self {
            Inner::Sqlite(member) => (&mut **member).prepare_with(sql, parameters),
            Inner::Postgres(transaction) => (&mut **transaction).prepare_with(sql, parameters),
        }
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Any>, Error>>
    where
        'c: 'e,
    {
        match self {
            Inner::Sqlite(member) => (&mut **member).describe(sql),
            Inner::Postgres(transaction) => (&mut **transaction).describe(sql),
        }
    }
}
