//! What is kept of how a file was read, so that it is carried out as the preview has shown it.

use super::cells;
use super::groups::NewGroup;
use super::header::{self, Columns, Defaults};
use super::merged;
use super::table::{Table, TableRow, UNCALCULATED};
use crate::domain::Locale;
use crate::domain::import::{Column, Doubt, FileEncoding, FileLimits, FileNotes, FileProblem};
use crate::locale::import as words;
use crate::server::accounts::EXPORT_HEADER;
use crate::server::store::search::folded;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How a file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The names of its columns.
    pub names: Vec<String>,
    /// What is read from which; none when that cannot be known any more.
    pub(super) columns: Option<Columns>,
    /// How its letters were read.
    pub encoding: FileEncoding,
    /// How else they may have to be read, the present encoding included; empty when there is no doubt.
    pub alternatives: Vec<FileEncoding>,
    /// What separates its cells; none in a workbook. Earlier versions didn't say.
    #[serde(default)]
    pub(super) separator: Option<char>,
    /// Lines that show how it is written in each of these. Earlier versions kept none.
    #[serde(default)]
    pub(super) spelling_lines: Vec<u32>,
    /// Groups that it names and that did not exist.
    #[serde(default)]
    pub new_groups: Vec<NewGroup>,
    /// What else was noticed of it. Earlier versions kept nothing.
    #[serde(default)]
    pub notes: Box<FileNotes>,
    /// Whether the file was read again after the upload, by the import's `actor`. Earlier versions didn't say.
    #[serde(default)]
    pub is_reread: bool,
}

impl Layout {
    /// Takes the header out of a table, with whatever is above it, and gives back the rows beneath. A file that was
    /// accepted has no limits any more.
    pub(super) fn take(
        table: Table,
        limits: Option<FileLimits>,
        today: Date,
    ) -> Result<(Self, Vec<TableRow>), FileProblem> {
        let Table { mut rows, encoding, alternatives, separator, mut notes, ends_with_header, merged } = table;
        let at = header::locate(&rows);
        let mut names = rows.drain(..=at).next_back().map(|row| row.cells).unwrap_or_default();
        if rows.is_empty() {
            return Err(FileProblem::Empty);
        }
        if let Some(limits) = limits.filter(|limits| rows.len() > limits.rows()) {
            return Err(FileProblem::TooManyRows(limits));
        }
        if ends_with_header {
            notes.cut_columns = cut(&mut names, &mut rows);
            // Of notes beside the table nothing is left.
            rows.retain(|row| row.cells.iter().any(|cell| !cells::plain(cell).is_empty()));
        }
        // Reports have the header again on each page.
        let header: Vec<String> = names.iter().map(|name| folded(&cells::plain(name))).collect();
        rows.retain(|row| !is_header_again(&row.cells, &header) && !is_line(row));
        if rows.is_empty() {
            return Err(FileProblem::Empty);
        }
        notes.hidden_lines.retain(|line| rows.binary_search_by_key(line, |row| row.line).is_ok());
        notes.hidden_lines.truncate(FileNotes::LINES_KEPT);
        let columns = Columns::find(&names, &rows, today)?;
        rows.retain(|row| !is_prepared(row, &columns) && !is_footer(row));
        if rows.is_empty() {
            return Err(FileProblem::Empty);
        }
        fit(&mut rows, names.len());
        if let Some(limits) = limits {
            merged::fill(&mut rows, merged, &columns, limits)?;
        }
        Ok((
            Self {
                names,
                columns: Some(columns),
                encoding,
                alternatives,
                separator,
                spelling_lines: Vec::new(),
                new_groups: Vec::new(),
                notes: Box::new(notes),
                is_reread: false,
            },
            rows,
        ))
    }

    /// As it was kept with the import. Earlier versions kept the names only.
    pub fn from_stored(stored: &str) -> Self {
        serde_json::from_str(stored).unwrap_or_else(|_| {
            let names: Vec<String> = serde_json::from_str(stored).unwrap_or_default();
            let columns = Columns::find(&names, &[], Date::MIN).ok();
            let notes = Box::default();
            Self {
                names,
                columns,
                encoding: FileEncoding::Utf8,
                alternatives: Vec::new(),
                separator: None,
                spelling_lines: Vec::new(),
                new_groups: Vec::new(),
                notes,
                is_reread: false,
            }
        })
    }

    /// What is read, in the order of columns.
    pub fn read_columns(&self) -> Vec<Column> {
        self.columns.as_ref().map_or_else(Vec::new, Columns::read)
    }

    /// For rows that say nothing of it.
    pub fn defaults(&self) -> Defaults {
        self.columns.as_ref().map(Columns::defaults).unwrap_or_default()
    }

    /// The names of the columns that nothing is read from; in brackets the letters of those without a name.
    pub fn ignored(&self) -> Vec<String> {
        let unnamed = self.ignored_without_name().into_iter().map(|letters| format!("({letters})"));
        self.ignored_names().iter().cloned().chain(unnamed).collect()
    }

    /// The ignored columns, in words.
    pub fn ignored_in(&self, locale: Locale) -> Vec<String> {
        words::ignored(locale, self.ignored_names(), &self.ignored_without_name())
    }

    fn ignored_names(&self) -> &[String] {
        self.columns.as_ref().map_or(&[], Columns::ignored)
    }

