//! Changing what an account says.

use crate::domain::user_fields::{UserDefaults, UserFields, UserReading};
use crate::domain::{Locale, Role, UserDetails, UserId, UserStatus};
use crate::error::{AppError, Field, Problem};
use crate::locale::time::Zone;
use crate::server::accounts::{self, CpfEdit};
use crate::server::session;
use crate::ui::pages::admin::users::new::actions::group_choices;
use crate::ui::response::{go_to, request_context};
use leptos::prelude::*;

/// What an admin can change of an account, as it is now.
#[derive(Clone, Debug)]
pub struct Editable {
    /// Whose.
    pub id: UserId,
    /// Their name.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The language of their pages and mails.
    pub locale: Locale,
    /// The time zone they have chosen, if they have.
    pub time_zone: Option<String>,
    /// Their CPF, masked, if they have one.
    pub cpf: Option<String>,
    /// Whether they have a password of their own: then both addresses are told of a change.
    pub has_password: bool,
    /// How the account stands.
    pub state: UserStatus,
    /// All groups: their slugs and names.
    pub all_groups: Vec<(String, String)>,
    /// The slugs of those they are in.
    pub groups: Vec<String>,
}

/// The account `id`, to be edited.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`];
/// [`AppError::DoesNotApply`] for a deleted one.
pub async fn editable(id: &str) -> Result<Editable, AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let id = UserId::parse(id).ok_or(AppError::NotFound)?;
    let account = state.store.find_account(&id).await?.ok_or(AppError::NotFound)?;
    if account.state == UserStatus::Deleted {
        return Err(AppError::DoesNotApply);
    }
    let cpf = accounts::find_cpf(&state, &id).await?;
    let all_groups = group_choices().await?;
    let groups = state.store.list_groups_of_user(&id).await?;
    let user = account.user;
    Ok(Editable {
        display_name: user.display_name.as_str().to_owned(),
        email: user.email.as_str().to_owned(),
        role: user.role,
        locale: user.locale,
        time_zone: user.time_zone.map(|zone| zone.name().to_owned()),
        cpf: cpf.map(|cpf| cpf.to_string()),
        has_password: user.password_hash.is_some(),
        state: account.state,
        all_groups,
        groups: groups.into_iter().map(|group| group.slug.into()).collect(),
        id,
    })
}

/// Puts what the form says in the place of what the account says. An empty
/// `cpf` leaves it as it is; `remove_cpf` takes it away.
#[server(prefix = "", endpoint = "admin/users/edit")]
pub async fn edit_user(
    user: String,
    display_name: String,
    email: String,
    role: String,
    locale: String,
    time_zone: Option<String>,
    cpf: Option<String>,
    remove_cpf: Option<String>,
    groups: Option<String>,
    current_password: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let id = UserId::parse(&user).ok_or(AppError::NotFound)?;
    let fields =
        UserFields { display_name, email, role: Some(role), locale: Some(locale), cpf, temporary_password: None };
    let mut reading = UserReading::read(&fields, UserDefaults::default());
    // A form without the field leaves the zone as it is.
    let time_zone = time_zone.map(|name| Zone::chosen(&name)).transpose();
    if time_zone.is_err() {
        reading.note(Field::TimeZone, Problem::Choice);
    }
    // A form without the field leaves the groups as they are.
    if let Some(named) = &groups {
        accounts::read_groups(&state, &mut reading, named).await?;
    }
    let typed = reading.finish().map_err(AppError::InvalidForm)?;
    let time_zone = time_zone.unwrap_or_default();
    let cpf = match typed.cpf {
        Some(cpf) => CpfEdit::Set(cpf),
        None if remove_cpf.is_some() => CpfEdit::Remove,
        None => CpfEdit::Keep,
    };
    // Only now, so that a slip elsewhere in the form does not cost a try at the password.
    let admin = accounts::confirmed_admin(&state, &request_context, current_password.as_deref()).await?;
    let details =
        UserDetails { email: typed.email, display_name: typed.display_name, role: typed.role, locale: typed.locale };
    accounts::edit(&state, &admin, &id, &details, cpf).await?;
    if groups.is_some() {
        state.store.update_groups_of_user(&id, &typed.groups, admin.by()).await?;
    }
    if let Some(zone) = time_zone {
        state.store.set_time_zone(&id, zone.as_ref(), Some(admin.by())).await?;
    }
    go_to(&format!("/admin/users/{id}?notice=saved"));
    Ok(())
}
