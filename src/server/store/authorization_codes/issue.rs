//! Giving out a code.

use super::lock_session;
use crate::domain::{Timestamp, UserId};
use crate::server::clock::latest_past;
use crate::server::rate_limit::{AUTHORIZATION_CODE, HOUR, MAX_APP_SIGN_INS_AN_HOUR, PENDING_LOGOUTS, UNUSED_CODES};
use crate::server::store::apps::App;
use crate::server::store::audit::{AuditKind, By, Origin};
use crate::server::store::authorization_requests::AuthorizationRequest;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;

/// A code that is about to be given out.
pub struct NewCode<'a> {
    /// SHA-256 of it.
    pub code_hash: &'a str,
    /// For what.
    pub request: &'a AuthorizationRequest,
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
    /// [`PENDING_LOGOUTS`] logout tokens of this person are still to be sent to the app.
    TooManyLogouts,
    /// The person has begun [`MAX_APP_SIGN_INS_AN_HOUR`] sign-ins to apps within an hour.
    TooManySignIns,
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
        if let Some(handle) = new.handle_hash
            && !finish_request(&mut tx, handle, now).await?
        {
            return Ok(CodeIssued::RequestFinished);
        }
        if has_many_pending_logouts(&mut tx, app, new.user_id).await? {
            return Ok(CodeIssued::TooManyLogouts);
        }
        let (app_session_id, is_first) = self.lock_app_session(&mut tx, app, new).await?;
        if is_first && has_many_sign_ins(&mut tx, new.user_id, now).await? {
            return Ok(CodeIssued::TooManySignIns);
        }
        self.insert_code_row(&mut tx, app, &app_session_id, new, now).await?;
        delete_surplus_codes(&mut tx, &app_session_id, new.code_hash).await?;
        set_app_used(&mut tx, app, new.user_id, now).await?;
        // Once for each session: an app may ask as often as it likes, and so may who wants to fill the disk.
        if is_first {
            let by = By::user(new.user_id, origin);
            let client_id = &app.details.client_id;
            self.insert_app_event(&mut tx, AuditKind::AppSignedIn, client_id, &by, Some(new.user_id)).await?;
        }
        tx.commit().await?;
        Ok(CodeIssued::Yes)
    }

    async fn insert_code_row(
        &self,
        tx: &mut WriteTransaction,
        app: &App,
        app_session_id: &str,
        new: &NewCode<'_>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO authorization_codes (code_hash, grant_id, app_id, app_session_id, session_hash, user_id, redirect_uri,
                                              scope, nonce, code_challenge, auth_time, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(new.code_hash.to_owned())
        .bind(self.clock.new_id())
        .bind(app.id.as_str().to_owned())
        .bind(app_session_id.to_owned())
        .bind(new.session_hash.to_owned())
        .bind(new.user_id.as_str().to_owned())
        .bind(new.request.redirect_uri.clone())
        .bind(new.request.scope.clone())
        .bind(new.request.nonce.clone())
        .bind(new.request.code_challenge.clone())
        .bind(new.auth_time.as_millis())
        .bind(now.as_millis())
        .bind(now.plus(AUTHORIZATION_CODE).as_millis())
        .execute(&mut **tx)
        .await?;
        Ok(())
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
}

/// Marks a stored request as answered, and forgets what only its answer needs; `false` when it was answered already.
async fn finish_request(tx: &mut WriteTransaction, handle_hash: &str, now: Timestamp) -> Result<bool, StoreError> {
    let finished = sqlx::query(
        "UPDATE authorization_requests SET finished_at = $2, state = NULL, nonce = NULL, login_hint = NULL
         WHERE handle_hash = $1 AND finished_at IS NULL",
    )
    .bind(handle_hash.to_owned())
    .bind(now.as_millis())
    .execute(&mut **tx)
    .await?;
    Ok(finished.rows_affected() > 0)
}

/// Whether this person keeps the app busy with logout tokens.
async fn has_many_pending_logouts(tx: &mut WriteTransaction, app: &App, user_id: &UserId) -> Result<bool, StoreError> {
    let pending = sqlx::query(
        "SELECT COUNT(*) AS pending FROM (
             SELECT 1 FROM app_sessions
             WHERE user_id = $1 AND app_id = $2 AND session_hash IS NULL AND logout_state = 'open' AND logout_at IS NULL
             LIMIT $3) waiting",
    )
    .bind(user_id.as_str().to_owned())
    .bind(app.id.as_str().to_owned())
    .bind(PENDING_LOGOUTS)
    .fetch_one(&mut **tx)
    .await?;
    Ok(pending.try_get::<i64, _>("pending")? >= PENDING_LOGOUTS)
}

/// Whether this person has signed in to apps, and out of them, so often that the log fills.
async fn has_many_sign_ins(tx: &mut WriteTransaction, user_id: &UserId, now: Timestamp) -> Result<bool, StoreError> {
    let lately = sqlx::query(
        "SELECT COUNT(*) AS lately FROM (
             SELECT 1 FROM audit_log WHERE actor = $1 AND kind = $2 AND at > $3 AND at <= $4 LIMIT $5) events",
    )
    .bind(user_id.as_str().to_owned())
    .bind(AuditKind::AppSignedIn.as_str())
    .bind(now.minus(HOUR).as_millis())
    .bind(latest_past(now).as_millis())
    .bind(MAX_APP_SIGN_INS_AN_HOUR)
    .fetch_one(&mut **tx)
    .await?;
    Ok(lately.try_get::<i64, _>("lately")? >= MAX_APP_SIGN_INS_AN_HOUR)
}

/// Of an app's codes in a session, keeps the new one and [`UNUSED_CODES`] in all.
async fn delete_surplus_codes(
    tx: &mut WriteTransaction,
    app_session_id: &str,
    code_hash: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM authorization_codes WHERE app_session_id = $1 AND used_at IS NULL AND code_hash NOT IN (
             SELECT code_hash FROM authorization_codes WHERE app_session_id = $1 AND used_at IS NULL
             ORDER BY CASE WHEN code_hash = $3 THEN 0 ELSE 1 END, created_at DESC, code_hash LIMIT $2)",
    )
    .bind(app_session_id.to_owned())
    .bind(UNUSED_CODES)
    .bind(code_hash.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes that a person uses an app.
async fn set_app_used(
    tx: &mut WriteTransaction,
    app: &App,
    user_id: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO app_uses (user_id, app_id, first_used_at, last_used_at) VALUES ($1, $2, $3, $3)
         ON CONFLICT (user_id, app_id) DO UPDATE SET last_used_at = $3",
    )
    .bind(user_id.as_str().to_owned())
    .bind(app.id.as_str().to_owned())
    .bind(now.as_millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
