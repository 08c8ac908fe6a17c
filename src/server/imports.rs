//! Imports of people from a file: checked first, confirmed,
//! then carried out row by row.
//!
//! - `table`: from bytes to cells
//! - `header`: the names of columns
//! - `layout`: what is kept of both
//! - `person`: from cells to a person, or what is wrong
//! - `groups`: those that rows name, and those that could be made
//! - `job`: makes the accounts
//! - `rejected`: the rows it did not create one for, to be fixed

pub mod groups;
mod header;
mod job;
mod layout;
mod person;
mod rejected;
mod reread;
mod table;

pub use job::{carry_out, carry_out_next, carry_out_until_shutdown};
pub use layout::Layout;
pub use person::EXAMPLE_EMAIL;
pub use rejected::{Rejected, find_rejected};
pub use reread::{reread, spellings};

use crate::domain::import::{
    Column, FileEncoding, FileProblem, ImportAction, ImportState, RowProblem, RowState, Wrong,
};
use crate::domain::{AdminAction, GroupSlug, NewUser, Role, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::accounts;
use crate::server::keys::Keys;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::audit::Origin;
use crate::server::store::imports::{Import, ImportRow, ImportStep, NewImport};
use groups::KnownGroups;
use person::Seen;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use table::{Table, TableRow};

/// A file nobody has confirmed is forgotten after so long.
pub const PREVIEWS_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// The cells of an import that ended are forgotten after so long.
pub const CELLS_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// People are restored for so long at a time: a request must be answered.
const RESTORED_FOR: Duration = Duration::from_secs(30);

/// A file as it was read, with what will become of each row.
pub struct LookedThrough {
    /// How it was read.
    pub layout: Layout,
    /// Its rows.
    pub rows: Vec<LookedAt>,
}

/// A row, and what will become of it.
pub struct LookedAt {
    /// The line where it begins.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<String>,
    /// [`RowState::Ready`], [`RowState::Known`] or [`RowState::Wrong`].
    pub state: RowState,
    /// What is wrong with it.
    pub problems: Vec<RowProblem>,
    /// Whether it asks for an administrator.
    pub is_admin: bool,
    /// The deleted account that has its address and can be restored.
    pub deleted: Option<UserId>,
}

/// Why a file was not checked.
#[derive(Debug)]
pub enum NotRead {
    /// The file is not one we can read.
    File(FileProblem),
    /// Something else.
    Other(AppError),
}

impl From<StoreError> for NotRead {
    fn from(error: StoreError) -> Self {
        Self::Other(error.into())
    }
}

/// Reads a file and finds out what would become of its rows. Writes nothing.
/// Its letters are read as in `encoding`, where somebody has said so.
///
/// # Errors
/// [`NotRead::File`] when the file is refused as a whole.
pub async fn look_through(
    state: &AppState,
    bytes: Vec<u8>,
    encoding: Option<FileEncoding>,
) -> Result<LookedThrough, NotRead> {
    let reading = tokio::task::spawn_blocking(move || table::read(&bytes, encoding)).await;
    let table = reading.map_err(|error| NotRead::Other(AppError::internal(error)))?;
    look_through_table(state, table.map_err(NotRead::File)?).await
}

async fn look_through_table(state: &AppState, table: Table) -> Result<LookedThrough, NotRead> {
    let (for_reading, known) = (state.clone(), KnownGroups::load(&state.store).await?);
    let known = Arc::new(known);
    let for_rows = known.clone();
    let reading = tokio::task::spawn_blocking(move || read(&for_reading, &for_rows, table)).await;
    let (layout, mut rows) = match reading {
        Ok(read) => read.map_err(NotRead::File)?,
        Err(error) => return Err(NotRead::Other(AppError::internal(error))),
    };
    let emails: Vec<&str> = rows.iter().filter_map(|row| Some(row.person.as_ref()?.email.as_str())).collect();
    let cpfs: Vec<&str> = rows.iter().filter_map(|row| row.cpf_index.as_deref()).collect();
    let taken = state.store.find_taken(&emails, &cpfs).await?;
    let mut deleted = state.store.find_deleted_with(&emails).await?;
    for row in &mut rows {
        let email = row.person.as_ref().map(|person| person.email.as_str());
        if let Some(email) = email.filter(|email| taken.contains(*email)) {
            row.looked_at.state = RowState::Known;
            row.looked_at.deleted = deleted.remove(email);
        } else if row.cpf_index.as_ref().is_some_and(|index| taken.contains(index)) {
            row.looked_at.state = RowState::Wrong;
            row.looked_at.problems.push(RowProblem { column: Some(Column::Cpf), wrong: Wrong::CpfTaken });
        }
    }
    let mut looked = LookedThrough { layout, rows: rows.into_iter().map(|row| row.looked_at).collect() };
    looked.layout.new_groups = groups::missing(&looked, &known);
    Ok(looked)
}

/// A row between reading and looking.
struct ReadRow {
    looked_at: LookedAt,
    person: Option<NewUser>,
    cpf_index: Option<String>,
}

fn read(state: &AppState, known: &KnownGroups, table: Table) -> Result<(Layout, Vec<ReadRow>), FileProblem> {
    let Table { mut rows, encoding, alternatives } = table;
    let layout = Layout::take(&mut rows, encoding, alternatives)?;
    let Some(columns) = &layout.columns else { return Err(FileProblem::Empty) };
    let mut seen = Seen::default();
    let rows = rows.into_iter().map(|TableRow { line, cells }| {
        let read = person::read(&state.settings, known, columns, &cells);
        let read = read.and_then(|person| match seen.again(line, &person) {
            problems if problems.is_empty() => Ok(person),
            problems => Err(problems),
        });
        let (person, problems) = match read {
            Ok(person) => (Some(person), Vec::new()),
            Err(problems) => (None, problems),
        };
        let cpf = person.as_ref().and_then(|person| person.cpf.as_ref());
        let is_admin = person.as_ref().is_some_and(|person| person.role == Role::Admin);
        let row_state = if person.is_some() { RowState::Ready } else { RowState::Wrong };
        let cpf_index = cpf.map(|cpf| state.keys.cpf_index(cpf));
        ReadRow {
            looked_at: LookedAt { line, cells, state: row_state, problems, is_admin, deleted: None },
            person,
            cpf_index,
        }
    });
    let rows = rows.collect();
    Ok((layout, rows))
}

/// Keeps a file that was checked; gives back the import's identifier.
/// No account is made before somebody confirms it.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(state: &AppState, admin: &Admin, file_name: &str, looked: LookedThrough) -> Result<String, AppError> {
    let id = state.clock.new_id();
    keep_as(state, admin, &id, &named(file_name), looked, false).await?;
    Ok(id)
}

