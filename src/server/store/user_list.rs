//! A list of people: narrowed down, searched, sorted, and read page by page.
//!
//! A page is found by the row it begins after, not by counting from the top,
//! so that the last of four thousand comes as fast as the first.

mod sql;

use super::search::{folded, prefix_range, search_words};
use super::user_overview::{UserOverview, overview, overview_columns};
use super::{Store, StoreError};
use crate::domain::{Role, SortKey, StatusFilter, Timestamp, UserId, UserSort, UserStatus};
use sql::{Bound, QueryPlan, Where};
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::BTreeMap;

/// Which people, in which order.
#[derive(Clone, Debug)]
pub struct UserQuery {
    /// Folded words: each must be the beginning of a word of the name or the address.
    words: Vec<String>,
    /// Only these. When none, everybody; without words, everybody but the deleted.
    pub status: Option<StatusFilter>,
    /// Only these; both when none.
    pub role: Option<Role>,
    /// In this order.
    pub sort: UserSort,
}

impl UserQuery {
    /// Reads what was typed into a search box. Where the words stand, their
    /// accents and their case do not matter; what has no letter, digit or emoji finds nobody.
    pub fn new(typed: &str, status: Option<StatusFilter>, role: Option<Role>, sort: UserSort) -> Self {
        let mut words = search_words(typed);
        if words.is_empty() && !typed.trim().is_empty() {
            // No word begins so.
            words.push(" ".to_owned());
        }
        Self { words, status, role, sort }
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

/// Where a row stands in a list; holds also when the row has gone.
#[derive(Clone, Debug)]
pub struct ListEdge {
    key: Bound,
    id: UserId,
}

/// How many accounts stand so.
#[derive(Clone, Debug)]
pub struct UserCounts {
    /// Everybody but the deleted.
    pub all: i64,
    parts: Vec<(StatusFilter, i64)>,
}

impl UserCounts {
    /// How many of this part there are.
    pub fn of(&self, status: StatusFilter) -> i64 {
        self.parts.iter().find(|(part, _)| *part == status).map_or(0, |(_, count)| *count)
    }
}

/// How many rows a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserTotal {
    /// So many.
    Exactly(i64),
    /// More than so many. Counting them all would take longer than showing them.
    MoreThan(i64),
}

/// A list that was asked for: how best to read it, and how the accounts stand.
#[derive(Clone, Debug)]
pub struct UserListing {
    /// How all accounts stand.
    pub counts: UserCounts,
    query: UserQuery,
    plan: QueryPlan,
}

impl UserListing {
    /// Where this account stands in the list.
    pub fn edge(&self, account: &UserOverview) -> ListEdge {
        let key = match self.query.sort.key {
            SortKey::Created => Bound::Number(account.created_at.as_millis()),
            SortKey::Name => Bound::Text(account.sort_name.clone()),
            SortKey::Email => Bound::Text(account.user.email.as_str().to_owned()),
            SortKey::LastSignIn => Bound::Number(account.last_sign_in_at.map_or(0, Timestamp::as_millis)),
        };
        ListEdge { key, id: account.user.id.clone() }
    }
}

impl Store {
    /// Looks how many rows there are of each kind and decides how to read the list.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_users(&self, mut query: UserQuery) -> Result<UserListing, StoreError> {
        let counts = self.count_users_by_status().await?;
        let mut words = Vec::with_capacity(query.words.len());
        for word in query.words {
            words.push((self.find_word_total(&word).await?, word));
        }
        words.sort_unstable();
        let rarest = words.first().map(|(count, _)| *count);
        query.words = words.into_iter().map(|(_, word)| word).collect();
        let in_part = query.status.map_or(counts.all, |status| counts.of(status));
        let plan = QueryPlan {
            from_word: rarest.is_some_and(|count| count <= QueryPlan::FEW),
            is_part_small: in_part <= QueryPlan::FEW,
        };
        Ok(UserListing { counts, query, plan })
    }

