//! Mails to be sent: queued → sending → sent, or waiting to try again, or failed for good.

mod index;
mod listing;
mod pause;
mod refused;
mod request;
mod retry;
mod take;
mod test_mail;

use crate::server::store::transaction::WriteTransaction;
pub(super) use index::{NEWEST_CHANGE, OLDEST_UNSENT};
pub(super) use listing::OPEN_MAILS;
pub use listing::{ListedMail, MailFilter, OutboxCounts, QueuePosition};
pub use pause::{Pause, Warnings};
pub(super) use pause::{RELEASE_HELD, WARNINGS};
use pause::{delete_pause_by_server, release_held_by_server};
pub use request::Seen;
pub(super) use request::{
    set_failed_mails_obsolete, set_temporary_password_mails_obsolete, withdraw_mails, withdraw_mails_after,
};
pub use retry::{Retried, RetriedAll};
pub use take::TakenDelivery;
pub(super) use take::{DUE, TAKE};
pub use test_mail::{TESTS_AT_MOST, TESTS_IN};

use super::audit::{Actor, AuditEvent, AuditKind, Origin};
use super::user_status::refresh_status;
use super::{Store, StoreError, temporary_passwords};
use crate::domain::{EmailAddress, Preset, Purpose, Timestamp, UserId};
use crate::server::clock::latest_past;
use sqlx::Row as _;
use std::net::IpAddr;

/// A mail that this process is to send now.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Which.
    pub id: String,
    /// What it says.
    pub purpose: Purpose,
    /// To whom; or see `registration_id`.
    pub user_id: Option<UserId>,
    /// To whom, when the account is still to be confirmed.
    pub registration_id: Option<String>,
    /// What to draw; the setting when none.
    pub preset: Option<Preset>,
    /// The network address a notice tells of.
    pub origin: Option<IpAddr>,
    /// Where a notice goes that must not go to the account's address.
    pub earlier_email: Option<EmailAddress>,
    /// This attempt's number, from 1.
    pub attempts: i64,
    /// When the mail was queued.
    pub created_at: Timestamp,
    /// Columns of its row that hold what no version of this program writes: then it is not to be sent.
    pub broken: Vec<&'static str>,
}

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
    /// The secret drawn for this attempt, when its mail surely did not arrive.
    pub void_secret: Option<&'a str>,
}

/// Whether a secret may be drawn for a mail: it is this worker's still, and
/// nobody has withdrawn it. Ask it when the account's row is held, in a
/// statement of its own: a condition of the one that waited for the row would
/// on PostgreSQL be looked up as it was before the wait.
pub(super) async fn may_draw_for(tx: &mut WriteTransaction, delivery: &Delivery) -> Result<bool, StoreError> {
    let row =
        sqlx::query("SELECT id FROM outbox WHERE id = $1 AND state = 'sending' AND attempts = $2 AND withdrawn = 0")
            .bind(delivery.id.clone())
            .bind(delivery.attempts)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.is_some())
}

