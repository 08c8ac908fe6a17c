//! What admins do to accounts: each action is one transaction, with its event in the audit log.

mod admin_action;
mod edit;
mod erase;
mod hand_over;

pub use edit::{Change, Edited, EditedUser, UserChange};

use super::user_status::user_status;
use super::users::{User, user};
use super::{Store, StoreError};
use crate::domain::{AdminAction, Role, UserId, UserStatus};
use crate::server::store::sql::admins;
use crate::server::store::transaction::WriteTransaction;

/// Why an action was not done; nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such account.
    NotFound,
    /// The action does not apply to the account's current status.
    DoesNotApply,
    /// Nobody would be left who can administer.
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

/// An account whose row this transaction holds.
struct LockedAccount {
    user: User,
    status: UserStatus,
}

impl Store {
    /// Holds an account's row until the commit.
    async fn lock_account(&self, tx: &mut WriteTransaction, id: &UserId) -> Result<Option<LockedAccount>, StoreError> {
        let row = sqlx::query(
            "UPDATE users SET created_at = created_at WHERE id = $1
             RETURNING id, email, display_name, role, locale, time_zone, password_hash, disabled_at, deleted_at, standing, invited_until, mail_state",
        )
        .bind(id.as_str().to_owned())
        .fetch_optional(&mut **tx)
        .await?;
        Ok(row.map(|row| {
            let mut user = user(&row);
            let status = user_status(&row, &mut user, self.clock.now());
            LockedAccount { user, status }
        }))
    }
}

/// Held until the commit by each transaction that may take an administrator away: one at a time.
struct AdminGuard(());

impl AdminGuard {
    /// Takes it, before the row of any account: else two would wait for each other.
    async fn lock(tx: &mut WriteTransaction) -> Result<Self, StoreError> {
        sqlx::query("UPDATE admin_guard SET taken = taken + 1").execute(&mut **tx).await?;
        Ok(Self(()))
    }
}

/// Another one who could administer. By the double negation the index of all who are active is not read.
pub(super) const OTHER_ADMIN: &str =
    concat!("SELECT id FROM users WHERE ", admins!(), " AND NOT (standing <> 'active') AND id <> $1 LIMIT 1");

/// Whether nobody else could administer, as long as the guard is held.
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
