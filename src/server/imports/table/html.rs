//! Tables in pages for browsers, as systems of schools export them and call them `.xls`.

use super::collected::Collected;
use super::encoding::{self, Decoded};
use super::spreadsheet::{MAX_COLUMNS, MAX_MERGED};
use super::{MergedCells, Table, is_blank_or_end};
use crate::domain::EmailAddress;
use crate::domain::import::{FileEncoding, FileLimits, FileNotes, FileProblem};
use crate::server::imports::header;
use html_escape::decode_html_entities;

/// Reads the rows of all tables of a page; nothing where none of them has the columns that are needed.
///
/// # Errors
/// [`FileProblem::NotText`], [`FileProblem::TooLarge`].
pub(super) fn read(
    bytes: Vec<u8>,
    wanted: Option<FileEncoding>,
    limits: FileLimits,
) -> Result<Option<Table>, FileProblem> {
    let wanted = wanted.or_else(|| declared(&bytes));
    let Decoded { text, encoding, alternatives, .. } = encoding::decode(bytes, wanted)?;
    let mut page = Page {
        rows: Collected::new(limits),
        merged: Vec::new(),
        line: 1,
        row: Vec::new(),
        cell: None,
        spans: Vec::new(),
    };
    page.read(&text);
    let (rows, merged) = (page.rows.finish()?, page.merged);
    let is_table = header::find(&rows).is_some();
    let (separator, notes) = (None, FileNotes::default());
    Ok(is_table.then_some(Table { rows, encoding, alternatives, separator, notes, ends_with_header: true, merged }))
}

/// The encoding that a page names, where it is that of Windows. Many pages name it and are in UTF-8.
fn declared(bytes: &[u8]) -> Option<FileEncoding> {
    const BEGINNING: usize = 2048;
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(BEGINNING)]).to_ascii_lowercase();
    let named = ["charset=iso-8859-1", "charset=\"iso-8859-1", "charset=windows-1252", "charset=\"windows-1252"];
    let is_windows = named.into_iter().any(|named| beginning.contains(named)) && std::str::from_utf8(bytes).is_err();
    is_windows.then_some(FileEncoding::Windows1252)
}

/// A page while it is read.
struct Page {
    rows: Collected,
    merged: Vec<MergedCells>,
    /// Which row of the page it is.
    line: u32,
    row: Vec<String>,
    cell: Option<Cell>,
    /// For how many more rows the cell above reaches into each column.
    spans: Vec<u32>,
}

/// A cell, and over how many columns and rows it reaches.
struct Cell {
    text: String,
    columns: usize,
    rows: u32,
}

impl Page {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        // The end of a tag is looked for once, however many signs before it begin none.
        let mut end = 0;
        while let Some(at) = rest.find('<').filter(|_| !self.rows.is_full()) {
            self.push_text(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end..]);
            }
            let begin = text.len() - rest.len();
            if end < begin {
                let Some(next) = rest.find('>') else { break };
                end = begin + next;
            }
            let tag = &text[begin..end];
            // "<3", "<ana@example.org>"
            let is_address =
                tag.len() <= EmailAddress::MAX_LENGTH && tag.contains('@') && !tag.contains(['=', '"', ' ']);
            if is_address || !tag.starts_with(|first: char| first.is_ascii_alphabetic() || "/!?-".contains(first)) {
                self.push_text("<");
                continue;
            }
            rest = &rest[tag.len() + 1..];
            let name = tag_name(tag);
            if matches!(name.as_str(), "script" | "style" | "title") {
                rest = behind(rest, &name);
            }
            self.tag(tag, &name);
        }
        self.end_row();
    }

    fn tag(&mut self, tag: &str, name: &str) {
        match name {
            "td" | "th" => {
                self.end_cell();
                let (columns, rows) = (span(tag, "colspan"), span(tag, "rowspan"));
                let columns = usize::try_from(columns).unwrap_or(MAX_COLUMNS);
                self.cell = Some(Cell { text: String::new(), columns, rows });
            }
            "/td" | "/th" => self.end_cell(),
            "tr" | "/tr" | "table" | "/table" => self.end_row(),
            "br" | "p" | "div" | "li" => self.push_text("\n"),
            _ => {}
        }
    }

    fn push_text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(&decode_html_entities(text));
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        self.pass_spanned();
        let column = self.row.len();
        let more_rows = cell.rows.saturating_sub(1);
        if more_rows > 0 && self.merged.len() < MAX_MERGED {
            self.merged.push(MergedCells { first: self.line, last: self.line.saturating_add(more_rows), column });
        }
        let end = column.saturating_add(cell.columns).min(MAX_COLUMNS);
        self.spans.resize(self.spans.len().max(end), 0);
        for spanned in self.spans.iter_mut().take(end).skip(column) {
            *spanned = more_rows;
        }
        if column < end {
            self.row.push(cell.text.trim().to_owned());
            self.row.resize(end, String::new());
        }
    }

    /// Leaves the columns out that a cell above reaches into.
    fn pass_spanned(&mut self) {
        while let Some(left) = self.spans.get_mut(self.row.len()).filter(|left| **left > 0) {
            *left -= 1;
            self.row.push(String::new());
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if self.row.is_empty() {
            return;
        }
        self.pass_spanned();
        let cells = std::mem::take(&mut self.row);
        if cells.iter().any(|cell| !cell.chars().all(is_blank_or_end)) {
            self.rows.push(self.line, cells);
        }
        self.line = self.line.saturating_add(1);
    }
}

/// The name of a tag in small letters, with the stroke of one that ends something.
fn tag_name(tag: &str) -> String {
    let stroke = usize::from(tag.starts_with('/'));
    let end =
        tag[stroke..].find(|character: char| !character.is_ascii_alphanumeric()).map_or(tag.len(), |at| stroke + at);
    tag[..end].to_ascii_lowercase()
}

/// What follows the end of an element without tags in it.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let ends = |(at, _): &(usize, &str)| {
        text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    text.match_indices("</").find(ends).map_or("", |(at, _)| &text[at..])
}

/// How many columns or rows a cell reaches over.
fn span(tag: &str, name: &str) -> u32 {
    const MAX_SPAN: u32 = 100_000;
    let tag = tag.to_ascii_lowercase();
    let value = tag.split_once(name).map_or("", |(_, rest)| rest.trim_start_matches([' ', '=', '"', '\'']));
    let digits = &value[..value.find(|character: char| !character.is_ascii_digit()).unwrap_or(value.len())];
    digits.parse().unwrap_or(1).clamp(1, MAX_SPAN)
}
