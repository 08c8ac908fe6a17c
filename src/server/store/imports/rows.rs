//! The rows of an import while its accounts are made: which are left, and what has become of each.

use super::batch::ImportedUser;
use super::{Import, ImportRow, import_row};
use crate::domain::import::{ImportId, RowState};
use crate::domain::{NewUser, UserId};
use crate::server::store::json::to_json;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, parsed};
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::HashSet;

/// The rows in one state after a line: each page and each batch reads its own rows alone.
pub(in crate::server::store) const ROWS_IN_STATE: &str = "SELECT line, state, cells, problem FROM import_rows
     WHERE import_id = $1 AND state = $2 AND line > $3 ORDER BY line LIMIT $4";

/// The next rows in either of two states. With `state IN (…)` SQLite goes by the line alone, and reads all rows in
/// other states before the hundred it looks for.
pub(in crate::server::store) const ROWS_IN_EITHER_STATE: &str = "SELECT line, state, cells, problem FROM (
       SELECT * FROM (SELECT line, state, cells, problem FROM import_rows
                      WHERE import_id = $1 AND state = $2 AND line > $3 ORDER BY line LIMIT $4) AS one
       UNION ALL
       SELECT * FROM (SELECT line, state, cells, problem FROM import_rows
                      WHERE import_id = $1 AND state = $5 AND line > $3 ORDER BY line LIMIT $4) AS other
     ) AS either ORDER BY line LIMIT $4";

/// The lines among `people` whose rows are still to be done: another process may have been faster.
pub(super) async fn ready_lines(
    tx: &mut WriteTransaction,
    import: &Import,
    people: &[ImportedUser],
) -> Result<HashSet<i64>, StoreError> {
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(HashSet::new()) };
    let rows = sqlx::query(
        "SELECT line FROM import_rows WHERE import_id = $1 AND state = 'ready' AND line >= $2 AND line <= $3",
    )
    .bind(import.id.as_str().to_owned())
    .bind(first.line)
    .bind(last.line)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("line")?)).collect()
}

impl Store {
    /// The rows of an import in the order of the file that are in one of two
    /// ways: at most `limit`, after the line `after`.
    pub async fn find_rows(
        &self,
        id: &ImportId,
        states: (RowState, RowState),
        after: i64,
        limit: i64,
    ) -> Result<Vec<ImportRow>, StoreError> {
        let is_one = states.0 == states.1;
        let mut query = sqlx::query(if is_one { ROWS_IN_STATE } else { ROWS_IN_EITHER_STATE })
            .bind(id.as_str().to_owned())
            .bind(states.0.as_str())
            .bind(after)
            .bind(limit);
        if !is_one {
            query = query.bind(states.1.as_str());
        }
        query.fetch_all(&self.readers).await?.iter().map(import_row).collect()
    }

    /// The accounts that an import has made, in the order of its file; at most `limit`.
    pub async fn list_users_of_import(&self, import: &ImportId, limit: i64) -> Result<Vec<UserId>, StoreError> {
        let rows = sqlx::query(
            "SELECT user_id FROM import_rows
             WHERE import_id = $1 AND state = 'created' AND user_id IS NOT NULL ORDER BY line LIMIT $2",
        )
        .bind(import.as_str().to_owned())
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| parsed(row, "import_rows", "user_id", UserId::parse)).collect()
    }

    pub(super) async fn set_rows_created(
        &self,
        tx: &mut WriteTransaction,
        import: &Import,
        made: &[(&ImportedUser, &NewUser)],
    ) -> Result<(), StoreError> {
        let (Some((first, _)), Some((last, _))) = (made.first(), made.last()) else { return Ok(()) };
        let (first, last) = (first.line, last.line);
        let made: Vec<_> = made.iter().map(|(person, _)| (person.line, person.id.as_str())).collect();
        // Materialized, and between the first line and the last: SQLite would read the list beside each row that is
        // ready, and all rows that are.
        let sql = format!(
            "WITH made AS MATERIALIZED (SELECT CAST(value ->> 0 AS BIGINT) AS line, value ->> 1 AS user_id FROM {})
             UPDATE import_rows SET state = 'created', user_id = made.user_id FROM made
             WHERE import_id = $2 AND state = 'ready' AND import_rows.line = made.line
               AND import_rows.line >= $3 AND import_rows.line <= $4",
            self.dialect.json_rows("$1")
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(to_json(&made))
            .bind(import.id.as_str().to_owned())
            .bind(first)
            .bind(last)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}

pub(super) async fn has_ready_row(tx: &mut WriteTransaction, import: &Import) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT line FROM import_rows WHERE import_id = $1 AND state = 'ready' LIMIT 1")
        .bind(import.id.as_str().to_owned())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.is_some())
}

/// Marks a row whose account another one prevented: by its address it
/// is known, by its CPF alone it is refused. Neither: the other one has gone in
/// this moment, and the row stays ready.
pub(super) async fn settle(
    tx: &mut WriteTransaction,
    import: &Import,
    person: &ImportedUser,
    new_user: &NewUser,
) -> Result<(), StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS others, COALESCE(SUM(CASE WHEN email = $1 THEN 1 ELSE 0 END), 0) AS same
         FROM users WHERE email = $1 OR cpf_index = $2",
    )
    .bind(new_user.email.as_str().to_owned())
    .bind(person.cpf.as_ref().map(|cpf| cpf.index.clone()))
    .fetch_one(&mut **tx)
    .await?;
    let (others, same): (i64, i64) = (row.try_get("others")?, row.try_get("same")?);
    match (others, same) {
        (0, _) => Ok(()),
        (_, 0) => set_row(tx, import, person.line, RowState::Refused, &person.cpf_taken).await,
        _ => {
            set_row(tx, import, person.line, RowState::Known, "").await?;
            // Who was deleted meanwhile is counted apart, by their account.
            sqlx::query(
                "UPDATE import_rows SET user_id = (SELECT id FROM users WHERE email = $3)
                 WHERE import_id = $1 AND line = $2",
            )
            .bind(import.id.as_str().to_owned())
            .bind(person.line)
            .bind(new_user.email.as_str().to_owned())
            .execute(&mut **tx)
            .await?;
            Ok(())
        }
    }
}

pub(super) async fn set_row(
    tx: &mut WriteTransaction,
    import: &Import,
    line: i64,
    state: RowState,
    problem: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE import_rows SET state = $3, problem = $4 WHERE import_id = $1 AND line = $2 AND state = 'ready'",
    )
    .bind(import.id.as_str().to_owned())
    .bind(line)
    .bind(state.as_str())
    .bind(problem.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
