//! Links the events of the audit log into its chain, soon after they are committed.

use super::AppState;
use super::background::Poller;
use std::time::Duration;

/// Events of so long are linked together: each time waits for the disk once.
const MIN_INTERVAL: Duration = Duration::from_millis(100);
/// The longest wait without a notification: for events of a node that was killed.
const MAX_INTERVAL: Duration = Duration::from_secs(1);

/// Links events until shutdown. On SQLite there is nothing to do: each transaction links its own.
pub async fn link_until_shutdown(state: AppState) {
    if !state.store.links_events_later() {
        return;
    }
    let changes = state.changes.subscribe();
    let mut poller = Poller { changes, at_most_every: MIN_INTERVAL, at_least_every: MAX_INTERVAL };
    let mut has_failed = false;
    while !state.shutdown.is_cancelled() {
        match state.store.link_events().await {
            Ok(linked) => {
                has_failed = false;
                if linked > 0 {
                    state.notify();
                    // Its own: else it would look again and again.
                    poller.mark_unchanged();
                }
            }
            Err(error) => {
                if !has_failed {
                    tracing::warn!(%error, "cannot link the latest events of the audit log: {error}");
                }
                has_failed = true;
            }
        }
        poller.wait(&state.shutdown).await;
    }
    // Of what comes after this, another node takes care, the next start, or the next reader of the log.
    let _ = state.store.link_events().await;
}
