//! Stores a file that was read: its cells are sealed, each row for its place.

use super::Layout;
use super::check_file::{CheckedFile, CheckedRow};
use crate::domain::import::{ImportId, RowState};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Keys;
use crate::server::session::Admin;
use crate::server::store::imports::{ImportRow, NewImport};
use serde_json::json;

/// Keeps a file that was checked; returns the import's identifier.
/// No account is made before somebody confirms it.
pub async fn keep(
    state: &AppState,
    admin: &Admin,
    file_name: &str,
    checked: CheckedFile,
) -> Result<ImportId, AppError> {
    let id = ImportId::from(state.clock.new_uuid());
    keep_as(state, admin, &id, &named(file_name), checked, false).await?;
    Ok(id)
}

/// Keeps it under this identifier, in the place of an earlier preview where it `replaces` one; `false` when
/// that is none any more.
pub(super) async fn keep_as(
    state: &AppState,
    admin: &Admin,
    id: &ImportId,
    file_name: &str,
    checked: CheckedFile,
    replaces: bool,
) -> Result<bool, AppError> {
    let count = |wanted: fn(&&CheckedRow) -> bool| i64::try_from(checked.rows.iter().filter(wanted).count());
    let planned = count(|row| row.state == RowState::Ready).map_err(AppError::internal)?;
    let admins = count(|row| row.state == RowState::Ready && row.is_admin).map_err(AppError::internal)?;
    let layout = Layout { is_reread: replaces, ..checked.layout };
    let header = serde_json::to_string(&layout).map_err(AppError::internal)?;
    let new = NewImport { id, file_name, header: &header, planned, admins, total: checked.rows.len() };
    // Sealed as they are written: only some are there twice.
    let rows = checked.rows.into_iter().map(|row| sealed(&state.keys, id, row));
    Ok(state.store.insert_import(&new, rows, &admin.by().actor, replaces).await?)
}

fn sealed(keys: &Keys, import: &ImportId, row: CheckedRow) -> ImportRow {
    let problem = if row.problems.is_empty() { String::new() } else { json!(row.problems).to_string() };
    let cells = keys.seal_row(&json!(row.cells).to_string(), &place(import, i64::from(row.line)));
    ImportRow { line: i64::from(row.line), state: row.state, cells, problem, account: row.account.map(|(id, _)| id) }
}

/// What the cells of a row are sealed for.
pub(super) fn place(import: &ImportId, line: i64) -> String {
    format!("{import}/{line}")
}

/// A file's own name: without the folders and invisible characters some
/// browsers send along, and not longer than a line.
fn named(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|character| !character.is_control()).take(100).collect();
    if name.trim().is_empty() { "pessoas.csv".to_owned() } else { name }
}
