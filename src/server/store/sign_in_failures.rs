//! Wrong tries, counted before they are checked, by address typed.

use super::{Store, StoreError};
use crate::domain::Timestamp;
use sqlx::{Any, Row as _, Transaction};

impl Store {
    /// Counts a try and says whether its password may be looked at.
    ///
    /// `Err(time)` inside the result: not before then. From the fifth try on,
    /// each doubles the wait for the next, from one second to fifteen minutes
    /// (security-bar: OWASP Authentication, exponential lock-out). One
    /// statement counts and checks, so tries at once cannot slip through.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_sign_in_try(&self, subject: &str) -> Result<Result<(), Timestamp>, StoreError> {
        let now = self.clock.now().as_millis();
        let taken = sqlx::query(
            "INSERT INTO sign_in_failures (subject, failures, not_before, updated_at) VALUES ($1, 1, 0, $2)
             ON CONFLICT (subject) DO UPDATE SET
                 failures = sign_in_failures.failures + 1,
                 not_before = CASE
                     WHEN sign_in_failures.failures + 1 < 5 THEN 0
                     WHEN sign_in_failures.failures + 1 >= 15 THEN $2 + 900000
                     ELSE $2 + 1000 * (1 << CAST(sign_in_failures.failures - 4 AS INTEGER))
                 END,
                 updated_at = $2
             WHERE sign_in_failures.not_before <= $2
             RETURNING failures",
        )
        .bind(subject.to_owned())
        .bind(now)
        .fetch_optional(&self.pool)
        .await?;
        if taken.is_some() {
            return Ok(Ok(()));
        }
        let row = sqlx::query("SELECT not_before FROM sign_in_failures WHERE subject = $1")
            .bind(subject.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        let not_before = row.map(|row| row.try_get("not_before")).transpose()?.unwrap_or(now);
        Ok(Err(Timestamp::from_millis(not_before)))
    }

    /// Writes where a temporary password's tries would be counted, had the
    /// address one: so many writes to the disk for everybody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_sign_in_try_seen(&self, subject: &str) -> Result<(), StoreError> {
        // A changing value: SQLite does not write what stays the same.
        sqlx::query("UPDATE sign_in_failures SET updated_at = updated_at + 1 WHERE subject = $1")
            .bind(subject.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets the wrong tries of an address, because one was right.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn delete_sign_in_failures(&self, subject: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sign_in_failures WHERE subject = $1")
            .bind(subject.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets wrong tries older than `before`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn delete_old_sign_in_failures(&self, before: Timestamp) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sign_in_failures WHERE updated_at < $1")
            .bind(before.as_millis())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// Forgets the wrong tries at an address, in the transaction of why.
pub(super) async fn delete_failures_at(tx: &mut Transaction<'static, Any>, subject: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_in_failures WHERE subject = $1").bind(subject.to_owned()).execute(&mut **tx).await?;
    Ok(())
}
