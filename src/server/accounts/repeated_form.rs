//! A form that was sent twice: the second time its link or session is used up,
//! and a person who enters the password that the first one set gets the same result.

use super::{SignedIn, password_check};
use crate::domain::{EmailAddress, OwnPassword, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::store::audit::Origin;
use crate::server::store::sessions::NewSession;
use crate::server::store::used_tokens::TokenUse;
use crate::server::store::users::User;

/// What a form means whose token is used up.
pub enum Repeated {
    /// It was sent before, with the same password: its owner is signed in once more.
    SignedIn(SignedIn),
    /// It was sent before, with another password.
    OtherPassword,
    /// It was not sent before, or too long ago.
    No,
}

/// Signs in a person who sends a form again that has set `password` a moment ago. The
/// password is compared and counted like one at the sign-in page. `email` is the one in the form, if
/// it has one.
///
/// # Errors
/// [`AppError::TooManyTries`]; when the database does not answer.
pub async fn repeat_form(
    state: &AppState,
    used_for: TokenUse,
    token_hash: &str,
    email: Option<&str>,
    password: &str,
    origin: &Origin,
) -> Result<Repeated, AppError> {
    let Some(user) = find_owner(state, used_for, token_hash).await? else { return Ok(Repeated::No) };
    if email.is_some_and(|email| EmailAddress::parse(email).ok().as_ref() != Some(&user.email)) {
        return Ok(Repeated::No);
    }
    let Some(hash) = user.password_hash.as_ref().filter(|_| can_be_a_password(password)) else {
        return Ok(Repeated::OtherPassword);
    };
    if !password_check::is_own_password(state, &user, hash, password, origin).await? {
        return Ok(Repeated::OtherPassword);
    }
    let token = Token::generate();
    let token_hash = token.hash();
    let session = NewSession { token_hash: &token_hash, user_id: &user.id, replaces: None, origin };
    if !state.store.insert_session(&session, hash).await? {
        return Ok(Repeated::No);
    }
    tracing::debug!("a form was sent twice");
    Ok(Repeated::SignedIn(SignedIn::without_notice(token, user.id)))
}

/// Whether a form that signs nobody in was sent before.
pub(super) async fn has_set_password(
    state: &AppState,
    used_for: TokenUse,
    token_hash: &str,
    password: &str,
    origin: &Origin,
) -> Result<bool, AppError> {
    let Some(user) = find_owner(state, used_for, token_hash).await? else { return Ok(false) };
    match user.password_hash.as_ref().filter(|_| can_be_a_password(password)) {
        Some(hash) => password_check::is_own_password(state, &user, hash, password, origin).await,
        None => Ok(false),
    }
}

/// Whose account the form concerned that used the token up, if it did lately.
pub(super) async fn find_used_by(
    state: &AppState,
    used_for: TokenUse,
    token_hash: &str,
) -> Result<Option<UserId>, AppError> {
    Ok(state.store.find_used_token(token_hash, used_for).await?.map(|used| used.user_id))
}

async fn find_owner(state: &AppState, used_for: TokenUse, token_hash: &str) -> Result<Option<User>, AppError> {
    match state.store.find_used_token(token_hash, used_for).await? {
        Some(used) => Ok(state.store.find_user(&used.user_id).await?.filter(|user| !user.disabled)),
        None => Ok(None),
    }
}

const fn can_be_a_password(typed: &str) -> bool {
    !typed.is_empty() && typed.len() <= OwnPassword::MAX_INPUT_BYTES
}
