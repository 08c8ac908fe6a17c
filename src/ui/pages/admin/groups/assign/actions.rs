//! Several people put into a group, or taken out of it, at once.

use crate::domain::{GroupSlug, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::accounts;
use crate::server::store::groups::{Group, Membership};
use crate::ui::pages::admin::users::action::actions::{AT_A_TIME, Chosen, NAMED, first_of_list};
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// What is asked: for whom, and which groups there are.
#[derive(Clone, Debug)]
pub struct AssignQuestion {
    /// The people to assign.
    pub people: Vec<UserId>,
    /// The names of the first [`NAMED`].
    pub names: Vec<String>,
    /// All groups.
    pub groups: Vec<Group>,
    /// Whether the list has more people than can be done at a time.
    pub is_cut_short: bool,
}

/// Whom the question is about.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn assign_question(chosen: Chosen) -> Result<AssignQuestion, AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let groups = state.store.list_groups().await?;
    let (people, is_cut_short) = match chosen {
        Chosen::Users(ids) => (UserId::distinct(ids.iter().map(String::as_str), AT_A_TIME), false),
        Chosen::List(query) => {
            let (accounts, is_cut_short) = first_of_list(&state, &request_context, &query).await?;
            (accounts.into_iter().map(|account| account.user.id).collect(), is_cut_short)
        }
    };
    let mut names = Vec::new();
    for id in people.iter().take(NAMED) {
        names.extend(state.store.find_user(id).await?.map(|user| user.display_name.as_str().to_owned()));
    }
    Ok(AssignQuestion { people, names, groups, is_cut_short })
}

/// Puts `users`, whose ids are separated by spaces, into the group `groups`; with `change` as
/// `remove` takes them out of it.
#[server(prefix = "", endpoint = "admin/groups/assign")]
pub async fn assign_groups(
    groups: Option<String>,
    users: Option<String>,
    change: Option<String>,
) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let change = match change.as_deref() {
        Some("remove") => Membership::Remove,
        _ => Membership::Add,
    };
    let slug = groups.as_deref().and_then(|slug| GroupSlug::parse(slug).ok());
    let slug = slug.ok_or_else(|| AppError::field(Field::Groups, Problem::GroupMissing))?;
    let people = UserId::distinct(users.as_deref().unwrap_or_default().split(' '), AT_A_TIME);
    let done = accounts::change_members(&state, &admin, &slug, change, &people).await;
    let count = done.map_err(|error| match error {
        AppError::NotFound => AppError::field(Field::Groups, Problem::GroupUnknown),
        other => other,
    })?;
    let notice = if change == Membership::Add { "added" } else { "removed" };
    set_location(&format!("/admin/groups/{slug}?notice={notice}&done_count={count}"));
    Ok(())
}
