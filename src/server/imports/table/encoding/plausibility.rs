//! How much words look like words in an encoding, most of all in Portuguese.

use super::letter;

/// Points for letters that are where they belong, from all bytes that are not ASCII, whose letters are `upper`.
pub(super) fn plausibility(bytes: &[u8], upper: &[char]) -> i64 {
    let mut points = 0;
    let mut start = 0;
    for word in bytes.split_inclusive(|byte| b" ;,\t|\r\n\"<>".contains(byte)) {
        // No letter of an address has an accent, but spaces are at the ends of addresses.
        let is_address = word.contains(&b'@');
        for (place, byte) in word.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
            let at = |offset: usize| bytes.get(offset).map_or(' ', |byte| letter(*byte, upper));
            let place = start + place;
            let before = |distance: usize| place.checked_sub(distance).map_or(' ', at);
            let is_before_particle = *byte == 0xa0 && begins_with_particle(&bytes[place + 1..]);
            let (earlier, before, after) = (before(2), before(1), at(place + 1));
            let around = Around { earlier, before, after, is_address, is_before_particle };
            points += score(letter(*byte, upper), around);
        }
        start += word.len();
    }
    points
}

/// The characters around a letter.
#[derive(Clone, Copy)]
struct Around {
    earlier: char,
    before: char,
    after: char,
    is_address: bool,
    is_before_particle: bool,
}

/// Whether a text goes on with a small word that is between the parts of a name.
fn begins_with_particle(bytes: &[u8]) -> bool {
    let end = bytes.iter().take(4).position(|byte| !byte.is_ascii_lowercase());
    end.is_some_and(|end| matches!(&bytes[..end], b"de" | b"da" | b"do" | b"dos" | b"das" | b"e" | b"di" | b"del"))
}

impl Around {
    /// Whether a word ends here that has more than one letter: "Sá" is one, and "S" with a space behind is none.
    fn is_end_of_word(self) -> bool {
        !self.after.is_alphanumeric() && self.before.is_alphanumeric() && self.earlier.is_alphanumeric()
    }
}

fn score(character: char, around: Around) -> i64 {
    let Around { earlier, before, after, is_address, .. } = around;
    if character == '\u{a0}' {
        return score_of_space(around);
    }
    let is_inside = before.is_alphabetic() && after.is_alphabetic();
    let is_at_word = before.is_alphabetic() || after.is_alphabetic();
    if !character.is_alphabetic() || matches!(character, 'ƒ' | 'ı' | 'µ' | 'π' | 'Ω') {
        return match character {
            'ª' | 'º' | '’' if !before.is_whitespace() => 1,
            '’' | '–' | '—' | '“' | '”' | '‘' | '·' | '•' | '…' if !is_inside => 0,
            _ if character.is_control() || is_at_word => -4,
            _ => -1,
        };
    }
    // A capital within a word of small letters, or a small one among capitals.
    let is_out_of_case = if character.is_uppercase() {
        before.is_lowercase() || before.is_uppercase() && after.is_lowercase()
    } else {
        after.is_uppercase() || before.is_uppercase() && (earlier.is_uppercase() || earlier.is_lowercase())
    };
    if is_out_of_case || is_address {
        return -4;
    }
    if !is_at_word {
        // "José é", "vou à"; others are no words on their own.
        return if matches!(character, 'é' | 'É' | 'à' | 'À' | 'ª' | 'º') { 0 } else { -2 };
    }
    let lower = |character: char| character.to_lowercase().next().unwrap_or(character);
    // Names begin with a capital.
    let beginning = i64::from(!before.is_alphabetic() && character.is_lowercase());
    score_of_letter(lower(character), lower(before), lower(after), around) - beginning
}

/// A no-break space at the end of a word, at the beginning, or between two: "Maria da", "Ana Lima".
fn score_of_space(around: Around) -> i64 {
    let Around { earlier, before, after, .. } = around;
    let is_lone = before.is_alphabetic() && !earlier.is_alphanumeric();
    if !before.is_alphabetic() || around.is_end_of_word() || around.is_before_particle && !is_lone {
        1
    } else if !is_lone && (after.is_uppercase() || matches!(before, 'a' | 'e' | 'o') && after.is_lowercase()) {
        0
    } else {
        -4
    }
}

/// How usual a small letter is between two others.
fn score_of_letter(letter: char, before: char, next: char, around: Around) -> i64 {
    match letter {
        'ã' if matches!(next, 'o' | 'e' | 'i' | 's') || !next.is_alphabetic() => 4,
        'õ' if next == 'e' => 4,
        'ç' if before.is_alphabetic()
            && matches!(next, 'a' | 'o' | 'u' | 'e' | 'i' | 'ã' | 'õ' | 'á' | 'ó' | 'ú' | 'ô') =>
        {
            3
        }
        'ã' | 'õ' | 'ç' => 0,
        'ñ' if matches!(next, 'a' | 'o' | 'u' | 'e' | 'i' | 'ó' | 'á' | 'é' | 'í') => 3,
        // Hardly a word ends so: a space of Windows is an "á" of DOS.
        'á' if around.is_end_of_word() && matches!(before, 'a' | 'e' | 'o') => -6,
        'á' if around.is_end_of_word() => 1,
        'á' if before == 'a' || around.is_before_particle => -3,
        'á' if matches!(before, 'e' | 'o') => 0,
        'á' if next == 'a' => 0,
        'â' if !next.is_alphabetic() => 0,
        'á' | 'â' | 'é' | 'ê' | 'í' | 'ó' | 'ô' | 'ú' => 3,
        'à' | 'ü' | 'ö' | 'ä' | 'ë' => 2,
        'ï' | 'è' | 'ò' | 'ì' | 'ù' | 'î' | 'û' | 'å' | 'ø' | 'æ' | 'ß' | 'œ' => 1,
        _ => 0,
    }
}
