//! The end of one's own account.

use crate::error::AppError;
use crate::server::{accounts, session};
use crate::ui::response::{forget_session, request_context};
use leptos::prelude::*;

/// Deletes the own account, where the operator lets people do that.
#[server(prefix = "", endpoint = "account/delete")]
pub async fn delete_account(current_password: String) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let session = session::require_user(&request_context)?;
    accounts::delete_own_account(&state, session, &current_password, &request_context.origin).await?;
    forget_session(&state, "/login?notice=account-deleted");
    Ok(())
}

/// The address of whoever may delete their account.
///
/// # Errors
/// [`AppError::NotFound`] where the operator does not let people do that.
pub async fn may_delete() -> Result<String, AppError> {
    let (state, request_context) = request_context();
    let session = session::require_user(&request_context)?;
    if !state.settings.allow_self_deletion {
        return Err(AppError::NotFound);
    }
    Ok(session.user.email.as_str().to_owned())
}
