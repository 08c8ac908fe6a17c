//! The tries that come from one network, or from one IPv6 /48, wrong or still being looked at.

use crate::domain::Timestamp;
use crate::server::clock::latest_past;
use crate::server::rate_limit::{
    MAX_ATTEMPT_DURATION, NETWORK_ACCOUNTS, NETWORK_ACCOUNTS_IN, NETWORK_FAILURES, NETWORK_FAILURES_IN,
    NETWORKS_OF_SITE,
};
use crate::server::store::statement::{Statement, run_all, run_list};
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

/// Networks that have a limit together.
#[derive(Clone, Debug)]
pub(in crate::server::store) struct LimitedNetworks {
    /// The names of all of them begin with this.
    name: String,
    /// So many times what one network may.
    pub(in crate::server::store) times: i64,
}

impl LimitedNetworks {
    /// The network with this name; before it, where it is an IPv6 /64, all of its /48.
    pub(in crate::server::store) fn of(network: &str) -> Vec<Self> {
        let one = Self { name: network.to_owned(), times: 1 };
        let site = network.rsplit_once(':').map(|(site, _)| Self { name: site.to_owned(), times: NETWORKS_OF_SITE });
        site.into_iter().chain([one]).collect()
    }

    /// The range of their names, up to and without the second: `g` sorts after every hexadecimal digit.
    pub(super) fn range(&self) -> (String, String) {
        (self.name.clone(), format!("{}g", self.name))
    }

    /// Whether the network with this name is one of them.
    pub(in crate::server::store) fn contain(&self, network: &str) -> bool {
        let (from, to) = self.range();
        from.as_str() <= network && network < to.as_str()
    }

    /// What is locked while they are counted: see [`lock_guard`].
    pub(super) fn guard(&self) -> &str {
        &self.name
    }
}

/// Whether there is a place for one more try, or so many wrong ones came from the network, or at so
/// many addresses, that there is none; or from its IPv6 /48. Others that ask wait for the end of the transaction.
pub(in crate::server::store) async fn find_network_attempt(
    tx: &mut WriteTransaction,
    network: &str,
    now: Timestamp,
) -> Result<NetworkAttempt, StoreError> {
    let mut are_others_looked_at = false;
    for (index, networks) in LimitedNetworks::of(network).iter().enumerate() {
        // The first has all of the second in it.
        let lock = (index == 0).then(|| lock_guard_statement(networks.guard(), now));
        let outcomes = run_list(tx, lock.into_iter().chain([count_statement(networks, now)]).collect()).await?;
        let counts = Counts::read(outcomes.last().ok_or(sqlx::Error::RowNotFound)?.row()?)?;
        let (failures, accounts) = (NETWORK_FAILURES * networks.times, NETWORK_ACCOUNTS * networks.times);
        if counts.wrong >= failures || counts.wrong_subjects >= accounts {
            return Ok(NetworkAttempt::NotBefore(find_next(tx, networks, &counts, now).await?));
        }
        are_others_looked_at |= counts.tries >= failures || counts.subjects >= accounts;
    }
    Ok(if are_others_looked_at { NetworkAttempt::AfterOthers } else { NetworkAttempt::Free })
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

/// The tries of some networks: of the shorter time, and the addresses of the longer.
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

fn count_statement(networks: &LimitedNetworks, now: Timestamp) -> Statement {
    let (from, to) = networks.range();
    Statement::new(
        "SELECT COALESCE(SUM(CASE WHEN tried_at > $2 THEN 1 ELSE 0 END), 0) AS tries,
                COUNT(DISTINCT subject) AS subjects,
                COALESCE(SUM(CASE WHEN tried_at > $2 AND (is_wrong = 1 OR tried_at <= $4) THEN 1 ELSE 0 END), 0) AS wrong,
                COUNT(DISTINCT CASE WHEN is_wrong = 1 OR tried_at <= $4 THEN subject END) AS wrong_subjects
         FROM network_tries WHERE network >= $1 AND network < $6 AND tried_at > $3 AND tried_at <= $5",
    )
    .bind(from)
    .bind(now.minus(NETWORK_FAILURES_IN).as_millis())
    .bind(now.minus(NETWORK_ACCOUNTS_IN).as_millis())
    .bind(now.minus(MAX_ATTEMPT_DURATION).as_millis())
    .bind(latest_past(now).as_millis())
    .bind(to)
}

/// When enough of these networks' tries will be old enough for one more.
async fn find_next(
    tx: &mut WriteTransaction,
    networks: &LimitedNetworks,
    counts: &Counts,
    now: Timestamp,
) -> Result<Timestamp, StoreError> {
    let (failures, accounts) = (NETWORK_FAILURES * networks.times, NETWORK_ACCOUNTS * networks.times);
    let mut next = now;
    if counts.tries >= failures {
        let at = find_time(
            tx,
            "SELECT tried_at AS at FROM network_tries WHERE network >= $1 AND network < $5 AND tried_at > $2 AND tried_at <= $4
             ORDER BY tried_at LIMIT 1 OFFSET $3",
            networks,
            (now.minus(NETWORK_FAILURES_IN), latest_past(now)),
            counts.tries - failures,
        );
        next = next.max(at.await?.plus(NETWORK_FAILURES_IN));
    }
    if counts.subjects >= accounts {
        let at = find_time(
            tx,
            "SELECT MAX(tried_at) AS at FROM network_tries WHERE network >= $1 AND network < $5 AND tried_at > $2 AND tried_at <= $4
             GROUP BY subject ORDER BY at LIMIT 1 OFFSET $3",
            networks,
            (now.minus(NETWORK_ACCOUNTS_IN), latest_past(now)),
            counts.subjects - accounts,
        );
        next = next.max(at.await?.plus(NETWORK_ACCOUNTS_IN));
    }
    Ok(next)
}

async fn find_time(
    tx: &mut WriteTransaction,
    sql: &'static str,
    networks: &LimitedNetworks,
    (since, latest): (Timestamp, Timestamp),
    offset: i64,
) -> Result<Timestamp, StoreError> {
    let (from, to) = networks.range();
    let row = sqlx::query(sql)
        .bind(from)
        .bind(since.as_millis())
        .bind(offset)
        .bind(latest.as_millis())
        .bind(to)
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
