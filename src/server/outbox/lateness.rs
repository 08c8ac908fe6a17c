//! Whether mails are late, as a whole: one address that makes us wait is no news.

use crate::domain::Timestamp;
use crate::server::AppState;
use crate::server::rate_limit::{LATE_AFTER, LATE_AT_LEAST, LATE_SHARE};
use crate::server::store::StoreError;
use crate::server::store::outbox::Attempts;

/// In what way mails are late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// Mails are due, and none was accepted since.
    NothingTaken {
        /// Since when the mail waits that was due first, or when one was last taken.
        since: Timestamp,
    },
    /// A large share of the latest was deferred.
    Share {
        /// How many mails are deferred.
        put_off: i64,
        /// Of how many.
        tried: i64,
    },
}

/// In what way mails are late, if they are; `oldest` is when the oldest was queued that has not left.
pub async fn find_lateness(state: &AppState, oldest: Option<Timestamp>) -> Result<Option<Late>, StoreError> {
    let now = state.clock.now();
    let is_old = |at: Timestamp| now.since(at) > LATE_AFTER;
    // Nearly always the end of it.
    if !oldest.is_some_and(is_old) {
        return Ok(None);
    }
    Ok(judge(state.store.find_last_attempts().await?, is_old))
}

fn judge(attempts: Attempts, is_old: impl Fn(Timestamp) -> bool) -> Option<Late> {
    let Attempts { tried, put_off, last_taken, due_since } = attempts;
    if let Some(due) = due_since.filter(|due| is_old(*due))
        && last_taken.is_none_or(&is_old)
    {
        return Some(Late::NothingTaken { since: last_taken.map_or(due, |taken| taken.max(due)) });
    }
    let is_share = put_off >= LATE_AT_LEAST && put_off * 100 >= tried * LATE_SHARE;
    is_share.then_some(Late::Share { put_off, tried })
}
