//! The organization's own words in the mails, and the gaps in them.

use crate::domain::Locale;
use serde::{Deserialize, Serialize};

/// The organization's words in the mails of one language. Plain text with gaps such as `{name}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// Comes before the first paragraph of mails with a temporary password; empty for none.
    pub introduction: String,
    /// Comes at the end of every mail; empty for none.
    pub signature: String,
}

/// The organization's words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailWords {
    /// In Portuguese.
    pub pt_br: OwnWords,
    /// In English.
    pub en: OwnWords,
}

impl MailWords {
    /// Those of a language.
    pub const fn of(&self, locale: Locale) -> &OwnWords {
        locale.pick(&self.pt_br, &self.en)
    }
}

/// A gap in the words, filled in for each reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// The reader's name.
    Name,
    /// The reader's address.
    Email,
    /// The organization's name.
    Organization,
    /// Where people sign in.
    Site,
}

impl Placeholder {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Name, Self::Email, Self::Organization, Self::Site];

    /// As people write it, without its braces.
    pub const fn as_str(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Name, Locale::PtBr) => "nome",
            (Self::Name, Locale::En) => "name",
            (Self::Email, _) => "email",
            (Self::Organization, Locale::PtBr) => "organização",
            (Self::Organization, Locale::En) => "organization",
            (Self::Site, _) => "site",
        }
    }

    /// The inverse, in either language.
    fn parse(text: &str) -> Option<Self> {
        let is = |placeholder: &Self| Locale::ALL.iter().any(|locale| placeholder.as_str(*locale) == text);
        Self::ALL.into_iter().find(is).or_else(|| (text == "organizacao").then_some(Self::Organization))
    }
}

/// Why words cannot be used in mails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum InvalidMailWords {
    /// More characters than there may be.
    #[error("at most {most} characters")]
    TooLong {
        /// How many there may be.
        most: u32,
    },
    /// More lines than there may be.
    #[error("at most {most} lines")]
    TooManyLines {
        /// How many there may be.
        most: u32,
    },
    /// A gap that nothing fills.
    #[error("{{{0}}} is no placeholder")]
    UnknownPlaceholder(String),
}

/// Longest introduction, in characters (ours: a screen of a telephone).
pub const MAX_INTRODUCTION_LENGTH: u32 = 1000;
/// Longest signature, in characters.
pub const MAX_SIGNATURE_LENGTH: u32 = 400;
/// Lines of a signature.
const MAX_SIGNATURE_LINES: u32 = 8;

/// The introduction as it is kept: line ends and blanks put in order.
///
/// # Errors
/// When it is too long or has a gap that nothing fills.
pub fn parse_introduction(text: &str) -> Result<String, InvalidMailWords> {
    let text = tidy(text);
    check(&text, MAX_INTRODUCTION_LENGTH)?;
    Ok(text)
}

/// The signature as it is kept.
///
/// # Errors
/// When it is too long or has a gap that nothing fills.
pub fn parse_signature(text: &str) -> Result<String, InvalidMailWords> {
    let text = tidy(text);
    check(&text, MAX_SIGNATURE_LENGTH)?;
    if text.lines().count() > MAX_SIGNATURE_LINES as usize {
        return Err(InvalidMailWords::TooManyLines { most: MAX_SIGNATURE_LINES });
    }
    Ok(text)
}

/// Lines without blanks at their ends, at most one empty line between two paragraphs.
fn tidy(text: &str) -> String {
    let mut tidy = String::new();
    for line in text.replace("\r\n", "\n").replace('\r', "\n").lines() {
        let line: String = line.chars().filter(|character| !character.is_control() || *character == '\t').collect();
        if !(line.trim().is_empty() && (tidy.is_empty() || tidy.ends_with("\n\n"))) {
            tidy.push_str(line.trim());
            tidy.push('\n');
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}

fn check(text: &str, most: u32) -> Result<(), InvalidMailWords> {
    if text.chars().count() > most as usize {
        return Err(InvalidMailWords::TooLong { most });
    }
    match parts(text).into_iter().find_map(|part| if let Part::Unknown(name) = part { Some(name) } else { None }) {
        Some(name) => Err(InvalidMailWords::UnknownPlaceholder(name.to_owned())),
        None => Ok(()),
    }
}

enum Part<'a> {
    Text(&'a str),
    Gap(Placeholder),
    Unknown(&'a str),
}

/// A brace that nothing closes on its line is a brace.
fn parts(text: &str) -> Vec<Part<'_>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find(['}', '\n']).filter(|at| rest.as_bytes()[open + *at] == b'}') else {
            parts.push(Part::Text(&rest[..=open]));
            rest = &rest[open + 1..];
            continue;
        };
        let name = &rest[open + 1..open + length];
        parts.push(Part::Text(&rest[..open]));
        parts.push(Placeholder::parse(&name.trim().to_lowercase()).map_or(Part::Unknown(name), Part::Gap));
        rest = &rest[open + length + 1..];
    }
    parts.push(Part::Text(rest));
    parts
}

/// `text` with its gaps filled.
pub fn filled(text: &str, fill: impl Fn(Placeholder) -> String) -> String {
    parts(text)
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => text.to_owned(),
            Part::Gap(placeholder) => fill(placeholder),
            Part::Unknown(name) => format!("{{{name}}}"),
        })
        .collect()
}
