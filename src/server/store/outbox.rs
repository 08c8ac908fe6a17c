//! Mails to be sent: queued → sending → sent, or waiting to try again, or failed for good.
//!
//! In reading order:
//!
//! - `queue`: mails are queued, in the transaction of what they are about
//! - `request`: another temporary password is asked for, or none is needed any more
//! - `take`: a worker takes one, as a [`Delivery`]
//! - `finish`: its outcome, and what the audit log records of that
//! - `pause`: sending is paused
//! - `later`: mails leave at a time that was chosen
//! - `lateness`: whether mails are late, as a whole
//! - `failed`: which of those that failed need somebody
//! - `retry`, `listing`, `test_mail`: what admins see and do

mod delivery;
mod failed;
mod finish;
mod index;
mod lateness;
mod later;
mod listing;
mod pause;
mod queue;
mod refused;
mod request;
mod retry;
mod take;
mod test_mail;

pub use delivery::{Delivery, Recipient};
pub use failed::FailedCounts;
pub(super) use failed::{COUNT_FAILED, tried_email};
pub use finish::{FailedAttempt, MailDetail};
pub(super) use finish::{may_generate_for, may_generate_statement};
pub(super) use index::{FIND_OLDEST_UNSENT, NEWEST_CHANGE};
pub use lateness::Attempts;
pub(super) use lateness::LAST_ATTEMPTS;
pub(super) use later::{find_send_at, set_send_at};
pub(super) use listing::OPEN_MAILS;
pub use listing::{ListedMail, MailFilter, OutboxCounts, QueuePosition};
pub use pause::{Pause, Warnings};
pub(super) use pause::{RELEASE_HELD, WARNINGS};
pub(super) use queue::NewMail;
pub use refused::SimilarityRule;
pub use request::Seen;
pub(super) use request::{
    set_failed_mails_obsolete, set_temporary_password_mails_obsolete, withdraw_mails, withdraw_mails_after,
};
pub use retry::{Retried, RetriedAll};
pub(super) use take::{DUE, TAKE};
pub use take::{DueWork, TakenDelivery};

use super::{Store, StoreError};
use crate::domain::{Purpose, Timestamp};

/// The purposes that `are_meant`, as SQL has them between the brackets of an `IN`.
pub(super) fn purposes(are_meant: impl Fn(Purpose) -> bool) -> String {
    let meant = Purpose::ALL.into_iter().filter(|purpose| are_meant(*purpose));
    meant.map(|purpose| format!("'{purpose}'")).collect::<Vec<_>>().join(", ")
}

impl Store {
    /// Forgets mails that have ended and not changed since `before`; the log
    /// keeps their outcome. One with a temporary password is kept for as
    /// long as its owner has not chosen an own one: it says how they stand.
    pub async fn delete_old_mails(&self, before: Timestamp) -> Result<(), StoreError> {
        let sql = "DELETE FROM outbox WHERE id IN (
                       SELECT id FROM outbox
                       WHERE state IN ('sent', 'failed', 'obsolete') AND updated_at < $1
                         AND NOT (purpose = 'temporary_password' AND EXISTS (
                             SELECT 1 FROM users WHERE users.id = outbox.user_id AND users.password_hash IS NULL))
                       LIMIT $2)";
        self.run_in_batches(sql, before).await
    }
}
