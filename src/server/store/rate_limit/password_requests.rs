//! The requests for a forgotten password that come from one network.

use super::network::{insert_network_attempt_statement, lock_guard};
use crate::domain::Timestamp;
use crate::server::clock::latest_past;
use crate::server::rate_limit::{PASSWORD_REQUESTS_IN, PASSWORD_REQUESTS_OF_NETWORK};
use crate::server::store::StoreError;
use crate::server::store::statement::run_all;
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;

/// Counts one more from `network`; or says from when on another may be sent. They are counted as the network's wrong
/// tries are, under a name of their own.
pub(in crate::server::store) async fn reserve_password_request(
    tx: &mut WriteTransaction,
    id: &str,
    network: &str,
    now: Timestamp,
) -> Result<Result<(), Timestamp>, StoreError> {
    let name = format!("password requests of {network}");
    lock_guard(tx, &name, now).await?;
    // Newest first: the one that has to grow old before another may follow.
    let full = sqlx::query(
        "SELECT tried_at FROM network_tries WHERE network = $1 AND tried_at > $2 AND tried_at <= $3
         ORDER BY tried_at DESC LIMIT 1 OFFSET $4",
    )
    .bind(name.clone())
    .bind(now.minus(PASSWORD_REQUESTS_IN).as_millis())
    .bind(latest_past(now).as_millis())
    .bind(PASSWORD_REQUESTS_OF_NETWORK - 1)
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(row) = full {
        return Ok(Err(Timestamp::from_millis(row.try_get("tried_at")?).plus(PASSWORD_REQUESTS_IN)));
    }
    run_all(tx, [insert_network_attempt_statement(id, &name, "", now)]).await?;
    Ok(Ok(()))
}
