//! The language of the pages, and of the emails to a person.

use crate::domain::Locale;
use crate::error::AppError;
use crate::server::session::Session;
use crate::server::{AppState, cookies};
use axum::http::HeaderValue;

/// Sets the language of the pages in this browser by the cookie it returns, and where somebody is signed in that of the
/// emails to them.
///
/// # Errors
/// When the database does not answer.
pub async fn set_language(
    state: &AppState,
    session: Option<&Session>,
    locale: Locale,
) -> Result<HeaderValue, AppError> {
    if let Some(session) = session {
        state.store.set_locale(&session.user.id, locale).await?;
    }
    Ok(cookies::LOCALE.set(state, locale.as_str()))
}
