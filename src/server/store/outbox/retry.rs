//! Retrying mails before they are due, when an admin asks for it.

use super::failed::is_missed;
use super::later::set_due_now;
use super::pause::PROBE_NOW;
use super::request::{ResendRequest, Seen};
use crate::domain::{DeliveryState, MailId, Purpose, Timestamp, UserId};
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, parsed, parsed_if_any};
use sqlx::Row as _;

/// What became of a mail that was to be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retried {
    /// It is due now, or on its way already.
    Due,
    /// It had failed for good; a fresh one is queued.
    Fresh,
    /// Nobody needs it any more.
    NotNeeded,
    /// There is no such mail.
    NotFound,
}

/// How many mails are tried again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetriedAll {
    /// Waited, and are due now.
    pub due: u64,
    /// Fresh ones for people whose mail had failed for good.
    pub fresh: u64,
}

/// Fresh mails queued in one transaction.
const BATCH: i64 = 500;

impl Store {
    /// Tries one mail again: one that waits is due now, and one that failed for
    /// good gets a successor if the account still needs it.
    pub async fn set_due(&self, id: &MailId, by: &By) -> Result<Retried, StoreError> {
        let row = sqlx::query("SELECT state, purpose, user_id FROM outbox WHERE id = $1")
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(Retried::NotFound) };
        let user_id = parsed_if_any(&row, "outbox", "user_id", UserId::parse)?;
        let purpose = parsed(&row, "outbox", "purpose", Purpose::parse)?;
        match (parsed(&row, "outbox", "state", DeliveryState::parse)?, &user_id) {
            (DeliveryState::Sending, _) => Ok(Retried::Due),
            (DeliveryState::Queued | DeliveryState::Waiting, _) => self.set_waiting_due(id, user_id.as_ref(), by).await,
            (DeliveryState::Failed, Some(user_id)) if purpose == Purpose::TemporaryPassword => {
                let is_queued = self.insert_another_temporary_password_mail(user_id, Seen::Newest(id), by).await?;
                Ok(if is_queued { Retried::Fresh } else { Retried::NotNeeded })
            }
            _ => Ok(Retried::NotNeeded),
        }
    }

    async fn set_waiting_due(&self, id: &MailId, target: Option<&UserId>, by: &By) -> Result<Retried, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let made_due = sqlx::query(concat!(
            "UPDATE outbox SET ",
            set_due_now!(),
            " WHERE id = $1 AND state IN ('queued', 'waiting')"
        ))
        .bind(id.as_str().to_owned())
        .bind(now.as_millis())
        .execute(&mut *tx)
        .await?;
        if made_due.rows_affected() == 0 {
            // A worker has taken it meanwhile, or it was withdrawn.
            let taken =
                Statement::new("SELECT 1 AS one FROM outbox WHERE id = $1 AND state = 'sending'").bind(id.as_str());
            let [taken] = run_all(&mut tx, [taken]).await?;
            return Ok(if taken.rows.is_empty() { Retried::NotNeeded } else { Retried::Due });
        }
        probe_now(&mut tx, now).await?;
        let kind = AuditKind::MailRetried;
        self.insert_event(&mut tx, AuditEvent { kind, by, target, detail: None }).await?;
        tx.commit().await?;
        Ok(Retried::Due)
    }

    /// Tries everything again: what waits is due now, and people who miss an email
    /// that failed for good get one fresh mail, as if it were sent again.
    ///
    /// # Errors
    /// When the database does not answer; what was queued until then stays.
    pub async fn set_all_due(&self, by: &By) -> Result<RetriedAll, StoreError> {
        let mut all = RetriedAll { due: self.set_all_waiting_due(by).await?, fresh: 0 };
        // Each account once, whatever clocks say about what is newer.
        let mut visited = String::new();
        loop {
            let missed = sqlx::query(concat!(
                "SELECT u.id AS user_id, o.id FROM users u JOIN outbox o ON o.user_id = u.id
                 WHERE u.mail_state = 'failed' AND u.id > $2 AND ",
                is_missed!(),
                " ORDER BY u.id LIMIT $1"
            ))
            .bind(BATCH)
            .bind(visited.clone())
            .fetch_all(&self.readers)
            .await?;
            let Some(last) = missed.last() else { return Ok(all) };
            visited = last.try_get("user_id")?;
            let mut tx = self.begin().await?;
            let mut queued = Vec::new();
            for row in &missed {
                let Some(user_id) = UserId::parse(&row.try_get::<String, _>("user_id")?) else { continue };
                let mail = parsed(row, "outbox", "id", MailId::parse)?;
                if self.queue_temporary_password(&mut tx, &user_id, Seen::Newest(&mail)).await? == ResendRequest::Queued
                {
                    queued.push(user_id);
                }
            }
            if queued.is_empty() {
                continue;
            }
            let kind = AuditKind::TemporaryPasswordRequested;
            let detail = format!("failed: {}", queued.len());
            let event = |kind, target, detail| AuditEvent { kind, by, target, detail };
            let mut events: Vec<_> = queued.iter().map(|user_id| event(kind, Some(user_id), None)).collect();
            events.push(event(AuditKind::MailRetried, None, Some(&detail)));
            self.insert_events(&mut tx, &events).await?;
            tx.commit().await?;
            all.fresh += queued.len() as u64;
        }
    }

    async fn set_all_waiting_due(&self, by: &By) -> Result<u64, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let made_due = sqlx::query(
            "UPDATE outbox SET not_before = $1, updated_at = $1 WHERE state = 'waiting' AND not_before > $1",
        )
        .bind(now.as_millis())
        .execute(&mut *tx)
        .await?;
        probe_now(&mut tx, now).await?;
        let due = made_due.rows_affected();
        if due > 0 {
            let (kind, detail) = (AuditKind::MailRetried, format!("waiting: {due}"));
            let event = AuditEvent { kind, by, target: None, detail: Some(&detail) };
            self.insert_event(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(due)
    }
}

/// A queue that is paused for the mail server's sake tries one mail at once.
async fn probe_now(tx: &mut WriteTransaction, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(PROBE_NOW).bind(now.as_millis()).execute(&mut **tx).await?;
    Ok(())
}
