//! Taking mails from the outbox, one at a time and no faster than the operator wants.

use super::index::{due_at, unplanned_due_at};
use super::{Delivery, MailDetail, purposes};
use crate::domain::{Purpose, Timestamp, UserId};
use crate::server::clock::latest;
use crate::server::rate_limit::MAX_RETRY_WAIT;
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::sql::unsent;
use crate::server::store::statement::run_all;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status;
use crate::server::store::users::lock_user_statement;
use crate::server::store::{Dialect, Store, StoreError, parsed};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::sync::LazyLock;
use std::time::Duration;

/// What there was to take.
#[derive(Debug)]
pub enum TakenDelivery {
    /// A mail to send now.
    Mail(Box<Delivery>),
    /// One whose row cannot be read; it failed, with the reason.
    Unreadable,
    /// Nothing is due.
    Nothing,
    /// Something is due, but at the operator's pace it is not to leave before then.
    NotBefore(Timestamp),
}

/// Workers wake up late by a little. What was missed is caught up for this
/// long, in microseconds, so that a pace is kept and not merely not exceeded;
/// it is also how far the first mails after a quiet time may run ahead.
const CATCH_UP: i64 = 1_000_000;

/// What there may be to do.
#[derive(Clone, Copy, Debug)]
pub struct DueWork {
    /// Whether sending is paused.
    pub is_paused: bool,
    /// Whether somebody has forgotten a password.
    pub is_asked: bool,
    /// When the next mail is due.
    next: Option<i64>,
    /// When the last one is of those whose time nobody has chosen.
    last: Option<i64>,
}

/// The columns of [`DueWork`]. In order: PostgreSQL would else expect to meet a mail that is due soon among all there
/// ever were, and look at all of them.
pub(in crate::server::store) const DUE: &str = concat!(
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM outbox_pause) THEN 1 ELSE 0 END AS is_paused,
            CASE WHEN EXISTS (SELECT 1 FROM password_requests) THEN 1 ELSE 0 END AS is_asked, (SELECT ",
    due_at!(),
    " FROM outbox WHERE ",
    due_at!(),
    " >= 0 ORDER BY ",
    due_at!(),
    " LIMIT 1) AS next, (SELECT ",
    unplanned_due_at!(),
    " FROM outbox WHERE ",
    unplanned_due_at!(),
    " >= 0 ORDER BY ",
    unplanned_due_at!(),
    " DESC LIMIT 1) AS last"
);
/// Takes the mail that has been due for longest; one of a kind that only a newer
/// version knows waits for a node of that version.
pub(in crate::server::store) static TAKE: LazyLock<String> = LazyLock::new(|| take_statement(|_| true, ""));
/// The same on PostgreSQL, whose nodes take mails at once: one that another is just taking is passed over. Else a node
/// would wait for that mail, find it taken, and believe that there is none.
static TAKE_BESIDE_OTHERS: LazyLock<String> = LazyLock::new(|| take_statement(|_| true, SKIP_LOCKED));
/// The same of the mails that no stranger causes by registering. Where mails leave at a pace they go first: else
/// registrations of invented addresses would keep invitations and forgotten passwords waiting for hours.
static TAKE_FIRST: LazyLock<String> = LazyLock::new(|| take_statement(is_first, ""));
static TAKE_FIRST_BESIDE_OTHERS: LazyLock<String> = LazyLock::new(|| take_statement(is_first, SKIP_LOCKED));

const SKIP_LOCKED: &str = "FOR UPDATE SKIP LOCKED";

const fn is_first(purpose: Purpose) -> bool {
    !matches!(purpose, Purpose::ConfirmRegistration | Purpose::AlreadyRegistered)
}

