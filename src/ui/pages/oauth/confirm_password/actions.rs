//! The own password, asked for again by an app.

use crate::error::AppError;
use crate::server::accounts;
use crate::server::oidc::authorize;
use crate::ui::response::{SignedInRequest, own_path, set_location, signed_in_request};
use leptos::prelude::*;

/// Checks the signed-in person's own password, remembers when, and goes on to `next`, an address of ours.
#[server(prefix = "", endpoint = "confirm-password")]
pub async fn confirm_own_password(
    #[server(default)] current_password: String,
    #[server(default)] next: Option<String>,
) -> Result<(), AppError> {
    let SignedInRequest { state, request_context, session, .. } = signed_in_request()?;
    accounts::confirm_password(&state, &request_context, &current_password).await?;
    authorize::note_password(&state, &request_context, &session.token_hash, next.as_deref()).await?;
    set_location(own_path(next.as_deref()).as_deref().unwrap_or("/account"));
    Ok(())
}
