//! The conditions of a list as SQL, composed of constants; what was typed is bound.
//!
//! SQLite keeps no statistics it could plan by, so the text says by its form
//! which index to take. PostgreSQL reads the same text and decides for itself.

use super::super::search::prefix_range;
use super::{ListEdge, UserQuery};
use crate::domain::{SortKey, StatusFilter, Timestamp, UserSort};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};

/// How many accounts there are of each standing, how many of them ever came in,
/// and how many are in the parts that cut across. Each is counted in an index.
pub(super) const COUNTS: &str = "SELECT standing, COUNT(*) AS accounts, COUNT(last_sign_in_at) AS came_in,
        (SELECT COUNT(*) FROM users WHERE standing = 'invited' AND invited_until <= $1) AS expired,
        (SELECT COUNT(*) FROM users
         WHERE standing IN ('waiting', 'invited', 'exhausted', 'revoked') AND mail_state = 'failed') AS failed
 FROM users GROUP BY standing";

/// How a list is read.
#[derive(Clone, Debug)]
pub(super) struct QueryPlan {
    /// From the accounts with the rarest word, which are few, and sorted then.
    /// Else along the order of the list, until the page is full.
    pub(super) from_word: bool,
    /// Whether the accounts of the status are few: then they are looked up and sorted.
    pub(super) is_part_small: bool,
}

impl QueryPlan {
    /// So many rows are looked up one by one and sorted in some milliseconds;
    /// of more, the next 25 are met soon on the way along the list.
    pub(super) const FEW: i64 = 5000;
    /// What is read along the list is counted up to here.
    pub(super) const MOST_COUNTED: i64 = 1000;
}

/// A value beside the text.
#[derive(Clone, Debug)]
pub(super) enum Bound {
    /// For a `BIGINT`.
    Number(i64),
    /// For a `TEXT`.
    Text(String),
}

/// `FROM … WHERE …` and what is bound to it.
pub(super) struct Where {
    from: String,
    conditions: Vec<String>,
    values: Vec<Bound>,
}

impl Where {
    pub(super) fn new(query: &UserQuery, plan: &QueryPlan, now: Timestamp) -> Self {
        let mut clause = Self { from: "users u".to_owned(), conditions: Vec::new(), values: Vec::new() };
        for (index, word) in query.words.iter().enumerate() {
            let (from, to) = prefix_range(word);
            let (from, to) = (clause.bind(Bound::Text(from)), clause.bind(Bound::Text(to)));
            if plan.from_word && index == 0 {
                // SQLite takes the two sides of a CROSS JOIN in this order.
                clause.from = format!(
                    "(SELECT DISTINCT user_id FROM user_words WHERE word >= {from} AND word < {to}) w CROSS JOIN users u"
                );
                clause.conditions.push("u.id = w.user_id".to_owned());
            } else {
                clause.conditions.push(format!(
                    "EXISTS (SELECT 1 FROM user_words x WHERE x.user_id = u.id AND x.word >= {from} AND x.word < {to})"
                ));
            }
        }
        clause.narrow(query, plan, now);
        clause
    }

    fn narrow(&mut self, query: &UserQuery, plan: &QueryPlan, now: Timestamp) {
        match query.status {
            // Whoever looks for somebody by name finds also who was deleted, and can restore them.
            None if query.is_search() => {}
            None => self.conditions.push("u.standing <> 'deleted'".to_owned()),
            Some(StatusFilter::Failed) => {
                let standing = if plan.is_part_small {
                    "IN ('waiting', 'invited', 'exhausted', 'revoked')"
                } else {
                    "NOT IN ('pending', 'active', 'disabled', 'deleted')"
                };
                self.conditions.push(format!("u.standing {standing} AND u.mail_state = 'failed'"));
            }
            Some(StatusFilter::Never) => {
                let never =
                    if plan.is_part_small { "COALESCE(u.last_sign_in_at, 0) = 0" } else { "u.last_sign_in_at IS NULL" };
                self.conditions.push(format!("{never} AND u.standing <> 'deleted'"));
            }
            Some(StatusFilter::Invited) => {
                let now = self.bind(Bound::Number(now.as_millis()));
                self.conditions.push(format!("{} AND u.invited_until > {now}", standing("invited", plan)));
            }
            Some(StatusFilter::Expired) => {
                let now = self.bind(Bound::Number(now.as_millis()));
                self.conditions.push(format!("{} AND u.invited_until <= {now}", standing("invited", plan)));
            }
            Some(other) => self.conditions.push(standing(other.as_str(), plan)),
        }
        if let Some(role) = query.role {
            let role = self.bind(Bound::Text(role.as_str().to_owned()));
            self.conditions.push(format!("u.role = {role}"));
        }
    }

    /// Only what comes after this row; or, backward, before it.
    pub(super) fn begin_after(&mut self, sort: UserSort, is_backward: bool, edge: &ListEdge) {
        let sign = if sort.is_descending() == is_backward { '>' } else { '<' };
        let (value, id) = (self.bind(edge.key.clone()), self.bind(Bound::Text(edge.id.as_str().to_owned())));
        self.conditions.push(format!("({}, u.id) {sign} ({value}, {id})", key(sort.key)));
    }

    /// Binds a value and gives back its placeholder.
    pub(super) fn bind(&mut self, value: Bound) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    pub(super) fn text(&self) -> String {
        format!("FROM {} WHERE {}", self.from, self.conditions.join(" AND "))
    }

    /// `sql`, with what was bound.
    pub(super) fn query(self, sql: AssertSqlSafe<String>) -> Query<'static, Any, AnyArguments> {
        // Not kept: PostgreSQL would soon plan it for words in general, and one
        // word is to be found in a different way than another.
        self.values.into_iter().fold(sqlx::query(sql).persistent(false), |query, value| match value {
            Bound::Number(number) => query.bind(number),
            Bound::Text(text) => query.bind(text),
        })
    }
}

/// The double negation means the same, but no index is looked up by it.
fn standing(word: &'static str, plan: &QueryPlan) -> String {
    if plan.is_part_small { format!("u.standing = '{word}'") } else { format!("NOT (u.standing <> '{word}')") }
}

/// What a list sorts by.
pub(super) const fn key(key: SortKey) -> &'static str {
    match key {
        SortKey::Created => "u.created_at",
        SortKey::Name => "u.sort_name",
        SortKey::Email => "u.email",
        SortKey::LastSignIn => "COALESCE(u.last_sign_in_at, 0)",
    }
}

/// `ORDER BY …`; the id decides between equals.
pub(super) fn order(sort: UserSort, is_backward: bool) -> String {
    let direction = if sort.is_descending() == is_backward { "ASC" } else { "DESC" };
    format!("ORDER BY {} {direction}, u.id {direction}", key(sort.key))
}
