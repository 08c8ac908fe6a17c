//! How a list of people is narrowed down and sorted. The same words are in
//! addresses and at the command line.

use super::{Timestamp, UserStatus};

/// A part of the list: the people with one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusFilter {
    /// As [`UserStatus::Pending`].
    Pending,
    /// As [`UserStatus::Waiting`].
    Waiting,
    /// As [`UserStatus::Failed`].
    Failed,
    /// As [`UserStatus::Invited`].
    Invited,
    /// As [`UserStatus::Expired`].
    Expired,
    /// As [`UserStatus::Exhausted`].
    Exhausted,
    /// As [`UserStatus::Revoked`].
    Revoked,
    /// As [`UserStatus::Active`].
    Active,
    /// Never signed in, whatever the account's status.
    Never,
    /// As [`UserStatus::Disabled`].
    Disabled,
    /// As [`UserStatus::Deleted`]; these are in no other part, nor in the whole list.
    Deleted,
}

impl StatusFilter {
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
            Self::Never => "never",
            Self::Pending => UserStatus::Pending.as_str(),
            Self::Waiting => UserStatus::Waiting.as_str(),
            Self::Failed => UserStatus::Failed.as_str(),
            Self::Invited => UserStatus::Invited.as_str(),
            Self::Expired => UserStatus::Expired.as_str(),
            Self::Exhausted => UserStatus::Exhausted.as_str(),
            Self::Revoked => UserStatus::Revoked.as_str(),
            Self::Active => UserStatus::Active.as_str(),
            Self::Disabled => UserStatus::Disabled.as_str(),
            Self::Deleted => UserStatus::Deleted.as_str(),
        }
    }

    /// The inverse of [`StatusFilter::as_str`].
    pub fn parse(input: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == input)
    }

    /// The state all of this part are in, where it is one.
    pub const fn state(self) -> Option<UserStatus> {
        match self {
            Self::Never => None,
            Self::Pending => Some(UserStatus::Pending),
            Self::Waiting => Some(UserStatus::Waiting),
            Self::Failed => Some(UserStatus::Failed),
            Self::Invited => Some(UserStatus::Invited),
            Self::Expired => Some(UserStatus::Expired),
            Self::Exhausted => Some(UserStatus::Exhausted),
            Self::Revoked => Some(UserStatus::Revoked),
            Self::Active => Some(UserStatus::Active),
            Self::Disabled => Some(UserStatus::Disabled),
            Self::Deleted => Some(UserStatus::Deleted),
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
    /// When they last signed in; those who never did count as long ago.
    LastSignIn,
    /// By status: who needs an admin first, who is in and who has gone last.
    Status,
}

/// A span of time that accounts are filtered by; open where an end is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeRange {
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

impl TimeRange {
    /// No moment is in it: what a range that cannot be read finds, so that no action reaches more than was meant.
    pub const NOTHING: Self = Self { from: Some(Timestamp::from_millis(0)), until: Some(Timestamp::from_millis(0)) };

    /// Whether every moment is in it.
    pub const fn is_open(self) -> bool {
        self.from.is_none() && self.until.is_none()
    }
}

/// The order of a list of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UserSort {
    /// By what.
    pub key: SortKey,
    /// Times: the oldest first; texts: from Z to A; the status: who is in or has gone first.
    pub is_reversed: bool,
}

impl UserSort {
    /// The newest accounts first.
    pub const NEWEST: Self = Self { key: SortKey::Created, is_reversed: false };

    /// All orders, as pages offer them.
    pub const ALL: [Self; 10] = [
        Self::NEWEST,
        Self { key: SortKey::Created, is_reversed: true },
        Self { key: SortKey::Name, is_reversed: false },
        Self { key: SortKey::Name, is_reversed: true },
        Self { key: SortKey::Email, is_reversed: false },
        Self { key: SortKey::Email, is_reversed: true },
        Self { key: SortKey::LastSignIn, is_reversed: false },
        Self { key: SortKey::LastSignIn, is_reversed: true },
        Self { key: SortKey::Status, is_reversed: false },
        Self { key: SortKey::Status, is_reversed: true },
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
            (SortKey::Status, false) => "status",
            (SortKey::Status, true) => "-status",
        }
    }

    /// The inverse of [`UserSort::as_str`].
    pub fn parse(input: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == input)
    }

    /// Whether what it sorts by falls from row to row. Of times one wants the latest first.
    pub const fn is_descending(self) -> bool {
        let is_time = matches!(self.key, SortKey::Created | SortKey::LastSignIn);
        is_time != self.is_reversed
    }
}
