//! A mail that the server refuses for good, and the net below: the same refusal
//! for several people in a row is about us, whatever its words say.

use super::finish::AttemptEnd;
use super::{Delivery, FailedAttempt, Recipient};
use crate::domain::{DeliveryState, MailProblem, Timestamp};
use crate::server::clock::latest_past;
use crate::server::store::audit::{AuditKind, lock_log};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status;
use crate::server::store::{Store, StoreError, temporary_passwords};
use sqlx::Row as _;

/// What is looked at, at most, for so many people: one of them may have been mailed again and again.
const MAILS_A_PERSON: usize = 4;

impl Store {
    /// The mail will never go, unless it is the last of `people` in a row who were
    /// refused in the same way: then it waits until `not_before`, and `false`.
    pub async fn set_refused(
        &self,
        delivery: &Delivery,
        attempt: &FailedAttempt<'_>,
        people: usize,
        not_before: Timestamp,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let failed = AttemptEnd::last(DeliveryState::Failed, now, attempt.step, attempt.answer);
        let is_ours = self.end_attempt(&mut tx, delivery, &failed).await?;
        if let Some(secret) = attempt.password_to_end {
            temporary_passwords::set_revoked(&mut tx, secret, now).await?;
        }
        if is_ours {
            // Of several workers refused at once, each sees those before it.
            lock_log(&mut tx).await?;
            if count_refused_alike(&mut tx, delivery, attempt.answer, people, latest_past(now)).await? + 1 >= people {
                let answer = format!("{}: {}", MailProblem::RefusedAlike.our_words(), attempt.answer);
                set_waiting_again(&mut tx, delivery, &answer, not_before).await?;
                tx.commit().await?;
                return Ok(false);
            }
            self.insert_mail_event(&mut tx, AuditKind::MailFailed, delivery, attempt.step, attempt.answer).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// How many mails were given up since then.
    pub async fn count_given_up_since(&self, since: Timestamp) -> Result<i64, StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS mails FROM outbox WHERE state = 'failed' AND updated_at > $1 AND updated_at <= $2",
        )
        .bind(since.as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_one(&self.readers)
        .await?;
        Ok(row.try_get("mails")?)
    }
}

/// How many other people's mails, of the latest, were given up for the same
/// words without one that was taken between them.
async fn count_refused_alike(
    tx: &mut WriteTransaction,
    delivery: &Delivery,
    answer: &str,
    people: usize,
    latest: Timestamp,
) -> Result<usize, StoreError> {
    let newest = sqlx::query(
        "SELECT updated_at FROM outbox WHERE state = 'sent' AND updated_at <= $1 ORDER BY updated_at DESC LIMIT 1",
    )
    .bind(latest.as_millis())
    .fetch_optional(&mut **tx)
    .await?;
    let newest: i64 = newest.map(|row| row.try_get("updated_at")).transpose()?.unwrap_or(-1);
    let rows = sqlx::query(
        "SELECT COALESCE(user_id, registration_id) AS person, last_answer FROM outbox
         WHERE state = 'failed' AND id <> $1 AND updated_at > $2 AND updated_at <= $4 ORDER BY updated_at DESC, id DESC LIMIT $3",
    )
    .bind(delivery.id.clone())
    .bind(newest)
    .bind(i64::try_from(people * MAILS_A_PERSON).unwrap_or(i64::MAX))
    .bind(latest.as_millis())
    .fetch_all(&mut **tx)
    .await?;
    let own = Some(match &delivery.recipient {
        Recipient::User(id) | Recipient::EarlierAddress(id, _) => id.as_str().to_owned(),
        Recipient::Registration(id) => id.clone(),
    });
    let mut others = Vec::new();
    for row in rows {
        let said: Option<String> = row.try_get("last_answer")?;
        if !MailProblem::is_alike(&said.unwrap_or_default(), answer) {
            break;
        }
        let person: Option<String> = row.try_get("person")?;
        if person != own && !others.contains(&person) {
            others.push(person);
        }
    }
    Ok(others.len())
}

async fn set_waiting_again(
    tx: &mut WriteTransaction,
    delivery: &Delivery,
    answer: &str,
    not_before: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE outbox SET state = 'waiting', last_answer = $2, not_before = $3 WHERE id = $1")
        .bind(delivery.id.clone())
        .bind(answer.chars().take(500).collect::<String>())
        .bind(not_before.as_millis())
        .execute(&mut **tx)
        .await?;
    refresh_status(tx, delivery.recipient.user_id()).await
}
