//! Who uses which app, and since when.

use super::{App, app};
use crate::domain::{AppId, ClientId, Timestamp, UserId};
use crate::server::store::audit::{AuditKind, By, Origin};
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::{Store, StoreError, parsed};
use sqlx::Row as _;

/// An app that knows a person.
#[derive(Clone, Debug)]
pub struct KnownApp {
    /// The app.
    pub app: App,
    /// When they first signed in to it.
    pub first_used_at: Timestamp,
    /// When they last did.
    pub last_used_at: Timestamp,
}

/// A person who uses an app.
#[derive(Clone, Debug)]
pub struct AppUse {
    /// The person's id.
    pub user_id: UserId,
    /// What they are called.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// When they first signed in to it.
    pub first_used_at: Timestamp,
    /// When they last did.
    pub last_used_at: Timestamp,
}

impl Store {
    /// The apps a person has signed in to, the last used first.
    pub async fn list_apps_known_to(&self, user_id: &UserId) -> Result<Vec<KnownApp>, StoreError> {
        let rows = sqlx::query(concat!(
                "SELECT ",
                app_columns!(),
                ", u.first_used_at, u.last_used_at
                 FROM app_uses u JOIN apps a ON a.id = u.app_id WHERE u.user_id = $1 ORDER BY u.last_used_at DESC, a.id"
            ))
        .bind(user_id.as_str().to_owned())
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(KnownApp {
                    app: app(row)?,
                    first_used_at: Timestamp::from_millis(row.try_get("first_used_at")?),
                    last_used_at: Timestamp::from_millis(row.try_get("last_used_at")?),
                })
            })
            .collect()
    }

    /// The people who have signed in to an app, the last first, at most `most`.
    pub async fn list_app_uses(&self, app: &AppId, most: i64) -> Result<Vec<AppUse>, StoreError> {
        let rows = sqlx::query(
            "SELECT u.id, u.display_name, u.email, p.first_used_at, p.last_used_at
             FROM app_uses p JOIN users u ON u.id = p.user_id
             WHERE p.app_id = $1 ORDER BY p.last_used_at DESC, u.id LIMIT $2",
        )
        .bind(app.as_str().to_owned())
        .bind(most)
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(AppUse {
                    user_id: parsed(row, "users", "id", UserId::parse)?,
                    display_name: row.try_get("display_name")?,
                    email: row.try_get("email")?,
                    first_used_at: Timestamp::from_millis(row.try_get("first_used_at")?),
                    last_used_at: Timestamp::from_millis(row.try_get("last_used_at")?),
                })
            })
            .collect()
    }

    /// Signs a person out of one app, in all their sessions: its tokens end, and a logout token is
    /// due. The app is no longer among those that know them. `false` when it was not.
    pub async fn delete_app_use(&self, user_id: &UserId, app: &AppId, origin: &Origin) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        // In the order in which tokens are renewed: first the sessions, then what hangs on them. One that is being
        // renewed meanwhile is seen once it has been.
        let sessions = Statement::new(
            "SELECT token_hash FROM sessions
             WHERE token_hash IN (SELECT session_hash FROM app_sessions WHERE user_id = $1 AND app_id = $2)",
        );
        let sessions = sessions.bind(user_id.as_str()).bind(app.as_str()).for_update(tx.dialect());
        run_all(&mut tx, [sessions]).await?;
        let known = sqlx::query("DELETE FROM app_uses WHERE user_id = $1 AND app_id = $2")
            .bind(user_id.as_str().to_owned())
            .bind(app.as_str().to_owned())
            .execute(&mut *tx)
            .await?;
        for sql in [
            "DELETE FROM authorization_codes WHERE app_session_id IN (SELECT id FROM app_sessions WHERE user_id = $1 AND app_id = $2)",
            "DELETE FROM access_tokens WHERE app_session_id IN (SELECT id FROM app_sessions WHERE user_id = $1 AND app_id = $2)",
            "DELETE FROM refresh_tokens WHERE app_session_id IN (SELECT id FROM app_sessions WHERE user_id = $1 AND app_id = $2)",
            "DELETE FROM forward_auth_cookies WHERE app_session_id IN (SELECT id FROM app_sessions WHERE user_id = $1 AND app_id = $2)",
            "UPDATE app_sessions SET session_hash = NULL WHERE user_id = $1 AND app_id = $2",
        ] {
            sqlx::query(sql).bind(user_id.as_str().to_owned()).bind(app.as_str().to_owned()).execute(&mut *tx).await?;
        }
        if known.rows_affected() == 0 {
            return Ok(false);
        }
        let row = sqlx::query("SELECT client_id FROM apps WHERE id = $1")
            .bind(app.as_str().to_owned())
            .fetch_one(&mut *tx)
            .await?;
        let client_id = parsed(&row, "apps", "client_id", |id| ClientId::parse(id).ok())?;
        let by = By::user(user_id, origin);
        self.insert_app_event(&mut tx, AuditKind::AppSignInEnded, &client_id, &by, Some(user_id)).await?;
        tx.commit().await?;
        Ok(true)
    }
}
