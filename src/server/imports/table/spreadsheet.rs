//! Workbooks as spreadsheet programs save them: `.xlsx` of Excel, `.ods` of LibreOffice.
//!
//! Both are ZIP archives of XML, and both let a few bytes stand for billions of
//! cells. So an archive is unpacked once within [`most_bytes`] before anything reads it, and cells
//! are read one by one into rows of bounded size, never into a grid. Of several sheets only the best is kept.

mod ods;
mod xlsx;

use super::collected::{Collected, most_bytes};
use super::{Table, TableRow, is_blank_or_end};
use crate::domain::import::{FileEncoding, FileLimits, FileProblem};
use crate::server::csv::restored;
use crate::server::imports::header;
use std::io::{BufReader, Cursor, Read as _};
use zip::ZipArchive;

/// Cells to the right of these are not read: they are no columns of people.
const MOST_COLUMNS: usize = 256;
/// So many sheets are looked at.
const MOST_SHEETS: usize = 20;

/// Reads a workbook: the sheet whose first rows look most like a header of people.
/// Nothing when the bytes are no archive at all.
///
/// # Errors
/// [`FileProblem::NotText`] for another kind of archive; [`FileProblem::TooLarge`].
pub(super) fn read(bytes: &[u8], limits: FileLimits) -> Option<Result<Table, FileProblem>> {
    bytes.starts_with(b"PK\x03\x04").then(|| {
        let rows = best_sheet(bytes, limits)?.rows;
        Ok(Table { rows, encoding: FileEncoding::Utf8, alternatives: Vec::new() })
    })
}

fn best_sheet(bytes: &[u8], limits: FileLimits) -> Result<BestSheet, FileProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileProblem::NotText)?;
    let mut content = None;
    let most = most_bytes(limits) as u64;
    let mut left = most;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| FileProblem::NotText)?;
        if entry.name().is_ok_and(|name| name == "content.xml") {
            content = Some(index);
        }
        // What a file says of its own size is not believed.
        let size = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink());
        left = left.checked_sub(size.map_err(|_| FileProblem::NotText)?).ok_or(FileProblem::TooLarge(limits))?;
    }
    match content {
        // Unpacked again, as it is read: it may be a hundred times as large as the file.
        Some(index) => {
            let entry = archive.by_index(index).map_err(|_| FileProblem::NotText)?;
            ods::read(BufReader::new(entry.take(most)), limits)
        }
        None => xlsx::read(bytes, limits),
    }
}

/// The sheet that looks most like one of people, of those that were read; the first of equals.
#[derive(Default)]
struct BestSheet {
    rows: Vec<TableRow>,
    likeness: Option<(usize, usize)>,
    /// How many were looked at.
    sheets: usize,
}

impl BestSheet {
    fn add(&mut self, sheet: Collected) -> Result<(), FileProblem> {
        self.sheets += 1;
        let first = sheet.rows().iter().take(super::ROWS_LOOKED_AT);
        let likeness = Some(first.map(|row| header::likeness(&row.cells)).max().unwrap_or_default());
        if likeness > self.likeness {
            *self = Self { rows: sheet.finish()?, likeness, sheets: self.sheets };
        }
        Ok(())
    }
}

/// Puts a cell of the sheet's row and column, both from 0, where it belongs; one without any text is left out.
fn push(rows: &mut Collected, row: u32, column: usize, text: &str) {
    if column < MOST_COLUMNS && !text.chars().all(is_blank_or_end) {
        rows.set(row.saturating_add(1), column, restored(text));
    }
}
