//! The browsers people sign in with: the SHA-256 of a cookie that outlives sessions.

use super::audit::Origin;
use super::{Store, StoreError};
use crate::domain::{EmailAddress, Purpose, Timestamp, UserId};
use crate::server::clock::latest_past;
use crate::server::rate_limit::{DEVICE_KEPT, DEVICES_PER_PERSON};
use crate::server::store::statement::{Outcome, Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::users::lock_user;
use sqlx::Row as _;

/// The cookies by which a browser that signs in is or will be known.
pub struct DeviceCookies {
    /// The SHA-256 of the cookie it brought.
    pub brought: Option<String>,
    /// The SHA-256 of the one it gets where that one is not known to the account.
    pub new: String,
}

/// Since when an account knows a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKnown {
    /// It signed in to the account with the cookie it brought.
    Before,
    /// The new cookie is the one to keep.
    FromNowOn,
}

/// A browser that an account knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    /// When it first signed in.
    pub first_used_at: Timestamp,
    /// When it last did.
    pub last_used_at: Timestamp,
}

const OF_USER: &str = "SELECT user_id FROM devices WHERE user_id = $1 LIMIT 1";

impl Store {
    /// The browsers an account knows, the last used first.
    pub async fn list_devices_of(&self, user_id: &UserId) -> Result<Vec<KnownDevice>, StoreError> {
        let rows = sqlx::query(
            "SELECT created_at, last_used_at FROM devices WHERE user_id = $1 AND last_used_at > $2 AND last_used_at <= $3
             ORDER BY last_used_at DESC, created_at DESC",
        )
        .bind(user_id.as_str().to_owned())
        .bind(self.clock.now().minus(DEVICE_KEPT).as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_all(&self.readers)
        .await?;
        let time = |row: &sqlx::any::AnyRow, column| Ok::<_, StoreError>(Timestamp::from_millis(row.try_get(column)?));
        let device =
            |row| Ok(KnownDevice { first_used_at: time(row, "created_at")?, last_used_at: time(row, "last_used_at")? });
        rows.iter().map(device).collect()
    }

    /// Whether the person with this address has signed in with the browser that
    /// keeps this cookie; the same work when nobody has.
    pub async fn is_known_device_at(&self, email: &EmailAddress, token_hash: &str) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT d.user_id FROM devices d JOIN users u ON u.id = d.user_id
             WHERE u.email = $1 AND d.token_hash = $2 AND d.last_used_at > $3 AND d.last_used_at <= $4",
        )
        .bind(email.as_str().to_owned())
        .bind(token_hash.to_owned())
        .bind(self.clock.now().minus(DEVICE_KEPT).as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.is_some())
    }

    /// Whether a browser was ever used to sign in to this account, however long ago.
    pub async fn has_device(&self, user_id: &UserId) -> Result<bool, StoreError> {
        let row = sqlx::query(OF_USER).bind(user_id.as_str().to_owned()).fetch_optional(&self.readers).await?;
        Ok(row.is_some())
    }

    /// Makes a browser known, as `remember_device_in` says, in a transaction of its own.
    pub async fn insert_device(
        &self,
        user_id: &UserId,
        device: &DeviceCookies,
        notifies_owner: bool,
        origin: &Origin,
    ) -> Result<DeviceKnown, StoreError> {
        let mut tx = self.begin().await?;
        // Locks the account's row: of two first ones at once, one is the second.
        lock_user(&mut tx, user_id).await?;
        let [used] = run_all(&mut tx, [self.use_device_statement(user_id, device)]).await?;
        let known = self.remember_device_in(&mut tx, user_id, device, &used, notifies_owner, origin).await?;
        tx.commit().await?;
        Ok(known)
    }

    /// Makes a browser known where it was not, as `used` says, which is what
    /// [`Store::use_device_statement`] brought: then the owner of the account is notified
    /// by mail, unless it is the account's first or its session is one that needs no notice (not `notifies_owner`). Where
    /// the owner has had their share of such mails, it stays unknown.
    ///
    /// The caller holds the account's row.
    pub(super) async fn remember_device_in(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        device: &DeviceCookies,
        used: &Outcome,
        notifies_owner: bool,
        origin: &Origin,
    ) -> Result<DeviceKnown, StoreError> {
        if used.rows_affected == 1 {
            return Ok(DeviceKnown::Before);
        }
        let other = sqlx::query(OF_USER).bind(user_id.as_str().to_owned()).fetch_optional(&mut **tx).await?;
        let is_due = notifies_owner && other.is_some();
        if is_due && !self.may_notify(tx, Purpose::NewDevice, user_id).await? {
            // It stays unknown until its owner is notified: at a later sign-in.
            return Ok(DeviceKnown::FromNowOn);
        }
        sqlx::query("INSERT INTO devices (user_id, token_hash, created_at, last_used_at) VALUES ($1, $2, $3, $3)")
            .bind(user_id.as_str().to_owned())
            .bind(device.new.clone())
            .bind(self.clock.now().as_millis())
            .execute(&mut **tx)
            .await?;
        sqlx::query(
            "DELETE FROM devices WHERE user_id = $1 AND token_hash NOT IN (
                 SELECT token_hash FROM devices WHERE user_id = $1
                 ORDER BY last_used_at DESC, created_at DESC, token_hash LIMIT $2)",
        )
        .bind(user_id.as_str().to_owned())
        .bind(DEVICES_PER_PERSON)
        .execute(&mut **tx)
        .await?;
        if is_due {
            self.insert_mail(tx, Purpose::NewDevice, user_id, None, origin.address).await?;
        }
        Ok(DeviceKnown::FromNowOn)
    }

    /// The statement that notes that a browser is in use; affects no row where it is not known.
    pub(super) fn use_device_statement(&self, user_id: &UserId, device: &DeviceCookies) -> Statement {
        let now = self.clock.now();
        Statement::new(
            "UPDATE devices SET last_used_at = $3
             WHERE user_id = $1 AND token_hash = $2 AND last_used_at > $4 AND last_used_at <= $5",
        )
        .bind(user_id.as_str())
        .bind(device.brought.as_deref().unwrap_or_default())
        .bind(now.as_millis())
        .bind(now.minus(DEVICE_KEPT).as_millis())
        .bind(latest_past(now).as_millis())
    }

    /// Deletes browsers that are unknown again, but the last one of each
    /// account: without it the next would pass for the account's first, and its
    /// owner would not be told.
    pub async fn delete_forgotten_devices(&self) -> Result<(), StoreError> {
        self.run_in_batches(
            "DELETE FROM devices WHERE (user_id, token_hash) IN (
                 SELECT d.user_id, d.token_hash FROM devices d
                 WHERE (d.last_used_at <= $1 OR d.last_used_at > $3)
                   AND EXISTS (SELECT 1 FROM devices later
                               WHERE later.user_id = d.user_id
                                 AND (later.last_used_at, later.token_hash) > (d.last_used_at, d.token_hash))
                 LIMIT $2)",
            self.clock.now().minus(DEVICE_KEPT),
        )
        .await
    }
}

/// Makes the browsers of an account unknown, but for the one with the cookie `kept` (its SHA-256): somebody who knew its
/// password may have signed in with the others.
pub(super) async fn set_devices_unknown(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    kept: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE devices SET last_used_at = 0 WHERE user_id = $1 AND token_hash <> $2")
        .bind(user_id.as_str().to_owned())
        .bind(kept.unwrap_or_default().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
