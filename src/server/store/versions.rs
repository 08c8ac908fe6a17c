//! Whether something has changed since a page was made: a number or two that
//! differ afterwards, without a look at the whole.

use super::lenient::Lenient;
use super::{Store, StoreError};
use crate::domain::UserId;

impl Store {
    /// Another text when something was logged about an account or one of its
    /// mails went on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_version_of_user(&self, id: &UserId) -> Result<String, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT COALESCE(MAX(seq), 0) FROM audit_events WHERE target = $1) AS logged,
                    (SELECT COALESCE(MAX(updated_at), 0) FROM outbox WHERE user_id = $1) AS mailed,
                    (SELECT CAST(COALESCE(SUM(attempts), 0) AS BIGINT) FROM outbox WHERE user_id = $1) AS attempts",
        )
        .bind(id.as_str().to_owned())
        .fetch_one(&self.pool)
        .await?;
        Ok(joined(&row, &["logged", "mailed", "attempts"]))
    }

    /// Another text when some mail went on, or the queue stopped or moves again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_version_of_outbox(&self) -> Result<String, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT COALESCE(MAX(updated_at), 0) FROM outbox) AS mailed,
                    (SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending', 'waiting')) AS unsent,
                    (SELECT COALESCE(MAX(since + by_operator), 0) FROM outbox_pause) AS paused",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(joined(&row, &["mailed", "unsent", "paused"]))
    }

    /// Another text when an import went on, or the mails of its people did.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_version_of_import(&self, id: &str) -> Result<String, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT COALESCE(MAX(updated_at), 0) FROM imports WHERE id = $1) AS moved,
                    (SELECT COUNT(*) FROM import_rows WHERE import_id = $1 AND state = 'ready') AS ready,
                    (SELECT COALESCE(MAX(updated_at), 0) FROM outbox) AS mailed",
        )
        .bind(id.to_owned())
        .fetch_one(&self.pool)
        .await?;
        Ok(joined(&row, &["moved", "ready", "mailed"]))
    }
}

/// Whatever stands in the columns: a damaged row must not keep a page from being shown.
fn joined(row: &sqlx::any::AnyRow, columns: &[&'static str]) -> String {
    let mut row = Lenient::new(row);
    let mut number =
        |column| row.number(column).map_or_else(|| row.text(column).unwrap_or_default(), |number| number.to_string());
    columns.iter().map(|column| number(column)).collect::<Vec<_>>().join("-")
}
