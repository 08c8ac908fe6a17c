//! Exchanging a code, once.

use super::lock_session;
use crate::domain::UserId;
use crate::server::clock::latest;
use crate::server::rate_limit::AUTHORIZATION_CODE;
use crate::server::store::app_tokens::{
    Grant, GrantTokens, delete_surplus_tokens, grant, insert_access_token, insert_refresh_token, revoke_grant,
};
use crate::server::store::apps::App;
use crate::server::store::audit::Origin;
use crate::server::store::forward_auth::insert_cookie;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, parsed};
use sqlx::Row as _;

/// The outcome of the request to exchange a code.
#[derive(Debug)]
pub enum Exchanged {
    /// What was given works.
    Done(Grant),
    /// There is no such code of this app, its time is over, or its session has ended.
    Unknown,
    /// It was exchanged before: what it was exchanged for has ended.
    Reused,
    /// It was given for another address or another verifier; it is used up.
    Mismatch,
}

/// What a code is exchanged for.
#[derive(Clone, Copy)]
pub enum ExchangeFor<'a> {
    /// Tokens, which the app itself asks for.
    Tokens(&'a GrantTokens<'a>),
    /// The cookie with this SHA-256, for the host of an app behind a proxy.
    Cookie(&'a str),
}

/// A code as it is stored, for the check of what came with it.
pub struct StoredCode {
    /// Where it was sent.
    pub redirect_uri: String,
    /// What the verifier has to hash to.
    pub code_challenge: String,
}

impl Store {
    /// Exchanges a code of `app` for what is `given`, if `fits` says so of what came with it. Of a hundred
    /// exchanges at once one gets it; the others end it.
    pub async fn take_authorization_code(
        &self,
        code_hash: &str,
        app: &App,
        given: ExchangeFor<'_>,
        fits: impl FnOnce(&StoredCode) -> bool + Send,
        origin: &Origin,
    ) -> Result<Exchanged, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let found = sqlx::query("SELECT session_hash FROM authorization_codes WHERE code_hash = $1 AND app_id = $2")
            .bind(code_hash.to_owned())
            .bind(app.id.as_str().to_owned())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(found) = found else { return Ok(Exchanged::Unknown) };
        // In the order in which ending a session locks: first the session, then what hangs on it.
        if !lock_session(&mut tx, &found.try_get::<String, _>("session_hash")?).await? {
            return Ok(Exchanged::Unknown);
        }
        let taken = sqlx::query(
            "UPDATE authorization_codes SET used_at = $2
             WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2 AND expires_at <= $3
             RETURNING grant_id, app_id, app_session_id, session_hash, user_id, scope, nonce, auth_time, redirect_uri, code_challenge",
        )
        .bind(code_hash.to_owned())
        .bind(now.as_millis())
        .bind(latest(now, AUTHORIZATION_CODE).as_millis())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = taken else {
            return self.end_reused_code(tx, code_hash, app, origin).await;
        };
        let stored =
            StoredCode { redirect_uri: row.try_get("redirect_uri")?, code_challenge: row.try_get("code_challenge")? };
        if !fits(&stored) {
            tx.commit().await?;
            return Ok(Exchanged::Mismatch);
        }
        let grant = grant(&row, "authorization_codes", row.try_get("nonce")?)?;
        match given {
            ExchangeFor::Tokens(tokens) => {
                insert_access_token(&mut tx, &grant, tokens, now).await?;
                if let Some(refresh) = tokens.refresh_hash.filter(|_| grant.has_scope("offline_access")) {
                    insert_refresh_token(&mut tx, &grant, refresh, now).await?;
                }
                delete_surplus_tokens(&mut tx, &grant).await?;
            }
            ExchangeFor::Cookie(hash) => insert_cookie(&mut tx, &grant, hash, now).await?,
        }
        tx.commit().await?;
        Ok(Exchanged::Done(grant))
    }

    async fn end_reused_code(
        &self,
        mut tx: WriteTransaction,
        code_hash: &str,
        app: &App,
        origin: &Origin,
    ) -> Result<Exchanged, StoreError> {
        let row = sqlx::query(
            "SELECT grant_id, user_id FROM authorization_codes WHERE code_hash = $1 AND used_at IS NOT NULL",
        )
        .bind(code_hash.to_owned())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(Exchanged::Unknown) };
        let user_id = parsed(&row, "authorization_codes", "user_id", UserId::parse)?;
        if revoke_grant(&mut tx, &row.try_get::<String, _>("grant_id")?).await? {
            self.insert_tokens_revoked(&mut tx, app, &user_id, origin).await?;
        }
        tx.commit().await?;
        Ok(Exchanged::Reused)
    }
}
