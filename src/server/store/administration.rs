//! What admins do to accounts: each act one transaction with its line in the log.

use super::address_changes::end_address_changes;
use super::address_undos::end_ways_to_other_addresses;
use super::audit::{Actor, AuditEvent, AuditKind, Origin};
use super::forgotten_passwords::delete_password_links;
use super::outbox::withdraw_mails;
use super::search::{folded, set_user_words};
use super::sessions::delete_sessions_of;
use super::sign_in_failures::delete_failures_at;
use super::standing::{account_state, refresh_standing};
use super::temporary_passwords::{NewTemporaryPassword, set_all_revoked};
use super::users::{SealedCpf, User, user};
use super::{Store, StoreError};
use crate::domain::{AccountState, Act, Purpose, Role, Timestamp, UserDetails, UserId};
use sqlx::{Any, Transaction};

/// Why an act was not done; nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such account.
    NotFound,
    /// The account stands so that the act makes no sense.
    DoesNotApply,
    /// Nobody would be left who can administer.
    LastAdmin,
}

/// What becomes of the CPF of an account that is edited.
pub enum CpfChange<'a> {
    /// It stays.
    Keep,
    /// It is this one now.
    Set(&'a SealedCpf),
    /// There is none any more.
    Remove,
}

/// An account whose row this transaction holds.
struct Held {
    user: User,
    state: AccountState,
}

