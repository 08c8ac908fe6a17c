//! Editing an account.

use crate::domain::user_fields::{UserDefaults, UserFields, UserReading};
use crate::domain::{AdminAction, GroupSlug, Locale, Role, UserDetails, UserId, UserStatus};
use crate::error::{AppError, Field, Problem};
use crate::locale::time::Zone;
use crate::server::AppState;
use crate::server::accounts::{self, ShownDetails, UserEdit};
use crate::server::store::administration::Change;
use crate::ui::changed_meanwhile::{FormValues, describe_now, read_shown};
use crate::ui::pages::admin::users::new::actions::list_group_choices;
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// What an admin can change of an account, as it is now.
#[derive(Clone, Debug)]
pub struct Editable {
    /// The person's id.
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
    /// The status of the account.
    pub status: UserStatus,
    /// Whether it is the reader's own, who administers.
    pub is_own: bool,
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
pub async fn find_editable(id: &str) -> Result<Editable, AppError> {
    let AdminRequest { state, session, .. } = admin_request()?;
    let id = UserId::parse(id).ok_or(AppError::NotFound)?;
    let account = state.store.find_user_overview(&id).await?.ok_or(AppError::NotFound)?;
    if account.status == UserStatus::Deleted {
        return Err(AppError::DoesNotApply);
    }
    let cpf = accounts::find_cpf(&state, &id).await?;
    let all_groups = list_group_choices().await?;
    let groups = state.store.list_groups_of_user(&id).await?;
    let user = account.user;
    Ok(Editable {
        is_own: session.user.id == id,
        display_name: user.display_name.as_str().to_owned(),
        email: user.email.as_str().to_owned(),
        role: user.role,
        locale: user.locale,
        time_zone: user.time_zone.map(|zone| zone.name().to_owned()),
        cpf: cpf.map(|cpf| cpf.to_string()),
        has_password: user.password_hash.is_some(),
        status: account.status,
        all_groups,
        groups: groups.into_iter().map(|group| group.slug.into()).collect(),
        id,
    })
}

impl Editable {
    /// What the form shows before anybody types.
    pub fn shown(&self) -> ShownDetails {
        ShownDetails {
            display_name: self.display_name.clone(),
            email: self.email.clone(),
            role: self.role.as_str().to_owned(),
            locale: self.locale.as_str().to_owned(),
            time_zone: self.time_zone.clone().unwrap_or_default(),
            cpf: self.cpf.clone().unwrap_or_default(),
            groups: self.groups.clone(),
        }
    }
}

impl FormValues for ShownDetails {
    fn fields(&self) -> Vec<(Field, String)> {
        let zone = if self.time_zone.is_empty() { Zone::USUAL } else { &self.time_zone };
        vec![
            (Field::DisplayName, self.display_name.clone()),
            (Field::Email, self.email.clone()),
            (Field::Role, self.role.clone()),
            (Field::Locale, self.locale.clone()),
            (Field::TimeZone, zone.to_owned()),
            (Field::Groups, self.groups.join(" ")),
        ]
    }
}

/// Puts what the form says in the place of what the account says. An empty
/// `cpf` leaves it as it is; `remove_cpf` takes it away. With what the form has `shown`, only what was changed
/// in it is changed, and an admin's own role only if they are `sure`. `sure_email` is the address that was asked about,
/// since it looks mistyped.
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
    shown: Option<String>,
    sure: Option<String>,
    sure_email: Option<String>,
    current_password: Option<String>,
) -> Result<(), AppError> {
    let AdminRequest { state, request_context, session, .. } = admin_request()?;
    let id = UserId::parse(&user).ok_or(AppError::NotFound)?;
    let fields =
        UserFields { display_name, email, role: Some(role), locale: Some(locale), cpf, temporary_password: None };
    let shown: Option<ShownDetails> = read_shown(shown.as_deref())?;
    let before = state.store.find_user_overview(&id).await?.ok_or(AppError::NotFound)?;
    // Whether to keep the address that the form has shown was decided earlier.
    let shown_email = shown.as_ref().map_or(before.user.email.as_str(), |shown| shown.email.as_str());
    let reading = read_fields(&fields, shown_email, sure_email.as_deref());
    let mut edit = read_edit(&state, reading, time_zone.as_deref(), groups.as_deref(), shown).await?;
    if edit.cpf == Change::Keep && remove_cpf.is_some() {
        edit.cpf = Change::Remove;
    }
    let gives_up_role = edit.details.role == Role::Member && session.user.id == id;
    if gives_up_role && edit.shown.is_some() && sure.is_none() {
        if !state.store.has_other_admin(&id).await? {
            return Err(AppError::LastAdmin);
        }
        return Err(AppError::field(Field::Role, Problem::OwnRole));
    }
    // Only now, so that a slip elsewhere in the form does not cost a try at the password.
    let admin = accounts::confirmed_admin(&state, &request_context, current_password.as_deref()).await?;
    let done = accounts::edit_user(&state, &admin, &id, &edit).await;
    done.map_err(|error| describe_now(request_context.locale, error))?;
    let after = state.store.find_user_overview(&id).await?.ok_or(AppError::NotFound)?;
    let is_mailed_again = before.user.email != after.user.email && AdminAction::Resend.applies_to(after.status);
    match (gives_up_role, is_mailed_again) {
        (true, _) => set_location("/account"),
        (_, true) => set_location(&format!("/admin/users/{id}?notice=saved-and-sent")),
        _ => set_location(&format!("/admin/users/{id}?notice=saved")),
    }
    Ok(())
}

/// Reads the fields that every form about a person has, and asks about a new address that looks mistyped.
fn read_fields(fields: &UserFields, shown_email: &str, sure_email: Option<&str>) -> UserReading {
    let mut reading = UserReading::read(fields, UserDefaults::default());
    if reading.email.as_ref().is_some_and(|email| email.as_str() != shown_email) {
        reading.ask_about_email(sure_email);
    }
    reading
}

/// Reads what else was typed. A form without a time zone or groups leaves them as they are.
async fn read_edit(
    state: &AppState,
    mut reading: UserReading,
    time_zone: Option<&str>,
    groups: Option<&str>,
    shown: Option<ShownDetails>,
) -> Result<UserEdit, AppError> {
    let time_zone = match time_zone.map(Zone::chosen).transpose() {
        Ok(chosen) => chosen.map_or(Change::Keep, |zone| zone.map_or(Change::Remove, Change::Set)),
        Err(_) => {
            reading.note(Field::TimeZone, Problem::Choice);
            Change::Keep
        }
    };
    if let Some(named) = groups {
        // One that was ticked before and is gone by now is no mistake of the form.
        let known = shown.as_ref().map(|shown| shown.groups.as_slice()).unwrap_or_default();
        let (old, new): (Vec<_>, Vec<_>) =
            named.split_whitespace().partition(|slug| known.iter().any(|one| one == slug));
        accounts::read_groups(state, &mut reading, &new.join(" ")).await?;
        reading.groups.extend(old.into_iter().filter_map(|slug| GroupSlug::parse(slug).ok()));
    }
    let typed = reading.finish().map_err(AppError::InvalidForm)?;
    Ok(UserEdit {
        details: UserDetails {
            email: typed.email,
            display_name: typed.display_name,
            role: typed.role,
            locale: typed.locale,
        },
        cpf: typed.cpf.map_or(Change::Keep, Change::Set),
        time_zone,
        groups: groups.map(|_| typed.groups),
        shown,
    })
}
