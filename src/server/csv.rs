//! Rows of CSV (RFC 4180): the one writer of every file we give away, harmless
//! in a spreadsheet, and the inverse for files that come back.
//!
//! A spreadsheet computes a cell that begins with a formula sign (OWASP,
//! "CSV Injection"). Where a cell begins depends on the separator of *its*
//! settings, not of ours: Excel in Portuguese separates by `;`, and a quotation
//! mark in the middle of what it takes for a cell does not quote. So a `'` goes
//! before a sign at the beginning of a cell and also after each character in it
//! that some spreadsheet may take for the end of a cell or of a row.

use crate::domain::Locale;
use crate::domain::user::is_invisible;

/// Tells spreadsheets that what follows is UTF-8.
pub const BOM: &str = "\u{feff}";

/// What begins a formula; also in the full and small widths that spreadsheets fold.
const SIGNS: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];

/// What spreadsheets of a language put between cells: where the comma belongs to numbers, a semicolon.
pub const fn spreadsheet_separator(locale: Locale) -> char {
    locale.pick(';', ',')
}

/// The parameter of an export's address that names its separator.
pub const SEPARATOR: &str = "separator";
const SEMICOLON: &str = "semicolon";

/// What a page's link to an export adds to its address, so that the file opens in spreadsheets of its reader's
/// language. An address without it gets commas (RFC 4180), which programs expect.
pub fn separator_parameter(locale: Locale) -> Option<(&'static str, &'static str)> {
    (spreadsheet_separator(locale) == ';').then_some((SEPARATOR, SEMICOLON))
}

/// The separator that [`SEPARATOR`] names.
pub fn separator_named(name: Option<&str>) -> char {
    if name == Some(SEMICOLON) { ';' } else { ',' }
}

/// Adds a row, separated by commas, to `text`.
pub fn push_row<T: AsRef<str>>(text: &mut String, cells: impl IntoIterator<Item = T>) {
    push_row_separated(text, ',', cells);
}

/// Adds a row to `text`.
pub fn push_row_separated<T: AsRef<str>>(text: &mut String, separator: char, cells: impl IntoIterator<Item = T>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            text.push(separator);
        }
        let cell = neutralized(cell.as_ref());
        if cell.contains(['"', ',', ';', '\t', '\r', '\n', separator]) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

/// Whether a cell may end, for some spreadsheet, after this character.
const fn ends_cell(character: char) -> bool {
    matches!(character, ',' | ';' | '\t' | '\r' | '\n')
}

/// Whether the beginning of a cell would be computed. Blanks,
/// quotation marks and what cannot be seen do not keep a spreadsheet from it.
/// Apostrophes are passed over, so that the answer is the same with and without ours.
fn is_computed(rest: &str) -> bool {
    let is_skipped = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || is_invisible(character)
            || matches!(character, '\'' | '"' | '\u{feff}')
    };
    rest.trim_start_matches(is_skipped).starts_with(SIGNS)
}

/// Whether the beginning of the whole text would be computed, where a spreadsheet drops what moves the cursor.
fn is_computed_first(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['\t', '\r', '\n', '\0']) || is_computed(text)
}

/// `cell` with a `'` wherever a spreadsheet would begin to compute.
pub fn neutralized(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len() + 2);
    if is_computed_first(cell) {
        text.push('\'');
    }
    for (index, character) in cell.char_indices() {
        text.push(character);
        if ends_cell(character) && is_computed(&cell[index + character.len_utf8()..]) {
            text.push('\'');
        }
    }
    text
}

/// The inverse of [`neutralized`]. What was not written by it stays as it is,
/// apart from an apostrophe that only keeps a spreadsheet from computing.
pub fn restored(cell: &str) -> String {
    if !cell.contains('\'') {
        return cell.to_owned();
    }
    let mut text = String::with_capacity(cell.len());
    let mut is_beginning = is_computed_first(cell);
    for (index, character) in cell.char_indices() {
        if !(is_beginning && character == '\'') {
            text.push(character);
        }
        is_beginning = ends_cell(character) && is_computed(&cell[index + character.len_utf8()..]);
    }
    text
}
