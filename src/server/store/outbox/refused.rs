//! A mail that the server refuses for good. The same refusal for several people in a row is about us, whatever its
//! words say: then no mail fails, and those that did are tried again.

use super::finish::AttemptEnd;
use super::pause::set_pause_statement;
use super::{Delivery, FailedAttempt, MailDetail, Recipient};
use crate::domain::{DeliveryState, MailId, MailProblem, Purpose, Timestamp, UserId};
use crate::server::clock::latest_past;
use crate::server::rate_limit::MAIL_FAILS_AFTER;
use crate::server::store::audit::{AuditEvent, AuditKind, By, lock_log};
use crate::server::store::statement::run_list;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status;
use crate::server::store::{Store, StoreError, parsed, temporary_passwords};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// What is looked at, at most, for so many people: one of them may have been mailed again and again.
const MAILS_A_PERSON: usize = 4;

/// So many mails are tried at once to see whether it is about us: a list of people who have left is long at times.
const PROBES_AT_ONCE: i64 = 10;

/// When the same refusal for several people counts as being about us, and what happens then.
#[derive(Clone, Copy, Debug)]
pub struct SimilarityRule {
    /// So many people in a row; or so many held, where the mail was held before.
    pub people: usize,
    /// Whether the mail was held before, and mails of others were accepted since.
    pub was_held: bool,
    /// When the mail is tried again.
    pub not_before: Timestamp,
    /// When another one is tried, once several were at once.
    pub next_probe: Timestamp,
}

/// What [`RefusedMail::read`] reads.
macro_rules! select_refused {
    ($rest:literal) => {
        concat!(
            "SELECT id, user_id, COALESCE(user_id, registration_id) AS person, purpose, step, last_answer FROM outbox ",
            $rest
        )
    };
}

/// A mail that failed with the same answer.
struct RefusedMail {
    id: MailId,
    person: Option<String>,
    user_id: Option<UserId>,
    purpose: Purpose,
    step: String,
    answer: String,
}

