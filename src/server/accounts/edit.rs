//! Editing an account.

use super::{refused_action, taken_by};
use crate::domain::three_way::{ThreeWay, merge_sets};
use crate::domain::{Cpf, DisplayName, EmailAddress, GroupSlug, Role, UserDetails, UserId};
use crate::error::{AppError, Field};
use crate::locale::time::Zone;
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::administration::{Change, Edited, EditedUser, UserChange};
use crate::server::store::users::SealedCpf;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a form about a person held before anybody typed; it travels in a hidden field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownDetails {
    /// The name.
    pub display_name: String,
    /// The address.
    pub email: String,
    /// The role.
    pub role: String,
    /// The language.
    pub locale: String,
    /// The time zone; empty for the installation's.
    pub time_zone: String,
    /// The CPF, masked; empty where there is none.
    pub cpf: String,
    /// The slugs of the groups.
    pub groups: Vec<String>,
}

/// What a form about a person says.
pub struct UserEdit {
    /// Their details.
    pub details: UserDetails,
    /// What becomes of their CPF.
    pub cpf: Change<Cpf>,
    /// What becomes of their time zone; without one they follow the installation's.
    pub time_zone: Change<Zone>,
    /// Their groups; as they are where the form says nothing of them.
    pub groups: Option<BTreeSet<GroupSlug>>,
    /// What the form has shown: only what differs from it is changed. Without it, all that the form says is meant.
    pub shown: Option<ShownDetails>,
}

/// Does what a form says, all of it or nothing.
///
/// # Errors
/// [`AppError::PasswordNeeded`] when the address changes or somebody becomes an
/// administrator; [`AppError::InvalidForm`] when the address or the CPF is
/// taken; [`AppError::ChangedMeanwhile`] when a field was changed elsewhere too since it was shown;
/// [`AppError::NotFound`], [`AppError::DoesNotApply`], [`AppError::LastAdmin`].
pub async fn edit_user(state: &AppState, admin: &Admin, id: &UserId, edit: &UserEdit) -> Result<(), AppError> {
    let sealed = match &edit.cpf {
        Change::Set(cpf) => Some(state.keys.seal_cpf(cpf, id)),
        Change::Keep | Change::Remove => None,
    };
    let decide = |now: &EditedUser<'_>| {
        let change = merged(state, edit, sealed.as_ref(), now)?;
        if now.user.email != change.details.email
            || (now.user.role != Role::Admin && change.details.role == Role::Admin)
        {
            admin.require_confirmation()?;
        }
        Ok(change)
    };
    match state.store.edit_user(id, decide, admin.by()).await {
        Ok(Edited::Done) => {
            state.notify();
            Ok(())
        }
        Ok(Edited::Refused(refusal)) => Err(refused_action(refusal)),
        Ok(Edited::Undecided(error)) => Err(error),
        Err(error) => Err(taken_by(state, error, &edit.details.email, sealed.as_ref()).await),
    }
}

/// What the account is to say: what was changed in the form, and what is so `now`.
fn merged<'a>(
    state: &AppState,
    edit: &UserEdit,
    sealed: Option<&'a SealedCpf>,
    now: &EditedUser<'_>,
) -> Result<UserChange<'a>, AppError> {
    let (typed, details) = (edit.details.clone(), now.user.details());
    let shown = |field: fn(&ShownDetails) -> &String| edit.shown.as_ref().map(|shown| field(shown).as_str());
    let mut form = ThreeWay::default();
    let details = UserDetails {
        display_name: form.merge(
            Field::DisplayName,
            shown(|shown| &shown.display_name),
            typed.display_name,
            details.display_name,
            DisplayName::as_str,
        ),
        email: form.merge(Field::Email, shown(|shown| &shown.email), typed.email, details.email, EmailAddress::as_str),
        role: form.merge(Field::Role, shown(|shown| &shown.role), typed.role, details.role, |role| role.as_str()),
        locale: form
            .merge(Field::Locale, shown(|shown| &shown.locale), typed.locale, details.locale, |locale| locale.as_str()),
    };
    let zone = now.user.time_zone.clone();
    let typed_zone = match &edit.time_zone {
        Change::Keep => zone.clone(),
        Change::Set(zone) => Some(zone.clone()),
        Change::Remove => None,
    };
    let time_zone = form.merge(Field::TimeZone, shown(|shown| &shown.time_zone), typed_zone, zone, |zone| {
        zone.as_ref().map_or("", Zone::name)
    });
    let cpf = merged_cpf(state, edit, sealed, now, &mut form);
    let groups = match (&edit.groups, &edit.shown) {
        (None, _) => now.groups.clone(),
        (Some(typed), None) => typed.clone(),
        (Some(typed), Some(shown)) => {
            let shown = shown.groups.iter().filter_map(|slug| GroupSlug::parse(slug).ok()).collect();
            merge_sets(&shown, typed, &now.groups)
        }
    };
    form.finish(UserChange { details, time_zone, cpf, groups }).map_err(AppError::ChangedMeanwhile)
}

/// What becomes of the CPF, which the form shows masked.
fn merged_cpf<'a>(
    state: &AppState,
    edit: &UserEdit,
    sealed: Option<&'a SealedCpf>,
    now: &EditedUser<'_>,
    form: &mut ThreeWay,
) -> Change<&'a SealedCpf> {
    // Compared whole: masked, two can look the same.
    let cpf = now.sealed_cpf.as_ref().and_then(|sealed| state.keys.open_cpf(sealed, &now.user.id));
    let is_kept = match &edit.cpf {
        Change::Keep => true,
        Change::Set(typed) => cpf.as_ref() == Some(typed),
        Change::Remove => now.sealed_cpf.is_none(),
    };
    let masked = cpf.map(|cpf| cpf.to_string()).unwrap_or_default();
    if !is_kept && edit.shown.as_ref().is_some_and(|shown| shown.cpf != masked) {
        form.conflict(Field::Cpf, &masked);
    }
    match sealed {
        _ if is_kept => Change::Keep,
        Some(sealed) => Change::Set(sealed),
        None => Change::Remove,
    }
}

/// The CPF of a person, if they have one.
pub async fn find_cpf(state: &AppState, id: &UserId) -> Result<Option<Cpf>, StoreError> {
    let sealed = state.store.find_sealed_cpf(id).await?;
    Ok(sealed.and_then(|sealed| state.keys.open_cpf(&sealed, id)))
}
