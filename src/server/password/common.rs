//! The list of common passwords, which nobody may choose.
//!
//! NIST SP 800-63B-4, 3.1.1.2: a new password shall be compared with a list of
//! those that are commonly used, expected or compromised, and the person told
//! why theirs is refused. The list need only hold what falls to guessing within
//! the limits on tries; a very long one annoys people and protects nobody. ASVS
//! 5.0, 6.2.4 asks for the 3,000 most frequent. Ours has the 10,000 most frequent
//! and some that are frequent in Brazil; `SOURCES.md` says where they come from.
//!
//! Hardly any of them is as long as a password must be here. What people do with
//! a favourite that is too short is make it longer, so [`is_common`] also knows
//! the ways that takes no thought.

use crate::domain::password_advice::PREFIX_LENGTH;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

/// In lower case, one a line.
static COMMON_PASSWORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// The entries by the beginning of their SHA-256, in hexadecimal digits: the
/// rest of each, one a line.
static HASHES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let hashes: BTreeSet<String> = COMMON_PASSWORDS.iter().map(|entry| hex::encode(Sha256::digest(entry))).collect();
    let mut by_prefix = BTreeMap::<String, String>::new();
    for hash in hashes {
        let (prefix, rest) = hash.split_at(PREFIX_LENGTH);
        let lines = by_prefix.entry(prefix.to_owned()).or_default();
        lines.push_str(rest);
        lines.push('\n');
    }
    by_prefix
});

/// Of every entry whose SHA-256 begins with `prefix`, the rest of its 64 digits,
/// one a line. `None` where `prefix` is not [`PREFIX_LENGTH`] digits of `0-9a-f`.
pub fn listed_hashes(prefix: &str) -> Option<&'static str> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_prefix = prefix.len() == PREFIX_LENGTH && prefix.bytes().all(is_digit);
    is_prefix.then(|| HASHES.get(prefix).map_or("", String::as_str))
}

/// Ways of the finger and the alphabet. Each goes on from its end to its
/// beginning, and can be walked backwards.
static PATHS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    [
        "abcdefghijklmnopqrstuvwxyz",
        "1234567890",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwertyuiopasdfghjklçzxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "qazwsxedcrfvtgbyhnujmikolp",
        "1q2w3e4r5t6y7u8i9o0p",
        "q1w2e3r4t5y6u7i8o9p0",
        "!@#$%^&*()",
        "!@#$%¨&*()",
    ]
    .iter()
    .map(|path| path.chars().collect())
    .collect()
});

/// The shortest and the longest entry of the list, in characters.
static LENGTHS: LazyLock<(usize, usize)> = LazyLock::new(|| {
    let lengths = || COMMON_PASSWORDS.iter().map(|entry| entry.chars().count());
    (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0))
});

/// Steps on a path, or times the same character.
const MIN_RUN_LENGTH: usize = 3;

/// What is as long as a password with a second factor (NIST SP 800-63B-4,
/// 3.1.1.2) may be repeated; what is shorter is not a password, however often
/// it is typed.
const MAX_UNIT_LENGTH: usize = 7;

/// Whether a password is on the list, or is an entry of the list made longer
/// without adding much to guess.
///
/// Refused, whatever the case of the letters, is a password that is
///
/// - on the list: `qwertyuiop123456`;
/// - one unit of at most 7 characters over and over: `abcabcabcabcabc`;
/// - nothing but runs, where a run is the same character, or steps along the
///   alphabet, the digits or the keyboard: `aaaaabbbbbccccc`, `123456789012345`,
///   `1q2w3e4r5t6y7u8i`;
/// - one entry of the list, once or several times, and besides it only padding:
///   runs, and digits and signs in any order. `passwordpassword`,
///   `Password!!!!!!!!!`, `2026flamengo-1981`, `123456password123456`. Digits
///   around an entry without letters are padding only where they are runs, so
///   that long random numbers stay possible.
///
/// An entry is also recognised with `@` or `4` for `a`, `3` for `e`, `1` or `!`
/// for `i`, `0` for `o`, `$` or `5` for `s`, `7` for `t`; and the whole is looked
/// at a second time without spaces and signs, so `p.a.s.s.w.o.r.d 2026` gains
/// nothing. Two different entries are no longer common: people may make
/// passphrases of common words.
///
/// Takes well under a millisecond for a password as a person types it, and
/// grows with the square of the length: not meant for more than
/// [`OwnPassword::MAX_LENGTH`](crate::domain::OwnPassword::MAX_LENGTH) characters.
pub fn is_common(password: &str) -> bool {
    let (shortest, _) = *LENGTHS;
    let folded: Vec<char> = password.chars().flat_map(char::to_lowercase).collect();
    let bare: Vec<char> = folded.iter().copied().filter(|character| character.is_alphanumeric()).collect();
    is_predictable(&folded) || (bare.len() >= shortest && bare.len() < folded.len() && is_predictable(&bare))
}

