//! LibreOffice's workbooks (OpenDocument 1.3, part 3, 9).
//!
//! Read here and not by `calamine`, which lays all repeated rows and columns out
//! before anybody can count them.

use super::{BestSheet, Collected, MOST_COLUMNS, MOST_SHEETS, push};
use crate::domain::import::{FileLimits, FileProblem};
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;

const ROW: &str = "table:table-row";
const CELLS: [&str; 2] = ["table:table-cell", "table:covered-table-cell"];

/// The best of the sheets in `content.xml`.
pub(super) fn read(content: impl BufRead, limits: FileLimits) -> Result<BestSheet, FileProblem> {
    let mut xml = Reader::from_reader(content);
    let (mut best, mut sheet) = (BestSheet::default(), Sheet::new(limits));
    let (mut buffer, mut skipped) = (Vec::new(), Vec::new());
    while best.sheets < MOST_SHEETS {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| FileProblem::NotText)? {
            Event::Eof => break,
            // A comment is no content of its cell.
            Event::Start(tag) if tag.name().as_ref() == "office:annotation" => {
                xml.read_to_end_into(tag.name(), &mut skipped).map_err(|_| FileProblem::NotText)?;
            }
            Event::Start(tag) => sheet.start(&tag),
            Event::Empty(tag) => {
                sheet.start(&tag);
                sheet.end(tag.name().as_ref());
            }
            Event::Text(text) => sheet.push_text(&text),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(character)) => sheet.push_text(character.encode_utf8(&mut [0; 4])),
                _ => sheet.push_text(resolve_xml_entity(&name).unwrap_or_default()),
            },
            Event::End(tag) if tag.name().as_ref() == "table:table" => {
                best.add(std::mem::replace(&mut sheet, Sheet::new(limits)).cells)?;
            }
            Event::End(tag) => sheet.end(tag.name().as_ref()),
            _ => {}
        }
        if sheet.cells.is_full() {
            best.add(sheet.cells)?;
            break;
        }
    }
    Ok(best)
}

/// A sheet as far as it is read, and where in it the reader is.
struct Sheet {
    cells: Collected,
    row: u32,
    row_repeats: u32,
    /// How many rows had content before this one.
    rows_before: usize,
    column: usize,
    column_repeats: usize,
    /// The text of the cell, while it is inside one.
    text: Option<String>,
}

impl Sheet {
    fn new(limits: FileLimits) -> Self {
        Self {
            cells: Collected::new(limits),
            row: 0,
            row_repeats: 0,
            rows_before: 0,
            column: 0,
            column_repeats: 0,
            text: None,
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            ROW => {
                self.column = 0;
                self.rows_before = self.cells.rows().len();
                self.row_repeats = repeats(tag, "table:number-rows-repeated");
            }
            name if CELLS.contains(&name) => {
                self.column_repeats = usize::try_from(repeats(tag, "table:number-columns-repeated")).unwrap_or(1);
                self.text = Some(String::new());
            }
            "text:p" if self.text.as_ref().is_some_and(|text| !text.is_empty()) => self.push_text("\n"),
            "text:line-break" => self.push_text("\n"),
            "text:s" | "text:tab" => self.push_text(" "),
            _ => {}
        }
    }

    fn push_text(&mut self, part: &str) {
        if let Some(text) = &mut self.text {
            text.push_str(part);
        }
    }

    fn end(&mut self, name: &str) {
        if CELLS.contains(&name) {
            let text = self.text.take().unwrap_or_default();
            let end = self.column.saturating_add(self.column_repeats);
            for column in self.column..end.min(MOST_COLUMNS) {
                push(&mut self.cells, self.row, column, &text);
            }
            self.column = end;
        } else if name == ROW {
            self.repeat_row();
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

/// An attribute that says how often something stands there; at least once.
fn repeats(tag: &BytesStart<'_>, name: &str) -> u32 {
    let attribute = tag.try_get_attribute(name).ok().flatten();
    attribute.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1).max(1)
}
