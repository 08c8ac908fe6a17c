//! New addresses people ask for: nothing changes until the new one has confirmed.

mod request;

pub use request::{AddressChangeRequest, NewAddressChange};

use super::audit::{AuditEvent, AuditKind, By, Origin};
use super::forgotten_passwords::delete_password_links;
use super::lenient::readable;
use super::outbox::{Delivery, may_generate_for, withdraw_mails};
use super::rate_limit::sign_in::delete_failures_of;
use super::search::set_user_words;
use super::used_tokens::TokenUse;
use super::users::{User, lock_open_user, set_email_proven};
use super::{Store, StoreError, parsed, parsed_if_any};
use crate::domain::{EmailAddress, Purpose, Timestamp, UserId};
use crate::server::clock::latest_past;
use crate::server::password::HashedPassword;
use crate::server::rate_limit::{MAILS_DAY, UNCONFIRMED};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::net::IpAddr;
use std::time::Duration;

/// A new address that waits to be confirmed.
#[derive(Clone, Debug)]
pub struct AddressChange {
    /// Whose account gets it.
    pub user_id: UserId,
    /// The new one.
    pub email: EmailAddress,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// The network address it was asked for from, if known.
    pub address: Option<IpAddr>,
}

fn address_change(row: &AnyRow) -> Result<AddressChange, StoreError> {
    Ok(AddressChange {
        user_id: parsed(row, "address_changes", "user_id", UserId::parse)?,
        email: parsed(row, "address_changes", "email", |email| EmailAddress::parse(email).ok())?,
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
        address: parsed_if_any(row, "address_changes", "address", |address| address.parse().ok())?,
    })
}

impl Store {
    /// Ends what a person asked for: a link that was mailed sets nothing any more, nor does one on its way. `false`
    /// where nothing waits: it was confirmed, or canceled before.
    pub async fn cancel_address_change(&self, user_id: &UserId, origin: &Origin) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        if lock_open_user(&mut tx, user_id).await?.is_none() {
            return Ok(false);
        }
        if end_address_changes(&mut tx, user_id, self.clock.now()).await? == 0 {
            return Ok(false);
        }
        let (kind, by) = (AuditKind::AddressChangeCanceled, &By::user(user_id, origin));
        self.insert_event(&mut tx, AuditEvent { kind, by, target: Some(user_id), detail: None }).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Stores the token of the mail that is about to leave, and says where it
    /// goes. `None` when nothing waits any more, somebody has the address, or
    /// another worker has the delivery.
    pub async fn set_address_change_token(
        &self,
        delivery: &Delivery,
        user_id: &UserId,
        token_hash: &str,
    ) -> Result<Option<AddressChange>, StoreError> {
        let mut tx = self.begin().await?;
        if lock_open_user(&mut tx, user_id).await?.is_none() || !may_generate_for(&mut tx, delivery).await? {
            return Ok(None);
        }
        let row = sqlx::query(
            "UPDATE address_changes SET token_hash = $2
             WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $3 AND created_at <= $4
               AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email = address_changes.email)
             RETURNING user_id, email, expires_at, address",
        )
        .bind(user_id.as_str().to_owned())
        .bind(token_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let change = address_change(&row)?;
        tx.commit().await?;
        Ok(Some(change))
    }

    /// The new address a person waits for, whether it will come or not.
    pub async fn find_address_change(&self, user_id: &UserId) -> Result<Option<AddressChange>, StoreError> {
        let row = sqlx::query(
            "SELECT user_id, email, expires_at, address FROM address_changes
             WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 AND created_at <= $3",
        )
        .bind(user_id.as_str().to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.as_ref().map(|row| readable(address_change(row))).transpose()?.flatten())
    }

