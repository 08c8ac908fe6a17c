//! The end of a temporary password by time or by tries, which stays its end when the clock is set back.

use crate::domain::{Timestamp, UserId};
use crate::server::store::lenient::readable;
use crate::server::store::sql::open_password;
use crate::server::store::statement::Statement;
use crate::server::store::user_status::refresh_status;
use crate::server::store::{Store, StoreError, parsed};
use sqlx::AssertSqlSafe;

impl Store {
    /// Clears the hashes of temporary passwords whose life has ended: by time, or
    /// by tries on the sign-in page and by link.
    pub async fn delete_spent_hashes(&self) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "UPDATE temporary_passwords SET hash = NULL
             WHERE hash IS NOT NULL
               AND (expires_at <= $1 OR (attempts >= attempts_allowed AND (link_hash IS NULL OR link_attempts >= attempts_allowed)))",
        )
        .bind(self.clock.now().as_millis())
        .execute(&self.writer)
        .await?;
        self.set_seen_expired().await?;
        Ok(done.rows_affected())
    }

    /// What was seen expired before the clock was set back shows as expired too.
    async fn set_seen_expired(&self) -> Result<(), StoreError> {
        const SEEN: &str = concat!(
            "hash IS NULL AND expires_at > $1 AND delivered_at IS NOT NULL AND ",
            open_password!(),
            " AND attempts < attempts_allowed"
        );
        let now = self.clock.now().as_millis();
        let sql = format!("SELECT 1 FROM temporary_passwords WHERE {SEEN} LIMIT 1");
        if sqlx::query(AssertSqlSafe(sql)).bind(now).fetch_optional(&self.readers).await?.is_none() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        let sql = format!("UPDATE temporary_passwords SET expires_at = $1 WHERE {SEEN} RETURNING user_id");
        for row in sqlx::query(AssertSqlSafe(sql)).bind(now).fetch_all(&mut *tx).await? {
            if let Some(id) = readable(parsed(&row, "temporary_passwords", "user_id", UserId::parse))? {
                refresh_status(&mut tx, Some(&id)).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

/// The statement that ends those of a person that have expired, for good: one that was refused for
/// that stays refused when the clock is set back.
pub(super) fn end_expired_statement(user_id: &str, now: Timestamp) -> Statement {
    let end = "UPDATE temporary_passwords SET hash = NULL WHERE user_id = $1 AND hash IS NOT NULL AND expires_at <= $2";
    Statement::new(end).bind(user_id).bind(now.as_millis())
}