fn take_statement(are_meant: impl Fn(Purpose) -> bool, lock: &str) -> String {
    format!(
        concat!(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, not_before = $2, updated_at = $1, send_at = NULL
         WHERE id = (SELECT id FROM outbox WHERE {due_at} <= $1 AND purpose IN ({known})
                     ORDER BY {due_at}, id LIMIT 1 {lock})
           AND not_before <= $1 AND ",
            unsent!(),
            "
           AND NOT EXISTS (SELECT 1 FROM outbox_pause WHERE by_operator = 1)
         RETURNING id, purpose, user_id, registration_id, preset, origin, earlier_email, payload, attempts, created_at, last_answer"
        ),
        due_at = due_at!(),
        known = purposes(are_meant),
        lock = lock
    )
}

impl Store {
    /// Looks what there may be to do. An idle worker does no more, and so does not take SQLite's write lock.
    pub async fn find_due_work(&self) -> Result<DueWork, StoreError> {
        let row = sqlx::query(DUE).fetch_one(&self.readers).await?;
        Ok(DueWork {
            is_paused: row.try_get::<i32, _>("is_paused")? != 0,
            is_asked: row.try_get::<i32, _>("is_asked")? != 0,
            next: row.try_get("next")?,
            last: row.try_get("last")?,
        })
    }

    /// Takes the next mail that is due and keeps it from other workers for
    /// `lease`; if this process dies meanwhile, the mail becomes due again.
    ///
    /// `interval` is the least time between two mails, of all workers and
    /// nodes together. While an admin has paused the outbox nothing is taken.
    pub async fn take_delivery(
        &self,
        due: DueWork,
        lease: Duration,
        interval: Option<Duration>,
    ) -> Result<TakenDelivery, StoreError> {
        let now = self.clock.now();
        let latest_due = latest(now, lease.max(MAX_RETRY_WAIT)).as_millis();
        if due.last.is_some_and(|last| last > latest_due) {
            self.reset_due_times_in_future(now, latest_due).await?;
        } else if due.next.is_none_or(|next| next > now.as_millis()) {
            return Ok(TakenDelivery::Nothing);
        }
        let (first, any) = match self.dialect {
            Dialect::Sqlite => (&TAKE_FIRST, &TAKE),
            Dialect::Postgres => (&TAKE_FIRST_BESIDE_OTHERS, &TAKE_BESIDE_OTHERS),
        };
        let take = |sql: &'static str| sqlx::query(sql).bind(now.as_millis()).bind(now.plus(lease).as_millis());
        let Some(interval) = interval else {
            // All rows, and so to its end: it is committed then.
            let rows = take(any).fetch_all(&self.writer).await?;
            return match rows.first() {
                Some(row) => self.read_taken(row).await,
                None => Ok(TakenDelivery::Nothing),
            };
        };
        if let Some(wait) = self.find_wait_of_pace(now, interval).await? {
            return Ok(TakenDelivery::NotBefore(wait));
        }
        let mut tx = self.begin().await?;
        if !reserve_send_slot(&mut tx, now, interval).await? {
            drop(tx);
            return Ok(match self.find_wait_of_pace(now, interval).await? {
                Some(wait) => TakenDelivery::NotBefore(wait),
                None => TakenDelivery::Nothing,
            });
        }
        for statement in [first, any] {
            if let Some(row) = take(statement).fetch_optional(&mut *tx).await? {
                tx.commit().await?;
                return self.read_taken(&row).await;
            }
        }
        // Nothing after all: the slot is released with the transaction.
        Ok(TakenDelivery::Nothing)
    }

    async fn read_taken(&self, row: &AnyRow) -> Result<TakenDelivery, StoreError> {
        match Delivery::read(row) {
            Ok(delivery) => Ok(TakenDelivery::Mail(Box::new(delivery))),
            Err(error) if error.is_about_a_row() => {
                self.give_up_unreadable(row, &error).await?;
                Ok(TakenDelivery::Unreadable)
            }
            Err(error) => Err(error),
        }
    }

