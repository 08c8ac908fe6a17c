//! Workbooks as spreadsheet programs save them: `.xlsx` and `.xls` of Excel, `.ods` of LibreOffice.
//!
//! Two are ZIP archives of XML, and both let a few bytes stand for billions of
//! cells. So an archive is unpacked once within [`max_bytes`] before anything reads it, and cells
//! are read one by one into rows of bounded size, never into a grid. Of several sheets only the first with people is
//! kept, and of the others their names.

mod ods;
mod sheet_tags;
mod xls;
mod xlsx;

use super::collected::{Collected, max_bytes};
use super::{MergedCells, Table, TableRow, is_blank_or_end};
use crate::domain::EmailAddress;
use crate::domain::import::{FileEncoding, FileLimits, FileNotes, FileProblem};
use crate::server::csv::restored;
use crate::server::imports::EXAMPLE_EMAIL;
use crate::server::imports::header::{self, HeaderScore};
use std::collections::HashSet;
use std::io::{BufReader, Cursor, Read as _};
use zip::ZipArchive;

/// Cells to the right of these are not read: they are no columns of people.
pub(super) const MAX_COLUMNS: usize = 256;
/// So many sheets are looked at.
const MAX_SHEETS: usize = 20;
/// So many merged cells of a sheet are heeded: more than there are groups.
pub(super) const MAX_MERGED: usize = 10_000;

/// So many formulas without a value are heeded.
const MAX_UNCALCULATED: usize = 200_000;
/// What is read of a formula whose value was never calculated: programs that write workbooks leave that to Excel, which
/// keeps it once it has saved the file.
pub const UNCALCULATED: &str = "#FORMULA!";

/// Rows of a sheet in which addresses are looked for.
const ROWS_SEARCHED: usize = 1000;

/// Reads a workbook: the first sheet that has people, or the one whose first rows look most like a header of people.
/// Nothing when the bytes are neither an archive nor an old workbook.
///
/// # Errors
/// [`FileProblem::NotText`] for another kind of archive; [`FileProblem::NotTable`] for an old workbook that is locked or
/// older than Excel 97; [`FileProblem::TooLarge`].
pub(super) fn read(bytes: &[u8], limits: FileLimits) -> Option<Result<Table, FileProblem>> {
    let is_old = bytes.starts_with(xls::MAGIC);
    (is_old || bytes.starts_with(b"PK\x03\x04")).then(|| {
        let best = if is_old { xls::read(bytes, limits)? } else { best_sheet(bytes, limits)? };
        let (rows, notes, merged) = best.finish();
        let encoding = FileEncoding::Utf8;
        let (alternatives, separator) = (Vec::new(), None);
        Ok(Table { rows, encoding, alternatives, separator, notes, ends_with_header: true, merged })
    })
}

fn best_sheet(bytes: &[u8], limits: FileLimits) -> Result<BestSheet, FileProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileProblem::NotText)?;
    let mut content = None;
    let most = max_bytes(limits) as u64;
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

/// What a sheet says beside its cells.
#[derive(Default)]
struct BesideCells {
    /// Lines that are hidden.
    hidden: Vec<u32>,
    /// Cells that are shown as one over several rows, at most [`MAX_MERGED`].
    merged: Vec<MergedCells>,
    /// Formulas without a value, by line and column, at most [`MAX_UNCALCULATED`].
    uncalculated: HashSet<(u32, usize)>,
}

/// The sheet to be read, of those that were looked at: the first with people, else the one that looks most like one.
#[derive(Default)]
struct BestSheet {
    rows: Vec<TableRow>,
    rank: Option<(Header, HeaderScore)>,
    name: String,
    /// What its cells do not say.
    beside: BesideCells,
    /// Other sheets that have rows, and whether there seem to be people in them.
    others: Vec<(String, bool)>,
    /// How many were looked at.
    sheets: usize,
}

impl BestSheet {
    fn add(&mut self, name: String, sheet: Collected, beside: BesideCells) -> Result<(), FileProblem> {
        self.sheets += 1;
        let first = sheet.rows().iter().take(super::ROWS_LOOKED_AT);
        let likeness = first.map(|row| HeaderScore::of(&row.cells)).max().unwrap_or_default();
        let header = header_of_people(sheet.rows());
        // Of sheets with people the first is read, however many columns another has.
        let rank = Some((header, if header == Header::None { likeness } else { HeaderScore::default() }));
        let is_filled = !sheet.rows().is_empty();
        if rank > self.rank {
            if !self.rows.is_empty() {
                let has_people = self.rank.is_some_and(|(header, _)| header != Header::None);
                let seems_to = has_people || has_addresses(&self.rows);
                self.others.push((std::mem::take(&mut self.name), seems_to));
            }
            (self.rows, self.rank, self.name, self.beside) = (sheet.finish()?, rank, name, beside);
        } else if is_filled {
            let seems_to = header != Header::None || has_addresses(sheet.rows());
            self.others.push((name, seems_to));
        }
        Ok(())
    }

    /// The rows, which sheets were left out, and the cells that are shown as one.
    fn finish(self) -> (Vec<TableRow>, FileNotes, Vec<MergedCells>) {
        let (with, without): (Vec<_>, Vec<_>) = self.others.into_iter().partition(|(_, has_people)| *has_people);
        let names = |sheets: Vec<(String, bool)>| sheets.into_iter().map(|(name, _)| name).collect();
        let sheet = (!with.is_empty() || !without.is_empty()).then_some(self.name);
        let notes = FileNotes {
            sheet,
            other_sheets: names(with),
            sheets_without_people: names(without),
            hidden_lines: self.beside.hidden,
            ..FileNotes::default()
        };
        (self.rows, notes, self.beside.merged)
    }
}

/// The rows above the people of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Header {
    /// Nobody is beneath any.
    None,
    /// What may be one, above addresses: "Professor", "Contato".
    Likely,
    Sure,
}

/// The rows above the people of a sheet, of whom the examples of a template are none.
fn header_of_people(rows: &[TableRow]) -> Header {
    let Some((at, likeness)) = header::find(rows) else { return Header::None };
    let is_person = |row: &TableRow| {
        !row.cells.iter().any(|cell| is_example(cell))
            && (likeness.is_sure() || row.cells.iter().any(|cell| is_address(cell)))
    };
    match rows[at + 1..].iter().any(is_person) {
        false => Header::None,
        true if likeness.is_sure() => Header::Sure,
        true => Header::Likely,
    }
}

/// Whether a sheet without a header has people all the same: a single address is whom to ask.
fn has_addresses(rows: &[TableRow]) -> bool {
    let cells = rows.iter().take(ROWS_SEARCHED).flat_map(|row| &row.cells);
    cells.filter(|cell| is_address(cell) && !is_example(cell)).nth(1).is_some()
}

fn is_address(cell: &str) -> bool {
    cell.contains('@') && EmailAddress::parse(cell).is_ok()
}

/// Whether a cell has the address of an example: `maria@exemplo.com`, ours. `example.org` is in people's trials.
fn is_example(cell: &str) -> bool {
    cell.contains(EXAMPLE_EMAIL) || cell.contains("@exemplo.")
}

/// Puts a cell of the sheet's row and column, both from 0, where it belongs; one without any text is left out.
fn push(rows: &mut Collected, row: u32, column: usize, text: &str) {
    if column < MAX_COLUMNS && !text.chars().all(is_blank_or_end) {
        rows.set(row.saturating_add(1), column, restored(text));
    }
}
