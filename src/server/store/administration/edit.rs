//! Editing an account, and what follows from a new address or role.

use super::{AdminGuard, LockedAccount, Refusal, is_last_admin};
use crate::domain::audit_detail::role_change;
use crate::domain::{GroupSlug, Purpose, Role, Timestamp, UserDetails, UserId, UserStatus};
use crate::locale::time::Zone;
use crate::server::store::address_changes::end_earlier_address;
use crate::server::store::address_undos::end_address_changes_and_undos;
use crate::server::store::audit::{AuditEvent, AuditKind, By, Origin};
use crate::server::store::outbox::{NewMail, Recipient, find_send_at, set_send_at};
use crate::server::store::search::{folded, set_user_words};
use crate::server::store::sessions::delete_sessions_of;
use crate::server::store::temporary_passwords::revoke_temporary_passwords;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status;
use crate::server::store::users::{SealedCpf, User};
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;
use std::collections::BTreeSet;

/// What an edit makes of something that an account may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays.
    Keep,
    /// It is this one now.
    Set(T),
    /// There is none any more.
    Remove,
}

/// An account that an edit holds.
pub struct EditedUser<'a> {
    /// The person as stored.
    pub user: &'a User,
    /// Their CPF, sealed.
    pub sealed_cpf: Option<String>,
    /// Their groups.
    pub groups: BTreeSet<GroupSlug>,
}

/// What an edit makes of an account.
pub struct UserChange<'a> {
    /// What the account says.
    pub details: UserDetails,
    /// The time zone; none for the installation's.
    pub time_zone: Option<Zone>,
    /// The CPF.
    pub cpf: Change<&'a SealedCpf>,
    /// The groups.
    pub groups: BTreeSet<GroupSlug>,
}

/// What came of an edit whose caller decides what to change once the row is locked.
pub enum Edited<E> {
    /// It was done.
    Done,
    /// It was refused.
    Refused(Refusal),
    /// The caller's decision failed with this error; nothing has changed.
    Undecided(E),
}

impl Store {
    /// Edits an account in one transaction: `decide` is called with the account while its row is locked, and returns
    /// what to change. With a new address, a temporary password that went to the old one ends and another is mailed; if
    /// the person has a password of their own, both addresses are notified. A new role ends all sessions.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`], [`StoreError::CpfTaken`].
    pub async fn edit_user<'a, E>(
        &self,
        id: &UserId,
        decide: impl FnOnce(&EditedUser<'_>) -> Result<UserChange<'a>, E>,
        by: &By,
    ) -> Result<Edited<E>, StoreError> {
        let mut tx = self.begin().await?;
        // What the merged form says of the role is known only once the row is held.
        let guard = AdminGuard::lock(&mut tx).await?;
        let held = match self.lock_account(&mut tx, id).await? {
            Some(held) if held.status != UserStatus::Deleted => held,
            Some(_) => return Ok(Edited::Refused(Refusal::DoesNotApply)),
            None => return Ok(Edited::Refused(Refusal::NotFound)),
        };
        let row = sqlx::query("SELECT cpf_sealed FROM users WHERE id = $1").bind(id.as_str().to_owned());
        let sealed_cpf = row.fetch_one(&mut *tx).await?.try_get("cpf_sealed")?;
        let groups = Self::find_slugs_of_user(&mut tx, id).await?;
        let before = EditedUser { user: &held.user, sealed_cpf, groups };
        let change = match decide(&before) {
            Ok(change) => change,
            Err(undecided) => return Ok(Edited::Undecided(undecided)),
        };
        if change.details.role == Role::Member && is_last_admin(&mut tx, &held, &guard).await? {
            return Ok(Edited::Refused(Refusal::LastAdmin));
        }
        // Before the row gets another address: who puts the person into a group holds that group, and then waits for
        // the row.
        let groups = self.set_groups_of_user(&mut tx, id, &before.groups, &change.groups).await?;
        update_row(&mut tx, &held.user, &change).await?;
        self.follow_edit(&mut tx, &held, &change.details, by).await?;
        refresh_status(&mut tx, Some(id)).await?;
        self.insert_edit_events(&mut tx, &held.user, &change, groups, by).await?;
        tx.commit().await?;
        Ok(Edited::Done)
    }

