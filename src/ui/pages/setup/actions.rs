//! The first administrator.

use crate::domain::{DisplayName, EmailAddress, NewUser, Role};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::server::accounts::Repeated;
use crate::server::keys::Token;
use crate::server::store::used_tokens::TokenUse;
use crate::server::{AppState, accounts};
use crate::ui::response::{begin_session, request_context};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Whether the set-up address may still be used.
///
/// # Errors
/// [`AppError::LinkNotValid`].
pub async fn check_link(token: &str) -> Result<(), AppError> {
    let state = expect_context::<AppState>();
    let link = accounts::link_hash(token)?;
    if state.store.find_setup_link(&link).await? { Ok(()) } else { Err(AppError::LinkNotValid) }
}

/// Whether the program still waits for its first administrator; `false` where
/// the database does not say.
pub async fn is_without_admin() -> bool {
    let state = expect_context::<AppState>();
    state.store.find_any_admin().await.is_ok_and(|found| !found)
}

/// Where the first administrator begins.
const DONE: &str = "/admin/users?notice=set-up";

/// Makes the first administrator, signed in.
#[server(prefix = "", endpoint = "setup")]
pub async fn set_up(t: String, display_name: String, email: String, password: String) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    if let Err(error) = check_link(&t).await {
        // Its own form, sent twice, has used it up.
        let Some(token) = Token::parse(&t) else { return Err(error) };
        let origin = &request_context.origin;
        let (used_for, link) = (TokenUse::Setup, token.hash());
        return match accounts::repeat_form(&state, used_for, &link, Some(&email), &password, origin).await? {
            Repeated::SignedIn(signed_in) => begin_session(&state, &request_context, &signed_in, DONE).await,
            Repeated::OtherPassword | Repeated::No => Err(error),
        };
    }
    let mut wrong = Vec::new();
    let mut note = |field, problem| wrong.push(FieldError { field, problem });
    let name = DisplayName::parse(&display_name)
        .map_err(|problem| note(Field::DisplayName, Problem::DisplayName(problem)))
        .ok();
    let email = EmailAddress::parse(&email).map_err(|problem| note(Field::Email, Problem::Email(problem))).ok();
    let (Some(display_name), Some(email)) = (name, email) else {
        return Err(AppError::InvalidForm(wrong));
    };
    let admin = NewUser {
        email,
        display_name,
        role: Role::Admin,
        locale: request_context.locale,
        cpf: None,
        preset: None,
        groups: BTreeSet::new(),
    };
    let signed_in = accounts::set_up(&state, &t, &admin, &password, &request_context.origin).await?;
    begin_session(&state, &request_context, &signed_in, DONE).await
}
