//! Adds events to the end of the chain.

use super::chain::{EventRow, Head};
use crate::server::store::statement::{Statement, run_all, run_list};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, placeholders};

/// Events written by one statement.
pub(super) const AT_A_TIME: usize = 100;

impl Head {
    /// Reads the end of the chain. From here to the commit no other transaction can add to it.
    pub(super) async fn lock(tx: &mut WriteTransaction) -> Result<Self, StoreError> {
        let [head] = run_all(tx, [Self::lock_statement()]).await?;
        Self::read(head.row()?)
    }

    pub(super) fn lock_statement() -> Statement {
        Statement::new("UPDATE audit_head SET seq = seq RETURNING seq, hash, before_chain, seal")
    }
}

/// Holds the end of the chain until the commit: one transaction at a time that counts what others write.
pub(in crate::server::store) async fn lock_log(tx: &mut WriteTransaction) -> Result<(), StoreError> {
    run_all(tx, [Head::lock_statement()]).await?;
    Ok(())
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
        let links = rows.chunks(AT_A_TIME).map(|rows| self.insert_few_links_statement(&mut head, rows));
        let mut statements: Vec<Statement> = links.collect();
        if is_whole {
            head.seal = head.sealed(&self.audit_key);
        } else {
            // Sealing it would hide that it was tampered with; stopping would let that stop everything.
            tracing::error!("the end of the audit log was changed from outside; see `chaveiro audit verify`");
        }
        let set_head = Statement::new("UPDATE audit_head SET seq = $1, hash = $2, seal = $3");
        statements.push(set_head.bind(head.seq).bind(head.hash).bind(head.seal));
        run_list(tx, statements).await?;
        Ok(())
    }

    /// Writes a few; moves `head` on.
    fn insert_few_links_statement(&self, head: &mut Head, rows: &[EventRow]) -> Statement {
        // Placeholders only; the values are bound.
        let sql = format!(
            "INSERT INTO audit_events (seq, id, at, kind, actor, target, address, request_id, detail, hash) VALUES {}",
            placeholders(1, rows.len(), 10)
        );
        let mut statement = Statement::new(sql);
        for row in rows {
            let seq = head.seq + 1;
            let hash = row.link(&self.audit_key, seq, &head.hash);
            statement = row.bind_to(statement.bind(seq)).bind(hash.as_str());
            (head.seq, head.hash) = (seq, hash);
        }
        statement
    }
}
