//! Random words: the presets `words:N`, and the password a page suggests.
//!
//! The caller brings the random numbers: the server from its operating
//! system, a browser from its own. The selection is the same code in both.

use super::WORDS_IN_LIST;
use zeroize::Zeroizing;

/// What a suggested password is worth at least, in bits: as much as `words:4`.
pub const SUGGESTED_BITS: u32 = 44;

/// Letters of the shortest and the longest word of a list.
pub const WORD_LENGTHS: (usize, usize) = (4, 8);

/// Words of `list`, one a line, joined by `-`: each as likely as any other,
/// and all of them different. `random` gives numbers of which every
/// `u32` is equally likely.
pub fn generate_words(list: &str, count: usize, mut random: impl FnMut() -> u32) -> Zeroizing<String> {
    let words: Vec<&str> = list.lines().collect();
    // With the room taken at once, no copy is left behind by a growing text.
    let mut phrase = Zeroizing::new(String::with_capacity(count * (WORD_LENGTHS.1 + 1)));
    for number in 0..count {
        if number > 0 {
            phrase.push('-');
        }
        phrase.push_str(words[below(words.len() as u32, &mut random) as usize]);
    }
    phrase
}

/// A number below `bound`, each as likely as any other.
///
/// A last, incomplete round of `bound` numbers would favour the small ones: what
/// falls into it is replaced by another.
pub fn below(bound: u32, random: &mut impl FnMut() -> u32) -> u32 {
    let left_over = (u32::MAX % bound + 1) % bound;
    loop {
        let number = random();
        if number <= u32::MAX - left_over {
            return number % bound;
        }
    }
}

/// How many words a suggestion has: the fewest that are worth
/// [`SUGGESTED_BITS`] and, even if only the shortest were chosen, have
/// `min_length` characters. Four up to 19 characters, five up to 24.
pub const fn suggested_words(min_length: usize) -> usize {
    let safe = SUGGESTED_BITS.div_ceil(WORDS_IN_LIST.ilog2()) as usize;
    let long = (min_length + 1).div_ceil(WORD_LENGTHS.0 + 1);
    if long > safe { long } else { safe }
}
