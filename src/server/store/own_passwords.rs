//! Own passwords: set once with a temporary one, changed with an own one.

use super::address_changes::end_address_changes;
use super::audit::{AuditEvent, AuditKind, By, Origin};
use super::devices::set_devices_unknown;
use super::forgotten_passwords::delete_password_links;
use super::outbox::set_temporary_password_mails_obsolete;
use super::rate_limit::sign_in::delete_failures_of;
use super::sessions::{SessionPurpose, delete_sessions_of};
use super::temporary_passwords::set_all_used;
use super::used_tokens::TokenUse;
use super::user_status::refresh_status;
use super::{Store, StoreError};
use crate::domain::{Purpose, UserId};
use crate::server::password::HashedPassword;
use crate::server::store::sql::open_password;
use crate::server::store::transaction::WriteTransaction;

/// How somebody who chooses a first password has signed in.
#[derive(Clone, Copy, Debug)]
pub enum FirstAccess<'a> {
    /// The restricted session with this hash.
    Session(&'a str),
    /// The link in a mail, with this hash, and the temporary password beside it.
    Link(&'a str),
}

impl Store {
    /// Makes the chosen password the account's: the temporary ones are used
    /// up, their mails cancelled, all sessions end, and one begins.
    ///
    /// `false`, and nothing changed, when a password has been chosen already
    /// or the account was disabled: of two who choose at once, one wins. Also when what
    /// somebody signed in with has ended meanwhile: an admin may have corrected the address.
    pub async fn set_first_password(
        &self,
        user_id: &UserId,
        first_access: FirstAccess<'_>,
        hash: &HashedPassword,
        token_hash: &str,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE users SET password_hash = $2
             WHERE id = $1 AND password_hash IS NULL AND disabled_at IS NULL AND deleted_at IS NULL",
        )
        .bind(user_id.as_str().to_owned())
        .bind(hash.as_str().to_owned())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 || !is_first_access(&mut tx, user_id, first_access).await? {
            return Ok(false);
        }
        set_email_proven_by_mail(&mut tx, user_id).await?;
        set_all_used(&mut tx, user_id, now).await?;
        set_temporary_password_mails_obsolete(&mut tx, user_id, now).await?;
        refresh_status(&mut tx, Some(user_id)).await?;
        self.insert_used_sessions(&mut tx, TokenUse::FirstAccess, user_id).await?;
        self.replace_sessions(&mut tx, user_id, token_hash, origin).await?;
        let notice = (Purpose::PasswordChosen, AuditKind::PasswordChosen);
        self.finish_password(&mut tx, notice, user_id, origin).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Puts a new own password in the place of `old`; all sessions end, and one begins. Browsers are unknown from then on,
    /// but for the one with the cookie `device` (its SHA-256).
    ///
    /// `false`, and nothing changed, when the password is no longer `old`.
    pub async fn set_changed_password(
        &self,
        user_id: &UserId,
        old: &HashedPassword,
        new: &HashedPassword,
        token_hash: &str,
        device: Option<&str>,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE users SET password_hash = $3
             WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL AND deleted_at IS NULL",
        )
        .bind(user_id.as_str().to_owned())
        .bind(old.as_str().to_owned())
        .bind(new.as_str().to_owned())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        delete_password_links(&mut tx, user_id).await?;
        end_address_changes(&mut tx, user_id, self.clock.now()).await?;
        set_devices_unknown(&mut tx, user_id, device).await?;
        self.insert_used_sessions(&mut tx, TokenUse::PasswordChange, user_id).await?;
        self.replace_sessions(&mut tx, user_id, token_hash, origin).await?;
        let notice = (Purpose::PasswordChanged, AuditKind::PasswordChanged);
        self.finish_password(&mut tx, notice, user_id, origin).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn replace_sessions(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        token_hash: &str,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        delete_sessions_of(tx, user_id).await?;
        self.insert_session_row(tx, token_hash, user_id, SessionPurpose::Full, origin).await
    }

    /// Deletes the wrong tries at the password before; notifies the owner by mail, a few times an hour, and logs it.
    async fn finish_password(
        &self,
        tx: &mut WriteTransaction,
        (purpose, kind): (Purpose, AuditKind),
        user_id: &UserId,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        delete_failures_of(tx, user_id).await?;
        if self.may_notify(tx, purpose, user_id).await? {
            self.insert_mail(tx, purpose, user_id, None, origin.address).await?;
        }
        let by = By::user(user_id, origin);
        let event = AuditEvent { kind, by: &by, target: Some(user_id), detail: None };
        self.insert_event(tx, event).await
    }
}

/// The same as [`super::users::set_email_proven`], where all temporary passwords that could have
/// been typed were mailed: none was handed over in person, or is a number the person knew before.
async fn set_email_proven_by_mail(tx: &mut WriteTransaction, user_id: &UserId) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "UPDATE users SET proven_email = email
         WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM temporary_passwords
                                       WHERE user_id = $1 AND ",
        open_password!(),
        "
                                         AND (outbox_id = '' OR preset = 'cpf'))"
    ))
    .bind(user_id.as_str().to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether the first access somebody began is still valid. Asked once the account's row is locked, in a statement of
/// its own: what ends a session or a temporary password locks that row, too.
async fn is_first_access(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    first_access: FirstAccess<'_>,
) -> Result<bool, StoreError> {
    let (sql, hash) = match first_access {
        FirstAccess::Session(hash) => (
            concat!(
                "SELECT 1 AS one FROM sessions s
                 WHERE s.user_id = $1 AND s.token_hash = $2 AND s.purpose = 'first_access'
                   AND EXISTS (SELECT 1 FROM temporary_passwords WHERE user_id = $1 AND ",
                open_password!(),
                ")"
            ),
            hash,
        ),
        FirstAccess::Link(hash) => (
            concat!(
                "SELECT 1 AS one FROM temporary_passwords WHERE user_id = $1 AND link_hash = $2 AND ",
                open_password!()
            ),
            hash,
        ),
    };
    let found = sqlx::query(sql).bind(user_id.as_str().to_owned()).bind(hash.to_owned()).fetch_optional(&mut **tx);
    Ok(found.await?.is_some())
}
