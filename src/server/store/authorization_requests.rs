//! Authorization requests of apps (OpenID Connect), kept while the person signs in.

use super::rate_limit::requests::{AUTHORIZATION_REQUESTS, LimitDecision, reserve_request};
use super::transaction::WriteTransaction;
use super::{Store, StoreError, parsed};
use crate::domain::{AppId, Timestamp};
use crate::server::clock::{CLOCKS_DIFFER, latest};
use crate::server::rate_limit::{AUTHORIZATION_REQUEST, AUTHORIZATION_REQUEST_NAMED, PENDING_REQUESTS};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// What an app has asked for, once everything in it was checked.
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    /// Which app.
    pub app_id: AppId,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// The scopes we know, separated by spaces.
    pub scope: String,
    /// Percent-encoded, as it came.
    pub state: Option<String>,
    /// For the ID token.
    pub nonce: Option<String>,
    /// SHA-256 of what the code's taker has to show, in base64url.
    pub code_challenge: String,
    /// The password must have been given after that.
    pub fresh_since: Option<Timestamp>,
    /// The address of who wants to sign in, if the app knows it.
    pub login_hint: Option<String>,
    /// The ID of the person the app means, if it sent an ID token of theirs.
    pub hinted_user: Option<String>,
}

/// A stored authorization request.
#[derive(Clone, Debug)]
pub struct PendingRequest {
    /// SHA-256 of its handle.
    pub handle_hash: String,
    /// SHA-256 of the cookie of the browser it came from.
    pub browser_hash: String,
    /// What was asked for.
    pub request: AuthorizationRequest,
    /// Whether it has expired.
    pub is_expired: bool,
    /// Whether its code was given out.
    pub is_finished: bool,
}

macro_rules! select_request {
    ($rest:literal) => {
        concat!(
            "SELECT handle_hash, browser_hash, app_id, redirect_uri, scope, state, nonce, code_challenge, fresh_since,
                    login_hint, hinted_user, created_at, expires_at, finished_at FROM authorization_requests ",
            $rest
        )
    };
}

impl Store {
    fn pending_request(&self, row: &AnyRow) -> Result<PendingRequest, StoreError> {
        let expires_at = Timestamp::from_millis(row.try_get("expires_at")?);
        let now = self.clock.now();
        Ok(PendingRequest {
            handle_hash: row.try_get("handle_hash")?,
            browser_hash: row.try_get("browser_hash")?,
            request: AuthorizationRequest {
                app_id: parsed(row, "authorization_requests", "app_id", AppId::parse)?,
                redirect_uri: row.try_get("redirect_uri")?,
                scope: row.try_get("scope")?,
                state: row.try_get("state")?,
                nonce: row.try_get("nonce")?,
                code_challenge: row.try_get("code_challenge")?,
                fresh_since: row.try_get::<Option<i64>, _>("fresh_since")?.map(Timestamp::from_millis),
                login_hint: row.try_get("login_hint")?,
                hinted_user: row.try_get("hinted_user")?,
            },
            is_expired: expires_at <= now || expires_at > latest(now, AUTHORIZATION_REQUEST),
            is_finished: row.try_get::<Option<i64>, _>("finished_at")?.is_some(),
        })
    }

