//! What admins do to accounts: each action is one transaction, with its event in the audit log.

mod admin_action;
mod edit;
mod erase;
mod hand_over;

pub use edit::{Change, Edited, EditedUser, UserChange};

use super::sql::user_columns;
use super::user_status::user_status;
use super::users::{User, user};
use super::{Store, StoreError};
use crate::domain::{AdminAction, Role, UserId, UserStatus};
use crate::server::store::sql::admins;
use crate::server::store::statement::{Statement, lock_row};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use std::collections::HashSet;

/// Why an action was not done; nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such account.
    NotFound,
    /// The action does not apply to the account's current status.
    DoesNotApply,
    /// No active administrator would be left.
    LastAdmin,
    /// The admin who acts has to give their own password; see [`AdminAction::asks_for_password`].
    PasswordNeeded,
    /// The same was done since the form was shown, and undone.
    UndoneMeanwhile {
        /// What was done.
        action: AdminAction,
        /// The status of the account by now.
        now: UserStatus,
    },
}

/// What came of an action.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionOutcome {
    /// It was done.
    Done,
    /// It was not.
    Refused(Refusal),
}

/// An account whose row is locked until the commit.
struct LockedAccount {
    user: User,
    status: UserStatus,
}

impl Store {
    /// Locks an account's row until the commit.
    async fn lock_account(&self, tx: &mut WriteTransaction, id: &UserId) -> Result<Option<LockedAccount>, StoreError> {
        let find = Statement::new(concat!(
            "SELECT standing, invited_until, mail_state, ",
            user_columns!(),
            " FROM users WHERE id = $1"
        ));
        Ok(lock_row(tx, find.bind(id.as_str())).await?.map(|row| {
            let mut user = user(&row);
            let status = user_status(&row, &mut user, self.clock.now());
            LockedAccount { user, status }
        }))
    }

    /// Whether there is another active administrator than `id`. Only a hint for pages: the actions check it again, under
    /// the guard.
    pub async fn has_other_admin(&self, id: &UserId) -> Result<bool, StoreError> {
        let other = sqlx::query(OTHER_ADMIN).bind(id.as_str().to_owned());
        Ok(other.fetch_optional(&self.readers).await?.is_some())
    }
}

/// A lock that is held until the commit by every transaction that may remove an administrator, so that two of them
/// cannot remove the last two at once.
struct AdminGuard(());

impl AdminGuard {
    /// Takes the lock. It has to come before the lock of any account's row: otherwise two transactions could wait for
    /// each other.
    async fn lock(tx: &mut WriteTransaction) -> Result<Self, StoreError> {
        lock_row(tx, Statement::new("SELECT taken FROM admin_guard")).await?;
        Ok(Self(()))
    }
}

/// The administrators whose account is open; the double negation keeps the query planner off the index of all active people.
macro_rules! active_admins {
    () => {
        concat!("SELECT id FROM users WHERE ", admins!(), " AND NOT (standing <> 'active')")
    };
}

/// All of them.
pub(super) const ACTIVE_ADMINS: &str = active_admins!();

/// Another active administrator.
pub(super) const OTHER_ADMIN: &str = concat!(active_admins!(), " AND id <> $1 LIMIT 1");

impl Store {
    /// All administrators, also those whose account is closed; without those whose row is damaged, whom nobody can choose.
    pub async fn list_admin_ids(&self) -> Result<HashSet<UserId>, StoreError> {
        let rows = sqlx::query(concat!("SELECT id FROM users WHERE ", admins!())).fetch_all(&self.readers).await?;
        let ids = rows.iter().map(|row| Ok(UserId::parse(&row.try_get::<String, _>("id")?)));
        ids.filter_map(Result::transpose).collect()
    }

    /// How many administrators have an open account and a password of their own.
    pub async fn count_active_admins(&self) -> Result<usize, StoreError> {
        Ok(sqlx::query(ACTIVE_ADMINS).fetch_all(&self.readers).await?.len())
    }
}

/// Whether this is the only active administrator; true as long as the guard is held.
async fn is_last_admin(
    tx: &mut WriteTransaction,
    held: &LockedAccount,
    _guard: &AdminGuard,
) -> Result<bool, StoreError> {
    if held.user.role != Role::Admin || held.status != UserStatus::Active {
        return Ok(false);
    }
    let other = sqlx::query(OTHER_ADMIN).bind(held.user.id.as_str().to_owned()).fetch_optional(&mut **tx).await?;
    Ok(other.is_none())
}
