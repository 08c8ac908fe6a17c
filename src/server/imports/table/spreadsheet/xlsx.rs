//! Excel's workbooks (ISO/IEC 29500), by crate `calamine`, cell by cell.

use super::{BestSheet, Collected, MOST_SHEETS, push};
use crate::domain::import::{FileLimits, FileProblem};
use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};
use std::borrow::Cow;
use std::io::Cursor;

/// The best of the visible sheets.
pub(super) fn read(bytes: &[u8], limits: FileLimits) -> Result<BestSheet, FileProblem> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| FileProblem::NotText)?;
    let visible = workbook.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).take(MOST_SHEETS).collect();
    let mut best = BestSheet::default();
    for name in names {
        // A sheet may be a chart.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut rows = Collected::new(limits);
        while let Some(cell) = cells.next_cell().map_err(|_| FileProblem::NotText)? {
            let (row, column) = cell.get_position();
            push(&mut rows, row, usize::try_from(column).unwrap_or(usize::MAX), &text(cell.get_value()));
            if rows.is_full() {
                break;
            }
        }
        best.add(rows)?;
    }
    Ok(best)
}

/// A value as somebody would type it.
fn text<'a>(value: &'a DataRef<'_>) -> Cow<'a, str> {
    match value {
        DataRef::Empty | DataRef::Error(_) => "".into(),
        DataRef::Int(number) => number.to_string().into(),
        // Shown in full: a CPF in a cell of numbers is one of eleven digits.
        DataRef::Float(number) => number.to_string().into(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.into(),
        DataRef::SharedString(text) => (*text).into(),
        DataRef::Bool(value) => value.to_string().into(),
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}").into()
        }
    }
}
