//! Exchanging a code, once.

use super::lock_session;
use crate::domain::{Timestamp, UserId};
use crate::server::clock::latest;
use crate::server::rate_limit::AUTHORIZATION_CODE;
use crate::server::store::app_tokens::{Grant, GrantTokens, grant, insert_tokens, revoke_grant};
use crate::server::store::apps::App;
use crate::server::store::audit::Origin;
use crate::server::store::forward_auth::insert_cookie;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, parsed};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// The outcome of the request to exchange a code.
#[derive(Debug)]
pub enum Exchanged {
    /// What was given works.
    Done(Grant),
    /// There is no such code of this app, it has expired, or its session has ended.
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
        let Some(row) = set_used(&mut tx, code_hash, now).await? else {
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
            ExchangeFor::Tokens(tokens) => insert_tokens(&mut tx, &grant, tokens, now).await?,
            ExchangeFor::Cookie(hash) => insert_cookie(&mut tx, &grant, hash, now).await?,
        }
        tx.commit().await?;
        Ok(Exchanged::Done(grant))
    }

    /// Ends what a code was exchanged for, once it comes a second time (RFC 6749, 4.1.2).
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

/// Uses up a code: its row, or `None` when it was used before or has expired.
async fn set_used(tx: &mut WriteTransaction, code_hash: &str, now: Timestamp) -> Result<Option<AnyRow>, StoreError> {
    let row = sqlx::query(
        "UPDATE authorization_codes SET used_at = $2
         WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2 AND expires_at <= $3
         RETURNING grant_id, app_id, app_session_id, session_hash, user_id, scope, nonce, auth_time, redirect_uri, code_challenge",
    )
    .bind(code_hash.to_owned())
    .bind(now.as_millis())
    .bind(latest(now, AUTHORIZATION_CODE).as_millis())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row)
}
