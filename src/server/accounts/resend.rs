//! Resending a temporary password.

use crate::domain::UserId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::outbox::Seen;

/// Queues a fresh temporary password for somebody who has no password yet.
/// The earlier one ends when the mail server takes the new mail. By what the asking page
/// has `seen`, a second click asks for nothing more.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such account or it needs none.
pub async fn resend_temporary_password(
    state: &AppState,
    admin: &Admin,
    user_id: &UserId,
    seen: Seen<'_>,
) -> Result<(), AppError> {
    let queued = state.store.insert_another_temporary_password_mail(user_id, seen, admin.by()).await?;
    state.notify();
    if queued { Ok(()) } else { Err(AppError::NotFound) }
}
