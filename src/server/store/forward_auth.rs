//! Cookies of the hosts of apps behind a proxy: opaque, stored as hashes, gone with the session they belong to.

use super::app_tokens::Grant;
use super::apps::App;
use super::audit::{AuditKind, By, Origin};
use super::transaction::WriteTransaction;
use super::{Store, StoreError, parsed};
use crate::domain::{AppDetails, AppId, Timestamp, UserId};
use crate::server::rate_limit::FORWARD_AUTH_COOKIES;
use sqlx::Row as _;

/// A cookie that was given out and has not ended.
#[derive(Clone, Debug)]
pub struct StoredCookie {
    /// For which app.
    pub app_id: AppId,
    /// The session it hangs on.
    pub session_hash: String,
    /// Whether its owner has seen that they may not use the app.
    pub is_refused: bool,
}

impl Store {
    /// The cookie with this SHA-256: for each request to an app behind a proxy.
    pub async fn find_forward_auth_cookie(&self, token_hash: &str) -> Result<Option<StoredCookie>, StoreError> {
        let row =
            sqlx::query("SELECT app_id, session_hash, refused_at FROM forward_auth_cookies WHERE token_hash = $1")
                .bind(token_hash.to_owned())
                .fetch_optional(&self.readers)
                .await?;
        row.map(|row| {
            Ok(StoredCookie {
                app_id: parsed(&row, "forward_auth_cookies", "app_id", AppId::parse)?,
                session_hash: row.try_get("session_hash")?,
                is_refused: row.try_get::<Option<i64>, _>("refused_at")?.is_some(),
            })
        })
        .transpose()
    }

    /// Whether this cookie was given for this code: its browser comes with it a second time.
    pub async fn is_cookie_of_code(&self, token_hash: &str, code_hash: &str) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT 1 AS one FROM forward_auth_cookies k JOIN authorization_codes c ON c.grant_id = k.grant_id
             WHERE k.token_hash = $1 AND c.code_hash = $2",
        )
        .bind(token_hash.to_owned())
        .bind(code_hash.to_owned())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.is_some())
    }

    /// Notes in the audit log that a person was not allowed to use an app any more, once for each sign-in.
    pub async fn set_forward_auth_refused(
        &self,
        token_hash: &str,
        app: &App,
        user_id: &UserId,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let first =
            sqlx::query("UPDATE forward_auth_cookies SET refused_at = $2 WHERE token_hash = $1 AND refused_at IS NULL")
                .bind(token_hash.to_owned())
                .bind(self.clock.now().as_millis())
                .execute(&mut *tx)
                .await?;
        if first.rows_affected() == 1 {
            let (by, client_id) = (By::user(user_id, origin), &app.details.client_id);
            self.insert_app_event(&mut tx, AuditKind::AppRefused, client_id, &by, Some(user_id)).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

pub(super) async fn insert_cookie(
    tx: &mut WriteTransaction,
    grant: &Grant,
    token_hash: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO forward_auth_cookies (token_hash, grant_id, app_id, app_session_id, session_hash, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token_hash.to_owned())
    .bind(grant.grant_id.clone())
    .bind(grant.app_id.as_str().to_owned())
    .bind(grant.app_session_id.clone())
    .bind(grant.session_hash.clone())
    .bind(now.as_millis())
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "DELETE FROM forward_auth_cookies WHERE app_session_id = $1 AND token_hash NOT IN (
             SELECT token_hash FROM forward_auth_cookies WHERE app_session_id = $1
             ORDER BY CASE WHEN token_hash = $2 THEN 0 ELSE 1 END, created_at DESC, token_hash LIMIT $3)",
    )
    .bind(grant.app_session_id.clone())
    .bind(token_hash.to_owned())
    .bind(FORWARD_AUTH_COOKIES)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends the cookies of an app whose host is about to change: else they would work again when it is
/// changed back.
pub(super) async fn delete_cookies_of_other_host(
    tx: &mut WriteTransaction,
    app: &AppId,
    details: &AppDetails,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM forward_auth_cookies WHERE app_id = $1 AND NOT EXISTS (
             SELECT 1 FROM apps WHERE id = $1 AND forward_auth_host = $2)",
    )
    .bind(app.as_str().to_owned())
    .bind(details.forward_auth_host())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
