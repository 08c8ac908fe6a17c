//! Who did what to whom, when and from where; written in the transaction of what it records.

pub use crate::domain::AuditKind;

use super::{Store, StoreError};
use crate::domain::UserId;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use sqlx::{Any, Row as _, Transaction};
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    User(UserId),
    /// Somebody at the command line of the server.
    Console,
    /// Whoever held the set-up address.
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

    /// The person's id, when a signed-in person acted.
    pub const fn user(&self) -> Option<&UserId> {
        match self {
            Self::User(id) => Some(id),
            _ => None,
        }
    }
}

/// One line of the log, before it is written.
pub struct AuditEvent<'a> {
    /// What happened.
    pub kind: AuditKind,
    /// Who did it.
    pub actor: &'a Actor,
    /// To whom.
    pub target: Option<&'a UserId>,
    /// From where.
    pub origin: &'a Origin,
    /// A few words more; never a secret.
    pub detail: Option<&'a str>,
}

/// What one row's hash is made of: all that it says, and the row before.
///
/// Length before content, so that no two rows can be taken for each other.
pub(super) struct Link<'a> {
    pub seq: i64,
    pub previous: &'a str,
    pub id: &'a str,
    pub at: i64,
    pub kind: &'a str,
    pub actor: &'a str,
    pub target: Option<&'a str>,
    pub address: Option<&'a str>,
    pub request_id: Option<&'a str>,
    pub detail: Option<&'a str>,
}

impl Link<'_> {
    /// HMAC-SHA-256, in hexadecimal: who can write to the database but has not
    /// the secret key can break the chain but not mend it.
    pub(super) fn hash(&self, key: &AuditKey) -> String {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key.0.as_slice()).expect("any key length will do");
        let (seq, at) = (self.seq.to_string(), self.at.to_string());
        let parts = [
            Some(seq.as_str()),
            Some(self.previous),
            Some(self.id),
            Some(at.as_str()),
            Some(self.kind),
            Some(self.actor),
            self.target,
            self.address,
            self.request_id,
            self.detail,
        ];
        for part in parts {
            // A missing value is not an empty one.
            mac.update(&part.map_or(u64::MAX, |part| part.len() as u64).to_be_bytes());
            mac.update(part.unwrap_or_default().as_bytes());
        }
        hex::encode(mac.finalize().into_bytes())
    }
}

impl Store {
    /// Writes `event` in the transaction of what it records, as the last thing
    /// before the commit: from here on no other transaction can write one.
    pub(super) async fn insert_event(
        &self,
        tx: &mut Transaction<'static, Any>,
        event: AuditEvent<'_>,
    ) -> Result<(), StoreError> {
        self.insert_events(tx, &[event]).await
    }

    /// Writes several, in their order.
    pub(super) async fn insert_events(
        &self,
        tx: &mut Transaction<'static, Any>,
        events: &[AuditEvent<'_>],
    ) -> Result<(), StoreError> {
        let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
        let head = sqlx::query("UPDATE audit_head SET seq = seq + $1 RETURNING seq, hash")
            .bind(count)
            .fetch_one(&mut **tx)
            .await?;
        let (last, mut previous): (i64, String) = (head.try_get("seq")?, head.try_get("hash")?);
        let at = self.clock.now().as_millis();
        for (seq, event) in (last - count + 1..).zip(events) {
            let id = self.clock.new_id();
            let address = event.origin.address.map(|address| address.to_string());
            let link = Link {
                seq,
                previous: &previous,
                id: &id,
                at,
                kind: event.kind.as_str(),
                actor: event.actor.as_str(),
                target: event.target.map(UserId::as_str),
                address: address.as_deref(),
                request_id: event.origin.request_id.as_deref(),
                detail: event.detail,
            };
            let hash = link.hash(&self.audit_key);
            sqlx::query(
                "INSERT INTO audit_events (seq, id, at, kind, actor, target, address, request_id, detail, hash)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(seq)
            .bind(id)
            .bind(at)
            .bind(event.kind.as_str())
            .bind(event.actor.as_str().to_owned())
            .bind(event.target.map(|id| id.as_str().to_owned()))
            .bind(address)
            .bind(event.origin.request_id.clone())
            .bind(event.detail.map(str::to_owned))
            .bind(hash.clone())
            .execute(&mut **tx)
            .await?;
            previous = hash;
            tracing::info!(
                kind = event.kind.as_str(),
                actor = event.actor.as_str(),
                target = event.target.map(UserId::as_str),
                request_id = event.origin.request_id,
                "{} by {}",
                event.kind.as_str(),
                event.actor.as_str(),
            );
        }
        sqlx::query("UPDATE audit_head SET hash = $1").bind(previous).execute(&mut **tx).await?;
        Ok(())
    }

    /// Writes an event that stands alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_audit_event(&self, event: AuditEvent<'_>) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes that a password was not accepted; and brings the standing of the
    /// account up to date, whose temporary password may be out of tries now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_sign_in_failure(&self, target: Option<&UserId>, origin: &Origin) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        super::standing::refresh_standing(&mut tx, target).await?;
        let event = AuditEvent { kind: AuditKind::SignInFailed, actor: &Actor::Visitor, target, origin, detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The kinds of all events about `target`, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_audit_kinds(&self, target: &UserId) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query("SELECT kind FROM audit_events WHERE target = $1 ORDER BY seq")
            .bind(target.as_str().to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(row.try_get("kind")?)).collect()
    }
}