impl Store {
    /// Fails the mail for good, unless it is the last of several people in a row with the same refusal: then
    /// it waits, and so do theirs, and the queue pauses until a mail is accepted. `false` then.
    pub async fn set_refused(
        &self,
        delivery: &Delivery,
        attempt: &FailedAttempt<'_>,
        alike: SimilarityRule,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        // Of several workers refused at once, each sees those before it. First of all, since it goes on to hold the
        // rows of others.
        lock_log(&mut tx).await?;
        let failed = AttemptEnd::last(DeliveryState::Failed, now, attempt.to, attempt.step, attempt.answer);
        let is_ours = self.end_attempt(&mut tx, delivery, &failed).await?;
        if let Some(password) = attempt.password_to_end {
            temporary_passwords::set_revoked(&mut tx, password, now).await?;
        }
        if is_ours {
            let others = if alike.was_held {
                find_held_for_similar_answer(&mut tx, attempt.answer, alike.people).await?
            } else {
                find_refused_with_similar_answer(&mut tx, delivery, attempt.answer, alike.people, latest_past(now))
                    .await?
            };
            let is_known = is_stopped_for(&mut tx, attempt.answer).await?;
            if is_known || count_people(delivery, &others) + 1 >= alike.people {
                self.hold_similar(&mut tx, delivery, attempt, &others, alike).await?;
                tx.commit().await?;
                return Ok(false);
            }
            self.insert_mail_event(&mut tx, AuditKind::MailFailed, delivery, attempt.step, attempt.answer).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Holds the mail and the `others` with the same refusal, and pauses the queue.
    async fn hold_similar(
        &self,
        tx: &mut WriteTransaction,
        delivery: &Delivery,
        attempt: &FailedAttempt<'_>,
        others: &[RefusedMail],
        alike: SimilarityRule,
    ) -> Result<(), StoreError> {
        let answer = as_suspicion(attempt.answer);
        let oldest = self.clock.now().minus(MAIL_FAILS_AFTER);
        restore_to_queue(tx, &delivery.id, &answer, alike.not_before).await?;
        refresh_status(tx, delivery.recipient.user_id()).await?;
        for other in others {
            let answer = as_suspicion(&other.answer);
            if !is_still_wanted(tx, &other.id, oldest).await? {
                continue;
            }
            restore_to_queue(tx, &other.id, &answer, alike.not_before).await?;
            refresh_status(tx, other.user_id.as_ref()).await?;
            let detail = MailDetail { purpose: other.purpose, step: &other.step, answer: &answer }.to_string();
            let (kind, target) = (AuditKind::MailRetried, other.user_id.as_ref());
            let event = AuditEvent { kind, by: &By::worker(), target, detail: Some(&detail) };
            self.insert_event(tx, event).await?;
        }
        let now = self.clock.now();
        let next_probe = if count_tried_since_pause(tx).await? < PROBES_AT_ONCE { now } else { alike.next_probe };
        let times = [now, now, next_probe];
        run_list(tx, vec![set_pause_statement(attempt.step, &answer, times)]).await?;
        Ok(())
    }
}

/// Marks an answer as one of several similar refusals.
fn as_suspicion(answer: &str) -> String {
    format!("{}: {answer}", MailProblem::SimilarRefusals.our_message())
}

/// Whether the queue is paused because of similar answers.
async fn is_stopped_for(tx: &mut WriteTransaction, answer: &str) -> Result<bool, StoreError> {
    let pause = sqlx::query("SELECT answer FROM outbox_pause").fetch_optional(&mut **tx).await?;
    let paused_for: Option<String> = pause.map(|row| row.try_get("answer")).transpose()?;
    let paused_for = paused_for.as_deref().and_then(MailProblem::suspicion_of);
    Ok(paused_for.is_some_and(|other| MailProblem::is_similar(other, answer)))
}

/// How many mails were tried without success since the queue paused; counts up to [`PROBES_AT_ONCE`].
async fn count_tried_since_pause(tx: &mut WriteTransaction) -> Result<i64, StoreError> {
    let tried = sqlx::query(
        "SELECT COUNT(*) AS tried FROM (
             SELECT 1 FROM outbox o JOIN outbox_pause p ON o.updated_at >= p.since
             WHERE o.state = 'waiting' LIMIT $1) tried",
    );
    Ok(tried.bind(PROBES_AT_ONCE).fetch_one(&mut **tx).await?.try_get("tried")?)
}

/// The latest mails of other people that failed with the same
/// answer without an accepted one between them.
async fn find_refused_with_similar_answer(
    tx: &mut WriteTransaction,
    delivery: &Delivery,
    answer: &str,
    people: usize,
    latest: Timestamp,
) -> Result<Vec<RefusedMail>, StoreError> {
    let newest = sqlx::query(
        "SELECT updated_at FROM outbox WHERE state = 'sent' AND updated_at <= $1 ORDER BY updated_at DESC LIMIT 1",
    )
    .bind(latest.as_millis())
    .fetch_optional(&mut **tx)
    .await?;
    let newest: i64 = newest.map(|row| row.try_get("updated_at")).transpose()?.unwrap_or(-1);
    let rows = sqlx::query(select_refused!(
        "WHERE state = 'failed' AND id <> $1 AND updated_at > $2 AND updated_at <= $4 ORDER BY updated_at DESC, id DESC LIMIT $3"
    ))
    .bind(delivery.id.as_str().to_owned())
    .bind(newest)
    .bind(i64::try_from(people * MAILS_A_PERSON).unwrap_or(i64::MAX))
    .bind(latest.as_millis())
    .fetch_all(&mut **tx)
    .await?;
    let mut alike = Vec::new();
    for row in rows {
        let other = RefusedMail::read(&row)?;
        if !MailProblem::is_similar(&other.answer, answer) {
            break;
        }
        alike.push(other);
    }
    Ok(alike)
}

/// The mails that are held because of the same answer.
async fn find_held_for_similar_answer(
    tx: &mut WriteTransaction,
    answer: &str,
    people: usize,
) -> Result<Vec<RefusedMail>, StoreError> {
    let rows = sqlx::query(select_refused!(
        "WHERE state = 'waiting' AND last_answer LIKE $1 ORDER BY updated_at DESC, id DESC LIMIT $2"
    ))
    .bind(format!("{}%", MailProblem::SimilarRefusals.our_message()))
    .bind(i64::try_from(people * MAILS_A_PERSON).unwrap_or(i64::MAX))
    .fetch_all(&mut **tx)
    .await?;
    let mut alike = Vec::new();
    for row in rows {
        let other = RefusedMail::read(&row)?;
        if MailProblem::suspicion_of(&other.answer).is_some_and(|other| MailProblem::is_similar(other, answer)) {
            alike.push(other);
        }
    }
    Ok(alike)
}

impl RefusedMail {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        let user_id: Option<String> = row.try_get("user_id")?;
        Ok(Self {
            id: parsed(row, "outbox", "id", MailId::parse)?,
            person: row.try_get("person")?,
            user_id: user_id.and_then(|id| UserId::parse(&id)),
            purpose: parsed(row, "outbox", "purpose", Purpose::parse)?,
            step: row.try_get::<Option<String>, _>("step")?.unwrap_or_default(),
            answer: row.try_get::<Option<String>, _>("last_answer")?.unwrap_or_default(),
        })
    }
}

/// How many people these are, without the recipient of the mail.
fn count_people(delivery: &Delivery, mails: &[RefusedMail]) -> usize {
    let own = match &delivery.recipient {
        Recipient::User(id) | Recipient::EarlierAddress(id, _) => id.as_str(),
        Recipient::Registration(id) => id.as_str(),
    };
    let others = mails.iter().filter_map(|mail| mail.person.as_deref()).filter(|person| *person != own);
    others.collect::<std::collections::HashSet<_>>().len()
}

/// Whether a mail that failed recently is to be tried again: no later one with a temporary password has taken its
/// place.
async fn is_still_wanted(tx: &mut WriteTransaction, mail: &MailId, oldest: Timestamp) -> Result<bool, StoreError> {
    let wanted = sqlx::query(
        "SELECT id FROM outbox WHERE id = $1 AND state = 'failed' AND withdrawn = 0 AND created_at > $2
           AND (purpose <> 'temporary_password' OR NOT EXISTS (
               SELECT 1 FROM outbox later WHERE later.user_id = outbox.user_id AND later.purpose = outbox.purpose
                 AND later.created_at > outbox.created_at))",
    )
    .bind(mail.as_str().to_owned())
    .bind(oldest.as_millis())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(wanted.is_some())
}

/// Puts a failed mail back into the queue.
async fn restore_to_queue(
    tx: &mut WriteTransaction,
    mail: &MailId,
    answer: &str,
    not_before: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE outbox SET state = 'waiting', last_answer = $2, not_before = $3 WHERE id = $1")
        .bind(mail.as_str().to_owned())
        .bind(answer.chars().take(500).collect::<String>())
        .bind(not_before.as_millis())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
