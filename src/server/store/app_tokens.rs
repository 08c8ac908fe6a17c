//! Access and refresh tokens: opaque, stored as hashes, gone with the session they belong to.

mod grant;

pub use grant::{Grant, GrantTokens, LiveToken};

use super::apps::App;
use super::audit::{AuditKind, By, Origin};
use super::authorization_codes::lock_session;
use super::transaction::WriteTransaction;
use super::{Store, StoreError};
use crate::domain::{AppId, Timestamp};
use crate::server::clock::{latest, latest_past};
use crate::server::rate_limit::{ACCESS_TOKEN, REFRESH_GRACE};
pub(super) use grant::grant;
use grant::live;
use sqlx::Row as _;

/// The outcome of a request to renew tokens.
#[derive(Debug)]
pub enum Renewed {
    /// These work now.
    Tokens(Grant),
    /// There is no such token of this app.
    Unknown,
    /// It was renewed before, longer ago than a repeated request explains: all its tokens have ended.
    Reused,
    /// The scopes asked for are more than it has.
    MoreScope,
}

/// The access token by its hash: for each request with one.
const FIND_ACCESS_TOKEN: &str = "SELECT app_id, session_hash, scope, created_at, expires_at FROM access_tokens
     WHERE token_hash = $1 AND expires_at > $2 AND expires_at <= $3";

impl Store {
    /// An access token that works, by its hash.
    pub async fn find_access_token(&self, token_hash: &str) -> Result<Option<LiveToken>, StoreError> {
        let now = self.clock.now();
        let row = sqlx::query(FIND_ACCESS_TOKEN)
            .bind(token_hash.to_owned())
            .bind(now.as_millis())
            .bind(latest(now, ACCESS_TOKEN).as_millis())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| live(&row, true, Some(Timestamp::from_millis(row.try_get("expires_at")?)))).transpose()
    }

    /// A refresh token that works, by its hash.
    pub async fn find_refresh_token(&self, token_hash: &str) -> Result<Option<LiveToken>, StoreError> {
        let row = sqlx::query(
            "SELECT app_id, session_hash, scope, created_at FROM refresh_tokens
             WHERE token_hash = $1 AND rotated_at IS NULL",
        )
        .bind(token_hash.to_owned())
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| live(&row, false, None)).transpose()
    }

    /// Puts new tokens in the place of a refresh token of `app`. The same one again within
    /// [`REFRESH_GRACE`] gets the same tokens, which `tokens` derives from it; later it ends them all.
    pub async fn take_refresh_token(
        &self,
        token_hash: &str,
        app: &App,
        tokens: &GrantTokens<'_>,
        origin: &Origin,
    ) -> Result<Renewed, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let row = sqlx::query(
            "SELECT grant_id, app_id, app_session_id, session_hash, user_id, scope, auth_time
             FROM refresh_tokens WHERE token_hash = $1 AND app_id = $2",
        )
        .bind(token_hash.to_owned())
        .bind(app.id.as_str().to_owned())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(Renewed::Unknown) };
        // The nonce belongs to the first ID token (OpenID Connect Core 1.0, 12.2).
        let grant = grant(&row, "refresh_tokens", None)?;
        if tokens.access_scope.is_some_and(|scopes| !scopes.split(' ').all(|scope| grant.has_scope(scope))) {
            return Ok(Renewed::MoreScope);
        }
        if !lock_session(&mut tx, &grant.session_hash).await? {
            return Ok(Renewed::Unknown);
        }
        let held = sqlx::query(
            "UPDATE refresh_tokens SET rotated_at = COALESCE(rotated_at, $2) WHERE token_hash = $1 RETURNING rotated_at",
        )
        .bind(token_hash.to_owned())
        .bind(now.as_millis())
        .fetch_optional(&mut *tx)
        .await?;
        // Another request has just ended them all.
        let Some(held) = held else { return Ok(Renewed::Unknown) };
        let rotated_at = Timestamp::from_millis(held.try_get("rotated_at")?);
        if now.since(rotated_at) > REFRESH_GRACE || rotated_at > latest_past(now) {
            revoke_grant(&mut tx, &grant.grant_id).await?;
            let (kind, client_id) = (AuditKind::AppTokensRevoked, &app.details.client_id);
            self.insert_app_event(&mut tx, kind, client_id, &By::worker_for_request(origin), Some(&grant.user_id))
                .await?;
            tx.commit().await?;
            return Ok(Renewed::Reused);
        }
        insert_access_token(&mut tx, &grant, tokens, now).await?;
        if let Some(refresh) = tokens.refresh_hash {
            insert_refresh_token(&mut tx, &grant, refresh, now).await?;
        }
        tx.commit().await?;
        Ok(Renewed::Tokens(grant))
    }

    /// Ends a token of `app` (RFC 7009): a refresh token with all that came of it, an access token alone.
    pub async fn delete_app_token(&self, token_hash: &str, app: &AppId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let row =
            sqlx::query("SELECT grant_id, session_hash FROM refresh_tokens WHERE token_hash = $1 AND app_id = $2")
                .bind(token_hash.to_owned())
                .bind(app.as_str().to_owned())
                .fetch_optional(&mut *tx)
                .await?;
        if let Some(row) = row {
            // What it is being renewed to at this moment ends as well.
            lock_session(&mut tx, &row.try_get::<String, _>("session_hash")?).await?;
            revoke_grant(&mut tx, &row.try_get::<String, _>("grant_id")?).await?;
        }
        sqlx::query("DELETE FROM access_tokens WHERE token_hash = $1 AND app_id = $2")
            .bind(token_hash.to_owned())
            .bind(app.as_str().to_owned())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Forgets access tokens whose time is over, and refresh tokens that were renewed before `before`.
    pub async fn delete_old_app_tokens(&self, before: Timestamp) -> Result<(), StoreError> {
        self.run_in_batches(
            "DELETE FROM access_tokens WHERE token_hash IN (
                 SELECT token_hash FROM access_tokens WHERE expires_at < $1 OR created_at > $3 LIMIT $2)",
            self.clock.now(),
        )
        .await?;
        self.run_in_batches(
            "DELETE FROM refresh_tokens WHERE token_hash IN (
                 SELECT token_hash FROM refresh_tokens WHERE rotated_at IS NOT NULL AND (rotated_at < $1 OR rotated_at > $3) LIMIT $2)",
            before,
        )
        .await
    }
}

