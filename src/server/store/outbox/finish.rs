//! What becomes of a mail that a worker has taken.

use super::Delivery;
use super::pause::{delete_pause_by_server, release_held_by_server};
use crate::domain::{DeliveryState, Purpose, Timestamp, UserId};
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status;
use crate::server::store::{Store, StoreError, temporary_passwords};

/// What the log keeps of a mail: `purpose: answer`, or `purpose/step: answer`
/// where it ended too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailDetail<'a> {
    /// What the mail was for.
    pub purpose: Purpose,
    /// The step of the SMTP dialogue it ended in; empty when it was taken.
    pub step: &'a str,
    /// The mail server's words.
    pub answer: &'a str,
}

impl<'a> MailDetail<'a> {
    /// The inverse of its display.
    pub fn parse(detail: &'a str) -> Option<Self> {
        let (head, answer) = detail.split_once(": ").or_else(|| Some((detail.strip_suffix(':')?, "")))?;
        let (purpose, step) = head.split_once('/').unwrap_or((head, ""));
        Some(Self { purpose: Purpose::parse(purpose)?, step, answer })
    }
}

impl std::fmt::Display for MailDetail<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let slash = if self.step.is_empty() { "" } else { "/" };
        write!(f, "{}{slash}{}: {}", self.purpose, self.step, self.answer)
    }
}

/// How an attempt that did not succeed ended.
pub struct Attempt<'a> {
    /// The step of the SMTP dialogue.
    pub step: &'a str,
    /// The mail server's words.
    pub answer: &'a str,
    /// The secret generated for this attempt, when its mail surely did not arrive.
    pub void_secret: Option<&'a str>,
}

/// Whether a secret may be generated for a mail: it is this worker's still, and
/// nobody has withdrawn it. Ask it when the account's row is held, in a
/// statement of its own: a condition of the one that waited for the row would
/// on PostgreSQL be looked up as it was before the wait.
pub(in crate::server::store) async fn may_draw_for(
    tx: &mut WriteTransaction,
    delivery: &Delivery,
) -> Result<bool, StoreError> {
    let row =
        sqlx::query("SELECT id FROM outbox WHERE id = $1 AND state = 'sending' AND attempts = $2 AND withdrawn = 0")
            .bind(delivery.id.clone())
            .bind(delivery.attempts)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.is_some())
}

/// Holds an account's row until the commit.
pub(super) async fn lock_user(tx: &mut WriteTransaction, user_id: Option<&UserId>) -> Result<(), StoreError> {
    if let Some(user_id) = user_id {
        sqlx::query("UPDATE users SET created_at = created_at WHERE id = $1")
            .bind(user_id.as_str().to_owned())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

impl Store {
    /// The mail server has taken the mail.
    ///
    /// The secret in it counts from now on and all earlier ones end. A mail
    /// server that takes a mail is well: what waited for its sake is due now.
    pub async fn set_sent(&self, delivery: &Delivery, secret: Option<&str>, answer: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        if !self.end_attempt(&mut tx, delivery, DeliveryState::Sent, now, "final_answer", answer, false).await? {
            return Ok(());
        }
        if let (Some(secret), Some(user_id)) = (secret, delivery.recipient.user_id()) {
            temporary_passwords::set_delivered(&mut tx, secret, user_id, &delivery.id, now).await?;
            refresh_status(&mut tx, Some(user_id)).await?;
        }
        release_held_by_server(&mut tx, now).await?;
        delete_pause_by_server(&mut *tx).await?;
        self.insert_mail_event(&mut tx, AuditKind::MailAccepted, delivery, "", answer).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The mail will never go.
    pub async fn set_failed(&self, delivery: &Delivery, attempt: &Attempt<'_>) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let is_ours = self
            .end_attempt(&mut tx, delivery, DeliveryState::Failed, now, attempt.step, attempt.answer, false)
            .await?;
        if let Some(secret) = attempt.void_secret {
            temporary_passwords::set_revoked(&mut tx, secret, now).await?;
        }
        if is_ours {
            self.insert_mail_event(&mut tx, AuditKind::MailFailed, delivery, attempt.step, attempt.answer).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The mail is tried again at `not_before`. `held_by_server` says that the
    /// attempt failed for the mail server's sake, so that its recovery frees it.
    pub async fn set_waiting(
        &self,
        delivery: &Delivery,
        attempt: &Attempt<'_>,
        not_before: Timestamp,
        held_by_server: bool,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.end_attempt(
            &mut tx,
            delivery,
            DeliveryState::Waiting,
            not_before,
            attempt.step,
            attempt.answer,
            held_by_server,
        )
        .await?;
        if let Some(secret) = attempt.void_secret {
            temporary_passwords::set_revoked(&mut tx, secret, self.clock.now()).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Nobody needs the mail any more.
    pub async fn set_obsolete(&self, delivery: &Delivery) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        self.end_attempt(&mut tx, delivery, DeliveryState::Obsolete, now, "", "", false).await?;
        tx.commit().await?;
        Ok(())
    }

    /// `false` when another worker has the delivery by now.
    #[expect(clippy::too_many_arguments, reason = "one statement's columns")]
    pub(super) async fn end_attempt(
        &self,
        tx: &mut WriteTransaction,
        delivery: &Delivery,
        state: DeliveryState,
        not_before: Timestamp,
        step: &str,
        answer: &str,
        held_by_server: bool,
    ) -> Result<bool, StoreError> {
        // First the account's row, then the mail's: code that withdraws a mail
        // takes them in this order too.
        lock_user(tx, delivery.recipient.user_id()).await?;
        let done = sqlx::query(
            "UPDATE outbox SET state = $3, not_before = $4, step = $5, last_answer = $6, held_by_server = $7, updated_at = $8
             WHERE id = $1 AND attempts = $2 AND state = 'sending'",
        )
        .bind(delivery.id.clone())
        .bind(delivery.attempts)
        .bind(state.as_str())
        .bind(not_before.as_millis())
        .bind(step.to_owned())
        .bind(answer.to_owned())
        .bind(i64::from(held_by_server))
        .bind(self.clock.now().as_millis())
        .execute(&mut **tx)
        .await?;
        refresh_status(tx, delivery.recipient.user_id()).await?;
        Ok(done.rows_affected() == 1)
    }

    pub(super) async fn insert_mail_event(
        &self,
        tx: &mut WriteTransaction,
        kind: AuditKind,
        delivery: &Delivery,
        step: &str,
        answer: &str,
    ) -> Result<(), StoreError> {
        let detail = MailDetail { purpose: delivery.purpose, step, answer }.to_string();
        let event = AuditEvent { kind, by: &By::worker(), target: delivery.recipient.user_id(), detail: Some(&detail) };
        self.insert_event(tx, event).await
    }
}
