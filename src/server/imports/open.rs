//! Reading again the rows that were kept.

use super::keep::place;
use super::layout::Layout;
use super::{cells, person};
use crate::domain::Role;
use crate::domain::import::{Column, ImportId, RowProblem, RowState, Wrong};
use crate::server::AppState;
use crate::server::keys::Keys;
use crate::server::store::StoreError;
use crate::server::store::imports::{Import, ImportRow};

/// A row that can be read again.
pub struct OpenRow {
    /// The line where it begins.
    pub line: i64,
    /// Its cells; empty when they have been forgotten.
    pub cells: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<RowProblem>,
}

/// How an import was read, and some of its rows, opened.
pub struct OpenRows {
    /// How it was read.
    pub layout: Layout,
    /// The rows.
    pub rows: Vec<OpenRow>,
}

impl OpenRows {
    /// The cell of a row that a column names.
    pub fn cell(&self, row: &OpenRow, column: Column) -> String {
        let columns = self.layout.columns.as_ref();
        columns.and_then(|columns| cells::cell(columns, &row.cells, column)).unwrap_or_default()
    }

    /// The role a row asks for; none where that cannot be told.
    pub fn role(&self, row: &OpenRow) -> Option<Role> {
        self.layout.columns.as_ref().and_then(|columns| person::role_of(columns, &row.cells))
    }
}

/// Some rows of an import: those in one of two states after the line `after`.
pub async fn open_rows(
    state: &AppState,
    import: &Import,
    states: (RowState, RowState),
    after: i64,
    limit: i64,
) -> Result<OpenRows, StoreError> {
    let rows = state.store.find_rows(&import.id, states, after, limit).await?;
    let open = |row: ImportRow| OpenRow {
        line: row.line,
        cells: opened(&state.keys, &import.id, row.line, &row.cells),
        problems: problems(&row.problem),
    };
    Ok(OpenRows { rows: rows.into_iter().map(open).collect(), layout: Layout::from_stored(&import.header) })
}

/// What is wrong with a row, as it was kept.
fn problems(stored: &str) -> Vec<RowProblem> {
    let unreadable = || vec![RowProblem { column: None, wrong: Wrong::Unreadable }];
    if stored.is_empty() { Vec::new() } else { serde_json::from_str(stored).unwrap_or_else(|_| unreadable()) }
}

pub(super) fn opened(keys: &Keys, import: &ImportId, line: i64, cells: &str) -> Vec<String> {
    if cells.is_empty() {
        return Vec::new();
    }
    let opened = keys.open_row(cells, &place(import, line));
    if opened.is_none() {
        tracing::error!(%import, line, "a row of an import cannot be opened: was it sealed under another secret key?");
    }
    opened.and_then(|cells| serde_json::from_str(&cells).ok()).unwrap_or_default()
}
