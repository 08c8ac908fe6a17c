//! How nodes on one PostgreSQL tell each other that something has changed (`LISTEN`, `NOTIFY`).
//!
//! A hint only: it says nothing but that it is worth looking now. Every node also looks on its
//! own, so that a lost hint delays what it would have told by a second.

use super::{Dialect, Store, StoreError};
use sqlx::postgres::{PgConnection, PgListener};
use sqlx::{Acquire as _, Connection as _};
use std::io;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

const CHANNEL: &str = "chaveiro_changed";
/// After so long without a hint the connection is asked whether it is still there.
const SILENCE: Duration = Duration::from_secs(10);
/// Then it answers within this time, or it is not.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);

/// Hears what nodes tell. One connection beside those of the pool.
pub struct ChangeListener {
    listener: PgListener,
    url: String,
    /// When the connection was last known to be there.
    heard: Instant,
}

impl ChangeListener {
    /// Waits for the next hint; returns the node that sent it, or none where [`ChangeListener::check`] is due.
    /// Reconnects after a connection that was closed.
    pub async fn next(&mut self) -> Result<Option<String>, StoreError> {
        match timeout_at(self.heard + SILENCE, self.listener.recv()).await {
            Ok(hint) => {
                self.heard = Instant::now();
                Ok(Some(hint?.payload().to_owned()))
            }
            Err(_) => Ok(None),
        }
    }

    /// Whether the connection is still there: one whose other end is gone without a word hears nothing either.
    ///
    /// # Errors
    /// When it is not. Then another listener is needed.
    pub async fn check(&mut self) -> Result<(), StoreError> {
        let Ok(answer) = timeout(ANSWER_TIMEOUT, sqlx::raw_sql("SELECT 1").execute(&mut self.listener)).await else {
            // sqlx would say goodbye on the dead connection and wait for the answer. On another one there is one.
            if let Ok(Ok(another)) = timeout(ANSWER_TIMEOUT, PgConnection::connect(&self.url)).await
                && let Ok(dead) = self.listener.acquire().await
            {
                *dead = another;
            }
            return Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into()).into());
        };
        answer?;
        self.heard = Instant::now();
        Ok(())
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
        Ok(Some(ChangeListener { listener, url: url.to_owned(), heard: Instant::now() }))
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
