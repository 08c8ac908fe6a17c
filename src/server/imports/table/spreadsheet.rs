//! Workbooks as spreadsheet programs save them: `.xlsx` of Excel, `.ods` of LibreOffice.
//!
//! Both are ZIP archives of XML, and both let a few bytes stand for billions of
//! cells. So an archive is unpacked once within [`MOST_UNPACKED`] before anything reads it, and cells
//! are read one by one into rows of bounded size, never into a grid.

mod ods;
mod xlsx;

use super::{Table, TableRow, is_blank_or_end};
use crate::domain::import::{FileEncoding, FileProblem};
use crate::server::csv::restored;
use crate::server::imports::header;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// An archive unpacks to at most so many bytes; 20,000 people are a tenth of it.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Cells to the right of these are not read: they are no columns of people.
const MOST_COLUMNS: usize = 256;
/// So many sheets are looked at.
const MOST_SHEETS: usize = 20;

/// The rows of one sheet that have any content, and where each stands.
type SheetRows = Vec<TableRow>;

/// Reads a workbook: the sheet whose first rows look most like a header of people.
/// Nothing when the bytes are no archive at all.
///
/// # Errors
/// [`FileProblem::NotText`] for another kind of archive; [`FileProblem::TooLarge`].
pub(super) fn read(bytes: &[u8]) -> Option<Result<Table, FileProblem>> {
    bytes.starts_with(b"PK\x03\x04").then(|| {
        let sheets = sheets(bytes)?;
        let likeness = |rows: &SheetRows| {
            rows.iter().take(super::ROWS_LOOKED_AT).map(|row| header::likeness(&row.cells)).max().unwrap_or_default()
        };
        // The first of equals wins.
        let rows = sheets.into_iter().rev().max_by_key(likeness).unwrap_or_default();
        Ok(Table { rows, encoding: FileEncoding::Utf8, alternatives: Vec::new() })
    })
}

fn sheets(bytes: &[u8]) -> Result<Vec<SheetRows>, FileProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileProblem::NotText)?;
    let mut content = None;
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| FileProblem::NotText)?;
        let is_content = entry.name().is_ok_and(|name| name == "content.xml");
        let mut unpacked = Vec::new();
        let mut entry = entry.take(left + 1);
        // What a file says of its own size is not believed.
        let size = if is_content {
            entry.read_to_end(&mut unpacked).map(|size| size as u64)
        } else {
            std::io::copy(&mut entry, &mut std::io::sink())
        };
        left = left.checked_sub(size.map_err(|_| FileProblem::NotText)?).ok_or(FileProblem::TooLarge)?;
        if is_content {
            content = Some(unpacked);
        }
    }
    match content {
        Some(content) => ods::read(&content),
        None => xlsx::read(bytes),
    }
}

/// Collects the cells of a sheet, in their order.
#[derive(Default)]
struct Collector {
    rows: SheetRows,
}

impl Collector {
    /// A cell of the sheet's row and column, both from 0.
    fn push(&mut self, row: u32, column: usize, text: &str) {
        if column >= MOST_COLUMNS || text.chars().all(is_blank_or_end) {
            return;
        }
        let line = row.saturating_add(1);
        if self.rows.last().is_none_or(|last| last.line != line) {
            self.rows.push(TableRow { line, cells: Vec::new() });
        }
        if let Some(last) = self.rows.last_mut() {
            last.cells.resize(last.cells.len().max(column + 1), String::new());
            last.cells[column] = restored(text);
        }
    }

    /// Whether there are more rows than any file may have, with what may stand above them.
    fn is_full(&self) -> bool {
        self.rows.len() > FileProblem::MOST_ROWS + super::ROWS_LOOKED_AT
    }
}
