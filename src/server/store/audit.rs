//! Who did what to whom, when and from where; written in the transaction of what it records.

mod chain;
mod list;
mod retention;
mod verify;

pub(in crate::server) use crate::domain::AuditKind;
pub(super) use list::named;
pub use list::{AuditEntry, EventFilter, Named};
pub use verify::{Broken, Chain, Noted};

use super::{Store, StoreError, placeholders};
use crate::domain::UserId;
use crate::server::store::transaction::WriteTransaction;
use chain::{Head, Link};
use sqlx::AssertSqlSafe;
use std::net::IpAddr;
use zeroize::Zeroizing;

/// What the chain of the log is keyed with; derived from the secret key.
#[derive(Clone)]
pub struct AuditKey(pub Zeroizing<[u8; 32]>);

/// Events written by one statement.
const AT_A_TIME: usize = 100;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    User(UserId),
    /// Somebody at the command line of the server.
    Console,
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
            Self::Console => "console",
            Self::Setup => "setup",
            Self::Visitor => "visitor",
            Self::Worker => "worker",
        }
    }

    /// The inverse of [`Actor::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "console" => Self::Console,
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
    /// Who.
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

    /// Somebody at the command line of the server.
    pub fn console() -> Self {
        Self { actor: Actor::Console, origin: Origin::default() }
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
    /// To whom.
    pub target: Option<&'a UserId>,
    /// A few words more; never a secret.
    pub detail: Option<&'a str>,
}

impl Store {
    /// Whether `actor` has done this to an account within the last `span`.
    pub async fn find_done_lately(
        &self,
        target: &UserId,
        kind: AuditKind,
        actor: &Actor,
        span: std::time::Duration,
    ) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT id FROM audit_events WHERE target = $1 AND at > $2 AND kind = $3 AND actor = $4 LIMIT 1",
        )
        .bind(target.as_str().to_owned())
        .bind(self.clock.now().minus(span).as_millis())
        .bind(kind.as_str())
        .bind(actor.as_str().to_owned())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.is_some())
    }

    /// Writes `event` in the transaction of what it records, as the last thing
    /// before the commit: from here on no other transaction can write one.
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
        let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
        let row =
            sqlx::query("UPDATE audit_head SET seq = seq + $1 RETURNING seq - $1 AS seq, hash, before_chain, seal")
                .bind(count)
                .fetch_one(&mut **tx)
                .await?;
        let mut head = Head::read(&row)?;
        let is_whole = head.is_sealed(&self.audit_key);
        for events in events.chunks(AT_A_TIME) {
            self.insert_links(tx, &mut head, events).await?;
        }
        if is_whole {
            head.seal = head.sealed(&self.audit_key);
        } else {
            // Sealing it would hide that it was tampered with; stopping would let that stop everything.
            tracing::error!("the end of the audit log was changed from outside; see `chaveiro audit verify`");
        }
        sqlx::query("UPDATE audit_head SET hash = $1, seal = $2")
            .bind(head.hash)
            .bind(head.seal)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Writes a few events by one statement, each linked to the one before; moves `head` on.
    async fn insert_links(
        &self,
        tx: &mut WriteTransaction,
        head: &mut Head,
        events: &[AuditEvent<'_>],
    ) -> Result<(), StoreError> {
        let at = self.clock.now().as_millis();
        // Placeholders only; the values are bound.
        let sql = format!(
            "INSERT INTO audit_events (seq, id, at, kind, actor, target, address, request_id, detail, hash) VALUES {}",
            placeholders(1, events.len(), 10)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for event in events {
            let seq = head.seq + 1;
            let id = self.clock.new_id();
            let address = event.by.origin.address.map(|address| address.to_string());
            let link = Link {
                seq,
                previous: &head.hash,
                id: &id,
                at,
                kind: event.kind.as_str(),
                actor: event.by.actor.as_str(),
                target: event.target.map(UserId::as_str),
                address: address.as_deref(),
                request_id: event.by.origin.request_id.as_deref(),
                detail: event.detail,
            };
            let hash = link.hash(&self.audit_key);
            query = query
                .bind(seq)
                .bind(id)
                .bind(at)
                .bind(event.kind.as_str())
                .bind(event.by.actor.as_str().to_owned())
                .bind(event.target.map(|id| id.as_str().to_owned()))
                .bind(address)
                .bind(event.by.origin.request_id.clone())
                .bind(event.detail.map(str::to_owned))
                .bind(hash.clone());
            (head.seq, head.hash) = (seq, hash);
            tx.log_after_commit(event);
        }
        query.execute(&mut **tx).await?;
        Ok(())
    }

    /// Writes an event that stands alone.
    pub async fn insert_audit_event(&self, event: AuditEvent<'_>) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(())
    }
}
