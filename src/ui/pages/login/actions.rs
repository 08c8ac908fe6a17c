//! In and out.

use crate::error::AppError;
use crate::server::accounts;
use crate::server::store::sessions::SessionPurpose;
use crate::ui::response::{begin_session, forget_session, own_path, request_context};
use leptos::prelude::*;

/// Signs in. With a temporary password it goes on to the choice of an own one.
#[server(prefix = "", endpoint = "login")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let signed_in =
        accounts::sign_in(&state, &email, &password, request_context.device.as_deref(), &request_context.origin)
            .await?;
    // The new session takes the place of one this browser may have had.
    accounts::sign_out(&state, &request_context).await?;
    let path = match signed_in.purpose {
        SessionPurpose::FirstAccess => "/first-access",
        SessionPurpose::Full => own_path(next.as_deref()).unwrap_or("/"),
    };
    begin_session(&state, &request_context, &signed_in, path).await
}

/// Ends the session, if there is one.
#[server(prefix = "", endpoint = "logout")]
pub async fn sign_out() -> Result<(), AppError> {
    let (state, request_context) = request_context();
    accounts::sign_out(&state, &request_context).await?;
    forget_session(&state, "/login?notice=signed-out");
    Ok(())
}
