//! A list of one span of time: when accounts were made, when people last signed in.

use super::plan::{QueryPlan, Source};
use super::sql::{Bound, Where};
use super::{Store, StoreError, UserQuery};
use crate::domain::{SortKey, TimeRange};
use sqlx::{AssertSqlSafe, Row as _};

/// What a span of time is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RangeColumn {
    /// When the account was made.
    Created,
    /// When its owner last signed in.
    LastSignIn,
}

impl RangeColumn {
    const ALL: [Self; 2] = [Self::Created, Self::LastSignIn];

    const fn of(self, query: &UserQuery) -> TimeRange {
        match self {
            Self::Created => query.created,
            Self::LastSignIn => query.last_sign_in,
        }
    }

    /// As the index has it.
    const fn sql(self) -> &'static str {
        match self {
            Self::Created => "u.created_at",
            Self::LastSignIn => "COALESCE(u.last_sign_in_at, 0)",
        }
    }

    const fn key(self) -> SortKey {
        match self {
            Self::Created => SortKey::Created,
            Self::LastSignIn => SortKey::LastSignIn,
        }
    }

    /// From when on: who never signed in is in no span, not even in one that has no beginning.
    fn first(self, range: TimeRange) -> Option<i64> {
        let first = range.from.map(|from| from.as_millis());
        if self == Self::LastSignIn { Some(first.unwrap_or(1).max(1)) } else { first }
    }
}

impl Where {
    pub(super) fn narrow_to_ranges(&mut self, query: &UserQuery) {
        for column in RangeColumn::ALL.into_iter().filter(|column| !column.of(query).is_open()) {
            if self.source == Source::Range(column) {
                let condition = self.range(query, column, true);
                self.ids = format!("(SELECT u.id AS user_id FROM users u WHERE {condition}) w");
            } else {
                // Along the order of the list an index of the same column is looked up by its ends; of
                // another it would be read whole and sorted, which the double negation keeps SQLite from.
                let is_plain = query.sort.key == column.key();
                let condition = self.range(query, column, is_plain);
                self.narrowed.push(condition);
            }
        }
    }

    fn range(&mut self, query: &UserQuery, column: RangeColumn, is_plain: bool) -> String {
        let (range, sql) = (column.of(query), column.sql());
        let first = column.first(range).map(|first| {
            let first = self.bind(Bound::Number(first));
            if is_plain { format!("{sql} >= {first}") } else { format!("NOT ({sql} < {first})") }
        });
        let end = range.until.map(|until| {
            let until = self.bind(Bound::Number(until.as_millis()));
            if is_plain { format!("{sql} < {until}") } else { format!("NOT ({sql} >= {until})") }
        });
        first.into_iter().chain(end).collect::<Vec<_>>().join(" AND ")
    }
}

impl Store {
    /// A span of time that was asked for and has few accounts; counts no further than one needs to know.
    pub(super) async fn find_small_range(&self, query: &UserQuery) -> Result<Option<RangeColumn>, StoreError> {
        for column in RangeColumn::ALL.into_iter().filter(|column| !column.of(query).is_open()) {
            let mut clause = Where::empty();
            let condition = clause.range(query, column, true);
            let limit = clause.bind(Bound::Number(QueryPlan::FEW_OF_STATUS + 1));
            let sql =
                format!("SELECT COUNT(*) AS total FROM (SELECT 1 FROM users u WHERE {condition} LIMIT {limit}) found");
            let row = clause.query(AssertSqlSafe(sql), self.dialect).fetch_one(&self.readers).await?;
            if row.try_get::<i64, _>("total")? <= QueryPlan::FEW_OF_STATUS {
                return Ok(Some(column));
            }
        }
        Ok(None)
    }
}
