//! Adds events to the end of the chain.

use super::chain::{EventRow, Head};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, placeholders};
use sqlx::AssertSqlSafe;

/// Events written by one statement.
pub(super) const AT_A_TIME: usize = 100;

impl Head {
    /// Reads the end of the chain. From here to the commit no other transaction can add to it.
    pub(super) async fn lock(tx: &mut WriteTransaction) -> Result<Self, StoreError> {
        let row = sqlx::query("UPDATE audit_head SET seq = seq RETURNING seq, hash, before_chain, seal")
            .fetch_one(&mut **tx)
            .await?;
        Self::read(&row)
    }
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
        for rows in rows.chunks(AT_A_TIME) {
            self.insert_few_links(tx, &mut head, rows).await?;
        }
        if is_whole {
            head.seal = head.sealed(&self.audit_key);
        } else {
            // Sealing it would hide that it was tampered with; stopping would let that stop everything.
            tracing::error!("the end of the audit log was changed from outside; see `chaveiro audit verify`");
        }
        sqlx::query("UPDATE audit_head SET seq = $1, hash = $2, seal = $3")
            .bind(head.seq)
            .bind(head.hash)
            .bind(head.seal)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Writes a few by one statement; moves `head` on.
    async fn insert_few_links(
        &self,
        tx: &mut WriteTransaction,
        head: &mut Head,
        rows: &[EventRow],
    ) -> Result<(), StoreError> {
        // Placeholders only; the values are bound.
        let sql = format!(
            "INSERT INTO audit_events (seq, id, at, kind, actor, target, address, request_id, detail, hash) VALUES {}",
            placeholders(1, rows.len(), 10)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            let seq = head.seq + 1;
            let hash = row.link(&self.audit_key, seq, &head.hash);
            query = row.bind_to(query.bind(seq)).bind(hash.clone());
            (head.seq, head.hash) = (seq, hash);
        }
        query.execute(&mut **tx).await?;
        Ok(())
    }
}
