//! People: making an account, its mails, and what is wrong with them.

use super::{asked, go_to};
use crate::domain::{
    AccountStatus, Channel, Cpf, DeliveryState, DisplayName, EmailAddress, Locale, NewUser, Preset, Role, UserId,
};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::locale;
use crate::server::store::accounts::AccountOverview;
use crate::server::{accounts, clock, session};
use leptos::prelude::*;

/// The name and address of an account, for the banner that says it was made.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn find_user(id: &str) -> Result<Option<(String, String)>, AppError> {
    let (state, visit) = asked();
    session::require_admin(&visit)?;
    let Some(id) = UserId::parse(id) else { return Ok(None) };
    let user = state.store.find_user(&id).await?;
    Ok(user.map(|user| (user.display_name.as_str().to_owned(), user.email.as_str().to_owned())))
}

/// A fresh identifier for the form that makes an account: sent twice, it makes one.
pub fn new_user_id() -> String {
    asked().0.clock.new_id()
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
    current_password: Option<String>,
    user: Option<String>,
) -> Result<(), AppError> {
    let (state, visit) = asked();
    session::require_admin(&visit)?;
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
    let new_user = NewUser { email, display_name, role, locale, cpf, preset };
    let id = user.as_deref().and_then(UserId::parse);
    // Only now, so that a slip elsewhere in the form does not cost a try at the password.
    let admin = accounts::confirmed_admin(&state, &visit, current_password.as_deref()).await?;
    let id = accounts::invite(&state, &admin, id, &new_user, channel, &visit.origin).await?;
    match channel {
        Channel::Mail => go_to(&format!("/admin/users?notice=created&user={}", id.as_str())),
        Channel::InPerson => go_to(&format!("/admin/users/{}?notice=created-in-person", id.as_str())),
    }
    Ok(())
}

/// Sends a fresh temporary password; the earlier one ends when the new mail is
/// taken. `mail` is the newest one the form has seen.
#[server(prefix = "", endpoint = "admin/users/send-again")]
pub async fn send_again(user: String, mail: Option<String>) -> Result<(), AppError> {
    let (state, visit) = asked();
    let admin = session::require_admin(&visit)?;
    let id = UserId::parse(&user).ok_or(AppError::NotFound)?;
    let newest_seen = mail.as_deref().filter(|mail| !mail.is_empty());
    accounts::send_again(&state, &admin, &id, newest_seen, &visit.origin).await?;
    go_to(&format!("/admin/users?notice=sent-again&user={}", id.as_str()));
    Ok(())
}

/// An account's status as the JSON of a live event.
pub fn live_delivery(account: &AccountOverview, locale: Locale) -> Option<String> {
    serde_json::to_string(&status(account, locale)).ok()
}

/// How an account and its newest mail stand, in words.
pub(super) fn status(account: &AccountOverview, locale: Locale) -> AccountStatus {
    let delivery = account.delivery.as_ref();
    let state = delivery.map(|delivery| delivery.state);
    let mut reason = String::new();
    let mut answer = String::new();
    if let Some(mail) = delivery.filter(|mail| matches!(mail.state, DeliveryState::Waiting | DeliveryState::Failed)) {
        reason = locale::delivery_reason(locale, mail.state, mail.step.as_deref().unwrap_or_default());
        if let Some(next) = mail.next_try_at {
            reason.push(' ');
            reason.push_str(&locale::next_try(locale, next));
        }
        answer = mail.last_answer.clone().unwrap_or_default();
    }
    AccountStatus {
        user_id: account.user.id.as_str().to_owned(),
        state: account.state,
        state_label: locale::account_state(locale, account.state).to_owned(),
        mail_id: delivery.map(|mail| mail.id.clone()).unwrap_or_default(),
        delivery: state,
        delivery_label: state.map(|state| locale::delivery_state(locale, state)).unwrap_or_default().to_owned(),
        changed_at: delivery.map(|mail| clock::rfc3339(mail.updated_at)).unwrap_or_default(),
        changed_label: delivery.map(|mail| locale::time::moment(locale, mail.updated_at)).unwrap_or_default(),
        reason,
        answer,
    }
}
