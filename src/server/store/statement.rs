//! Statements that go to the database together.
//!
//! SQLite works in a thread of its own. A round trip costs more than most statements, and meanwhile all others who
//! write wait. So statements of which none depends on what another brings go in one text. PostgreSQL takes one at a time.

use super::Dialect;
use super::transaction::WriteTransaction;
use futures::TryStreamExt as _;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Either, Executor as _};

/// A statement and what is bound to it.
pub(super) struct Statement {
    sql: String,
    values: Vec<Value>,
}

/// What can be bound.
pub(super) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl Statement {
    /// Placeholders only, and from `$1` on; what they stand for is bound.
    pub(super) fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), values: Vec::new() }
    }

    /// Binds the next value.
    pub(super) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Locks the row that this `SELECT` finds until the commit, as an `UPDATE` would: others can still refer to it. On
    /// SQLite a transaction that writes holds the whole database anyway.
    pub(super) fn for_update(mut self, dialect: Dialect) -> Self {
        if dialect == Dialect::Postgres {
            self.sql.push_str(" FOR NO KEY UPDATE");
        }
        self
    }

    /// Appends another one whose values are numbered on.
    fn append(&mut self, other: Self) {
        self.sql.push_str("; ");
        let mut rest = other.sql.as_str();
        while let Some((before, after)) = rest.split_once('$') {
            let length = after.find(|character: char| !character.is_ascii_digit()).unwrap_or(after.len());
            self.sql.push_str(before);
            self.sql.push('$');
            match after[..length].parse::<usize>() {
                Ok(number) => self.sql.push_str(&(number + self.values.len()).to_string()),
                Err(_) => self.sql.push_str(&after[..length]),
            }
            rest = &after[length..];
        }
        self.sql.push_str(rest);
        self.values.extend(other.values);
    }

    async fn run(self, tx: &mut WriteTransaction) -> Result<Vec<Outcome>, sqlx::Error> {
        let mut query = sqlx::query::<Any>(AssertSqlSafe(self.sql));
        for value in self.values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
            };
        }
        let (mut outcomes, mut rows) = (Vec::new(), Vec::new());
        let mut parts = tx.fetch_many(query);
        while let Some(part) = parts.try_next().await? {
            match part {
                Either::Right(row) => rows.push(row),
                // The end of a statement.
                Either::Left(ended) => {
                    outcomes.push(Outcome { rows: std::mem::take(&mut rows), rows_affected: ended.rows_affected() });
                }
            }
        }
        Ok(outcomes)
    }
}

/// What a statement brought.
pub(super) struct Outcome {
    pub(super) rows: Vec<AnyRow>,
    pub(super) rows_affected: u64,
}

impl Outcome {
    /// The first row, which is there.
    ///
    /// # Errors
    /// [`sqlx::Error::RowNotFound`]
    pub(super) fn row(&self) -> Result<&AnyRow, sqlx::Error> {
        self.rows.first().ok_or(sqlx::Error::RowNotFound)
    }
}

/// Runs statements in their order; what each brought.
pub(super) async fn run_all<const N: usize>(
    tx: &mut WriteTransaction,
    statements: [Statement; N],
) -> Result<[Outcome; N], sqlx::Error> {
    let outcomes = run_list(tx, statements.into()).await?;
    outcomes.try_into().map_err(|_| sqlx::Error::Protocol("a statement did not end".to_owned()))
}

/// Finds a row by a `SELECT` of one table, and locks it until the commit.
pub(super) async fn lock_row(tx: &mut WriteTransaction, find: Statement) -> Result<Option<AnyRow>, sqlx::Error> {
    let find = find.for_update(tx.dialect());
    let [found] = run_all(tx, [find]).await?;
    Ok(found.rows.into_iter().next())
}

/// Runs a list of statements, in as few round trips as possible.
pub(super) async fn run_list(
    tx: &mut WriteTransaction,
    statements: Vec<Statement>,
) -> Result<Vec<Outcome>, sqlx::Error> {
    let mut statements = statements.into_iter();
    let mut outcomes = Vec::with_capacity(statements.len());
    if tx.dialect() == Dialect::Postgres {
        for statement in statements {
            outcomes.extend(statement.run(tx).await?);
        }
        return Ok(outcomes);
    }
    let Some(mut all) = statements.next() else { return Ok(outcomes) };
    statements.for_each(|statement| all.append(statement));
    all.run(tx).await
}