impl Store {
    /// Does `act` to an account, if it fits how the account stands now.
    /// [`Act::SendAgain`] and [`Act::Unlock`] have functions of their own.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_by_act(
        &self,
        id: &UserId,
        act: Act,
        actor: &Actor,
        origin: &Origin,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let takes_away = matches!(act, Act::RequirePassword | Act::Disable | Act::Delete);
        let held = match self.hold_account(&mut tx, id, takes_away).await? {
            Some(held) if act.fits(held.state) => held,
            Some(_) => return Ok(Err(Refusal::DoesNotApply)),
            None => return Ok(Err(Refusal::NotFound)),
        };
        if takes_away && is_last_admin(&mut tx, &held).await? {
            return Ok(Err(Refusal::LastAdmin));
        }
        let kind = match act {
            Act::Revoke => {
                set_all_revoked(&mut tx, id, now).await?;
                withdraw_mails(&mut tx, Purpose::TemporaryPassword, id, now).await?;
                AuditKind::TemporaryPasswordRevoked
            }
            Act::RequirePassword => {
                set_column(&mut tx, "UPDATE users SET password_hash = NULL WHERE id = $1", id).await?;
                self.insert_mail(&mut tx, Purpose::TemporaryPassword, id, None, None).await?;
                AuditKind::PasswordRequired
            }
            Act::Disable => {
                set_time(&mut tx, "UPDATE users SET disabled_at = $2 WHERE id = $1", id, now).await?;
                withdraw_mails(&mut tx, Purpose::TemporaryPassword, id, now).await?;
                AuditKind::UserDisabled
            }
            Act::Enable => {
                set_column(&mut tx, "UPDATE users SET disabled_at = NULL WHERE id = $1", id).await?;
                AuditKind::UserEnabled
            }
            Act::Delete => {
                set_time(&mut tx, "UPDATE users SET deleted_at = $2 WHERE id = $1", id, now).await?;
                set_all_revoked(&mut tx, id, now).await?;
                withdraw_mails(&mut tx, Purpose::TemporaryPassword, id, now).await?;
                AuditKind::UserDeleted
            }
            Act::Restore => {
                set_column(&mut tx, "UPDATE users SET deleted_at = NULL WHERE id = $1", id).await?;
                AuditKind::UserRestored
            }
            Act::Approve => {
                let sql = "UPDATE users SET awaits_approval_since = NULL, disabled_at = NULL WHERE id = $1";
                set_column(&mut tx, sql, id).await?;
                self.insert_mail(&mut tx, Purpose::RegistrationApproved, id, None, None).await?;
                AuditKind::RegistrationApproved
            }
            Act::Refuse => {
                // It goes on waiting: who is restored has not been let in.
                set_time(&mut tx, "UPDATE users SET deleted_at = $2 WHERE id = $1", id, now).await?;
                self.insert_mail(&mut tx, Purpose::RegistrationRefused, id, None, None).await?;
                AuditKind::RegistrationRefused
            }
            Act::SendAgain | Act::Unlock => return Ok(Err(Refusal::DoesNotApply)),
        };
        if takes_away || act == Act::Revoke {
            // None of them leaves a session that the account could still open.
            delete_sessions_of(&mut tx, id).await?;
            delete_password_links(&mut tx, id).await?;
            end_address_changes(&mut tx, id, now).await?;
        }
        if matches!(act, Act::Disable | Act::Delete) && actor.user() != Some(id) {
            // Whoever still has a password to choose needs the way back to where its mail can reach them. And
            // a thief who moves an account and deletes it must not cut its owner off once it is restored.
            end_ways_to_other_addresses(&mut tx, id, now).await?;
        }
        if act == Act::Delete && actor.user() == Some(id) {
            self.insert_mail(&mut tx, Purpose::AccountDeleted, id, None, origin.address).await?;
        }
        refresh_standing(&mut tx, Some(id)).await?;
        self.insert_event(&mut tx, AuditEvent { kind, actor, target: Some(id), origin, detail: None }).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Forgets the wrong tries at an account's address, which is `subject` in their table.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_unlocked(
        &self,
        id: &UserId,
        subject: &str,
        actor: &Actor,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        delete_failures_at(&mut tx, subject).await?;
        let event = AuditEvent { kind: AuditKind::UserUnlocked, actor, target: Some(id), origin, detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Puts `details` in the place of what the account says. A new address of
    /// somebody without a password voids what went to the old one and queues a
    /// mail to the new; of somebody with one, both addresses are told.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`], [`StoreError::CpfTaken`].
    pub async fn set_user_details(
        &self,
        id: &UserId,
        details: &UserDetails,
        cpf: CpfChange<'_>,
        actor: &Actor,
        origin: &Origin,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let held = match self.hold_account(&mut tx, id, details.role == Role::Member).await? {
            Some(held) if held.state != AccountState::Deleted => held,
            Some(_) => return Ok(Err(Refusal::DoesNotApply)),
            None => return Ok(Err(Refusal::NotFound)),
        };
        if details.role == Role::Member && is_last_admin(&mut tx, &held).await? {
            return Ok(Err(Refusal::LastAdmin));
        }
        let before = &held.user;
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
            self.move_address(&mut tx, &held, now, origin).await?;
        }
        if before.role != details.role && before.password_hash.is_some() && !before.disabled {
            self.insert_mail(&mut tx, Purpose::RoleChanged, id, None, origin.address).await?;
        }
        refresh_standing(&mut tx, Some(id)).await?;

        let role = format!("{} → {}", before.role, details.role);
        let mut events = Vec::new();
        let mut note = |kind, detail| events.push(AuditEvent { kind, actor, target: Some(id), origin, detail });
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
        tx: &mut Transaction<'static, Any>,
        held: &Held,
        now: Timestamp,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let user = &held.user;
        end_ways_to_other_addresses(tx, &user.id, now).await?;
        // A link that was mailed to the old address sets no password any more,
        // nor does one that is on its way there.
        delete_password_links(tx, &user.id).await?;
        withdraw_mails(tx, Purpose::SetPassword, &user.id, now).await?;
        if user.password_hash.is_some() {
            let purpose = Purpose::AddressChanged;
            self.insert_mail(tx, purpose, &user.id, None, origin.address).await?;
            return self.insert_notice_to_earlier_address(tx, purpose, &user.id, &user.email, origin).await;
        }
        set_all_revoked(tx, &user.id, now).await?;
        withdraw_mails(tx, Purpose::TemporaryPassword, &user.id, now).await?;
        delete_sessions_of(tx, &user.id).await?;
        if !user.disabled {
            self.insert_mail(tx, Purpose::TemporaryPassword, &user.id, None, None).await?;
        }
        Ok(())
    }

