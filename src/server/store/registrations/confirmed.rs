//! From a confirmed registration to an account, open or waiting for an administrator.

use super::{Registration, registration, registration_columns};
use crate::domain::audit_detail::AWAITS_APPROVAL;
use crate::domain::{NewUser, Purpose, Role, UserId};
use crate::server::clock::latest_past;
use crate::server::store::audit::{Actor, AuditEvent, AuditKind, By, Origin};
use crate::server::store::rate_limit::network::lock_guard;
use crate::server::store::sessions::SessionPurpose;
use crate::server::store::sql::unsent;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::used_tokens::TokenUse;
use crate::server::store::user_status::refresh_status;
use crate::server::store::users::{InitialPassword, set_email_proven};
use crate::server::store::{Store, StoreError};
use std::collections::BTreeSet;

impl Store {
    /// Makes a confirmed registration an account, with this session; the other
    /// registrations of the address end. Without a session it waits for an
    /// administrator. `None` when the token was used meanwhile.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`].
    pub async fn take_registration(
        &self,
        token_hash: &str,
        session_token_hash: Option<&str>,
        origin: &Origin,
    ) -> Result<Option<UserId>, StoreError> {
        let mut tx = self.begin().await?;
        if session_token_hash.is_none() {
            // Of two at once one is the first who waits.
            lock_guard(&mut tx, "approvals", self.clock.now()).await?;
        }
        let Some(confirmed) = self.take_token(&mut tx, token_hash).await? else { return Ok(None) };
        let id = UserId::from(self.clock.new_uuid());
        let password = InitialPassword::Own(&confirmed.password_hash);
        self.insert_user(&mut tx, &id, &new_user(&confirmed), None, &password, &Actor::Visitor).await?;
        self.insert_used_token(&mut tx, token_hash, TokenUse::Registration, &id, &confirmed.browser_hash).await?;
        delete_registrations_of(&mut tx, &confirmed, &id).await?;
        set_email_proven(&mut tx, &id).await?;
        let detail = match session_token_hash {
            Some(session) => {
                self.insert_session_row(&mut tx, session, &id, SessionPurpose::Full, origin).await?;
                None
            }
            None => {
                self.set_pending(&mut tx, &id).await?;
                Some(AWAITS_APPROVAL)
            }
        };
        let event = AuditEvent { kind: AuditKind::UserRegistered, by: &By::visitor(origin), target: Some(&id), detail };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// The registration that a token confirms, which it does once.
    async fn take_token(
        &self,
        tx: &mut WriteTransaction,
        token_hash: &str,
    ) -> Result<Option<Registration>, StoreError> {
        let row = sqlx::query(concat!(
            "UPDATE registrations SET token_hash = NULL WHERE token_hash = $1 AND expires_at > $2 AND created_at <= $3
             RETURNING ",
            registration_columns!()
        ))
        .bind(token_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&mut **tx)
        .await?;
        row.as_ref().map(registration).transpose()
    }

    /// Closes a new account until an administrator has decided. When it is the
    /// first that waits, all administrators are notified: one mail, not one each time.
    async fn set_pending(&self, tx: &mut WriteTransaction, id: &UserId) -> Result<(), StoreError> {
        let others = sqlx::query("SELECT id FROM users WHERE standing = 'pending' LIMIT 1");
        let is_first = others.fetch_optional(&mut **tx).await?.is_none();
        // Disabled as well, so that no endpoint has to check for pending registrations.
        sqlx::query("UPDATE users SET awaits_approval_since = $2, disabled_at = $2 WHERE id = $1")
            .bind(id.as_str().to_owned())
            .bind(self.clock.now().as_millis())
            .execute(&mut **tx)
            .await?;
        refresh_status(tx, Some(id)).await?;
        if is_first {
            self.insert_mail_to_admins(tx, Purpose::ApprovalAsked, None).await?;
        }
        Ok(())
    }
}

/// The account that somebody has registered.
fn new_user(registration: &Registration) -> NewUser {
    NewUser {
        email: registration.email.clone(),
        display_name: registration.display_name.clone(),
        role: Role::Member,
        locale: registration.locale,
        cpf: None,
        preset: None,
        groups: BTreeSet::new(),
        app: None,
    }
}

/// Ends all registrations of an address, whose account is now `user_id`. What was sent for them still counts among the
/// mails to this address.
async fn delete_registrations_of(
    tx: &mut WriteTransaction,
    confirmed: &Registration,
    user_id: &UserId,
) -> Result<(), StoreError> {
    let email = confirmed.email.as_str();
    sqlx::query(concat!(
        "UPDATE outbox SET user_id = $1, registration_id = NULL,
                state = CASE WHEN ",
        unsent!(),
        " THEN 'obsolete' ELSE state END
         WHERE registration_id = $2 OR registration_id IN (SELECT id FROM registrations WHERE email = $3)"
    ))
    .bind(user_id.as_str().to_owned())
    .bind(confirmed.id.as_str().to_owned())
    .bind(email.to_owned())
    .execute(&mut **tx)
    .await?;
    sqlx::query("DELETE FROM registrations WHERE email = $1").bind(email.to_owned()).execute(&mut **tx).await?;
    Ok(())
}
