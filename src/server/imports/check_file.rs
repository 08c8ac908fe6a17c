//! Finding out what would become of the rows of a file.

use super::groups;
use super::header::{Columns, Defaults};
use super::layout::Layout;
use super::person::{self, Known, Seen};
use super::table::{self, Table, TableRow};
use crate::domain::import::{Column, FileEncoding, FileLimits, FileNotes, FileProblem, RowProblem, RowState, Wrong};
use crate::domain::{EmailAddress, Role, UserId, UserStatus};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::store::StoreError;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows checked at a time: of each more than its cells is known only as long.
const BATCH: usize = 1000;

/// A file as it was read, with what will become of each row.
pub struct CheckedFile {
    /// How it was read.
    pub layout: Layout,
    /// Its rows.
    pub rows: Vec<CheckedRow>,
}

/// A row, and what will become of it.
pub struct CheckedRow {
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
    /// The account that has its address, and its status. A deleted one can be restored.
    pub account: Option<(UserId, UserStatus)>,
}

impl CheckedRow {
    /// Whether its address is that of a deleted account.
    pub fn is_deleted(&self) -> bool {
        matches!(self.account, Some((_, UserStatus::Deleted)))
    }
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
pub async fn check_file(
    state: &AppState,
    bytes: Vec<u8>,
    encoding: Option<FileEncoding>,
) -> Result<CheckedFile, NotRead> {
    let limits = state.settings.import_limits;
    let read = AssertUnwindSafe(move || table::read(bytes, encoding, limits));
    // A file that makes its reader panic, as broken workbooks may, is one that we can't read; the log says where.
    let reading = blocking(|| catch_unwind(read).unwrap_or(Err(FileProblem::NotText))).await?;
    check_table(state, reading.map_err(NotRead::File)?, Defaults::default(), Some(limits)).await
}

/// Runs what takes long beside the requests.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, NotRead> {
    tokio::task::spawn_blocking(work).await.map_err(|error| NotRead::Other(AppError::internal(error)))
}

pub(super) async fn check_table(
    state: &AppState,
    table: Table,
    defaults: Defaults,
    limits: Option<FileLimits>,
) -> Result<CheckedFile, NotRead> {
    let known = Known::load(&state.store).await?;
    let today = state.settings.time_zone.at(state.clock.now()).date();
    let (mut layout, rows) = blocking(move || Layout::take(table, limits, today)).await?.map_err(NotRead::File)?;
    layout.columns = layout.columns.map(|columns| columns.with_defaults(defaults));
    let columns = layout.columns.clone().ok_or(NotRead::File(FileProblem::Empty))?;
    let mut checked = CheckedFile { layout, rows: Vec::with_capacity(rows.len()) };
    let mut reader = Reader { state: state.clone(), known, columns, seen: Seen::default() };
    let mut rows = rows.into_iter();
    loop {
        let batch: Vec<TableRow> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let read;
        (reader, read) = blocking(move || {
            let read = batch.into_iter().map(|row| reader.read(row)).collect();
            (reader, read)
        })
        .await?;
        checked.rows.extend(compare(state, read).await?);
    }
    checked.layout.new_groups = groups::missing(&checked, &reader.known.groups);
    note_misspelt_hosts(&mut checked);
    blocking(move || {
        checked.layout.forget_harmless_spellings(&checked.rows);
        checked
    })
    .await
}

/// Notes the addresses whose hosts look mistyped. In a list that was exported here somebody has said that they are meant.
fn note_misspelt_hosts(checked: &mut CheckedFile) {
    let notes = &mut checked.layout.notes;
    (notes.misspelt_rows, notes.misspelt_hosts) = (0, Vec::new());
    if checked.layout.is_our_export() {
        return;
    }
    for row in checked.rows.iter().filter(|row| row.state == RowState::Ready) {
        let Ok(email) = EmailAddress::parse(&checked.layout.text_in(&row.cells, Column::Email)) else { continue };
        let Some(meant) = email.probably_meant() else { continue };
        let notes = &mut checked.layout.notes;
        notes.misspelt_rows = notes.misspelt_rows.saturating_add(1);
        if notes.misspelt_hosts.len() < FileNotes::LINES_KEPT {
            notes.misspelt_hosts.push(format!("{} ({} → {})", row.line, email.host(), meant.host()));
        }
    }
}

/// Compares some rows with the accounts there are.
async fn compare(state: &AppState, mut rows: Vec<ReadRow>) -> Result<impl Iterator<Item = CheckedRow>, StoreError> {
    let emails: Vec<&str> = rows.iter().filter_map(|row| Some(row.email.as_ref()?.as_str())).collect();
    let cpfs: Vec<&str> = rows.iter().filter_map(|row| row.cpf_index.as_deref()).collect();
    let taken = state.store.find_taken(&emails, &cpfs).await?;
    let known: Vec<&str> = emails.into_iter().filter(|email| taken.contains(*email)).collect();
    let mut accounts = state.store.find_accounts_with(&known).await?;
    let of_others = rows.iter().filter(|row| row.email.as_ref().is_some_and(|email| !taken.contains(email.as_str())));
    let cpfs: Vec<&str> =
        of_others.filter_map(|row| row.cpf_index.as_deref()).filter(|cpf| taken.contains(*cpf)).collect();
    let deleted_cpfs = state.store.find_deleted_cpfs(&cpfs).await?;
    for row in &mut rows {
        if let Some(email) = row.email.as_ref().filter(|email| taken.contains(email.as_str())) {
            row.looked_at.state = RowState::Known;
            row.looked_at.account = accounts.remove(email.as_str());
        } else if let Some(index) = row.cpf_index.as_ref().filter(|index| taken.contains(*index)) {
            let wrong = if deleted_cpfs.contains(index) { Wrong::CpfDeleted } else { Wrong::CpfTaken };
            row.looked_at.state = RowState::Wrong;
            row.looked_at.problems.push(RowProblem { column: Some(Column::Cpf), wrong });
        }
    }
    Ok(rows.into_iter().map(|row| row.looked_at))
}

/// A row between reading and comparing.
struct ReadRow {
    looked_at: CheckedRow,
    email: Option<EmailAddress>,
    cpf_index: Option<String>,
}

/// Reads the rows of one file.
struct Reader {
    state: AppState,
    known: Known,
    columns: Columns,
    seen: Seen,
}

impl Reader {
    fn read(&mut self, TableRow { line, cells }: TableRow) -> ReadRow {
        let read = person::read(&self.state.settings, &self.known, &self.columns, &cells);
        let read = read.and_then(|person| match self.seen.repeated(line, &person) {
            problems if problems.is_empty() => Ok(person),
            problems => Err(problems),
        });
        let (person, problems) = match read {
            Ok(person) => (Some(person), Vec::new()),
            Err(problems) => (None, problems),
        };
        let cpf = person.as_ref().and_then(|person| person.cpf.as_ref());
        let cpf_index = cpf.map(|cpf| self.state.keys.cpf_index(cpf));
        let is_admin = person.as_ref().is_some_and(|person| person.role == Role::Admin);
        let row_state = if person.is_some() { RowState::Ready } else { RowState::Wrong };
        ReadRow {
            looked_at: CheckedRow { line, cells, state: row_state, problems, is_admin, account: None },
            email: person.map(|person| person.email),
            cpf_index,
        }
    }
}
