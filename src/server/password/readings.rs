//! The temporary passwords that somebody may have meant by what they typed as an own one.

use super::{WORDS_EN, WORDS_PT_BR};
use crate::domain::Preset;
use crate::domain::words::WORD_LENGTHS;
use zeroize::Zeroizing;

/// More ways to divide letters into words are not looked at, since each costs a hash. Of the joined passwords of a list
/// hardly any has a second one.
const MAX_DIVISIONS: usize = 2;

/// What `preset` could have made of which `typed` differs by nothing but its case, flipped as a whole, and what is
/// between its letters and digits.
pub fn readings(preset: Preset, typed: &str) -> Vec<Zeroizing<String>> {
    // As it is, too: its words may be of an earlier list.
    let as_typed = Zeroizing::new(preset.normalise(typed));
    let kept: Zeroizing<String> =
        Zeroizing::new(as_typed.chars().filter(|character| character.is_alphanumeric()).collect());
    let mut readings: Vec<Zeroizing<String>> = match preset {
        Preset::Words(count) => [WORDS_PT_BR, WORDS_EN]
            .into_iter()
            .flat_map(|list| {
                let list: Vec<&str> = list.lines().collect();
                let mut found = Vec::new();
                divide(&kept, usize::from(count), &list, &mut Vec::new(), &mut found);
                found
            })
            .collect(),
        Preset::Alphanumeric(_) | Preset::Unambiguous(_) => {
            let flipped = kept.chars().map(flip).collect();
            vec![kept, Zeroizing::new(flipped)]
        }
        Preset::Digits(_) | Preset::Cpf => vec![kept],
    };
    if !readings.contains(&as_typed) {
        readings.insert(0, as_typed);
    }
    readings.retain(|reading| preset.could_be(reading));
    readings
}

const fn flip(character: char) -> char {
    if character.is_ascii_lowercase() { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() }
}

/// Divides `letters` into `count` words of `list`, in every way.
fn divide<'a>(
    letters: &'a str,
    count: usize,
    list: &[&str],
    before: &mut Vec<&'a str>,
    found: &mut Vec<Zeroizing<String>>,
) {
    if count == 0 {
        if letters.is_empty() {
            found.push(Zeroizing::new(before.join("-")));
        }
        return;
    }
    for length in WORD_LENGTHS.0..=WORD_LENGTHS.1 {
        let Some((word, rest)) = letters.split_at_checked(length) else { return };
        if found.len() < MAX_DIVISIONS && list.binary_search(&word).is_ok() {
            before.push(word);
            divide(rest, count - 1, list, before, found);
            before.pop();
        }
    }
}
