//! Asking for another address.

use super::end_address_changes;
use crate::domain::{EmailAddress, Purpose, Timestamp, UserId};
use crate::server::password::HashedPassword;
use crate::server::store::audit::{AuditEvent, AuditKind, By, Origin};
use crate::server::store::forgotten_passwords::too_many_mails;
use crate::server::store::rate_limit::requests::is_a_moment_ago;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::users::lock_open_user;
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;

/// What a person asks for, with their password.
pub struct NewAddressChange<'a> {
    /// What the form gives for an id: the same when it is sent twice, and the next ones for when it is sent again after
    /// a while.
    pub form: Option<&'a (dyn Fn(u32) -> String + Sync)>,
    /// The hash that their password was compared with.
    pub own_password: &'a HashedPassword,
    /// The new one.
    pub email: &'a EmailAddress,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// The outcome of a request for another address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressChangeRequest {
    /// It is written down.
    Noted,
    /// The person has asked too often lately, and may ask again from then on.
    TooOften(Timestamp),
    /// The account was closed meanwhile, or has no password.
    AccountClosed,
}

impl Store {
    /// Writes down the new address and queues the mail that confirms it, in the place of whatever was asked for before.
    /// The same work for an address that somebody has and for one that got too many mails lately: no mail leaves then,
    /// and no reason is given. Nothing when the same form has just asked, or `own_password` is not the person's any
    /// more.
    pub async fn insert_address_change(
        &self,
        user_id: &UserId,
        new: &NewAddressChange<'_>,
        origin: &Origin,
    ) -> Result<AddressChangeRequest, StoreError> {
        let NewAddressChange { form, own_password, email, expires_at } = *new;
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        if lock_open_user(&mut tx, user_id).await?.is_none_or(|user| user.password_hash.as_ref() != Some(own_password))
        {
            return Ok(AddressChangeRequest::AccountClosed);
        }
        let Some(id) = self.find_free_id(&mut tx, form, now).await? else { return Ok(AddressChangeRequest::Noted) };
        if let Some(next) = self.find_next_address_change_time(&mut tx, user_id).await? {
            return Ok(AddressChangeRequest::TooOften(next));
        }
        let next_mail = self.find_next_mail_time(&mut tx, email).await?;
        let may_mail = next_mail.is_none();
        end_address_changes(&mut tx, user_id, now).await?;
        sqlx::query(
            "INSERT INTO address_changes (id, user_id, email, is_mailed, address, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(user_id.as_str().to_owned())
        .bind(email.as_str().to_owned())
        .bind(i64::from(may_mail))
        .bind(origin.address.map(|address| address.to_string()))
        .bind(now.as_millis())
        .bind(expires_at.as_millis())
        .execute(&mut *tx)
        .await?;
        if may_mail {
            self.insert_mail(&mut tx, Purpose::ConfirmAddress, user_id, None, origin.address).await?;
        }
        let detail = next_mail.map(too_many_mails);
        let event = AuditEvent {
            kind: AuditKind::AddressChangeAsked,
            by: &By::user(user_id, origin),
            target: Some(user_id),
            detail: detail.as_deref(),
        };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(AddressChangeRequest::Noted)
    }

    /// The id of what is asked for; none where the form has just asked.
    async fn find_free_id(
        &self,
        tx: &mut WriteTransaction,
        form: Option<&(dyn Fn(u32) -> String + Sync)>,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let Some(form) = form else { return Ok(Some(self.clock.new_id())) };
        let mut again = 0;
        loop {
            let id = form(again);
            match find_repeated_request(tx, &id, now).await? {
                None => return Ok(Some(id)),
                Some(true) => return Ok(None),
                Some(false) => again += 1,
            }
        }
    }
}

/// Whether the form with this id asked a moment ago and nothing has ended that since; `None` where it never asked.
async fn find_repeated_request(
    tx: &mut WriteTransaction,
    id: &str,
    now: Timestamp,
) -> Result<Option<bool>, StoreError> {
    let row = sqlx::query("SELECT created_at, ended_at FROM address_changes WHERE id = $1")
        .bind(id.to_owned())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|row| {
        let is_open = row.try_get::<Option<i64>, _>("ended_at")?.is_none();
        Ok(is_open && is_a_moment_ago(Timestamp::from_millis(row.try_get("created_at")?), now))
    })
    .transpose()
}
