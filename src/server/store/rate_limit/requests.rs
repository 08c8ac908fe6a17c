//! Requests of one kind that come from one network.

use super::network::{LimitedNetworks, lock_guard};
use crate::domain::Timestamp;
use crate::server::clock::latest_past;
use crate::server::rate_limit::{
    AUTHORIZATION_REQUESTS_IN, AUTHORIZATION_REQUESTS_OF_NETWORK, PASSWORD_REQUESTS_IN, PASSWORD_REQUESTS_OF_NETWORK,
    REPEATED_FORM,
};
use crate::server::store::StoreError;
use crate::server::store::statement::{Statement, run_list};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use std::time::Duration;

/// What a limit says to one more request.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitDecision {
    /// It was counted.
    Allowed,
    /// It was counted a moment ago, under the same id: the same form, sent again.
    Repeated,
    /// Not before then; nothing was counted.
    NotBefore(Timestamp),
}

/// Whether a form that was sent then, and comes again now, is a double click or a "back": the same one, sent twice.
pub(in crate::server::store) fn is_a_moment_ago(sent_at: Timestamp, now: Timestamp) -> bool {
    now.minus(REPEATED_FORM) < sent_at && sent_at <= latest_past(now)
}

/// How many requests of one kind a network may send.
pub(in crate::server::store) struct RequestLimit {
    /// What they are counted as.
    kind: &'static str,
    at_most: i64,
    within: Duration,
}

/// For a forgotten password.
pub(in crate::server::store) const PASSWORD_REQUESTS: RequestLimit =
    RequestLimit { kind: "password requests", at_most: PASSWORD_REQUESTS_OF_NETWORK, within: PASSWORD_REQUESTS_IN };

/// Of apps, which wait for their person to sign in.
pub(in crate::server::store) const AUTHORIZATION_REQUESTS: RequestLimit = RequestLimit {
    kind: "authorization requests",
    at_most: AUTHORIZATION_REQUESTS_OF_NETWORK,
    within: AUTHORIZATION_REQUESTS_IN,
};

/// The statement that reads when the one of the requests came that has to grow old before another may follow; it returns
/// no row while these networks may send more.
fn full_since_statement(limit: &RequestLimit, networks: &LimitedNetworks, now: Timestamp) -> Statement {
    let (from, to) = networks.range();
    Statement::new(
        "SELECT tried_at FROM network_tries WHERE network >= $1 AND network < $5 AND tried_at > $2 AND tried_at <= $3
         ORDER BY tried_at DESC LIMIT 1 OFFSET $4",
    )
    .bind(from)
    .bind(now.minus(limit.within).as_millis())
    .bind(latest_past(now).as_millis())
    .bind(limit.at_most * networks.times - 1)
    .bind(to)
}

/// Counts one more from `network`, as the network's wrong tries are, under a name of their own. Those of no known network
/// have no limit, and wait for nobody.
pub(in crate::server::store) async fn reserve_request(
    tx: &mut WriteTransaction,
    limit: &RequestLimit,
    id: &str,
    network: Option<&str>,
    now: Timestamp,
) -> Result<LimitDecision, StoreError> {
    let name = format!("{} of {}", limit.kind, network.unwrap_or("?"));
    let limited = network.map(|_| LimitedNetworks::of(&name)).unwrap_or_default();
    if let Some(networks) = limited.first() {
        lock_guard(tx, networks.guard(), now).await?;
    }
    let sent = Statement::new("SELECT tried_at FROM network_tries WHERE id = $1").bind(id);
    let full = limited.iter().map(|networks| full_since_statement(limit, networks, now));
    let mut times = Vec::new();
    for outcome in run_list(tx, std::iter::once(sent).chain(full).collect()).await? {
        times.push(outcome.rows.first().map(|row| row.try_get::<i64, _>("tried_at")).transpose()?);
    }
    let sent_at = times.first().copied().flatten();
    if sent_at.is_some_and(|sent_at| is_a_moment_ago(Timestamp::from_millis(sent_at), now)) {
        return Ok(LimitDecision::Repeated);
    }
    if let Some(full_since) = times.into_iter().skip(1).flatten().next() {
        return Ok(LimitDecision::NotBefore(Timestamp::from_millis(full_since).plus(limit.within)));
    }
    // Of the same form, sent twice at once, one is counted: the other no longer finds what it has read.
    let counted = sqlx::query(
        "INSERT INTO network_tries (id, network, subject, tried_at) VALUES ($1, $2, '', $3)
         ON CONFLICT (id) DO UPDATE SET network = $2, tried_at = $3 WHERE network_tries.tried_at = $4",
    )
    .bind(id.to_owned())
    .bind(name)
    .bind(now.as_millis())
    .bind(sent_at)
    .execute(&mut **tx)
    .await?;
    Ok(if counted.rows_affected() == 1 { LimitDecision::Allowed } else { LimitDecision::Repeated })
}