    /// Fails for good a mail whose row cannot be read: taken again and again, it
    /// would keep all others from leaving.
    async fn give_up_unreadable(&self, row: &AnyRow, error: &StoreError) -> Result<(), StoreError> {
        tracing::error!(%error, "a mail is given up: {error}");
        let id: String = row.try_get("id")?;
        let user_id: Option<String> = row.try_get("user_id")?;
        let user_id = user_id.as_deref().and_then(UserId::parse);
        let purpose = parsed(row, "outbox", "purpose", Purpose::parse)?;
        let answer = error.to_string();
        let mut tx = self.begin().await?;
        run_all(&mut tx, [lock_user_statement(self.dialect, user_id.as_ref())]).await?;
        let failed = sqlx::query(concat!(
            "UPDATE outbox SET state = 'failed', step = 'read', last_answer = $2, updated_at = $3
             WHERE id = $1 AND ",
            unsent!()
        ))
        .bind(id)
        .bind(answer.clone())
        .bind(self.clock.now().as_millis())
        .execute(&mut *tx)
        .await?;
        if failed.rows_affected() == 1 {
            refresh_status(&mut tx, user_id.as_ref()).await?;
            let detail = MailDetail { purpose, step: "read", answer: &answer }.to_string();
            let (kind, by) = (AuditKind::MailFailed, &By::worker());
            let event = AuditEvent { kind, by, target: user_id.as_ref(), detail: Some(&detail) };
            self.insert_event(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// When the next mail may leave, if not now.
    async fn find_wait_of_pace(&self, now: Timestamp, interval: Duration) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT next_at FROM outbox_pace").fetch_one(&self.readers).await?;
        // Up to the next millisecond: a worker that wakes then finds its slot.
        let next = Timestamp::from_millis((row.try_get::<i64, _>("next_at")?.saturating_add(999)) / 1000);
        Ok((next > now && next <= latest(now, interval)).then_some(next))
    }

    /// Makes due what waits for a time too far in the future, unless a person has chosen it.
    async fn reset_due_times_in_future(&self, now: Timestamp, latest_due: i64) -> Result<(), StoreError> {
        sqlx::query(concat!("UPDATE outbox SET not_before = $1 WHERE ", unplanned_due_at!(), " > $2"))
            .bind(now.as_millis())
            .bind(latest_due)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Makes due at once what a process that was killed had taken.
    ///
    /// Only on SQLite, whose one server is just starting; nodes that share
    /// PostgreSQL may be sending, so there the leases run out by themselves.
    pub async fn set_abandoned_deliveries_due(&self) -> Result<(), StoreError> {
        if self.dialect == Dialect::Sqlite {
            sqlx::query("UPDATE outbox SET not_before = $1 WHERE state = 'sending'")
                .bind(self.clock.now().as_millis())
                .execute(&self.writer)
                .await?;
        }
        Ok(())
    }

    /// Holds a delivery for longer; `false` when another worker has it.
    pub async fn set_lease(&self, delivery: &Delivery, lease: Duration) -> Result<bool, StoreError> {
        let done =
            sqlx::query("UPDATE outbox SET not_before = $3 WHERE id = $1 AND attempts = $2 AND state = 'sending'")
                .bind(delivery.id.as_str().to_owned())
                .bind(delivery.attempts)
                .bind(self.clock.now().plus(lease).as_millis())
                .execute(&self.writer)
                .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// Reserves the next sending slot; `false` when another worker has it.
async fn reserve_send_slot(tx: &mut WriteTransaction, now: Timestamp, interval: Duration) -> Result<bool, StoreError> {
    let taken = sqlx::query(
        "UPDATE outbox_pace SET next_at = $2 + CASE WHEN next_at < $3 OR next_at > $4 THEN $3 ELSE next_at END
         WHERE next_at <= $1 OR next_at > $4",
    )
    .bind(now.as_millis().saturating_mul(1000))
    .bind(i64::try_from(interval.as_micros()).unwrap_or(i64::MAX / 4))
    .bind(now.as_millis().saturating_mul(1000) - CATCH_UP)
    .bind(latest(now, interval).as_millis().saturating_mul(1000))
    .execute(&mut **tx)
    .await?;
    Ok(taken.rows_affected() == 1)
}
