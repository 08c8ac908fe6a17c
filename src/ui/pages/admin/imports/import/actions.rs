//! Imports: the newest ones, one of them, and what can be done to it.

use super::rows::{RowsFilter, RowsPage, find_rows_page};
use crate::domain::import::{Doubt, FileEncoding, ImportAction, ImportId, ImportState, RowProblem, RowState};
use crate::domain::{DeliveryState, GroupSlug, Locale, Role, Timestamp, UserStatus};
use crate::error::{AppError, Field, Problem};
use crate::locale::import as words;
pub use crate::server::imports::EXAMPLE_EMAIL;
use crate::server::imports::groups::{KnownGroups, NewGroup};
use crate::server::imports::{Confirmation, Defaults, OpenRow, OpenRows, Reread};
use crate::server::request_context::RequestContext;
use crate::server::store::audit::Actor;
pub use crate::server::store::imports::{Import, RowCounts};
use crate::server::temporary_password::{self, ShortPasswords};
use crate::server::{AppState, accounts, imports};
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// Imports on the page where files are chosen.
const RECENT: i64 = 20;
/// Rejected rows on a page.
const PAGE_LENGTH: i64 = 100;
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
    /// Of a preview, how many people have an account already, by status.
    pub known: Vec<(UserStatus, i64)>,
    /// Which sheet of a workbook was read and which were not, in words.
    pub sheets: Option<String>,
    /// Which column the addresses are from, in words, where others have some too.
    pub addresses: Option<String>,
    /// Columns that may change whom the file is about.
    pub doubts: Vec<Doubt>,
    /// How the file was read.
    pub encoding: FileEncoding,
    /// Each encoding it may be in, with some of its own names; empty when there is no doubt.
    pub spellings: Vec<(FileEncoding, Vec<String>)>,
    /// Rejected rows, from one line on.
    pub problems: Vec<ProblemRow>,
    /// The line after which the next rejected rows come, if there are more.
    pub more_after: Option<i64>,
    /// How many rejected rows are shown.
    pub shown: i64,
    /// All rows before the file is confirmed, a page of them; none after.
    pub rows: Option<RowsPage>,
    /// For rows that say nothing of it.
    pub defaults: Defaults,
    /// How many short temporary passwords work, before it is confirmed, where people get such.
    pub short_passwords: Option<ShortPasswords>,
    /// Groups that the file names and that do not exist, before it is confirmed.
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

