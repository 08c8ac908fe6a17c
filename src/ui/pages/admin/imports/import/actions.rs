//! The newest imports, and what can be done to one.

use crate::domain::import::{FileEncoding, ImportAction, ImportId, ImportState};
use crate::domain::{GroupSlug, Locale, Role, Timestamp};
use crate::error::{AppError, Field, Problem};
use crate::server::imports::{Confirmation, Defaults, Reread};
use crate::server::request_context::RequestContext;
pub use crate::server::store::imports::Import;
use crate::server::{AppState, accounts, imports};
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// Imports on the page where files are chosen.
const RECENT: i64 = 20;

/// The newest imports.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn list_recent_imports() -> Result<Vec<Import>, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    Ok(state.store.list_imports(RECENT).await?)
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
