//! The rows of an import while its accounts are made: which are left, and what has become of each.

use super::Import;
use super::batch::ImportedUser;
use crate::domain::import::RowState;
use crate::domain::{NewUser, UserId};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, parsed, placeholders};
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::HashSet;

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
    .bind(import.id.clone())
    .bind(first.line)
    .bind(last.line)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("line")?)).collect()
}

impl Store {
    /// The accounts that an import has made, in the order of its file.
    pub async fn list_users_of_import(&self, import: &str) -> Result<Vec<UserId>, StoreError> {
        let rows = sqlx::query(
            "SELECT user_id FROM import_rows
             WHERE import_id = $1 AND state = 'created' AND user_id IS NOT NULL ORDER BY line",
        )
        .bind(import.to_owned())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| parsed(row, "import_rows", "user_id", UserId::parse)).collect()
    }
}

pub(super) async fn ready_row_is_left(tx: &mut WriteTransaction, import: &Import) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT line FROM import_rows WHERE import_id = $1 AND state = 'ready' LIMIT 1")
        .bind(import.id.clone())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.is_some())
}

pub(super) async fn set_rows_created(
    tx: &mut WriteTransaction,
    import: &Import,
    made: &[(&ImportedUser, &NewUser)],
) -> Result<(), StoreError> {
    if made.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "UPDATE import_rows SET state = 'created', user_id = made.column2 FROM (VALUES {}) AS made
         WHERE import_id = $1 AND line = made.column1 AND state = 'ready'",
        placeholders(2, made.len(), 2)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(import.id.clone());
    for (person, _) in made {
        query = query.bind(person.line).bind(person.id.as_str().to_owned());
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

/// Marks a row whose account another one stood in the way of: by its address it
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
            // Who was deleted meanwhile is counted apart.
            sqlx::query(
                "UPDATE import_rows SET user_id = (SELECT id FROM users WHERE email = $3 AND deleted_at IS NOT NULL)
                 WHERE import_id = $1 AND line = $2",
            )
            .bind(import.id.clone())
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
    .bind(import.id.clone())
    .bind(line)
    .bind(state.as_str())
    .bind(problem.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
