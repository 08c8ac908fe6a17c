//! Admin actions on an account, and people deleting their own.

use super::{ActionOutcome, AdminGuard, LockedAccount, Refusal, is_last_admin};
use crate::domain::{AdminAction, Purpose, Timestamp, UserId};
use crate::server::password::HashedPassword;
use crate::server::store::address_changes::end_address_changes;
use crate::server::store::address_undos::end_address_changes_and_undos;
use crate::server::store::audit::{AuditEvent, AuditKind, By, Origin};
use crate::server::store::devices::set_devices_unknown;
use crate::server::store::forgotten_passwords::delete_password_links;
use crate::server::store::outbox::{set_failed_mails_obsolete, withdraw_mails};
use crate::server::store::rate_limit::sign_in::delete_failures_at;
use crate::server::store::sessions::delete_sessions_of;
use crate::server::store::temporary_passwords::revoke_temporary_passwords;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::used_tokens::TokenUse;
use crate::server::store::user_status::refresh_status;
use crate::server::store::users::User;
use crate::server::store::{Store, StoreError};

const SET_DELETED: &str = "UPDATE users SET deleted_at = $2 WHERE id = $1";
const SET_RESTORED: &str = "UPDATE users SET deleted_at = NULL WHERE id = $1";

/// What is checked in the transaction, besides whether the action applies to the account's status.
struct Conditions<'a> {
    /// When the form was shown; the action must not have been done and undone since.
    shown_at: Option<Timestamp>,
    /// Whether who acts has just given their own password.
    is_confirmed: bool,
    /// The password with which a person deletes their own account; it must still be theirs.
    own_password: Option<&'a HashedPassword>,
}

impl Store {
    /// Applies `action` to an account, if it applies to the account's current status. `shown_at` is when the form was
    /// shown: an action that was done and undone since then is refused. `is_confirmed` says whether the admin has just
    /// given their own password; see [`AdminAction::asks_for_password`].
    /// [`AdminAction::Resend`] and [`AdminAction::Unlock`] have functions of their own and do not apply here.
    pub async fn apply_admin_action(
        &self,
        id: &UserId,
        action: AdminAction,
        shown_at: Option<Timestamp>,
        is_confirmed: bool,
        by: &By,
    ) -> Result<ActionOutcome, StoreError> {
        self.apply_action(id, action, by, Conditions { shown_at, is_confirmed, own_password: None }).await
    }

    /// Deletes a person's account as they have asked. [`Refusal::NotFound`] when `own_password`, which they gave, is
    /// not theirs any more.
    pub async fn delete_own_account(
        &self,
        id: &UserId,
        own_password: &HashedPassword,
        origin: &Origin,
    ) -> Result<ActionOutcome, StoreError> {
        let conditions = Conditions { shown_at: None, is_confirmed: true, own_password: Some(own_password) };
        self.apply_action(id, AdminAction::Delete, &By::user(id, origin), conditions).await
    }

