//! The languages of the interface and the mails. Their texts are in `crate::locale`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language that all texts exist in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Locale {
    /// Brazilian Portuguese: what everyone gets who asked for nothing else.
    #[default]
    #[serde(rename = "pt-BR")]
    PtBr,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::PtBr, Self::En];

    /// The language tag (RFC 5646), as in `<html lang>` and `Content-Language`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PtBr => "pt-BR",
            Self::En => "en",
        }
    }

    /// The one of two texts, or other values, that is in this language.
    pub const fn pick<T: Copy>(self, pt_br: T, en: T) -> T {
        match self {
            Self::PtBr => pt_br,
            Self::En => en,
        }
    }

    /// The language a tag asks for: `pt`, `pt-BR`, `pt_br`, `en`, `en-US` …
    ///
    /// Only the first part decides, in any case: someone who asks for the
    /// Portuguese of Portugal or the English of Australia is better served by
    /// ours than by the default. `None` for other languages and for what is no tag.
    pub fn parse(tag: &str) -> Option<Self> {
        let is_tag_byte = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if !tag.bytes().all(is_tag_byte) {
            return None;
        }
        let language = tag.split(['-', '_']).next()?;
        if language.eq_ignore_ascii_case("pt") {
            Some(Self::PtBr)
        } else if language.eq_ignore_ascii_case("en") {
            Some(Self::En)
        } else {
            None
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
