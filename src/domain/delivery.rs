//! One mail on its way to a person.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How far a mail has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Not tried yet.
    Queued,
    /// A worker is at it.
    Sending,
    /// Did not work; will be tried again.
    Waiting,
    /// The mail server has taken it.
    Sent,
    /// Given up, with a reason the admin sees.
    Failed,
    /// No longer wanted: the person has a password by now, or the account is gone.
    Obsolete,
}

impl DeliveryState {
    /// Every state, in the order a mail goes through them.
    pub const ALL: [Self; 6] = [Self::Queued, Self::Sending, Self::Waiting, Self::Sent, Self::Failed, Self::Obsolete];

    /// As in the database, addresses and exports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Obsolete => "obsolete",
        }
    }

    /// The inverse of [`DeliveryState::as_str`].
    pub fn parse(input: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == input)
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How the log begins to say that nothing was mailed because an address has had
/// its share; the time of the next mail follows.
pub const TOO_MANY_MAILS: &str = "too many mails";

/// What a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Brings the temporary password.
    TemporaryPassword,
    /// Asks someone who registered whether the address is theirs.
    ConfirmRegistration,
    /// Tells someone that their address was registered a second time.
    AlreadyRegistered,
    /// Tells someone that their password is another one now.
    PasswordChanged,
    /// Tells someone, at both addresses, that their address is another one now.
    AddressChanged,
    /// Brings the link that sets another password.
    SetPassword,
    /// Tells an administrator that people wait to be let in.
    ApprovalAsked,
    /// Tells someone who registered that they may come in.
    RegistrationApproved,
    /// Tells someone who registered that they may not.
    RegistrationRefused,
    /// Tells someone that their account was opened in a browser not seen before.
    NewDevice,
    /// Tells someone that wrong guesses closed the sign-in page to their temporary password.
    CodeExhausted,
    /// Tells an administrator that too many guesses closed it to all short ones.
    CodesClosed,
    /// Asks at a new address whether the account is to have it.
    ConfirmAddress,
    /// Tells someone, at both addresses, that they have changed theirs.
    OwnAddressChanged,
    /// Tells someone, at both addresses, that the earlier one is back.
    AddressRestored,
    /// Tells someone that their role is another one now.
    RoleChanged,
    /// Tells someone that they have deleted their account.
    AccountDeleted,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 17] = [
        Self::TemporaryPassword,
        Self::ConfirmRegistration,
        Self::AlreadyRegistered,
        Self::PasswordChanged,
        Self::AddressChanged,
        Self::SetPassword,
        Self::ApprovalAsked,
        Self::RegistrationApproved,
        Self::RegistrationRefused,
        Self::NewDevice,
        Self::CodeExhausted,
        Self::CodesClosed,
        Self::ConfirmAddress,
        Self::OwnAddressChanged,
        Self::AddressRestored,
        Self::RoleChanged,
        Self::AccountDeleted,
    ];

    /// As in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TemporaryPassword => "temporary_password",
            Self::ConfirmRegistration => "confirm_registration",
            Self::AlreadyRegistered => "already_registered",
            Self::PasswordChanged => "password_changed",
            Self::AddressChanged => "address_changed",
            Self::SetPassword => "set_password",
            Self::ApprovalAsked => "approval_asked",
            Self::RegistrationApproved => "registration_approved",
            Self::RegistrationRefused => "registration_refused",
            Self::NewDevice => "new_device",
            Self::CodeExhausted => "code_exhausted",
            Self::CodesClosed => "codes_closed",
            Self::ConfirmAddress => "confirm_address",
            Self::OwnAddressChanged => "own_address_changed",
            Self::AddressRestored => "address_restored",
            Self::RoleChanged => "role_changed",
            Self::AccountDeleted => "account_deleted",
        }
    }

    /// Whether it counts among the mails an address may get in an hour and a day.
    ///
    /// Not where only who is signed in, or an administrator, sets it off: whoever
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
            | Self::CodesClosed => true,
            Self::PasswordChanged
            | Self::AddressChanged
            | Self::NewDevice
            | Self::ConfirmAddress
            | Self::OwnAddressChanged
            | Self::AddressRestored
            | Self::RoleChanged
            | Self::AccountDeleted => false,
        }
    }

    /// The inverse of [`Purpose::as_str`].
    pub fn parse(input: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == input)
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
