//! A new address for the signed-in person's account: asked for, confirmed at the new one,
//! and undone from the old one.

use super::repeated_form::find_used_by;
use super::{link_hash, sign_in};
use crate::domain::{EmailAddress, InvalidOwnPassword, UserId};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::rate_limit::UNCONFIRMED;
use crate::server::session::Session;
use crate::server::store::StoreError;
use crate::server::store::address_changes::{AddressChangeRequest, NewAddressChange};
use crate::server::store::audit::Origin;
use crate::server::store::used_tokens::TokenUse;

/// What a person typed who asks for another address.
pub struct NewAddressRequest<'a> {
    /// `email`
    pub email: &'a str,
    /// `current_password`
    pub current_password: &'a str,
    /// `sure_email`: the address that was asked about.
    pub sure_email: Option<&'a str>,
    /// `once`: the token of the form.
    pub once: Option<&'a str>,
    /// Where the request came from.
    pub origin: &'a Origin,
}

/// Notes another address for the person's account and mails a link to it. The
/// account keeps the one it has until the link is used. The answer is the same
/// whether somebody has the address already or not.
///
/// # Errors
/// [`AppError::InvalidForm`], also when the current password is wrong, which
/// counts as a wrong try at signing in; [`AppError::TooManyTries`], also when
/// the person has asked for many addresses lately.
pub async fn ask_for_address(
    state: &AppState,
    session: &Session,
    request: NewAddressRequest<'_>,
) -> Result<(), AppError> {
    let NewAddressRequest { email, current_password, sure_email, once, origin } = request;
    let user = &session.user;
    let mut wrong = Vec::new();
    let mut note = |field, problem| wrong.push(FieldError { field, problem });
    let email = match EmailAddress::parse(email) {
        Ok(email) if email == user.email => {
            note(Field::Email, Problem::EmailUnchanged);
            None
        }
        Ok(email) => {
            if let Some(question) = Problem::misspelt_email(&email, sure_email) {
                note(Field::Email, question);
            }
            Some(email)
        }
        Err(problem) => {
            note(Field::Email, Problem::Email(problem));
            None
        }
    };
    if current_password.is_empty() {
        note(Field::CurrentPassword, Problem::Password(InvalidOwnPassword::Empty));
    }
    let (Some(email), true) = (email, wrong.is_empty()) else { return Err(AppError::InvalidForm(wrong)) };
    let checked = sign_in::check_current_password(state, session, current_password, origin).await?;
    let expires_at = state.clock.now().plus(UNCONFIRMED).to_full_minute();
    let form = once.and_then(Token::parse);
    let token = form.map(|form| state.keys.form_token(&form, &[user.id.as_str(), email.as_str()]));
    let id = token.map(|token| move |again| token.row_id(again).to_string());
    let id = id.as_ref().map(|id| id as &(dyn Fn(u32) -> String + Sync));
    let new = NewAddressChange { form: id, own_password: checked, email: &email, expires_at };
    let outcome = state.store.insert_address_change(&user.id, &new, origin).await?;
    state.notify();
    match outcome {
        AddressChangeRequest::Noted => Ok(()),
        AddressChangeRequest::TooOften(next) => Err(sign_in::too_many(state, next)),
        AddressChangeRequest::AccountClosed => Err(AppError::NotSignedIn),
    }
}

/// The address a confirming link would set. Looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_new_address(state: &AppState, token: &str) -> Result<EmailAddress, AppError> {
    let link = link_hash(token)?;
    let change = state.store.find_address_change_by_token(&link).await?;
    change.map(|change| change.email).ok_or(AppError::LinkNotValid)
}

/// Makes the address of the link the account's; returns whose.
///
/// # Errors
/// [`AppError::LinkNotValid`], also when somebody got the address meanwhile.
pub async fn confirm_address(state: &AppState, token: &str, origin: &Origin) -> Result<UserId, AppError> {
    let link = link_hash(token)?;
    let taken = state.store.take_address_change(&link, origin).await;
    state.notify();
    or_used_before(state, TokenUse::AddressChange, &link, taken).await
}

/// The address a link back would restore. Looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_earlier_address(state: &AppState, token: &str) -> Result<EmailAddress, AppError> {
    let link = link_hash(token)?;
    state.store.find_address_undo(&link).await?.ok_or(AppError::LinkNotValid)
}

/// Restores the address of the link back and ends all sessions; returns whose.
///
/// # Errors
/// [`AppError::LinkNotValid`], also when somebody got the address meanwhile.
pub async fn undo_address(state: &AppState, token: &str, origin: &Origin) -> Result<UserId, AppError> {
    let link = link_hash(token)?;
    let taken = state.store.take_address_undo(&link, origin).await;
    state.notify();
    or_used_before(state, TokenUse::AddressUndo, &link, taken).await
}

/// A form sent twice did its work the first time.
async fn or_used_before(
    state: &AppState,
    used_for: TokenUse,
    link: &str,
    taken: Result<Option<UserId>, StoreError>,
) -> Result<UserId, AppError> {
    match taken {
        Ok(Some(id)) => Ok(id),
        Ok(None) | Err(StoreError::EmailTaken) => {
            find_used_by(state, used_for, link).await?.ok_or(AppError::LinkNotValid)
        }
        Err(other) => Err(other.into()),
    }
}
