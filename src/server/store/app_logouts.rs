//! Logout tokens still to be sent to apps whose sessions have ended (OpenID Connect Back-Channel Logout 1.0).
//!
//! Whatever ends a session takes it away from its row in `app_sessions`, in the same transaction. What
//! is left is the outbox: a row without a session that is still `open`.

use super::apps::App;
use super::audit::{AuditEvent, AuditKind, By};
use super::lenient::readable;
use super::{Store, StoreError, parsed};
use crate::domain::text_enum::text_enum;
use crate::domain::{AppId, Timestamp, UserId};
use sqlx::Row as _;
use std::time::Duration;

/// A logout token to be sent to one app.
#[derive(Clone, Debug)]
pub struct LogoutDelivery {
    /// The claim `sid`.
    pub app_session_id: String,
    /// The app.
    pub app: App,
    /// Whose session it was.
    pub user_id: UserId,
    /// How often it was tried, this time included.
    pub attempts: i64,
}

/// A logout token that was sent to an app or is still to be sent, for the page of the app.
#[derive(Clone, Debug)]
pub struct LogoutEntry {
    /// The claim `sid`.
    pub app_session_id: String,
    /// Whose session it was.
    pub user_id: UserId,
    /// `open`, `delivered` or `failed`.
    pub state: LogoutState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was tried last.
    pub last_attempt_at: Option<Timestamp>,
    /// When it is tried next, while it is open.
    pub next_attempt_at: Timestamp,
    /// What came of the last attempt.
    pub answer: Option<String>,
}

text_enum! {
    /// The delivery state of a logout token.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum LogoutState {
        /// It is to be delivered.
        Open = "open",
        /// The app has taken it.
        Delivered = "delivered",
        /// It failed.
        Failed = "failed",
    }
}

/// The next one that is due, of an app whose id the text `$2` does not contain: asked each second.
pub const DUE_LOGOUT: &str = "SELECT id, app_id FROM app_sessions
     WHERE CASE WHEN session_hash IS NULL AND logout_state = 'open' THEN logout_not_before END <= $1
       AND $2 NOT LIKE '%' || app_id || '%'
     ORDER BY CASE WHEN session_hash IS NULL AND logout_state = 'open' THEN logout_not_before END, id LIMIT 1";

impl Store {
    /// Takes the next delivery that is due, but none of the apps in `busy`; nobody else takes it within `lease`.
    pub async fn take_logout(&self, lease: Duration, busy: &[AppId]) -> Result<Option<LogoutDelivery>, StoreError> {
        let now = self.clock.now();
        let mut busy = busy.iter().map(AppId::as_str).collect::<Vec<_>>().join(" ");
        loop {
            let due = sqlx::query(DUE_LOGOUT).bind(now.as_millis()).bind(busy.clone());
            let due = due.fetch_optional(&self.readers).await?;
            let Some(due) = due else { return Ok(None) };
            let id: String = due.try_get("id")?;
            let app_id: String = due.try_get("app_id")?;
            let app = match AppId::parse(&app_id) {
                Some(id) => readable(self.find_app(&id).await)?,
                None => Some(None),
            };
            let Some(app) = app else {
                // An app whose row cannot be read waits, and keeps no other one waiting.
                busy.extend([" ", &app_id]);
                continue;
            };
            let Some(app) = app.filter(|app| app.details.backchannel_logout_uri.is_some()) else {
                // The app does not want to know.
                sqlx::query("DELETE FROM app_sessions WHERE id = $1 AND session_hash IS NULL")
                    .bind(id)
                    .execute(&self.writer)
                    .await?;
                continue;
            };
            let taken = sqlx::query(
                "UPDATE app_sessions SET logout_attempts = logout_attempts + 1, logout_not_before = $3, logout_at = $2
                 WHERE id = $1 AND session_hash IS NULL AND logout_state = 'open' AND logout_not_before <= $2
                 RETURNING user_id, logout_attempts",
            )
            .bind(id.clone())
            .bind(now.as_millis())
            .bind(now.plus(lease).as_millis())
            .fetch_optional(&self.writer)
            .await?;
            let Some(taken) = taken else { continue };
            return Ok(Some(LogoutDelivery {
                app_session_id: id,
                app,
                user_id: parsed(&taken, "app_sessions", "user_id", UserId::parse)?,
                attempts: taken.try_get("logout_attempts")?,
            }));
        }
    }

    /// Records the outcome of a delivery: accepted by the app, to be tried again at `next`, or failed, which the
    /// audit log says as well. `false`, and nothing is recorded, when the lease has ended and another worker has
    /// taken the delivery since.
    pub async fn set_logout_outcome(
        &self,
        delivery: &LogoutDelivery,
        state: LogoutState,
        next: Timestamp,
        answer: &str,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE app_sessions SET logout_state = $3, logout_not_before = $4, logout_answer = $5
             WHERE id = $1 AND logout_attempts = $2 AND logout_state = 'open'",
        )
        .bind(delivery.app_session_id.clone())
        .bind(delivery.attempts)
        .bind(state.as_str())
        .bind(next.as_millis())
        .bind(answer.to_owned())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        if state == LogoutState::Failed {
            let event = AuditEvent {
                kind: AuditKind::AppLogoutFailed,
                by: &By::worker(),
                target: Some(&delivery.user_id),
                detail: Some(delivery.app.details.client_id.as_str()),
            };
            self.insert_event(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// The logout tokens sent to an app recently or still to be sent, the newest first, at most `most`.
    pub async fn list_logouts(&self, app: &AppId, most: i64) -> Result<Vec<LogoutEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, user_id, logout_state, logout_attempts, logout_at, logout_not_before, logout_answer
             FROM app_sessions WHERE app_id = $1 AND session_hash IS NULL ORDER BY COALESCE(logout_at, 0) DESC, id LIMIT $2",
        )
        .bind(app.as_str().to_owned())
        .bind(most)
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(LogoutEntry {
                    app_session_id: row.try_get("id")?,
                    user_id: parsed(row, "app_sessions", "user_id", UserId::parse)?,
                    state: parsed(row, "app_sessions", "logout_state", LogoutState::parse)?,
                    attempts: row.try_get("logout_attempts")?,
                    last_attempt_at: row.try_get::<Option<i64>, _>("logout_at")?.map(Timestamp::from_millis),
                    next_attempt_at: Timestamp::from_millis(row.try_get("logout_not_before")?),
                    answer: row.try_get("logout_answer")?,
                })
            })
            .collect()
    }

    /// Has the failed logout tokens of an app tried again; how many.
    pub async fn set_logouts_retried(&self, app: &AppId) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "UPDATE app_sessions SET logout_state = 'open', logout_attempts = 0, logout_not_before = $2
             WHERE app_id = $1 AND session_hash IS NULL AND logout_state = 'failed'",
        )
        .bind(app.as_str().to_owned())
        .bind(self.clock.now().as_millis())
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected())
    }

    /// Deletes logout tokens that were delivered, or failed, before `before`.
    pub async fn delete_old_logouts(&self, before: Timestamp) -> Result<(), StoreError> {
        self.run_in_batches(
            "DELETE FROM app_sessions WHERE id IN (
                 SELECT id FROM app_sessions WHERE session_hash IS NULL AND logout_state <> 'open' AND (logout_at < $1 OR logout_at > $3) LIMIT $2)",
            before,
        )
        .await
    }
}
