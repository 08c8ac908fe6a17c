//! Reading the file of a preview again: in another encoding, or with other defaults.

use super::check_file::check_table;
use super::keep::keep_as;
use super::spellings::reread_row;
use super::table::{Table, TableRow};
use super::{Defaults, Layout, NotRead, open_rows};
use crate::domain::import::{FileEncoding, ImportId, ImportState, RowState};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::session::Admin;

/// Rows read at a time.
const BATCH: i64 = 1000;

/// What changes when a file is read again.
#[derive(Clone, Copy, Debug)]
pub enum Reread {
    /// In another encoding.
    In(FileEncoding),
    /// With these for the rows that say nothing.
    With(Defaults),
}

/// Reads and checks the file of a preview again; `false`, and
/// nothing done, when it is no preview any more.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::MalformedRequest`] for an encoding that was not in question.
pub async fn reread(state: &AppState, admin: &Admin, id: &ImportId, how: Reread) -> Result<bool, AppError> {
    let import = state.store.find_import(id).await?.ok_or(AppError::NotFound)?;
    if import.state != ImportState::Preview {
        return Ok(false);
    }
    let layout = Layout::from_stored(&import.header);
    let (to, defaults) = match how {
        Reread::In(to) if layout.alternatives.contains(&to) => (to, layout.defaults()),
        Reread::In(_) => return Err(AppError::MalformedRequest),
        Reread::With(defaults) => (layout.encoding, defaults),
    };
    let reread = |line: i64, cells: Vec<String>| -> Result<TableRow, AppError> {
        let row = reread_row(line, cells, layout.encoding, to);
        row.ok_or_else(|| AppError::internal(anyhow::anyhow!("a row is not in the encoding it was read in")))
    };
    let mut rows = vec![reread(0, layout.names.clone())?];
    rows.reserve_exact(usize::try_from(import.total).unwrap_or_default());
    for states in [(RowState::Ready, RowState::Known), (RowState::Wrong, RowState::Refused)] {
        let mut after = 0;
        loop {
            let open = open_rows(state, &import, states, after, BATCH).await?;
            let Some(last) = open.rows.last() else { break };
            after = last.line;
            for row in open.rows {
                rows.push(reread(row.line, row.cells)?);
            }
        }
    }
    rows.sort_unstable_by_key(|row| row.line);
    let Layout { alternatives, separator, notes, .. } = layout;
    let table = Table {
        rows,
        encoding: to,
        alternatives,
        separator,
        notes: *notes,
        ends_with_header: false,
        merged: Vec::new(),
    };
    match check_table(state, table, defaults, None).await {
        Ok(checked) => keep_as(state, admin, id, &import.file_name, checked, true).await,
        Err(NotRead::Other(error)) => Err(error),
        // The same columns were found in it before.
        Err(NotRead::File(problem)) => Err(AppError::internal(anyhow::anyhow!("{}", problem.code()))),
    }
}
