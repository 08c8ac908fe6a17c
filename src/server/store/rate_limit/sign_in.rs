//! Throttling and lockout after wrong passwords: attempts are counted before they are checked, by the
//! address typed and by the network they come from.

use super::network::{NetworkAttempt, find_network_attempt, insert_network_attempt_statement};
use crate::domain::{Purpose, Timestamp, UserId};
use crate::server::clock::latest;
use crate::server::rate_limit::{FAILURES_WITHOUT_WAIT, FIRST_WAIT, MAX_FAILURES_IN_A_ROW, MAX_LOCKOUT};
use crate::server::store::audit::{AuditEvent, AuditKind, By, Origin};
use crate::server::store::statement::{Statement, run_all, run_list};
use crate::server::store::temporary_passwords::Guess;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status;
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;

/// A try that was counted and may be looked at. It counts as wrong until it is
/// found right ([`Store::record_success`]) or given back ([`Store::release_attempt`]).
#[derive(Clone, Debug)]
pub struct Attempt {
    pub(in crate::server::store) subject: String,
    /// Its row among its network's tries.
    pub(in crate::server::store) network_attempt: Option<String>,
    /// Wrong tries in a row at this address, this one among them.
    pub in_a_row: i64,
    /// It did not have to wait; the wait that others have stays theirs.
    is_known_device: bool,
}

impl Attempt {
    /// Whether so many wrong ones came before that an own password opens nothing any more.
    pub const fn is_one_too_many(&self) -> bool {
        self.in_a_row > MAX_FAILURES_IN_A_ROW
    }

    /// The id of its row among its network's tries; that of none where the network is unknown.
    fn network_id(&self) -> &str {
        self.network_attempt.as_deref().unwrap_or_default()
    }
}

/// A password that was not accepted.
#[derive(Debug, Default)]
pub struct FailedSignIn<'a> {
    /// Whose, if the address has an account.
    pub target: Option<&'a UserId>,
    /// The try, where tries are counted at the address.
    pub taken: Option<&'a Attempt>,
    /// The guess, where it may have been one at a temporary password.
    pub guess: Option<&'a Guess>,
    /// Whether the own password is compared with nothing any more.
    pub ends_password: bool,
}

/// The outcome of the request to try.
#[derive(Clone, Debug)]
pub enum Reservation<T = Attempt> {
    /// It was counted and may be looked at.
    Attempt(T),
    /// Not before then; nothing was counted.
    NotBefore(Timestamp),
    /// The network's last places are held by tries that are being looked at:
    /// the answer is known when they are.
    AfterOthers,
}

impl Store {
    /// Counts a try at `subject` from `network` and says whether its password may be looked at.
    ///
    /// From the fifth wrong try at an address on, each doubles the wait for the
    /// next, from one second to fifteen minutes. The counting code locks the
    /// network's guard and the address's row, so tries at once cannot slip through.
    /// `is_known_device`: it comes from a browser of the account's owner, which
    /// does not wait (but counts), so that nobody can lock the owner out.
    pub async fn reserve_attempt(
        &self,
        subject: &str,
        network: Option<&str>,
        is_known_device: bool,
    ) -> Result<Reservation, StoreError> {
        let mut tx = self.begin_short().await?;
        let reservation = self.reserve_attempt_in(&mut tx, subject, network, is_known_device).await?;
        if matches!(reservation, Reservation::Attempt(_)) {
            tx.commit().await?;
        }
        Ok(reservation)
    }