    /// How many accounts there are of each kind.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_users_by_status(&self) -> Result<UserCounts, StoreError> {
        let rows = sqlx::query(sql::COUNTS).bind(self.clock.now().as_millis()).fetch_all(&self.pool).await?;
        let mut by_standing = BTreeMap::new();
        let (mut expired, mut failed, mut never) = (0, 0, 0);
        for row in &rows {
            let standing: String = row.try_get("standing")?;
            let (accounts, came_in): (i64, i64) = (row.try_get("accounts")?, row.try_get("came_in")?);
            // These two stand in every row.
            (expired, failed) = (row.try_get("expired")?, row.try_get("failed")?);
            if standing != UserStatus::Deleted.as_str() {
                never += accounts - came_in;
            }
            by_standing.insert(standing, accounts);
        }
        // Unknown to every part, but a row of the whole list.
        let known = |word: &String| UserStatus::parse(word).is_some();
        let unknown: i64 = by_standing.iter().filter(|(word, _)| !known(word)).map(|(_, accounts)| accounts).sum();
        let standing = |word: &str| by_standing.get(word).copied().unwrap_or_default();
        let mut parts = Vec::with_capacity(StatusFilter::ALL.len());
        let mut all = unknown;
        for status in StatusFilter::ALL {
            let count = match status {
                StatusFilter::Expired => expired,
                StatusFilter::Failed => failed,
                StatusFilter::Never => never,
                StatusFilter::Invited => standing("invited") - expired,
                other => standing(other.as_str()),
            };
            if !matches!(status, StatusFilter::Failed | StatusFilter::Never | StatusFilter::Deleted) {
                all += count;
            }
            parts.push((status, count));
        }
        Ok(UserCounts { all, parts })
    }

    /// How many rows the list has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_users(&self, people: &UserListing) -> Result<UserTotal, StoreError> {
        let query = &people.query;
        if !query.is_search() && query.role.is_none() {
            let counts = &people.counts;
            return Ok(UserTotal::Exactly(query.status.map_or(counts.all, |status| counts.of(status))));
        }
        let mut clause = Where::new(query, &people.plan, self.clock.now());
        let is_long = query.is_search() && !people.plan.from_word;
        let most = if is_long { QueryPlan::MOST_COUNTED } else { i64::MAX - 1 };
        let limit = clause.bind(Bound::Number(most + 1));
        let sql = format!("SELECT COUNT(*) AS total FROM (SELECT u.id {} LIMIT {limit}) found", clause.text());
        let total: i64 = clause.query(AssertSqlSafe(sql)).fetch_one(&self.pool).await?.try_get("total")?;
        Ok(if total > most { UserTotal::MoreThan(most) } else { UserTotal::Exactly(total) })
    }

    /// At most `limit` rows of the list, in its order, from `position`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_user_rows(
        &self,
        people: &UserListing,
        position: &ListPosition,
        limit: i64,
    ) -> Result<Vec<UserOverview>, StoreError> {
        let now = self.clock.now();
        let sort = people.query.sort;
        let mut clause = Where::new(&people.query, &people.plan, now);
        let is_backward = matches!(position, ListPosition::Before(_));
        let mut skip = 0;
        match position {
            ListPosition::Skip(rows) => skip = *rows,
            ListPosition::After(edge) | ListPosition::Before(edge) => clause.begin_after(sort, is_backward, edge),
        }
        let (limit, skip) = (clause.bind(Bound::Number(limit)), clause.bind(Bound::Number(skip)));
        let sql = format!(
            "{} WHERE u.id IN (SELECT u.id {} {} LIMIT {limit} OFFSET {skip}) {}",
            overview_columns(),
            clause.text(),
            sql::order(sort, is_backward),
            sql::order(sort, false),
        );
        let rows = clause.query(AssertSqlSafe(sql)).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(|row| overview(row, now)).collect())
    }

    /// Where the account with this id stands in the list, if there is one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_edge(&self, people: &UserListing, id: &UserId) -> Result<Option<ListEdge>, StoreError> {
        Ok(self.find_account(id).await?.map(|account| people.edge(&account)))
    }

    /// How often words begin with `word`; counts no further than one needs to know.
    async fn find_word_total(&self, word: &str) -> Result<i64, StoreError> {
        let (from, to) = prefix_range(word);
        let row = sqlx::query(
            "SELECT COUNT(*) AS total FROM (SELECT 1 FROM user_words WHERE word >= $1 AND word < $2 LIMIT $3) found",
        )
        .bind(from)
        .bind(to)
        .bind(QueryPlan::FEW + 1)
        .fetch_one(&self.pool)
        .await?;
        Ok(row.try_get("total")?)
    }
}
