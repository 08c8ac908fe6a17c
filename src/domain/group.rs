//! Groups of people: their names and their short names for programs.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::unicode::decomposed;
use super::uuid_id::uuid_id;
use super::{DisplayName, InvalidDisplayName};

uuid_id! {
    /// Identifies a group in the database; pages and addresses use its [`GroupSlug`].
    pub struct GroupId;
}

/// What programs call a group: `turma-1a`. It is in addresses, in exports
/// and in the `groups` claim, so it stays when the group is renamed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupSlug(String);

/// Why a text is not a [`GroupSlug`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum InvalidGroupSlug {
    /// Nothing.
    #[error("enter a short name")]
    Empty,
    /// More than [`GroupSlug::MAX_LENGTH`] characters.
    #[error("a short name has at most 50 characters")]
    TooLong,
    /// Other characters than `a`–`z`, `0`–`9` and single hyphens between them.
    #[error("a short name has lower-case letters, digits and hyphens between them")]
    Malformed,
    /// A page has this address.
    #[error("Chaveiro uses this short name for a page; choose another")]
    Reserved,
}

impl GroupSlug {
    /// In characters. Ours: longer than any abbreviation, short enough for a header with many.
    pub const MAX_LENGTH: usize = 50;

    /// Takes the one spelling: `a`–`z`, `0`–`9`, single hyphens between them.
    pub fn parse(input: &str) -> Result<Self, InvalidGroupSlug> {
        let input = input.trim();
        if input.is_empty() {
            return Err(InvalidGroupSlug::Empty);
        }
        if input.len() > Self::MAX_LENGTH {
            return Err(InvalidGroupSlug::TooLong);
        }
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        // `/admin/groups/new` and `/admin/groups/assign` are pages: nothing else may stand in the place of a slug.
        if matches!(input, "new" | "assign") {
            return Err(InvalidGroupSlug::Reserved);
        }
        if !input.split('-').all(is_word) {
            return Err(InvalidGroupSlug::Malformed);
        }
        Ok(Self(input.to_owned()))
    }

    /// The slug a name suggests: "Turma 1ª A" → `turma-1a-a`. `None` when the
    /// name has no letter or digit of the Latin alphabet.
    pub fn from_name(name: &GroupName) -> Option<Self> {
        let mut slug = String::new();
        for character in decomposed(&name.as_str().to_lowercase()) {
            let plain = match character {
                'ª' => 'a',
                'º' => 'o',
                other => other,
            };
            if plain.is_ascii_alphanumeric() {
                slug.push(plain);
            } else if (plain.is_whitespace() || plain.is_ascii_punctuation() || matches!(plain, '–' | '—'))
                && !slug.is_empty()
                && !slug.ends_with('-')
            {
                slug.push('-');
            }
            if slug.len() == Self::MAX_LENGTH {
                break;
            }
        }
        Self::parse(slug.trim_end_matches('-')).ok()
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GroupSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for GroupSlug {
    type Error = InvalidGroupSlug;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        Self::parse(&input)
    }
}

impl From<GroupSlug> for String {
    fn from(slug: GroupSlug) -> Self {
        slug.0
    }
}

/// What people call a group: one line of visible text, as a [`DisplayName`] but
/// shorter, and without the characters that separate groups in a cell of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupName(String);

/// Why a text is not a [`GroupName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum InvalidGroupName {
    /// Nothing that can be seen.
    #[error("enter a name for the group")]
    Empty,
    /// More than [`GroupName::MAX_LENGTH`] code points.
    #[error("the name of a group has at most 100 characters")]
    TooLong,
    /// A control character, a bidirectional control, or a byte order mark.
    #[error("the name of the group contains a character that cannot be shown")]
    ForbiddenCharacter,
    /// `,`, `;` or `|`.
    #[error("the name of a group cannot contain a comma, a semicolon or a vertical bar")]
    Separator,
}

impl GroupName {
    /// In code points. Ours.
    pub const MAX_LENGTH: usize = 100;
    /// What separates several groups in one cell of a file.
    pub const SEPARATORS: [char; 3] = [',', ';', '|'];

    /// Normalises as [`DisplayName::parse`] does.
    pub fn parse(input: &str) -> Result<Self, InvalidGroupName> {
        let name = DisplayName::parse(input).map_err(|invalid| match invalid {
            InvalidDisplayName::Empty => InvalidGroupName::Empty,
            InvalidDisplayName::TooLong => InvalidGroupName::TooLong,
            InvalidDisplayName::ForbiddenCharacter => InvalidGroupName::ForbiddenCharacter,
        })?;
        if name.as_str().contains(Self::SEPARATORS) {
            return Err(InvalidGroupName::Separator);
        }
        if name.as_str().chars().count() > Self::MAX_LENGTH {
            return Err(InvalidGroupName::TooLong);
        }
        Ok(Self(name.into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GroupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for GroupName {
    type Error = InvalidGroupName;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        Self::parse(&input)
    }
}

impl From<GroupName> for String {
    fn from(name: GroupName) -> Self {
        name.0
    }
}
