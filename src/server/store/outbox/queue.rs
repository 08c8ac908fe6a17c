//! Queueing mails, always in the transaction of what they are about.

use super::Recipient;
use crate::domain::{EmailAddress, Purpose, UserId};
use crate::server::clock::latest_past;
use crate::server::store::administration::ACTIVE_ADMINS;
use crate::server::store::audit::Origin;
use crate::server::store::statement::{Statement, run_list};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;
use std::collections::BTreeSet;
use std::net::IpAddr;

/// A mail to be queued.
pub(in crate::server::store) struct NewMail {
    /// The kind of mail.
    pub purpose: Purpose,
    /// The person it is for.
    pub recipient: Recipient,
    /// The preset; the setting when none.
    pub preset: Option<String>,
    /// The network address that a notice mentions.
    pub origin: Option<IpAddr>,
    /// What only this kind of mail knows: a JSON object, read by [`super::Delivery::fact`].
    pub payload: Option<serde_json::Value>,
}

impl NewMail {
    /// A mail that needs nothing but its recipient.
    pub const fn new(purpose: Purpose, recipient: Recipient) -> Self {
        Self { purpose, recipient, preset: None, origin: None, payload: None }
    }
}

impl Store {
    /// Queues a mail.
    pub(in crate::server::store) async fn insert_new_mail(
        &self,
        tx: &mut WriteTransaction,
        mail: NewMail,
    ) -> Result<(), StoreError> {
        let mut statements = Vec::new();
        if let Recipient::User(id) | Recipient::EarlierAddress(id, _) = &mail.recipient {
            let now = self.clock.now();
            // The newest mail decides its owner's status: none of the past may lie after this one.
            let set_past = Statement::new(
                "UPDATE outbox SET created_at = $2 - 1
                 WHERE user_id = $1 AND created_at > $3 AND state IN ('sent', 'failed', 'obsolete')",
            );
            statements.push(set_past.bind(id.as_str()).bind(now.as_millis()).bind(latest_past(now).as_millis()));
        }
        statements.push(self.insert_mail_statement(mail));
        run_list(tx, statements).await?;
        Ok(())
    }

    /// The statement that queues a mail to somebody who has had none before.
    pub(in crate::server::store) fn insert_mail_statement(&self, mail: NewMail) -> Statement {
        let (user_id, earlier_email, registration_id) = match mail.recipient {
            Recipient::User(id) => (Some(id), None, None),
            Recipient::EarlierAddress(id, email) => (Some(id), Some(email), None),
            Recipient::Registration(id) => (None, None, Some(id)),
        };
        Statement::new(
            "INSERT INTO outbox (id, purpose, user_id, earlier_email, registration_id, preset, origin, payload, state,
                                 not_before, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $9, $9)",
        )
        .bind(self.clock.new_id())
        .bind(mail.purpose.as_str())
        .bind(user_id.map(|id| id.as_str().to_owned()))
        .bind(earlier_email.map(|email| email.as_str().to_owned()))
        .bind(registration_id.map(|id| id.as_str().to_owned()))
        .bind(mail.preset)
        .bind(mail.origin.map(|address| address.to_string()))
        .bind(mail.payload.map(|payload| payload.to_string()))
        .bind(self.clock.now().as_millis())
    }

    /// Queues a mail to a person.
    pub(in crate::server::store) async fn insert_mail(
        &self,
        tx: &mut WriteTransaction,
        purpose: Purpose,
        user_id: &UserId,
        preset: Option<String>,
        origin: Option<IpAddr>,
    ) -> Result<(), StoreError> {
        let mail = NewMail::new(purpose, Recipient::User(user_id.clone()));
        self.insert_new_mail(tx, NewMail { preset, origin, ..mail }).await
    }

    /// Queues a mail to each administrator whose account is open.
    pub(in crate::server::store) async fn insert_mail_to_admins(
        &self,
        tx: &mut WriteTransaction,
        purpose: Purpose,
        origin: Option<IpAddr>,
    ) -> Result<(), StoreError> {
        let rows = sqlx::query(ACTIVE_ADMINS).fetch_all(&mut **tx).await?;
        let ids: Vec<String> = rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
        // In the order of their ids, as everybody locks them who needs several.
        for id in ids.into_iter().collect::<BTreeSet<_>>() {
            // A damaged row gets none, and keeps none from the others.
            let Some(admin) = UserId::parse(&id) else { continue };
            self.insert_mail(tx, purpose, &admin, None, origin).await?;
        }
        Ok(())
    }

    /// Queues the notice to the address an account had before.
    pub(in crate::server::store) async fn insert_notice_to_earlier_address(
        &self,
        tx: &mut WriteTransaction,
        purpose: Purpose,
        user_id: &UserId,
        earlier: &EmailAddress,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let mail = NewMail::new(purpose, Recipient::EarlierAddress(user_id.clone(), earlier.clone()));
        self.insert_new_mail(tx, NewMail { origin: origin.address, ..mail }).await
    }
}
