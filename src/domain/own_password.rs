//! The password a person chose.

use std::fmt;

use super::cpf;
use super::unicode::{composed, decomposed, lower_case};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A password someone may have: long enough, and not just their own name.
///
/// Spaces are part of it, everywhere. It is kept in NFC, so that it is the same
/// password from a keyboard that types `é` and from one that types `e` and an
/// accent (NIST SP 800-63B-4, 3.1.1.2). There are no rules about which kinds of
/// characters it needs; the same section forbids them. That it is not a common
/// password is for the server to check: the list is too long for a page.
///
/// Wiped from memory when dropped. `Debug` says nothing about it.
#[derive(Clone)]
pub struct OwnPassword(Zeroizing<String>);

/// What a new password has to fulfil besides the rules that never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordPolicy {
    /// In code points. NIST SP 800-63B-4, 3.1.1.2: at least 15 for a password
    /// that is the only factor, 8 beside a second one.
    pub min_length: u32,
}

/// Whose password it is going to be, and where. An empty text means unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// Their e-mail address.
    pub email: &'a str,
    /// Their name.
    pub display_name: &'a str,
    /// The names of the organization and of this service, one a line.
    pub names: &'a str,
    /// Their temporary password, where it is known in clear.
    pub temporary_password: &'a str,
}

/// Why a text may not become someone's password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum InvalidOwnPassword {
    /// Nothing was typed.
    #[error("enter a password")]
    Empty,
    /// Fewer code points than the policy asks for.
    #[error("a password has at least {minimum} characters")]
    TooShort {
        /// In code points.
        minimum: u32,
    },
    /// More code points, or bytes, than are taken.
    #[error("a password has at most {maximum} characters")]
    TooLong {
        /// In code points.
        maximum: u32,
    },
    /// Too little is left without the words of their name.
    #[error("the password is just the name")]
    ContainsName,
    /// Too little is left without the words of their e-mail address.
    #[error("the password is just the email address")]
    ContainsEmail,
    /// Too little is left without the words of the organization's name and this service's.
    #[error("the password is just the organization's or this service's name")]
    ContainsOrganization,
    /// Too little is left without a CPF, which is no secret.
    #[error("the password is just a CPF")]
    Cpf,
    /// Found among the passwords that are tried first. Decided by the server.
    #[error("the password is one of the most used")]
    TooCommon,
    /// The temporary password, whatever its case and whatever stands between its letters. Where it is not known in
    /// clear, decided by the server.
    #[error("choose a password that isn't the temporary one")]
    SameAsTemporary,
    /// The password they have. Decided by the server.
    #[error("choose a password that isn't the current one")]
    SameAsCurrent,
    /// A NUL, which neither PostgreSQL nor every password manager can carry, or a character that came along with a
    /// pasted text: nobody sees it, and hardly any keyboard has it.
    #[error("the password contains a character that cannot be used")]
    ForbiddenCharacter,
}

impl OwnPassword {
    /// In code points, in NFC. NIST SP 800-63B-4, 3.1.1.2 asks for at least 64.
    pub const MAX_LENGTH: u32 = 256;

    /// In bytes, as typed: 256 code points of the largest kind. Longer inputs
    /// are refused before any work is done on them.
    pub const MAX_INPUT_BYTES: usize = 1024;

    /// Checks a password that `about` wants to have from now on.
    ///
    /// Nothing is cut off and nothing trimmed. The password may contain words
    /// of the name, the e-mail address, the organization and this service (OWASP ASVS 5,
    /// 6.1.2 and 6.2.11); what counts is what is left without them. Refused is a password that has such a word
    /// and in which, without them, fewer than 8 characters are left, where a
    /// letter counts one, a whole run of digits counts one, and anything else
    /// nothing. So for Maria Souza `Maria Souza 2026!!` is refused, and `maria
    /// comprou sete abacaxis` is not.
    ///
    /// A word is a run of at least 4 letters or digits, and so are all the words of
    /// the name, of the local part, of each label of the host, or of each
    /// of [`About::names`] written together. Case, accents and whatever stands
    /// between the letters of the password make no difference. A CPF counts as such a word.
    pub fn parse(input: &str, policy: &PasswordPolicy, about: &About<'_>) -> Result<Self, InvalidOwnPassword> {
        let too_long = InvalidOwnPassword::TooLong { maximum: Self::MAX_LENGTH };
        if input.len() > Self::MAX_INPUT_BYTES {
            return Err(too_long);
        }
        if input.is_empty() {
            return Err(InvalidOwnPassword::Empty);
        }
        if input.chars().any(is_never_typed) {
            return Err(InvalidOwnPassword::ForbiddenCharacter);
        }

        let password = Self::normalise(input);
        let length = password.chars().count();
        if length > Self::MAX_LENGTH as usize {
            return Err(too_long);
        }
        if length < policy.min_length as usize {
            return Err(InvalidOwnPassword::TooShort { minimum: policy.min_length });
        }
        let letters_and_digits = folded(&password);
        if !letters_and_digits.is_empty() && letters_and_digits == folded(about.temporary_password) {
            return Err(InvalidOwnPassword::SameAsTemporary);
        }
        if let Some(problem) = find_personal_words(&letters_and_digits, about) {
            return Err(problem);
        }
        if is_cpf(&letters_and_digits) { Err(InvalidOwnPassword::Cpf) } else { Ok(Self(password)) }
    }

