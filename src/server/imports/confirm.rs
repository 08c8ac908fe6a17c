//! Starting an import: only the preview that was shown, and admins only with a recently confirmed password.

use super::{Layout, groups};
use crate::domain::import::{ImportId, ImportState};
use crate::domain::{GroupSlug, Timestamp};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::audit::Actor;
use crate::server::store::imports::{Import, ImportStart, ImportStep};
use std::collections::BTreeSet;

/// How confirming an import ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// It runs now.
    Started {
        /// So many groups were made for it.
        groups: usize,
    },
    /// Nothing happened: the file was read again after the preview was shown.
    PreviewChanged,
    /// Nothing happened: it isn't a preview any more, or it has no account to make.
    DoesNotApply,
}

/// Makes the groups in `chosen` that an import names and that do not exist yet, then lets it
/// start. Groups that are not chosen are left out. The mails leave at `send_at`, if that is given.
/// `shown` is the [version](Import::version) of the preview that the form belongs to.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::PasswordNeeded`] when it would make an administrator.
pub async fn confirm(
    state: &AppState,
    admin: &Admin,
    id: &ImportId,
    shown: Option<&str>,
    chosen: &BTreeSet<GroupSlug>,
    send_at: Option<Timestamp>,
) -> Result<Confirmation, AppError> {
    let import = state.store.find_import(id).await?.ok_or(AppError::NotFound)?;
    if import.state != ImportState::Preview {
        return Ok(Confirmation::DoesNotApply);
    }
    let layout = Layout::from_stored(&import.header);
    // Before the password: nobody types it for a preview they have yet to look at.
    if !is_as_shown(&import, &layout, shown, &admin.by().actor) {
        return Ok(Confirmation::PreviewChanged);
    }
    if import.admins > 0 {
        admin.require_confirmation()?;
    }
    if state.store.find_row_counts(id).await?.ready == 0 {
        return Ok(Confirmation::DoesNotApply);
    }
    let groups = groups::make(state, admin, &layout.new_groups, chosen).await?;
    start(state, admin, &import, send_at, groups).await
}

/// Whether the form that confirms `import` belongs to the preview as it is now. One that doesn't say (a
/// program's, or of a page from before an upgrade) does unless somebody else has read the file again.
fn is_as_shown(import: &Import, layout: &Layout, shown: Option<&str>, by: &Actor) -> bool {
    match shown {
        Some(version) => version == import.version(),
        None => !layout.is_reread || import.actor == *by,
    }
}

/// Starts `import`, for which so many `groups` were made, as it was read: it may have been read again since, and make
/// administrators now.
async fn start(
    state: &AppState,
    admin: &Admin,
    import: &Import,
    send_at: Option<Timestamp>,
    groups: usize,
) -> Result<Confirmation, AppError> {
    let may_make_admins = admin.require_confirmation().is_ok();
    let start = ImportStart { version: import.updated_at, may_make_admins, send_at };
    let started = state.store.set_import_step(&import.id, ImportStep::Start(start), admin.by()).await?;
    state.notify();
    if started {
        return Ok(Confirmation::Started { groups });
    }
    Ok(match state.store.find_import(&import.id).await? {
        Some(import) if import.state == ImportState::Preview => Confirmation::PreviewChanged,
        _ => Confirmation::DoesNotApply,
    })
}