    /// Stores a request until its person has signed in, unless `network` has reached its limit. Beyond
    /// [`PENDING_REQUESTS`] of a browser, the oldest are deleted; where the network may add none, this one replaces the
    /// browser's oldest.
    pub async fn insert_authorization_request(
        &self,
        handle_hash: &str,
        browser_hash: &str,
        request: &AuthorizationRequest,
        network: Option<&str>,
    ) -> Result<LimitDecision, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin_short().await?;
        let mut kept = PENDING_REQUESTS;
        let own = count_requests_of(&mut tx, browser_hash).await?;
        // One that takes the place of another adds none.
        if network.is_some()
            && own < PENDING_REQUESTS
            && let refused @ LimitDecision::NotBefore(_) =
                reserve_request(&mut tx, &AUTHORIZATION_REQUESTS, &self.clock.new_id(), network, now).await?
        {
            if own == 0 {
                tx.rollback().await?;
                return Ok(refused);
            }
            kept = own;
        }
        insert_row(&mut tx, handle_hash, browser_hash, request, now).await?;
        delete_surplus_requests(&mut tx, handle_hash, browser_hash, kept).await?;
        tx.commit().await?;
        Ok(LimitDecision::Allowed)
    }

    /// Notes that the password was given for a request, in this session: from then on the request is answered with it,
    /// and not with an older one of somebody else. It is compared with the time of the session; else those of two nodes
    /// would be, whose clocks differ, and the password would be asked for again.
    pub async fn set_request_fresh(&self, handle_hash: &str, session_hash: &str) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE authorization_requests
             SET fresh_since = (SELECT CASE WHEN s.confirmed_at > s.created_at THEN s.confirmed_at ELSE s.created_at END
                                FROM sessions s WHERE s.token_hash = $2)
             WHERE handle_hash = $1 AND fresh_since IS NOT NULL
               AND EXISTS (SELECT 1 FROM sessions s WHERE s.token_hash = $2)",
        )
        .bind(handle_hash.to_owned())
        .bind(session_hash.to_owned())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The request with this handle, whatever became of it.
    pub async fn find_authorization_request(&self, handle_hash: &str) -> Result<Option<PendingRequest>, StoreError> {
        let row = sqlx::query(select_request!("WHERE handle_hash = $1"))
            .bind(handle_hash.to_owned())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| self.pending_request(&row)).transpose()
    }

    /// The newest request of a browser that still waits for its person.
    pub async fn find_newest_request_of(&self, browser_hash: &str) -> Result<Option<PendingRequest>, StoreError> {
        let now = self.clock.now();
        let row = sqlx::query(select_request!(
            "WHERE browser_hash = $1 AND finished_at IS NULL AND expires_at > $2 AND expires_at <= $3
             ORDER BY created_at DESC, handle_hash LIMIT 1"
        ))
        .bind(browser_hash.to_owned())
        .bind(now.as_millis())
        .bind(latest(now, AUTHORIZATION_REQUEST).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| self.pending_request(&row)).transpose()
    }

    /// Deletes requests that are too old for a page to name their app; and, of those that have expired, the values that
    /// only an answer would need, since an app may send long ones.
    pub async fn delete_old_authorization_requests(&self) -> Result<(), StoreError> {
        self.run_in_batches(
            "UPDATE authorization_requests SET state = NULL, nonce = NULL, login_hint = NULL WHERE handle_hash IN (
                 SELECT handle_hash FROM authorization_requests
                 WHERE (expires_at <= $1 OR created_at > $3)
                   AND (state IS NOT NULL OR nonce IS NOT NULL OR login_hint IS NOT NULL) LIMIT $2)",
            // Another node, whose clock is behind, may still answer it.
            self.clock.now().minus(CLOCKS_DIFFER),
        )
        .await?;
        let before = self.clock.now().minus(AUTHORIZATION_REQUEST_NAMED);
        self.run_in_batches(
            "DELETE FROM authorization_requests WHERE handle_hash IN (
                 SELECT handle_hash FROM authorization_requests WHERE expires_at < $1 OR created_at > $3 LIMIT $2)",
            before,
        )
        .await
    }
}

async fn count_requests_of(tx: &mut WriteTransaction, browser_hash: &str) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS own FROM authorization_requests WHERE browser_hash = $1")
        .bind(browser_hash.to_owned())
        .fetch_one(&mut **tx)
        .await?;
    Ok(row.try_get("own")?)
}

async fn insert_row(
    tx: &mut WriteTransaction,
    handle_hash: &str,
    browser_hash: &str,
    request: &AuthorizationRequest,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO authorization_requests (handle_hash, browser_hash, app_id, redirect_uri, scope, state, nonce,
                                             code_challenge, fresh_since, login_hint, created_at, expires_at, hinted_user)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(handle_hash.to_owned())
    .bind(browser_hash.to_owned())
    .bind(request.app_id.as_str().to_owned())
    .bind(request.redirect_uri.clone())
    .bind(request.scope.clone())
    .bind(request.state.clone())
    .bind(request.nonce.clone())
    .bind(request.code_challenge.clone())
    .bind(request.fresh_since.map(Timestamp::as_millis))
    .bind(request.login_hint.clone())
    .bind(now.as_millis())
    .bind(now.plus(AUTHORIZATION_REQUEST).as_millis())
    .bind(request.hinted_user.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes the oldest requests of a browser beyond the `kept` newest, but not the one with this handle.
async fn delete_surplus_requests(
    tx: &mut WriteTransaction,
    handle_hash: &str,
    browser_hash: &str,
    kept: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM authorization_requests WHERE browser_hash = $1 AND handle_hash NOT IN (
             SELECT handle_hash FROM authorization_requests WHERE browser_hash = $1
             ORDER BY CASE WHEN handle_hash = $3 THEN 0 ELSE 1 END, created_at DESC, handle_hash LIMIT $2)",
    )
    .bind(browser_hash.to_owned())
    .bind(kept)
    .bind(handle_hash.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
