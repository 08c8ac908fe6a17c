//! Self-registration.

use crate::error::AppError;
use crate::server::accounts::{self, Confirmed, RegistrationRequest};
use crate::server::cookies;
use crate::server::oidc::authorize;
use crate::ui::pages::apps::actions::start_path;
use crate::ui::response::{begin_session, request_context, set_cookie, set_location};
use leptos::prelude::*;

pub use crate::server::accounts::Confirmation;

/// Registers. The answer is the same whether the address is known or not, and when the form (`once`) is sent twice.
/// `sure_email` is the address that was asked about, since it looks mistyped.
#[server(prefix = "", endpoint = "register")]
pub async fn register(
    display_name: String,
    email: String,
    password: String,
    sure_email: Option<String>,
    once: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let request = RegistrationRequest {
        display_name: &display_name,
        email: &email,
        password: &password,
        sure_email: sure_email.as_deref(),
        once: once.as_deref(),
        locale: request_context.locale,
        origin: &request_context.origin,
    };
    let browser = accounts::register(&state, request).await?;
    set_cookie(cookies::REGISTRATION.set(&state, browser.reveal()));
    set_location("/register?notice=mail-sent");
    Ok(())
}

/// Confirms a registration. `password` is asked for only in a browser that did not register.
#[server(prefix = "", endpoint = "register/confirm")]
pub async fn confirm_registration(
    #[server(default)] t: Option<String>,
    #[server(default)] link: Option<String>,
    password: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let password = password.unwrap_or_default();
    let browser = request_context.registration.as_deref();
    let token = request_context.token_of_form(t, link.as_deref())?;
    match accounts::confirm_registration(&state, &token, browser, &password, &request_context.origin).await? {
        Confirmed::SignedIn(signed_in) => {
            // The new session takes the place of one this browser may have had.
            accounts::sign_out(&state, &request_context).await?;
            let waiting = authorize::waiting_path(&state, &request_context).await?;
            let path = match waiting {
                Some(path) => path.to_owned(),
                None => start_path(&state, &signed_in.user_id, "registered").await,
            };
            begin_session(&state, &request_context, signed_in, &path).await
        }
        Confirmed::Pending => {
            set_location("/register?notice=pending");
            Ok(())
        }
    }
}

/// What the page behind the mailed link asks for; looking consumes nothing.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn find_confirmation(t: Option<String>) -> Result<Confirmation, AppError> {
    let (state, request_context) = request_context();
    accounts::find_confirmation(&state, &request_context.token_of_link(t), request_context.registration.as_deref())
        .await
}
