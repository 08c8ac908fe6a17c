//! Adds events to the end of the chain.

use super::chain::{EventRow, Head};
use crate::server::store::json::to_json;
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Dialect, Store, StoreError};
use serde::Serialize;

/// An event and its place in the chain.
#[derive(Serialize)]
struct Link<'a> {
    seq: i64,
    #[serde(flatten)]
    event: &'a EventRow,
    hash: String,
}

impl Head {
    /// Reads the end of the chain. From here to the commit no other transaction can add to it.
    pub(super) async fn lock(tx: &mut WriteTransaction) -> Result<Self, StoreError> {
        let statement = Self::lock_statement(tx.dialect());
        let [head] = run_all(tx, [statement]).await?;
        Self::read(head.row()?)
    }

    pub(super) fn lock_statement(dialect: Dialect) -> Statement {
        Statement::new(Self::SELECT).for_update(dialect)
    }
}

/// Holds the end of the chain until the commit: one transaction at a time that counts what others write.
pub(in crate::server::store) async fn lock_log(tx: &mut WriteTransaction) -> Result<(), StoreError> {
    Head::lock(tx).await.map(|_| ())
}

impl Store {
    /// Writes `rows` after `head`, each linked to the one before, and moves the end of the chain there.
    pub(super) async fn insert_links(
        &self,
        tx: &mut WriteTransaction,
        mut head: Head,
        rows: &[EventRow],
    ) -> Result<(), StoreError> {
        let is_whole = head.is_sealed(&self.audit_key);
        let mut links = Vec::with_capacity(rows.len());
        for event in rows {
            let seq = head.seq + 1;
            let hash = event.link(&self.audit_key, seq, &head.hash);
            links.push(Link { seq, event, hash: hash.clone() });
            (head.seq, head.hash) = (seq, hash);
        }
        if is_whole {
            head.seal = head.sealed(&self.audit_key);
        } else {
            // Sealing it would hide that it was tampered with; stopping would let that stop everything.
            tracing::error!("the end of the audit log was changed from outside; see `chaveiro audit verify`");
        }
        let insert_links = Statement::new(format!(
            "INSERT INTO audit_events (seq, id, at, kind, actor, target, address, request_id, detail, hash)
             SELECT CAST(value ->> 'seq' AS BIGINT), {}, value ->> 'hash' FROM {}",
            EventRow::FROM_JSON,
            self.dialect.json_rows("$1")
        ));
        let set_head = Statement::new("UPDATE audit_head SET seq = $1, hash = $2, seal = $3");
        let set_head = set_head.bind(head.seq).bind(head.hash).bind(head.seal);
        run_all(tx, [insert_links.bind(to_json(&links)), set_head]).await?;
        Ok(())
    }
}
