//! From bytes to cells: a workbook, a page with tables; or text, in which encoding, with which separator, and where each row begins.

mod collected;
pub mod encoding;
mod html;
mod kind;
mod lines;
mod quotes;
mod spreadsheet;

pub use spreadsheet::UNCALCULATED;

use super::header::{self, HeaderScore};
use crate::domain::import::{FileEncoding, FileKind, FileLimits, FileNotes, FileProblem};
use crate::server::csv::restored;
use collected::Collected;
use encoding::Decoded;
use lines::Lines;
use quotes::tidied;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::io::Read;

/// A row as it is in the file, without what our own writer has put before formulas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The line where it begins, from 1; a quoted cell may have several.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Cells of one column that a workbook shows as one, over several rows; the text is in the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedCells {
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
    /// The column, from 0.
    pub column: usize,
}

/// A file, read.
pub struct Table {
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// How its letters were read.
    pub encoding: FileEncoding,
    /// How else they may have to be read; empty when there is no doubt.
    pub alternatives: Vec<FileEncoding>,
    /// What separates its cells; nothing in a workbook.
    pub separator: Option<char>,
    /// What else was noticed.
    pub notes: FileNotes,
    /// Whether cells right of the header are no part of it: in a workbook people write notes there.
    pub ends_with_header: bool,
    /// Cells that are shown as one.
    pub merged: Vec<MergedCells>,
}

/// What separates cells: what programs write, and what spreadsheets write
/// where the comma belongs to numbers.
const SEPARATORS: [u8; 4] = *b",;\t|";
/// The separator is found out by so many rows: there may be a title above the header.
const ROWS_LOOKED_AT: usize = header::ROWS_ABOVE;
/// Bytes in which these rows are looked for.
const BEGINNING: usize = 256 * 1024;

/// Reads a file's rows; rows without any content are left out. The letters are
/// read as in `wanted`, where somebody has said so.
///
/// # Errors
/// [`FileProblem::TooLarge`], [`FileProblem::NotText`], [`FileProblem::NotTable`], [`FileProblem::Empty`],
/// [`FileProblem::TooManyRows`], [`FileProblem::QuoteOpen`].
pub fn read(bytes: Vec<u8>, wanted: Option<FileEncoding>, limits: FileLimits) -> Result<Table, FileProblem> {
    if bytes.len() > limits.bytes() {
        return Err(FileProblem::TooLarge(limits));
    }
    let table = match kind::detect(&bytes) {
        Some(FileKind::Html) => html::read(bytes, wanted, limits)?.ok_or(FileProblem::NotTable(FileKind::Html))?,
        Some(kind) => return Err(FileProblem::NotTable(kind)),
        None => match spreadsheet::read(&bytes, limits) {
            Some(table) => table?,
            None => read_text(bytes, wanted, limits)?,
        },
    };
    match table.rows.len() {
        0 | 1 => Err(FileProblem::Empty),
        length if length > limits.rows() + ROWS_LOOKED_AT => Err(FileProblem::TooManyRows(limits)),
        _ => Ok(table),
    }
}

/// A long file is held once, as its bytes or as its text, beside its rows.
fn read_text(bytes: Vec<u8>, wanted: Option<FileEncoding>, limits: FileLimits) -> Result<Table, FileProblem> {
    let decoded = encoding::decode(bytes, wanted)?;
    let Decoded { mut text, encoding, alternatives, stray_lines, twice_encoded_lines } = decoded;
    let notes = FileNotes { stray_lines, twice_encoded_lines, ..FileNotes::default() };
    // DOS ends a file with a Ctrl+Z.
    text.truncate(text.trim_end_matches('\u{1a}').len());
    let declared = take_separator_line(&mut text);
    quotes::double_escaped(&mut text);
    let separator = separator(&text[..text.floor_char_boundary(BEGINNING)], declared);
    let tidy = match tidied(&text, separator) {
        Cow::Owned(tidy) => Some(tidy),
        Cow::Borrowed(_) => None,
    };
    let mut rows = rows(&tidy.unwrap_or(text), separator, limits)?;
    let separator = Some(char::from(unwrap_rows(&mut rows, separator)));
    Ok(Table { rows, encoding, alternatives, separator, notes, ends_with_header: false, merged: Vec::new() })
}

/// Takes out the `sep=;` by which Excel is told the separator; its line stays, empty,
/// so that lines are counted as in the file.
fn take_separator_line(text: &mut String) -> Option<u8> {
    let start = text.len() - text.trim_start_matches(is_blank_or_end).len();
    let end = text[start..].find(['\r', '\n']).map_or(text.len(), |length| start + length);
    let line = text[start..end].trim_matches(|character| is_blank(character) || character == '"');
    let (name, rest) = line.split_once('=')?;
    // Excel writes the separators of the other columns behind it; a tab has been trimmed away.
    let separator = rest.trim_matches('"').bytes().next().unwrap_or(b'\t');
    let is_declared = name.trim().eq_ignore_ascii_case("sep")
        && SEPARATORS.contains(&separator)
        && rest.bytes().all(|byte| byte == separator || byte == b'"');
    is_declared.then(|| {
        text.replace_range(start..end, "");
        separator
    })
}

