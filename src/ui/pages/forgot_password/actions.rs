//! Asking for a link that sets a new password.

use crate::error::AppError;
use crate::server::accounts;
use crate::server::oidc::authorize;
use crate::ui::response::{request_context, set_location};
use leptos::prelude::*;

/// Asks for a mail that leads back in. The answer is the same whether the address is known or not, and when the form
/// (`once`) is sent twice.
#[server(prefix = "", endpoint = "forgot-password")]
pub async fn forget_password(email: String, once: Option<String>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    accounts::request_password_reset(&state, &email, once.as_deref(), &request_context.origin).await?;
    set_location("/forgot-password?notice=mail-sent");
    Ok(())
}

/// Sets a new password with a link; signs nobody in. `username` is what the page fills in next, and nothing goes by it.
#[server(prefix = "", endpoint = "reset-password")]
pub async fn reset_password(
    #[server(default)] t: Option<String>,
    #[server(default)] link: Option<String>,
    new_password: String,
    #[server(default)] username: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let token = request_context.token_of_form(t, link.as_deref())?;
    let reset = accounts::reset_password(&state, &token, &new_password, &request_context).await;
    reset.map_err(AppError::naming_passwords)?;
    let waiting = authorize::waiting_path(&state, &request_context).await?;
    // What the page is told leaves the address before the answer does (`web/middleware/flash.rs`).
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("notice", "password-reset");
    query.extend_pairs(username.map(|email| ("user", email)));
    query.extend_pairs(waiting.map(|path| ("next", path)));
    set_location(&format!("/login?{}", query.finish()));
    Ok(())
}

/// The email of the account of a link; looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_password_link(t: Option<String>) -> Result<String, AppError> {
    let (state, request_context) = request_context();
    Ok(accounts::find_password_link(&state, &request_context.token_of_link(t)).await?.as_str().to_owned())
}
