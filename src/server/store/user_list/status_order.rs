//! The order of a list by status, as one number that an index holds.
//!
//! Time changes the status of who was invited, and no statement writes that down. So they are
//! sorted by when their invitation ends: those for whom it has ended come first, whatever time it is.

use crate::domain::{Timestamp, UserStatus};
use crate::server::store::user_overview::UserOverview;
use std::ops::RangeInclusive;

macro_rules! status_key {
    () => {
        "CASE WHEN u.standing IN ('waiting', 'invited', 'exhausted', 'revoked') AND u.mail_state = 'failed' THEN 20000000000000
          WHEN u.standing = 'pending' THEN 10000000000000
          WHEN u.standing = 'exhausted' THEN 30000000000000
          WHEN u.standing = 'revoked' THEN 40000000000000
          WHEN u.standing = 'invited' THEN 50000000000000
               + CASE WHEN u.invited_until < 9000000000000 THEN u.invited_until ELSE 9000000000000 END
          WHEN u.standing = 'waiting' THEN 60000000000000
          WHEN u.standing = 'active' THEN 70000000000000
          WHEN u.standing = 'disabled' THEN 80000000000000
          WHEN u.standing = 'deleted' THEN 90000000000000
          ELSE 100000000000000 END"
    };
}

/// The number of an account `u`; the indexes `users_by_status` and `users_of_status` hold it.
pub(super) const STATUS_KEY: &str = status_key!();

/// The first page of everybody by status: what a test asks the databases about.
pub const FIRST_BY_STATUS: &str = concat!(
    "SELECT u.id FROM users u WHERE u.standing <> 'deleted' ORDER BY ",
    status_key!(),
    " ASC, u.id ASC LIMIT $1"
);

/// The first page of a status, newest first: what a test asks the databases about.
pub const NEWEST_OF_STATUS: &str =
    concat!("SELECT u.id FROM users u WHERE ", status_key!(), " = $1 ORDER BY u.created_at DESC, u.id DESC LIMIT $2");

/// So far one status is from the next.
const STEP: i64 = 10_000_000_000_000;
/// The latest end of an invitation that is told from others: in the year 2255.
pub(super) const LATEST: i64 = 9_000_000_000_000;
/// Where those come whose stored status is none that is known.
const UNKNOWN: i64 = 10 * STEP;

/// The first number of a status.
const fn first_key(status: UserStatus) -> i64 {
    STEP * match status {
        UserStatus::Pending => 1,
        UserStatus::Failed => 2,
        UserStatus::Exhausted => 3,
        UserStatus::Revoked => 4,
        UserStatus::Expired | UserStatus::Invited => 5,
        UserStatus::Waiting => 6,
        UserStatus::Active => 7,
        UserStatus::Disabled => 8,
        UserStatus::Deleted => 9,
    }
}

/// The same number, of an account that was read.
pub(super) fn status_key(account: &UserOverview) -> i64 {
    match account.status {
        _ if account.user.broken.contains(&"standing") => UNKNOWN,
        status @ (UserStatus::Expired | UserStatus::Invited) => {
            first_key(status) + account.invited_until.map_or(LATEST, Timestamp::as_millis).min(LATEST)
        }
        status => first_key(status),
    }
}

/// Whether all accounts of this status have the same number, whatever time it is.
pub(super) const fn has_one_key(status: UserStatus) -> bool {
    !matches!(status, UserStatus::Expired | UserStatus::Invited)
}

/// The numbers of all accounts that have this status now.
pub(super) const fn status_keys(status: UserStatus, now: Timestamp) -> RangeInclusive<i64> {
    let first = first_key(status);
    match status {
        UserStatus::Expired => first..=first + now.as_millis(),
        UserStatus::Invited => first + now.as_millis() + 1..=first + LATEST,
        _ => first..=first,
    }
}
