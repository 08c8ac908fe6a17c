//! Reading the audit log, newest first, filtered by actor, person, kind and time.

use super::{Actor, AuditKind};
use crate::domain::{Timestamp, UserId};
use crate::server::store::lenient::Lenient;
use crate::server::store::{Store, StoreError};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Row as _};

/// One line of the log.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened; `None` for a kind that only another version knows.
    pub kind: Option<AuditKind>,
    /// The kind as it is written.
    pub kind_text: String,
    /// Who did it.
    pub actor: Actor,
    /// What the actor is called today; `None` when no person acted, or the account is gone.
    pub actor_name: Option<String>,
    /// The person it happened to.
    pub target: Option<UserId>,
    /// What the target is called today; `None` when the account is gone.
    pub target_name: Option<String>,
    /// The network address it came from.
    pub address: Option<String>,
    /// Finds the request in the program's log.
    pub request_id: Option<String>,
    /// A few words more.
    pub detail: Option<String>,
    /// The link of the chain; empty from before it.
    pub hash: String,
}

/// Which lines of the log; all that are given must fit.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Done by or to one of these; `Some` of nobody fits nothing.
    pub people: Option<Vec<UserId>>,
    /// Done by.
    pub actor: Option<Actor>,
    /// Not by the program itself.
    pub is_by_people: bool,
    /// Of this kind.
    pub kind: Option<AuditKind>,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// Older than the line with this number, if there is one.
    pub before: Option<i64>,
}

/// A value of a filter, in the order of its placeholders.
enum Value {
    Text(String),
    Number(i64),
}

/// The moment and the number of a line, as an index has them in order.
#[derive(Clone, Copy)]
struct Order {
    at: &'static str,
    seq: &'static str,
}

impl Order {
    /// The index over the whole log is one over expressions, which no planner
    /// takes by mistake: walking along it in search of something rare takes long.
    const fn of(filter: &EventFilter) -> Self {
        if filter.people.is_none() && filter.actor.is_none() && filter.kind.is_none() {
            Self { at: "at + 0", seq: "seq + 0" }
        } else {
            Self { at: "at", seq: "seq" }
        }
    }
}

/// Conditions, each a column and what it is compared with; and the values.
#[derive(Default)]
struct Conditions {
    all: Vec<(&'static str, String)>,
    values: Vec<Value>,
}

impl Conditions {
    fn placeholder(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    fn add(&mut self, column: &'static str, operator: &'static str, value: Value) {
        let placeholder = self.placeholder(value);
        self.all.push((column, format!("{operator} {placeholder}")));
    }
}

const COLUMNS: &str = "seq, at, kind, actor, target, address, request_id, detail, hash";

impl Store {
    /// The network address of the latest event that has one, among the latest thousand.
    pub async fn find_last_address(&self) -> Result<Option<std::net::IpAddr>, StoreError> {
        self.link_events_before_reading().await;
        let row = sqlx::query(
            "SELECT address FROM (SELECT seq, address FROM audit_events ORDER BY seq DESC LIMIT 1000) AS latest
             WHERE address IS NOT NULL ORDER BY seq DESC LIMIT 1",
        )
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(row.try_get::<String, _>("address")?.parse().ok())
    }

