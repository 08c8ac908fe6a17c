//! Excel's workbooks (ISO/IEC 29500), by crate `calamine`, cell by cell.

use super::{Collector, MOST_SHEETS, SheetRows};
use crate::domain::import::FileProblem;
use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};
use std::io::Cursor;

/// The visible sheets.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<SheetRows>, FileProblem> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| FileProblem::NotText)?;
    let visible = workbook.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).take(MOST_SHEETS).collect();
    let mut sheets = Vec::new();
    for name in names {
        // A sheet may be a chart.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut collector = Collector::default();
        while let Some(cell) = cells.next_cell().map_err(|_| FileProblem::NotText)? {
            let (row, column) = cell.get_position();
            collector.push(row, usize::try_from(column).unwrap_or(usize::MAX), &text(cell.get_value()));
            if collector.is_full() {
                break;
            }
        }
        sheets.push(collector.rows);
    }
    Ok(sheets)
}

/// A value as somebody would type it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Int(number) => number.to_string(),
        // Shown in full: a CPF in a cell of numbers is one of eleven digits.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
    }
}
