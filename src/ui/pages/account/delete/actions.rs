//! Deleting the own account.

use crate::error::AppError;
use crate::server::{accounts, session};
use crate::ui::response::{SignedInRequest, forget_session, request_context, signed_in_request};
use leptos::prelude::*;

/// Deletes the own account, where the operator lets people do that.
#[server(prefix = "", endpoint = "account/delete")]
pub async fn delete_account(current_password: String) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let session = session::require_user(&request_context);
    let token_hash =
        session.as_ref().ok().map(|session| &session.token_hash).or(request_context.ended_session.as_ref());
    let deleted = match &session {
        Ok(session) => accounts::delete_own_account(&state, session, &current_password, &request_context.origin).await,
        Err(error) => Err(error.clone()),
    };
    if let Err(error) = deleted {
        // The form sent twice: the first one has ended its session, or does so at this moment.
        let Some(token_hash) = token_hash else { return Err(error) };
        if !accounts::has_just_deleted_account(&state, token_hash).await? {
            return Err(error);
        }
    }
    forget_session(&state, "/login?notice=account-deleted");
    Ok(())
}

/// The address of the signed-in person's account, which they may delete.
///
/// # Errors
/// [`AppError::NotFound`] where the operator does not let people do that.
pub async fn find_deletable_account() -> Result<String, AppError> {
    let SignedInRequest { state, session, .. } = signed_in_request()?;
    if !state.settings.allow_self_deletion {
        return Err(AppError::NotFound);
    }
    Ok(session.user.email.as_str().to_owned())
}
