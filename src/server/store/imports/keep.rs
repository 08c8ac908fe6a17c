//! Stores an uploaded file, and what reading it asks of the database.

use super::ImportRow;
use crate::domain::import::ImportId;
use crate::domain::{DeliveryState, Timestamp, UserId, UserStatus};
use crate::server::store::audit::Actor;
use crate::server::store::json::to_json;
use crate::server::store::lenient::Lenient;
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, parsed};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{HashMap, HashSet};

/// Rows, or values to look for, of one statement: few round trips, and no text of many megabytes.
const AT_A_TIME: usize = 500;

/// The status of an account; one whose row cannot be read needs nothing from an import.
fn known_status(row: &AnyRow, now: Timestamp) -> UserStatus {
    let mut row = Lenient::new(row);
    let stored = row.parsed("standing", UserStatus::parse, |_| UserStatus::Active);
    let until = row.number("invited_until").map(Timestamp::from_millis);
    let mail = row.text("mail_state").as_deref().and_then(DeliveryState::parse);
    UserStatus::derive(stored, mail, until, now)
}

/// A file that was checked.
pub struct NewImport<'a> {
    /// Its id.
    pub id: &'a ImportId,
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
        rows: impl Iterator<Item = ImportRow> + Send,
        actor: &Actor,
        replaces: bool,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let now = self.clock.now().as_millis();
        let updated_at = if replaces {
            let Some(before) = delete_replaced(&mut tx, new.id).await? else { return Ok(false) };
            // Another one than before, whatever the clock says: see `Import::version`.
            now.max(before.saturating_add(1))
        } else {
            now
        };
        sqlx::query(
            "INSERT INTO imports (id, file_name, header, actor, state, total, planned, admins, created_at, updated_at)
             VALUES ($1, $2, $3, $4, 'preview', $5, $6, $7, $8, $9)",
        )
        .bind(new.id.as_str().to_owned())
        .bind(new.file_name.to_owned())
        .bind(new.header.to_owned())
        .bind(actor.as_str().to_owned())
        .bind(i64::try_from(new.total).unwrap_or(i64::MAX))
        .bind(new.planned)
        .bind(new.admins)
        .bind(now)
        .bind(updated_at)
        .execute(&mut *tx)
        .await?;
        self.insert_rows(&mut tx, new.id, rows).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Inserts the rows of an import, [`AT_A_TIME`] in one statement.
    async fn insert_rows(
        &self,
        tx: &mut WriteTransaction,
        id: &ImportId,
        mut rows: impl Iterator<Item = ImportRow> + Send,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO import_rows (import_id, line, state, cells, problem, user_id)
             SELECT $2, CAST(value ->> 0 AS BIGINT), value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM {}",
            self.dialect.json_rows("$1")
        );
        loop {
            let some: Vec<_> = rows
                .by_ref()
                .take(AT_A_TIME)
                .map(|row| {
                    let account = row.account.map(|id| id.as_str().to_owned());
                    (row.line, row.state.as_str(), row.cells, row.problem, account)
                })
                .collect();
            if some.is_empty() {
                return Ok(());
            }
            let query = sqlx::query(AssertSqlSafe(sql.as_str())).bind(to_json(&some)).bind(id.as_str().to_owned());
            query.execute(&mut **tx).await?;
        }
    }

    /// Which of these addresses and of these keyed hashes of CPFs have an account.
    pub async fn find_taken(&self, emails: &[&str], cpfs: &[&str]) -> Result<HashSet<String>, StoreError> {
        let mut taken = HashSet::new();
        for (column, values) in [("email", emails), ("cpf_index", cpfs)] {
            // One of two constant names.
            let sql = format!(
                "SELECT {column} AS value FROM users WHERE {column} IN (SELECT value FROM {})",
                self.dialect.json_texts("$1")
            );
            for row in self.fetch_in_chunks(&sql, values).await? {
                taken.insert(row.try_get("value")?);
            }
        }
        Ok(taken)
    }

    /// The accounts with these addresses, and their status.
    pub async fn find_accounts_with(
        &self,
        emails: &[&str],
    ) -> Result<HashMap<String, (UserId, UserStatus)>, StoreError> {
        let mut accounts = HashMap::new();
        let sql = format!(
            "SELECT id, email, standing, invited_until, mail_state FROM users
             WHERE email IN (SELECT value FROM {})",
            self.dialect.json_texts("$1")
        );
        let now = self.clock.now();
        for row in self.fetch_in_chunks(&sql, emails).await? {
            let id = parsed(&row, "users", "id", UserId::parse)?;
            accounts.insert(row.try_get("email")?, (id, known_status(&row, now)));
        }
        Ok(accounts)
    }

    /// The status of the accounts that the rows of a preview found, by the rows' lines from `first` to `last`.
    pub async fn list_known_of_import(
        &self,
        import: &ImportId,
        (first, last): (i64, i64),
    ) -> Result<HashMap<i64, (UserId, UserStatus)>, StoreError> {
        let rows = sqlx::query(
            "SELECT r.line, u.id, u.standing, u.invited_until, u.mail_state
             FROM import_rows r JOIN users u ON u.id = r.user_id
             WHERE r.import_id = $1 AND r.state = 'known' AND r.line >= $2 AND r.line <= $3",
        )
        .bind(import.as_str().to_owned())
        .bind(first)
        .bind(last)
        .fetch_all(&self.readers)
        .await?;
        let now = self.clock.now();
        let account = |row: &AnyRow| {
            let id = parsed(row, "users", "id", UserId::parse)?;
            Ok((row.try_get("line")?, (id, known_status(row, now))))
        };
        rows.iter().map(account).collect()
    }

    /// How many of the accounts that an import found have each status.
    pub async fn count_known_of_import(&self, import: &ImportId) -> Result<Vec<(UserStatus, i64)>, StoreError> {
        let now = self.clock.now();
        let rows = sqlx::query(
            "SELECT k.standing, k.invited_until, k.mail_state, COUNT(*) AS people FROM (
               SELECT u.standing, u.mail_state, CASE WHEN u.invited_until <= $2 THEN CAST(0 AS BIGINT) END AS invited_until
               FROM import_rows r JOIN users u ON u.id = r.user_id
               WHERE r.import_id = $1 AND r.state = 'known') AS k
             GROUP BY k.standing, k.invited_until, k.mail_state",
        )
        .bind(import.as_str().to_owned())
        .bind(now.as_millis())
        .fetch_all(&self.readers)
        .await?;
        let mut counts: Vec<(UserStatus, i64)> = Vec::new();
        for row in &rows {
            let (status, people) = (known_status(row, now), row.try_get("people")?);
            match counts.iter_mut().find(|(known, _)| *known == status) {
                Some((_, count)) => *count += people,
                None => counts.push((status, people)),
            }
        }
        Ok(counts)
    }

    /// Which of these keyed hashes of CPFs belong to deleted accounts.
    pub async fn find_deleted_cpfs(&self, cpfs: &[&str]) -> Result<HashSet<String>, StoreError> {
        let sql = format!(
            "SELECT cpf_index FROM users WHERE deleted_at IS NOT NULL AND cpf_index IN (SELECT value FROM {})",
            self.dialect.json_texts("$1")
        );
        self.fetch_in_chunks(&sql, cpfs).await?.iter().map(|row| Ok(row.try_get("cpf_index")?)).collect()
    }

    /// What `sql` finds for `values`, which it takes as `$1`, so many at a time as a statement should have.
    async fn fetch_in_chunks(&self, sql: &str, values: &[&str]) -> Result<Vec<AnyRow>, StoreError> {
        let mut found = Vec::new();
        for values in values.chunks(AT_A_TIME) {
            found.extend(sqlx::query(AssertSqlSafe(sql)).bind(to_json(values)).fetch_all(&self.readers).await?);
        }
        Ok(found)
    }
}

/// Deletes a preview that is about to be replaced; when it last changed. `None` when it was confirmed or is gone.
async fn delete_replaced(tx: &mut WriteTransaction, id: &ImportId) -> Result<Option<i64>, StoreError> {
    let deleted = sqlx::query("DELETE FROM imports WHERE id = $1 AND state = 'preview' RETURNING updated_at")
        .bind(id.as_str().to_owned())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(deleted.map(|row| row.try_get("updated_at")).transpose()?)
}
