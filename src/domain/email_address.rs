//! E-mail addresses: the only parser of them in the application.

use std::fmt;

use super::unicode::{is_blank, is_default_ignorable};
use serde::{Deserialize, Serialize};

/// An address a person can be written to, always in lower case.
///
/// `Ada@Example.org` and `ada@example.org` reach the same person, so both parse
/// to the same value and can never become two accounts.
///
/// Narrower than RFC 5321 on purpose: no quoted local part, no comment, no
/// address literal, nothing outside ASCII, and neither `%` nor `!`, with which
/// old mail servers route. These are the forms two parsers read differently,
/// and then a mail with a password goes to somebody else (CVE-2025-13033).
/// An international host is written in its `xn--` form.
///
/// `Display` shows the address to people. `Debug` masks it, because `Debug` is
/// what ends up in logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an [`EmailAddress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum InvalidEmailAddress {
    /// Nothing but white space.
    #[error("enter an email address")]
    Empty,
    /// Longer than [`EmailAddress::MAX_LENGTH`].
    #[error("an email address has at most 254 characters")]
    TooLong,
    /// A character inside that nobody sees, which was copied along.
    #[error("the email address contains an invisible character")]
    Invisible {
        /// The character.
        character: char,
    },
    /// An address but for a letter outside ASCII: an accent, most often.
    #[error("an email address has no accents and no letters outside ASCII")]
    NotAscii {
        /// The first one.
        character: char,
    },
    /// Not the shape we accept.
    #[error("an email address looks like name@example.org")]
    Malformed,
}

impl EmailAddress {
    /// RFC 5321, 4.5.3.1.3 allows 256 octets for a path, two of which are `<` and `>`.
    pub const MAX_LENGTH: usize = 254;

    /// Reads an address as people type and paste it: with what nobody sees around it, as
    /// `mailto:ada@example.org` and as `Ada <ada@example.org>`. Lower-cases, and refuses what has
    /// not the shape described at the type.
    pub fn parse(input: &str) -> Result<Self, InvalidEmailAddress> {
        let address = bare(input);
        if address.is_empty() {
            return Err(InvalidEmailAddress::Empty);
        }
        if let Some(character) = address.chars().find(|character| is_invisible(*character)) {
            return Err(InvalidEmailAddress::Invisible { character });
        }
        if address.len() > Self::MAX_LENGTH {
            return Err(InvalidEmailAddress::TooLong);
        }
        match address.split_once('@') {
            Some((local_part, host)) if is_local_part(local_part) && is_host(host) => {
                Ok(Self(address.to_ascii_lowercase()))
            }
            Some((local_part, host)) if !local_part.is_empty() && host.contains('.') && !host.contains('@') => {
                let character = address.chars().find(|character| !character.is_ascii());
                Err(character
                    .map_or(InvalidEmailAddress::Malformed, |character| InvalidEmailAddress::NotAscii { character }))
            }
            _ => Err(InvalidEmailAddress::Malformed),
        }
    }

    /// What a damaged row holds in the place of an address: only to be shown, never to be written to.
    #[cfg(feature = "ssr")]
    pub(crate) fn damaged(stored: &str) -> Self {
        Self(stored.to_owned())
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local_part(&self) -> &str {
        self.parts().0
    }

    /// The part after the `@`: a host with at least two labels.
    pub fn host(&self) -> &str {
        self.parts().1
    }

    /// The address that was probably meant, where the host looks like that of a big mail provider but for one slip.
    #[cfg(feature = "ssr")]
    pub fn probably_meant(&self) -> Option<Self> {
        let host = super::misspelt_host::meant(self.host())?;
        Some(Self([self.local_part(), "@", &host].concat()))
    }

    /// For logs, and for pages that only remind: `a***@example.org`.
    ///
    /// The number of stars says nothing about the length.
    pub fn masked(&self) -> String {
        let (local_part, host) = self.parts();
        let first = local_part.get(..1).unwrap_or_default();
        [first, "***@", host].concat()
    }

    fn parts(&self) -> (&str, &str) {
        self.0.split_once('@').unwrap_or_default()
    }
}

/// The address in `input`, without what is around it.
fn bare(input: &str) -> &str {
    let around = |character: char| is_blank(character) || is_default_ignorable(character);
    let text = input.trim_matches(around);
    let text = match text.strip_suffix('>').and_then(|text| text.split_once('<')) {
        Some((_, inside)) => inside.trim_matches(around),
        None => text,
    };
    match text.get(..7) {
        // What follows a `?` is a subject or a text (RFC 6068, 2).
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
            text[7..].split('?').next().unwrap_or_default().trim_matches(around)
        }
        _ => text,
    }
}

fn is_invisible(character: char) -> bool {
    is_blank(character) || is_default_ignorable(character) || character.is_control()
}

/// A dot-atom of RFC 5322, 3.2.3 without `%` and `!`, of at most 64 octets
/// (RFC 5321, 4.5.3.1.1).
fn is_local_part(text: &str) -> bool {
    text.len() <= 64 && text.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte))
}

fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"#$&'*+-/=?^_`{|}~".contains(&byte)
}

/// At least two labels of RFC 1123, 2.1, the last not a number, so that no IP
/// address passes for a host.
fn is_host(text: &str) -> bool {
    let Some((_, last)) = text.rsplit_once('.') else {
        return false;
    };
    text.split('.').all(is_label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmailAddress;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        Self::parse(&input)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}
