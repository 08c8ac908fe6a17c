//! Whether mails are late: what the last attempts came to, and what has been due for long.

use super::index::due_at;
use crate::domain::Timestamp;
use crate::server::rate_limit::{LATE_AFTER, LATE_AMONG};
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;

/// What the last attempts came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// How many mails were tried last, at most [`LATE_AMONG`].
    pub tried: i64,
    /// How many of them the mail server has deferred for longer than [`LATE_AFTER`].
    pub put_off: i64,
    /// When a mail was last taken.
    pub last_taken: Option<Timestamp>,
    /// Since when the mail waits that is due first.
    pub due_since: Option<Timestamp>,
}

/// Each state by its own index: those tried last are found among as many of each.
pub(in crate::server::store) const LAST_ATTEMPTS: &str = concat!(
    "SELECT COUNT(*) AS tried, COUNT(CASE WHEN state = 'waiting' AND created_at < $1 THEN 1 END) AS put_off,
            MAX(CASE WHEN state = 'sent' THEN updated_at END) AS last_taken,
            (SELECT ",
    due_at!(),
    " FROM outbox WHERE ",
    due_at!(),
    " >= 0 ORDER BY ",
    due_at!(),
    " LIMIT 1) AS due_since
     FROM (SELECT state, created_at, updated_at FROM (
         SELECT * FROM (SELECT state, created_at, updated_at FROM outbox WHERE state = 'sent' ORDER BY updated_at DESC LIMIT $2) taken
         UNION ALL
         SELECT * FROM (SELECT state, created_at, updated_at FROM outbox WHERE state = 'waiting' ORDER BY updated_at DESC LIMIT $2) waits
         UNION ALL
         SELECT * FROM (SELECT state, created_at, updated_at FROM outbox WHERE state = 'failed' ORDER BY updated_at DESC LIMIT $2) failed
       ) ended ORDER BY updated_at DESC LIMIT $2) latest"
);

impl Store {
    /// What the last attempts came to.
    pub async fn find_last_attempts(&self) -> Result<Attempts, StoreError> {
        let row = sqlx::query(LAST_ATTEMPTS)
            .bind(self.clock.now().minus(LATE_AFTER).as_millis())
            .bind(LATE_AMONG)
            .fetch_one(&self.readers)
            .await?;
        let time = |name| row.try_get::<Option<i64>, _>(name).map(|at| at.map(Timestamp::from_millis));
        Ok(Attempts {
            tried: row.try_get("tried")?,
            put_off: row.try_get("put_off")?,
            last_taken: time("last_taken")?,
            due_since: time("due_since")?,
        })
    }
}