    async fn apply_action(
        &self,
        id: &UserId,
        action: AdminAction,
        by: &By,
        conditions: Conditions<'_>,
    ) -> Result<ActionOutcome, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let guard = if could_end_last_admin(action) { Some(AdminGuard::lock(&mut tx).await?) } else { None };
        let Some(held) = self.lock_account(&mut tx, id).await? else {
            return Ok(ActionOutcome::Refused(Refusal::NotFound));
        };
        if let Some(refusal) = self.find_refusal(&mut tx, action, &held, conditions, guard.as_ref()).await? {
            return Ok(ActionOutcome::Refused(refusal));
        }
        self.set_account(&mut tx, action, &held.user, by, now).await?;
        let is_own = by.actor.user() == Some(id);
        if action == AdminAction::Delete && is_own {
            self.insert_used_sessions(&mut tx, TokenUse::AccountDeletion, id).await?;
            self.insert_mail(&mut tx, Purpose::AccountDeleted, id, None, by.origin.address).await?;
        }
        end_access(&mut tx, action, id, is_own, now).await?;
        refresh_status(&mut tx, Some(id)).await?;
        let event = AuditEvent { kind: action.audit_kind(), by, target: Some(id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(ActionOutcome::Done)
    }

    /// Why `action` is not for this account.
    async fn find_refusal(
        &self,
        tx: &mut WriteTransaction,
        action: AdminAction,
        held: &LockedAccount,
        conditions: Conditions<'_>,
        guard: Option<&AdminGuard>,
    ) -> Result<Option<Refusal>, StoreError> {
        if conditions.own_password.is_some_and(|given| held.user.password_hash.as_ref() != Some(given)) {
            return Ok(Some(Refusal::NotFound));
        }
        let has_own_function = matches!(action, AdminAction::Resend | AdminAction::Unlock);
        if has_own_function || !action.applies_to(held.status) {
            return Ok(Some(Refusal::DoesNotApply));
        }
        if action.asks_for_password(held.user.role) && !conditions.is_confirmed {
            return Ok(Some(Refusal::PasswordNeeded));
        }
        if let Some(shown_at) = conditions.shown_at
            && self.was_done_since(tx, &held.user.id, action.audit_kind(), shown_at).await?
        {
            return Ok(Some(Refusal::UndoneMeanwhile { action, now: held.status }));
        }
        match guard {
            Some(guard) if is_last_admin(tx, held, guard).await? => Ok(Some(Refusal::LastAdmin)),
            _ => Ok(None),
        }
    }

    /// Changes the account, its temporary passwords and its emails as `action` says.
    async fn set_account(
        &self,
        tx: &mut WriteTransaction,
        action: AdminAction,
        user: &User,
        by: &By,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let id = &user.id;
        match action {
            AdminAction::Revoke => {
                revoke_temporary_passwords(tx, id, now).await?;
                set_failed_mails_obsolete(tx, id).await?;
            }
            AdminAction::RequirePassword => self.require_new_password(tx, id).await?,
            AdminAction::Disable => {
                set_time(tx, "UPDATE users SET disabled_at = $2 WHERE id = $1", id, now).await?;
                withdraw_mails(tx, Purpose::TemporaryPassword, id, now).await?;
            }
            AdminAction::Enable => execute(tx, "UPDATE users SET disabled_at = NULL WHERE id = $1", id).await?,
            AdminAction::Delete => {
                set_time(tx, SET_DELETED, id, now).await?;
                revoke_temporary_passwords(tx, id, now).await?;
            }
            AdminAction::Restore => execute(tx, SET_RESTORED, id).await?,
            AdminAction::RestoreAndSend => self.restore_and_send(tx, user, by).await?,
            AdminAction::Approve => {
                let sql = "UPDATE users SET awaits_approval_since = NULL, disabled_at = NULL WHERE id = $1";
                execute(tx, sql, id).await?;
                self.insert_mail(tx, Purpose::RegistrationApproved, id, None, None).await?;
            }
            AdminAction::Refuse => {
                // `awaits_approval_since` stays: a registration that is restored still waits for an administrator.
                set_time(tx, SET_DELETED, id, now).await?;
                self.insert_mail(tx, Purpose::RegistrationRefused, id, None, None).await?;
            }
            // Refused by `find_refusal`.
            AdminAction::Resend | AdminAction::Unlock => {}
        }
        Ok(())
    }

    /// Ends an own password and emails a temporary one to the address that the account has now; browsers are unknown from
    /// then on.
    pub(in crate::server::store) async fn require_new_password(
        &self,
        tx: &mut WriteTransaction,
        id: &UserId,
    ) -> Result<(), StoreError> {
        execute(tx, "UPDATE users SET password_hash = NULL WHERE id = $1", id).await?;
        set_devices_unknown(tx, id, None).await?;
        self.insert_mail(tx, Purpose::TemporaryPassword, id, None, None).await?;
        Ok(())
    }

    /// Undoes a deletion and emails a temporary password. A person who still waits for approval keeps the password chosen
    /// at registration, and keeps waiting.
    async fn restore_and_send(&self, tx: &mut WriteTransaction, user: &User, by: &By) -> Result<(), StoreError> {
        execute(tx, SET_RESTORED, &user.id).await?;
        let sql = "UPDATE users SET password_hash = NULL WHERE id = $1 AND awaits_approval_since IS NULL";
        let ended = sqlx::query(sql).bind(user.id.as_str().to_owned()).execute(&mut **tx).await?;
        if ended.rows_affected() == 0 {
            return Ok(());
        }
        set_devices_unknown(tx, &user.id, None).await?;
        if user.password_hash.is_some() {
            let kind = AuditKind::PasswordRequired;
            self.insert_event(tx, AuditEvent { kind, by, target: Some(&user.id), detail: None }).await?;
        }
        self.insert_mail(tx, Purpose::TemporaryPassword, &user.id, None, None).await?;
        Ok(())
    }

    /// Deletes the wrong tries at an account's address, which is `subject` in their table. If there are none, nothing is
    /// logged.
    pub async fn set_unlocked(&self, id: &UserId, subject: &str, by: &By) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        if delete_failures_at(&mut tx, subject).await? == 0 {
            return Ok(());
        }
        let event = AuditEvent { kind: AuditKind::UserUnlocked, by, target: Some(id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whether it can take the last administrator's access away.
const fn could_end_last_admin(action: AdminAction) -> bool {
    matches!(action, AdminAction::RequirePassword | AdminAction::Disable | AdminAction::Delete)
}

/// Whether sessions and links of the account end with it.
const fn ends_access(action: AdminAction) -> bool {
    match action {
        AdminAction::RequirePassword | AdminAction::Revoke | AdminAction::Disable | AdminAction::Delete => true,
        AdminAction::Approve
        | AdminAction::Refuse
        | AdminAction::Resend
        | AdminAction::Unlock
        | AdminAction::Enable
        | AdminAction::Restore
        | AdminAction::RestoreAndSend => false,
    }
}

/// Ends the sessions and links of an account after `action`; `is_own` where people delete their own account.
async fn end_access(
    tx: &mut WriteTransaction,
    action: AdminAction,
    id: &UserId,
    is_own: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    if !ends_access(action) {
        return Ok(());
    }
    delete_sessions_of(tx, id).await?;
    delete_password_links(tx, id).await?;
    // The link that restores an earlier address is kept where it helps the owner: the temporary password has to reach
    // them, not a thief who changed the address; and if that thief deletes the account, it can be taken back once it is
    // restored. What an admin has closed must not be reopened from an earlier mailbox.
    if action == AdminAction::RequirePassword || is_own {
        end_address_changes(tx, id, now).await?;
        Ok(())
    } else {
        end_address_changes_and_undos(tx, id, now).await
    }
}

async fn execute(tx: &mut WriteTransaction, sql: &'static str, id: &UserId) -> Result<(), StoreError> {
    sqlx::query(sql).bind(id.as_str().to_owned()).execute(&mut **tx).await?;
    Ok(())
}

async fn set_time(
    tx: &mut WriteTransaction,
    sql: &'static str,
    id: &UserId,
    time: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(sql).bind(id.as_str().to_owned()).bind(time.as_millis()).execute(&mut **tx).await?;
    Ok(())
}
