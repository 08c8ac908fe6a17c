//! A list of people: narrowed down, searched, sorted, and read page by page.
//!
//! A page is found by the row it begins after, not by counting from the top,
//! so that the last of four thousand comes as fast as the first.

mod found;
mod plan;
mod ranges;
mod sql;
pub(super) mod status_order;

use super::search::search_words;
use super::sql::admins;
pub use super::user_counts::UserCounts;
use super::user_overview::{UserOverview, overview, overview_columns};
use super::{Store, StoreError};
use crate::domain::{GroupSlug, Role, SortKey, StatusFilter, TimeRange, Timestamp, UserId, UserSort};
use plan::{QueryPlan, Source};
use sql::{Bound, Where};
use sqlx::{AssertSqlSafe, Row as _};

/// Which people, in which order.
#[derive(Clone, Debug)]
pub struct UserQuery {
    /// Folded words: each must be the beginning of a word of the name or the address.
    words: Vec<String>,
    /// Only these. When none, everybody; without words, everybody but the deleted.
    pub status: Option<StatusFilter>,
    /// Only these; both when none.
    pub role: Option<Role>,
    /// Only who is in it.
    pub group: Option<GroupSlug>,
    /// Only whose account was made then.
    pub created: TimeRange,
    /// Only people who last signed in then.
    pub last_sign_in: TimeRange,
    /// In this order.
    pub sort: UserSort,
}

impl UserQuery {
    /// Reads what was typed into a search box. Where the words are, their
    /// accents and their case do not matter; what has no letter, digit or emoji finds nobody.
    pub fn new(typed: &str, status: Option<StatusFilter>, role: Option<Role>, sort: UserSort) -> Self {
        let mut words = search_words(typed);
        if words.is_empty() && !typed.trim().is_empty() {
            // No word begins so.
            words.push(" ".to_owned());
        }
        let (created, last_sign_in) = (TimeRange::default(), TimeRange::default());
        Self { words, status, role, group: None, created, last_sign_in, sort }
    }

    /// The same, of one group only.
    #[must_use]
    pub fn in_group(mut self, group: Option<GroupSlug>) -> Self {
        self.group = group;
        self
    }

    /// Limits the list to accounts made in one span of time whose owners last signed in within another.
    #[must_use]
    pub const fn in_ranges(mut self, created: TimeRange, last_sign_in: TimeRange) -> Self {
        (self.created, self.last_sign_in) = (created, last_sign_in);
        self
    }

    /// Whether neither words nor spans of time were asked for: what counters can tell of.
    const fn is_counted(&self) -> bool {
        self.words.is_empty() && self.is_of_any_time()
    }

    /// Whether no span of time was asked for.
    const fn is_of_any_time(&self) -> bool {
        self.created.is_open() && self.last_sign_in.is_open()
    }

    /// Whether nothing but words was asked for.
    const fn is_only_words(&self) -> bool {
        self.is_search()
            && self.status.is_none()
            && self.role.is_none()
            && self.group.is_none()
            && self.is_of_any_time()
    }

    /// Whether words were typed.
    pub const fn is_search(&self) -> bool {
        !self.words.is_empty()
    }
}

/// Which part of the list to read.
#[derive(Clone, Debug)]
pub enum ListPosition {
    /// From the top, after so many.
    Skip(i64),
    /// What follows this row.
    After(ListEdge),
    /// What leads up to this row.
    Before(ListEdge),
}

/// The position of a row in a list; holds also when the row has gone.
#[derive(Clone, Debug)]
pub struct ListEdge {
    key: Bound,
    id: UserId,
}

/// How many rows a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserTotal {
    /// So many.
    Exactly(i64),
    /// More than so many. Counting them all would take longer than showing them.
    MoreThan(i64),
}

/// A list that was asked for: how best to read it, and the counts by status.
#[derive(Clone, Debug)]
pub struct UserListing {
    /// How many accounts have each status.
    pub counts: UserCounts,
    /// How many administrators there are, where the list is of one role.
    admins: Option<i64>,
    query: UserQuery,
    plan: QueryPlan,
}

impl UserListing {
    /// Whether so many have the words that only some of them were looked at.
    pub fn is_cut_short(&self) -> bool {
        self.plan.is_cut_short()
    }

    /// The position of this account in the list.
    pub fn edge(&self, account: &UserOverview) -> ListEdge {
        let key = match self.query.sort.key {
            SortKey::Created => Bound::Number(account.created_at.as_millis()),
            SortKey::Name => Bound::Text(account.sort_name.clone()),
            SortKey::Email => Bound::Text(account.user.email.as_str().to_owned()),
            SortKey::LastSignIn => Bound::Number(account.last_sign_in_at.map_or(0, Timestamp::as_millis)),
            SortKey::Status => Bound::Number(status_order::status_key(account)),
        };
        ListEdge { key, id: account.user.id.clone() }
    }
}

/// How many administrators there are but the deleted, at most `$1`.
pub(super) const ADMINS: &str = concat!(
    "SELECT COUNT(*) AS total FROM (SELECT 1 FROM users WHERE ",
    admins!(),
    " AND standing <> 'deleted' LIMIT $1) found"
);

impl Store {
    /// Looks how many rows there are of each kind and decides how to read a page of the list.
    pub async fn list_users(&self, query: UserQuery) -> Result<UserListing, StoreError> {
        self.plan_list(query, false).await
    }

    /// The same for a file of the whole list: no search is cut short, however long it takes.
    pub async fn list_all_users(&self, query: UserQuery) -> Result<UserListing, StoreError> {
        self.plan_list(query, true).await
    }

