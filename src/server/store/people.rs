//! A list of people: narrowed down, searched, sorted, and read page by page.
//!
//! A page is found by the row it begins after, not by counting from the top,
//! so that the last of four thousand comes as fast as the first.

mod sql;

use super::accounts::{AccountOverview, overview, overview_columns};
use super::search::{folded, prefix_range, words};
use super::{Store, StoreError};
use crate::domain::{AccountState, PeopleSort, PeopleStatus, Role, SortKey, Timestamp, UserId};
use sql::{Bound, Way, Where};
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::BTreeMap;

/// Which people, in which order.
#[derive(Clone, Debug)]
pub struct PeopleQuery {
    /// Folded words: each must be the beginning of a word of the name or the address.
    words: Vec<String>,
    /// Only these; everybody but the deleted when none.
    pub status: Option<PeopleStatus>,
    /// Only these; both when none.
    pub role: Option<Role>,
    /// In this order.
    pub sort: PeopleSort,
}

/// More words than anybody types.
const MOST_WORDS: usize = 8;

impl PeopleQuery {
    /// Reads what was typed into a search box. Where the words stand, their
    /// accents and their case do not matter; what has no letter or digit finds nobody.
    pub fn new(typed: &str, status: Option<PeopleStatus>, role: Option<Role>, sort: PeopleSort) -> Self {
        let mut words = words(typed);
        words.truncate(MOST_WORDS);
        let signs = folded(typed.trim());
        if words.is_empty() && !signs.is_empty() {
            words.push(signs);
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
pub enum Position {
    /// From the top, after so many.
    Skip(i64),
    /// What follows this row.
    After(Edge),
    /// What leads up to this row.
    Before(Edge),
}

/// Where a row stands in a list; holds also when the row has gone.
#[derive(Clone, Debug)]
pub struct Edge {
    key: Bound,
    id: UserId,
}

/// How many accounts stand so.
#[derive(Clone, Debug)]
pub struct PeopleCounts {
    /// Everybody but the deleted.
    pub all: i64,
    parts: Vec<(PeopleStatus, i64)>,
}

impl PeopleCounts {
    /// How many of this part there are.
    pub fn of(&self, status: PeopleStatus) -> i64 {
        self.parts.iter().find(|(part, _)| *part == status).map_or(0, |(_, count)| *count)
    }
}

/// How many rows a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// So many.
    Exactly(i64),
    /// More than so many. Counting them all would take longer than showing them.
    MoreThan(i64),
}

/// A list that was asked for: how best to read it, and how the accounts stand.
#[derive(Clone, Debug)]
pub struct People {
    /// How all accounts stand.
    pub counts: PeopleCounts,
    query: PeopleQuery,
    way: Way,
}

impl People {
    /// Where this account stands in the list.
    pub fn edge(&self, account: &AccountOverview) -> Edge {
        let key = match self.query.sort.key {
            SortKey::Created => Bound::Number(account.created_at.as_millis()),
            SortKey::Name => Bound::Text(folded(account.user.display_name.as_str())),
            SortKey::Email => Bound::Text(account.user.email.as_str().to_owned()),
            SortKey::LastSignIn => Bound::Number(account.last_sign_in_at.map_or(0, Timestamp::as_millis)),
        };
        Edge { key, id: account.user.id.clone() }
    }
}

impl Store {
    /// Looks how many rows there are of each kind and decides how to read the list.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_people(&self, mut query: PeopleQuery) -> Result<People, StoreError> {
        let counts = self.find_people_counts().await?;
        let mut words = Vec::with_capacity(query.words.len());
        for word in query.words {
            words.push((self.find_word_total(&word).await?, word));
        }
        words.sort_unstable();
        let rarest = words.first().map(|(count, _)| *count);
        query.words = words.into_iter().map(|(_, word)| word).collect();
        let in_part = query.status.map_or(counts.all, |status| counts.of(status));
        let way = Way { from_word: rarest.is_some_and(|count| count <= Way::FEW), is_part_small: in_part <= Way::FEW };
        Ok(People { counts, query, way })
    }

    /// How many accounts there are of each kind.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_people_counts(&self) -> Result<PeopleCounts, StoreError> {
        let rows = sqlx::query(sql::COUNTS).bind(self.clock.now().as_millis()).fetch_all(&self.pool).await?;
        let mut by_standing = BTreeMap::new();
        let (mut expired, mut failed, mut never) = (0, 0, 0);
        for row in &rows {
            let standing: String = row.try_get("standing")?;
            let (accounts, came_in): (i64, i64) = (row.try_get("accounts")?, row.try_get("came_in")?);
            // These two stand in every row.
            (expired, failed) = (row.try_get("expired")?, row.try_get("failed")?);
            if standing != AccountState::Deleted.as_str() {
                never += accounts - came_in;
            }
            by_standing.insert(standing, accounts);
        }
        let standing = |word: &str| by_standing.get(word).copied().unwrap_or_default();
        let mut parts = Vec::with_capacity(PeopleStatus::ALL.len());
        let mut all = 0;
        for status in PeopleStatus::ALL {
            let count = match status {
                PeopleStatus::Expired => expired,
                PeopleStatus::Failed => failed,
                PeopleStatus::Never => never,
                PeopleStatus::Invited => standing("invited") - expired,
                other => standing(other.as_str()),
            };
            if !matches!(status, PeopleStatus::Failed | PeopleStatus::Never | PeopleStatus::Deleted) {
                all += count;
            }
            parts.push((status, count));
        }
        Ok(PeopleCounts { all, parts })
    }

    /// How many rows the list has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_people_total(&self, people: &People) -> Result<Total, StoreError> {
        let query = &people.query;
        if !query.is_search() && query.role.is_none() {
            let counts = &people.counts;
            return Ok(Total::Exactly(query.status.map_or(counts.all, |status| counts.of(status))));
        }
        let mut clause = Where::new(query, &people.way, self.clock.now());
        let is_long = query.is_search() && !people.way.from_word;
        let most = if is_long { Way::MOST_COUNTED } else { i64::MAX - 1 };
        let limit = clause.bind(Bound::Number(most + 1));
        let sql = format!("SELECT COUNT(*) AS total FROM (SELECT u.id {} LIMIT {limit}) found", clause.text());
        let total: i64 = clause.query(AssertSqlSafe(sql)).fetch_one(&self.pool).await?.try_get("total")?;
        Ok(if total > most { Total::MoreThan(most) } else { Total::Exactly(total) })
    }

    /// At most `limit` rows of the list, in its order, from `position`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_people_rows(
        &self,
        people: &People,
        position: &Position,
        limit: i64,
    ) -> Result<Vec<AccountOverview>, StoreError> {
        let now = self.clock.now();
        let sort = people.query.sort;
        let mut clause = Where::new(&people.query, &people.way, now);
        let is_backward = matches!(position, Position::Before(_));
        let mut skip = 0;
        match position {
            Position::Skip(rows) => skip = *rows,
            Position::After(edge) | Position::Before(edge) => clause.begin_after(sort, is_backward, edge),
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
        rows.iter().map(|row| overview(row, now)).collect()
    }

    /// Where the account with this id stands in the list, if there is one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_edge(&self, people: &People, id: &UserId) -> Result<Option<Edge>, StoreError> {
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
        .bind(Way::FEW + 1)
        .fetch_one(&self.pool)
        .await?;
        Ok(row.try_get("total")?)
    }
}
