//! Signing in and signing out.

use crate::error::{AppError, Field};
use crate::server::accounts;
use crate::server::oidc::authorize::{self, CONTINUE};
use crate::server::store::sessions::SessionPurpose;
use crate::ui::response::{begin_session, forget_session, own_path, request_context};
use leptos::prelude::*;

/// Signs in. With a temporary password it goes on to the choice of an own one.
#[server(prefix = "", endpoint = "login")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let signed_in = accounts::sign_in(&state, &request_context, &email, &password)
        .await
        .map_err(|error| error.and_empty(Field::Password, &password))?;
    let path = match signed_in.purpose {
        // Where a password is chosen; afterwards it goes on to the app that waits, if one does.
        SessionPurpose::FirstAccess => {
            waiting_path("/first-access", next.as_deref()).unwrap_or_else(|| "/first-access".to_owned())
        }
        SessionPurpose::Full => {
            let session = signed_in.token.hash();
            if let Err(error) = authorize::note_password(&state, &request_context, &session, next.as_deref()).await {
                // The session has begun: the app asks for the password once more.
                tracing::warn!(%error, "cannot note that a password was given for an app: {error}");
            }
            own_path(next.as_deref()).unwrap_or_else(|| "/".to_owned())
        }
    };
    begin_session(&state, &request_context, signed_in, &path).await
}

/// `page`, which leads on to the app that waits at `next`; none where none does.
#[cfg(feature = "ssr")]
fn waiting_path(page: &str, next: Option<&str>) -> Option<String> {
    let next = own_path(next).filter(|next| next.starts_with(CONTINUE))?;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
    Some(format!("{page}?{query}"))
}

/// Ends the session, if there is one. Where an app waits for somebody at `next`, another person signs in for it.
#[server(prefix = "", endpoint = "logout")]
pub async fn sign_out(#[server(default)] next: Option<String>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    accounts::sign_out(&state, &request_context).await?;
    let path = match waiting_path("/login", next.as_deref()) {
        Some(path) => path,
        None => "/login?notice=signed-out".to_owned(),
    };
    forget_session(&state, &path);
    Ok(())
}
