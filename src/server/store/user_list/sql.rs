//! The conditions of a list as SQL, composed of constants; what was typed is bound.
//!
//! SQLite keeps no statistics it could plan by, so the text says by its form
//! which index to take. PostgreSQL reads the same text and decides for itself.

use super::super::search::prefix_range;
use super::plan::{QueryPlan, Source};
use super::status_order::{LATEST, STATUS_KEY, status_keys};
use super::{ListEdge, UserQuery};
use crate::domain::{Role, SortKey, StatusFilter, Timestamp, UserSort, UserStatus};
use crate::server::store::pool::Dialect;
use crate::server::store::sql::admins;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe};

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
    pub(super) source: Source,
    /// What gives the ids to begin with, where [`Source`] names such.
    pub(super) ids: String,
    /// What the words ask of an account.
    pub(super) found: Vec<String>,
    /// What else is asked of it.
    pub(super) narrowed: Vec<String>,
    values: Vec<Bound>,
}

impl Where {
    /// Of all accounts.
    pub(super) const fn empty() -> Self {
        Self { source: Source::Order, ids: String::new(), found: Vec::new(), narrowed: Vec::new(), values: Vec::new() }
    }

    pub(super) fn new(query: &UserQuery, plan: &QueryPlan, source: Source, dialect: Dialect, now: Timestamp) -> Self {
        let mut clause = Self { source, ..Self::empty() };
        if let (Source::Found, Some(found)) = (source, &plan.found) {
            let ids = clause.bind(Bound::Text(found.ids_as_json()));
            clause.ids = format!("(SELECT value AS user_id FROM {}) w", dialect.json_texts(&ids));
            if found.is_narrowed {
                return clause;
            }
        } else {
            for word in &query.words {
                let condition = clause.has_word("u.id", word);
                clause.found.push(condition);
            }
        }
        if source == Source::Admins {
            clause.ids = concat!("(SELECT id AS user_id FROM users WHERE ", admins!(), ") w").to_owned();
        }
        if let Some(slug) = &query.group {
            let slug = clause.bind(Bound::Text(slug.as_str().to_owned()));
            let id = format!("(SELECT id FROM groups WHERE slug = {slug})");
            if source == Source::Group {
                clause.ids = format!("(SELECT user_id FROM user_groups WHERE group_id = {id}) w");
            } else {
                clause
                    .narrowed
                    .push(format!("EXISTS (SELECT 1 FROM user_groups m WHERE m.group_id = {id} AND m.user_id = u.id)"));
            }
        }
        clause.narrow(query, plan, now);
        clause.narrow_to_ranges(query);
        clause
    }

    /// That one of the words of the account `id` begins with `word`.
    pub(super) fn has_word(&mut self, id: &str, word: &str) -> String {
        let (from, to) = prefix_range(word);
        let (from, to) = (self.bind(Bound::Text(from)), self.bind(Bound::Text(to)));
        format!("EXISTS (SELECT 1 FROM user_words x WHERE x.user_id = {id} AND x.word >= {from} AND x.word < {to})")
    }

    fn narrow(&mut self, query: &UserQuery, plan: &QueryPlan, now: Timestamp) {
        let condition = match (query.status, query.status.and_then(StatusFilter::state)) {
            // A search by name also finds deleted people, who can be restored.
            (None, _) if query.is_search() => None,
            (None, _) => Some("u.standing <> 'deleted'".to_owned()),
            (Some(_), None) => {
                let never =
                    if plan.is_part_small { "COALESCE(u.last_sign_in_at, 0) = 0" } else { "u.last_sign_in_at IS NULL" };
                Some(format!("{never} AND u.standing <> 'deleted'"))
            }
            (Some(_), Some(status)) if plan.is_part_small || plan.is_along_status() => {
                let (first, last) = status_keys(status, now).into_inner();
                let mut bind = |key| self.bind(Bound::Number(key));
                Some(if first == last {
                    format!("{STATUS_KEY} = {}", bind(first))
                } else {
                    format!("{STATUS_KEY} BETWEEN {} AND {}", bind(first), bind(last))
                })
            }
            (Some(_), Some(status)) => Some(self.has_status(status, now)),
        };
        self.narrowed.extend(condition);
        match query.role {
            None => {}
            // Along the index of administrators, who are in it by name.
            Some(Role::Admin) if self.source == Source::Order && query.sort.key == SortKey::Name => {
                self.narrowed.push(admins!("u.").to_owned());
            }
            Some(role) => self.narrowed.push(format!("u.role = '{}'", role.as_str())),
        }
    }