/// Keeps it under this identifier, in the place of an earlier preview where it `replaces` one; `false` when
/// that is none any more.
async fn keep_as(
    state: &AppState,
    admin: &Admin,
    id: &str,
    file_name: &str,
    looked: LookedThrough,
    replaces: bool,
) -> Result<bool, AppError> {
    let count = |wanted: fn(&&LookedAt) -> bool| i64::try_from(looked.rows.iter().filter(wanted).count());
    let planned = count(|row| row.state == RowState::Ready).map_err(AppError::internal)?;
    let admins = count(|row| row.state == RowState::Ready && row.is_admin).map_err(AppError::internal)?;
    let header = serde_json::to_string(&looked.layout).map_err(AppError::internal)?;
    let (keys, import) = (state.keys.clone(), id.to_owned());
    let sealing = move || looked.rows.iter().map(|row| sealed(&keys, &import, row)).collect::<Result<Vec<_>, _>>();
    let rows = tokio::task::spawn_blocking(sealing).await.map_err(AppError::internal)?;
    let rows = rows.map_err(AppError::internal)?;
    let new = NewImport { id, file_name, header: &header, planned, admins, rows: &rows };
    Ok(state.store.insert_import(&new, admin.actor(), replaces).await?)
}

fn sealed(keys: &Keys, import: &str, row: &LookedAt) -> Result<ImportRow, serde_json::Error> {
    let problem = if row.problems.is_empty() { String::new() } else { serde_json::to_string(&row.problems)? };
    let cells = keys.seal_row(&serde_json::to_string(&row.cells)?, &place(import, i64::from(row.line)));
    Ok(ImportRow { line: i64::from(row.line), state: row.state, cells, problem, deleted: row.deleted.clone() })
}

