//! From bytes to cells: which encoding, which separator, where each row begins.

use crate::domain::import::FileProblem;
use crate::server::imports::header::Columns;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// A row as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The line where it begins, from 1; a quoted cell may have several.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<String>,
}

/// What separates cells: what programs write, and what spreadsheets write
/// where the comma belongs to numbers.
const SEPARATORS: [u8; 3] = *b",;\t";

/// Reads a file's rows, the header first; rows without any content are left out.
///
/// # Errors
/// [`FileProblem::TooLarge`], [`FileProblem::NotText`], [`FileProblem::Empty`],
/// [`FileProblem::TooManyRows`], [`FileProblem::QuoteOpen`].
pub fn read(bytes: &[u8]) -> Result<Vec<TableRow>, FileProblem> {
    if bytes.len() > FileProblem::MOST_BYTES {
        return Err(FileProblem::TooLarge);
    }
    let text = text(bytes)?;
    let rows = rows(&text, separator(&text))?;
    match rows.len() {
        0 | 1 => Err(FileProblem::Empty),
        length if length - 1 > FileProblem::MOST_ROWS => Err(FileProblem::TooManyRows),
        _ => Ok(rows),
    }
}

/// UTF-8 or UTF-16 where a byte order mark says so, UTF-8 where it can be, else
/// Windows-1252, as spreadsheets on Windows write it.
fn text(bytes: &[u8]) -> Result<Cow<'_, str>, FileProblem> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    let (text, _, malformed) = encoding.decode(bytes);
    // No text has a NUL; every spreadsheet or picture has.
    if malformed || text.contains('\0') { Err(FileProblem::NotText) } else { Ok(text) }
}

/// The separator under which the first row is most of a header.
fn separator(text: &str) -> u8 {
    let worth = |separator: &u8| {
        let first = reader(text.as_bytes(), *separator).into_byte_records().next();
        let cells: Vec<String> = match first {
            Some(Ok(record)) => record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect(),
            _ => Vec::new(),
        };
        (Columns::known_in(&cells), cells.len())
    };
    // The last of equals wins: then it should be the comma.
    SEPARATORS.into_iter().rev().max_by_key(worth).unwrap_or(b',')
}

fn reader(bytes: &[u8], separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(bytes)
}

fn rows(text: &str, separator: u8) -> Result<Vec<TableRow>, FileProblem> {
    // A row of our own at the end: when it does not come out whole, a quotation
    // mark before it was never closed and has swallowed the rest.
    const END: &str = "\u{1}end\u{1}";
    let text = format!("{text}\n{END}\n");
    let mut rows = Vec::new();
    let mut lines = Lines::default();
    let mut line = 1;
    for record in reader(text.as_bytes(), separator).into_records() {
        let record = record.map_err(|_| FileProblem::NotText)?;
        let at = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or_default());
        line = lines.first_line_of(&text, at);
        if record.iter().eq([END]) {
            return Ok(rows);
        }
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(TableRow { line, cells: record.iter().map(str::to_owned).collect() });
        }
        // One more than the header and the most rows: told apart by the caller.
        if rows.len() > FileProblem::MOST_ROWS + 1 {
            return Ok(rows);
        }
    }
    Err(FileProblem::QuoteOpen(line))
}

/// Counts line ends, each byte once: `\r\n`, `\n`, `\r`.
#[derive(Default)]
struct Lines {
    seen: usize,
    ends: u32,
}

impl Lines {
    /// The line of the first byte at or after `at` that is no line end. The
    /// reader's own position is before the empty lines that it skips.
    fn first_line_of(&mut self, text: &str, at: usize) -> u32 {
        let bytes = text.as_bytes();
        let start = at + bytes.iter().skip(at).take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        for index in self.seen..start {
            let ends = match bytes[index] {
                b'\n' => true,
                b'\r' => bytes.get(index + 1) != Some(&b'\n'),
                _ => false,
            };
            self.ends += u32::from(ends);
        }
        self.seen = start;
        self.ends + 1
    }
}

/// Whether a spreadsheet would compute a cell instead of showing it (OWASP, "CSV Injection").
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}
