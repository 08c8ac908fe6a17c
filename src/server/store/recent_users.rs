//! People added lately, by day: how many got their email and how many signed in.

use super::read_cache::MANY_ROWS;
use super::{Store, StoreError};
use crate::domain::Timestamp;
use sqlx::Row as _;

/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;

/// Of the people added on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddedPeople {
    /// All, but those deleted since.
    pub created: i64,
    /// Those whose email the mail server accepted, or who signed in without one.
    pub delivered: i64,
    /// Those who signed in at least once.
    pub signed_in: i64,
}

impl AddedPeople {
    /// The sum of two days.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            created: self.created + other.created,
            delivered: self.delivered + other.delivered,
            signed_in: self.signed_in + other.signed_in,
        }
    }
}

/// Along the index `users_newest`.
const ADDED_BY_DAY: &str = "
    SELECT (created_at - $1) / 86400000 AS day, COUNT(*) AS created,
           COUNT(CASE WHEN mail_state = 'sent' OR (mail_state IS NOT NULL AND last_sign_in_at IS NOT NULL) THEN 1 END) AS delivered,
           COUNT(last_sign_in_at) AS signed_in
    FROM users WHERE created_at >= $1 AND deleted_at IS NULL GROUP BY (created_at - $1) / 86400000";

impl Store {
    /// Of the people added on each of `days` days from `begin` on.
    /// Where there are more than 50,000 people, as it was at most ten seconds ago: all rows of those days are read.
    /// `people` is how many there are in all.
    pub async fn count_added_by_day(
        &self,
        begin: Timestamp,
        days: usize,
        people: i64,
    ) -> Result<Vec<AddedPeople>, StoreError> {
        let read = self.read_added_by_day(begin, days);
        self.read_cache.added_by_day.get_or_earlier((begin, days), |_| people > MANY_ROWS, read).await
    }

    async fn read_added_by_day(&self, begin: Timestamp, days: usize) -> Result<Vec<AddedPeople>, StoreError> {
        let rows = sqlx::query(ADDED_BY_DAY).bind(begin.as_millis()).fetch_all(&self.readers).await?;
        let mut by_day = vec![AddedPeople::default(); days];
        for row in &rows {
            // A clock that was ahead may have left days that are still to come: they count as today.
            let day = usize::try_from(row.try_get::<i64, _>("day")?).unwrap_or_default().min(days.saturating_sub(1));
            let found = AddedPeople {
                created: row.try_get("created")?,
                delivered: row.try_get("delivered")?,
                signed_in: row.try_get("signed_in")?,
            };
            if let Some(sum) = by_day.get_mut(day) {
                *sum = sum.plus(found);
            }
        }
        Ok(by_day)
    }
}