/// Holds an account's row until the commit.
async fn lock_user(tx: &mut WriteTransaction, user_id: Option<&UserId>) -> Result<(), StoreError> {
    if let Some(user_id) = user_id {
        sqlx::query("UPDATE users SET created_at = created_at WHERE id = $1")
            .bind(user_id.as_str().to_owned())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

impl Store {
    /// Queues a mail to a person, in the transaction of what it is about.
    pub(super) async fn insert_mail(
        &self,
        tx: &mut WriteTransaction,
        purpose: Purpose,
        user_id: &UserId,
        preset: Option<String>,
        origin: Option<IpAddr>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now().as_millis();
        // The newest mail says how its owner stands: none of the past may lie after this one.
        sqlx::query(
            "UPDATE outbox SET created_at = $2 - 1
             WHERE user_id = $1 AND created_at > $3 AND state IN ('sent', 'failed', 'obsolete')",
        )
        .bind(user_id.as_str().to_owned())
        .bind(now)
        .bind(latest_past(self.clock.now()).as_millis())
        .execute(&mut **tx)
        .await?;
        sqlx::query(
            "INSERT INTO outbox (id, user_id, purpose, preset, origin, state, not_before, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, 'queued', $6, $6, $6)",
        )
        .bind(self.clock.new_id())
        .bind(user_id.as_str().to_owned())
        .bind(purpose.as_str())
        .bind(preset)
        .bind(origin.map(|address| address.to_string()))
        .bind(now)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Queues a mail to each administrator whose account is open.
    pub(super) async fn insert_mail_to_admins(
        &self,
        tx: &mut WriteTransaction,
        purpose: Purpose,
        origin: Option<IpAddr>,
    ) -> Result<(), StoreError> {
        let admins = sqlx::query("SELECT id FROM users WHERE role = 'admin' AND standing = 'active' ORDER BY id");
        for row in admins.fetch_all(&mut **tx).await? {
            // A damaged row gets none, and keeps none from the others.
            let Some(admin) = UserId::parse(&row.try_get::<String, _>("id")?) else { continue };
            self.insert_mail(tx, purpose, &admin, None, origin).await?;
        }
        Ok(())
    }

    /// Queues the notice to the address an account had before.
    pub(super) async fn insert_notice_to_earlier_address(
        &self,
        tx: &mut WriteTransaction,
        purpose: Purpose,
        user_id: &UserId,
        earlier: &EmailAddress,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO outbox (id, user_id, purpose, earlier_email, origin, state, not_before, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, 'queued', $6, $6, $6)",
        )
        .bind(self.clock.new_id())
        .bind(user_id.as_str().to_owned())
        .bind(purpose.as_str())
        .bind(earlier.as_str().to_owned())
        .bind(origin.address.map(|address| address.to_string()))
        .bind(self.clock.now().as_millis())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// The mail server has taken the mail.
    ///
    /// The secret in it counts from now on and all earlier ones end. A mail
    /// server that takes a mail is well: what waited for its sake is due now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_sent(&self, delivery: &Delivery, secret: Option<&str>, answer: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        if !self.end_attempt(&mut tx, delivery, "sent", now, "final_answer", answer, false).await? {
            return Ok(());
        }
        if let (Some(secret), Some(user_id)) = (secret, &delivery.user_id) {
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
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_failed(&self, delivery: &Delivery, attempt: &Attempt<'_>) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let is_ours = self.end_attempt(&mut tx, delivery, "failed", now, attempt.step, attempt.answer, false).await?;
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
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_waiting(
        &self,
        delivery: &Delivery,
        attempt: &Attempt<'_>,
        not_before: Timestamp,
        held_by_server: bool,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.end_attempt(&mut tx, delivery, "waiting", not_before, attempt.step, attempt.answer, held_by_server)
            .await?;
        if let Some(secret) = attempt.void_secret {
            temporary_passwords::set_revoked(&mut tx, secret, self.clock.now()).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Nobody needs the mail any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_obsolete(&self, delivery: &Delivery) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        self.end_attempt(&mut tx, delivery, "obsolete", now, "", "", false).await?;
        tx.commit().await?;
        Ok(())
    }

    /// `false` when another worker has the delivery by now.
    #[expect(clippy::too_many_arguments, reason = "one statement's columns")]
    async fn end_attempt(
        &self,
        tx: &mut WriteTransaction,
        delivery: &Delivery,
        state: &'static str,
        not_before: Timestamp,
        step: &str,
        answer: &str,
        held_by_server: bool,
    ) -> Result<bool, StoreError> {
        // First the account's row, then the mail's: whoever withdraws a mail
        // takes them in this order too.
        lock_user(tx, delivery.user_id.as_ref()).await?;
        let done = sqlx::query(
            "UPDATE outbox SET state = $3, not_before = $4, step = $5, last_answer = $6, held_by_server = $7, updated_at = $8
             WHERE id = $1 AND attempts = $2 AND state = 'sending'",
        )
        .bind(delivery.id.clone())
        .bind(delivery.attempts)
        .bind(state)
        .bind(not_before.as_millis())
        .bind(step.to_owned())
        .bind(answer.to_owned())
        .bind(i64::from(held_by_server))
        .bind(self.clock.now().as_millis())
        .execute(&mut **tx)
        .await?;
        refresh_status(tx, delivery.user_id.as_ref()).await?;
        Ok(done.rows_affected() == 1)
    }

    async fn insert_mail_event(
        &self,
        tx: &mut WriteTransaction,
        kind: AuditKind,
        delivery: &Delivery,
        step: &str,
        answer: &str,
    ) -> Result<(), StoreError> {
        let detail = MailDetail { purpose: delivery.purpose, step, answer }.to_string();
        let event = AuditEvent {
            kind,
            actor: &Actor::Worker,
            target: delivery.user_id.as_ref(),
            origin: &Origin::default(),
            detail: Some(&detail),
        };
        self.insert_event(tx, event).await
    }

    /// Forgets mails that have ended and not changed since `before`; the log
    /// keeps what became of them. One with a temporary password is kept for as
    /// long as its owner has not chosen an own one: it says how they stand.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn delete_old_mails(&self, before: Timestamp) -> Result<(), StoreError> {
        let sql = "DELETE FROM outbox WHERE id IN (
                       SELECT id FROM outbox
                       WHERE state IN ('sent', 'failed', 'obsolete') AND updated_at < $1
                         AND NOT (purpose = 'temporary_password' AND EXISTS (
                             SELECT 1 FROM users WHERE users.id = outbox.user_id AND users.password_hash IS NULL))
                       LIMIT $2)";
        self.run_in_batches(sql, before).await
    }
}
