//! Mails that failed for good: which of them somebody still has to act on, and how many.

use crate::domain::Timestamp;
use crate::server::clock::latest_past;
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;

/// The address that the last attempt of mail `$table` went to; none where that attempt went nowhere, or a version without
/// the column has made it.
macro_rules! tried_email {
    ($table:literal) => {
        concat!("CASE WHEN ", $table, "tried_attempt = ", $table, "attempts THEN ", $table, "tried_email END")
    };
}
pub(in crate::server::store) use tried_email;

/// Whether mail `o` of account `u` failed for good and the person still needs
/// what it would have brought: nothing newer was queued, and nobody has handed
/// them a temporary password meanwhile.
macro_rules! is_missed {
    () => {
        concat!(
            "o.state = 'failed' AND o.purpose = 'temporary_password'
         AND u.password_hash IS NULL AND u.disabled_at IS NULL AND u.deleted_at IS NULL AND u.standing <> 'revoked'
         AND NOT EXISTS (SELECT 1 FROM outbox n
                         WHERE n.user_id = o.user_id AND n.purpose = o.purpose AND n.id <> o.id
                           AND (",
            $crate::server::store::sql::unsent!("n."),
            "
                                OR (n.created_at, n.id) > (o.created_at, o.id)))
         AND NOT EXISTS (SELECT 1 FROM temporary_passwords t
                         WHERE t.user_id = o.user_id AND t.delivered_at > o.updated_at)"
        )
    };
}
pub(super) use is_missed;

/// Whether somebody has to act on mail `o` of account `u`, which failed for good: it is missed, or is a link or a notice
/// that nothing newer of its kind has replaced, refused at an address that the account still has or asks for.
/// Not the mails of registrations, which strangers cause: no admin can correct their address.
macro_rules! needs_action {
    () => {
        concat!(
            "((",
            $crate::server::store::outbox::failed::is_missed!(),
            ") OR (o.state = 'failed'
         AND o.purpose NOT IN ('temporary_password', 'confirm_registration', 'already_registered')
         AND o.earlier_email IS NULL AND u.deleted_at IS NULL
         AND (o.purpose = 'confirm_address' OR COALESCE(",
            $crate::server::store::outbox::failed::tried_email!("o."),
            ", u.email) = u.email)
         AND NOT EXISTS (SELECT 1 FROM outbox n
                         WHERE n.user_id = o.user_id AND n.purpose = o.purpose AND n.earlier_email IS NULL
                           AND (n.created_at, n.id) > (o.created_at, o.id))))"
        )
    };
}
pub(super) use needs_action;

/// From so many failed mails on, their numbers are those of at most ten seconds ago.
const MANY_FAILED: i64 = 2_000;

pub(in crate::server::store) const COUNT_FAILED: &str = concat!(
    "SELECT COUNT(*) AS failed, COUNT(CASE WHEN ",
    needs_action!(),
    " THEN 1 END) AS needs_action
     FROM outbox o LEFT JOIN users u ON u.id = o.user_id
     WHERE o.state = 'failed' AND o.updated_at > $1 AND o.updated_at <= $2"
);

/// How many mails failed for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailedCounts {
    /// All.
    pub failed: i64,
    /// Those somebody still has to act on.
    pub needs_action: i64,
}

impl Store {
    /// How many of the mails that failed since then need somebody.
    pub async fn count_failed_mails_since(&self, since: Timestamp) -> Result<i64, StoreError> {
        let until = latest_past(self.clock.now());
        let read = self.count_failed_mails_between(since.as_millis(), until.as_millis());
        Ok(self.read_cache.recently_failed.get_or_earlier((), is_many, read).await?.needs_action)
    }

    /// How many mails failed, of all that are still listed.
    pub(super) async fn count_failed_mails(&self) -> Result<FailedCounts, StoreError> {
        let read = self.count_failed_mails_between(i64::MIN, i64::MAX);
        self.read_cache.failed_mails.get_or_earlier((), is_many, read).await
    }

    async fn count_failed_mails_between(&self, after: i64, until: i64) -> Result<FailedCounts, StoreError> {
        let row = sqlx::query(COUNT_FAILED).bind(after).bind(until).fetch_one(&self.readers).await?;
        Ok(FailedCounts { failed: row.try_get("failed")?, needs_action: row.try_get("needs_action")? })
    }
}

const fn is_many(counts: &FailedCounts) -> bool {
    counts.failed > MANY_FAILED
}
