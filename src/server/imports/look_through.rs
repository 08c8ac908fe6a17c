//! Finding out what would become of the rows of a file.

use super::groups;
use super::header::Defaults;
use super::layout::Layout;
use super::person::{self, Known, Seen};
use super::table::{self, Table, TableRow};
use crate::domain::import::{Column, FileEncoding, FileProblem, RowProblem, RowState, Wrong};
use crate::domain::{NewUser, Role, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::store::StoreError;
use std::sync::Arc;

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
    look_through_table(state, table.map_err(NotRead::File)?, Defaults::default()).await
}

pub(super) async fn look_through_table(
    state: &AppState,
    table: Table,
    defaults: Defaults,
) -> Result<LookedThrough, NotRead> {
    let (for_reading, known) = (state.clone(), Known::load(&state.store).await?);
    let known = Arc::new(known);
    let for_rows = known.clone();
    let reading = tokio::task::spawn_blocking(move || read(&for_reading, &for_rows, table, defaults)).await;
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
    looked.layout.new_groups = groups::missing(&looked, &known.groups);
    Ok(looked)
}

/// A row between reading and looking.
struct ReadRow {
    looked_at: LookedAt,
    person: Option<NewUser>,
    cpf_index: Option<String>,
}

fn read(
    state: &AppState,
    known: &Known,
    table: Table,
    defaults: Defaults,
) -> Result<(Layout, Vec<ReadRow>), FileProblem> {
    let Table { mut rows, encoding, alternatives } = table;
    let mut layout = Layout::take(&mut rows, encoding, alternatives)?;
    layout.columns = layout.columns.map(|columns| columns.with_defaults(defaults));
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
