//! How many tokens of one app work in one session.

use super::{Grant, revoke_grant};
use crate::server::rate_limit::{ACCESS_TOKENS, REFRESH_TOKENS};
use crate::server::store::StoreError;
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;

/// Of an app's tokens in a session, keeps those of `grant`, which were just given out, and the newest, [`REFRESH_TOKENS`] and
/// [`ACCESS_TOKENS`] in all: who is signed in may have an app ask for them as often as they like.
pub(in crate::server::store) async fn delete_surplus_tokens(
    tx: &mut WriteTransaction,
    grant: &Grant,
) -> Result<(), StoreError> {
    let surplus = sqlx::query(
        "SELECT grant_id FROM refresh_tokens WHERE app_session_id = $1 AND rotated_at IS NULL
         ORDER BY CASE WHEN grant_id = $2 THEN 0 ELSE 1 END, created_at DESC, token_hash LIMIT 1000 OFFSET $3",
    )
    .bind(grant.app_session_id.clone())
    .bind(grant.grant_id.clone())
    .bind(REFRESH_TOKENS)
    .fetch_all(&mut **tx)
    .await?;
    for row in surplus {
        // With those that were renewed before it: its family has no end any more.
        revoke_grant(tx, row.try_get("grant_id")?).await?;
    }
    sqlx::query(
        "DELETE FROM access_tokens WHERE app_session_id = $1 AND token_hash NOT IN (
             SELECT token_hash FROM access_tokens WHERE app_session_id = $1
             ORDER BY CASE WHEN grant_id = $2 THEN 0 ELSE 1 END, created_at DESC, token_hash LIMIT $3)",
    )
    .bind(grant.app_session_id.clone())
    .bind(grant.grant_id.clone())
    .bind(ACCESS_TOKENS)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
