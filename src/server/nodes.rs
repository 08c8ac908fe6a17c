//! Several nodes on one PostgreSQL: what changes on one shows on the pages of another at once,
//! and its mails are taken by whichever is free.

use super::AppState;
use super::store::StoreError;
use std::time::Duration;

/// A node notifies the others at most this often, however many changes there are.
const MIN_INTERVAL: Duration = Duration::from_millis(50);
/// After this time listening is tried again.
const RECONNECT_DELAY: Duration = Duration::from_secs(5);

/// Tells the other nodes of changes here, and this one of changes there.
pub async fn share_changes_until_shutdown(state: AppState) {
    let node = state.clock.new_id();
    let sharing = async {
        // Without it the nodes look every second, as they do anyway.
        while let Err(error) = share_changes(&state, &node).await {
            tracing::debug!(%error, "cannot listen to other nodes: {error}");
            tokio::time::sleep(RECONNECT_DELAY).await;
        }
    };
    state.shutdown.run_until_cancelled(sharing).await;
}

/// Shares changes with the other nodes until the connection fails; returns at once where there is one node only.
async fn share_changes(state: &AppState, node: &str) -> Result<(), StoreError> {
    let Some(mut listener) = state.store.listen_for_changes(&state.settings.database_url).await? else {
        return Ok(());
    };
    let mut changes = state.changes.subscribe();
    loop {
        tokio::select! {
            sender = listener.next() => match sender? {
                Some(sender) if sender == node => {}
                Some(_) => {
                    state.store.forget_cached_reads();
                    state.notify();
                    // Passed on, the notification would circle between the nodes for ever.
                    changes.mark_unchanged();
                }
                None => listener.check().await?,
            },
            _ = changes.changed() => {
                state.store.notify_nodes(node).await?;
                tokio::time::sleep(MIN_INTERVAL).await;
            }
        }
    }
}
