//! The workers that empty the outbox.

use super::{Next, Outcome, deliver_taken, take_next};
use crate::server::AppState;
use crate::server::background::keep_running;
use crate::server::email::MAX_CONNECTIONS;
use crate::server::store::outbox::Delivery;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;

/// Mails in hand at a time: as many as there are connections to the mail server
/// ([`MAX_CONNECTIONS`]), and some that are prepared meanwhile. What they hash is limited by the hasher, not here.
const WORKERS: usize = MAX_CONNECTIONS + 4;
/// How long an idle worker sleeps when nobody notifies it.
const IDLE: Duration = Duration::from_secs(1);
/// However slow the pace, the clock is looked at this often: it may have been set.
const MAX_SLEEP: Duration = Duration::from_secs(60);
/// Mails in flight may take this long after the signal to stop.
const LAST_MAILS: Duration = Duration::from_secs(8);

/// Empties the outbox until the program ends.
pub async fn deliver_until_shutdown(state: AppState) {
    // The program is started again with a corrected password.
    if let Err(error) = state.store.probe_soon().await {
        tracing::error!(%error, "cannot look at the queue at once: {error}");
    }
    let mut workers = JoinSet::new();
    let turn: Turn = Arc::new(Mutex::new(state.changes.subscribe()));
    for _ in 0..WORKERS {
        let (state, turn) = (state.clone(), Arc::clone(&turn));
        workers.spawn(async move {
            keep_running("a delivery worker", &state.shutdown, || work(&state, &turn)).await;
        });
    }
    state.shutdown.cancelled().await;
    let ended = tokio::time::timeout(LAST_MAILS, async { while workers.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        tracing::warn!("a mail was still on its way at the end; it is looked at again after the next start");
    }
}

/// Of the workers that have nothing to send one looks for mails, and the others
/// wait for it: all of them cost a quiet database no more than one.
type Turn = Arc<Mutex<watch::Receiver<u64>>>;

async fn work(state: &AppState, turn: &Turn) {
    while !state.shutdown.is_cancelled() {
        let Some(delivery) = next_mail(state, turn).await else { continue };
        if let Err(error) = deliver_taken(state, &delivery).await {
            tracing::error!(%error, "a delivery could not be finished: {error}");
        }
    }
}

/// The next mail to send; waits for a while when there is none.
async fn next_mail(state: &AppState, turn: &Turn) -> Option<Box<Delivery>> {
    let mut changes = turn.lock().await;
    if state.shutdown.is_cancelled() {
        return None;
    }
    changes.mark_unchanged();
    match take_next(state).await {
        Ok(Next::Mail(delivery)) => return Some(delivery),
        Ok(Next::None(Outcome::NotBefore(time))) => {
            // No notification can hurry the pace.
            let wait = time.since(state.clock.now()).min(MAX_SLEEP);
            let _ = tokio::time::timeout(wait, state.shutdown.cancelled()).await;
            return None;
        }
        Ok(Next::None(_)) => {}
        Err(error) => tracing::error!(%error, "cannot take the next mail from the queue: {error}"),
    }
    tokio::select! {
        _ = changes.changed() => {}
        () = tokio::time::sleep(IDLE) => {}
        () = state.shutdown.cancelled() => {}
    }
    None
}
