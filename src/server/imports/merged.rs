//! Cells that a workbook shows as one over several rows: the group once, beside all who are in it.

use super::header::Columns;
use super::table::{MergedCells, TableRow};
use crate::domain::import::{Column, FileLimits, FileProblem};

/// So many bytes are written: the group of each of a hundred thousand rows several times over. One cell of a hostile
/// workbook would else be copied until no memory is left.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Writes what merged cells say into each of their rows. Names, addresses and CPFs are left alone: there a merged cell
/// is one person with several rows, each of which would become a person of its own.
///
/// # Errors
/// [`FileProblem::TooLarge`], for more than [`MAX_BYTES`].
pub(super) fn fill(
    rows: &mut [TableRow],
    mut merged: Vec<MergedCells>,
    columns: &Columns,
    limits: FileLimits,
) -> Result<(), FileProblem> {
    const READ: [Column; 5] = [Column::Role, Column::Locale, Column::Groups, Column::App, Column::TemporaryPassword];
    let is_read = |cells: &MergedCells| READ.iter().any(|column| columns.places(*column).contains(&cells.column));
    merged.retain(is_read);
    merged.sort_unstable_by_key(|cells| (cells.column, cells.first));
    // Of cells that overlap, which no spreadsheet makes, the first count: each row is looked at once.
    merged.dedup_by(|next, kept| next.column == kept.column && next.first <= kept.last);
    let mut left = MAX_BYTES;
    for MergedCells { first, last, column } in merged {
        let start = rows.partition_point(|row| row.line < first);
        let end = rows.partition_point(|row| row.line <= last).max(start);
        let Some((top, beneath)) = rows[start..end].split_first_mut().filter(|(top, _)| top.line == first) else {
            continue;
        };
        let value = top.cells.get(column).cloned().unwrap_or_default();
        for cell in beneath.iter_mut().filter_map(|row| row.cells.get_mut(column)).filter(|cell| cell.is_empty()) {
            left = left.checked_sub(value.len()).ok_or(FileProblem::TooLarge(limits))?;
            cell.clone_from(&value);
        }
    }
    Ok(())
}
