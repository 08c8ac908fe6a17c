//! Changes what an account says.

use super::{refused_action, taken_by};
use crate::domain::{Cpf, GroupSlug, Role, UserDetails, UserId};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::locale::time::Zone;
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::administration::{CpfChange, ShownDetails};
use crate::server::store::groups::Membership;
use crate::server::store::users::User;
use std::collections::BTreeSet;

/// What an edit does to the CPF.
pub enum CpfEdit {
    /// It stays as it is.
    Keep,
    /// It is this one now.
    Set(Cpf),
    /// There is none any more.
    Remove,
}

/// What a form about a person says.
pub struct UserEdit {
    /// Their details.
    pub details: UserDetails,
    /// What becomes of their CPF.
    pub cpf: CpfEdit,
    /// The time zone they choose, if any; as it is where the form says nothing of it.
    pub time_zone: Option<Option<Zone>>,
    /// Their groups; as they are where the form says nothing of them.
    pub groups: Option<BTreeSet<GroupSlug>>,
}

/// Puts `details` in the place of what the account says.
///
/// # Errors
/// [`AppError::PasswordNeeded`] when the address changes or somebody becomes an
/// administrator; [`AppError::InvalidForm`] when the address or the CPF is
/// taken; [`AppError::NotFound`], [`AppError::DoesNotApply`], [`AppError::LastAdmin`].
pub async fn edit(
    state: &AppState,
    admin: &Admin,
    id: &UserId,
    details: &UserDetails,
    cpf: CpfEdit,
) -> Result<(), AppError> {
    let user = state.store.find_user(id).await?.ok_or(AppError::NotFound)?;
    set_details(state, admin, &user, details, None, cpf).await
}

/// Does what a form says. With what it has `shown`, it changes only what was changed in it.
///
/// # Errors
/// As [`edit`]; [`AppError::ChangedMeanwhile`] when a field was changed elsewhere too since then.
pub async fn edit_by_form(
    state: &AppState,
    admin: &Admin,
    id: &UserId,
    edit: UserEdit,
    shown: Option<&ShownDetails>,
) -> Result<(), AppError> {
    let user = state.store.find_user(id).await?.ok_or(AppError::NotFound)?;
    let UserEdit { details, cpf, time_zone, groups } = edit;
    let zone_name = |zone: Option<&Zone>| zone.map(|zone| zone.name().to_owned()).unwrap_or_default();
    // As it was shown, it stays as it is by now.
    let time_zone = time_zone.filter(|typed| shown.is_none_or(|shown| zone_name(typed.as_ref()) != shown.time_zone));
    if let Some(shown) = shown {
        let mut changed = changed_details(shown, &details, &user);
        let now = zone_name(user.time_zone.as_ref());
        if time_zone.as_ref().is_some_and(|typed| now != shown.time_zone && now != zone_name(typed.as_ref())) {
            changed.push((Field::TimeZone, now));
        }
        changed.extend(changed_cpf(state, id, shown, &cpf).await?.map(|now| (Field::Cpf, now)));
        if !changed.is_empty() {
            return Err(changed_meanwhile(changed));
        }
    }
    match set_details(state, admin, &user, &details, shown, cpf).await {
        Err(AppError::ChangedMeanwhile(_)) => {
            let user = state.store.find_user(id).await?.ok_or(AppError::NotFound)?;
            let changed = shown.map(|shown| changed_details(shown, &details, &user)).unwrap_or_default();
            return Err(changed_meanwhile(changed));
        }
        done => done?,
    }
    match (groups, shown) {
        (Some(groups), Some(shown)) => change_groups(state, admin, id, &groups, shown).await?,
        (Some(groups), None) => state.store.set_groups_of_user(id, &groups, admin.by()).await?,
        (None, _) => {}
    }
    if let Some(zone) = time_zone {
        state.store.set_time_zone(id, zone.as_ref(), Some(admin.by())).await?;
    }
    Ok(())
}