    fn ignored_without_name(&self) -> Vec<String> {
        let unnamed = self.columns.as_ref().map_or(&[][..], Columns::unnamed);
        unnamed.iter().chain(&self.notes.cut_columns).map(|column| header::letters(*column)).collect()
    }

    /// Which column the addresses are from, in words, where others have some too.
    pub fn addresses_in(&self, locale: Locale) -> Option<String> {
        let columns = self.columns.as_ref()?;
        let name = |place: &usize| self.names.get(*place).map_or("", |name| name.trim()).to_owned();
        let others: Vec<String> = columns.other_addresses().iter().map(name).collect();
        words::addresses(locale, &name(columns.places(Column::Email).first()?), &others)
    }

    /// Whether its column of roles is called as ours is, in the template and in exports. By other names people mean
    /// what somebody does somewhere.
    pub fn has_our_role_column(&self) -> bool {
        let places = self.columns.as_ref().map_or(&[][..], |columns| columns.places(Column::Role));
        let names = places.iter().filter_map(|place| self.names.get(*place));
        names.map(|name| folded(name.trim())).any(|name| name == "papel" || name == "role")
    }

    /// Whether it is a list that was exported here.
    pub(super) fn is_our_export(&self) -> bool {
        self.names.iter().map(|name| name.trim()).eq(EXPORT_HEADER)
    }

    /// What has to be said before an account is made.
    pub fn doubts(&self) -> Vec<Doubt> {
        let of_columns = self.columns.iter().flat_map(Columns::doubts).cloned();
        self.notes.doubts().chain(of_columns).collect()
    }

    /// The name in a row.
    pub fn name_in(&self, cells: &[String]) -> String {
        self.text_in(cells, Column::DisplayName)
    }

    /// What a row says in a column.
    pub fn text_in(&self, cells: &[String], column: Column) -> String {
        let columns = self.columns.as_ref();
        columns.and_then(|columns| super::cells::cell(columns, cells, column)).unwrap_or_default()
    }
}

/// Cuts off what is to the right of the header, but for one column without a name, which may be the rest of a name. Gives
/// back the columns that had anything in them.
fn cut(names: &mut Vec<String>, rows: &mut [TableRow]) -> Vec<usize> {
    let is_blank = |cell: &String| cells::plain(cell).is_empty();
    let end = names.iter().rposition(|name| !is_blank(name)).map_or(0, |last| last + 1);
    names.truncate(end);
    let filled = |row: &TableRow| -> Vec<usize> {
        (end..row.cells.len()).filter(|column| !is_blank(&row.cells[*column])).collect()
    };
    let mut cut: BTreeSet<usize> = rows.iter().flat_map(filled).collect();
    if cut.remove(&end) {
        names.push(String::new());
    }
    for row in rows {
        row.cells.truncate(names.len());
    }
    cut.into_iter().collect()
}

/// Makes each row as long as the header: spreadsheets drop empty cells at the end, or add some.
fn fit(rows: &mut [TableRow], width: usize) {
    for row in rows {
        while row.cells.len() > width && row.cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            row.cells.pop();
        }
        if row.cells.len() < width {
            row.cells.resize(width, String::new());
        }
    }
}

/// Whether a template has prepared a row for somebody: nothing is in it but the number of the row, and formulas beside
/// the name and the address.
fn is_prepared(row: &TableRow, columns: &Columns) -> bool {
    const MAX_DIGITS: usize = 4;
    let is_needed = |index: usize| {
        [Column::DisplayName, Column::Email].into_iter().any(|column| columns.places(column).contains(&index))
    };
    let is_number = |cell: &str| {
        let digits = cell.trim_end_matches(['.', 'º', 'ª', ')', '-', ' ']);
        digits.len() <= MAX_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    row.cells.iter().map(|cell| cells::plain(cell)).enumerate().filter(|(_, cell)| !cell.is_empty()).all(
        |(index, cell)| match cell.as_str() {
            UNCALCULATED => !is_needed(index),
            cell => is_number(cell) && !columns.is_used(index),
        },
    )
}

/// Whether a row is the foot of a report: its few cells together say how many rows there are, or when or on which page it
/// was printed.
fn is_footer(row: &TableRow) -> bool {
    const MAX_CELLS: usize = 2;
    const MAX_LENGTH: usize = 200;
    let filled: Vec<String> =
        row.cells.iter().map(|cell| cells::plain(cell)).filter(|cell| !cell.is_empty()).take(MAX_CELLS + 1).collect();
    let text = filled.join(" ");
    // Who has an address is a person, whatever the address is made of.
    filled.len() <= MAX_CELLS && text.len() <= MAX_LENGTH && !text.contains('@') && cells::is_footer(&text)
}

/// Whether a row is a line of a table in text: `|---|---|`, `------+------`.
fn is_line(row: &TableRow) -> bool {
    let mut filled = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
    filled.peek().is_some()
        && filled.all(|cell| cell.contains("---") && cell.bytes().all(|byte| b"-:+| ".contains(&byte)))
}

/// Whether a row says what the header says, and nothing else.
fn is_header_again(cells: &[String], header: &[String]) -> bool {
    let said = |index: usize| cells.get(index).map(|cell| folded(&cells::plain(cell))).unwrap_or_default();
    let all = 0..cells.len().max(header.len());
    all.into_iter().all(|index| said(index) == header.get(index).map_or("", String::as_str))
}
