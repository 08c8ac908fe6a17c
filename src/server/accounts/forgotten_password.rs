//! A forgotten password: asking for another, and setting it by the mailed link.

use super::repeated_form::has_set_password;
use super::{link_hash, new_password_of};
use crate::domain::EmailAddress;
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::request_context::RequestContext;
use crate::server::store::audit::Origin;
use crate::server::store::rate_limit::requests::LimitDecision;
use crate::server::store::used_tokens::TokenUse;
use crate::server::store::users::User;

/// Writes down that somebody asked for a new password. Who that is, and
/// whether anybody, the worker finds out: same answer, same work for all. The same form, whose token is `once`, asks
/// once also when it is sent twice.
///
/// # Errors
/// [`AppError::InvalidForm`] for an invalid address; [`AppError::TooManyTries`] from one network, whatever
/// the address.
pub async fn request_password_reset(
    state: &AppState,
    email: &str,
    once: Option<&str>,
    origin: &Origin,
) -> Result<(), AppError> {
    let email = EmailAddress::parse(email).map_err(|problem| AppError::field(Field::Email, Problem::Email(problem)))?;
    let network = origin.address.map(|address| state.keys.network(address));
    let form = once.and_then(Token::parse);
    let id = match form {
        Some(form) => state.keys.form_token(&form, &[email.as_str()]).row_id(0).to_string(),
        None => state.clock.new_id(),
    };
    if let LimitDecision::NotBefore(time) =
        state.store.insert_password_request(&id, &email, origin, network.as_deref()).await?
    {
        return Err(state.too_many_tries(time));
    }
    state.notify_after_the_answer();
    Ok(())
}

/// Whose password a link would set. Looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_password_link(state: &AppState, token: &str) -> Result<EmailAddress, AppError> {
    Ok(find_owner(state, &link_hash(token)?).await?.email)
}

/// Sets a new password with a link. All sessions end; nobody is
/// signed in by it (OWASP Forgot Password).
///
/// # Errors
/// [`AppError::LinkNotValid`]; [`AppError::InvalidForm`] with the reason the password is refused.
pub async fn reset_password(
    state: &AppState,
    token: &str,
    new_password: &str,
    request_context: &RequestContext,
) -> Result<(), AppError> {
    let link = link_hash(token)?;
    let origin = &request_context.origin;
    match reset_by_link(state, &link, new_password, request_context).await {
        Err(AppError::LinkNotValid)
            if has_set_password(state, TokenUse::PasswordReset, &link, new_password, origin).await? =>
        {
            Ok(())
        }
        done => done,
    }
}

async fn reset_by_link(
    state: &AppState,
    link: &str,
    new_password: &str,
    request_context: &RequestContext,
) -> Result<(), AppError> {
    let user = find_owner(state, link).await?;
    let password = new_password_of(state, &user, new_password)?;
    let hash = state.hasher.asked_by_known(request_context.origin.address).hash(password.reveal()).await?;
    let subject = state.keys.failure_subject(user.email.as_str());
    let (device, origin) = (request_context.device_token().map(|token| token.hash()), &request_context.origin);
    let done = state.store.take_password_link(link, &hash, &subject, device.as_deref(), origin).await?;
    state.notify();
    if done { Ok(()) } else { Err(AppError::LinkNotValid) }
}

async fn find_owner(state: &AppState, link_hash: &str) -> Result<User, AppError> {
    state.store.find_password_link(link_hash).await?.ok_or(AppError::LinkNotValid)
}
