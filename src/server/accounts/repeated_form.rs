//! A form that was sent twice: the second time its link or session is used up,
//! and a person who enters the password that the first one set gets the same result.

use super::signed_in::begin_session_again;
use super::{SignedIn, check_typed, password_check};
use crate::domain::{EmailAddress, UserId};
use crate::error::{AppError, Field};
use crate::server::AppState;
use crate::server::password::HashedPassword;
use crate::server::store::audit::Origin;
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

impl Repeated {
    /// The new session, if there is one.
    pub fn signed_in(self) -> Option<SignedIn> {
        match self {
            Self::SignedIn(signed_in) => Some(signed_in),
            Self::OtherPassword | Self::No => None,
        }
    }
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
    let Some(hash) = matching_hash(state, &user, password, origin).await? else { return Ok(Repeated::OtherPassword) };
    match begin_session_again(state, &user.id, hash, origin).await? {
        Some(signed_in) => {
            tracing::debug!("a form was sent twice");
            Ok(Repeated::SignedIn(signed_in))
        }
        None => Ok(Repeated::No),
    }
}

/// Whether a form that signs nobody in was sent before, with the same password.
pub(super) async fn has_set_password(
    state: &AppState,
    used_for: TokenUse,
    token_hash: &str,
    password: &str,
    origin: &Origin,
) -> Result<bool, AppError> {
    let Some(user) = find_owner(state, used_for, token_hash).await? else { return Ok(false) };
    Ok(matching_hash(state, &user, password, origin).await?.is_some())
}

/// The hash of a person's password, if `password` is it; a wrong one counts as a wrong try at signing in.
async fn matching_hash<'a>(
    state: &AppState,
    user: &'a User,
    password: &str,
    origin: &Origin,
) -> Result<Option<&'a HashedPassword>, AppError> {
    let Some(hash) = &user.password_hash else { return Ok(None) };
    let is_it = check_typed(password, Field::Password).is_ok()
        && password_check::is_own_password(state, user, hash, password, origin).await?;
    Ok(is_it.then_some(hash))
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