    /// Logs what a change of `user` has changed, and of which `groups`.
    async fn insert_edit_events(
        &self,
        tx: &mut WriteTransaction,
        user: &User,
        change: &UserChange<'_>,
        groups: Vec<(AuditKind, &str)>,
        by: &By,
    ) -> Result<(), StoreError> {
        let details = &change.details;
        let role = role_change(user.role, details.role);
        let mut events = Vec::new();
        let mut note = |kind, detail| events.push(AuditEvent { kind, by, target: Some(&user.id), detail });
        if user.display_name != details.display_name
            || user.locale != details.locale
            || user.time_zone != change.time_zone
            || !matches!(change.cpf, Change::Keep)
        {
            note(AuditKind::UserEdited, None);
        }
        if user.email != details.email {
            note(AuditKind::AddressChanged, None);
        }
        if user.role != details.role {
            note(AuditKind::RoleChanged, Some(role.as_str()));
        }
        for (kind, slug) in groups {
            note(kind, Some(slug));
        }
        if !events.is_empty() {
            self.insert_events(tx, &events).await?;
        }
        Ok(())
    }

    /// What follows from another name, address or role.
    async fn follow_edit(
        &self,
        tx: &mut WriteTransaction,
        held: &LockedAccount,
        details: &UserDetails,
        by: &By,
    ) -> Result<(), StoreError> {
        let user = &held.user;
        let moved = user.email != details.email;
        if user.display_name != details.display_name || moved {
            set_user_words(tx, &user.id, &details.display_name, &details.email).await?;
        }
        if moved {
            self.move_address(tx, held, self.clock.now(), &by.origin).await?;
        }
        if user.role == details.role {
            return Ok(());
        }
        // Other rights begin with another session: a cookie that somebody has kept gets none of them.
        delete_sessions_of(tx, &user.id).await?;
        if user.password_hash.is_some() && !user.disabled {
            let mail = NewMail::new(Purpose::RoleChanged, Recipient::User(user.id.clone()));
            let payload = Some(serde_json::json!({ "role": details.role.as_str() }));
            self.insert_new_mail(tx, NewMail { origin: by.origin.address, payload, ..mail }).await?;
        }
        Ok(())
    }

    /// What follows from another address that an administrator has set. No link
    /// leads back: the earlier mailbox may be why it was changed, and must not
    /// give the account away.
    async fn move_address(
        &self,
        tx: &mut WriteTransaction,
        held: &LockedAccount,
        now: Timestamp,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let user = &held.user;
        end_address_changes_and_undos(tx, &user.id, now).await?;
        end_earlier_address(tx, &user.id, now).await?;
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
        revoke_temporary_passwords(tx, &user.id, now).await?;
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

async fn update_row(tx: &mut WriteTransaction, user: &User, change: &UserChange<'_>) -> Result<(), StoreError> {
    let (id, details) = (user.id.as_str(), &change.details);
    sqlx::query("UPDATE users SET display_name = $2, email = $3, role = $4, locale = $5, sort_name = $6 WHERE id = $1")
        .bind(id.to_owned())
        .bind(details.display_name.as_str().to_owned())
        .bind(details.email.as_str().to_owned())
        .bind(details.role.as_str())
        .bind(details.locale.as_str())
        .bind(folded(details.display_name.as_str()))
        .execute(&mut **tx)
        .await?;
    if user.time_zone != change.time_zone {
        sqlx::query("UPDATE users SET time_zone = $2 WHERE id = $1")
            .bind(id.to_owned())
            .bind(change.time_zone.as_ref().map(|zone| zone.name().to_owned()))
            .execute(&mut **tx)
            .await?;
    }
    let sealed = match change.cpf {
        Change::Keep => return Ok(()),
        Change::Set(sealed) => Some(sealed),
        Change::Remove => None,
    };
    sqlx::query("UPDATE users SET cpf_sealed = $2, cpf_index = $3 WHERE id = $1")
        .bind(id.to_owned())
        .bind(sealed.map(|cpf| cpf.sealed.clone()))
        .bind(sealed.map(|cpf| cpf.index.clone()))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl User {
    /// What an admin may change of the account, as it is.
    pub fn details(&self) -> UserDetails {
        UserDetails {
            email: self.email.clone(),
            display_name: self.display_name.clone(),
            role: self.role,
            locale: self.locale,
        }
    }
}
