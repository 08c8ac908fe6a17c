//! Undoing a change of address: links that restore the earlier one, mailed there.

use super::address_changes::end_address_changes;
use super::audit::{AuditEvent, AuditKind, By, Origin};
use super::outbox::{Delivery, may_generate_for, withdraw_mails, withdraw_mails_after};
use super::sessions::delete_sessions_of;
use super::temporary_passwords::revoke_temporary_passwords;
use super::used_tokens::TokenUse;
use super::user_status::refresh_status;
use super::users::{User, lock_open_user, set_email_proven};
use super::{Store, StoreError, parsed};
use crate::domain::{EmailAddress, Purpose, Timestamp, UserId};
use crate::server::clock::latest;
use crate::server::rate_limit::UNDO_LINK;
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;

impl Store {
    /// Stores the link of the notice that is about to leave for `email`, the
    /// earlier address; `false` when the account is closed or another worker
    /// has the delivery.
    pub async fn insert_address_undo(
        &self,
        delivery: &Delivery,
        user_id: &UserId,
        email: &EmailAddress,
        token_hash: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        if lock_open_user(&mut tx, user_id).await?.is_none() || !may_generate_for(&mut tx, delivery).await? {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO address_undos (token_hash, user_id, email, changed_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(token_hash.to_owned())
        .bind(user_id.as_str().to_owned())
        .bind(email.as_str().to_owned())
        .bind(delivery.created_at.as_millis())
        .bind(expires_at.as_millis())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The address a link would restore. Looking consumes nothing.
    pub async fn find_address_undo(&self, token_hash: &str) -> Result<Option<EmailAddress>, StoreError> {
        let row = sqlx::query(
            "SELECT a.email FROM address_undos a JOIN users u ON u.id = a.user_id
             WHERE a.token_hash = $1 AND a.expires_at > $2 AND a.expires_at <= $3 AND u.disabled_at IS NULL AND u.deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM users other WHERE other.email = a.email AND other.id <> u.id)",
        )
        .bind(token_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest(self.clock.now(), UNDO_LINK).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| parsed(&row, "address_undos", "email", |email| EmailAddress::parse(email).ok())).transpose()
    }

    /// Restores the address that a link is about. The account was in wrong hands: who
    /// changed the address knew the password, and may have changed it since. So it ends,
    /// and a temporary one is mailed to the address that is restored; its sessions end, its browsers are strangers, and
    /// nothing that was mailed or asked for since works. Links to addresses it had even earlier stay.
    /// `None` when the link is no longer good; of two uses at once, one wins.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`] when somebody got the address meanwhile.
    pub async fn take_address_undo(&self, token_hash: &str, origin: &Origin) -> Result<Option<UserId>, StoreError> {
        let owner = sqlx::query("SELECT user_id FROM address_undos WHERE token_hash = $1")
            .bind(token_hash.to_owned())
            .fetch_optional(&self.readers)
            .await?;
        let Some(owner) = owner else { return Ok(None) };
        let id = parsed(&owner, "address_undos", "user_id", UserId::parse)?;
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let Some(user) = lock_open_user(&mut tx, &id).await? else { return Ok(None) };
        let used = sqlx::query(
            "DELETE FROM address_undos WHERE token_hash = $1 AND expires_at > $2 AND expires_at <= $3 RETURNING email, changed_at",
        )
        .bind(token_hash.to_owned())
        .bind(now.as_millis())
        .bind(latest(now, UNDO_LINK).as_millis())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(used) = used else { return Ok(None) };
        let earlier = parsed(&used, "address_undos", "email", |email| EmailAddress::parse(email).ok())?;
        let changed_at = Timestamp::from_millis(used.try_get("changed_at")?);
        end_later_undos(&mut tx, &id, changed_at, now).await?;
        end_address_changes(&mut tx, &id, now).await?;
        // Before the address: a code being given out holds its session, and refers to the account. PostgreSQL
        // locks the row of an account against that once an indexed column changes.
        delete_sessions_of(&mut tx, &id).await?;
        self.set_address(&mut tx, &user, &earlier).await?;
        set_email_proven(&mut tx, &id).await?;
        self.insert_used_token(&mut tx, token_hash, TokenUse::AddressUndo, &id, "").await?;
        self.notify_both_addresses(&mut tx, &user, &earlier, origin).await?;
        revoke_temporary_passwords(&mut tx, &id, now).await?;
        self.require_new_password(&mut tx, &id).await?;
        refresh_status(&mut tx, Some(&id)).await?;
        let by = &By::visitor(origin);
        let event = |kind| AuditEvent { kind, by, target: Some(&id), detail: None };
        self.insert_event(&mut tx, event(AuditKind::AddressRestored)).await?;
        if user.password_hash.is_some() {
            self.insert_event(&mut tx, event(AuditKind::PasswordRequired)).await?;
        }
        tx.commit().await?;
        Ok(Some(id))
    }

    /// Notifies both addresses.
    async fn notify_both_addresses(
        &self,
        tx: &mut WriteTransaction,
        user: &User,
        restored: &EmailAddress,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let purpose = Purpose::AddressRestored;
        if user.email != *restored {
            self.insert_notice_to_earlier_address(tx, purpose, &user.id, &user.email, origin).await?;
        }
        self.insert_mail(tx, purpose, &user.id, None, origin.address).await?;
        Ok(())
    }
}

/// Ends the links of this change and of later ones: they lead to addresses
/// that came after the one restored.
async fn end_later_undos(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    changed_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM address_undos WHERE user_id = $1 AND changed_at >= $2")
        .bind(user_id.as_str().to_owned())
        .bind(changed_at.as_millis())
        .execute(&mut **tx)
        .await?;
    withdraw_mails_after(tx, Purpose::OwnAddressChanged, user_id, changed_at, now).await
}

/// Ends all links that change the address: those to confirm a new one and those to restore an earlier one.
pub(super) async fn end_address_changes_and_undos(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    end_address_changes(tx, user_id, now).await?;
    sqlx::query("DELETE FROM address_undos WHERE user_id = $1")
        .bind(user_id.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    withdraw_mails(tx, Purpose::OwnAddressChanged, user_id, now).await
}
