//! A forgotten password.

use super::{asked, go_to};
use crate::error::AppError;
use crate::server::accounts;
use leptos::prelude::*;

/// Asks for a mail that leads back in. The answer is the same whether the address is known or not.
#[server(prefix = "", endpoint = "forgot-password")]
pub async fn forget_password(email: String) -> Result<(), AppError> {
    let (state, visit) = asked();
    accounts::forget_password(&state, &email, &visit.origin).await?;
    go_to("/forgot-password?notice=mail-sent");
    Ok(())
}

/// Sets the password of whoever holds the link; signs nobody in.
#[server(prefix = "", endpoint = "reset-password")]
pub async fn reset_password(t: String, new_password: String) -> Result<(), AppError> {
    let (state, visit) = asked();
    accounts::reset_password(&state, &t, &new_password, &visit.origin).await?;
    go_to("/login?notice=password-reset");
    Ok(())
}

/// The address of whoever holds the link; looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_password_link(token: &str) -> Result<String, AppError> {
    let (state, _) = asked();
    let (_, email) = accounts::find_password_link(&state, token).await?;
    Ok(email.as_str().to_owned())
}
