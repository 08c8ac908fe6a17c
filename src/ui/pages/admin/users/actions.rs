//! The list of people: searched, narrowed down, sorted, page by page.

use super::address::UserListAddress;
use crate::domain::UserId;
use crate::error::AppError;
use crate::server::store::groups::Group;
use crate::server::store::user_list::{ListPosition, UserListing};
pub use crate::server::store::user_list::{UserCounts, UserTotal};
use crate::server::store::user_overview::UserOverview;
use crate::server::store::users::User;
use crate::server::store::{Store, StoreError};
use crate::ui::response::{AdminRequest, admin_request};

/// More than any link counts up to.
const MAX_PAGES: i64 = 1_000_000;

/// A page of a list of people.
#[derive(Clone, Debug)]
pub struct UserList {
    /// What was asked for.
    pub address: UserListAddress,
    /// The rows.
    pub rows: Vec<UserOverview>,
    /// How many rows the whole list has.
    pub total: UserTotal,
    /// Whether so many have the words searched for that only some of them were looked at.
    pub is_cut_short: bool,
    /// How many accounts have each status.
    pub counts: UserCounts,
    /// All groups.
    pub groups: Vec<Group>,
    /// Which page this is, from 1.
    pub page: i64,
    /// How many pages there are, at least 1; as far as was counted.
    pub pages: i64,
    /// Leads to the page before.
    pub previous: Option<String>,
    /// Leads to the page after.
    pub next: Option<String>,
}

/// A page of the list at `address`: the last one for a number beyond it.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn list_people(address: UserListAddress) -> Result<UserList, AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let people = state.store.list_users(address.query(&request_context.time_zone)).await?;
    let total = state.store.count_users(&people).await?;
    let read = read_page(&state.store, &people, total, &address).await?;
    let is_cut_short = people.is_cut_short();
    let rows = read.accounts;
    let beside = |row: Option<&UserOverview>, name: &'static str, page: i64| {
        row.map(|row| address.with("/admin/users", &[("page", &page.to_string()), (name, row.user.id.as_str())]))
    };
    let previous = match read.page {
        1 => None,
        2 => Some(address.list("/admin/users")),
        page => beside(rows.first(), "before", page - 1),
    };
    let next = if read.is_more { beside(rows.last(), "after", read.page + 1) } else { None };
    let shown = (read.page - 1) * address.per + rows.len() as i64;
    let total = match total {
        UserTotal::MoreThan(counted) => UserTotal::MoreThan(counted.max(shown)),
        exactly @ UserTotal::Exactly(_) => exactly,
    };
    let pages = pages_of(total, address.per).max(read.page);
    let groups = state.store.list_groups().await?;
    let (counts, page) = (people.counts, read.page);
    Ok(UserList { rows, total, is_cut_short, counts, groups, page, pages, previous, next, address })
}

/// An account that is not on the page, for the message about what was done to it.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn find_user(id: &UserId) -> Result<Option<User>, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    Ok(state.store.find_user(id).await?)
}

/// The rows of one page.
struct Read {
    accounts: Vec<UserOverview>,
    page: i64,
    is_more: bool,
}

/// Reads from the row that a link names; or, typed by hand, by the number of the page.
async fn read_page(
    store: &Store,
    people: &UserListing,
    total: UserTotal,
    address: &UserListAddress,
) -> Result<Read, StoreError> {
    let per = address.per;
    let on_a_page = usize::try_from(per).unwrap_or_default();
    let pages = pages_of(total, per);
    let by_number = |page: i64| ListPosition::Skip((page - 1) * per);
    let from_row = match (&address.after, &address.before) {
        (Some(id), _) => store.find_edge(people, id).await?.map(ListPosition::After),
        (None, Some(id)) => store.find_edge(people, id).await?.map(ListPosition::Before),
        (None, None) => None,
    };
    // Where not all was counted, a link knows better how many pages there are.
    let is_counted = matches!(total, UserTotal::Exactly(_)) || from_row.is_none();
    let mut page = address.page.clamp(1, if is_counted { pages } else { MAX_PAGES });
    let position = from_row.filter(|_| page > 1).unwrap_or_else(|| by_number(page));
    let is_backward = matches!(position, ListPosition::Before(_));
    // One more than is shown: then there is a next page.
    let limit = per + i64::from(!is_backward);
    let mut accounts = store.list_user_rows(people, &position, limit).await?;
    let mut is_more = is_backward || accounts.len() > on_a_page;
    if accounts.is_empty() || (is_backward && accounts.len() < on_a_page) {
        // The rows that the link counted on have gone meanwhile.
        page = if accounts.is_empty() { page.min(pages) } else { 1 };
        accounts = store.list_user_rows(people, &by_number(page), per + 1).await?;
        is_more = accounts.len() > on_a_page;
    }
    accounts.truncate(on_a_page);
    Ok(Read { accounts, page, is_more })
}

/// How many pages of `per` rows that many rows fill, at least 1.
const fn pages_of(total: UserTotal, per: i64) -> i64 {
    let (UserTotal::Exactly(rows) | UserTotal::MoreThan(rows)) = total;
    if rows < per { 1 } else { (rows + per - 1) / per }
}
