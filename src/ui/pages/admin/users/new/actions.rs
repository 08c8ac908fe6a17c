//! The form that gives somebody an account.

use crate::domain::{Channel, Cpf, DisplayName, EmailAddress, Locale, NewUser, Preset, Role, UserId};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::server::{accounts, session};
use crate::ui::response::{go_to, request_context};
use leptos::prelude::*;

/// A fresh identifier for the form that makes an account: sent twice, it makes one.
pub fn new_user_id() -> String {
    request_context().0.clock.new_id()
}

/// All groups: their slugs and names.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn group_choices() -> Result<Vec<(String, String)>, AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let groups = state.store.list_groups().await?;
    Ok(groups.into_iter().map(|group| (group.slug.into(), group.name.into())).collect())
}

/// Makes an account and queues the mail with its temporary password. Answers
/// as soon as both are stored; the mail leaves later. `user` is the form's
/// [`new_user_id`].
#[server(prefix = "", endpoint = "admin/users/new")]
pub async fn create_user(
    display_name: String,
    email: String,
    role: Option<String>,
    locale: Option<String>,
    cpf: Option<String>,
    temporary_password: Option<String>,
    channel: Option<String>,
    groups: Option<String>,
    current_password: Option<String>,
    user: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let given = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    let mut wrong = Vec::new();
    let mut note = |field, problem| wrong.push(FieldError { field, problem });
    let display_name = DisplayName::parse(&display_name)
        .map_err(|problem| note(Field::DisplayName, Problem::DisplayName(problem)))
        .ok();
    let email = EmailAddress::parse(&email).map_err(|problem| note(Field::Email, Problem::Email(problem))).ok();
    let role = given(role).map_or(Some(Role::Member), |role| Role::parse(&role));
    if role.is_none() {
        note(Field::Role, Problem::Choice);
    }
    let locale = given(locale).map_or(Some(state.settings.default_locale), |locale| Locale::parse(&locale));
    if locale.is_none() {
        note(Field::Locale, Problem::Choice);
    }
    let cpf = given(cpf).map(|cpf| Cpf::parse(&cpf)).transpose().unwrap_or_else(|problem| {
        note(Field::Cpf, Problem::Cpf(problem));
        None
    });
    let preset = given(temporary_password).map(|preset| Preset::parse(&preset)).transpose().unwrap_or_else(|problem| {
        note(Field::TemporaryPassword, Problem::Preset(problem));
        None
    });
    let channel = given(channel).map_or(Some(Channel::Mail), |channel| Channel::parse(&channel));
    if channel.is_none() {
        note(Field::Channel, Problem::Choice);
    }
    let (Some(display_name), Some(email), Some(role), Some(locale), Some(channel), true) =
        (display_name, email, role, locale, channel, wrong.is_empty())
    else {
        return Err(AppError::InvalidForm(wrong));
    };
    let groups = accounts::find_groups(&state, &groups.unwrap_or_default()).await?;
    let new_user = NewUser { email, display_name, role, locale, cpf, preset, groups };
    let id = user.as_deref().and_then(UserId::parse);
    // Only now, so that a slip elsewhere in the form does not cost a try at the password.
    let admin = accounts::confirmed_admin(&state, &request_context, current_password.as_deref()).await?;
    let id = accounts::invite(&state, &admin, id, &new_user, channel).await?;
    match channel {
        Channel::Mail => go_to(&format!("/admin/users?notice=created&user={}", id.as_str())),
        Channel::InPerson => go_to(&format!("/admin/users/{}?notice=created-in-person", id.as_str())),
    }
    Ok(())
}