    /// The same in the caller's transaction, which commits it, or is rolled back where the password may not
    /// be looked at: what is not looked at is no failure of the network's either.
    pub(in crate::server::store) async fn reserve_attempt_in(
        &self,
        tx: &mut WriteTransaction,
        subject: &str,
        network: Option<&str>,
        is_known_device: bool,
    ) -> Result<Reservation, StoreError> {
        let now = self.clock.now();
        let mut statements = Vec::new();
        let network_attempt = match network {
            Some(network) => match find_network_attempt(tx, network, now).await? {
                NetworkAttempt::Free => {
                    let id = self.clock.new_id();
                    statements.push(insert_network_attempt_statement(&id, network, subject, now));
                    Some(id)
                }
                NetworkAttempt::NotBefore(time) => return Ok(Reservation::NotBefore(time)),
                NetworkAttempt::AfterOthers => return Ok(Reservation::AfterOthers),
            },
            None => None,
        };
        statements.push(count_attempt_statement(subject, is_known_device, now));
        let outcomes = run_list(tx, statements).await?;
        if let Some(row) = outcomes.last().and_then(|counted| counted.rows.first()) {
            let in_a_row = row.try_get("in_a_row")?;
            let subject = subject.to_owned();
            return Ok(Reservation::Attempt(Attempt { subject, network_attempt, in_a_row, is_known_device }));
        }
        let row = sqlx::query("SELECT not_before FROM sign_in_failures WHERE subject = $1")
            .bind(subject.to_owned())
            .fetch_optional(&mut **tx)
            .await?;
        let not_before = row.map(|row| row.try_get("not_before")).transpose()?;
        Ok(Reservation::NotBefore(not_before.map_or(now, Timestamp::from_millis)))
    }

