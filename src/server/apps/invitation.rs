//! The app that somebody is invited for.

use crate::domain::three_way::{changed, is_same};
use crate::domain::user_fields::UserReading;
use crate::domain::{AppId, ClientId, GroupSlug};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::session::Admin;
use crate::server::store::administration::Edited;
use crate::server::store::apps::App;
use std::collections::BTreeSet;

/// What a form says where no app is chosen: an empty value would be as if there was no field.
pub const NO_APP: &str = "-";

/// Reads the app that a form names; one that does not exist, or is not for somebody in the groups
/// that were read, is a wrong field.
pub async fn read_app(state: &AppState, reading: &mut UserReading, named: Option<&str>) -> Result<(), AppError> {
    let Some(named) = named.map(str::trim).filter(|named| !named.is_empty() && *named != NO_APP) else {
        return Ok(());
    };
    match find_app_for(state, named, &reading.groups).await {
        Ok(app) => reading.app = Some(app),
        Err(AppError::InvalidForm(wrong)) => reading.note_all(&wrong),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// The app with this client ID, for somebody who will be in `groups`.
///
/// # Errors
/// [`AppError::InvalidForm`] when there is none, or the person may not use it.
async fn find_app_for(state: &AppState, client_id: &str, groups: &BTreeSet<GroupSlug>) -> Result<AppId, AppError> {
    let wrong = |problem| AppError::field(Field::App, problem);
    let client_id = ClientId::parse(client_id.trim()).map_err(|_| wrong(Problem::AppUnknown))?;
    let app = state.store.find_app_by_client_id(&client_id).await?.ok_or_else(|| wrong(Problem::AppUnknown))?;
    let all = state.store.list_groups().await?;
    let theirs = all.iter().filter(|group| groups.contains(&group.slug)).map(|group| &group.id);
    if app.details.is_open_to(theirs) { Ok(app.id) } else { Err(wrong(Problem::AppClosed)) }
}

/// Says which app the people of a group are invited for; none for [`NO_APP`]. `shown` is the one that was chosen before.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::InvalidForm`] when there is no such app, or the group may not use it;
/// [`AppError::ChangedMeanwhile`] when it is another one by now than was shown.
pub async fn set_group_app(
    state: &AppState,
    admin: &Admin,
    slug: &GroupSlug,
    named: &str,
    shown: Option<&str>,
) -> Result<(), AppError> {
    if shown.is_some_and(|shown| is_same(named, shown)) {
        return Ok(());
    }
    let app = match named.trim() {
        "" | NO_APP => None,
        named => {
            let id = find_app_for(state, named, &BTreeSet::from([slug.clone()])).await?;
            state.store.find_app(&id).await?
        }
    };
    let check = |now: Option<&App>| {
        let client_id = now.map_or(NO_APP, |now| now.details.client_id.as_str());
        if shown.is_none_or(|shown| is_same(shown, client_id)) {
            return Ok(());
        }
        // As readers call it.
        let name = now.map_or("", |now| now.details.name.as_str());
        Err(AppError::ChangedMeanwhile(vec![changed(Field::App, name)]))
    };
    match state.store.set_group_app(slug, app.as_ref(), check, admin.by()).await? {
        Edited::Done => Ok(()),
        Edited::Refused(_) => Err(AppError::NotFound),
        Edited::Undecided(error) => Err(error),
    }
}
