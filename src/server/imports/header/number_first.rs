//! Names that begin with a number, that of the row or of the person, as lists have them in one cell: "01 - Ana Lima".

use super::found::Found;

impl Found<'_> {
    /// A column all of whose names begin with a number.
    pub fn number_first(&self, index: usize) -> Option<usize> {
        let mut named = self.cells(index).filter(|cell| !cell.is_empty()).peekable();
        (named.peek().is_some() && named.all(|name| without_number_first(name).is_some())).then_some(index)
    }
}

/// A name without the number in front of it; nothing for other names, such as "3º Sgt. Lima".
pub fn without_number_first(name: &str) -> Option<&str> {
    const MAX_DIGITS: usize = 14;
    let rest = name.trim_start().trim_start_matches(|character: char| character.is_ascii_digit());
    let digits = name.trim_start().len() - rest.len();
    let behind = |character: char| character.is_whitespace() || ".)-–—:".contains(character);
    let after = rest.trim_start_matches(behind);
    let is_number = (1..=MAX_DIGITS).contains(&digits) && after.len() < rest.len();
    Some(after).filter(|after| is_number && after.starts_with(char::is_alphabetic))
}
