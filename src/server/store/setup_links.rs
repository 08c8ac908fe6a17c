//! The address printed at the first start, which makes the first administrator.

use super::audit::{Actor, AuditEvent, AuditKind, By, Origin};
use super::used_tokens::TokenUse;
use super::users::InitialPassword;
use super::{Store, StoreError};
use crate::domain::{NewUser, Timestamp, UserId};
use crate::server::clock::latest;
use crate::server::password::HashedPassword;
use crate::server::rate_limit::SETUP_LINK;
use sqlx::Row as _;

impl Store {
    /// Adds a set-up link.
    pub async fn insert_setup_link(&self, token_hash: &str, expires_at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO setup_links (token_hash, expires_at) VALUES ($1, $2)")
            .bind(token_hash.to_owned())
            .bind(expires_at.as_millis())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Whether a set-up link may still be used.
    pub async fn is_setup_link_valid(&self, token_hash: &str) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT token_hash FROM setup_links WHERE token_hash = $1 AND expires_at > $2 AND expires_at <= $3
               AND NOT EXISTS (SELECT 1 FROM users WHERE role = 'admin')",
        )
        .bind(token_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest(self.clock.now(), SETUP_LINK).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.is_some())
    }

    /// Spends all set-up links and makes the first administrator, signed in.
    ///
    /// `None`, and nothing changed, when the link is not valid or an
    /// admin exists. The one who deletes the links creates the admin: two at
    /// once wait for each other there, and the second finds none.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`].
    pub async fn take_setup_link(
        &self,
        token_hash: &str,
        admin: &NewUser,
        hash: &HashedPassword,
        session_token_hash: &str,
        origin: &Origin,
    ) -> Result<Option<UserId>, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let rows = sqlx::query("DELETE FROM setup_links RETURNING token_hash, expires_at").fetch_all(&mut *tx).await?;
        let mut valid = false;
        for row in rows {
            let stored: String = row.try_get("token_hash")?;
            let expires_at = Timestamp::from_millis(row.try_get("expires_at")?);
            valid |= stored == token_hash && expires_at > now && expires_at <= latest(now, SETUP_LINK);
        }
        let taken = sqlx::query("SELECT id FROM users WHERE role = 'admin' LIMIT 1").fetch_optional(&mut *tx).await?;
        if !valid || taken.is_some() {
            return Ok(None);
        }
        let id = UserId::from(self.clock.new_uuid());
        self.insert_user(&mut tx, &id, admin, None, &InitialPassword::Own(hash), &Actor::Setup).await?;
        self.insert_session_row(&mut tx, session_token_hash, &id, super::sessions::SessionPurpose::Full, origin)
            .await?;
        self.insert_used_token(&mut tx, token_hash, TokenUse::Setup, &id, "").await?;
        let event = AuditEvent {
            kind: AuditKind::AdminCreated,
            by: &By { actor: Actor::Setup, origin: origin.clone() },
            target: Some(&id),
            detail: None,
        };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Some(id))
    }
}
