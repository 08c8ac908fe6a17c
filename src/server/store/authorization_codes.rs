//! Codes: given to a browser for an app, and exchanged by the app for tokens, once.

use super::app_tokens::{Grant, GrantTokens, grant, insert_access_token, insert_refresh_token, revoke_grant};
use super::apps::App;
use super::audit::{AuditKind, By, Origin};
use super::authorization_requests::AuthorizationRequest;
use super::forward_auth::insert_cookie;
use super::transaction::WriteTransaction;
use super::{Store, StoreError, parsed};
use crate::domain::{Timestamp, UserId};
use crate::server::clock::{latest, latest_past};
use crate::server::rate_limit::{AUTHORIZATION_CODE, REFUSALS_LOGGED, UNUSED_CODES};
use sqlx::Row as _;

/// A code that is about to be given out.
pub struct NewCode<'a> {
    /// SHA-256 of it.
    pub code_hash: &'a str,
    /// For what.
    pub asked: &'a AuthorizationRequest,
    /// The handle of the stored request it answers, if one was stored.
    pub handle_hash: Option<&'a str>,
    /// The session it belongs to.
    pub session_hash: &'a str,
    /// Whose that is.
    pub user_id: &'a UserId,
    /// When they gave the password.
    pub auth_time: Timestamp,
}