    /// Notes that a try was wrong, where nobody's account is concerned.
    pub async fn record_failure(&self, taken: &Attempt) -> Result<(), StoreError> {
        let mut tx = self.begin_short().await?;
        run_all(&mut tx, set_wrong_statements(taken, None)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes that a password was not accepted. When it was the last try of a
    /// temporary password, the account's status follows and its owner is notified;
    /// when it was the last of the day's guesses, the administrators are: one mail
    /// each, not one per guess. Otherwise as much is written for everybody: the
    /// time of the answer must not tell who exists.
    pub async fn insert_failed_sign_in(&self, failure: &FailedSignIn<'_>, origin: &Origin) -> Result<(), StoreError> {
        let target = failure.target;
        let mut tx = self.begin_short().await?;
        let exhausted = target.filter(|_| failure.guess.is_some_and(Guess::exhausts));
        if let Some(owner) = exhausted {
            refresh_status(&mut tx, Some(owner)).await?;
        }
        if let Some(taken) = failure.taken {
            run_all(&mut tx, set_wrong_statements(taken, target)).await?;
        }
        if let Some(owner) = exhausted {
            self.insert_mail(&mut tx, Purpose::CodeExhausted, owner, None, origin.address).await?;
        }
        let locks_short_codes =
            failure.guess.is_some_and(|guess| guess.is_last) && self.notify_admins(&mut tx, origin).await?;
        let (visitor, worker) = (By::visitor(origin), By::worker_for_request(origin));
        let event = |kind, by, target, detail| AuditEvent { kind, by, target, detail };
        let detail = exhausted.map(|_| "exhausted");
        let mut events = vec![event(AuditKind::SignInFailed, &visitor, target, detail)];
        if failure.ends_password {
            events.push(event(AuditKind::PasswordBlocked, &worker, target, None));
        }
        if locks_short_codes {
            events.push(event(AuditKind::CodesClosed, &worker, None, None));
        }
        self.insert_events(&mut tx, &events).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A try was right: forgets the wrong ones at its address, and of its
    /// network's tries this one only.
    pub async fn record_success(&self, taken: &Attempt) -> Result<(), StoreError> {
        let mut tx = self.begin_short().await?;
        run_all(&mut tx, delete_attempts_statements(taken)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Nothing was compared: the try counts nowhere, and nobody waits for it.
    pub async fn release_attempt(&self, taken: &Attempt) -> Result<(), StoreError> {
        let mut tx = self.begin_short().await?;
        run_all(&mut tx, release_attempt_statements(taken)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Forgets the waits that wrong tries older than `before` caused, and at
    /// addresses without an account the tries themselves.
    pub async fn delete_old_sign_in_failures(&self, before: Timestamp) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM sign_in_failures
             WHERE subject IN (SELECT subject FROM sign_in_failures WHERE (updated_at < $1 OR updated_at > $3) AND is_known = 0 LIMIT $2)
               AND (updated_at < $1 OR updated_at > $3) AND is_known = 0",
            "UPDATE sign_in_failures SET earlier = earlier + failures, failures = 0, not_before = 0
             WHERE subject IN (SELECT subject FROM sign_in_failures WHERE (updated_at < $1 OR updated_at > $3) AND failures > 0 LIMIT $2)
               AND (updated_at < $1 OR updated_at > $3) AND failures > 0",
        ] {
            self.run_in_batches(sql, before).await?;
        }
        Ok(())
    }
}

/// The statement that counts a try at an address. It returns a row unless the next one has to wait.
fn count_attempt_statement(subject: &str, is_known_device: bool, now: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO sign_in_failures (subject, failures, not_before, updated_at) VALUES ($1, 1, 0, $2)
         ON CONFLICT (subject) DO UPDATE SET
             failures = sign_in_failures.failures + 1,
             not_before = CASE
                 WHEN sign_in_failures.failures + 1 < $3 THEN 0
                 WHEN sign_in_failures.failures + 1 >= $3 + 10 THEN $2 + $4
                 ELSE $2 + $6 * (1 << CAST(sign_in_failures.failures + 1 - $3 AS INTEGER))
             END,
             updated_at = $2
         WHERE sign_in_failures.not_before <= $2 OR sign_in_failures.not_before > $7 OR $5 = 1
         RETURNING failures + earlier AS in_a_row",
    )
    .bind(subject)
    .bind(now.as_millis())
    .bind(FAILURES_WITHOUT_WAIT)
    .bind(i64::try_from(MAX_LOCKOUT.as_millis()).unwrap_or(i64::MAX))
    .bind(i64::from(is_known_device))
    .bind(i64::try_from(FIRST_WAIT.as_millis()).unwrap_or(i64::MAX))
    .bind(latest(now, MAX_LOCKOUT).as_millis())
}

/// The statements that give a try back, and leave nothing of it at an address that has no other.
pub(in crate::server::store) fn release_attempt_statements(taken: &Attempt) -> [Statement; 3] {
    let release = Statement::new(
        "UPDATE sign_in_failures SET failures = failures - 1, not_before = CASE WHEN $2 = 1 THEN not_before ELSE 0 END
         WHERE subject = $1 AND failures > 0",
    );
    let release = release.bind(taken.subject.as_str()).bind(i64::from(taken.is_known_device));
    let delete_unused = Statement::new(
        "DELETE FROM sign_in_failures WHERE subject = $1 AND failures = 0 AND earlier = 0 AND is_known = 0",
    );
    [release, delete_unused.bind(taken.subject.as_str()), delete_network_attempt_statement(taken)]
}

/// A try was wrong. At the address of an account, the `target`, the count is kept and is the account's;
/// the same statement either way.
fn set_wrong_statements(taken: &Attempt, target: Option<&UserId>) -> [Statement; 2] {
    let known = "UPDATE sign_in_failures
                 SET is_known = CASE WHEN $2 > is_known THEN $2 ELSE is_known END, user_id = COALESCE(NULLIF($3, ''), user_id)
                 WHERE subject = $1";
    let known = Statement::new(known).bind(taken.subject.as_str()).bind(i64::from(target.is_some()));
    [
        known.bind(target.map(UserId::as_str).unwrap_or_default()),
        Statement::new("UPDATE network_tries SET is_wrong = 1 WHERE id = $1").bind(taken.network_id()),
    ]
}

/// The statements that forget an attempt that was right, and the wrong ones at its address.
pub(in crate::server::store) fn delete_attempts_statements(attempt: &Attempt) -> [Statement; 2] {
    [delete_failures_statement(&attempt.subject), delete_network_attempt_statement(attempt)]
}

fn delete_network_attempt_statement(taken: &Attempt) -> Statement {
    Statement::new("DELETE FROM network_tries WHERE id = $1").bind(taken.network_id())
}

/// Forgets the wrong tries at an address, in the transaction of why.
pub(in crate::server::store) async fn delete_failures_at(
    tx: &mut WriteTransaction,
    subject: &str,
) -> Result<u64, StoreError> {
    let [deleted] = run_all(tx, [delete_failures_statement(subject)]).await?;
    Ok(deleted.rows_affected)
}

/// Forgets the wrong tries at an account, whose address or password is another from now on.
pub(in crate::server::store) async fn delete_failures_of(
    tx: &mut WriteTransaction,
    user: &UserId,
) -> Result<(), StoreError> {
    let delete = Statement::new("DELETE FROM sign_in_failures WHERE user_id = $1").bind(user.as_str());
    run_all(tx, [delete]).await?;
    Ok(())
}

fn delete_failures_statement(subject: &str) -> Statement {
    Statement::new("DELETE FROM sign_in_failures WHERE subject = $1").bind(subject)
}
