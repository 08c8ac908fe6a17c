//! Forgotten passwords: the links that set another. Who asked for one is in `password_requests`.

use super::address_changes::end_address_changes;
use super::audit::{AuditEvent, AuditKind, By, Origin};
use super::devices::set_devices_unknown;
use super::outbox::{Delivery, may_generate_for};
use super::rate_limit::sign_in::delete_failures_at;
use super::sessions::delete_sessions_of;
use super::used_tokens::TokenUse;
use super::users::{User, lock_open_user, set_email_proven, user};
use super::{Store, StoreError, parsed};
use crate::domain::audit_detail::TOO_MANY_MAILS;
use crate::domain::{Purpose, Timestamp, UserId};
use crate::server::clock::{self, latest};
use crate::server::password::HashedPassword;
use crate::server::rate_limit::PASSWORD_LINK;
use crate::server::store::sql::user_columns;
use crate::server::store::transaction::WriteTransaction;
use std::time::Duration;

impl Store {
    /// Stores the link of the mail that is about to leave; `false` when nobody
    /// needs it any more or another worker has the delivery.
    pub async fn insert_password_link(
        &self,
        delivery: &Delivery,
        user_id: &UserId,
        token_hash: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        // Locks the account's row: another address waits, or was first.
        let user = lock_open_user(&mut tx, user_id).await?;
        let is_wanted = user.is_some_and(|user| user.password_hash.is_some());
        if !is_wanted || !may_generate_for(&mut tx, delivery).await? {
            return Ok(false);
        }
        sqlx::query("INSERT INTO password_links (token_hash, user_id, expires_at) VALUES ($1, $2, $3)")
            .bind(token_hash.to_owned())
            .bind(user_id.as_str().to_owned())
            .bind(expires_at.as_millis())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whose password a link would set. Looking consumes nothing.
    pub async fn find_password_link(&self, token_hash: &str) -> Result<Option<User>, StoreError> {
        let row = sqlx::query(concat!(
            "SELECT ",
            user_columns!("u."),
            " FROM password_links l JOIN users u ON u.id = l.user_id
             WHERE l.token_hash = $1 AND l.expires_at > $2 AND l.expires_at <= $3
               AND u.password_hash IS NOT NULL AND u.disabled_at IS NULL AND u.deleted_at IS NULL",
        ))
        .bind(token_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest(self.clock.now(), PASSWORD_LINK).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.as_ref().map(user))
    }

    /// Sets the password of a link's account: the link and all others of the
    /// person end, and so do all sessions and the waits after wrong tries
    /// (`subject` in their table). Browsers are unknown from then on, but for the one with the cookie `device` (its
    /// SHA-256). Of two uses at once, one wins.
    pub async fn take_password_link(
        &self,
        token_hash: &str,
        hash: &HashedPassword,
        subject: &str,
        device: Option<&str>,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let owner = sqlx::query("SELECT user_id FROM password_links WHERE token_hash = $1")
            .bind(token_hash.to_owned())
            .fetch_optional(&self.readers)
            .await?;
        let Some(owner) = owner else { return Ok(false) };
        let id = parsed(&owner, "password_links", "user_id", UserId::parse)?;
        let mut tx = self.begin().await?;
        // First the account, as everywhere: two links of one person would wait for each other.
        if lock_open_user(&mut tx, &id).await?.is_none_or(|user| user.password_hash.is_none()) {
            return Ok(false);
        }
        let used =
            sqlx::query("DELETE FROM password_links WHERE token_hash = $1 AND expires_at > $2 AND expires_at <= $3")
                .bind(token_hash.to_owned())
                .bind(self.clock.now().as_millis())
                .bind(latest(self.clock.now(), PASSWORD_LINK).as_millis())
                .execute(&mut *tx)
                .await?;
        if used.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1")
            .bind(id.as_str().to_owned())
            .bind(hash.as_str().to_owned())
            .execute(&mut *tx)
            .await?;
        set_email_proven(&mut tx, &id).await?;
        delete_password_links(&mut tx, &id).await?;
        end_address_changes(&mut tx, &id, self.clock.now()).await?;
        delete_sessions_of(&mut tx, &id).await?;
        set_devices_unknown(&mut tx, &id, device).await?;
        delete_failures_at(&mut tx, subject).await?;
        self.insert_used_token(&mut tx, token_hash, TokenUse::PasswordReset, &id, "").await?;
        self.insert_mail(&mut tx, Purpose::PasswordChanged, &id, None, origin.address).await?;
        let event =
            AuditEvent { kind: AuditKind::PasswordReset, by: &By::visitor(origin), target: Some(&id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes links that have expired.
    pub async fn delete_expired_password_links(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        sqlx::query("DELETE FROM password_links WHERE expires_at <= $1 OR expires_at > $2")
            .bind(now.as_millis())
            .bind(latest(now, PASSWORD_LINK).as_millis())
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

/// What the log says when nothing was mailed because the address has had its
/// share, and from when on the next mail leaves.
pub(super) fn too_many_mails(next: Timestamp) -> String {
    // A full second later, not earlier.
    format!("{TOO_MANY_MAILS}; next from {}", clock::rfc3339(next.plus(Duration::from_millis(999))))
}

/// A password was set or ended: earlier links set none any more.
pub(super) async fn delete_password_links(tx: &mut WriteTransaction, user_id: &UserId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM password_links WHERE user_id = $1")
        .bind(user_id.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
