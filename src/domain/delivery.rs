//! Mails in the queue: what they are for, and how far they have come.

use crate::domain::text_enum::text_enum;
use crate::domain::uuid_id::uuid_id;

use serde::{Deserialize, Serialize};

uuid_id! {
    /// Identifies a mail in the queue.
    pub struct MailId;
}

impl MailId {
    /// What a damaged row holds in the place of an id: only to be shown.
    #[cfg(feature = "ssr")]
    pub(crate) fn damaged(stored: &str) -> Self {
        Self(stored.to_owned())
    }
}

text_enum! {
    /// How far a mail has come.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum DeliveryState {
        /// Not tried yet.
        Queued = "queued",
        /// A worker is sending it.
        Sending = "sending",
        /// An attempt failed; it will be tried again.
        Waiting = "waiting",
        /// The mail server has accepted it.
        Sent = "sent",
        /// Given up, with a reason the admin sees.
        Failed = "failed",
        /// No longer wanted: the person has a password by now, or the account is gone.
        Obsolete = "obsolete",
    }
}

text_enum! {
    /// What a mail is for.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Purpose {
        /// Contains the temporary password.
        TemporaryPassword = "temporary_password",
        /// Asks someone who registered whether the address is theirs.
        ConfirmRegistration = "confirm_registration",
        /// Tells someone that their address was registered a second time.
        AlreadyRegistered = "already_registered",
        /// Tells someone that their password is another one now.
        PasswordChanged = "password_changed",
        /// Tells someone that they have chosen a password in place of the temporary one.
        PasswordChosen = "password_chosen",
        /// Tells someone, at both addresses, that their address is another one now.
        AddressChanged = "address_changed",
        /// Contains the link that sets another password.
        SetPassword = "set_password",
        /// Tells an administrator that registrations await approval.
        ApprovalAsked = "approval_asked",
        /// Tells someone that their registration was approved.
        RegistrationApproved = "registration_approved",
        /// Tells someone that their registration was rejected.
        RegistrationRefused = "registration_refused",
        /// Tells someone that somebody signed in to their account in a browser not seen before.
        NewDevice = "new_device",
        /// Tells someone that after too many wrong guesses their temporary password no longer works on the sign-in page.
        CodeExhausted = "code_exhausted",
        /// Tells an administrator that after too many guesses no short temporary password works there for a while.
        CodesClosed = "codes_closed",
        /// Asks at a new address whether the account is to have it.
        ConfirmAddress = "confirm_address",
        /// Tells someone, at both addresses, that they have changed theirs.
        OwnAddressChanged = "own_address_changed",
        /// Tells someone, at both addresses, that the earlier one is back.
        AddressRestored = "address_restored",
        /// Tells someone that their role is another one now.
        RoleChanged = "role_changed",
        /// Tells someone that they have deleted their account.
        AccountDeleted = "account_deleted",
        /// Tells someone who registers, or asks for a password, that their account cannot be used now.
        AccountClosed = "account_closed",
    }
}

impl Purpose {
    /// Whether it counts among the mails an address may get in an hour and a day.
    ///
    /// Not where only who is signed in, or an administrator, sets it off: somebody who
    /// got in with a stolen password would else keep the owner from a link that
    /// sets another. A new address is counted where it was asked for.
    pub const fn is_counted(self) -> bool {
        match self {
            Self::TemporaryPassword
            | Self::ConfirmRegistration
            | Self::AlreadyRegistered
            | Self::SetPassword
            | Self::ApprovalAsked
            | Self::RegistrationApproved
            | Self::RegistrationRefused
            | Self::CodeExhausted
            | Self::CodesClosed
            | Self::AccountClosed => true,
            Self::PasswordChanged
            | Self::PasswordChosen
            | Self::AddressChanged
            | Self::NewDevice
            | Self::ConfirmAddress
            | Self::OwnAddressChanged
            | Self::AddressRestored
            | Self::RoleChanged
            | Self::AccountDeleted => false,
        }
    }
}
