//! How everything stands, on one page.

use crate::domain::Preset;
use crate::error::AppError;
use crate::server::{outbox, session};
use crate::ui::pages::admin::users::actions::UserCounts;
use crate::ui::response::request_context;

/// What `/admin` shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// How all accounts stand.
    pub counts: UserCounts,
    /// The default kind of temporary password.
    pub preset: Preset,
    /// How many wrong tries lock one.
    pub attempts_allowed: i64,
    /// How many wrong guesses at short ones were counted in 24 hours.
    pub guesses: i64,
    /// How many lock the sign-in page for them.
    pub guesses_allowed: i64,
    /// How many mails were given up in the last 72 hours.
    pub mails_given_up: i64,
}

/// How everything stands.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn find_overview() -> Result<Overview, AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    Ok(Overview {
        counts: state.store.count_users_by_status().await?,
        preset: state.settings.preset,
        attempts_allowed: state.settings.temporary_password_attempts,
        guesses: state.store.find_code_guesses().await?,
        guesses_allowed: state.settings.code_guesses_per_day,
        mails_given_up: outbox::count_given_up(&state).await?,
    })
}