fn is_predictable(password: &[char]) -> bool {
    let runs: Vec<usize> = (0..password.len()).map(|start| run_length(&password[start..])).collect();
    is_one_unit_repeated(password)
        || is_all_runs(password.len(), &runs)
        || entries_in(password).iter().any(|entry| is_padded(password, entry, &runs))
}

fn is_one_unit_repeated(password: &[char]) -> bool {
    let longest = MAX_UNIT_LENGTH.min(password.len() / 2);
    (1..=longest).any(|length| password.iter().zip(&password[length..]).all(|(here, next)| here == next))
}

/// How far a run reaches from the beginning of `rest`; 0 if there is none.
fn run_length(rest: &[char]) -> usize {
    let Some(first) = rest.first() else {
        return 0;
    };
    let same = rest.iter().take_while(|character| *character == first).count();
    let walked = PATHS.iter().filter_map(|path| {
        let start = path.iter().position(|character| character == first)?;
        let forwards = path.iter().cycle().skip(start);
        let backwards = path.iter().rev().cycle().skip(path.len() - 1 - start);
        Some(common_length(rest, forwards).max(common_length(rest, backwards)))
    });
    let longest = walked.fold(same, usize::max);
    if longest >= MIN_RUN_LENGTH { longest } else { 0 }
}

fn common_length<'a>(rest: &[char], path: impl Iterator<Item = &'a char>) -> usize {
    rest.iter().zip(path).take_while(|(character, step)| character == step).count()
}

fn is_all_runs(length: usize, runs: &[usize]) -> bool {
    let mut reached = vec![false; length + 1];
    reached[0] = true;
    for start in 0..length {
        if reached[start] {
            mark_run(&mut reached, start, runs[start]);
        }
    }
    length > 0 && reached[length]
}

/// A run may be left at any point, so that another piece can begin there.
fn mark_run(reached: &mut [bool], start: usize, run: usize) {
    for length in MIN_RUN_LENGTH..=run {
        reached[start + length] = true;
    }
}

/// Every stretch of the password that is an entry of the list, as it is written there.
fn entries_in(password: &[char]) -> HashSet<&[char]> {
    let (shortest, longest) = *LENGTHS;
    let mut entries = HashSet::new();
    for start in 0..password.len() {
        let mut plain = String::new();
        let mut respelled = String::new();
        for (length, &character) in (1..=longest).zip(&password[start..]) {
            plain.push(character);
            respelled.push(letter_for_lookalike(character));
            let stretch = &password[start..start + length];
            if length >= shortest
                && (COMMON_PASSWORDS.contains(plain.as_str())
                    || (has_letter(stretch) && COMMON_PASSWORDS.contains(respelled.as_str())))
            {
                entries.insert(stretch);
            }
        }
    }
    entries
}

fn letter_for_lookalike(character: char) -> char {
    match character {
        '@' | '4' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    }
}

fn has_letter(stretch: &[char]) -> bool {
    stretch.iter().any(|character| character.is_alphabetic())
}

/// Whether the password is `entry`, at least once, and padding. The last
/// repetition may be cut short: that is how a fixed length is filled.
fn is_padded(password: &[char], entry: &[char], runs: &[usize]) -> bool {
    let entry_has_letter = has_letter(entry);
    let is_padding = |character: char| {
        if entry_has_letter { !character.is_alphabetic() } else { !character.is_alphanumeric() }
    };

    // Up to where padding alone leads, and where padding and the entry do.
    let mut padding = vec![false; password.len() + 1];
    let mut padded = vec![false; password.len() + 1];
    padding[0] = true;
    for start in 0..password.len() {
        let rest = &password[start..];
        for reached in [&mut padding, &mut padded] {
            if reached[start] {
                reached[start + 1] |= is_padding(rest[0]);
                mark_run(reached, start, runs[start]);
            }
        }
        if (padding[start] || padded[start]) && rest.starts_with(entry) {
            padded[start + entry.len()] = true;
        }
        if padded[start] && entry.starts_with(rest) {
            return true;
        }
    }
    padded[password.len()]
}
