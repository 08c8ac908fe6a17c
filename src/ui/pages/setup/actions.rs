//! Creating the first admin, with the setup link.

use crate::domain::Role;
use crate::domain::user_fields::{UserDefaults, UserFields, UserReading};
use crate::error::AppError;
use crate::server::{AppState, accounts};
use crate::ui::response::{begin_session, request_context};
use leptos::prelude::*;

/// Whether the setup link still works.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn check_link(t: Option<String>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    accounts::check_setup_link(&state, &request_context.token_of_link(t)).await
}

/// Whether the program still waits for its first administrator; `false` where
/// the database does not say.
pub async fn is_without_admin() -> bool {
    let state = expect_context::<AppState>();
    state.store.has_admin().await.is_ok_and(|found| !found)
}

/// Where the first administrator begins.
const DONE: &str = "/admin/users?notice=set-up";

/// Makes the first administrator, signed in. `sure_email` is the address that was asked about, since it looks mistyped.
#[server(prefix = "", endpoint = "setup")]
pub async fn set_up(
    #[server(default)] t: Option<String>,
    #[server(default)] link: Option<String>,
    display_name: String,
    email: String,
    password: String,
    sure_email: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    let fields = UserFields { display_name, email, ..UserFields::default() };
    let defaults = UserDefaults { role: Some(Role::Admin), locale: Some(request_context.locale) };
    let mut reading = UserReading::read(&fields, defaults);
    reading.ask_about_email(sure_email.as_deref());
    let token = request_context.token_of_form(t, link.as_deref())?;
    let signed_in = accounts::set_up(&state, &token, reading, &password, &request_context.origin).await?;
    begin_session(&state, &request_context, signed_in, DONE).await
}
