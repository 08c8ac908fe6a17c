//! The kinds of temporary passwords we generate.

use std::fmt;

#[cfg(feature = "ssr")]
use super::unicode::{compatible, is_blank, is_default_ignorable};
use super::uuid_id::uuid_id;
use serde::{Deserialize, Serialize};

uuid_id! {
    /// Names a temporary password, without the password.
    pub struct TemporaryPasswordId;
}

/// How temporary passwords are made. Written `digits:6`, `words:4`, `cpf`.
///
/// [`Preset::parse`] lets none through that is weaker than six digits, the
/// least that NIST SP 800-63B-4, 4.2.1.2 allows for a code sent by e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Preset {
    /// So many digits.
    Digits(u8),
    /// So many digits and letters of both cases.
    Alphanumeric(u8),
    /// The same, without the five that are mistaken for one another: `0 O 1 l I`.
    Unambiguous(u8),
    /// So many words from a list of [`WORDS_IN_LIST`], joined by `-`.
    Words(u8),
    /// The person's own CPF. Nothing is generated, and many others know it: an
    /// operator has to allow it by name.
    Cpf,
}

/// Why a text is not a [`Preset`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum InvalidPreset {
    /// Not a form we know.
    #[error("write digits:N, alphanumeric:N, unambiguous:N, words:N or cpf")]
    Unknown,
    /// Easier to guess than six digits.
    #[error("a temporary password must be worth at least six digits")]
    TooWeak,
    /// Longer than anyone would type.
    #[error("a temporary password has at most 64 characters, or 16 words")]
    TooLong,
}

/// How many words a list has: eleven bits a word.
pub const WORDS_IN_LIST: usize = 2048;

const DIGITS: &str = "0123456789";
const ALPHANUMERIC: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const UNAMBIGUOUS: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const WORDS: &str = "abcdefghijklmnopqrstuvwxyz-";

impl Preset {
    /// In characters, for the presets made of characters.
    pub const MAX_LENGTH: u8 = 64;

    /// In words.
    const MAX_WORDS: u8 = 16;

    /// As many equally likely values as six digits have.
    const FEWEST_VALUES: u64 = 1_000_000;

    /// What is generated instead of a short one where a short one could be guessed:
    /// 10 of 57 characters (58 bits). Ours: a thousand guesses a day for a year
    /// find one with a chance of 1 in 10¹².
    pub const STRONG: Self = Self::Unambiguous(10);

    /// Whether it is nothing but digits, for which phones have a keyboard of their own.
    pub const fn is_numeric(&self) -> bool {
        matches!(self, Self::Digits(_) | Self::Cpf)
    }

    /// In bits. Eight of 31 characters have 39.6; what has less is *short*: only
    /// a count of all guesses at all of them together keeps it safe.
    const SHORT_BELOW: f64 = 39.6;

    /// Reads the form that `Display` writes, and no other: no white space, no
    /// capitals, no leading zero.
    pub fn parse(input: &str) -> Result<Self, InvalidPreset> {
        if input == "cpf" {
            return Ok(Self::Cpf);
        }
        let (kind, number) = input.split_once(':').ok_or(InvalidPreset::Unknown)?;
        let (preset, maximum): (fn(u8) -> Self, u8) = match kind {
            "digits" => (Self::Digits, Self::MAX_LENGTH),
            "alphanumeric" => (Self::Alphanumeric, Self::MAX_LENGTH),
            "unambiguous" => (Self::Unambiguous, Self::MAX_LENGTH),
            "words" => (Self::Words, Self::MAX_WORDS),
            _ => return Err(InvalidPreset::Unknown),
        };

        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || (number.len() > 1 && number.starts_with('0')) {
            return Err(InvalidPreset::Unknown);
        }
        let length = number.parse().ok().filter(|length| *length <= maximum).ok_or(InvalidPreset::TooLong)?;

        let preset = preset(length);
        match preset.choices() {
            Some((choices, times)) if choices.saturating_pow(times) < Self::FEWEST_VALUES => {
                Err(InvalidPreset::TooWeak)
            }
            _ => Ok(preset),
        }
    }

    /// How hard it is to guess, in bits; six digits have 19.9.
    ///
    /// 0.0 for [`Preset::Cpf`]: it is no secret, so nothing that is computed
    /// from its eleven digits would be true. [`Preset::parse`] lets it pass
    /// because a setting of its own must allow it.
    pub fn entropy_bits(&self) -> f64 {
        match self.choices() {
            Some((choices, times)) => f64::from(times) * (choices as f64).log2(),
            None => 0.0,
        }
    }

    /// Whether it is guessed in so few tries that the tries of a day are counted together.
    pub fn is_short(&self) -> bool {
        self.entropy_bits() < Self::SHORT_BELOW
    }

    /// One in how many: a stranger's chance of guessing anybody's within a day
    /// is below that, with so many wrong guesses allowed at all short ones
    /// together, or so many at each longer one. None for [`Preset::Cpf`].
    ///
    /// For the longer ones a million people may be waiting: by the union bound
    /// no more than their sum of chances.
    pub fn odds(&self, guesses_a_day: i64, attempts_allowed: i64) -> Option<u64> {
        const PEOPLE: u64 = 1_000_000;
        let (choices, times) = self.choices()?;
        let values = choices.saturating_pow(times);
        let guesses = match self.is_short() {
            true => guesses_a_day.unsigned_abs(),
            false => attempts_allowed.unsigned_abs().saturating_mul(PEOPLE),
        };
        Some(values / guesses.max(1))
    }

