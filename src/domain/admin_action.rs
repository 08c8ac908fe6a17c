//! What an admin can do to an account, besides making and editing it.

use super::{AuditKind, Role, UserStatus};
use crate::domain::text_enum::text_enum;
use serde::{Deserialize, Serialize};
use std::time::Duration;

text_enum! {
    /// One action. The same words are used in addresses, forms and at the command line.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum AdminAction {
        /// Approve a registration.
        Approve = "approve",
        /// Refuse a registration; as [`AdminAction::Delete`], can be undone.
        Refuse = "refuse",
        /// Generate and email another temporary password.
        Resend = "send-again",
        /// Reset the wrong tries, so that the person can try again right away.
        Unlock = "unlock",
        /// End the temporary password; no other one is sent.
        Revoke = "revoke",
        /// End the own password and mail a temporary one.
        RequirePassword = "require-password",
        /// Disable the account and end all its sessions.
        Disable = "disable",
        /// Enable the account again.
        Enable = "enable",
        /// Delete; can be undone for [`AdminAction::GRACE_DAYS`] days.
        Delete = "delete",
        /// Undo the deletion.
        Restore = "restore",
        /// Undo it, end an own password, and mail a temporary one.
        RestoreAndSend = "restore-and-send",
    }
}

impl AdminAction {
    /// The actions that are offered for several accounts at a time.
    pub const TOGETHER: [Self; 4] = [Self::Resend, Self::Disable, Self::Enable, Self::Delete];

    /// The actions that are offered together for those who registered and wait.
    pub const FOR_WAITING: [Self; 2] = [Self::Approve, Self::Refuse];

    /// The actions that are offered together for those who were deleted.
    pub const FOR_DELETED: [Self; 2] = [Self::Restore, Self::RestoreAndSend];

    /// A deleted account can be restored for so many days; then it is gone.
    pub const GRACE_DAYS: u64 = 30;
    /// [`Self::GRACE_DAYS`] as a duration.
    pub const GRACE: Duration = Duration::from_secs(Self::GRACE_DAYS * 24 * 60 * 60);

    /// Whether it makes sense for an account with this status. The store decides
    /// again, in the transaction.
    pub const fn applies_to(self, status: UserStatus) -> bool {
        use UserStatus as S;
        match self {
            Self::Resend => {
                matches!(status, S::Waiting | S::Failed | S::Invited | S::Expired | S::Exhausted | S::Revoked)
            }
            Self::Revoke => matches!(status, S::Waiting | S::Failed | S::Invited | S::Exhausted),
            Self::RequirePassword => matches!(status, S::Active),
            Self::Disable => !matches!(status, S::Pending | S::Disabled | S::Deleted),
            Self::Enable => matches!(status, S::Disabled),
            Self::Delete => !matches!(status, S::Deleted),
            Self::Restore | Self::RestoreAndSend => matches!(status, S::Deleted),
            Self::Unlock => !matches!(status, S::Pending | S::Disabled | S::Deleted),
            Self::Approve | Self::Refuse => matches!(status, S::Pending),
        }
    }

    /// Whether unlocking an account with this status lets the person try again: a temporary password that has expired,
    /// was canceled or had too many wrong tries stays ended.
    pub const fn unlock_helps(status: UserStatus) -> bool {
        Self::Unlock.applies_to(status)
            && !matches!(status, UserStatus::Expired | UserStatus::Exhausted | UserStatus::Revoked)
    }

    /// Whether it asks for the admin's own password when applied to an account with this `role` (OWASP ASVS 5.0, 7.5.1).
    pub const fn asks_for_password(self, role: Role) -> bool {
        match self {
            Self::RequirePassword | Self::Delete | Self::RestoreAndSend => true,
            // An administrator can sign in again as one: that is as sensitive as making one.
            Self::Enable | Self::Restore => matches!(role, Role::Admin),
            Self::Approve | Self::Refuse | Self::Resend | Self::Unlock | Self::Revoke | Self::Disable => false,
        }
    }

    /// How the audit log names it.
    pub const fn audit_kind(self) -> AuditKind {
        match self {
            Self::Resend => AuditKind::TemporaryPasswordRequested,
            Self::Revoke => AuditKind::TemporaryPasswordRevoked,
            Self::RequirePassword => AuditKind::PasswordRequired,
            Self::Disable => AuditKind::UserDisabled,
            Self::Enable => AuditKind::UserEnabled,
            Self::Delete => AuditKind::UserDeleted,
            Self::Restore | Self::RestoreAndSend => AuditKind::UserRestored,
            Self::Unlock => AuditKind::UserUnlocked,
            Self::Approve => AuditKind::RegistrationApproved,
            Self::Refuse => AuditKind::RegistrationRefused,
        }
    }

    /// Whether it takes something away that the person may need.
    pub const fn is_dangerous(self) -> bool {
        matches!(self, Self::Revoke | Self::RequirePassword | Self::Disable | Self::Delete | Self::Refuse)
    }
}