/// The outcome of the request for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeIssued {
    /// It works.
    Yes,
    /// The session has ended.
    NoSession,
    /// The request was answered already.
    RequestFinished,
}

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
pub enum Given<'a> {
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
    /// Gives out a code, and notes that the person uses the app.
    pub async fn insert_authorization_code(
        &self,
        app: &App,
        new: &NewCode<'_>,
        origin: &Origin,
    ) -> Result<CodeIssued, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        if !lock_session(&mut tx, new.session_hash).await? {
            return Ok(CodeIssued::NoSession);
        }
        if let Some(handle) = new.handle_hash {
            let finished = sqlx::query(
                "UPDATE authorization_requests SET finished_at = $2, state = NULL, nonce = NULL, login_hint = NULL
                 WHERE handle_hash = $1 AND finished_at IS NULL",
            )
            .bind(handle.to_owned())
            .bind(now.as_millis())
            .execute(&mut *tx)
            .await?;
            if finished.rows_affected() == 0 {
                return Ok(CodeIssued::RequestFinished);
            }
        }
        let (app_session_id, is_first) = self.lock_app_session(&mut tx, app, new).await?;
        sqlx::query(
            "INSERT INTO authorization_codes (code_hash, grant_id, app_id, app_session_id, session_hash, user_id, redirect_uri,
                                              scope, nonce, code_challenge, auth_time, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(new.code_hash.to_owned())
        .bind(self.clock.new_id())
        .bind(app.id.as_str().to_owned())
        .bind(app_session_id.clone())
        .bind(new.session_hash.to_owned())
        .bind(new.user_id.as_str().to_owned())
        .bind(new.asked.redirect_uri.clone())
        .bind(new.asked.scope.clone())
        .bind(new.asked.nonce.clone())
        .bind(new.asked.code_challenge.clone())
        .bind(new.auth_time.as_millis())
        .bind(now.as_millis())
        .bind(now.plus(AUTHORIZATION_CODE).as_millis())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "DELETE FROM authorization_codes WHERE app_session_id = $1 AND used_at IS NULL AND code_hash NOT IN (
                 SELECT code_hash FROM authorization_codes WHERE app_session_id = $1 AND used_at IS NULL
                 ORDER BY CASE WHEN code_hash = $3 THEN 0 ELSE 1 END, created_at DESC, code_hash LIMIT $2)",
        )
        .bind(app_session_id)
        .bind(UNUSED_CODES)
        .bind(new.code_hash.to_owned())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO app_uses (user_id, app_id, first_used_at, last_used_at) VALUES ($1, $2, $3, $3)
             ON CONFLICT (user_id, app_id) DO UPDATE SET last_used_at = $3",
        )
        .bind(new.user_id.as_str().to_owned())
        .bind(app.id.as_str().to_owned())
        .bind(now.as_millis())
        .execute(&mut *tx)
        .await?;
        // Once for each session: an app may ask as often as it likes, and so may who wants to fill the disk.
        if is_first {
            let by = By::user(new.user_id, origin);
            let client_id = &app.details.client_id;
            self.insert_app_event(&mut tx, AuditKind::AppSignedIn, client_id, &by, Some(new.user_id)).await?;
        }
        tx.commit().await?;
        Ok(CodeIssued::Yes)
    }

    /// Logs that a person may not use an app, unless the log has it of the last hour.
    pub async fn insert_app_refusal(&self, app: &App, user_id: &UserId, origin: &Origin) -> Result<(), StoreError> {
        let now = self.clock.now();
        let logged = sqlx::query(
            "SELECT at FROM audit_log WHERE target = $1 AND at > $2 AND at <= $5 AND kind = $3 AND detail = $4 LIMIT 1",
        )
        .bind(user_id.as_str().to_owned())
        .bind(now.minus(REFUSALS_LOGGED).as_millis())
        .bind(AuditKind::AppRefused.as_str())
        .bind(app.details.client_id.as_str().to_owned())
        .bind(latest_past(now).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        if logged.is_some() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        let (by, client_id) = (By::user(user_id, origin), &app.details.client_id);
        self.insert_app_event(&mut tx, AuditKind::AppRefused, client_id, &by, Some(user_id)).await?;
        Ok(tx.commit().await?)
    }

    /// The app's part in a session, and whether it has just begun; its id is the claim `sid`.
    async fn lock_app_session(
        &self,
        tx: &mut WriteTransaction,
        app: &App,
        new: &NewCode<'_>,
    ) -> Result<(String, bool), StoreError> {
        let new_id = crate::server::password::random_hex::<16>();
        let row = sqlx::query(
            "INSERT INTO app_sessions (id, app_id, user_id, session_hash, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (session_hash, app_id) DO UPDATE SET user_id = app_sessions.user_id RETURNING id",
        )
        .bind(new_id.clone())
        .bind(app.id.as_str().to_owned())
        .bind(new.user_id.as_str().to_owned())
        .bind(new.session_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .fetch_one(&mut **tx)
        .await?;
        let id: String = row.try_get("id")?;
        let is_first = id == new_id;
        Ok((id, is_first))
    }

    /// Exchanges a code of `app` for what is `given`, if `fits` says so of what came with it. Of a hundred
    /// exchanges at once one gets it; the others end it.
    pub async fn take_authorization_code(
        &self,
        code_hash: &str,
        app: &App,
        given: Given<'_>,
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
            Given::Tokens(tokens) => {
                insert_access_token(&mut tx, &grant, tokens, now).await?;
                if let Some(refresh) = tokens.refresh_hash.filter(|_| grant.has_scope("offline_access")) {
                    insert_refresh_token(&mut tx, &grant, refresh, now).await?;
                }
            }
            Given::Cookie(hash) => insert_cookie(&mut tx, &grant, hash, now).await?,
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
            let (kind, client_id) = (AuditKind::AppTokensRevoked, &app.details.client_id);
            self.insert_app_event(&mut tx, kind, client_id, &By::worker_for_request(origin), Some(&user_id)).await?;
        }
        tx.commit().await?;
        Ok(Exchanged::Reused)
    }

    /// Forgets codes and tokens whose time is over, and whom apps were told of long ago.
    pub async fn delete_old_codes(&self, before: Timestamp) -> Result<(), StoreError> {
        self.run_in_batches(
            "DELETE FROM authorization_codes WHERE code_hash IN (
                 SELECT code_hash FROM authorization_codes WHERE expires_at < $1 OR created_at > $3 LIMIT $2)",
            before,
        )
        .await
    }
}

/// Locks a session that opens an account, so that it does not end while something is hung on it;
/// `false` when it has ended.
pub(super) async fn lock_session(tx: &mut WriteTransaction, session_hash: &str) -> Result<bool, StoreError> {
    let held =
        sqlx::query("UPDATE sessions SET last_seen_at = last_seen_at WHERE token_hash = $1 AND purpose = 'full'")
            .bind(session_hash.to_owned())
            .execute(&mut **tx)
            .await?;
    Ok(held.rows_affected() == 1)
}
