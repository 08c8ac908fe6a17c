//! The actions that open, close and end accounts.

use super::{ActionOutcome, AdminGuard, LockedAccount, Refusal, is_last_admin};
use crate::domain::{AdminAction, Purpose, Role, Timestamp, UserId};
use crate::server::password::HashedPassword;
use crate::server::store::address_changes::end_address_changes;
use crate::server::store::address_undos::end_address_changes_and_undos;
use crate::server::store::audit::{AuditEvent, AuditKind, By, Origin};
use crate::server::store::devices::set_devices_unknown;
use crate::server::store::forgotten_passwords::delete_password_links;
use crate::server::store::outbox::{set_failed_mails_obsolete, withdraw_mails};
use crate::server::store::rate_limit::sign_in::delete_failures_at;
use crate::server::store::sessions::delete_sessions_of;
use crate::server::store::temporary_passwords::set_all_revoked;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::used_tokens::TokenUse;
use crate::server::store::user_status::refresh_status;
use crate::server::store::users::User;
use crate::server::store::{Store, StoreError};

/// What the caller knew of the account, if that is to be compared.
struct Expected<'a> {
    /// When the form was shown.
    shown_at: Option<Timestamp>,
    /// Whether an administrator may be let in again.
    is_confirmed: bool,
    /// The own password of who deletes themselves.
    own_password: Option<&'a HashedPassword>,
}

impl Store {
    /// Applies `action` to an account, if it applies to the account's current status. With the time when it was
    /// `shown_at` about, only if it was not done since then, and undone. An administrator is let in again only where
    /// the admin who acts `is_confirmed`: has typed their own password.
    /// [`AdminAction::Resend`] and [`AdminAction::Unlock`] have functions of their own.
    pub async fn apply_admin_action(
        &self,
        id: &UserId,
        action: AdminAction,
        shown_at: Option<Timestamp>,
        is_confirmed: bool,
        by: &By,
    ) -> Result<ActionOutcome, StoreError> {
        self.apply_action(id, action, by, Expected { shown_at, is_confirmed, own_password: None }).await
    }

    /// Deletes a person's account as they have asked. [`Refusal::NotFound`] when `own_password`, which they gave, is
    /// not theirs any more.
    pub async fn delete_own_account(
        &self,
        id: &UserId,
        own_password: &HashedPassword,
        origin: &Origin,
    ) -> Result<ActionOutcome, StoreError> {
        let known = Expected { shown_at: None, is_confirmed: true, own_password: Some(own_password) };
        self.apply_action(id, AdminAction::Delete, &By::user(id, origin), known).await
    }

