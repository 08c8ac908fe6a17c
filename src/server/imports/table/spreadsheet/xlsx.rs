//! Excel's workbooks (ISO/IEC 29500), by crate `calamine`, cell by cell.

use super::sheet_tags::SheetTags;
use super::{BestSheet, Collected, MAX_SHEETS, UNCALCULATED, push};
use crate::domain::import::{FileLimits, FileProblem};
use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};
use std::borrow::Cow;
use std::io::Cursor;

/// A number has at most so many digits, whatever its format says.
const MAX_DIGITS: usize = 20;

/// The best of the visible sheets.
pub(super) fn read(bytes: &[u8], limits: FileLimits) -> Result<BestSheet, FileProblem> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| FileProblem::NotText)?;
    let visible = workbook.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let mut names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    let not_looked_at = names.split_off(names.len().min(MAX_SHEETS));
    let mut best = BestSheet::default();
    let mut tags = SheetTags::new(bytes);
    for name in names {
        // A sheet may be a chart.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut beside = tags.of(&name);
        let uncalculated = std::mem::take(&mut beside.uncalculated);
        let mut rows = Collected::new(limits);
        // How many digits a number has at least, by the format of its cell.
        let formats = cells.styles().iter().map(|style| style.number_format.as_ref());
        let digits: Vec<usize> =
            formats.map(|format| format.map_or(0, |format| min_digits(&format.format_code))).collect();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| FileProblem::NotText)? {
            let (row, column) = cell.get_position();
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            let value = cell.get_value();
            let text: Cow<'_, str> = match value {
                DataRef::Empty if uncalculated.contains(&(row.saturating_add(1), column)) => UNCALCULATED.into(),
                _ => padded(text(value), value, digits.get(style).copied().unwrap_or_default()),
            };
            push(&mut rows, row, column, &text);
            if rows.is_full() {
                break;
            }
        }
        best.add(name, rows, beside)?;
    }
    // Nothing is known of them.
    best.others.extend(not_looked_at.into_iter().map(|name| (name, false)));
    Ok(best)
}

/// How many digits a number format shows before the decimal point in any case: 11 for `000000000\-00`, Excel's for a CPF.
pub(super) fn min_digits(format: &str) -> usize {
    let (mut digits, mut is_quoted, mut characters) = (0, false, format.chars());
    while let Some(character) = characters.next() {
        match character {
            '"' => is_quoted = !is_quoted,
            '\\' | '_' | '*' => drop(characters.next()),
            _ if is_quoted => {}
            '.' | ';' | 'E' | 'e' => break,
            '0' => digits += 1,
            _ => {}
        }
    }
    digits.min(MAX_DIGITS)
}

/// A whole number with the zeros in front that its cell shows.
pub(super) fn padded<'a>(text: Cow<'a, str>, value: &DataRef<'_>, digits: usize) -> Cow<'a, str> {
    let is_whole =
        matches!(value, DataRef::Int(_) | DataRef::Float(_)) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole && text.len() < digits { format!("{text:0>digits$}").into() } else { text }
}

/// A value as somebody would type it.
pub(super) fn text<'a>(value: &'a DataRef<'_>) -> Cow<'a, str> {
    match value {
        DataRef::Empty => "".into(),
        DataRef::Error(error) => error.to_string().into(),
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