    /// What someone typed to prove they know their password, in the form in
    /// which [`OwnPassword`] is hashed. Promises nothing about it.
    pub fn normalise(typed: &str) -> Zeroizing<String> {
        // NFC makes UTF-8 at most three times as long (Unicode, UAX #15). With the
        // room taken at once, no copy is left behind by a growing buffer.
        let mut normalised = Zeroizing::new(String::with_capacity(3 * typed.len()));
        normalised.extend(composed(typed));
        normalised
    }

    /// The password in clear. Every place that calls this must be worth a look.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OwnPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnPassword(…)")
    }
}

/// NUL, and what is pasted along unseen, with which the password would be wrong whenever it is typed (RFC 8264, 9.13).
/// What joins letters and emoji, or turns the direction of writing, is on keyboards.
const fn is_never_typed(character: char) -> bool {
    matches!(character, '\0' | '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Shorter words are in too many passwords by chance.
const MIN_WORD_LENGTH: usize = 4;

/// What has to be left without the words: the length that NIST SP 800-63B-4, 3.1.1.2
/// still calls a password when there is a second factor.
const MIN_REST_LENGTH: usize = 8;

fn find_personal_words(folded: &str, about: &About<'_>) -> Option<InvalidOwnPassword> {
    let (local_part, host) = about.email.split_once('@').unwrap_or((about.email, ""));
    let mut words = Vec::new();
    add_words(&mut words, about.display_name, InvalidOwnPassword::ContainsName);
    add_words(&mut words, local_part, InvalidOwnPassword::ContainsEmail);
    for label in host.split('.') {
        add_words(&mut words, label, InvalidOwnPassword::ContainsEmail);
    }
    for name in about.names.lines() {
        add_words(&mut words, name, InvalidOwnPassword::ContainsOrganization);
    }
    // A stable sort: of two equal words the name's stays before the address's.
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));

    let mut first_found = None;
    let mut rest_length = 0;
    let mut is_in_digits = false;
    let mut rest = folded;
    while let Some(character) = rest.chars().next() {
        if let Some((word, problem)) = words.iter().find(|(word, _)| rest.starts_with(word.as_str())) {
            first_found = first_found.or(Some(*problem));
            is_in_digits = false;
            rest = &rest[word.len()..];
        } else {
            let is_digit = character.is_numeric();
            if !(is_digit && is_in_digits) {
                rest_length += 1;
            }
            is_in_digits = is_digit;
            rest = &rest[character.len_utf8()..];
        }
    }
    first_found.filter(|_| rest_length < MIN_REST_LENGTH)
}

fn add_words(words: &mut Vec<(Zeroizing<String>, InvalidOwnPassword)>, text: &str, problem: InvalidOwnPassword) {
    let parts = text.split(|character: char| !character.is_alphanumeric());
    for word in parts.chain([text]).map(folded) {
        if word.chars().count() >= MIN_WORD_LENGTH {
            words.push((word, problem));
        }
    }
}

/// Whether it is a CPF, with a few letters and other digits beside. Anybody's: who is told that it is not the
/// account's own could find that one out.
fn is_cpf(folded: &str) -> bool {
    let digits = Zeroizing::new(folded.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>());
    let (mut rest, mut of_cpfs) = (digits.as_slice(), 0);
    while let [_, next @ ..] = rest {
        rest = match rest.split_first_chunk() {
            Some((digits, next)) if cpf::is_valid(digits) => {
                of_cpfs += digits.len();
                next
            }
            _ => next,
        };
    }
    of_cpfs > 0 && folded.chars().count() < of_cpfs + MIN_REST_LENGTH
}

/// The letters and digits of a text, without case and accents.
fn folded(text: &str) -> Zeroizing<String> {
    // With the room taken at once, no copy is left behind by a growing buffer.
    let mut folded = Zeroizing::new(String::with_capacity(4 * text.len()));
    folded.extend(decomposed(text).flat_map(lower_case).filter(|character| character.is_alphanumeric()));
    folded
}