    /// Stores a secret that an admin hands over in person. It counts at once and
    /// ends all others; `false` when the account needs none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_secret_in_person(
        &self,
        id: &UserId,
        secret: &NewTemporaryPassword<'_>,
        actor: &Actor,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let held = self.hold_account(&mut tx, id, false).await?;
        if !held.is_some_and(|held| Act::SendAgain.fits(held.state)) {
            return Ok(false);
        }
        set_all_revoked(&mut tx, id, now).await?;
        withdraw_mails(&mut tx, Purpose::TemporaryPassword, id, now).await?;
        delete_sessions_of(&mut tx, id).await?;
        self.insert_secret(&mut tx, id, "", secret, Some(now)).await?;
        refresh_standing(&mut tx, Some(id)).await?;
        let kind = AuditKind::TemporaryPasswordRevealed;
        self.insert_event(&mut tx, AuditEvent { kind, actor, target: Some(id), origin, detail: None }).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes out for good the accounts that were deleted before `before`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn delete_accounts_deleted_before(&self, before: Timestamp) -> Result<(), StoreError> {
        let rows = sqlx::query("SELECT id FROM users WHERE deleted_at < $1 LIMIT 1000")
            .bind(before.as_millis())
            .fetch_all(&self.pool)
            .await?;
        for row in &rows {
            let id = super::parsed(row, "users", "id", UserId::parse)?;
            let mut tx = self.begin().await?;
            // Asked again: it may have been restored meanwhile.
            let gone = sqlx::query("DELETE FROM users WHERE id = $1 AND deleted_at < $2")
                .bind(id.as_str().to_owned())
                .bind(before.as_millis())
                .execute(&mut *tx)
                .await?;
            if gone.rows_affected() == 1 {
                let event = AuditEvent {
                    kind: AuditKind::UserErased,
                    actor: &Actor::Worker,
                    target: Some(&id),
                    origin: &Origin::default(),
                    detail: None,
                };
                self.insert_event(&mut tx, event).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// Holds an account's row until the commit, and before it, where an
    /// administrator may be taken away, the guard that all who do so hold.
    async fn hold_account(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &UserId,
        guarded: bool,
    ) -> Result<Option<Held>, StoreError> {
        if guarded {
            sqlx::query("UPDATE admin_guard SET taken = taken + 1").execute(&mut **tx).await?;
        }
        let row = sqlx::query(
            "UPDATE users SET created_at = created_at WHERE id = $1
             RETURNING id, email, display_name, role, locale, password_hash, disabled_at, deleted_at, standing, invited_until",
        )
        .bind(id.as_str().to_owned())
        .fetch_optional(&mut **tx)
        .await?;
        row.map(|row| Ok(Held { user: user(&row)?, state: account_state(&row, self.clock.now())? })).transpose()
    }
}

/// Whether nobody else could administer. Ask it under the guard.
async fn is_last_admin(tx: &mut Transaction<'static, Any>, held: &Held) -> Result<bool, StoreError> {
    if held.user.role != Role::Admin || held.state != AccountState::Active {
        return Ok(false);
    }
    let other = sqlx::query("SELECT id FROM users WHERE role = 'admin' AND standing = 'active' AND id <> $1 LIMIT 1")
        .bind(held.user.id.as_str().to_owned())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(other.is_none())
}

async fn set_column(tx: &mut Transaction<'static, Any>, sql: &'static str, id: &UserId) -> Result<(), StoreError> {
    sqlx::query(sql).bind(id.as_str().to_owned()).execute(&mut **tx).await?;
    Ok(())
}

async fn set_time(
    tx: &mut Transaction<'static, Any>,
    sql: &'static str,
    id: &UserId,
    time: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(sql).bind(id.as_str().to_owned()).bind(time.as_millis()).execute(&mut **tx).await?;
    Ok(())
}