    /// The new address a link would set. Looking consumes nothing.
    pub async fn find_address_change_by_token(&self, token_hash: &str) -> Result<Option<AddressChange>, StoreError> {
        let row = sqlx::query(
            "SELECT c.user_id, c.email, c.expires_at, c.address FROM address_changes c JOIN users u ON u.id = c.user_id
             WHERE c.token_hash = $1 AND c.ended_at IS NULL AND c.expires_at > $2 AND c.created_at <= $3
               AND u.disabled_at IS NULL AND u.deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM users other WHERE other.email = c.email)",
        )
        .bind(token_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.as_ref().map(|row| readable(address_change(row))).transpose()?.flatten())
    }

    /// Sets the address of the link that was used, and no other, whatever was
    /// asked for meanwhile. The earlier address gets a mail with a link back.
    /// `None` when the link is no longer good, is not about the account `id`, or `own_password` is not that account's any
    /// more; of two uses at once, one wins.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`] when somebody got the address meanwhile.
    pub async fn take_address_change(
        &self,
        token_hash: &str,
        id: &UserId,
        own_password: &HashedPassword,
        origin: &Origin,
    ) -> Result<Option<UserId>, StoreError> {
        let mut tx = self.begin().await?;
        let locked = lock_open_user(&mut tx, id).await?;
        let Some(user) = locked.filter(|user| user.password_hash.as_ref() == Some(own_password)) else {
            return Ok(None);
        };
        let used = sqlx::query(
            "UPDATE address_changes SET ended_at = $2
             WHERE token_hash = $1 AND user_id = $4 AND ended_at IS NULL AND expires_at > $2 AND created_at <= $3
             RETURNING user_id, email, expires_at, address",
        )
        .bind(token_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .bind(id.as_str().to_owned())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(used) = used else { return Ok(None) };
        let email = address_change(&used)?.email;
        self.set_address(&mut tx, &user, &email).await?;
        set_email_proven(&mut tx, id).await?;
        self.insert_used_token(&mut tx, token_hash, TokenUse::AddressChange, id, "").await?;
        self.insert_notice_to_earlier_address(&mut tx, Purpose::OwnAddressChanged, id, &user.email, origin).await?;
        self.insert_mail(&mut tx, Purpose::OwnAddressChanged, id, None, origin.address).await?;
        let kind = AuditKind::AddressChanged;
        let event = AuditEvent { kind, by: &By::user(id, origin), target: Some(id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Some(id.clone()))
    }

    /// Puts another address in the place of an account's.
    pub(super) async fn set_address(
        &self,
        tx: &mut WriteTransaction,
        user: &User,
        email: &EmailAddress,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET email = $2 WHERE id = $1")
            .bind(user.id.as_str().to_owned())
            .bind(email.as_str().to_owned())
            .execute(&mut **tx)
            .await?;
        set_user_words(tx, &user.id, &user.display_name, email).await?;
        end_earlier_address(tx, &user.id, self.clock.now()).await
    }

    /// Deletes what has ended: new addresses after a day, in which mails to them
    /// were counted, and links back at the end of their time.
    pub async fn delete_ended_address_changes(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        // Links work a day, up to a full minute; for as long mails are counted.
        let before = now.minus(MAILS_DAY.max(UNCONFIRMED) + Duration::from_secs(60));
        self.run_in_batches(
            "DELETE FROM address_changes WHERE id IN (
                 SELECT id FROM address_changes WHERE created_at <= $1 OR created_at > $3 LIMIT $2)",
            before,
        )
        .await?;
        self.run_in_batches(
            "DELETE FROM address_undos WHERE token_hash IN (
                 SELECT token_hash FROM address_undos WHERE expires_at <= $1 OR changed_at > $3 LIMIT $2)",
            now,
        )
        .await
    }
}

/// What ends with the address that an account had: a link for a forgotten password that was mailed there sets nothing any
/// more, nor does one on its way; wrong tries are forgotten.
pub(super) async fn end_earlier_address(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    delete_failures_of(tx, user_id).await?;
    delete_password_links(tx, user_id).await?;
    withdraw_mails(tx, Purpose::SetPassword, user_id, now).await
}

/// A new address that was asked for before is not to be confirmed any more; how many there were.
pub(super) async fn end_address_changes(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let ended = sqlx::query("UPDATE address_changes SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NULL")
        .bind(user_id.as_str().to_owned())
        .bind(now.as_millis())
        .execute(&mut **tx)
        .await?;
    withdraw_mails(tx, Purpose::ConfirmAddress, user_id, now).await?;
    Ok(ended.rows_affected())
}
