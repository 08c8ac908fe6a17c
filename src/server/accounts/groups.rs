//! Creating, renaming and deleting groups, and changing their members.

use super::refused_action;
use crate::domain::three_way::ThreeWay;
use crate::domain::user_fields::UserReading;
use crate::domain::{EmailAddress, GroupId, GroupName, GroupSlug, InvalidGroupSlug, UserId};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::administration::Edited;
use crate::server::store::groups::{Group, Membership};

/// People whose places in a group are changed in one transaction: others write meanwhile.
const AT_A_TIME: usize = 500;

/// Makes a group. Without a slug the name suggests one. With an `id` from a form, that form makes one group however
/// often it is sent.
///
/// # Errors
/// [`AppError::InvalidForm`] when the name or the slug is invalid or taken.
pub async fn create_group(
    state: &AppState,
    admin: &Admin,
    id: Option<GroupId>,
    slug: Option<&str>,
    name: &str,
) -> Result<Group, AppError> {
    let mut wrong = Vec::new();
    let mut note = |field, problem| wrong.push(FieldError { field, problem });
    let name = GroupName::parse(name).map_err(|invalid| note(Field::GroupName, Problem::GroupName(invalid))).ok();
    let typed = slug.filter(|slug| !slug.trim().is_empty());
    let slug = match (typed, &name) {
        (Some(typed), _) => Some(GroupSlug::parse(typed)),
        // None where the name has no Latin letter.
        (None, Some(name)) => Some(GroupSlug::from_name(name).ok_or(InvalidGroupSlug::Empty)),
        (None, None) => None,
    };
    let slug = slug.and_then(|slug| slug.map_err(|invalid| note(Field::GroupSlug, Problem::GroupSlug(invalid))).ok());
    let (Some(name), Some(slug)) = (name, slug) else { return Err(AppError::InvalidForm(wrong)) };
    let mut made = match id.clone() {
        Some(id) => state.store.insert_group_as(id, &slug, &name, admin.by()).await,
        None => state.store.insert_group(&slug, &name, admin.by()).await,
    };
    // Sent before: what it made then is what it asks for, even under another name since. With other words it is
    // another form.
    if let (Err(StoreError::IdTaken | StoreError::GroupTaken), Some(id)) = (&made, id)
        && let Some(group) = state.store.find_group_by_id(&id).await?
    {
        if group.slug == slug {
            return Ok(group);
        }
        made = state.store.insert_group(&slug, &name, admin.by()).await;
    }
    match made {
        Err(StoreError::GroupTaken) => {
            // A slug somebody typed may be what is taken.
            let is_slug = typed.is_some() && state.store.find_group(&slug).await?.is_some();
            let field = if is_slug { Field::GroupSlug } else { Field::GroupName };
            Err(AppError::field(field, Problem::GroupTaken))
        }
        made => Ok(made?),
    }
}

/// Gives a group another name; its slug stays. `shown` is the name that the form held before anybody typed.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::InvalidForm`] when the name is invalid or taken; [`AppError::ChangedMeanwhile`]
/// when the group has another name by now than was shown.
pub async fn rename_group(
    state: &AppState,
    admin: &Admin,
    slug: &GroupSlug,
    name: &str,
    shown: Option<&str>,
) -> Result<(), AppError> {
    let decide = |now: &str| {
        let mut form = ThreeWay::default();
        let merged = form.merge(Field::GroupName, shown, name, now, |name| *name);
        let name = form.finish(merged).map_err(AppError::ChangedMeanwhile)?;
        GroupName::parse(name).map_err(|invalid| AppError::field(Field::GroupName, Problem::GroupName(invalid)))
    };
    match state.store.set_group_name(slug, decide, admin.by()).await {
        Ok(Edited::Done) => Ok(()),
        Ok(Edited::Refused(refusal)) => Err(refused_action(refusal)),
        Ok(Edited::Undecided(error)) => Err(error),
        Err(StoreError::GroupTaken) => Err(AppError::field(Field::GroupName, Problem::GroupTaken)),
        Err(error) => Err(error.into()),
    }
}

/// Deletes a group; its members keep their accounts. With an `id`, only the group with that one.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn delete_group(
    state: &AppState,
    admin: &Admin,
    slug: &GroupSlug,
    id: Option<&GroupId>,
) -> Result<(), AppError> {
    if state.store.delete_group(slug, id, admin.by()).await? { Ok(()) } else { Err(AppError::NotFound) }
}

/// Puts people into a group or takes them out of it; how many that changed.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn change_members(
    state: &AppState,
    admin: &Admin,
    slug: &GroupSlug,
    change: Membership,
    people: &[UserId],
) -> Result<usize, AppError> {
    let mut count = 0;
    for part in people.chunks(AT_A_TIME) {
        let changed = state.store.set_group_members(slug, change, part, admin.by()).await?;
        count += changed.ok_or(AppError::NotFound)?;
    }
    Ok(count)
}

/// The accounts with these addresses, which are listed in a text field.
///
/// # Errors
/// [`AppError::InvalidForm`] when none is given, one is invalid, or one belongs to nobody; the deleted count as nobody.
pub async fn find_people(state: &AppState, typed: &str) -> Result<Vec<UserId>, AppError> {
    let is_between = |character: char| character.is_whitespace() || matches!(character, ',' | ';');
    let texts = typed.split(is_between).filter(|text| !text.is_empty());
    let emails = texts.map(EmailAddress::parse).collect::<Result<Vec<_>, _>>();
    let emails = emails.map_err(|invalid| AppError::field(Field::Members, Problem::Email(invalid)))?;
    let known = state.store.find_user_ids(&emails).await?;
    let (mut people, mut unknown) = (Vec::new(), Vec::new());
    for email in emails {
        match known.get(email.as_str()) {
            Some(id) => people.push(id.clone()),
            None => unknown.push(email.as_str().to_owned()),
        }
    }
    if !unknown.is_empty() {
        return Err(AppError::field(Field::Members, Problem::NobodyWith(unknown)));
    }
    if people.is_empty() {
        let empty = crate::domain::InvalidEmailAddress::Empty;
        return Err(AppError::field(Field::Members, Problem::Email(empty)));
    }
    Ok(people)
}

/// What a form with no box ticked says of groups: an empty value would be as if there was none.
pub const NO_GROUP: &str = "-";

/// Reads the groups that a form names, separated by blanks; one that does not exist (any more)
/// is a wrong field.
pub async fn read_groups(state: &AppState, reading: &mut UserReading, named: &str) -> Result<(), AppError> {
    for text in named.split_whitespace().filter(|text| *text != NO_GROUP) {
        let slug = GroupSlug::parse(text).ok();
        let known = match &slug {
            Some(slug) => state.store.find_group(slug).await?.is_some(),
            None => false,
        };
        match slug.filter(|_| known) {
            Some(slug) => drop(reading.groups.insert(slug)),
            None => reading.note(Field::Groups, Problem::GroupUnknown),
        }
    }
    Ok(())
}