    async fn plan_list(&self, mut query: UserQuery, is_whole: bool) -> Result<UserListing, StoreError> {
        let counts = self.read_cache.user_counts.get((), self.count_users_by_status()).await?;
        let in_part = query.status.map_or(counts.all, |status| counts.of(status));
        let admins = match query.role {
            Some(_) => Some(self.find_admin_total().await?),
            None => None,
        };
        let are_admins_few = query.role == Some(Role::Admin) && admins.is_some_and(|admins| admins <= QueryPlan::FEW);
        let is_part_small = in_part <= QueryPlan::FEW_OF_STATUS;
        let is_status_in_order = query.sort.key == SortKey::Created
            && query.status.and_then(StatusFilter::state).is_some_and(status_order::has_one_key);
        let is_group_small = match &query.group {
            Some(slug) => self.count_group_members(slug).await? <= QueryPlan::FEW_OF_STATUS,
            None => false,
        };
        let small_range = self.find_small_range(&query).await?;
        let mut plan = QueryPlan {
            found: None,
            is_part_small,
            is_status_in_order,
            are_admins_few,
            is_group_small,
            small_range,
            is_whole,
        };
        let others;
        (plan.found, others) = self.find_users_of_words(&mut query.words).await?;
        if plan.narrows_first() {
            plan.found = self.narrow_found(&query, &plan, &others).await?;
        }
        Ok(UserListing { counts, admins, query, plan })
    }

    /// How many rows the list has.
    pub async fn count_users(&self, people: &UserListing) -> Result<UserTotal, StoreError> {
        let (query, plan, counts) = (&people.query, &people.plan, &people.counts);
        let in_part = query.status.map_or(counts.all, |status| counts.of(status));
        if let (true, None, None, Some(slug)) = (query.is_counted(), query.status, query.role, &query.group) {
            return Ok(UserTotal::Exactly(self.count_group_members(slug).await?));
        }
        if query.is_counted() && query.role.is_none() && query.group.is_none() {
            return Ok(UserTotal::Exactly(in_part));
        }
        if let (true, None, Some(role), None, Some(admins)) =
            (query.is_counted(), query.status, query.role, &query.group, people.admins)
        {
            // Administrators are few; all others are members.
            if admins <= QueryPlan::FEW {
                return Ok(UserTotal::Exactly(if role == Role::Admin { admins } else { counts.all - admins }));
            }
            // Looking for so many along the list would read all that lie between them.
            if role == Role::Admin {
                return Ok(UserTotal::MoreThan(QueryPlan::FEW));
            }
        }
        let source = plan.source();
        // What comes from a few accounts is counted whole.
        let is_long = plan.is_cut_short() || (source == Source::Order && !plan.is_part_small);
        let most = if is_long { QueryPlan::MAX_COUNTED } else { i64::MAX - 1 };
        let total = match plan.found.as_ref().filter(|found| found.is_narrowed) {
            Some(found) => found.total,
            None => {
                let mut clause = Where::new(query, plan, source, self.dialect, self.clock.now());
                let sql = AssertSqlSafe(clause.count(most + 1));
                clause.query(sql, self.dialect).fetch_one(&self.readers).await?.try_get("total")?
            }
        };
        let is_more = total > most || plan.is_cut_short();
        Ok(if is_more { UserTotal::MoreThan(total.min(most)) } else { UserTotal::Exactly(total) })
    }

    /// At most `limit` rows of the list, in its order, from `position`.
    pub async fn list_user_rows(
        &self,
        people: &UserListing,
        position: &ListPosition,
        limit: i64,
    ) -> Result<Vec<UserOverview>, StoreError> {
        if people.query.is_only_words() && people.plan.scans_order_first(limit, people.counts.all) {
            let rows = self.list_rows_from(people, Source::Steps, position, limit).await?;
            if rows.len() as i64 == limit {
                return Ok(rows);
            }
        }
        self.list_rows_from(people, people.plan.source(), position, limit).await
    }

    async fn list_rows_from(
        &self,
        people: &UserListing,
        source: Source,
        position: &ListPosition,
        limit: i64,
    ) -> Result<Vec<UserOverview>, StoreError> {
        let now = self.clock.now();
        let sort = people.query.sort;
        let mut clause = Where::new(&people.query, &people.plan, source, self.dialect, now);
        let is_backward = matches!(position, ListPosition::Before(_));
        let mut skip = 0;
        match position {
            ListPosition::Skip(rows) => skip = *rows,
            ListPosition::After(edge) | ListPosition::Before(edge) => clause.begin_after(sort, is_backward, edge),
        }
        let page = clause.page(sort, is_backward, limit, skip);
        let order = sql::order(sql::key(sort.key), sort, false);
        let sql = AssertSqlSafe(format!("{} WHERE u.id IN ({page}) {order}", overview_columns()));
        let rows = clause.query(sql, self.dialect).fetch_all(&self.readers).await?;
        Ok(rows.iter().map(|row| overview(row, now)).collect())
    }

    /// The position of the account with this id in the list, if there is one.
    pub async fn find_edge(&self, people: &UserListing, id: &UserId) -> Result<Option<ListEdge>, StoreError> {
        Ok(self.find_user_overview(id).await?.map(|account| people.edge(&account)))
    }

    /// How many administrators there are but the deleted; counts no further than one needs to know.
    async fn find_admin_total(&self) -> Result<i64, StoreError> {
        let row = sqlx::query(ADMINS).bind(QueryPlan::FEW + 1).fetch_one(&self.readers).await?;
        Ok(row.try_get("total")?)
    }
}