/// The newest imports.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn list_recent_imports() -> Result<Vec<Import>, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    Ok(state.store.list_imports(RECENT).await?)
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
    let open = imports::open_rows(&state, &import, rejected, after, PAGE_LENGTH + 1).await?;
    let length = usize::try_from(PAGE_LENGTH).unwrap_or_default();
    let rows = &open.rows[..open.rows.len().min(length)];
    let more_after = rows.last().filter(|_| open.rows.len() > length).map(|row| row.line);
    let rows_page = match import.state {
        ImportState::Preview => Some(find_rows_page(&state, &import, filter, from).await?),
        _ => None,
    };
    let spellings = match import.state {
        ImportState::Preview => imports::spellings(&state, &import).await?,
        _ => Vec::new(),
    };
    let known = match import.state {
        ImportState::Preview => state.store.count_known_of_import(id).await?,
        _ => Vec::new(),
    };
    let new_groups = match import.state {
        ImportState::Preview => missing_still(&state, &open.layout.new_groups).await?,
        _ => Vec::new(),
    };
    let short_passwords = match import.state {
        ImportState::Preview => temporary_password::short_passwords(&state).await?,
        _ => None,
    };
    Ok(ImportView {
        known,
        new_groups,
        short_passwords,
        uploaded_by: name_of(&state, &import.actor).await?,
        counts,
        mails: state.store.list_mails_of_import(id).await?,
        ignored: open.layout.ignored_in(request_context.locale),
        sheets: words::sheets(request_context.locale, &open.layout.notes),
        addresses: open.layout.addresses_in(request_context.locale),
        doubts: open.layout.doubts(),
        encoding: open.layout.encoding,
        spellings,
        problems: rows.iter().flat_map(|row| problem_rows(&open, row)).collect(),
        more_after,
        shown: i64::try_from(rows.len()).unwrap_or_default(),
        rows: rows_page,
        defaults: open.layout.defaults(),
        import,
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

/// Does something to an import: `confirm`, `pause`, `resume`, `cancel`, `discard`. Confirming makes
/// the new groups in `groups`, by their slugs; the mails leave at `send_at` where `send` is `later`. `version` says
/// which preview the form belongs to.
#[server(prefix = "", endpoint = "admin/imports/act")]
pub async fn apply_import_action(
    import: Option<String>,
    #[server(rename = "act")] action: Option<String>,
    version: Option<String>,
    groups: Option<String>,
    send: Option<String>,
    send_at: Option<String>,
    current_password: Option<String>,
) -> Result<(), AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let action = action.as_deref().and_then(ImportAction::parse).ok_or(AppError::MalformedRequest)?;
    let id = import.as_deref().and_then(ImportId::parse).ok_or(AppError::NotFound)?;
    // Before the password: nobody types it again because of a date.
    let send_at = match action {
        ImportAction::Confirm => chosen_time(&state, &request_context, send.as_deref(), send_at.as_deref())?,
        _ => None,
    };
    let admin = accounts::confirmed_admin(&state, &request_context, current_password.as_deref()).await?;
    let mut groups_made = 0;
    let outcome = match action {
        ImportAction::Confirm => {
            let chosen = groups.unwrap_or_default();
            let chosen = chosen.split_whitespace().filter_map(|slug| GroupSlug::parse(slug).ok()).collect();
            let version = version.as_deref().map(str::trim);
            match imports::confirm(&state, &admin, &id, version, &chosen, send_at).await? {
                Confirmation::Started { groups } => {
                    groups_made = groups;
                    Ok(true)
                }
                Confirmation::DoesNotApply => Ok(false),
                Confirmation::PreviewChanged => {
                    set_location(&format!("/admin/imports/{id}?notice=preview-changed"));
                    return Ok(());
                }
            }
        }
        _ => imports::apply_action(&state, &admin, action, &id).await,
    };
    let done = match outcome {
        // Sent twice: the first one has forgotten it.
        Err(AppError::NotFound) if action == ImportAction::Discard => true,
        done => done?,
    };
    let is_already_done = match state.store.find_import(&id).await? {
        Some(import) if import.confirmed_by.as_ref() == Some(&admin.by().actor) => is_result_of(action, import.state),
        _ => false,
    };
    set_location(&match groups_made {
        0 => location_after(&id, action, done, is_already_done),
        made => format!("/admin/imports/{id}?notice=groups-made&done_count={made}"),
    });
    Ok(())
}

/// The page after an action, with what it says; `is_already_done`, the import is in the state that the action leaves it
/// in.
fn location_after(id: &ImportId, action: ImportAction, done: bool, is_already_done: bool) -> String {
    let restores = matches!(action, ImportAction::Restore | ImportAction::RestoreAndSend);
    match (done, action) {
        (true, _) if restores => format!("/admin/imports/{id}?notice=restored"),
        (false, _) if restores => format!("/admin/imports/{id}?notice=some-restored"),
        (true, ImportAction::Discard) => "/admin/users/import?notice=discarded".to_owned(),
        // Sent twice: the first one has done it.
        (false, _) if !is_already_done => format!("/admin/imports/{id}?notice=moved-on"),
        _ => format!("/admin/imports/{id}"),
    }
}

/// When the mails are to leave, where the form says later.
fn chosen_time(
    state: &AppState,
    request_context: &RequestContext,
    send: Option<&str>,
    send_at: Option<&str>,
) -> Result<Option<Timestamp>, AppError> {
    match send {
        None | Some("now") => Ok(None),
        Some("later") => {
            let zone = &request_context.time_zone;
            let at = imports::parse_send_at(send_at.unwrap_or_default(), zone, state.clock.now());
            at.map(Some).map_err(|invalid| AppError::field(Field::SendAt, Problem::SendAt(invalid)))
        }
        Some(_) => Err(AppError::field(Field::Send, Problem::Choice)),
    }
}

/// Reads the file of a preview in another of the encodings it may be in, or with other defaults for the rows that
/// name no role or language.
#[server(prefix = "", endpoint = "admin/imports/reread")]
pub async fn reread_import(
    import: Option<String>,
    encoding: Option<String>,
    default_role: Option<String>,
    default_locale: Option<String>,
) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let malformed = || AppError::MalformedRequest;
    let how = match (encoding, default_role, default_locale) {
        (Some(encoding), ..) => Reread::In(FileEncoding::parse(&encoding).ok_or_else(malformed)?),
        (None, Some(role), Some(locale)) => Reread::With(Defaults {
            role: Some(Role::parse(&role).ok_or_else(malformed)?),
            locale: Some(Locale::parse(&locale).ok_or_else(malformed)?),
        }),
        _ => return Err(malformed()),
    };
    let id = import.as_deref().and_then(ImportId::parse).ok_or(AppError::NotFound)?;
    let done = imports::reread(&state, &admin, &id, how).await?;
    set_location(&format!("/admin/imports/{id}{}", if done { "" } else { "?notice=moved-on" }));
    Ok(())
}

/// Whether an import is in a state that `action` leaves it in.
const fn is_result_of(action: ImportAction, state: ImportState) -> bool {
    match action {
        ImportAction::Confirm | ImportAction::Resume => matches!(state, ImportState::Running | ImportState::Done),
        ImportAction::Pause => matches!(state, ImportState::Paused),
        ImportAction::Cancel => matches!(state, ImportState::Cancelled),
        ImportAction::Discard | ImportAction::Restore | ImportAction::RestoreAndSend => false,
    }
}
