//! Names with a number, that of the row or of the person, as lists have them in one cell: "01 - Ana Lima", "Ana Lima (2026001)".

use super::found::Found;

impl Found<'_> {
    /// A column all of whose names have a number, and differ without it: "Aluno 0001" is no name.
    pub fn numbered(&self, index: usize, addresses: Option<usize>) -> Option<usize> {
        let bare: Option<Vec<&str>> = self.named(index, addresses).map(without_number).collect();
        let bare = bare?;
        let first = bare.first()?;
        (bare.len() == 1 || bare.iter().any(|name| name != first)).then_some(index)
    }
}

/// A name without the number in front of it or behind it; nothing for other names.
pub fn without_number(name: &str) -> Option<&str> {
    without_number_first(name).or_else(|| without_number_behind(name))
}

const MAX_DIGITS: usize = 14;

/// Nothing for "3º Sgt. Lima".
fn without_number_first(name: &str) -> Option<&str> {
    let rest = name.trim_start().trim_start_matches(|character: char| character.is_ascii_digit());
    let digits = name.trim_start().len() - rest.len();
    let behind = |character: char| character.is_whitespace() || ".)-–—:".contains(character);
    let after = rest.trim_start_matches(behind);
    let is_number = (1..=MAX_DIGITS).contains(&digits) && after.len() < rest.len();
    Some(after).filter(|after| is_number && after.starts_with(char::is_alphabetic))
}

/// "Ana Lima - 2026001", "Ana Lima (RA 2026001)", "Ana Lima 529.982.247-25".
fn without_number_behind(name: &str) -> Option<&str> {
    // A shorter one may be part of what somebody is called.
    const MIN_DIGITS: usize = 4;
    const LABELS: [&str; 12] =
        ["RA", "RM", "RG", "ID", "CPF", "Mat", "Mat.", "Matr.", "Matrícula", "Matricula", "SIAPE", "nº"];
    let end = name.trim_end().trim_end_matches([')', ']']);
    let before = end.trim_end_matches(|character: char| character.is_ascii_digit() || "./-".contains(character));
    let digits = end[before.len()..].bytes().filter(u8::is_ascii_digit).count();
    let trimmed = |text: &'_ str| -> usize {
        text.trim_end_matches(|character: char| character.is_whitespace() || "-–—:([#/,|".contains(character)).len()
    };
    let mut bare = &before[..trimmed(before)];
    if let Some((rest, label)) = bare.rsplit_once([' ', '(', '['])
        && LABELS.iter().any(|known| known.eq_ignore_ascii_case(label))
    {
        bare = &rest[..trimmed(rest)];
    }
    let is_apart = bare.len() < before.len() || end[before.len()..].starts_with('-');
    let is_number = (MIN_DIGITS..=MAX_DIGITS).contains(&digits) && is_apart;
    Some(bare).filter(|bare| is_number && bare.ends_with(|last: char| last.is_alphabetic() || last == '.'))
}
