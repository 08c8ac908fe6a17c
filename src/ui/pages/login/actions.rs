//! In and out.

use crate::error::{AppError, Field};
use crate::server::accounts;
use crate::server::oidc::authorize::CONTINUE;
use crate::server::store::sessions::SessionPurpose;
use crate::ui::response::{begin_session, forget_session, own_path, request_context};
use leptos::prelude::*;

/// Signs in. With a temporary password it goes on to the choice of an own one.
#[server(prefix = "", endpoint = "login")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let signed_in =
        accounts::sign_in(&state, &email, &password, request_context.device.as_deref(), &request_context.origin)
            .await
            .map_err(|error| error.and_empty(Field::Password, &password))?;
    // The new session takes the place of one this browser may have had.
    accounts::sign_out(&state, &request_context).await?;
    let path = match signed_in.purpose {
        SessionPurpose::FirstAccess => first_access_path(next.as_deref()),
        SessionPurpose::Full => own_path(next.as_deref()).unwrap_or_else(|| "/".to_owned()),
    };
    begin_session(&state, &request_context, signed_in, &path).await
}

/// Where a password is chosen; afterwards it goes on to the app that waits, if one does.
#[cfg(feature = "ssr")]
fn first_access_path(next: Option<&str>) -> String {
    match own_path(next).filter(|next| next.starts_with(CONTINUE)) {
        Some(next) => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
            format!("/first-access?{query}")
        }
        None => "/first-access".to_owned(),
    }
}

/// Ends the session, if there is one.
#[server(prefix = "", endpoint = "logout")]
pub async fn sign_out() -> Result<(), AppError> {
    let (state, request_context) = request_context();
    accounts::sign_out(&state, &request_context).await?;
    forget_session(&state, "/login?notice=signed-out");
    Ok(())
}
