//! The tries that come from one network, wrong or still being looked at.

use crate::domain::Timestamp;
use crate::server::clock::latest_past;
use crate::server::rate_limit::{
    MAX_ATTEMPT_DURATION, NETWORK_ACCOUNTS, NETWORK_ACCOUNTS_IN, NETWORK_FAILURES, NETWORK_FAILURES_IN,
};
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// The outcome of the request for a place among a network's tries.
pub(in crate::server::store) enum NetworkAttempt {
    /// There is one: [`insert_network_attempt_statement`] takes it.
    Free,
    /// There were too many wrong ones; not before then.
    NotBefore(Timestamp),
    /// There would be too many if those that are being looked at were all wrong.
    AfterOthers,
}

/// Whether there is a place for one more try, or so many wrong ones came from the network, or at so
/// many addresses, that there is none. Others that ask wait for the end of the transaction.
pub(in crate::server::store) async fn find_network_attempt(
    tx: &mut WriteTransaction,
    network: &str,
    now: Timestamp,
) -> Result<NetworkAttempt, StoreError> {
    let [_, counted] = run_all(tx, [lock_guard_statement(network, now), count_statement(network, now)]).await?;
    let counts = Counts::read(counted.row()?)?;
    if counts.wrong >= NETWORK_FAILURES || counts.wrong_subjects >= NETWORK_ACCOUNTS {
        return Ok(NetworkAttempt::NotBefore(find_next(tx, network, &counts, now).await?));
    }
    if counts.tries >= NETWORK_FAILURES || counts.subjects >= NETWORK_ACCOUNTS {
        return Ok(NetworkAttempt::AfterOthers);
    }
    Ok(NetworkAttempt::Free)
}

/// The statement that takes a place among a network's tries.
pub(super) fn insert_network_attempt_statement(id: &str, network: &str, subject: &str, now: Timestamp) -> Statement {
    Statement::new("INSERT INTO network_tries (id, network, subject, tried_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(network)
        .bind(subject)
        .bind(now.as_millis())
}

/// Counting against the limit `name` waits here for concurrent counting.
pub(in crate::server::store) async fn lock_guard(
    tx: &mut WriteTransaction,
    name: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    run_all(tx, [lock_guard_statement(name, now)]).await?;
    Ok(())
}

fn lock_guard_statement(name: &str, now: Timestamp) -> Statement {
    Statement::new(
        "INSERT INTO limit_guards (name, held_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET held_at = $2",
    )
    .bind(name)
    .bind(now.as_millis())
}

/// A network's tries: of the shorter time, and the addresses of the longer.
struct Counts {
    tries: i64,
    subjects: i64,
    /// Those of the tries that are not being looked at any more.
    wrong: i64,
    wrong_subjects: i64,
}

impl Counts {
    fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            tries: row.try_get("tries")?,
            subjects: row.try_get("subjects")?,
            wrong: row.try_get("wrong")?,
            wrong_subjects: row.try_get("wrong_subjects")?,
        })
    }
}

fn count_statement(network: &str, now: Timestamp) -> Statement {
    Statement::new(
        "SELECT COALESCE(SUM(CASE WHEN tried_at > $2 THEN 1 ELSE 0 END), 0) AS tries,
                COUNT(DISTINCT subject) AS subjects,
                COALESCE(SUM(CASE WHEN tried_at > $2 AND (is_wrong = 1 OR tried_at <= $4) THEN 1 ELSE 0 END), 0) AS wrong,
                COUNT(DISTINCT CASE WHEN is_wrong = 1 OR tried_at <= $4 THEN subject END) AS wrong_subjects
         FROM network_tries WHERE network = $1 AND tried_at > $3 AND tried_at <= $5",
    )
    .bind(network)
    .bind(now.minus(NETWORK_FAILURES_IN).as_millis())
    .bind(now.minus(NETWORK_ACCOUNTS_IN).as_millis())
    .bind(now.minus(MAX_ATTEMPT_DURATION).as_millis())
    .bind(latest_past(now).as_millis())
}

/// When enough of a network's tries will be old enough for one more.
async fn find_next(
    tx: &mut WriteTransaction,
    network: &str,
    counts: &Counts,
    now: Timestamp,
) -> Result<Timestamp, StoreError> {
    let mut next = now;
    if counts.tries >= NETWORK_FAILURES {
        let at = find_time(
            tx,
            "SELECT tried_at AS at FROM network_tries WHERE network = $1 AND tried_at > $2 AND tried_at <= $4
             ORDER BY tried_at LIMIT 1 OFFSET $3",
            network,
            (now.minus(NETWORK_FAILURES_IN), latest_past(now)),
            counts.tries - NETWORK_FAILURES,
        );
        next = next.max(at.await?.plus(NETWORK_FAILURES_IN));
    }
    if counts.subjects >= NETWORK_ACCOUNTS {
        let at = find_time(
            tx,
            "SELECT MAX(tried_at) AS at FROM network_tries WHERE network = $1 AND tried_at > $2 AND tried_at <= $4
             GROUP BY subject ORDER BY at LIMIT 1 OFFSET $3",
            network,
            (now.minus(NETWORK_ACCOUNTS_IN), latest_past(now)),
            counts.subjects - NETWORK_ACCOUNTS,
        );
        next = next.max(at.await?.plus(NETWORK_ACCOUNTS_IN));
    }
    Ok(next)
}

async fn find_time(
    tx: &mut WriteTransaction,
    sql: &'static str,
    network: &str,
    (since, latest): (Timestamp, Timestamp),
    offset: i64,
) -> Result<Timestamp, StoreError> {
    let row = sqlx::query(sql)
        .bind(network.to_owned())
        .bind(since.as_millis())
        .bind(offset)
        .bind(latest.as_millis())
        .fetch_one(&mut **tx)
        .await?;
    Ok(Timestamp::from_millis(row.try_get("at")?))
}

impl Store {
    /// Forgets attempts that no limit counts any more.
    pub async fn delete_old_network_attempts(&self) -> Result<(), StoreError> {
        let before = self.clock.now().minus(NETWORK_ACCOUNTS_IN);
        for sql in [
            "DELETE FROM network_tries WHERE id IN (SELECT id FROM network_tries WHERE tried_at <= $1 OR tried_at > $3 LIMIT $2)",
            "DELETE FROM registration_wishes WHERE id IN (SELECT id FROM registration_wishes WHERE made_at <= $1 OR made_at > $3 LIMIT $2)",
            "DELETE FROM limit_guards
             WHERE name IN (SELECT name FROM limit_guards WHERE held_at <= $1 OR held_at > $3 LIMIT $2)
               AND (held_at <= $1 OR held_at > $3)",
        ] {
            self.run_in_batches(sql, before).await?;
        }
        Ok(())
    }
}
