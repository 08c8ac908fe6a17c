//! Signing out for an app, once the person has agreed.

use crate::error::AppError;
use crate::server::accounts;
use crate::server::oidc::logout::LogoutRequest;
use crate::ui::response::{forget_session, request_context};
use leptos::prelude::*;

/// Ends the session, and goes on to the page that leads back to the app.
#[server(prefix = "", endpoint = "oauth/logout/confirm")]
pub async fn confirm_logout(
    #[server(default)] client_id: Option<String>,
    #[server(default)] post_logout_redirect_uri: Option<String>,
    #[server(default)] state: Option<String>,
) -> Result<(), AppError> {
    let (app_state, request_context) = request_context();
    accounts::sign_out(&app_state, &request_context).await?;
    app_state.notify();
    let request = LogoutRequest { id_token_hint: None, client_id, post_logout_redirect_uri, state };
    forget_session(&app_state, &format!("/oauth/logout/done?{}", request.to_query()));
    Ok(())
}
