//! The audit log: who did what to whom, when and from where; written in the transaction of what it records.

mod chain;
mod link;
mod list;
mod retention;
pub(super) mod unlinked;
mod verify;

pub(in crate::server) use crate::domain::AuditKind;
pub(super) use link::lock_log;
pub use list::{AuditEntry, EventFilter};
pub use verify::{Broken, Chain, ChainHead};

use super::{Dialect, Store, StoreError};
use crate::domain::{Timestamp, UserId};
use crate::server::clock::latest_past;
use crate::server::store::statement::{Outcome, Statement, run_list};
use crate::server::store::transaction::WriteTransaction;
use chain::{EventRow, Head};
use sqlx::{Any, Executor};
use std::net::IpAddr;
use zeroize::Zeroizing;

/// What the chain of the log is keyed with; derived from the secret key.
#[derive(Clone)]
pub struct AuditKey(pub Zeroizing<[u8; 32]>);

/// Where a request came from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The network address, as far as trusted proxies tell.
    pub address: Option<IpAddr>,
    /// The browser's own name for itself, shortened.
    pub agent: String,
    /// Finds the request in the log.
    pub request_id: Option<String>,
}

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A signed-in person.
    User(UserId),
    /// Somebody at the command line.
    Cli,
    /// The person with the setup link.
    Setup,
    /// Somebody who is not signed in.
    Visitor,
    /// The program itself.
    Worker,
}

impl Actor {
    /// How the log writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::User(id) => id.as_str(),
            Self::Cli => "console",
            Self::Setup => "setup",
            Self::Visitor => "visitor",
            Self::Worker => "worker",
        }
    }

    /// The inverse of [`Actor::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "console" => Self::Cli,
            "setup" => Self::Setup,
            "visitor" => Self::Visitor,
            "worker" => Self::Worker,
            id => Self::User(UserId::parse(id)?),
        })
    }

    /// The person's id, when a signed-in person acted.
    pub const fn user(&self) -> Option<&UserId> {
        match self {
            Self::User(id) => Some(id),
            _ => None,
        }
    }
}

/// Who does something, and where from.
#[derive(Clone, Debug)]
pub struct By {
    /// Who acted.
    pub actor: Actor,
    /// Where from.
    pub origin: Origin,
}

impl By {
    /// A signed-in person.
    pub fn user(id: &UserId, origin: &Origin) -> Self {
        Self { actor: Actor::User(id.clone()), origin: origin.clone() }
    }

    /// Somebody who is not signed in.
    pub fn visitor(origin: &Origin) -> Self {
        Self { actor: Actor::Visitor, origin: origin.clone() }
    }

    /// Somebody at the command line.
    pub fn cli() -> Self {
        Self { actor: Actor::Cli, origin: Origin::default() }
    }

    /// The program itself.
    pub fn worker() -> Self {
        Self { actor: Actor::Worker, origin: Origin::default() }
    }

    /// The program itself, because of a request.
    pub fn worker_for_request(origin: &Origin) -> Self {
        Self { actor: Actor::Worker, origin: origin.clone() }
    }
}

/// One line of the log, before it is written.
pub struct AuditEvent<'a> {
    /// What happened.
    pub kind: AuditKind,
    /// Who did it, and where from.
    pub by: &'a By,
    /// The person it happened to.
    pub target: Option<&'a UserId>,
    /// A few words more; never a secret.
    pub detail: Option<&'a str>,
}

impl AuditEvent<'_> {
    fn to_row(&self, id: String, at: i64) -> EventRow {
        let By { actor, origin } = self.by;
        EventRow {
            id,
            at,
            kind: self.kind.as_str().to_owned(),
            actor: actor.as_str().to_owned(),
            target: self.target.map(|id| id.as_str().to_owned()),
            address: origin.address.map(|address| address.to_string()),
            request_id: origin.request_id.clone(),
            detail: self.detail.map(str::to_owned),
        }
    }
}

