//! The captured mails of development mode.

use crate::error::AppError;
use crate::server::email::CapturedMail;
use crate::ui::response::request_context;

/// All captured mails, newest first.
///
/// # Errors
/// [`AppError::NotFound`] outside development mode.
pub async fn list_captured_mails() -> Result<Vec<CapturedMail>, AppError> {
    let (state, _) = request_context();
    let mut mails = state.captured.as_ref().ok_or(AppError::NotFound)?.list();
    mails.reverse();
    Ok(mails)
}

/// One captured mail.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn find_captured_mail(id: &str) -> Result<CapturedMail, AppError> {
    let (state, _) = request_context();
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    state.captured.as_ref().and_then(|outbox| outbox.get(id)).ok_or(AppError::NotFound)
}
