//! A file that may be in several encodings: what its names look like in each, and reading it anew.

use super::keep::keep_as;
use super::look_through::look_through_table;
use super::table::{Table, TableRow, encoding};
use super::{Defaults, NotRead, open_rows};
use crate::domain::import::{FileEncoding, FileProblem, ImportState, RowState};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::imports::Import;

/// Rows in which names are looked for.
const SAMPLE: i64 = 500;

/// Each encoding the file of a preview may be in, with some of its own names as
/// they are written then; nothing where there is no doubt.
pub async fn spellings(state: &AppState, import: &Import) -> Result<Vec<(FileEncoding, Vec<String>)>, StoreError> {
    let open = open_rows(state, import, (RowState::Ready, RowState::Wrong), 0, SAMPLE).await?;
    Ok(open.layout.spellings(open.rows.iter().map(|row| row.cells.as_slice())))
}

/// What is to be different when a file is read anew.
#[derive(Clone, Copy, Debug)]
pub enum Reread {
    /// In another encoding.
    In(FileEncoding),
    /// With these for the rows that say nothing.
    With(Defaults),
}

/// Reads the file of a preview anew, and looks it through again; `false`, and
/// nothing done, when it is no preview any more.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::MalformedRequest`] for an encoding that was not in question.
pub async fn reread(state: &AppState, admin: &Admin, id: &str, how: Reread) -> Result<bool, AppError> {
    let import = state.store.find_import(id).await?.ok_or(AppError::NotFound)?;
    if import.state != ImportState::Preview {
        return Ok(false);
    }
    let most = i64::try_from(FileProblem::MOST_ROWS).unwrap_or(i64::MAX);
    let good = open_rows(state, &import, (RowState::Ready, RowState::Known), 0, most).await?;
    let wrong = open_rows(state, &import, (RowState::Wrong, RowState::Refused), 0, most).await?;
    let layout = good.layout;
    let (to, defaults) = match how {
        Reread::In(to) if layout.alternatives.contains(&to) => (to, layout.defaults()),
        Reread::In(_) => return Err(AppError::MalformedRequest),
        Reread::With(defaults) => (layout.encoding, defaults),
    };
    let reread = |line: i64, cells: &[String]| -> Option<TableRow> {
        let cells = match to == layout.encoding {
            true => cells.to_vec(),
            false => cells.iter().map(|cell| encoding::reread(cell, layout.encoding, to)).collect::<Option<_>>()?,
        };
        Some(TableRow { line: u32::try_from(line).ok()?, cells })
    };
    let rows = good.rows.iter().chain(&wrong.rows).map(|row| reread(row.line, &row.cells));
    let rows: Option<Vec<TableRow>> = std::iter::once(reread(0, &layout.names)).chain(rows).collect();
    let mut rows =
        rows.ok_or_else(|| AppError::internal(anyhow::anyhow!("a row is not in the encoding it was read in")))?;
    rows.sort_by_key(|row| row.line);
    let table = Table { rows, encoding: to, alternatives: layout.alternatives };
    match look_through_table(state, table, defaults).await {
        Ok(looked) => keep_as(state, admin, id, &import.file_name, looked, true).await,
        Err(NotRead::Other(error)) => Err(error),
        // The same columns were found in it before.
        Err(NotRead::File(problem)) => Err(AppError::internal(anyhow::anyhow!("{}", problem.code()))),
    }
}
