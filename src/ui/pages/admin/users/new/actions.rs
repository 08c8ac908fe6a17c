//! The form that adds a person.

use crate::domain::user_fields::{UserDefaults, UserFields, UserReading};
use crate::domain::{Channel, EmailAddress, Role, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::store::users::User;
use crate::server::temporary_password::{self, ShortPasswords};
use crate::server::{accounts, apps};
use crate::ui::response::{AdminRequest, admin_request, request_context, set_location};
use leptos::prelude::*;

/// All groups: their slugs and names.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn list_group_choices() -> Result<Vec<(String, String)>, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    let groups = state.store.list_groups().await?;
    Ok(groups.into_iter().map(|group| (group.slug.into(), group.name.into())).collect())
}

/// What a person can be put into and invited for.
#[derive(Clone, Debug)]
pub struct Choices {
    /// All groups: their slugs and names.
    pub groups: Vec<(String, String)>,
    /// All apps: their client IDs and names.
    pub apps: Vec<(String, String)>,
}

/// All groups and apps.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn find_choices() -> Result<Choices, AppError> {
    let groups = list_group_choices().await?;
    let apps = request_context().0.store.list_apps().await?.into_iter().map(|app| app.details);
    Ok(Choices { groups, apps: apps.map(|app| (app.client_id.to_string(), app.name.into())).collect() })
}

/// Who has this address.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn find_owner(email: &str) -> Result<Option<User>, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    let Ok(email) = EmailAddress::parse(email) else { return Ok(None) };
    Ok(state.store.find_user_by_email(&email).await?)
}

/// How many short temporary passwords work now, where the settings give people such.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn find_short_passwords() -> Result<Option<ShortPasswords>, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    Ok(temporary_password::short_passwords(&state).await?)
}

/// Makes an account and queues the mail with its temporary password. Answers
/// as soon as both are stored; the mail leaves later. `user` is the form's
/// [`new_id`](crate::ui::response::new_id); `sure_email` the address that was asked about, since it looks mistyped.
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
    app: Option<String>,
    current_password: Option<String>,
    user: Option<String>,
    sure_email: Option<String>,
) -> Result<(), AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let fields = UserFields { display_name, email, role, locale, cpf, temporary_password };
    let defaults = UserDefaults { role: Some(Role::Member), locale: Some(state.settings.default_locale) };
    let mut reading = UserReading::read(&fields, defaults);
    reading.ask_about_email(sure_email.as_deref());
    reading.check_preset(state.settings.preset_rules());
    accounts::read_groups(&state, &mut reading, &groups.unwrap_or_default()).await?;
    apps::read_app(&state, &mut reading, app.as_deref()).await?;
    let channel = match channel.filter(|channel| !channel.trim().is_empty()) {
        Some(channel) => Channel::parse(&channel).unwrap_or_else(|| {
            reading.note(Field::Channel, Problem::Choice);
            Channel::Mail
        }),
        None => Channel::Mail,
    };
    let new_user = reading.finish().map_err(AppError::InvalidForm)?;
    let id = user.as_deref().and_then(UserId::parse);
    // Only now, so that a slip elsewhere in the form does not cost a try at the password.
    let admin = accounts::confirmed_admin(&state, &request_context, current_password.as_deref()).await?;
    let id = accounts::create_user(&state, &admin, id, &new_user, channel).await?;
    match channel {
        Channel::Mail => set_location(&format!("/admin/users?notice=created&user={}", id.as_str())),
        Channel::InPerson => set_location(&format!("/admin/users/{}?notice=created-in-person", id.as_str())),
    }
    Ok(())
}
