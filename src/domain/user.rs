//! A person with an account: id, name, role, status.

use crate::domain::text_enum::text_enum;
use std::collections::BTreeSet;
use std::fmt;

use super::unicode::{composed, is_default_ignorable};
use super::uuid_id::uuid_id;
use serde::{Deserialize, Serialize};

use super::{AppId, Cpf, DeliveryState, EmailAddress, GroupSlug, Locale, Preset, Timestamp};

uuid_id! {
    /// Identifies an account.
    pub struct UserId;
}

impl UserId {
    /// The first `most` ids among `texts`, each once.
    pub fn distinct<'a>(texts: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<Self> {
        let mut ids = Vec::new();
        for id in texts.into_iter().filter_map(Self::parse) {
            if ids.len() < most && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// What a damaged row holds in the place of an id: only to be shown.
    #[cfg(feature = "ssr")]
    pub(crate) fn damaged(stored: &str) -> Self {
        Self(stored.to_owned())
    }
}

/// How a person wants to be called: one line of visible text, in NFC.
///
/// It is shown in pages, in the headers of mails, in spreadsheets and on
/// terminals. So it has nothing that ends a line or a header, and nothing that
/// turns the direction of the text around it. All else is a name somewhere,
/// emoji joined by ZWJ included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DisplayName(String);

/// Why a text is not a [`DisplayName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum InvalidDisplayName {
    /// Nothing that can be seen.
    #[error("enter a name")]
    Empty,
    /// More than [`DisplayName::MAX_LENGTH`] code points.
    #[error("a name has at most 200 characters")]
    TooLong,
    /// A control character, a bidirectional control, or a byte order mark.
    #[error("the name contains a character that cannot be shown")]
    ForbiddenCharacter,
}

impl DisplayName {
    /// In code points. Ours: longer than any name, shorter than a text.
    pub const MAX_LENGTH: usize = 200;

    /// Normalises to NFC, trims, makes one space of each run of white space, and leaves out what only says where a line
    /// may break: two names that look alike are the same.
    ///
    /// Line ends and tabs are refused rather than removed, wherever they are: a
    /// text field never sends them.
    pub fn parse(input: &str) -> Result<Self, InvalidDisplayName> {
        let mut name = String::new();
        let mut length = 0;
        let mut space_is_due = false;
        let mut is_visible = false;

        for character in composed(input) {
            if is_forbidden(character) {
                return Err(InvalidDisplayName::ForbiddenCharacter);
            }
            if is_break_hint(character) {
                continue;
            }
            if character.is_whitespace() {
                space_is_due = length > 0;
                continue;
            }
            if space_is_due {
                name.push(' ');
                length += 1;
                space_is_due = false;
            }
            name.push(character);
            length += 1;
            if length > Self::MAX_LENGTH {
                return Err(InvalidDisplayName::TooLong);
            }
            is_visible |= !is_invisible(character);
        }

        if is_visible { Ok(Self(name)) } else { Err(InvalidDisplayName::Empty) }
    }

    /// What a damaged row holds in the place of a name: only to be shown.
    #[cfg(feature = "ssr")]
    pub(crate) fn damaged(stored: &str) -> Self {
        let shown = |character: char| if is_forbidden(character) { '\u{FFFD}' } else { character };
        let name: String = stored.chars().take(Self::MAX_LENGTH).map(shown).collect();
        Self(if name.chars().all(is_invisible_or_blank) { "?".to_owned() } else { name })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters (C0, DEL, C1), line and paragraph separators, the
/// bidirectional controls (`Bidi_Control` in Unicode), and the byte order mark.
fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{2028}' | '\u{2029}'
                | '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}'
        )
}

/// Soft hyphen, zero-width space, word joiner: pasted from web pages and documents.
const fn is_break_hint(character: char) -> bool {
    matches!(character, '\u{00AD}' | '\u{200B}' | '\u{2060}')
}

#[cfg(feature = "ssr")]
fn is_invisible_or_blank(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

/// What leaves no ink.
pub(crate) const fn is_invisible(character: char) -> bool {
    is_default_ignorable(character) || character == '\u{2800}'
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for DisplayName {
    type Error = InvalidDisplayName;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        Self::parse(&input)
    }
}

impl From<DisplayName> for String {
    fn from(name: DisplayName) -> Self {
        name.0
    }
}

text_enum! {
    /// What someone may do here.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Role {
        /// Manages people, apps, emails and the audit log.
        Admin = "admin",
        /// Uses only their own account.
        Member = "member",
    }
}

text_enum! {
    /// How far an account has come. Derived from the facts, never stored.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum UserStatus {
        /// The person registered and confirmed their address; an administrator has to approve.
        Pending = "pending",
        /// No temporary password has been delivered yet; a mail with one is in the queue.
        Waiting = "waiting",
        /// The newest mail with a temporary password failed for good: no other will be sent unless somebody asks.
        Failed = "failed",
        /// A temporary password has been delivered and can still be used.
        Invited = "invited",
        /// The temporary password has expired.
        Expired = "expired",
        /// Too many wrong tries have locked the temporary password.
        Exhausted = "exhausted",
        /// An admin has canceled the invitation: the temporary password has ended.
        Revoked = "revoked",
        /// The person has a password of their own.
        Active = "active",
        /// An admin has disabled the account.
        Disabled = "disabled",
        /// An admin has deleted the account; for 30 days it can be restored.
        Deleted = "deleted",
    }
}

impl UserStatus {
    /// The state people see, everywhere: on pages, in filters, counters and exports.
    ///
    /// `stored` is what the database keeps, which knows neither the clock nor that a mail was given
    /// up; `mail` is the newest one with a temporary password, `until` when the password ends.
    pub fn derive(stored: Self, mail: Option<DeliveryState>, until: Option<Timestamp>, now: Timestamp) -> Self {
        match stored {
            Self::Waiting | Self::Invited | Self::Exhausted | Self::Revoked if mail == Some(DeliveryState::Failed) => {
                Self::Failed
            }
            Self::Invited if until.is_some_and(|until| until <= now) => Self::Expired,
            other => other,
        }
    }
}

/// What an admin may change of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserDetails {
    /// What they sign in with.
    pub email: EmailAddress,
    /// How pages and mails call them.
    pub display_name: DisplayName,
    /// What they may do.
    pub role: Role,
    /// The language of their pages and mails.
    pub locale: Locale,
}

text_enum! {
    /// How a person gets their temporary password.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Channel {
        /// By mail: one is queued with the account.
        Mail = "mail",
        /// Handed over by an admin, who generates it when the person is there.
        InPerson = "in-person",
    }
}

/// A person an admin wants to give an account to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// Where the temporary password goes, and what they sign in with.
    pub email: EmailAddress,
    /// How pages and mails call them.
    pub display_name: DisplayName,
    /// What they may do.
    pub role: Role,
    /// The language of their mails and, until they choose another, of their pages.
    pub locale: Locale,
    /// Needed for [`Preset::Cpf`] only.
    pub cpf: Option<Cpf>,
    /// The kind of temporary password; `None` leaves it to the setting.
    pub preset: Option<Preset>,
    /// The groups they are put into; those that do not exist are left out.
    pub groups: BTreeSet<GroupSlug>,
    /// The app they are invited for: where they may go once they have a password.
    pub app: Option<AppId>,
}