/// What the cells of a row are sealed for.
fn place(import: &str, line: i64) -> String {
    format!("{import}/{line}")
}

/// A file's own name: without the folders and invisible characters some
/// browsers send along, and not longer than a line.
fn named(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|character| !character.is_control()).take(100).collect();
    if name.trim().is_empty() { "pessoas.csv".to_owned() } else { name }
}

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
        columns.and_then(|columns| person::cell(columns, &row.cells, column)).unwrap_or_default()
    }
}

/// Some rows of an import: those in one of two states after the line `after`.
///
/// # Errors
/// When the database does not answer.
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

fn opened(keys: &Keys, import: &str, line: i64, cells: &str) -> Vec<String> {
    if cells.is_empty() {
        return Vec::new();
    }
    let opened = keys.open_row(cells, &place(import, line));
    if opened.is_none() {
        tracing::error!(import, line, "a row of an import cannot be opened: was it sealed under another secret key?");
    }
    opened.and_then(|cells| serde_json::from_str(&cells).ok()).unwrap_or_default()
}

/// Restores the deleted people of an import, one after the other, for as long as a request may
/// take; `false` when some are left for another time.
async fn restore_deleted(
    state: &AppState,
    admin: &Admin,
    action: AdminAction,
    id: &str,
    origin: &Origin,
) -> Result<bool, AppError> {
    const BATCH: i64 = 100;
    let end = std::time::Instant::now() + RESTORED_FOR;
    loop {
        let deleted = state.store.find_deleted_of_import(id, BATCH).await?;
        if deleted.is_empty() || std::time::Instant::now() > end {
            return Ok(deleted.is_empty());
        }
        for user in &deleted {
            match accounts::act(state, admin, action, user, origin).await {
                // Somebody else was faster.
                Ok(()) | Err(AppError::DoesNotApply | AppError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Makes the groups in `chosen` that an import names and that do not exist yet, then lets it
/// start. Groups that are not chosen are left out.
///
/// # Errors
/// As [`act`].
pub async fn confirm(
    state: &AppState,
    admin: &Admin,
    id: &str,
    chosen: &BTreeSet<GroupSlug>,
    origin: &Origin,
) -> Result<bool, AppError> {
    let import = state.store.find_import(id).await?.ok_or(AppError::NotFound)?;
    if import.admins > 0 {
        admin.require_confirmation()?;
    }
    if import.state == ImportState::Preview && !chosen.is_empty() {
        groups::make(state, admin, &Layout::from_stored(&import.header).new_groups, chosen, origin).await?;
    }
    act(state, admin, ImportAction::Confirm, id, origin).await
}

/// Does `act` to an import; `false`, and nothing done, where it stands so that
/// the act makes no sense any more: another admin, or another click, was faster.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::PasswordNeeded`] when confirming would
/// make an administrator.
pub async fn act(
    state: &AppState,
    admin: &Admin,
    act: ImportAction,
    id: &str,
    origin: &Origin,
) -> Result<bool, AppError> {
    let import = state.store.find_import(id).await?.ok_or(AppError::NotFound)?;
    let step = match act {
        ImportAction::Confirm => ImportStep::Start,
        ImportAction::Pause => ImportStep::Pause,
        ImportAction::Resume => ImportStep::Resume,
        ImportAction::Cancel => ImportStep::Cancel,
        ImportAction::Discard => return Ok(state.store.delete_preview(id).await?),
        ImportAction::Restore => return restore_deleted(state, admin, AdminAction::Restore, id, origin).await,
        ImportAction::RestoreAndSend => {
            return restore_deleted(state, admin, AdminAction::RestoreAndSend, id, origin).await;
        }
    };
    // The admin who resumes it is responsible for the rest, like the one who starts it.
    if matches!(step, ImportStep::Start | ImportStep::Resume) && import.admins > 0 {
        admin.require_confirmation()?;
    }
    if step == ImportStep::Start && state.store.find_row_counts(id).await?.ready == 0 {
        return Ok(false);
    }
    let done = state.store.set_import_step(id, step, admin.actor(), origin).await?;
    state.notify();
    Ok(done)
}
