//! Who is signed in: the SHA-256 of a cookie, a person, and what it opens.

mod beginning;
mod ending;

pub use beginning::NewSession;
pub(super) use ending::{delete_first_access_sessions_of, delete_sessions_of};

use super::audit::{AuditEvent, AuditKind, By, Origin};
use super::lenient::readable;
use super::sql::{admins, user_columns};
use super::users::User;
use super::{Store, StoreError, parsed};
use crate::domain::text_enum::text_enum;
use crate::domain::{Timestamp, UserId};
use crate::server::password::HashedPassword;
use crate::server::rate_limit::CONFIRMATIONS_LOGGED;
use sqlx::Row as _;
use std::collections::HashSet;

text_enum! {
    /// What a session opens.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum SessionPurpose {
        /// What its owner's role allows.
        Full = "full",
        /// One page: choose a password.
        FirstAccess = "first_access",
    }
}

/// A session as it is stored.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// SHA-256 of the cookie, in hexadecimal.
    pub token_hash: String,
    /// What it opens.
    pub purpose: SessionPurpose,
    /// When its owner signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When its owner last gave the password.
    pub confirmed_at: Timestamp,
    /// From where it was opened.
    pub address: String,
    /// With which browser.
    pub agent: String,
}

fn stored_session(row: &sqlx::any::AnyRow) -> Result<StoredSession, StoreError> {
    Ok(StoredSession {
        token_hash: row.try_get("token_hash")?,
        purpose: parsed(row, "sessions", "purpose", SessionPurpose::parse)?,
        created_at: Timestamp::from_millis(row.try_get("session_created_at")?),
        last_seen_at: Timestamp::from_millis(row.try_get("last_seen_at")?),
        confirmed_at: Timestamp::from_millis(row.try_get("confirmed_at")?),
        address: row.try_get("address")?,
        agent: row.try_get("agent")?,
    })
}

impl Store {
    /// The session of this cookie and its owner, whatever their state.
    pub async fn find_session(&self, token_hash: &str) -> Result<Option<(StoredSession, User)>, StoreError> {
        let row = sqlx::query(concat!(
            "SELECT s.token_hash, s.purpose, s.created_at AS session_created_at, s.last_seen_at, s.confirmed_at, s.address,
                    s.agent, ",
            user_columns!("u."),
            " FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1",
        ))
        .bind(token_hash.to_owned())
        .fetch_optional(&self.readers)
        .await?;
        // One that cannot be read is as if there were none: the person can sign in again.
        let found = row.map(|row| readable(stored_session(&row).map(|stored| (stored, super::users::user(&row)))));
        Ok(found.transpose()?.flatten())
    }

    /// All sessions of a person, the last used first.
    pub async fn list_sessions_of(&self, user_id: &UserId) -> Result<Vec<StoredSession>, StoreError> {
        let rows = sqlx::query(
            "SELECT token_hash, purpose, created_at AS session_created_at, last_seen_at, confirmed_at, address, agent
             FROM sessions WHERE user_id = $1 AND purpose = 'full' ORDER BY last_seen_at DESC, token_hash",
        )
        .bind(user_id.as_str().to_owned())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().filter_map(|row| readable(stored_session(row)).transpose()).collect()
    }

    /// Notes that a session is in use. Never brings back one that has ended.
    pub async fn set_session_seen(&self, token_hash: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1")
            .bind(token_hash.to_owned())
            .bind(self.clock.now().as_millis())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Notes that the owner of a session has given the password again, whose hash this is; `false` when the session has
    /// ended or the password is another one meanwhile.
    pub async fn set_session_confirmed(
        &self,
        token_hash: &str,
        user_id: &UserId,
        own_password: &HashedPassword,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin_short().await?;
        let confirmed = sqlx::query(
            "UPDATE sessions SET confirmed_at = $2 WHERE token_hash = $1
               AND EXISTS (SELECT 1 FROM users WHERE id = $3 AND password_hash = $4)",
        )
        .bind(token_hash.to_owned())
        .bind(now.as_millis())
        .bind(user_id.as_str().to_owned())
        .bind(own_password.as_str().to_owned())
        .execute(&mut *tx)
        .await?;
        if confirmed.rows_affected() == 0 {
            return Ok(false);
        }
        let kind = AuditKind::PasswordConfirmed;
        // Repeated confirmations must not fill the log.
        if !self.was_done_since(&mut tx, user_id, kind, now.minus(CONFIRMATIONS_LOGGED)).await? {
            let event = AuditEvent { kind, by: &By::user(user_id, origin), target: Some(user_id), detail: None };
            self.insert_event(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// The SHA-256 of the cookies of all sessions of active administrators, those that were unused for too long among them.
    pub async fn list_admin_sessions(&self) -> Result<HashSet<String>, StoreError> {
        let sql = concat!(
            "SELECT s.token_hash FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.purpose = 'full' AND u.disabled_at IS NULL AND u.deleted_at IS NULL AND ",
            admins!("u.")
        );
        let rows = sqlx::query(sql).fetch_all(&self.readers).await?;
        rows.iter().map(|row| Ok(row.try_get("token_hash")?)).collect()
    }
}
