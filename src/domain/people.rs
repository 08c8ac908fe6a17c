//! How a list of people is narrowed down and sorted. The same words stand in
//! addresses and at the command line.

use super::AccountState;

/// A part of the list: those who stand so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeopleStatus {
    /// As [`AccountState::Pending`].
    Pending,
    /// As [`AccountState::Waiting`].
    Waiting,
    /// The newest mail with a temporary password failed for good, and the person has no password.
    Failed,
    /// As [`AccountState::Invited`].
    Invited,
    /// As [`AccountState::Expired`].
    Expired,
    /// As [`AccountState::Exhausted`].
    Exhausted,
    /// As [`AccountState::Revoked`].
    Revoked,
    /// As [`AccountState::Active`].
    Active,
    /// Never came in, however the account stands.
    Never,
    /// As [`AccountState::Disabled`].
    Disabled,
    /// As [`AccountState::Deleted`]; these are in no other part, nor in the whole list.
    Deleted,
}

impl PeopleStatus {
    /// All parts, in the order pages offer them.
    pub const ALL: [Self; 11] = [
        Self::Pending,
        Self::Waiting,
        Self::Failed,
        Self::Invited,
        Self::Expired,
        Self::Exhausted,
        Self::Revoked,
        Self::Active,
        Self::Never,
        Self::Disabled,
        Self::Deleted,
    ];

    /// As in addresses and at the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Never => "never",
            Self::Pending => AccountState::Pending.as_str(),
            Self::Waiting => AccountState::Waiting.as_str(),
            Self::Invited => AccountState::Invited.as_str(),
            Self::Expired => AccountState::Expired.as_str(),
            Self::Exhausted => AccountState::Exhausted.as_str(),
            Self::Revoked => AccountState::Revoked.as_str(),
            Self::Active => AccountState::Active.as_str(),
            Self::Disabled => AccountState::Disabled.as_str(),
            Self::Deleted => AccountState::Deleted.as_str(),
        }
    }

    /// The inverse of [`PeopleStatus::as_str`].
    pub fn parse(input: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == input)
    }

    /// The state all of this part are in, where it is one.
    pub const fn state(self) -> Option<AccountState> {
        match self {
            Self::Failed | Self::Never => None,
            Self::Pending => Some(AccountState::Pending),
            Self::Waiting => Some(AccountState::Waiting),
            Self::Invited => Some(AccountState::Invited),
            Self::Expired => Some(AccountState::Expired),
            Self::Exhausted => Some(AccountState::Exhausted),
            Self::Revoked => Some(AccountState::Revoked),
            Self::Active => Some(AccountState::Active),
            Self::Disabled => Some(AccountState::Disabled),
            Self::Deleted => Some(AccountState::Deleted),
        }
    }
}

/// What a list of people is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// When the account was made.
    Created,
    /// The name, without accents and in lower case.
    Name,
    /// The address.
    Email,
    /// When they last came in; who never did, long ago.
    LastSignIn,
}

/// The order of a list of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PeopleSort {
    /// By what.
    pub key: SortKey,
    /// Times: the oldest first; texts: from Z to A.
    pub is_reversed: bool,
}

impl PeopleSort {
    /// The newest accounts first.
    pub const NEWEST: Self = Self { key: SortKey::Created, is_reversed: false };

    /// All orders, as pages offer them.
    pub const ALL: [Self; 8] = [
        Self::NEWEST,
        Self { key: SortKey::Created, is_reversed: true },
        Self { key: SortKey::Name, is_reversed: false },
        Self { key: SortKey::Name, is_reversed: true },
        Self { key: SortKey::Email, is_reversed: false },
        Self { key: SortKey::Email, is_reversed: true },
        Self { key: SortKey::LastSignIn, is_reversed: false },
        Self { key: SortKey::LastSignIn, is_reversed: true },
    ];

    /// As in addresses.
    pub const fn as_str(self) -> &'static str {
        match (self.key, self.is_reversed) {
            (SortKey::Created, false) => "created",
            (SortKey::Created, true) => "-created",
            (SortKey::Name, false) => "name",
            (SortKey::Name, true) => "-name",
            (SortKey::Email, false) => "email",
            (SortKey::Email, true) => "-email",
            (SortKey::LastSignIn, false) => "last_sign_in",
            (SortKey::LastSignIn, true) => "-last_sign_in",
        }
    }

    /// The inverse of [`PeopleSort::as_str`].
    pub fn parse(input: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == input)
    }

    /// Whether what it sorts by falls from row to row. Of times one wants the latest first.
    pub const fn is_descending(self) -> bool {
        let is_time = matches!(self.key, SortKey::Created | SortKey::LastSignIn);
        is_time != self.is_reversed
    }
}