    /// At most `limit` lines, newest first.
    ///
    /// Every filter has an index in this order; a person's lines are looked for
    /// as their own and as those about them, apart, since no index has both. In
    /// the lines about a person nothing else is looked up by an index: SQLite
    /// would take that of the kind, and walk through a million lines.
    pub async fn list_events(&self, filter: &EventFilter, limit: i64) -> Result<Vec<AuditEntry>, StoreError> {
        if filter.people.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
        self.link_events_before_reading().await;
        let order = Order::of(filter);
        let mut conditions = self.conditions(filter, order).await?;
        let all = std::mem::take(&mut conditions.all);
        let limit = conditions.placeholder(Value::Number(limit));
        let mut parts = Vec::new();
        let mut part = |own: Option<String>, hides_others: bool| {
            let other = |(column, comparison): &(&'static str, String)| match *column {
                "actor" | "kind" if hides_others => format!("{column} || '' {comparison}"),
                column => format!("{column} {comparison}"),
            };
            let terms: Vec<String> = own.into_iter().chain(all.iter().map(other)).collect();
            let filter = if terms.is_empty() { String::new() } else { format!("WHERE {}", terms.join(" AND ")) };
            let Order { at, seq } = order;
            parts.push(format!(
                "SELECT * FROM (SELECT {COLUMNS} FROM audit_events {filter}
                                ORDER BY {at} DESC, {seq} DESC LIMIT {limit}) part"
            ));
        };
        match &filter.people {
            None => part(None, false),
            Some(people) => {
                for id in people {
                    let id = conditions.placeholder(Value::Text(id.as_str().to_owned()));
                    part(Some(format!("target = {id}")), true);
                    part(Some(format!("actor = {id}")), false);
                }
            }
        }
        // Constants and placeholders only; what was asked for is bound.
        let sql = AssertSqlSafe(format!(
            "SELECT e.*, doer.display_name AS actor_name, about.display_name AS target_name
             FROM (SELECT * FROM ({}) parts ORDER BY at DESC, seq DESC LIMIT {limit}) e
             LEFT JOIN users doer ON doer.id = e.actor LEFT JOIN users about ON about.id = e.target
             ORDER BY e.at DESC, e.seq DESC",
            parts.join(" UNION ")
        ));
        let query = conditions.values.into_iter().fold(sqlx::query(sql), bind);
        query.fetch_all(&self.readers).await?.iter().map(event).collect()
    }

    async fn conditions(&self, filter: &EventFilter, order: Order) -> Result<Conditions, StoreError> {
        let mut conditions = Conditions::default();
        if let Some(actor) = &filter.actor {
            conditions.add("actor", "=", Value::Text(actor.as_str().to_owned()));
        }
        if filter.is_by_people {
            conditions.add("actor", "<>", Value::Text(Actor::Worker.as_str().to_owned()));
        }
        if let Some(kind) = filter.kind {
            conditions.add("kind", "=", Value::Text(kind.as_str().to_owned()));
        }
        if let Some(from) = filter.from {
            conditions.add(order.at, ">=", Value::Number(from.as_millis()));
        }
        if let Some(until) = filter.until {
            conditions.add(order.at, "<", Value::Number(until.as_millis()));
        }
        if let Some(before) = filter.before {
            let row = sqlx::query("SELECT at FROM audit_events WHERE seq = $1")
                .bind(before)
                .fetch_optional(&self.readers)
                .await?;
            match row {
                Some(row) => {
                    let at = conditions.placeholder(Value::Number(row.try_get("at")?));
                    let seq = conditions.placeholder(Value::Number(before));
                    // The first part is what SQLite finds in an index over expressions.
                    let older = format!("<= {at} AND ({}, {}) < ({at}, {seq})", order.at, order.seq);
                    conditions.all.push((order.at, older));
                }
                // Deleted meanwhile, as all older ones are.
                None => conditions.add(order.seq, "<", Value::Number(before)),
            }
        }
        Ok(conditions)
    }
}

fn bind(query: Query<'_, Any, AnyArguments>, value: Value) -> Query<'_, Any, AnyArguments> {
    match value {
        Value::Text(text) => query.bind(text),
        Value::Number(number) => query.bind(number),
    }
}

fn event(row: &AnyRow) -> Result<AuditEntry, StoreError> {
    // Whether a line is as it was written is for the chain to say; here it is shown.
    let seq = row.try_get("seq")?;
    let mut row = Lenient::new(row);
    let kind_text = row.text("kind").unwrap_or_default();
    let id = |text: String| UserId::parse(&text).unwrap_or_else(|| UserId::damaged(&text));
    Ok(AuditEntry {
        seq,
        at: row.time("at").unwrap_or(Timestamp::from_millis(0)),
        kind: AuditKind::parse(&kind_text),
        kind_text,
        actor: row.parsed("actor", Actor::parse, |text| Actor::User(UserId::damaged(text))),
        actor_name: row.text("actor_name"),
        target: row.text("target").map(id),
        target_name: row.text("target_name"),
        address: row.text("address"),
        request_id: row.text("request_id"),
        detail: row.text("detail"),
        hash: row.text("hash").unwrap_or_default(),
    })
}
