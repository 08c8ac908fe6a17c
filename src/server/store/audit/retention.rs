//! Removes events older than the operator keeps them, and seals where the rest begins.
//!
//! The chain would break at its first row. So the number and hash of the last removed event
//! are kept, sealed with the secret key: what remains still verifies, and who has the database
//! but not the key cannot remove more.

use super::chain::{Head, keyed_hash};
use super::verify::{ROWS_AFTER, Walk};
use super::{AuditEvent, AuditKey, AuditKind, By};
use crate::domain::Timestamp;
use crate::server::clock::rfc3339;
use crate::server::store::statement::{Statement, lock_row};
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// Events removed at a time, once a minute: a clock that is set wrong for a moment costs no more.
const MOST: i64 = 5000;

/// Where the log begins: after this event.
pub(super) struct Anchor {
    pub seq: i64,
    pub hash: String,
    seal: String,
}

impl Anchor {
    pub(super) const SELECT: &str = "SELECT seq, hash, seal FROM audit_anchor";

    pub(super) fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self { seq: row.try_get("seq")?, hash: row.try_get("hash")?, seal: row.try_get("seal")? })
    }

    fn sealed(seq: i64, hash: &str, key: &AuditKey) -> String {
        keyed_hash(key, &[Some("anchor"), Some(&seq.to_string()), Some(hash)])
    }

    /// Whether the program has set it. Nothing is sealed before anything was removed.
    pub(super) fn is_sealed(&self, key: &AuditKey) -> bool {
        match self.seq {
            0 => self.hash.is_empty(),
            seq => self.seal == Self::sealed(seq, &self.hash, key),
        }
    }
}

impl Store {
    /// Removes the oldest events that were written before a moment, at most 5,000; returns
    /// how many. Events that are not as they were written stay, so that it still shows.
    pub async fn delete_old_events(&self, before: Timestamp) -> Result<u64, StoreError> {
        let oldest = "SELECT at FROM audit_events WHERE seq > (SELECT seq FROM audit_anchor) ORDER BY seq LIMIT 1";
        let oldest = sqlx::query(oldest).fetch_optional(&self.readers).await?;
        if oldest.is_none_or(|row| row.try_get::<i64, _>("at").is_ok_and(|at| at >= before.as_millis())) {
            return Ok(0);
        }
        let mut tx = self.begin().await?;
        // Locks it: one node at a time removes events.
        let anchor = lock_row(&mut tx, Statement::new(Anchor::SELECT)).await?;
        let anchor = Anchor::read(&anchor.ok_or(sqlx::Error::RowNotFound)?)?;
        let head = sqlx::query(Head::SELECT).fetch_one(&mut *tx).await?;
        let mut walk = Walk::from(&self.audit_key, &anchor, Head::read(&head)?.before_chain);
        let rows = sqlx::query(ROWS_AFTER).bind(anchor.seq).bind(MOST).fetch_all(&mut *tx).await?;
        let is_old = |row: &&AnyRow| row.try_get::<i64, _>("at").is_ok_and(|at| at < before.as_millis());
        for row in rows.iter().take_while(is_old) {
            if !anchor.is_sealed(&self.audit_key) || walk.step(row)?.is_some() {
                tracing::error!(
                    "old events of the audit log are not as they were written, so they are kept; see `chaveiro audit verify`"
                );
                return Ok(0);
            }
        }
        let (seq, hash) = (walk.seq, walk.hash);
        if seq == anchor.seq {
            return Ok(0);
        }
        sqlx::query("UPDATE audit_anchor SET seq = $1, hash = $2, seal = $3")
            .bind(seq)
            .bind(hash.clone())
            .bind(Anchor::sealed(seq, &hash, &self.audit_key))
            .execute(&mut *tx)
            .await?;
        let removed = sqlx::query("DELETE FROM audit_events WHERE seq <= $1").bind(seq).execute(&mut *tx).await?;
        let detail = format!("{} before {}", removed.rows_affected(), rfc3339(before));
        let event = AuditEvent { kind: AuditKind::AuditPruned, by: &By::worker(), target: None, detail: Some(&detail) };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(removed.rows_affected())
    }
}
