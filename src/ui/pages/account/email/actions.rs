//! A new address for the signed-in person's account.

use crate::domain::UserId;
use crate::error::AppError;
use crate::server::accounts::{self, NewAddress, NewAddressRequest};
use crate::server::request_context::RequestContext;
use crate::ui::response::{SignedInRequest, forget_session, request_context, set_location, signed_in_request};
use leptos::prelude::*;

/// Asks for another address. The answer is the same whether somebody has it already or not, and when the form (`once`)
/// is sent twice. `sure_email` is the address that was asked about, since it looks mistyped.
#[server(prefix = "", endpoint = "account/email")]
pub async fn change_email(
    email: String,
    current_password: String,
    sure_email: Option<String>,
    once: Option<String>,
) -> Result<(), AppError> {
    let SignedInRequest { state, request_context, session } = signed_in_request()?;
    let request = NewAddressRequest {
        email: &email,
        current_password: &current_password,
        sure_email: sure_email.as_deref(),
        once: once.as_deref(),
        origin: &request_context.origin,
    };
    accounts::request_address_change(&state, &session, request).await?;
    set_location("/account?notice=email-asked");
    Ok(())
}

/// Takes the request for another address back: the mailed link sets nothing any more.
#[server(prefix = "", endpoint = "account/email/cancel")]
pub async fn cancel_email_change() -> Result<(), AppError> {
    let SignedInRequest { state, request_context, session } = signed_in_request()?;
    let is_canceled = state.store.cancel_address_change(&session.user.id, &request_context.origin).await?;
    set_location(if is_canceled { "/account?notice=email-canceled" } else { "/account" });
    Ok(())
}

/// Makes the address that the mailed link went to the account's; signs nobody in. `password` is asked for only where the
/// browser has no session of the account.
#[server(prefix = "", endpoint = "account/email/confirm")]
pub async fn confirm_email(
    #[server(default)] t: Option<String>,
    #[server(default)] link: Option<String>,
    password: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let token = request_context.token_of_form(t, link.as_deref())?;
    let (session, password) = (request_context.session.as_ref(), password.unwrap_or_default());
    let id = accounts::confirm_address(&state, &token, session, &password, &request_context.origin).await?;
    set_location(match session {
        Some(session) if session.user.id == id => "/account?notice=email-changed",
        // The sign-in page would lead them on to the account that is signed in here.
        Some(_) => "/account?notice=other-email-changed",
        None => "/login?notice=email-changed",
    });
    Ok(())
}

/// Restores the earlier address, to which the mailed link went; ends all sessions.
#[server(prefix = "", endpoint = "account/email/undo")]
pub async fn undo_email(
    #[server(default)] t: Option<String>,
    #[server(default)] link: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let token = request_context.token_of_form(t, link.as_deref())?;
    let id = accounts::undo_address(&state, &token, &request_context.origin).await?;
    let path = "/login?notice=email-restored";
    if is_of(&request_context, &id) {
        forget_session(&state, path);
    } else {
        set_location(path);
    }
    Ok(())
}

fn is_of(request_context: &RequestContext, id: &UserId) -> bool {
    request_context.session.as_ref().is_some_and(|session| session.user.id == *id)
}

/// The current email of the account.
///
/// # Errors
/// [`AppError::NotSignedIn`].
pub async fn find_own_email() -> Result<String, AppError> {
    let SignedInRequest { session, .. } = signed_in_request()?;
    Ok(session.user.email.as_str().to_owned())
}

/// The address a confirming link would set, and whether the page asks for the password; looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_new_email(t: Option<String>) -> Result<NewAddress, AppError> {
    let (state, request_context) = request_context();
    accounts::find_new_address(&state, &request_context.token_of_link(t), request_context.session.as_ref()).await
}

/// The address a link back would restore; looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_earlier_email(t: Option<String>) -> Result<String, AppError> {
    let (state, request_context) = request_context();
    Ok(accounts::find_earlier_address(&state, &request_context.token_of_link(t)).await?.as_str().to_owned())
}