    async fn apply_action(
        &self,
        id: &UserId,
        action: AdminAction,
        by: &By,
        known: Expected<'_>,
    ) -> Result<ActionOutcome, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let guard = if takes_away(action) { Some(AdminGuard::lock(&mut tx).await?) } else { None };
        let Some(held) = self.lock_account(&mut tx, id).await? else {
            return Ok(ActionOutcome::Refused(Refusal::NotFound));
        };
        if let Some(refusal) = self.find_refusal(&mut tx, action, &held, known, guard.as_ref()).await? {
            return Ok(ActionOutcome::Refused(refusal));
        }
        let Some(kind) = self.set_account(&mut tx, action, &held.user, by, now).await? else {
            return Ok(ActionOutcome::Refused(Refusal::DoesNotApply));
        };
        let is_own = by.actor.user() == Some(id);
        if action == AdminAction::Delete && is_own {
            self.insert_used_sessions(&mut tx, TokenUse::AccountDeletion, id).await?;
            self.insert_mail(&mut tx, Purpose::AccountDeleted, id, None, by.origin.address).await?;
        }
        end_access(&mut tx, action, id, is_own, now).await?;
        refresh_status(&mut tx, Some(id)).await?;
        self.insert_event(&mut tx, AuditEvent { kind, by, target: Some(id), detail: None }).await?;
        tx.commit().await?;
        Ok(ActionOutcome::Done)
    }

    /// Why `action` is not for this account.
    async fn find_refusal(
        &self,
        tx: &mut WriteTransaction,
        action: AdminAction,
        held: &LockedAccount,
        known: Expected<'_>,
        guard: Option<&AdminGuard>,
    ) -> Result<Option<Refusal>, StoreError> {
        if known.own_password.is_some_and(|given| held.user.password_hash.as_ref() != Some(given)) {
            return Ok(Some(Refusal::NotFound));
        }
        if !action.applies_to(held.status) {
            return Ok(Some(Refusal::DoesNotApply));
        }
        if action.lets_in_again() && held.user.role == Role::Admin && !known.is_confirmed {
            return Ok(Some(Refusal::PasswordNeeded));
        }
        if let Some(shown_at) = known.shown_at
            && self.was_done_since(tx, &held.user.id, action.audit_kind(), shown_at).await?
        {
            return Ok(Some(Refusal::UndoneMeanwhile { action, now: held.status }));
        }
        match guard {
            Some(guard) if is_last_admin(tx, held, guard).await? => Ok(Some(Refusal::LastAdmin)),
            _ => Ok(None),
        }
    }

    /// Writes down what `action` makes of an account; none for what has a function of its own.
    async fn set_account(
        &self,
        tx: &mut WriteTransaction,
        action: AdminAction,
        user: &User,
        by: &By,
        now: Timestamp,
    ) -> Result<Option<AuditKind>, StoreError> {
        let id = &user.id;
        let kind = match action {
            AdminAction::Revoke => {
                set_all_revoked(tx, id, now).await?;
                withdraw_mails(tx, Purpose::TemporaryPassword, id, now).await?;
                set_failed_mails_obsolete(tx, id).await?;
                AuditKind::TemporaryPasswordRevoked
            }
            AdminAction::RequirePassword => {
                set_column(tx, "UPDATE users SET password_hash = NULL WHERE id = $1", id).await?;
                set_devices_unknown(tx, id, None).await?;
                self.insert_mail(tx, Purpose::TemporaryPassword, id, None, None).await?;
                AuditKind::PasswordRequired
            }
            AdminAction::Disable => {
                set_time(tx, "UPDATE users SET disabled_at = $2 WHERE id = $1", id, now).await?;
                withdraw_mails(tx, Purpose::TemporaryPassword, id, now).await?;
                AuditKind::UserDisabled
            }
            AdminAction::Enable => {
                set_column(tx, "UPDATE users SET disabled_at = NULL WHERE id = $1", id).await?;
                AuditKind::UserEnabled
            }
            AdminAction::Delete => {
                set_time(tx, "UPDATE users SET deleted_at = $2 WHERE id = $1", id, now).await?;
                set_all_revoked(tx, id, now).await?;
                withdraw_mails(tx, Purpose::TemporaryPassword, id, now).await?;
                AuditKind::UserDeleted
            }
            AdminAction::Restore => {
                set_column(tx, "UPDATE users SET deleted_at = NULL WHERE id = $1", id).await?;
                AuditKind::UserRestored
            }
            AdminAction::RestoreAndSend => {
                self.restore_and_send(tx, user, by).await?;
                AuditKind::UserRestored
            }
            AdminAction::Approve => {
                let sql = "UPDATE users SET awaits_approval_since = NULL, disabled_at = NULL WHERE id = $1";
                set_column(tx, sql, id).await?;
                self.insert_mail(tx, Purpose::RegistrationApproved, id, None, None).await?;
                AuditKind::RegistrationApproved
            }
            AdminAction::Refuse => {
                // It goes on waiting: who is restored has not been let in.
                set_time(tx, "UPDATE users SET deleted_at = $2 WHERE id = $1", id, now).await?;
                self.insert_mail(tx, Purpose::RegistrationRefused, id, None, None).await?;
                AuditKind::RegistrationRefused
            }
            AdminAction::Resend | AdminAction::Unlock => return Ok(None),
        };
        Ok(Some(kind))
    }

    /// Undoes a deletion; the person chooses a new password. Who still waits for an administrator
    /// has chosen one and goes on waiting.
    async fn restore_and_send(&self, tx: &mut WriteTransaction, user: &User, by: &By) -> Result<(), StoreError> {
        set_column(tx, "UPDATE users SET deleted_at = NULL WHERE id = $1", &user.id).await?;
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

    /// Forgets the wrong tries at an account's address, which is `subject` in their table. Where there are none, nothing
    /// is logged.
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

/// Whether an administrator may be one no longer.
const fn takes_away(action: AdminAction) -> bool {
    matches!(action, AdminAction::RequirePassword | AdminAction::Disable | AdminAction::Delete)
}

/// Ends what still opens an account, or brings it back, after `action`; `is_own` where people delete themselves.
async fn end_access(
    tx: &mut WriteTransaction,
    action: AdminAction,
    id: &UserId,
    is_own: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    if !takes_away(action) && action != AdminAction::Revoke {
        return Ok(());
    }
    // None of them leaves a session that the account could still open.
    delete_sessions_of(tx, id).await?;
    delete_password_links(tx, id).await?;
    if action == AdminAction::RequirePassword || is_own {
        end_address_changes(tx, id, now).await?;
        return Ok(());
    }
    // What an admin has ended, no earlier mailbox begins again. A person who still has to choose a password needs an
    // address that reaches them. And a thief who moves an account and deletes it must not cut its owner off once it is
    // restored.
    end_address_changes_and_undos(tx, id, now).await
}

async fn set_column(tx: &mut WriteTransaction, sql: &'static str, id: &UserId) -> Result<(), StoreError> {
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
