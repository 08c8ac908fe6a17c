//! The workers that empty the outbox.

use super::{Outcome, deliver_next};
use crate::server::AppState;
use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::task::JoinSet;

/// Mails on their way at a time, so that one slow mail server does not hold up all.
const WORKERS: usize = 4;
/// How long an idle worker sleeps when nobody rings.
const IDLE: Duration = Duration::from_secs(1);
/// However slow the pace, the clock is looked at this often: it may have been set.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// Mails in flight may take this long after the signal to stop.
const LAST_MAILS: Duration = Duration::from_secs(8);

/// Empties the outbox until the program ends.
pub async fn deliver_until_shutdown(state: AppState) {
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        workers.spawn(work(state.clone()));
    }
    state.shutdown.cancelled().await;
    let ended = tokio::time::timeout(LAST_MAILS, async { while workers.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        tracing::warn!("a mail was still on its way at the end; it is looked at again after the next start");
    }
}

async fn work(state: AppState) {
    let mut changes = state.changes.subscribe();
    while !state.shutdown.is_cancelled() {
        changes.mark_unchanged();
        // A panic ends one round, not the worker.
        let round = AssertUnwindSafe(deliver_next(&state)).catch_unwind().await;
        let idle = match round {
            Ok(Ok(Outcome::NothingDue)) => true,
            Ok(Ok(Outcome::NotBefore(time))) => {
                // No bell can hurry the pace.
                let wait = time.since(state.clock.now()).min(LONGEST_SLEEP);
                let _ = tokio::time::timeout(wait, state.shutdown.cancelled()).await;
                false
            }
            Ok(Ok(_)) => false,
            Ok(Err(error)) => {
                tracing::error!(%error, "a mail could not be dealt with: {error}");
                true
            }
            Err(_) => {
                tracing::error!("a delivery worker panicked; it goes on");
                true
            }
        };
        if idle {
            tokio::select! {
                _ = changes.changed() => {}
                () = tokio::time::sleep(IDLE) => {}
                () = state.shutdown.cancelled() => {}
            }
        }
    }
}
