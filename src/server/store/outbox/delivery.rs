//! A mail as a worker takes it from the outbox.

use crate::domain::{EmailAddress, MailId, Preset, Purpose, Timestamp, UserId};
use crate::server::store::lenient::Lenient;
use crate::server::store::registrations::RegistrationId;
use crate::server::store::{StoreError, parsed, parsed_if_any};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::net::IpAddr;

/// A mail that this process is to send now.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Which.
    pub id: MailId,
    /// What it says.
    pub purpose: Purpose,
    /// To whom.
    pub recipient: Recipient,
    /// The preset; the setting when none.
    pub preset: Option<Preset>,
    /// The network address that a notice mentions.
    pub origin: Option<IpAddr>,
    /// What only this kind of mail knows; see [`Delivery::fact`].
    pub(super) payload: Option<serde_json::Value>,
    /// This attempt's number, from 1.
    pub attempts: i64,
    /// When the mail was queued.
    pub created_at: Timestamp,
    /// What the mail server said to the attempt before; empty for nothing.
    pub last_answer: String,
}

/// Whom a mail is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Somebody with an account, at its address as of the delivery.
    User(UserId),
    /// Somebody with an account, at the address it had before.
    EarlierAddress(UserId, EmailAddress),
    /// Somebody whose account is still to be confirmed.
    Registration(RegistrationId),
}

impl Recipient {
    /// Whose account the mail is about; none while that is still to be confirmed.
    pub const fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::User(id) | Self::EarlierAddress(id, _) => Some(id),
            Self::Registration(_) => None,
        }
    }
}

impl Delivery {
    /// A fact that was queued with the mail, under `name` in its payload. None
    /// in a mail that a version without that fact has queued.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when it cannot be read.
    pub fn fact<T>(&self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
        let Some(value) = self.payload.as_ref().and_then(|payload| payload.get(name)) else { return Ok(None) };
        let fact = value.as_str().and_then(parse);
        fact.map(Some).ok_or(StoreError::Inconsistent { table: "outbox", column: "payload" })
    }

    /// Reads a row. What cannot be read is an error, never a guess: a notice whose
    /// earlier address is unreadable would else go to the new one.
    pub(super) fn read(row: &AnyRow) -> Result<Self, StoreError> {
        let mut lenient = Lenient::new(row);
        let created_at = lenient.time("created_at").filter(|_| lenient.broken.is_empty());
        Ok(Self {
            id: parsed(row, "outbox", "id", MailId::parse)?,
            purpose: parsed(row, "outbox", "purpose", Purpose::parse)?,
            recipient: recipient(row)?,
            preset: parsed_if_any(row, "outbox", "preset", |preset| Preset::parse(preset).ok())?,
            origin: parsed_if_any(row, "outbox", "origin", |address| address.parse().ok())?,
            payload: parsed_if_any(row, "outbox", "payload", |payload| serde_json::from_str(payload).ok())?,
            attempts: row.try_get("attempts")?,
            created_at: created_at.ok_or(StoreError::Inconsistent { table: "outbox", column: "created_at" })?,
            last_answer: row.try_get::<Option<String>, _>("last_answer")?.unwrap_or_default(),
        })
    }
}

fn recipient(row: &AnyRow) -> Result<Recipient, StoreError> {
    let user_id = parsed_if_any(row, "outbox", "user_id", UserId::parse)?;
    let earlier = parsed_if_any(row, "outbox", "earlier_email", |email| EmailAddress::parse(email).ok())?;
    let registration = parsed_if_any(row, "outbox", "registration_id", RegistrationId::parse)?;
    match (user_id, earlier, registration) {
        (Some(id), None, None) => Ok(Recipient::User(id)),
        (Some(id), Some(email), None) => Ok(Recipient::EarlierAddress(id, email)),
        (None, None, Some(registration)) => Ok(Recipient::Registration(registration)),
        _ => Err(StoreError::Inconsistent { table: "outbox", column: "user_id" }),
    }
}
