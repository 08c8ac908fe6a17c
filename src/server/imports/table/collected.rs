//! The rows of a file while they are read, within limits.

use super::{ROWS_LOOKED_AT, TableRow};
use crate::domain::import::{FileLimits, FileProblem};

/// A sheet may take so many bytes in memory for each row that is allowed, counting what every cell takes beside its text.
/// A few bytes of a file can stand for many cells: commas, repeated columns, one text that all cells share.
const BYTES_PER_ROW: usize = 3 * 1024;
/// And so many in any case.
const MIN_BYTES: usize = 64 * 1024 * 1024;

/// How many bytes the cells of a sheet may take, and what a workbook unpacks to.
pub(super) fn max_bytes(limits: FileLimits) -> usize {
    (limits.rows() * BYTES_PER_ROW).max(MIN_BYTES)
}

/// Rows that have any content, in their order.
pub(super) struct Collected {
    rows: Vec<TableRow>,
    limits: FileLimits,
    bytes_left: usize,
    is_too_large: bool,
}

impl Collected {
    /// No rows yet.
    pub(super) fn new(limits: FileLimits) -> Self {
        Self { rows: Vec::new(), limits, bytes_left: max_bytes(limits), is_too_large: false }
    }

    /// Adds a row. Where there is no room any more it is only counted, so that too many rows are told from too many bytes.
    pub(super) fn push(&mut self, line: u32, cells: Vec<String>) {
        let needed = cells.iter().map(|cell| cell.len() + size_of::<String>()).sum();
        let cells = if self.take(needed) { cells } else { Vec::new() };
        self.rows.push(TableRow { line, cells });
    }

    /// Puts a cell into the row that begins at this line, a new one where it is not the last.
    pub(super) fn set(&mut self, line: u32, column: usize, text: String) {
        if self.rows.last().is_none_or(|last| last.line != line) {
            self.rows.push(TableRow { line, cells: Vec::new() });
        }
        let length = self.rows.last().map_or(0, |last| last.cells.len());
        let more = (column + 1).saturating_sub(length);
        if self.take(text.len() + more * size_of::<String>())
            && let Some(last) = self.rows.last_mut()
        {
            last.cells.resize(length + more, String::new());
            last.cells[column] = text;
        }
    }

    fn take(&mut self, bytes: usize) -> bool {
        match self.bytes_left.checked_sub(bytes) {
            Some(left) if !self.is_too_large => self.bytes_left = left,
            _ => self.is_too_large = true,
        }
        !self.is_too_large
    }

    /// The rows so far.
    pub(super) fn rows(&self) -> &[TableRow] {
        &self.rows
    }

    /// Whether there are more rows than any file may have, with what may be above them.
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() > self.limits.rows() + ROWS_LOOKED_AT
    }

    /// The rows.
    ///
    /// # Errors
    /// [`FileProblem::TooLarge`]; too many rows are for the caller to see.
    pub(super) fn finish(self) -> Result<Vec<TableRow>, FileProblem> {
        if self.is_too_large && !self.is_full() { Err(FileProblem::TooLarge(self.limits)) } else { Ok(self.rows) }
    }
}
