//! The admin's own password, asked for before sensitive actions.
//!
//! It counts as given for a while (OWASP ASVS 5.0, 7.5.1). The actions ask, so that no endpoint can forget to.

use super::password_check;
use crate::error::AppError;
use crate::server::request_context::RequestContext;
use crate::server::session::Admin;
use crate::server::{AppState, session};

/// The signed-in administrator, who has confirmed with `current_password` if
/// one was typed. A wrong one counts as a wrong try at signing in.
///
/// # Errors
/// As [`session::require_admin`]; [`AppError::InvalidForm`] when the password is wrong;
/// [`AppError::TooManyTries`].
pub async fn confirmed_admin(
    state: &AppState,
    request_context: &RequestContext,
    current_password: Option<&str>,
) -> Result<Admin, AppError> {
    let admin = session::require_admin(request_context)?;
    match current_password.filter(|typed| !typed.is_empty()) {
        Some(typed) => {
            confirm_password(state, request_context, typed).await?;
            Ok(admin.with_confirmation())
        }
        None => Ok(admin),
    }
}

/// Checks the signed-in person's own password and remembers when.
///
/// # Errors
/// [`AppError::InvalidForm`] when it is wrong; [`AppError::TooManyTries`].
pub async fn confirm_password(state: &AppState, request_context: &RequestContext, typed: &str) -> Result<(), AppError> {
    let session = session::require_user(request_context)?;
    let checked = password_check::check_current_password(state, session, typed, &request_context.origin).await?;
    let id = &session.user.id;
    let is_open = state.store.set_session_confirmed(&session.token_hash, id, checked, &request_context.origin).await?;
    if is_open { Ok(()) } else { Err(AppError::NotSignedIn) }
}
