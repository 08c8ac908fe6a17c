//! How nodes on one PostgreSQL tell each other that something has changed (`LISTEN`, `NOTIFY`).
//!
//! A hint only: it says nothing but that it is worth looking now. Every node also looks on its
//! own, so that a lost hint delays what it would have told by a second.

use super::{Dialect, Store, StoreError};
use sqlx::postgres::PgListener;

const CHANNEL: &str = "chaveiro_changed";

/// Hears what nodes tell. One connection beside those of the pool.
pub struct ChangeListener(PgListener);

impl ChangeListener {
    /// Waits for the next hint; gives back the node that sent it. Reconnects after a lost connection.
    pub async fn next(&mut self) -> Result<String, StoreError> {
        Ok(self.0.recv().await?.payload().to_owned())
    }
}

impl Store {
    /// Begins to listen to the other nodes; `None` on SQLite, which has one node.
    pub async fn listen_for_changes(&self, url: &str) -> Result<Option<ChangeListener>, StoreError> {
        if self.dialect == Dialect::Sqlite {
            return Ok(None);
        }
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(ChangeListener(listener)))
    }

    /// Tells all nodes that `node` has changed something.
    pub async fn notify_nodes(&self, node: &str) -> Result<(), StoreError> {
        sqlx::query("SELECT CAST(pg_notify($1, $2) AS TEXT)")
            .bind(CHANNEL)
            .bind(node.to_owned())
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
