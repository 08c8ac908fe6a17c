//! Reminds people who have not signed in some days after their temporary password was mailed.

use crate::server::AppState;
use crate::server::store::StoreError;
use std::time::Duration;

/// Nobody waits for a reminder to the minute.
const EVERY: Duration = Duration::from_secs(10 * 60);

/// Looks now and again until the program ends; not at all where the operator has set no days.
pub async fn remind_until_shutdown(state: AppState) {
    if state.settings.reminder_after.is_none() {
        return;
    }
    while !state.shutdown.is_cancelled() {
        match remind_all(&state).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "queued {count} reminders"),
            Err(error) => tracing::error!(%error, "reminders could not be queued: {error}"),
        }
        state.shutdown.run_until_cancelled(tokio::time::sleep(EVERY)).await;
    }
}

/// Queues a reminder for everybody who is due; how many. While sending is paused it queues none:
/// what cannot leave would only make people's earlier temporary passwords late as well.
///
/// # Errors
/// When the database does not answer; what was queued until then stays queued.
pub async fn remind_all(state: &AppState) -> Result<usize, StoreError> {
    let Some(after) = state.settings.reminder_after else { return Ok(0) };
    let mut count = 0;
    while !state.shutdown.is_cancelled() && state.store.find_pause().await?.is_none() {
        let earliest = state.clock.now().minus(after);
        let people = state.store.list_people_to_remind(earliest).await?;
        let mut is_new = false;
        for id in &people {
            match state.store.insert_reminder(id, earliest).await {
                Ok(true) => (count, is_new) = (count + 1, true),
                Ok(false) => {}
                // One person's row must not keep the others from being reminded.
                Err(error) if error.is_about_a_row() => tracing::error!(%error, "cannot remind {id}: {error}"),
                Err(error) => return Err(error),
            }
        }
        state.notify();
        // Nobody left, or another process is at them.
        if !is_new {
            break;
        }
    }
    Ok(count)
}
