//! Stores an uploaded file, and what reading it asks of the database.

use super::ImportRow;
use crate::domain::UserId;
use crate::server::store::audit::Actor;
use crate::server::store::{Store, StoreError, parsed, placeholders};
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{HashMap, HashSet};

/// Values bound at a time in a list: few round trips, and far from the most
/// that either database takes.
const AT_A_TIME: usize = 500;

/// A file that was checked.
pub struct NewImport<'a> {
    /// Which.
    pub id: &'a str,
    /// What the file is called.
    pub file_name: &'a str,
    /// How it was read, as JSON.
    pub header: &'a str,
    /// From how many rows an account is to be made.
    pub planned: i64,
    /// How many of those make an administrator.
    pub admins: i64,
    /// How many rows it has.
    pub total: usize,
}

impl Store {
    /// Keeps a file that was checked, until somebody confirms or discards
    /// it. One that `replaces` a preview takes its place; `false`, and nothing
    /// done, when that has been confirmed or is gone.
    pub async fn insert_import(
        &self,
        new: &NewImport<'_>,
        mut rows: impl Iterator<Item = ImportRow> + Send,
        actor: &Actor,
        replaces: bool,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        if replaces {
            let gone = sqlx::query("DELETE FROM imports WHERE id = $1 AND state = 'preview'")
                .bind(new.id.to_owned())
                .execute(&mut *tx)
                .await?;
            if gone.rows_affected() == 0 {
                return Ok(false);
            }
        }
        sqlx::query(
            "INSERT INTO imports (id, file_name, header, actor, state, total, planned, admins, created_at, updated_at)
             VALUES ($1, $2, $3, $4, 'preview', $5, $6, $7, $8, $8)",
        )
        .bind(new.id.to_owned())
        .bind(new.file_name.to_owned())
        .bind(new.header.to_owned())
        .bind(actor.as_str().to_owned())
        .bind(i64::try_from(new.total).unwrap_or(i64::MAX))
        .bind(new.planned)
        .bind(new.admins)
        .bind(self.clock.now().as_millis())
        .execute(&mut *tx)
        .await?;
        loop {
            let rows: Vec<ImportRow> = rows.by_ref().take(AT_A_TIME).collect();
            if rows.is_empty() {
                break;
            }
            // Placeholders only; the values are bound.
            let sql = format!(
                "INSERT INTO import_rows (import_id, line, state, cells, problem, user_id) VALUES {}",
                placeholders(1, rows.len(), 6)
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in rows {
                query = query
                    .bind(new.id.to_owned())
                    .bind(row.line)
                    .bind(row.state.as_str())
                    .bind(row.cells)
                    .bind(row.problem)
                    .bind(row.deleted.map(|id| id.as_str().to_owned()));
            }
            query.execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Which of these addresses and of these keyed hashes of CPFs have an account.
    pub async fn find_taken(&self, emails: &[&str], cpfs: &[&str]) -> Result<HashSet<String>, StoreError> {
        let mut taken = HashSet::new();
        for (column, values) in [("email", emails), ("cpf_index", cpfs)] {
            for values in values.chunks(AT_A_TIME) {
                let numbers = placeholders(1, 1, values.len());
                // One of two constant names, and placeholders.
                let sql = format!("SELECT {column} AS value FROM users WHERE {column} IN {numbers}");
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for value in values {
                    query = query.bind((*value).to_owned());
                }
                for row in query.fetch_all(&self.readers).await? {
                    taken.insert(row.try_get("value")?);
                }
            }
        }
        Ok(taken)
    }

    /// Which of these addresses belong to deleted accounts, and to which.
    pub async fn find_deleted_with(&self, emails: &[&str]) -> Result<HashMap<String, UserId>, StoreError> {
        let mut deleted = HashMap::new();
        for emails in emails.chunks(AT_A_TIME) {
            // Placeholders only; the values are bound.
            let sql = format!(
                "SELECT id, email FROM users WHERE deleted_at IS NOT NULL AND email IN {}",
                placeholders(1, 1, emails.len())
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for email in emails {
                query = query.bind((*email).to_owned());
            }
            for row in query.fetch_all(&self.readers).await? {
                deleted.insert(row.try_get("email")?, parsed(&row, "users", "id", UserId::parse)?);
            }
        }
        Ok(deleted)
    }
}