/// What leaves no ink within a line.
fn is_blank(character: char) -> bool {
    !matches!(character, '\r' | '\n')
        && (character.is_whitespace() || character == '\u{feff}' || crate::domain::user::is_invisible(character))
}

fn is_blank_or_end(character: char) -> bool {
    is_blank(character) || matches!(character, '\r' | '\n')
}

/// The separator under which one of the first rows is most of a header. What the
/// file itself declares goes first, unless its rows are of one cell then.
fn separator(text: &str, declared: Option<u8>) -> u8 {
    let first_rows = |separator: u8| -> Vec<Vec<String>> {
        let tidy = tidied(text, separator);
        let records =
            reader(tidy.as_bytes(), separator).into_byte_records().take(ROWS_LOOKED_AT).filter_map(Result::ok);
        records.map(|row| row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()).collect()
    };
    if let Some(declared) = declared.filter(|declared| first_rows(*declared).iter().any(|row| row.len() > 1)) {
        return declared;
    }
    // Another separator within a cell: a comma is in texts, too.
    let is_joined = |cell: &&String| cell.contains([';', '\t', '|']);
    let rank_of = |row: &Vec<String>| (HeaderScore::of(row), Reverse(row.iter().filter(is_joined).count()), row.len());
    let rank = |separator: &u8| first_rows(*separator).iter().map(rank_of).max().unwrap_or_default();
    // The last of equals wins: then it should be the comma.
    SEPARATORS.into_iter().rev().max_by_key(rank).unwrap_or(b',')
}

fn reader<R: Read>(bytes: R, separator: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(bytes)
}

fn rows(text: &str, separator: u8, limits: FileLimits) -> Result<Vec<TableRow>, FileProblem> {
    // A row of our own at the end: when it does not come out whole, a quotation
    // mark before it was never closed and has swallowed the rest.
    const END: &str = "\u{1}end\u{1}";
    let end = format!("\n{END}\n");
    let mut rows = Collected::new(limits);
    let mut lines = Lines::default();
    let mut line = 1;
    for record in reader(text.as_bytes().chain(end.as_bytes()), separator).into_records() {
        let record = record.map_err(|_| FileProblem::NotText)?;
        let at = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or_default());
        line = lines.first_line_of(text, at);
        if record.iter().eq([END]) {
            return rows.finish();
        }
        if record.iter().any(|cell| !cell.chars().all(is_blank_or_end)) {
            rows.push(line, record.iter().map(|cell| restored(&quotes::unwrap_text_formula(cell))).collect());
        }
        // More than the most rows and what may be above them: told apart by the caller.
        if rows.is_full() {
            return rows.finish();
        }
    }
    Err(FileProblem::QuoteOpen(line))
}

/// Takes rows apart that are in one cell each: what Excel makes of a file that was opened with another separator
/// and saved again. Gives back what separates their cells.
fn unwrap_rows(rows: &mut [TableRow], separator: u8) -> u8 {
    let split = |line: &str, separator: u8| -> Vec<String> {
        let tidy = tidied(line, separator);
        let record = reader(tidy.as_bytes(), separator).into_records().next().and_then(Result::ok);
        record.into_iter().flat_map(|row| row.iter().map(restored).collect::<Vec<_>>()).collect()
    };
    let is_one_cell = |row: &TableRow| row.cells.iter().skip(1).all(|cell| cell.chars().all(is_blank_or_end));
    // A header that somebody typed above rows that a program has written.
    if let Some((at, _)) = header::find(rows) {
        let (width, beneath) = (rows[at].cells.len(), &rows[at + 1..]);
        let fits = |other: &u8| {
            let has_width = |row: &TableRow| {
                row.cells.first().is_some_and(|line| split(line, *other).len() == width) && is_one_cell(row)
            };
            *other != separator && !beneath.is_empty() && beneath.iter().all(has_width)
        };
        if let Some(other) = SEPARATORS.into_iter().filter(|_| width > 1).find(fits) {
            for row in &mut rows[at + 1..] {
                row.cells = row.cells.first().map(|line| split(line, other)).unwrap_or_default();
            }
            return other;
        }
    }
    let first = || rows.iter().take(ROWS_LOOKED_AT);
    let wrapped: Vec<&str> =
        first().filter(|row| is_one_cell(row)).filter_map(|row| Some(row.cells.first()?.as_str())).collect();
    let inner = self::separator(&wrapped.join("\n"), None);
    let is_header = |line: &&str| HeaderScore::of(&split(line, inner)).is_header();
    // Of a file with a usual header only the rows with a quotation mark in them are wrapped.
    let separator = match header::find(rows) {
        Some(_) => separator,
        None if wrapped.iter().any(is_header) => inner,
        None => return separator,
    };
    for row in rows.iter_mut().filter(|row| is_one_cell(row)) {
        // A row for which there was no room has no cells.
        let Some(line) = row.cells.first().filter(|line| line.contains(char::from(separator))) else { continue };
        let cells = split(line, separator);
        if cells.len() > 1 {
            row.cells = cells;
        }
    }
    separator
}