    /// Every character such a password can have, each once. For
    /// [`Preset::Words`] the letters of the lists and the hyphen between words.
    pub fn alphabet(&self) -> &'static str {
        match self {
            Self::Digits(_) | Self::Cpf => DIGITS,
            Self::Alphanumeric(_) => ALPHANUMERIC,
            Self::Unambiguous(_) => UNAMBIGUOUS,
            Self::Words(_) => WORDS,
        }
    }

    /// What someone typed, in the form in which it was generated: ignores what
    /// comes from copying out of a mail or a piece of paper, and nothing that
    /// would make guessing easier.
    ///
    /// Compatibility forms are folded (full-width digits). What nobody sees, blanks,
    /// dashes and quotation marks are left out; between words, blanks and dashes
    /// separate. Digits may be grouped by dots as well. Case counts only in alphabets
    /// that have both. The text grows by a factor of 18 at most, so limit its length first.
    #[cfg(feature = "ssr")]
    pub fn normalise(&self, typed: &str) -> String {
        let is_kept = |character: &char| {
            !is_default_ignorable(*character)
                && !is_quotation_mark(*character)
                && (is_blank(*character) || !character.is_control())
        };
        let visible = typed.chars().filter(is_kept).flat_map(compatible).filter(is_kept);
        let is_between = |character: char| is_blank(character) || is_dash(character);
        match self {
            Self::Digits(_) | Self::Cpf => visible.filter(|typed| !is_between(*typed) && *typed != '.').collect(),
            Self::Alphanumeric(_) | Self::Unambiguous(_) => visible.filter(|typed| !is_between(*typed)).collect(),
            Self::Words(_) => {
                let text: String = visible.flat_map(char::to_lowercase).collect();
                text.split(is_between).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
            }
        }
    }

    /// Whether a [normalised](Self::normalise) text has the length and the alphabet of what is
    /// generated: other input cannot be right, so it is not counted as a guess.
    pub fn could_be(&self, normalised: &str) -> bool {
        let is_of_alphabet = normalised.chars().all(|character| self.alphabet().contains(character));
        let length = match self {
            Self::Words(_) => normalised.split('-').filter(|word| !word.is_empty()).count(),
            _ => normalised.chars().count(),
        };
        let wanted = match *self {
            Self::Digits(length) | Self::Alphanumeric(length) | Self::Unambiguous(length) | Self::Words(length) => {
                usize::from(length)
            }
            Self::Cpf => 11,
        };
        is_of_alphabet && length == wanted
    }

    /// Between how many values is chosen, and how many times; none for what is not random.
    fn choices(&self) -> Option<(u64, u32)> {
        match *self {
            Self::Digits(length) | Self::Alphanumeric(length) | Self::Unambiguous(length) => {
                Some((self.alphabet().len() as u64, u32::from(length)))
            }
            Self::Words(words) => Some((WORDS_IN_LIST as u64, u32::from(words))),
            Self::Cpf => None,
        }
    }
}

/// The category `Dash_Punctuation` of Unicode, and the minus sign.
#[cfg(feature = "ssr")]
const fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{058A}' | '\u{05BE}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{2E17}'
                | '\u{2E1A}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{2E40}'
                | '\u{2E5D}'
                | '\u{301C}'
                | '\u{3030}'
                | '\u{30A0}'
                | '\u{FE31}'
                | '\u{FE32}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
                | '\u{10EAD}'
    )
}

/// The property `Quotation_Mark` of Unicode, and what is typed or corrected into one.
#[cfg(feature = "ssr")]
const fn is_quotation_mark(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '`' | '\u{00B4}' | '\u{00AB}' | '\u{00BB}' | '\u{2018}'..='\u{201F}' | '\u{2032}'..='\u{2037}'
            | '\u{2039}' | '\u{203A}' | '\u{2E42}' | '\u{300C}'..='\u{300F}' | '\u{301D}'..='\u{301F}'
            | '\u{FE41}'..='\u{FE44}' | '\u{FF02}' | '\u{FF07}' | '\u{FF62}' | '\u{FF63}'
    )
}

impl Default for Preset {
    /// `digits:6`: an activation code for one first access, not a password.
    fn default() -> Self {
        Self::Digits(6)
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, number) = match self {
            Self::Digits(length) => ("digits:", length),
            Self::Alphanumeric(length) => ("alphanumeric:", length),
            Self::Unambiguous(length) => ("unambiguous:", length),
            Self::Words(words) => ("words:", words),
            Self::Cpf => return f.write_str("cpf"),
        };
        f.write_str(kind)?;
        fmt::Display::fmt(number, f)
    }
}

impl TryFrom<String> for Preset {
    type Error = InvalidPreset;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        Self::parse(&input)
    }
}

impl From<Preset> for String {
    fn from(preset: Preset) -> Self {
        preset.to_string()
    }
}
