//! One import as its page shows it.

use super::rows::{RowsFilter, RowsPage, find_rows_page};
use crate::domain::import::{Doubt, FileEncoding, ImportId, ImportState, RowProblem, RowState};
use crate::domain::{DeliveryState, UserStatus};
use crate::error::AppError;
use crate::locale::import as words;
use crate::server::imports::groups::{KnownGroups, NewGroup};
use crate::server::imports::{Defaults, OpenRow, OpenRows};
use crate::server::store::audit::Actor;
use crate::server::store::imports::{Import, RowCounts};
use crate::server::temporary_password::{self, ShortPasswords};
use crate::server::{AppState, imports};
use crate::ui::response::{AdminRequest, admin_request};

/// Rejected rows on a page.
const PAGE_LENGTH: usize = 100;
/// Characters of a value that are shown.
const MAX_VALUE_LENGTH: usize = 60;

/// An import as a page shows it.
#[derive(Clone, Debug)]
pub struct ImportView {
    /// The import.
    pub import: Import,
    /// Who uploaded it; none for the command line, or when their account is gone.
    pub uploaded_by: Option<String>,
    /// How many of its rows have each status.
    pub counts: RowCounts,
    /// How many mails of the created accounts have each status.
    pub mails: Vec<(Option<DeliveryState>, i64)>,
    /// Columns nothing is read from.
    pub ignored: Vec<String>,
    /// Which sheet of a workbook was read and which were not, in words.
    pub sheets: Option<String>,
    /// Which column the addresses are from, in words, where others have some too.
    pub addresses: Option<String>,
    /// Columns that may change whom the file is about.
    pub doubts: Vec<Doubt>,
    /// How the file was read.
    pub encoding: FileEncoding,
    /// Rejected rows, from one line on.
    pub problems: Vec<ProblemRow>,
    /// The line after which the next rejected rows come, if there are more.
    pub more_after: Option<i64>,
    /// How many rejected rows are shown.
    pub shown: i64,
    /// For rows that say nothing of it.
    pub defaults: Defaults,
    /// What is asked and shown before it is confirmed; none after.
    pub preview: Option<ImportPreview>,
}

/// What is asked and shown of an import before it is confirmed.
#[derive(Clone, Debug)]
pub struct ImportPreview {
    /// How many people in the file have an account already, by status.
    pub known: Vec<(UserStatus, i64)>,
    /// Each encoding the file may be in, with some of its own names; empty when there is no doubt.
    pub spellings: Vec<(FileEncoding, Vec<String>)>,
    /// A page of all rows.
    pub rows: RowsPage,
    /// How many short temporary passwords work, where people get such.
    pub short_passwords: Option<ShortPasswords>,
    /// Groups that the file names and that do not exist.
    pub new_groups: Vec<NewGroup>,
}

/// One thing that is wrong with a row.
#[derive(Clone, Debug)]
pub struct ProblemRow {
    /// The line where the row begins.
    pub line: i64,
    /// The cell, shortened; the whole row where no single cell is wrong.
    pub value: String,
    /// What is wrong.
    pub problem: RowProblem,
}

/// One import, with its rejected rows after the line `after`; of a preview with the rows that `filter` names, after
/// the line `from`.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`].
pub async fn find_import(id: &ImportId, after: i64, filter: RowsFilter, from: i64) -> Result<ImportView, AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let import = state.store.find_import(id).await?.ok_or(AppError::NotFound)?;
    let counts = state.store.find_row_counts(id).await?;
    let rejected = (RowState::Wrong, RowState::Refused);
    let open = imports::open_rows(&state, &import, rejected, after, PAGE_LENGTH as i64 + 1).await?;
    let rows = &open.rows[..open.rows.len().min(PAGE_LENGTH)];
    let more_after = rows.last().filter(|_| open.rows.len() > PAGE_LENGTH).map(|row| row.line);
    let preview = match import.state {
        ImportState::Preview => Some(find_preview(&state, &import, &open, filter, from).await?),
        _ => None,
    };
    Ok(ImportView {
        uploaded_by: name_of(&state, &import.actor).await?,
        counts,
        mails: state.store.list_mails_of_import(id).await?,
        ignored: open.layout.ignored_in(request_context.locale),
        sheets: words::sheets(request_context.locale, &open.layout.notes),
        addresses: open.layout.addresses_in(request_context.locale),
        doubts: open.layout.doubts(),
        encoding: open.layout.encoding,
        problems: rows.iter().flat_map(|row| problem_rows(&open, row)).collect(),
        more_after,
        shown: rows.len() as i64,
        defaults: open.layout.defaults(),
        preview,
        import,
    })
}

/// What is asked and shown before `import` is confirmed, with the rows that `filter` names after the line `from`.
async fn find_preview(
    state: &AppState,
    import: &Import,
    open: &OpenRows,
    filter: RowsFilter,
    from: i64,
) -> Result<ImportPreview, AppError> {
    Ok(ImportPreview {
        known: state.store.count_known_of_import(&import.id).await?,
        spellings: imports::spellings(state, import).await?,
        rows: find_rows_page(state, import, filter, from).await?,
        short_passwords: temporary_password::short_passwords(state).await?,
        new_groups: missing_still(state, &open.layout.new_groups).await?,
    })
}

/// Those that nobody has made meanwhile.
async fn missing_still(state: &AppState, groups: &[NewGroup]) -> Result<Vec<NewGroup>, AppError> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let known = KnownGroups::load(&state.store).await?;
    Ok(groups.iter().filter(|group| known.find(group.name.as_str()).is_none()).cloned().collect())
}

async fn name_of(state: &AppState, actor: &Actor) -> Result<Option<String>, AppError> {
    let Some(id) = actor.user() else { return Ok(None) };
    Ok(state.store.find_user(id).await?.map(|user| user.display_name.as_str().to_owned()))
}

fn problem_rows(open: &OpenRows, row: &OpenRow) -> Vec<ProblemRow> {
    let value = |problem: &RowProblem| match problem.column {
        Some(column) => open.cell(row, column),
        None => row.cells.join(" · "),
    };
    let shown = |problem: &RowProblem| ProblemRow {
        line: row.line,
        value: shortened(value(problem)),
        problem: problem.clone(),
    };
    row.problems.iter().map(shown).collect()
}

fn shortened(value: String) -> String {
    match value.char_indices().nth(MAX_VALUE_LENGTH) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value,
    }
}
