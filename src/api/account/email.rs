//! Another address for one's own account.

use crate::api::{asked, forget_session, go_to};
use crate::domain::UserId;
use crate::error::AppError;
use crate::server::visit::Visit;
use crate::server::{accounts, session};
use leptos::prelude::*;

/// Asks for another address. The answer is the same whether somebody has it already or not.
#[server(prefix = "", endpoint = "account/email")]
pub async fn change_email(email: String, current_password: String) -> Result<(), AppError> {
    let (state, visit) = asked();
    let session = session::require_user(&visit)?;
    accounts::ask_for_address(&state, session, &email, &current_password, &visit.origin).await?;
    go_to("/account?notice=email-asked");
    Ok(())
}

/// Makes the address that the mailed link went to the account's; signs nobody in.
#[server(prefix = "", endpoint = "account/email/confirm")]
pub async fn confirm_email(t: String) -> Result<(), AppError> {
    let (state, visit) = asked();
    let id = accounts::confirm_address(&state, &t, &visit.origin).await?;
    go_to(if is_of(&visit, &id) { "/account?notice=email-changed" } else { "/login?notice=email-changed" });
    Ok(())
}

/// Restores the earlier address, to which the mailed link went; ends all sessions.
#[server(prefix = "", endpoint = "account/email/undo")]
pub async fn undo_email(t: String) -> Result<(), AppError> {
    let (state, visit) = asked();
    let id = accounts::undo_address(&state, &t, &visit.origin).await?;
    let path = "/login?notice=email-restored";
    if is_of(&visit, &id) {
        forget_session(&state, path);
    } else {
        go_to(path);
    }
    Ok(())
}

fn is_of(visit: &Visit, id: &UserId) -> bool {
    visit.session.as_ref().is_some_and(|session| session.user.id == *id)
}

/// The address of whoever asks for another.
///
/// # Errors
/// [`AppError::NotSignedIn`].
pub async fn own_email() -> Result<String, AppError> {
    let (_, visit) = asked();
    Ok(session::require_user(&visit)?.user.email.as_str().to_owned())
}

/// The address a confirming link would set; looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_new_email(token: &str) -> Result<String, AppError> {
    let (state, _) = asked();
    Ok(accounts::find_new_address(&state, token).await?.as_str().to_owned())
}

/// The address a link back would restore; looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_earlier_email(token: &str) -> Result<String, AppError> {
    let (state, _) = asked();
    Ok(accounts::find_earlier_address(&state, token).await?.as_str().to_owned())
}
