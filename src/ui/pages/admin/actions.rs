//! What the overview shows.

use crate::domain::import::ImportState;
use crate::domain::{Preset, Timestamp};
use crate::error::AppError;
use crate::locale::time;
use crate::server::store::imports::Import;
use crate::server::store::outbox::OutboxCounts;
use crate::server::store::recent_users::{AddedPeople, DAY};
use crate::server::temporary_password::ShortPasswords;
use crate::server::{outbox, temporary_password};
use crate::ui::pages::admin::users::actions::UserCounts;
use crate::ui::response::{AdminRequest, admin_request};

/// What `/admin` shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// How many accounts have each status.
    pub counts: UserCounts,
    /// Imports that wait for somebody or are running.
    pub imports: Vec<Import>,
    /// The people added on each of the last days.
    pub added: Vec<AddedPeople>,
    /// When the first of those days began.
    pub added_since: Timestamp,
    /// How many emails are in which state.
    pub mails: OutboxCounts,
    /// The default kind of temporary password.
    pub preset: Preset,
    /// How many wrong tries lock one.
    pub attempts_allowed: i64,
    /// How many short ones work, where people get such.
    pub short_passwords: Option<ShortPasswords>,
    /// How many wrong guesses at short ones were counted in 24 hours.
    pub guesses: i64,
    /// How many lock the sign-in page for them.
    pub guesses_allowed: i64,
    /// How many mails that failed in the last 72 hours need somebody.
    pub failed_mails: i64,
}

/// Days that the overview looks back.
const DAYS: usize = 30;
/// As many of the newest imports are asked whether they are finished.
const IMPORTS: i64 = 20;

/// The state of everything.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn find_overview() -> Result<Overview, AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let now = state.clock.now();
    let today = time::first_moment(&request_context.time_zone, now);
    let added_since = Timestamp::from_millis(today.as_millis() - (DAYS as i64 - 1) * DAY);
    let mut imports = state.store.list_imports(IMPORTS).await?;
    imports.retain(|import| matches!(import.state, ImportState::Preview | ImportState::Running | ImportState::Paused));
    let counts = state.store.count_users_by_status().await?;
    Ok(Overview {
        imports,
        added: state.store.count_added_by_day(added_since, DAYS, counts.all).await?,
        added_since,
        mails: state.store.find_outbox_counts().await?,
        counts,
        preset: state.settings.preset,
        attempts_allowed: state.settings.temporary_password_attempts,
        short_passwords: temporary_password::short_passwords(&state).await?,
        guesses: state.store.count_code_guesses().await?,
        guesses_allowed: state.settings.code_guesses_per_day,
        failed_mails: outbox::count_failed_mails(&state).await?,
    })
}
