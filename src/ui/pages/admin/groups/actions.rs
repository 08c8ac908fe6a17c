//! Groups: all of them, one of them, and what the forms about them do.

use crate::domain::{GroupId, GroupSlug, UserId};
use crate::error::AppError;
use crate::server::store::groups::{Group, GroupMember, Membership};
use crate::server::{accounts, apps};
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;

/// People on a page.
pub const PAGE_LENGTH: i64 = 100;

/// One group, with some of its people.
#[derive(Clone, Debug)]
pub struct GroupView {
    /// The group.
    pub group: Group,
    /// How many people are in it.
    pub count: i64,
    /// Those of this page, by name.
    pub members: Vec<GroupMember>,
    /// Which page it is; the first is 1.
    pub page: i64,
    /// The apps it may use: their client IDs and names.
    pub apps: Vec<(String, String)>,
    /// The client ID of the one its people are invited for.
    pub app: Option<String>,
    /// The name of the one who was taken out just now.
    pub removed: Option<String>,
}

impl GroupView {
    /// How many pages there are.
    pub const fn pages(&self) -> i64 {
        let full = (self.count + PAGE_LENGTH - 1) / PAGE_LENGTH;
        if full < 1 { 1 } else { full }
    }
}

/// All groups, and how many people are in each.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn list_groups() -> Result<Vec<(Group, i64)>, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    Ok(state.store.list_groups_with_counts().await?)
}

/// One group, with the people of one page, and the name of the person whom an action has removed.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`].
pub async fn find_group(slug: &str, page: i64, removed: Option<UserId>) -> Result<GroupView, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    let slug = parsed(slug)?;
    let group = state.store.find_group(&slug).await?.ok_or(AppError::NotFound)?;
    let count = state.store.count_group_members(&slug).await?;
    let page = page.clamp(1, (count - 1).max(0) / PAGE_LENGTH + 1);
    let members = state.store.list_group_members(&slug, (page - 1) * PAGE_LENGTH, PAGE_LENGTH).await?;
    let apps = state.store.list_apps().await?.into_iter().map(|app| app.details);
    let apps = apps.filter(|app| app.is_open_to([&group.id]));
    let apps = apps.map(|app| (app.client_id.to_string(), app.name.into())).collect();
    let app = state.store.find_app_of_group(&slug).await?.map(|app| app.details.client_id.to_string());
    let removed = match removed {
        Some(id) => state.store.find_user(&id).await?.map(|user| user.display_name.into()),
        None => None,
    };
    Ok(GroupView { group, count, members, page, apps, app, removed })
}

/// Makes a group. Without `group_slug` the name suggests one. `group` is the form's
/// [`new_id`](crate::ui::response::new_id).
#[server(prefix = "", endpoint = "admin/groups/new")]
pub async fn create_group(
    group_name: String,
    group_slug: Option<String>,
    group: Option<String>,
) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let id = group.as_deref().and_then(GroupId::parse);
    let group = accounts::create_group(&state, &admin, id, group_slug.as_deref(), &group_name).await?;
    set_location(&format!("/admin/groups/{}?notice=created", group.slug));
    Ok(())
}

/// Gives a group another name. `shown` is the one that the form held before anybody typed.
#[server(prefix = "", endpoint = "admin/groups/act/rename")]
pub async fn rename_group(group: String, group_name: String, shown: Option<String>) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let slug = parsed(&group)?;
    accounts::rename_group(&state, &admin, &slug, &group_name, shown.as_deref()).await?;
    set_location(&format!("/admin/groups/{slug}?notice=renamed"));
    Ok(())
}

/// Says which app the people of a group are invited for. `shown` is the one that was chosen before.
#[server(prefix = "", endpoint = "admin/groups/act/app")]
pub async fn set_group_app(group: String, app: Option<String>, shown: Option<String>) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let slug = parsed(&group)?;
    apps::set_group_app(&state, &admin, &slug, &app.unwrap_or_default(), shown.as_deref()).await?;
    set_location(&format!("/admin/groups/{slug}?notice=app-saved"));
    Ok(())
}

/// Deletes a group; sent twice, the second one finds it done, also where another group has its slug by now. `id` is
/// that of the group the form was about.
#[server(prefix = "", endpoint = "admin/groups/act/delete")]
pub async fn delete_group(group: String, id: Option<String>) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let id = id.as_deref().map(|id| GroupId::parse(id).ok_or(AppError::NotFound)).transpose()?;
    match accounts::delete_group(&state, &admin, &parsed(&group)?, id.as_ref()).await {
        Ok(()) | Err(AppError::NotFound) => set_location("/admin/groups?notice=deleted"),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Puts the people with these addresses into a group.
#[server(prefix = "", endpoint = "admin/groups/act/add")]
pub async fn add_members(group: String, members: String) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let slug = parsed(&group)?;
    let people = accounts::find_people(&state, &members).await?;
    let count = accounts::change_members(&state, &admin, &slug, Membership::Add, &people).await?;
    set_location(&format!("/admin/groups/{slug}?notice=added&done_count={count}"));
    Ok(())
}

/// Takes one person out of a group, and shows the same people as before: those of the `page`, at `beside` whom the
/// person was.
#[server(prefix = "", endpoint = "admin/groups/act/remove")]
pub async fn remove_member(
    group: String,
    member: String,
    page: Option<String>,
    beside: Option<String>,
) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let slug = parsed(&group)?;
    let person = UserId::parse(&member).ok_or(AppError::NotFound)?;
    let page = page.and_then(|page| page.parse::<u32>().ok()).filter(|page| *page > 1);
    let page = page.map(|page| format!("page={page}&")).unwrap_or_default();
    let place = beside.as_deref().and_then(UserId::parse).map(|beside| format!("#user-{beside}")).unwrap_or_default();
    let people = [person];
    let count = accounts::change_members(&state, &admin, &slug, Membership::Remove, &people).await?;
    let notice = format!("notice=removed&done_count={count}&user={}", people[0]);
    set_location(&format!("/admin/groups/{slug}?{page}{notice}{place}"));
    Ok(())
}

fn parsed(slug: &str) -> Result<GroupSlug, AppError> {
    GroupSlug::parse(slug).map_err(|_| AppError::NotFound)
}
