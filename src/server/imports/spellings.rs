//! A file that may be in several encodings: what of its own it says in each, for somebody to choose.

use super::table::{TableRow, encoding};
use super::{CheckedRow, Layout, cells, open_rows};
use crate::domain::import::{FileEncoding, RowState};
use crate::server::AppState;
use crate::server::store::StoreError;
use crate::server::store::imports::Import;

/// Texts shown where people have to say in which encoding a file is.
const TEXTS_SHOWN: usize = 3;
/// Rows in which they are looked for where an earlier version has not kept which rows they are in.
const SAMPLE: i64 = 500;

/// Each encoding the file of a preview may be in, with some of its own texts as
/// they are written then; nothing where there is no doubt.
pub async fn spellings(state: &AppState, import: &Import) -> Result<Vec<(FileEncoding, Vec<String>)>, StoreError> {
    const STATES: (RowState, RowState) = (RowState::Ready, RowState::Wrong);
    let layout = Layout::from_stored(&import.header);
    if layout.alternatives.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for line in &layout.spelling_lines {
        rows.extend(open_rows(state, import, STATES, i64::from(*line) - 1, 1).await?.rows);
    }
    if layout.spelling_lines.is_empty() {
        rows = open_rows(state, import, STATES, 0, SAMPLE).await?.rows;
    }
    Ok(layout.spellings(rows.iter().map(|row| row.cells.as_slice())))
}

impl Layout {
    /// Forgets that the file may be in other encodings where no cell that an account is made from would differ.
    pub(super) fn forget_harmless_spellings(&mut self, rows: &[CheckedRow]) {
        let mut seen = Vec::new();
        self.spelling_lines.clear();
        for row in rows.iter().filter(|row| matches!(row.state, RowState::Ready | RowState::Wrong)) {
            if let Some(texts) = self.differing(&row.cells).filter(|texts| !seen.contains(texts)) {
                seen.push(texts);
                self.spelling_lines.push(row.line);
            }
            if seen.len() == TEXTS_SHOWN {
                return;
            }
        }
        if seen.is_empty() {
            self.alternatives.clear();
        }
    }

    /// The first text of a row that differs in the encodings there are to choose from, in each of them.
    fn differing(&self, cells: &[String]) -> Option<Vec<String>> {
        let columns = self.columns.as_ref()?;
        if self.alternatives.is_empty() || cells.iter().all(|cell| cell.is_ascii()) {
            return None;
        }
        let reread = |to| -> Option<Vec<String>> {
            cells.iter().map(|cell| encoding::reread(cell, self.encoding, to)).collect()
        };
        let all: Vec<Vec<String>> = self.alternatives.iter().map(|to| reread(*to)).collect::<Option<_>>()?;
        columns.read().into_iter().find_map(|column| {
            let text = |cells: &Vec<String>| cells::cell(columns, cells, column).unwrap_or_default();
            let texts: Vec<String> = all.iter().map(text).collect();
            texts.iter().any(|text| *text != texts[0]).then_some(texts)
        })
    }

    /// Each encoding the file may be in, with some texts of these rows as they are
    /// written then; nothing where there is no doubt.
    pub fn spellings<'a>(&self, rows: impl Iterator<Item = &'a [String]>) -> Vec<(FileEncoding, Vec<String>)> {
        let mut all: Vec<(FileEncoding, Vec<String>)> = self.alternatives.iter().map(|to| (*to, Vec::new())).collect();
        let mut seen = Vec::new();
        for texts in rows.filter_map(|cells| self.differing(cells)) {
            if seen.contains(&texts) {
                continue;
            }
            all.iter_mut().zip(&texts).for_each(|((_, shown), text)| shown.push(text.clone()));
            seen.push(texts);
            if seen.len() == TEXTS_SHOWN {
                break;
            }
        }
        all
    }
}

/// The cells of a row, read in another encoding; [`None`] when they are not in the one they were read in.
pub(super) fn reread_row(line: i64, cells: Vec<String>, from: FileEncoding, to: FileEncoding) -> Option<TableRow> {
    let cells = match to == from {
        true => Some(cells),
        false => cells.iter().map(|cell| encoding::reread(cell, from, to)).collect(),
    };
    Some(TableRow { line: u32::try_from(line).ok()?, cells: cells? })
}
