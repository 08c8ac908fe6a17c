//! LibreOffice's workbooks (OpenDocument 1.3, part 3, 9).
//!
//! Read here and not by `calamine`, which lays all repeated rows and columns out
//! before anybody can count them.

mod value;

use super::super::MergedCells;
use super::{BesideCells, BestSheet, Collected, MAX_COLUMNS, MAX_MERGED, MAX_SHEETS, push};
use crate::domain::import::{FileLimits, FileProblem};
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;
use std::io::BufRead;
use value::Value;

const SHEET: &str = "table:table";
const ROW: &str = "table:table-row";
const CELLS: [&str; 2] = ["table:table-cell", "table:covered-table-cell"];

/// The best of the visible sheets in `content.xml`.
pub(super) fn read(content: impl BufRead, limits: FileLimits) -> Result<BestSheet, FileProblem> {
    let mut xml = Reader::from_reader(content);
    let (mut best, mut sheet) = (BestSheet::default(), Sheet::new(limits));
    let (mut buffer, mut skipped) = (Vec::new(), Vec::new());
    let mut styles = SheetStyles::default();
    while best.sheets < MAX_SHEETS {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| FileProblem::NotText)? {
            Event::Eof => break,
            Event::Start(tag) if is_no_content(&tag) || styles.hides(&tag) => {
                skipped.clear();
                xml.read_to_end_into(tag.name(), &mut skipped).map_err(|_| FileProblem::NotText)?;
            }
            Event::Start(tag) => {
                styles.note(&tag);
                sheet.start(&tag);
            }
            Event::Empty(tag) if is_no_content(&tag) => {}
            Event::Empty(tag) => {
                styles.note(&tag);
                sheet.start(&tag);
                sheet.end(tag.name().as_ref());
            }
            Event::Text(text) => sheet.push_text(&text),
            Event::CData(text) => sheet.push_text(&text),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(character)) => sheet.push_text(character.encode_utf8(&mut [0; 4])),
                _ => sheet.push_text(resolve_xml_entity(&name).unwrap_or_default()),
            },
            Event::End(tag) if tag.name().as_ref() == SHEET => {
                let Sheet { name, cells, beside, .. } = std::mem::replace(&mut sheet, Sheet::new(limits));
                best.add(name, cells, beside)?;
            }
            Event::End(tag) => sheet.end(tag.name().as_ref()),
            _ => {}
        }
        if sheet.cells.is_full() {
            best.add(sheet.name, sheet.cells, sheet.beside)?;
            break;
        }
    }
    Ok(best)
}

/// A comment, a drawing with its words and the reading of a word in another script are no content of their cell.
fn is_no_content(tag: &BytesStart<'_>) -> bool {
    let name = tag.name();
    matches!(name.as_ref(), "office:annotation" | "text:ruby-text" | "text:note" | "table:shapes")
        || name.as_ref().starts_with("draw:")
}

/// The styles by which sheets are hidden.
#[derive(Default)]
struct SheetStyles {
    hidden: HashSet<String>,
    /// The style whose properties come next.
    last: String,
}

impl SheetStyles {
    /// Remembers a style, and of its properties whether it hides.
    fn note(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "style:style" => self.last = attribute(tag, "style:name").unwrap_or_default(),
            "style:table-properties" if attribute(tag, "table:display").as_deref() == Some("false") => {
                self.hidden.insert(self.last.clone());
            }
            _ => {}
        }
    }

    /// Whether this begins a hidden sheet.
    fn hides(&self, tag: &BytesStart<'_>) -> bool {
        let style = || attribute(tag, "table:style-name");
        tag.name().as_ref() == SHEET && style().is_some_and(|style| self.hidden.contains(&style))
    }
}

/// A sheet as far as it is read, and where in it the reader is.
struct Sheet {
    name: String,
    cells: Collected,
    /// Of the hidden rows, those that have content.
    beside: BesideCells,
    row: u32,
    row_repeats: u32,
    is_row_hidden: bool,
    /// How many rows had content before this one.
    rows_before: usize,
    column: usize,
    column_repeats: usize,
    /// The text of the cell, while it is inside one.
    text: Option<String>,
    /// What the cell holds, apart from what it shows.
    value: Value,
}

impl Sheet {
    fn new(limits: FileLimits) -> Self {
        Self {
            name: String::new(),
            cells: Collected::new(limits),
            beside: BesideCells::default(),
            row: 0,
            row_repeats: 0,
            is_row_hidden: false,
            rows_before: 0,
            column: 0,
            column_repeats: 0,
            text: None,
            value: Value::default(),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            SHEET => self.name = attribute(tag, "table:name").unwrap_or_default(),
            ROW => {
                self.column = 0;
                self.rows_before = self.cells.rows().len();
                self.row_repeats = repeats(tag, "table:number-rows-repeated");
                let visibility = attribute(tag, "table:visibility");
                self.is_row_hidden = visibility.is_some_and(|shown| matches!(shown.as_str(), "filter" | "collapse"));
            }
            name if CELLS.contains(&name) => {
                self.column_repeats = usize::try_from(repeats(tag, "table:number-columns-repeated")).unwrap_or(1);
                self.text = Some(String::new());
                self.value = Value::of(tag);
                self.note_merged(repeats(tag, "table:number-rows-spanned"));
            }
            "text:p" if self.text.as_ref().is_some_and(|text| !text.is_empty()) => self.push_text("\n"),
            "text:line-break" => self.push_text("\n"),
            "text:s" | "text:tab" => self.push_text(" "),
            _ => {}
        }
    }

    /// Notes a cell that is shown over so many rows.
    fn note_merged(&mut self, rows: u32) {
        if rows > 1 && self.beside.merged.len() < MAX_MERGED {
            let (first, column) = (self.row.saturating_add(1), self.column);
            self.beside.merged.push(MergedCells { first, last: self.row.saturating_add(rows), column });
        }
    }

    fn push_text(&mut self, part: &str) {
        if let Some(text) = &mut self.text {
            text.push_str(part);
        }
    }

    fn end(&mut self, name: &str) {
        if CELLS.contains(&name) {
            let text = std::mem::take(&mut self.value).or_shown(self.text.take().unwrap_or_default());
            let end = self.column.saturating_add(self.column_repeats);
            for column in self.column..end.min(MAX_COLUMNS) {
                push(&mut self.cells, self.row, column, &text);
            }
            self.column = end;
        } else if name == ROW {
            self.repeat_row();
            if self.is_row_hidden {
                self.beside.hidden.extend(self.cells.rows()[self.rows_before..].iter().map(|row| row.line));
            }
            self.row = self.row.saturating_add(self.row_repeats);
        }
    }

    /// Writes a row that has content as often as the sheet says.
    fn repeat_row(&mut self) {
        let Some(row) = self.cells.rows().get(self.rows_before).cloned() else { return };
        for more in 1..self.row_repeats {
            if self.cells.is_full() {
                return;
            }
            self.cells.push(row.line.saturating_add(more), row.cells.clone());
        }
    }
}

/// An attribute that says how often it is repeated; at least once.
fn repeats(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|value| value.parse().ok()).unwrap_or(1).max(1)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok().flatten()?;
    Some(quick_xml::escape::unescape(&attribute.value).ok()?.into_owned())
}
