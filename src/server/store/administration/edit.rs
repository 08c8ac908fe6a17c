//! Other details for an account, and what follows from another address.

mod shown;

pub use shown::ShownDetails;

use super::{Held, Refusal, is_last_admin};
use crate::domain::{Purpose, Role, Timestamp, UserDetails, UserId, UserStatus};
use crate::server::store::address_undos::end_address_changes_and_undos;
use crate::server::store::audit::{AuditEvent, AuditKind, By, Origin};
use crate::server::store::forgotten_passwords::delete_password_links;
use crate::server::store::outbox::{NewMail, Recipient, find_send_at, set_send_at, withdraw_mails};
use crate::server::store::rate_limit::sign_in::delete_failures_of;
use crate::server::store::search::{folded, set_user_words};
use crate::server::store::sessions::delete_sessions_of;
use crate::server::store::temporary_passwords::set_all_revoked;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status;
use crate::server::store::users::SealedCpf;
use crate::server::store::{Store, StoreError};

/// What becomes of the CPF of an account that is edited.
pub enum CpfChange<'a> {
    /// It stays.
    Keep,
    /// It is this one now.
    Set(&'a SealedCpf),
    /// There is none any more.
    Remove,
}

impl Store {
    /// Puts `details` in the place of what the account says. A new address of
    /// somebody without a password voids what went to the old one and queues a
    /// mail to the new; of somebody with one, both addresses are told. Another role ends all sessions.
    /// A form that `shown` something changes only what differs from that.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`], [`StoreError::CpfTaken`].
    pub async fn set_user_details(
        &self,
        id: &UserId,
        typed: &UserDetails,
        shown: Option<&ShownDetails>,
        cpf: CpfChange<'_>,
        by: &By,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let held = match self.lock_account(&mut tx, id, typed.role == Role::Member).await? {
            Some(held) if held.state != UserStatus::Deleted => held,
            Some(_) => return Ok(Err(Refusal::DoesNotApply)),
            None => return Ok(Err(Refusal::NotFound)),
        };
        let before = &held.user;
        let details = match shown.map(|shown| shown.merged(typed, &before.details())) {
            Some(Ok(merged)) => merged,
            Some(Err(_)) => return Ok(Err(Refusal::ChangedMeanwhile)),
            None => typed.clone(),
        };
        if details.role == Role::Member && is_last_admin(&mut tx, &held).await? {
            return Ok(Err(Refusal::LastAdmin));
        }
        sqlx::query(
            "UPDATE users SET display_name = $2, email = $3, role = $4, locale = $5, sort_name = $6 WHERE id = $1",
        )
        .bind(id.as_str().to_owned())
        .bind(details.display_name.as_str().to_owned())
        .bind(details.email.as_str().to_owned())
        .bind(details.role.as_str())
        .bind(details.locale.as_str())
        .bind(folded(details.display_name.as_str()))
        .execute(&mut *tx)
        .await?;
        let changes_cpf = !matches!(cpf, CpfChange::Keep);
        if changes_cpf {
            let sealed = if let CpfChange::Set(cpf) = cpf { Some(cpf) } else { None };
            sqlx::query("UPDATE users SET cpf_sealed = $2, cpf_index = $3 WHERE id = $1")
                .bind(id.as_str().to_owned())
                .bind(sealed.map(|cpf| cpf.sealed.clone()))
                .bind(sealed.map(|cpf| cpf.index.clone()))
                .execute(&mut *tx)
                .await?;
        }
        let renamed = before.display_name != details.display_name;
        let moved = before.email != details.email;
        if renamed || moved {
            set_user_words(&mut tx, id, &details.display_name, &details.email).await?;
        }
        if moved {
            self.move_address(&mut tx, &held, now, &by.origin).await?;
        }
        if before.role != details.role {
            // Other rights begin with another session: a cookie that somebody has kept gets none of them.
            delete_sessions_of(&mut tx, id).await?;
        }
        if before.role != details.role && before.password_hash.is_some() && !before.disabled {
            let mail = NewMail::new(Purpose::RoleChanged, Recipient::User(id.clone()));
            let payload = Some(serde_json::json!({ "role": details.role.as_str() }));
            self.insert_new_mail(&mut tx, NewMail { origin: by.origin.address, payload, ..mail }).await?;
        }
        refresh_status(&mut tx, Some(id)).await?;

        let role = format!("{} → {}", before.role, details.role);
        let mut events = Vec::new();
        let mut note = |kind, detail| events.push(AuditEvent { kind, by, target: Some(id), detail });
        if renamed || before.locale != details.locale || changes_cpf {
            note(AuditKind::UserEdited, None);
        }
        if moved {
            note(AuditKind::AddressChanged, None);
        }
        if before.role != details.role {
            note(AuditKind::RoleChanged, Some(role.as_str()));
        }
        if !events.is_empty() {
            self.insert_events(&mut tx, &events).await?;
        }
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// What follows from another address that an administrator has set. No link
    /// leads back: the earlier mailbox may be why it was changed, and must not
    /// give the account away.
    async fn move_address(
        &self,
        tx: &mut WriteTransaction,
        held: &Held,
        now: Timestamp,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let user = &held.user;
        end_address_changes_and_undos(tx, &user.id, now).await?;
        delete_failures_of(tx, &user.id).await?;
        // A link that was mailed to the old address sets no password any more,
        // nor does one that is on its way there.
        delete_password_links(tx, &user.id).await?;
        withdraw_mails(tx, Purpose::SetPassword, &user.id, now).await?;
        if user.password_hash.is_some() {
            let purpose = Purpose::AddressChanged;
            self.insert_mail(tx, purpose, &user.id, None, origin.address).await?;
            if user.broken.contains(&"email") {
                return Ok(());
            }
            return self.insert_notice_to_earlier_address(tx, purpose, &user.id, &user.email, origin).await;
        }
        // A mail for later leaves at its time, to the new address.
        let send_at = find_send_at(tx, &user.id, now).await?;
        set_all_revoked(tx, &user.id, now).await?;
        withdraw_mails(tx, Purpose::TemporaryPassword, &user.id, now).await?;
        delete_sessions_of(tx, &user.id).await?;
        if !user.disabled {
            self.insert_mail(tx, Purpose::TemporaryPassword, &user.id, None, None).await?;
            if let Some(send_at) = send_at {
                set_send_at(tx, &user.id, send_at).await?;
            }
        }
        Ok(())
    }
}
