//! Whether something has changed since a page was made: a number or two that
//! differ afterwards, without a look at the whole.

use super::lenient::Lenient;
use super::{Store, StoreError};
use crate::domain::UserId;
use crate::domain::import::ImportId;
use crate::server::clock::latest_past;

/// Two steps may bear one millisecond: what is there tells them apart. Not the
/// number of unsent mails, which would have to be counted again and again.
pub(super) const OUTBOX_VERSION: &str = "SELECT newest.mailed,
        (SELECT CAST(COALESCE(SUM(not_before + 1000 * attempts + LENGTH(state)), 0) AS BIGINT)
         FROM (SELECT not_before, attempts, state FROM outbox WHERE updated_at = newest.mailed LIMIT 1000) last) AS steps,
        (SELECT COALESCE(MAX(since + by_operator), 0) FROM outbox_pause) AS paused
 FROM (SELECT COALESCE(MAX(updated_at), 0) AS mailed FROM outbox WHERE updated_at <= $1) newest";

/// Another text when anything that an admin page watches has changed: somebody's mails, the
/// queue, the log, an import.
pub(super) const WATCHED_VERSION: &str = "SELECT newest.mailed,
        (SELECT CAST(COALESCE(SUM(not_before + 1000 * attempts + LENGTH(state)), 0) AS BIGINT)
         FROM (SELECT not_before, attempts, state FROM outbox WHERE updated_at = newest.mailed LIMIT 1000) last) AS steps,
        (SELECT COALESCE(MAX(since + by_operator), 0) FROM outbox_pause) AS paused,
        (SELECT COALESCE(MAX(seq), 0) FROM audit_events) AS logged,
        (SELECT COALESCE(MAX(updated_at), 0) FROM imports) AS imported
 FROM (SELECT COALESCE(MAX(updated_at), 0) AS mailed FROM outbox WHERE updated_at <= $1) newest";

impl Store {
    /// Another text when anything that an admin page watches has changed.
    pub async fn find_version_of_watched(&self) -> Result<String, StoreError> {
        let row = sqlx::query(WATCHED_VERSION)
            .bind(latest_past(self.clock.now()).as_millis())
            .fetch_one(&self.readers)
            .await?;
        Ok(joined(&row, &["mailed", "steps", "paused", "logged", "imported"]))
    }

    /// Another text when something was logged about an account or one of its
    /// mails went on.
    pub async fn find_version_of_user(&self, id: &UserId) -> Result<String, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT COALESCE(MAX(seq), 0) FROM audit_events WHERE target = $1) AS logged,
                    (SELECT COALESCE(MAX(updated_at), 0) FROM outbox WHERE user_id = $1) AS mailed,
                    (SELECT CAST(COALESCE(SUM(attempts), 0) AS BIGINT) FROM outbox WHERE user_id = $1) AS attempts",
        )
        .bind(id.as_str().to_owned())
        .fetch_one(&self.readers)
        .await?;
        Ok(joined(&row, &["logged", "mailed", "attempts"]))
    }

    /// Another text when some mail went on, or the queue stopped or moves again.
    pub async fn find_version_of_outbox(&self) -> Result<String, StoreError> {
        let row = sqlx::query(OUTBOX_VERSION)
            .bind(latest_past(self.clock.now()).as_millis())
            .fetch_one(&self.readers)
            .await?;
        Ok(joined(&row, &["mailed", "steps", "paused"]))
    }

    /// Another text when an import went on, or the mails of its people did.
    pub async fn find_version_of_import(&self, id: &ImportId) -> Result<String, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT COALESCE(MAX(updated_at), 0) FROM imports WHERE id = $1) AS moved,
                    (SELECT COUNT(*) FROM import_rows WHERE import_id = $1 AND state = 'ready') AS ready,
                    (SELECT COALESCE(MAX(updated_at), 0) FROM outbox) AS mailed",
        )
        .bind(id.as_str().to_owned())
        .fetch_one(&self.readers)
        .await?;
        Ok(joined(&row, &["moved", "ready", "mailed"]))
    }
}

/// The columns, whatever they hold: a damaged row must not keep a page from being shown.
fn joined(row: &sqlx::any::AnyRow, columns: &[&'static str]) -> String {
    let mut row = Lenient::new(row);
    let mut number =
        |column| row.number(column).map_or_else(|| row.text(column).unwrap_or_default(), |number| number.to_string());
    columns.iter().map(|column| number(column)).collect::<Vec<_>>().join("-")
}
