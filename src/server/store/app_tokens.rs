//! Access and refresh tokens: opaque, stored as hashes, gone with the session they belong to.

mod grant;
mod surplus;

pub use grant::{Grant, GrantTokens, LiveToken, TokenKind};

use super::apps::{App, is_open_to};
use super::audit::{AuditKind, By, Origin};
use super::authorization_codes::lock_session;
use super::transaction::WriteTransaction;
use super::{Store, StoreError};
use crate::domain::{AppId, Timestamp, UserId};
use crate::server::clock::{latest, latest_past};
use crate::server::rate_limit::{ACCESS_TOKEN, REFRESH_GRACE, REFUSALS_LOGGED, RENEWALS, RENEWALS_IN};
pub(super) use grant::grant;
use grant::live;
use sqlx::Row as _;
use surplus::delete_surplus_tokens;

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
    /// The person may not use the app any more; the token works again once they may.
    NoAccess,
    /// The app has renewed too often in this session lately, and may do so again from then on.
    NotBefore(Timestamp),
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
        row.map(|row| live(&row, TokenKind::Access, Some(Timestamp::from_millis(row.try_get("expires_at")?))))
            .transpose()
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
        row.map(|row| live(&row, TokenKind::Refresh, None)).transpose()
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
        if !is_open_to(&mut *tx, app, &grant.user_id).await? {
            return Ok(Renewed::NoAccess);
        }
        if let Some(next) = find_next_renewal_time(&mut tx, token_hash, &grant, now).await? {
            return Ok(Renewed::NotBefore(next));
        }
        // Another request may just have ended them all.
        let Some(rotated_at) = set_rotated(&mut tx, token_hash, now).await? else { return Ok(Renewed::Unknown) };
        if now.since(rotated_at) > REFRESH_GRACE || rotated_at > latest_past(now) {
            revoke_grant(&mut tx, &grant.grant_id).await?;
            self.insert_tokens_revoked(&mut tx, app, &grant.user_id, origin).await?;
            tx.commit().await?;
            return Ok(Renewed::Reused);
        }
        insert_tokens(&mut tx, &grant, tokens, now).await?;
        tx.commit().await?;
        Ok(Renewed::Tokens(grant))
    }

    /// Logs that a code or a refresh token came a second time, unless the log has it of the last hour.
    pub(super) async fn insert_tokens_revoked(
        &self,
        tx: &mut WriteTransaction,
        app: &App,
        user_id: &UserId,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let (kind, client_id) = (AuditKind::AppTokensRevoked, &app.details.client_id);
        if self.was_logged_recently(&mut **tx, (user_id, kind, client_id.as_str()), REFUSALS_LOGGED).await? {
            return Ok(());
        }
        self.insert_app_event(tx, kind, client_id, &By::worker_for_request(origin), Some(user_id)).await
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
        // It stays until nobody can repeat the request that it came of, which would else bring it back.
        sqlx::query("UPDATE access_tokens SET expires_at = created_at WHERE token_hash = $1 AND app_id = $2")
            .bind(token_hash.to_owned())
            .bind(app.as_str().to_owned())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Deletes access tokens that have expired, and refresh tokens that were renewed before `before`.
    pub async fn delete_old_app_tokens(&self, before: Timestamp) -> Result<(), StoreError> {
        self.run_in_batches(
            "DELETE FROM access_tokens WHERE token_hash IN (
                 SELECT token_hash FROM access_tokens WHERE expires_at < $1 OR created_at > $3 LIMIT $2)",
            // Revoked ones, which a repeated request would bring back, for a little longer.
            self.clock.now().minus(REFRESH_GRACE * 2),
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

/// Marks a refresh token as renewed; returns when it was renewed first, or `None` when there is no such token.
async fn set_rotated(
    tx: &mut WriteTransaction,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query(
        "UPDATE refresh_tokens SET rotated_at = COALESCE(rotated_at, $2) WHERE token_hash = $1 RETURNING rotated_at",
    )
    .bind(token_hash.to_owned())
    .bind(now.as_millis())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| Ok(Timestamp::from_millis(row.try_get("rotated_at")?))).transpose()
}

/// Stores the tokens of a grant: an access token, and a refresh token if the app has asked for `offline_access`.
pub(super) async fn insert_tokens(
    tx: &mut WriteTransaction,
    grant: &Grant,
    tokens: &GrantTokens<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    insert_access_token(tx, grant, tokens, now).await?;
    if let Some(refresh) = tokens.refresh_hash.filter(|_| grant.has_scope("offline_access")) {
        insert_refresh_token(tx, grant, refresh, now).await?;
    }
    delete_surplus_tokens(tx, grant).await
}

async fn insert_access_token(
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

async fn insert_refresh_token(
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

/// When an app may renew a token that was not renewed before, if it has renewed too often in this session lately. What was
/// renewed is kept for long, and who is signed in could else fill the disk.
async fn find_next_renewal_time(
    tx: &mut WriteTransaction,
    token_hash: &str,
    grant: &Grant,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query(
        "SELECT rotated_at FROM refresh_tokens WHERE app_session_id = $1 AND rotated_at > $2 AND rotated_at <= $3
           AND NOT EXISTS (SELECT 1 FROM refresh_tokens WHERE token_hash = $4 AND rotated_at IS NOT NULL)
         ORDER BY rotated_at DESC LIMIT 1 OFFSET $5",
    )
    .bind(grant.app_session_id.clone())
    .bind(now.minus(RENEWALS_IN).as_millis())
    .bind(latest_past(now).as_millis())
    .bind(token_hash.to_owned())
    .bind(RENEWALS - 1)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| Ok(Timestamp::from_millis(row.try_get("rotated_at")?).plus(RENEWALS_IN))).transpose()
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