    /// That this is the status of an account. The double negation means the same as none, but no index is looked up by
    /// it.
    fn has_status(&mut self, status: UserStatus, now: Timestamp) -> String {
        match status {
            UserStatus::Failed => {
                "u.standing NOT IN ('pending', 'active', 'disabled', 'deleted') AND u.mail_state = 'failed'".to_owned()
            }
            UserStatus::Invited | UserStatus::Expired => {
                let now = self.bind(Bound::Number(now.as_millis()));
                let sign = if status == UserStatus::Invited { ">" } else { "<=" };
                format!(
                    "NOT (u.standing <> 'invited') AND COALESCE(u.invited_until, {LATEST}) {sign} {now} AND {MAIL_NOT_FAILED}"
                )
            }
            UserStatus::Waiting | UserStatus::Exhausted | UserStatus::Revoked => {
                format!("NOT (u.standing <> '{}') AND {MAIL_NOT_FAILED}", status.as_str())
            }
            UserStatus::Pending | UserStatus::Active | UserStatus::Disabled | UserStatus::Deleted => {
                format!("NOT (u.standing <> '{}')", status.as_str())
            }
        }
    }

    /// Only what comes after this row; or, backward, before it.
    pub(super) fn begin_after(&mut self, sort: UserSort, is_backward: bool, edge: &ListEdge) {
        let sign = if sort.is_descending() == is_backward { '>' } else { '<' };
        let (value, id) = (self.bind(edge.key.clone()), self.bind(Bound::Text(edge.id.as_str().to_owned())));
        self.narrowed.push(format!("({}, u.id) {sign} ({value}, {id})", key(sort.key)));
    }

    /// Binds a value and gives back its placeholder.
    pub(super) fn bind(&mut self, value: Bound) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// `SELECT u.id …`: so many ids in the order of the list, after so many.
    pub(super) fn page(&mut self, sort: UserSort, is_backward: bool, limit: i64, skip: i64) -> String {
        let (limit, skip) = (self.bind(Bound::Number(limit)), self.bind(Bound::Number(skip)));
        let order = order(key(sort.key), sort, is_backward);
        if self.source == Source::Steps {
            // Narrowed before the steps are counted, searched after.
            let walked = format!("FROM users u {} {order} LIMIT {}", all(&self.narrowed), QueryPlan::STEPS);
            let again = self::order("u.sort_key", sort, is_backward);
            return format!(
                "SELECT u.id FROM (SELECT u.id, {} AS sort_key {walked}) u {} {again} LIMIT {limit} OFFSET {skip}",
                key(sort.key),
                all(&self.found)
            );
        }
        format!("SELECT u.id {} {order} LIMIT {limit} OFFSET {skip}", self.text())
    }

    /// `SELECT COUNT(*) AS total …`, which counts no further than `limit`.
    pub(super) fn count(&mut self, limit: i64) -> String {
        let limit = self.bind(Bound::Number(limit));
        format!("SELECT COUNT(*) AS total FROM (SELECT 1 {} LIMIT {limit}) found", self.text())
    }

    /// `SELECT … AS ids`: all ids in one text, with a space between two.
    pub(super) fn all_ids(&self) -> String {
        if self.source == Source::Found && self.narrowed.is_empty() {
            return format!("SELECT string_agg(w.user_id, ' ') AS ids FROM {} {}", self.ids, all(&self.found));
        }
        format!("SELECT string_agg(u.id, ' ') AS ids {}", self.text())
    }

    fn text(&self) -> String {
        let conditions: Vec<String> = self.found.iter().chain(&self.narrowed).cloned().collect();
        match self.source {
            Source::Order | Source::Steps => format!("FROM users u {}", all(&conditions)),
            Source::Found | Source::Group | Source::Range(_) | Source::Admins => {
                let joined: Vec<String> = std::iter::once("u.id = w.user_id".to_owned()).chain(conditions).collect();
                // SQLite takes the two sides of a CROSS JOIN in this order.
                format!("FROM {} CROSS JOIN users u {}", self.ids, all(&joined))
            }
        }
    }

    /// `sql`, with what was bound.
    pub(super) fn query(self, sql: AssertSqlSafe<String>, dialect: Dialect) -> Query<'static, Any, AnyArguments> {
        // Kept by SQLite, which plans by the text alone. PostgreSQL would soon plan it for
        // words in general, and one word is to be found in a different way than another.
        let is_kept = dialect == Dialect::Sqlite;
        self.values.into_iter().fold(sqlx::query(sql).persistent(is_kept), |query, value| match value {
            Bound::Number(number) => query.bind(number),
            Bound::Text(text) => query.bind(text),
        })
    }
}

/// People whose mail failed are among the failed: see `UserStatus::derive`.
const MAIL_NOT_FAILED: &str = "COALESCE(u.mail_state, '') <> 'failed'";

/// What a list sorts by.
pub(super) const fn key(key: SortKey) -> &'static str {
    match key {
        SortKey::Created => "u.created_at",
        SortKey::Name => "u.sort_name",
        SortKey::Email => "u.email",
        SortKey::LastSignIn => "COALESCE(u.last_sign_in_at, 0)",
        SortKey::Status => STATUS_KEY,
    }
}

/// `ORDER BY …`; the id decides between equals.
pub(super) fn order(key: &str, sort: UserSort, is_backward: bool) -> String {
    let direction = if sort.is_descending() == is_backward { "ASC" } else { "DESC" };
    format!("ORDER BY {key} {direction}, u.id {direction}")
}

/// `WHERE …`, or nothing.
fn all(conditions: &[String]) -> String {
    if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) }
}