pub(super) async fn insert_access_token(
    tx: &mut WriteTransaction,
    grant: &Grant,
    tokens: &GrantTokens<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO access_tokens (token_hash, grant_id, app_id, app_session_id, session_hash, user_id, scope, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (token_hash) DO NOTHING",
    )
    .bind(tokens.access_hash.to_owned())
    .bind(grant.grant_id.clone())
    .bind(grant.app_id.as_str().to_owned())
    .bind(grant.app_session_id.clone())
    .bind(grant.session_hash.clone())
    .bind(grant.user_id.as_str().to_owned())
    .bind(tokens.access_scope.unwrap_or(&grant.scope).to_owned())
    .bind(now.as_millis())
    .bind(now.plus(ACCESS_TOKEN).as_millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn insert_refresh_token(
    tx: &mut WriteTransaction,
    grant: &Grant,
    token_hash: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO refresh_tokens (token_hash, grant_id, app_id, app_session_id, session_hash, user_id, scope, auth_time, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (token_hash) DO NOTHING",
    )
    .bind(token_hash.to_owned())
    .bind(grant.grant_id.clone())
    .bind(grant.app_id.as_str().to_owned())
    .bind(grant.app_session_id.clone())
    .bind(grant.session_hash.clone())
    .bind(grant.user_id.as_str().to_owned())
    .bind(grant.scope.clone())
    .bind(grant.auth_time.as_millis())
    .bind(now.as_millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends all tokens and cookies of a grant; whether there were any.
pub(super) async fn revoke_grant(tx: &mut WriteTransaction, grant_id: &str) -> Result<bool, StoreError> {
    let mut ended = 0;
    for sql in [
        "DELETE FROM access_tokens WHERE grant_id = $1",
        "DELETE FROM refresh_tokens WHERE grant_id = $1",
        "DELETE FROM forward_auth_cookies WHERE grant_id = $1",
    ] {
        ended += sqlx::query(sql).bind(grant_id.to_owned()).execute(&mut **tx).await?.rows_affected();
    }
    Ok(ended > 0)
}
