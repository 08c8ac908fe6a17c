//! Advice about a new password that only the server can give, and how it is
//! asked for without telling more than it takes.

use crate::domain::text_enum::text_enum;
use crate::domain::unicode::lower_case;
use zeroize::Zeroizing;

text_enum! {
    /// What the server says of a password. Advice, never a refusal: only
    /// [`PasswordAdvice::Common`] is refused when the form is sent, by the server's
    /// own rule (NIST SP 800-63B-4, 3.1.1.2, allows no other).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum PasswordAdvice {
        /// Nothing to say against it.
        Good = "good",
        /// On the list of common passwords, or an entry of it made longer.
        Common = "common",
        /// Guessed quickly: the same over and over.
        Repeats = "repeats",
        /// Guessed quickly: along the alphabet, the digits or the keyboard.
        Sequence = "sequence",
        /// Guessed quickly: dates or years.
        Date = "date",
        /// Guessed quickly for another reason.
        Quick = "quick",
    }
}

/// So many hexadecimal digits of a SHA-256 are told when the list of common
/// passwords is asked for an entry.
///
/// There are 256 such beginnings. The list has 10,573 entries, and each
/// beginning is that of 27 to 62 of them: neither a question nor its answer
/// tells which was meant. Three digits would leave as few as one.
pub const PREFIX_LENGTH: usize = 2;

/// Characters of the shortest and the longest entry of the list.
pub const LISTED_LENGTHS: (usize, usize) = (4, 20);

/// The forms of a password to look up in the list: as it is, and without the
/// digits and signs around it, both in lower case. If one of them is an entry,
/// the server refuses the password.
///
/// What the list cannot have, like most passphrases, is not looked up, so nothing
/// at all is told of it.
pub fn forms_to_look_up(password: &str) -> Vec<Zeroizing<String>> {
    let mut forms = Vec::new();
    let core = password.trim_matches(|character: char| !character.is_alphabetic());
    for form in [password, core] {
        let form: Zeroizing<String> = Zeroizing::new(form.chars().flat_map(lower_case).collect());
        let may_be_listed = form.is_ascii() && (LISTED_LENGTHS.0..=LISTED_LENGTHS.1).contains(&form.len());
        if may_be_listed && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}
