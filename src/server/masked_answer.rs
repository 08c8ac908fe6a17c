//! A mail server's answer as it may be logged: without people's addresses and names. The database keeps it whole.

use crate::domain::EmailAddress;
use crate::server::store::search::folded;

/// What replaces each.
const MASK: &str = "…";
/// Shorter words are not looked for: they are part of any sentence.
const MIN_WORD_LENGTH: usize = 3;

/// An answer without any address and, in whatever case, without what it may call the person it is about by.
pub fn masked(answer: &str, email: &EmailAddress, name: &str) -> String {
    let local_part = email.local_part();
    let parts = [local_part, local_part.split('+').next().unwrap_or_default()].into_iter();
    let words = parts.chain(name.split_whitespace()).filter(|word| word.chars().count() >= MIN_WORD_LENGTH);
    let mut known: Vec<String> = [email.as_str(), name].into_iter().chain(words).map(str::to_owned).collect();
    known.extend(known.clone().iter().map(|text| folded(text)));
    known.retain(|text| !text.trim().is_empty());
    // A whole name goes before its words.
    known.sort_by_key(|text| std::cmp::Reverse(text.len()));
    known.iter().fold(without_addresses(answer), |answer, text| without(&answer, text))
}

/// A text without what looks like an address: `x@y`, `"x y"@z`, `x@[192.0.2.1]`.
fn without_addresses(text: &str) -> String {
    let ends = |character: char| character.is_whitespace() || "<>()[]{},;:\"'`".contains(character);
    let (mut masked, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(['@', '＠']) {
        let (before, after) = (&rest[..at], rest[at..].trim_start_matches(['@', '＠']));
        let start = match before.strip_suffix('"') {
            Some(quoted) => quoted.rfind('"').unwrap_or(at),
            None => before
                .char_indices()
                .rfind(|(_, character)| ends(*character))
                .map_or(0, |(index, character)| index + character.len_utf8()),
        };
        let length = match after.strip_prefix('[') {
            Some(literal) => literal.find(']').map_or(after.len(), |end| end + 2),
            None => after.find(ends).unwrap_or(after.len()),
        };
        masked.push_str(&before[..start]);
        // An "at" alone is none.
        masked.push_str(if start == at || length == 0 {
            &rest[start..rest.len() - after.len() + length]
        } else {
            MASK
        });
        rest = &after[length..];
    }
    masked.push_str(rest);
    masked
}

/// A text without another that is in it, in whatever case, as words of its own.
fn without(text: &str, hidden: &str) -> String {
    let (text, hidden): (Vec<char>, Vec<char>) = (text.chars().collect(), hidden.chars().collect());
    let is_same = |(one, other): (&char, &char)| one.to_lowercase().eq(other.to_lowercase());
    let is_word =
        |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|character| character.is_alphanumeric());
    let is_there = |at: usize| {
        text[at..].len() >= hidden.len()
            && text[at..].iter().zip(&hidden).all(is_same)
            && !is_word(at.checked_sub(1))
            && !is_word(at.checked_add(hidden.len()))
    };
    let (mut masked, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(character) = text.get(at) {
        if is_there(at) {
            masked.push_str(MASK);
            at += hidden.len();
        } else {
            masked.push(*character);
            at += 1;
        }
    }
    masked
}
