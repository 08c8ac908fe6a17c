//! First access: from a temporary password to an own one, by sign-in or by link.

use super::repeated_form::repeat_form;
use super::sign_in::note_failure;
use super::{SignedIn, check_typed, link_hash, new_password_of, new_password_unlike, refused};
use crate::domain::{EmailAddress, InvalidOwnPassword, OwnPassword, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::password::{PasswordHasher, readings};
use crate::server::session::Session;
use crate::server::store::audit::Origin;
use crate::server::store::own_passwords::FirstAccess;
use crate::server::store::rate_limit::sign_in::FailedSignIn;
use crate::server::store::temporary_passwords::OpenTemporaryPassword;
use crate::server::store::used_tokens::TokenUse;
use crate::server::store::users::User;

/// Makes `new_password` the own one of somebody who signed in with a temporary
/// one. That is used up in the same transaction, not before: a tab closed
/// half-way costs nothing.
///
/// # Errors
/// [`AppError::InvalidForm`] with the reason the password is refused;
/// [`AppError::NotSignedIn`] when somebody chose one meanwhile.
pub async fn choose_password(
    state: &AppState,
    session: &Session,
    new_password: &str,
    origin: &Origin,
) -> Result<SignedIn, AppError> {
    let user = &session.user;
    let password = new_password_of(state, user, new_password)?;
    match set_chosen(state, user, FirstAccess::Session(&session.token_hash), &password, origin).await {
        Err(AppError::NotSignedIn) => {
            let repeated =
                repeat_form(state, TokenUse::FirstAccess, &session.token_hash, None, new_password, origin).await?;
            repeated.signed_in().ok_or(AppError::NotSignedIn)
        }
        done => done,
    }
}

async fn set_chosen(
    state: &AppState,
    user: &User,
    first_access: FirstAccess<'_>,
    password: &OwnPassword,
    origin: &Origin,
) -> Result<SignedIn, AppError> {
    let open = state.store.list_open_temporary_passwords(&user.id).await?;
    let hasher = state.hasher.asked_by_known(origin.address);
    if is_one_of(&hasher, &open, password.reveal(), &user.id).await? {
        return Err(refused(Field::NewPassword, InvalidOwnPassword::SameAsTemporary));
    }
    let hash = hasher.hash(password.reveal()).await?;
    let token = Token::generate();
    // Asked before: the same form, sent twice at once, may make the first browser known.
    let has_device = state.store.has_device(&user.id).await?;
    let chosen = state.store.set_first_password(&user.id, first_access, &hash, &token.hash(), origin).await?;
    state.notify();
    if !chosen {
        return Err(AppError::NotSignedIn);
    }
    let signed_in = if has_device { SignedIn::to_account } else { SignedIn::without_notice };
    Ok(signed_in(token, user.id.clone()))
}

/// Whether somebody chose one of their temporary passwords, with its case flipped or without its separators as well.
/// One hash is computed for each of these readings that the preset could have made: for most passwords none.
async fn is_one_of(
    hasher: &PasswordHasher,
    open: &[OpenTemporaryPassword],
    chosen: &str,
    user_id: &UserId,
) -> Result<bool, AppError> {
    for OpenTemporaryPassword { preset, hash, .. } in open {
        for reading in readings(*preset, chosen) {
            if hasher.verify(&reading, std::slice::from_ref(hash), Some(user_id)).await? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whose first access a link opens.
#[derive(Clone, Debug)]
pub struct FirstAccessLink {
    /// Their address.
    pub email: EmailAddress,
    /// Whether the temporary password beside it is nothing but digits.
    pub is_numeric: bool,
}

/// Whose first access the link in a mail opens. Looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`], also when it is out of tries.
pub async fn find_first_access_link(state: &AppState, link: &str) -> Result<FirstAccessLink, AppError> {
    let hash = link_hash(link)?;
    let email = find_owner(state, &hash).await?.email;
    let open = state.store.find_temporary_password_of_link(&hash).await?;
    Ok(FirstAccessLink { email, is_numeric: open.is_some_and(|open| open.preset.is_numeric()) })
}

/// The same by who holds the link of the mail and types its temporary password.
/// Tries by link are counted separately, so that no stranger can lock it. `shown` is
/// whose link the page said it is, if a page sent the form.
///
/// # Errors
/// As [`choose_password`]; [`AppError::LinkNotValid`], also when it is out of
/// tries; a wrong temporary password says how many are left.
pub async fn choose_password_by_link(
    state: &AppState,
    link: &str,
    shown: Option<&str>,
    temporary_password: &str,
    new_password: &str,
    origin: &Origin,
) -> Result<SignedIn, AppError> {
    let link = link_hash(link)?;
    match choose_by_link(state, &link, shown, temporary_password, new_password, origin).await {
        Err(error @ (AppError::LinkNotValid | AppError::NotSignedIn)) => {
            let repeated = repeat_form(state, TokenUse::FirstAccess, &link, None, new_password, origin).await?;
            repeated.signed_in().ok_or(error)
        }
        done => done,
    }
}

async fn choose_by_link(
    state: &AppState,
    link: &str,
    shown: Option<&str>,
    temporary_password: &str,
    new_password: &str,
    origin: &Origin,
) -> Result<SignedIn, AppError> {
    let user = find_owner(state, link).await?;
    require_shown(shown, &user.email)?;
    // Nothing is counted for a form that could not be accepted anyway.
    let temporary_password = temporary_password.trim();
    let typed = check_typed(temporary_password, Field::Password);
    let chosen = new_password_unlike(state, &user, new_password, temporary_password);
    let password = match (typed, chosen) {
        (Ok(()), Ok(password)) => password,
        (typed, chosen) => {
            let wrong = [typed.err(), chosen.err()].into_iter().flatten();
            return Err(AppError::InvalidForm(wrong.flat_map(|error| error.fields().to_vec()).collect()));
        }
    };
    let open = state.store.find_temporary_password_of_link(link).await?.ok_or(AppError::LinkNotValid)?;
    let typed = open.preset.normalise(temporary_password);
    if !open.preset.could_be(&typed) {
        // No guess at it, so it costs none of the tries.
        return Err(wrong_temporary_password(&open));
    }
    let open = state.store.reserve_link_attempt(link).await?.ok_or(AppError::LinkNotValid)?;
    let hasher = state.hasher.asked_by_known(origin.address);
    match hasher.verify(&typed, std::slice::from_ref(&open.hash), Some(&user.id)).await {
        Ok(true) => state.store.release_link_attempt(&open).await?,
        Ok(false) => {
            let failure = FailedSignIn { target: Some(&user.id), ..FailedSignIn::default() };
            note_failure(state, &failure, origin).await?;
            return Err(wrong_temporary_password(&open));
        }
        Err(error) => {
            // Nothing was compared.
            state.store.release_link_attempt(&open).await?;
            return Err(error.into());
        }
    }
    set_chosen(state, &user, FirstAccess::Link(link), &password, origin).await
}

fn wrong_temporary_password(open: &OpenTemporaryPassword) -> AppError {
    match u32::try_from(open.attempts_allowed - open.attempts) {
        Ok(left @ 1..) => AppError::field(Field::Password, Problem::WrongTemporaryPassword { left }),
        _ => AppError::LinkNotValid,
    }
}

async fn find_owner(state: &AppState, link_hash: &str) -> Result<User, AppError> {
    state.store.find_first_access_link(link_hash).await?.ok_or(AppError::LinkNotValid)
}

/// Whether the page that sent a form showed the `owner` of its link: another
/// link, opened in another tab meanwhile, may have taken its place in the cookie.
fn require_shown(shown: Option<&str>, owner: &EmailAddress) -> Result<(), AppError> {
    if shown.is_none_or(|shown| shown == owner.as_str()) { Ok(()) } else { Err(AppError::LinkNotValid) }
}