impl Store {
    /// Whether `actor` has done this to an account within the last `span`.
    pub async fn was_done_recently(
        &self,
        target: &UserId,
        kind: AuditKind,
        actor: &Actor,
        span: std::time::Duration,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let row = sqlx::query(
            "SELECT at FROM audit_log WHERE target = $1 AND at > $2 AND at <= $5 AND kind = $3 AND actor = $4 LIMIT 1",
        )
        .bind(target.as_str().to_owned())
        .bind(now.minus(span).as_millis())
        .bind(kind.as_str())
        .bind(actor.as_str().to_owned())
        .bind(latest_past(now).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.is_some())
    }

    /// Whether this was done to an account after `since`, by anybody.
    pub(super) async fn was_done_since(
        &self,
        tx: &mut WriteTransaction,
        target: &UserId,
        kind: AuditKind,
        since: Timestamp,
    ) -> Result<bool, StoreError> {
        let row =
            sqlx::query("SELECT at FROM audit_log WHERE target = $1 AND at > $2 AND at <= $4 AND kind = $3 LIMIT 1")
                .bind(target.as_str().to_owned())
                .bind(since.as_millis())
                .bind(kind.as_str())
                .bind(latest_past(self.clock.now()).as_millis())
                .fetch_optional(&mut **tx)
                .await?;
        Ok(row.is_some())
    }

    /// Whether the log has this of an account already, with this detail, within the last `span`. Somebody who can cause an
    /// event again and again must not fill the disk.
    pub(super) async fn was_logged_recently<'c>(
        &self,
        executor: impl Executor<'c, Database = Any>,
        (target, kind, detail): (&UserId, AuditKind, &str),
        span: std::time::Duration,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let row = sqlx::query(
            "SELECT at FROM audit_log WHERE target = $1 AND at > $2 AND at <= $5 AND kind = $3 AND detail = $4 LIMIT 1",
        )
        .bind(target.as_str().to_owned())
        .bind(now.minus(span).as_millis())
        .bind(kind.as_str())
        .bind(detail.to_owned())
        .bind(latest_past(now).as_millis())
        .fetch_optional(executor)
        .await?;
        Ok(row.is_some())
    }

    /// Writes `event` in the transaction of what it records. On SQLite it is linked into the chain
    /// at once; on PostgreSQL after the commit, so that no other transaction waits for this one.
    pub(super) async fn insert_event(
        &self,
        tx: &mut WriteTransaction,
        event: AuditEvent<'_>,
    ) -> Result<(), StoreError> {
        self.insert_events(tx, &[event]).await
    }

    /// Writes several, in their order.
    pub(super) async fn insert_events(
        &self,
        tx: &mut WriteTransaction,
        events: &[AuditEvent<'_>],
    ) -> Result<(), StoreError> {
        self.insert_events_after(tx, Vec::new(), events).await?;
        Ok(())
    }

    /// Writes events after `statements`, in as few round trips; returns what those brought.
    pub(super) async fn insert_events_after(
        &self,
        tx: &mut WriteTransaction,
        mut statements: Vec<Statement>,
        events: &[AuditEvent<'_>],
    ) -> Result<Vec<Outcome>, StoreError> {
        let at = self.clock.now().as_millis();
        let rows: Vec<EventRow> = events.iter().map(|event| event.to_row(self.clock.new_id(), at)).collect();
        let outcomes = match self.dialect {
            Dialect::Sqlite => {
                statements.push(Head::lock_statement(tx.dialect()));
                let mut outcomes = run_list(tx, statements).await?;
                let head = Head::read(outcomes.pop().ok_or(sqlx::Error::RowNotFound)?.row()?)?;
                self.insert_links(tx, head, &rows).await?;
                outcomes
            }
            Dialect::Postgres => {
                let outcomes = run_list(tx, statements).await?;
                self.insert_unlinked(tx, &rows).await?;
                outcomes
            }
        };
        events.iter().for_each(|event| tx.log_after_commit(event));
        Ok(outcomes)
    }

    /// Writes an event in a transaction of its own.
    pub async fn insert_audit_event(&self, event: AuditEvent<'_>) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(())
    }
}
