//! Test mails: they leave beside the queue, and are counted by the log alone.

use crate::domain::Timestamp;
use crate::server::clock::latest_past;
use crate::server::rate_limit::{MAX_TEST_MAILS, TEST_MAILS_IN};
use crate::server::store::audit::{AuditEvent, AuditKind, By, lock_log};
use crate::server::store::rate_limit::requests::LimitDecision;
use crate::server::store::used_tokens::{TokenUse, delete_used_token};
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;

impl Store {
    /// Notes that a test mail is about to be sent to an address at `host`, unless the same `form`, by its token, has
    /// just sent it.
    ///
    /// Counted before it is sent, under the lock of the log, so that not even a
    /// hundred at once are more than six in a minute.
    pub async fn insert_mail_test(&self, by: &By, host: &str, form: Option<&str>) -> Result<LimitDecision, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        lock_log(&mut tx).await?;
        let form = form.zip(by.actor.user());
        if let Some((form, user_id)) = form
            && !self.take_form(&mut tx, form, TokenUse::TestMail, user_id).await?
        {
            return Ok(LimitDecision::Repeated);
        }
        let row = sqlx::query(
            "SELECT at FROM audit_log WHERE kind = 'mail_tested' AND at > $1 AND at <= $3 ORDER BY at DESC LIMIT 1 OFFSET $2",
        )
        .bind(now.minus(TEST_MAILS_IN).as_millis())
        .bind(MAX_TEST_MAILS - 1)
        .bind(latest_past(now).as_millis())
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(row) = row {
            return Ok(LimitDecision::NotBefore(Timestamp::from_millis(row.try_get("at")?).plus(TEST_MAILS_IN)));
        }
        let kind = AuditKind::MailTested;
        self.insert_event(&mut tx, AuditEvent { kind, by, target: None, detail: Some(host) }).await?;
        tx.commit().await?;
        Ok(LimitDecision::Allowed)
    }

    /// Notes that the mail server did not take a test mail for `host`, at this step. Counted it was before it left. Its
    /// `form` may try again.
    pub async fn insert_mail_test_failed(
        &self,
        by: &By,
        host: &str,
        step: &str,
        form: Option<&str>,
    ) -> Result<(), StoreError> {
        let (kind, detail) = (AuditKind::MailTestFailed, format!("{host}: {step}"));
        let mut tx = self.begin().await?;
        if let Some(form) = form {
            delete_used_token(&mut tx, form).await?;
        }
        self.insert_event(&mut tx, AuditEvent { kind, by, target: None, detail: Some(&detail) }).await?;
        tx.commit().await?;
        Ok(())
    }
}
