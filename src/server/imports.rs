//! Imports of people from a file: checked first, confirmed,
//! then carried out row by row.
//!
//! - `table`: from bytes to cells
//! - `header`: the names of columns
//! - `layout`: what is kept of both
//! - `cells`: what a cell says
//! - `person`: from cells to a person, or what is wrong
//! - `apps`: those that people are invited for
//! - `groups`: those that rows name, and those that could be made
//! - `check_file`: what would become of each row
//! - `keep`, `open`: rows are kept sealed, and read again
//! - `reread`: the same file, read another way
//! - `spellings`: what it says in each encoding it may be in
//! - `send_at`: when the mails are to leave
//! - `confirm`: starts the one that was shown
//! - `job`: makes the accounts
//! - `rejected`: the rows it did not create one for, to be fixed

mod apps;
mod cells;
mod check_file;
mod confirm;
pub mod groups;
mod header;
mod job;
mod keep;
mod layout;
mod merged;
mod open;
mod person;
mod rejected;
mod reread;
mod send_at;
mod spellings;
mod table;

pub use check_file::{CheckedFile, CheckedRow, NotRead, check_file};
pub use confirm::{Confirmation, confirm};
pub use header::Defaults;
pub use job::{carry_out, carry_out_next, carry_out_until_shutdown};
pub use keep::keep;
pub use layout::Layout;
pub use open::{OpenRow, OpenRows, open_rows};
pub use person::EXAMPLE_EMAIL;
pub use rejected::{Rejected, export_rejected, find_rejected};
pub use reread::{Reread, reread};
pub use send_at::{MAX_AHEAD, parse_send_at, suggest_send_at};
pub use spellings::spellings;

use crate::domain::AdminAction;
use crate::domain::import::{ImportAction, ImportId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::accounts;
use crate::server::session::Admin;
use crate::server::store::imports::ImportStep;
use std::collections::BTreeSet;
use std::time::Duration;

/// People are restored for so long at a time: a request must be answered.
const RESTORED_FOR: Duration = Duration::from_secs(30);

/// Restores the deleted people of an import, one after the other, for as long as a request may
/// take; `false` when some are left for another time.
async fn restore_deleted(
    state: &AppState,
    admin: &Admin,
    action: AdminAction,
    id: &ImportId,
) -> Result<bool, AppError> {
    const BATCH: i64 = 100;
    let end = std::time::Instant::now() + RESTORED_FOR;
    let mut after = 0;
    if admin.require_confirmation().is_err() {
        loop {
            let deleted = state.store.list_deleted_of_import(id, after, BATCH).await?;
            let Some((line, _)) = deleted.last() else { break };
            after = *line;
            let users: Vec<_> = deleted.into_iter().map(|(_, user)| user).collect();
            accounts::require_confirmation_for(state, admin, action, &users).await?;
        }
        after = 0;
    }
    loop {
        let deleted = state.store.list_deleted_of_import(id, after, BATCH).await?;
        if deleted.is_empty() || std::time::Instant::now() > end {
            return Ok(deleted.is_empty());
        }
        for (line, user) in &deleted {
            after = *line;
            admin.require_still_admin(state).await?;
            match accounts::apply_action(state, admin, action, user).await {
                // Somebody else was faster.
                Ok(()) | Err(AppError::DoesNotApply | AppError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Applies `action` to an import; `false`, and nothing done, where its state is such that
/// the action no longer applies: another admin, or another click, was faster.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::PasswordNeeded`] when confirming would
/// make an administrator.
pub async fn apply_action(
    state: &AppState,
    admin: &Admin,
    action: ImportAction,
    id: &ImportId,
) -> Result<bool, AppError> {
    let import = state.store.find_import(id).await?.ok_or(AppError::NotFound)?;
    let step = match action {
        ImportAction::Confirm => {
            let confirmation = confirm(state, admin, id, None, &BTreeSet::new(), None).await?;
            return Ok(matches!(confirmation, Confirmation::Started { .. }));
        }
        ImportAction::Pause => ImportStep::Pause,
        ImportAction::Resume => ImportStep::Resume,
        ImportAction::Cancel => ImportStep::Cancel,
        ImportAction::Discard => return Ok(state.store.delete_preview(id).await?),
        ImportAction::Restore => return restore_deleted(state, admin, AdminAction::Restore, id).await,
        ImportAction::RestoreAndSend => {
            return restore_deleted(state, admin, AdminAction::RestoreAndSend, id).await;
        }
    };
    // The admin who resumes it is responsible for the rest, like the one who starts it.
    if matches!(step, ImportStep::Resume) && import.admins > 0 {
        admin.require_confirmation()?;
    }
    let done = state.store.set_import_step(id, step, admin.by()).await?;
    state.notify();
    Ok(done)
}
