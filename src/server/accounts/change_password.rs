//! Changing the own password.

use super::{SignedIn, new_password_of, password_check, refused, repeat_form};
use crate::domain::{InvalidOwnPassword, OwnPassword};
use crate::error::{AppError, Field};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::request_context::RequestContext;
use crate::server::session::Session;
use crate::server::store::audit::Origin;
use crate::server::store::used_tokens::TokenUse;

/// Puts a new own password in the place of the current one and ends all sessions but a new one.
///
/// # Errors
/// [`AppError::InvalidForm`], also when the current password is wrong, which
/// counts as a wrong try at signing in.
pub async fn change_password(
    state: &AppState,
    session: &Session,
    current_password: &str,
    new_password: &str,
    request_context: &RequestContext,
) -> Result<SignedIn, AppError> {
    let (user, origin) = (&session.user, &request_context.origin);
    let password = new_password_of(state, user, new_password)?;
    let checked = password_check::check_current_password(state, session, current_password, origin).await;
    let old = match checked {
        Ok(old) => old,
        Err(error) => return change_again(state, session, password.reveal(), origin, error).await,
    };
    if OwnPassword::normalise(current_password).as_str() == password.reveal() {
        return Err(refused(Field::NewPassword, InvalidOwnPassword::SameAsCurrent));
    }
    let hash = state.hasher.asked_by_known(origin.address).hash(password.reveal()).await?;
    let (token, device) = (Token::generate(), request_context.device_token().map(|token| token.hash()));
    let changed =
        state.store.set_changed_password(&user.id, old, &hash, &token.hash(), device.as_deref(), origin).await?;
    state.notify();
    if !changed {
        return change_again(state, session, password.reveal(), origin, AppError::NotSignedIn).await;
    }
    Ok(SignedIn::to_account(token, user.id.clone()))
}

/// Signs in again whose form of the change was sent twice at once; else it is `error`.
async fn change_again(
    state: &AppState,
    session: &Session,
    password: &str,
    origin: &Origin,
    error: AppError,
) -> Result<SignedIn, AppError> {
    let repeated = repeat_form(state, TokenUse::PasswordChange, &session.token_hash, None, password, origin).await?;
    repeated.signed_in().ok_or(error)
}
