//! The first admin, created with the setup link.

use super::repeated_form::repeat_form;
use super::{SignedIn, finish_with_password, link_hash, taken};
use crate::domain::NewUser;
use crate::domain::user_fields::UserReading;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::store::audit::Origin;
use crate::server::store::used_tokens::TokenUse;

/// Whether the setup link still works.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn check_setup_link(state: &AppState, token: &str) -> Result<(), AppError> {
    if state.store.is_setup_link_valid(&link_hash(token)?).await? { Ok(()) } else { Err(AppError::LinkNotValid) }
}

/// Creates the first admin with the setup link, and signs them in.
///
/// # Errors
/// [`AppError::LinkNotValid`] when the address was used, has expired, or an
/// administrator exists; [`AppError::InvalidForm`]. A form sent twice signs in again.
pub async fn set_up(
    state: &AppState,
    link: &str,
    reading: UserReading,
    password: &str,
    origin: &Origin,
) -> Result<SignedIn, AppError> {
    let link = link_hash(link)?;
    if !state.store.is_setup_link_valid(&link).await? {
        // Its own form, sent twice, has used it up.
        let new_user = reading.finish().map_err(|_| AppError::LinkNotValid)?;
        return set_up_again(state, &link, &new_user, password, origin).await;
    }
    let (new_user, password) = finish_with_password(state, reading, password)?;
    let hash = state.hasher.hash(password.reveal()).await?;
    let token = Token::generate();
    let made = state.store.take_setup_link(&link, &new_user, &hash, &token.hash(), origin).await.map_err(taken)?;
    match made {
        Some(user_id) => Ok(SignedIn::without_notice(token, user_id)),
        None => set_up_again(state, &link, &new_user, password.reveal(), origin).await,
    }
}

/// Signs in the first administrator whose form is sent a second time.
async fn set_up_again(
    state: &AppState,
    link: &str,
    new_user: &NewUser,
    password: &str,
    origin: &Origin,
) -> Result<SignedIn, AppError> {
    let email = Some(new_user.email.as_str());
    repeat_form(state, TokenUse::Setup, link, email, password, origin).await?.signed_in().ok_or(AppError::LinkNotValid)
}
