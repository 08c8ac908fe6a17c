//! Checkpoints: what SQLite's log has gathered goes into the database file beside those who write, not by them.

use super::Store;
use super::pool::Dialect;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often, while something is written. The log has a few megabytes by then, also when people sign in as fast as
/// two cores can hash.
const EVERY: Duration = Duration::from_millis(200);

impl Store {
    /// Writes SQLite's log back from time to time, until `shutdown`. PostgreSQL does the like on its own.
    ///
    /// Left to itself, SQLite has the commit that fills the log to a thousand pages write them all and sync the file
    /// before it is answered: one sign-in of thirty, which then takes four times as long. Of ours a commit does so only
    /// where the log has grown to 64 MB (`Dialect::connection_options`).
    pub async fn checkpoint_until_shutdown(&self, shutdown: &CancellationToken) {
        if self.dialect == Dialect::Postgres {
            return;
        }
        let mut written = self.read_cache.writes.now();
        while shutdown.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_some() {
            let writes = self.read_cache.writes.now();
            if writes == written {
                continue;
            }
            // Passive: it waits for nobody, and nobody for it. Where it fails, a commit does it, or says what is wrong.
            if sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").fetch_optional(&self.readers).await.is_ok() {
                written = writes;
            }
        }
    }
}