/// The details that were changed in the form and elsewhere, and what they are now.
fn changed_details(shown: &ShownDetails, typed: &UserDetails, user: &User) -> Vec<(Field, String)> {
    let now = user.details();
    let fields = shown.merged(typed, &now).err().unwrap_or_default();
    let word = |field| match field {
        Field::DisplayName => now.display_name.as_str().to_owned(),
        Field::Email => now.email.as_str().to_owned(),
        Field::Role => now.role.as_str().to_owned(),
        _ => now.locale.as_str().to_owned(),
    };
    fields.into_iter().map(|field| (field, word(field))).collect()
}

/// The CPF there is now, masked, where the form changes it and another one was shown.
async fn changed_cpf(
    state: &AppState,
    id: &UserId,
    shown: &ShownDetails,
    cpf: &CpfEdit,
) -> Result<Option<String>, AppError> {
    if matches!(cpf, CpfEdit::Keep) {
        return Ok(None);
    }
    let now = find_cpf(state, id).await?;
    let is_done = match cpf {
        CpfEdit::Set(cpf) => now.as_ref() == Some(cpf),
        CpfEdit::Remove | CpfEdit::Keep => now.is_none(),
    };
    let now = now.map(|cpf| cpf.to_string()).unwrap_or_default();
    Ok((!is_done && now != shown.cpf).then_some(now))
}

fn changed_meanwhile(changed: Vec<(Field, String)>) -> AppError {
    let error = |(field, now)| FieldError { field, problem: Problem::ChangedMeanwhile { now } };
    AppError::ChangedMeanwhile(changed.into_iter().map(error).collect())
}

/// Puts somebody into the groups that were ticked since they were `shown`, and takes them out of the others.
async fn change_groups(
    state: &AppState,
    admin: &Admin,
    id: &UserId,
    typed: &BTreeSet<GroupSlug>,
    shown: &ShownDetails,
) -> Result<(), AppError> {
    let shown: BTreeSet<GroupSlug> = shown.groups.iter().filter_map(|slug| GroupSlug::parse(slug).ok()).collect();
    for slug in typed.symmetric_difference(&shown) {
        let change = if typed.contains(slug) { Membership::Add } else { Membership::Remove };
        state.store.set_group_members(slug, change, std::slice::from_ref(id), admin.by()).await?;
    }
    Ok(())
}

async fn set_details(
    state: &AppState,
    admin: &Admin,
    user: &User,
    typed: &UserDetails,
    shown: Option<&ShownDetails>,
    cpf: CpfEdit,
) -> Result<(), AppError> {
    let id = &user.id;
    let merged = shown.and_then(|shown| shown.merged(typed, &user.details()).ok());
    let details = merged.as_ref().unwrap_or(typed);
    if user.email != details.email || (user.role != Role::Admin && details.role == Role::Admin) {
        admin.require_confirmation()?;
    }
    let sealed = match &cpf {
        CpfEdit::Set(cpf) => Some(state.keys.seal_cpf(cpf, id)),
        CpfEdit::Keep | CpfEdit::Remove => None,
    };
    let change = match (&cpf, &sealed) {
        (CpfEdit::Set(_), Some(sealed)) => CpfChange::Set(sealed),
        (CpfEdit::Remove, _) => CpfChange::Remove,
        _ => CpfChange::Keep,
    };
    let outcome = match state.store.set_user_details(id, typed, shown, change, admin.by()).await {
        Ok(outcome) => outcome,
        Err(error) => return Err(taken_by(state, error, &details.email, sealed.as_ref()).await),
    };
    state.notify();
    outcome.map_err(refused_action)
}

/// The CPF of a person, if they have one.
pub async fn find_cpf(state: &AppState, id: &UserId) -> Result<Option<Cpf>, StoreError> {
    let sealed = state.store.find_sealed_cpf(id).await?;
    Ok(sealed.and_then(|sealed| state.keys.open_cpf(&sealed, id)))
}
