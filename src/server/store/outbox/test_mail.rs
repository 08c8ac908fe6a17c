//! Test mails: they leave beside the queue, and are counted by the log alone.

use crate::domain::Timestamp;
use crate::server::clock::latest_past;
use crate::server::rate_limit::{TESTS_AT_MOST, TESTS_IN};
use crate::server::store::audit::{AuditEvent, AuditKind, By, lock_log};
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;
use std::time::Duration;

impl Store {
    /// Notes that a test mail is about to be sent to an address at `host`.
    ///
    /// Counted before it is sent, under the lock of the log, so that not even a
    /// hundred at once are more than six in a minute. If they are, gives back how
    /// long to wait, and notes nothing.
    pub async fn insert_mail_test(&self, by: &By, host: &str) -> Result<Option<Duration>, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        lock_log(&mut tx).await?;
        let row = sqlx::query(
            "SELECT at FROM audit_log WHERE kind = 'mail_tested' AND at > $1 AND at <= $3 ORDER BY at DESC LIMIT 1 OFFSET $2",
        )
        .bind(now.minus(TESTS_IN).as_millis())
        .bind(TESTS_AT_MOST - 1)
        .bind(latest_past(now).as_millis())
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(row) = row {
            let earliest = Timestamp::from_millis(row.try_get("at")?);
            return Ok(Some(earliest.plus(TESTS_IN).since(now)));
        }
        let kind = AuditKind::MailTested;
        self.insert_event(&mut tx, AuditEvent { kind, by, target: None, detail: Some(host) }).await?;
        tx.commit().await?;
        Ok(None)
    }

    /// Notes that the mail server did not take a test mail for `host`, at this step. Counted it was before it left.
    pub async fn insert_mail_test_failed(&self, by: &By, host: &str, step: &str) -> Result<(), StoreError> {
        let (kind, detail) = (AuditKind::MailTestFailed, format!("{host}: {step}"));
        let mut tx = self.begin().await?;
        self.insert_event(&mut tx, AuditEvent { kind, by, target: None, detail: Some(&detail) }).await?;
        tx.commit().await?;
        Ok(())
    }
}
