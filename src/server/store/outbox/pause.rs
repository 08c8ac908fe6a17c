//! The pause of the whole queue: the mail server refuses us, or an admin has paused it.

use super::index::{held_until, open_since};
use crate::domain::Timestamp;
use crate::server::clock::latest;
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::statement::{Statement, run_list};
use crate::server::store::temporary_passwords::counted_span;
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::time::Duration;

/// Why sending is paused.
#[derive(Clone, Debug)]
pub struct Pause {
    /// When it stopped.
    pub since: Timestamp,
    /// When one mail is tried again.
    pub next_probe: Timestamp,
    /// The step of the SMTP dialogue that was refused.
    pub step: String,
    /// The mail server's words.
    pub answer: String,
    /// Whether an admin has paused it, and not the mail server's refusal.
    pub by_operator: bool,
}

/// What every admin page shows about mails and wrong guesses.
#[derive(Clone, Debug, Default)]
pub struct Warnings {
    /// Why sending is paused, if it is.
    pub pause: Option<Pause>,
    /// When the oldest mail that has not left was queued.
    pub oldest_unsent: Option<Timestamp>,
    /// How many wrong guesses at short temporary passwords were counted in 24 hours.
    pub code_guesses: i64,
}

pub(in crate::server::store) const WARNINGS: &str = concat!(
    "SELECT p.since, p.next_probe, p.step, p.answer, p.by_operator,
            (SELECT created_at FROM outbox WHERE ",
    open_since!(""),
    " >= 0 ORDER BY ",
    open_since!(""),
    " LIMIT 1) AS oldest_unsent, (SELECT COUNT(*) FROM code_guesses WHERE at > $1 AND at <= $2) AS code_guesses
     FROM (SELECT 1 AS one) always LEFT JOIN outbox_pause p ON p.id = 'pause'"
);

impl Store {
    /// What every admin page tells, in one question.
    pub async fn find_warnings(&self) -> Result<Warnings, StoreError> {
        self.read_cache.warnings.get((), self.read_warnings()).await
    }

    async fn read_warnings(&self) -> Result<Warnings, StoreError> {
        let (since, until) = counted_span(self.clock.now());
        let row = sqlx::query(WARNINGS).bind(since).bind(until).fetch_one(&self.readers).await?;
        let is_paused = row.try_get::<Option<i64>, _>("since")?.is_some();
        let oldest_unsent: Option<i64> = row.try_get("oldest_unsent")?;
        Ok(Warnings {
            pause: if is_paused { Some(pause(&row)?) } else { None },
            oldest_unsent: oldest_unsent.map(Timestamp::from_millis),
            code_guesses: row.try_get("code_guesses")?,
        })
    }

    /// Why sending is paused, if it is.
    pub async fn find_pause(&self) -> Result<Option<Pause>, StoreError> {
        let row = sqlx::query("SELECT since, next_probe, step, answer, by_operator FROM outbox_pause")
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(pause).transpose()
    }

    /// Whether an admin has paused the mails.
    pub async fn is_paused_by_operator(&self) -> Result<bool, StoreError> {
        Ok(self.find_pause().await?.is_some_and(|pause| pause.by_operator))
    }

    /// Pauses the queue until one mail is accepted again: tried at `first_probe`, or at `next_probe` where it was
    /// stopped already.
    pub async fn set_pause(
        &self,
        step: &str,
        answer: &str,
        first_probe: Timestamp,
        next_probe: Timestamp,
    ) -> Result<(), StoreError> {
        let pause = set_pause_statement(step, answer, [self.clock.now(), first_probe, next_probe]);
        let mut tx = self.begin_short().await?;
        run_list(&mut tx, vec![pause]).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The mail server lets us in again: the queue moves, unless an admin has paused it.
    pub async fn delete_pause(&self) -> Result<(), StoreError> {
        sqlx::query(DELETE_PAUSE).execute(&self.writer).await?;
        Ok(())
    }

    /// Takes the right to try one mail although sending is paused, which
    /// nobody has again before `every` is over. No pause asks for a longer wait than `longest`.
    pub async fn take_probe(&self, every: Duration, longest: Duration) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let sql = "UPDATE outbox_pause SET next_probe = $2
                   WHERE (next_probe <= $1 OR next_probe > $3) AND by_operator = 0";
        let done = sqlx::query(sql)
            .bind(now.as_millis())
            .bind(now.plus(every).as_millis())
            .bind(latest(now, longest).as_millis())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Makes the next probe due now, if the mail server's refusal has paused sending.
    pub async fn probe_soon(&self) -> Result<(), StoreError> {
        sqlx::query(PROBE_NOW).bind(self.clock.now().as_millis()).execute(&self.writer).await?;
        Ok(())
    }

    /// Pauses the queue until an admin resumes it: nothing is tried, whatever
    /// the mail server says to what is on its way. `false` when it was so already.
    pub async fn set_pause_by_operator(&self, by: &By) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let paused = sqlx::query(
            "INSERT INTO outbox_pause (id, since, next_probe, step, answer, by_operator) VALUES ('pause', $1, $1, '', '', 1)
             ON CONFLICT (id) DO UPDATE SET since = $1, by_operator = 1 WHERE outbox_pause.by_operator = 0",
        )
        .bind(self.clock.now().as_millis())
        .execute(&mut *tx)
        .await?;
        if paused.rows_affected() == 0 {
            return Ok(false);
        }
        let kind = AuditKind::MailPaused;
        self.insert_event(&mut tx, AuditEvent { kind, by, target: None, detail: None }).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Resumes the queue after an admin's pause; what waited for the mail
    /// server's sake is due now. `false` when no admin has paused it.
    pub async fn delete_pause_by_operator(&self, by: &By) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        // Where the mail server had paused the queue before, it stays paused until a mail is accepted: one is tried
        // now.
        let goes_on = sqlx::query(
            "UPDATE outbox_pause SET by_operator = 0, next_probe = $1 WHERE by_operator = 1 AND answer <> ''",
        )
        .bind(self.clock.now().as_millis())
        .execute(&mut *tx)
        .await?;
        let resumed = sqlx::query("DELETE FROM outbox_pause WHERE by_operator = 1").execute(&mut *tx).await?;
        if goes_on.rows_affected() + resumed.rows_affected() == 0 {
            return Ok(false);
        }
        let release_mails = release_held_statement(self.clock.now());
        let event = AuditEvent { kind: AuditKind::MailResumed, by, target: None, detail: None };
        self.insert_events_after(&mut tx, vec![release_mails], &[event]).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Makes the next probe due now.
pub(super) const PROBE_NOW: &str = "UPDATE outbox_pause SET next_probe = $1 WHERE by_operator = 0 AND next_probe > $1";

/// The statement of [`Store::set_pause`], with the time it is, the first probe and the next one.
pub(super) fn set_pause_statement(step: &str, answer: &str, times: [Timestamp; 3]) -> Statement {
    let set = "INSERT INTO outbox_pause (id, since, next_probe, step, answer) VALUES ('pause', $1, $2, $4, $5)
               ON CONFLICT (id) DO UPDATE SET next_probe = $3, step = $4, answer = $5";
    let set = times.iter().fold(Statement::new(set), |set, time| set.bind(time.as_millis()));
    set.bind(step).bind(answer)
}

fn pause(row: &AnyRow) -> Result<Pause, StoreError> {
    Ok(Pause {
        since: Timestamp::from_millis(row.try_get("since")?),
        next_probe: Timestamp::from_millis(row.try_get("next_probe")?),
        step: row.try_get("step")?,
        answer: row.try_get("answer")?,
        by_operator: row.try_get::<i64, _>("by_operator")? == 1,
    })
}

pub(in crate::server::store) const RELEASE_HELD: &str = concat!(
    "UPDATE outbox SET not_before = $1
     WHERE id IN (SELECT id FROM outbox WHERE ",
    held_until!(),
    " > $1 ORDER BY ",
    held_until!(),
    " LIMIT $2) AND COALESCE(",
    held_until!(),
    ", 0) > $1"
);
/// Mails released at a time.
const RELEASE_BATCH: i64 = 1000;

/// What waits for the mail server's sake is due now. Of very many only some, so
/// that no transaction keeps others waiting: the next mail taken releases more.
pub(super) fn release_held_statement(now: Timestamp) -> Statement {
    Statement::new(RELEASE_HELD).bind(now.as_millis()).bind(RELEASE_BATCH)
}

/// Ends the pause that the mail server's refusal made, and no admin's pause.
pub(super) fn delete_pause_statement() -> Statement {
    Statement::new(DELETE_PAUSE)
}

const DELETE_PAUSE: &str = "DELETE FROM outbox_pause WHERE by_operator = 0";
