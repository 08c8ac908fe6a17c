//! Names and other people's words, made safe for a mail.

/// `text` on one line: control characters and what turns the direction of
/// writing are gone, any run of white space is one space.
pub(super) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|character| match character {
            '\u{2028}' | '\u{2029}' => ' ',
            character if character.is_control() => ' ',
            character => character,
        })
        .filter(|character| !turns_direction(*character))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A person's name as the text of a mail shows it.
///
/// Mail programs make links of whatever looks like an address, and a name is
/// something a stranger may have typed: `http://prize.example`. A zero-width
/// space after each inner `.`, `/`, `:` and `@` takes the look away from the
/// program and changes nothing for the eye.
pub(super) fn name(name: &str) -> String {
    const ZERO_WIDTH_SPACE: char = '\u{200B}';

    let name = one_line(name);
    let mut shown = String::with_capacity(name.len());
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        shown.push(character);
        let goes_on = characters.peek().is_some_and(|next| next.is_alphanumeric());
        if goes_on && matches!(character, '.' | '/' | ':' | '@') {
            shown.push(ZERO_WIDTH_SPACE);
        }
    }
    shown
}

/// `text`, or its beginning and an ellipsis: at most `length` characters.
pub(super) fn shortened(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(length.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

fn turns_direction(character: char) -> bool {
    matches!(
        character,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}
