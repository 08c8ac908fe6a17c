//! Quotation marks in text files as programs write them that do not know each other.

use super::is_blank;
use std::borrow::Cow;

/// Without the blanks that some programs put around a quoted cell, `Ana, "ana@example.org"`, and with quotation marks
/// doubled that are within one: `"Ana "Nina" Lima"`.
pub(super) fn tidied(text: &str, separator: u8) -> Cow<'_, str> {
    if !text.contains('"') {
        return Cow::Borrowed(text);
    }
    let separator = char::from(separator);
    let is_blank = |character: char| character != separator && is_blank(character);
    let mut tidy = String::with_capacity(text.len());
    let mut rest = text;
    // At the beginning of a cell.
    while !rest.is_empty() {
        let quoted = rest.trim_start_matches(is_blank).strip_prefix('"');
        if let Some(quoted) = quoted {
            let end = end_of_quoted(quoted);
            tidy.push('"');
            rest = &quoted[end..];
            let behind = rest.trim_start_matches(is_blank);
            if behind.is_empty() || behind.starts_with([separator, '\r', '\n']) {
                tidy.push_str(&quoted[..end]);
                rest = behind;
            } else if let Some(whole) = whole_cell(quoted, separator).filter(|whole| whole.len() > end) {
                tidy.push_str(&whole.replace('"', "\"\""));
                tidy.push('"');
                rest = &quoted[whole.len() + 1..];
            } else {
                tidy.push_str(&quoted[..end]);
            }
        }
        let end = rest.find([separator, '\r', '\n']).map_or(rest.len(), |at| at + 1);
        tidy.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    Cow::Owned(tidy)
}

/// What is between the quotation marks of a cell, others of which are not doubled: up to the last one before the next
/// separator or line end, if nothing but blanks is behind it.
fn whole_cell(quoted: &str, separator: char) -> Option<&str> {
    let cell = &quoted[..quoted.find([separator, '\r', '\n']).unwrap_or(quoted.len())];
    let whole = cell.trim_end_matches(is_blank).strip_suffix('"')?;
    // Where some are doubled, it is another fault.
    (!whole.contains("\"\"")).then_some(whole)
}

/// Where a quoted cell ends, its closing quotation mark included; the whole
/// text, when it never does.
fn end_of_quoted(text: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].find('"').map(|at| from + at) {
        if !text[at + 1..].starts_with('"') {
            return at + 1;
        }
        from = at + 2;
    }
    text.len()
}

/// Doubles quotation marks where the file has `\"` for one within a quoted cell, as databases write it. Such a file is
/// known by a word that is right behind: where quotation marks are doubled, the cell would have ended there.
pub(super) fn double_escaped(text: &mut String) {
    let is_within_word =
        |(at, mark): (usize, &str)| text[at + mark.len()..].starts_with(|next: char| next.is_alphanumeric());
    if text.match_indices("\\\"").any(is_within_word) {
        *text = text.replace("\\\"", "\"\"");
    }
}

/// What a cell says that a program has written as a formula, so that spreadsheets take it for a text: `="0123"`.
pub(super) fn unwrap_text_formula(cell: &str) -> Cow<'_, str> {
    let inside = cell.trim().strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"'));
    match inside.map(|inside| inside.replace("\"\"", "\u{1}")) {
        // A longer formula has more quotation marks.
        Some(inside) if !inside.contains('"') => inside.replace('\u{1}', "\"").into(),
        _ => cell.into(),
    }
}
