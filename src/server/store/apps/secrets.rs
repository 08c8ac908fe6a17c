//! Client secrets: one, or two while the first is replaced.

use crate::domain::{AppId, AppSecretId, ClientId, Timestamp};
use crate::server::store::audit::{AuditKind, By};
use crate::server::store::statement::{Statement, lock_row};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError, parsed};
use sqlx::Row as _;

/// Secrets of one app that work at a time: the old one and the new one.
pub const SECRETS_AT_A_TIME: i64 = 2;

/// A secret, without the secret.
#[derive(Clone, Debug)]
pub struct AppSecret {
    /// Its id.
    pub id: AppSecretId,
    /// SHA-256, in hexadecimal.
    pub hash: String,
    /// Since when it works.
    pub created_at: Timestamp,
    /// Until when it worked.
    pub ended_at: Option<Timestamp>,
}

/// Whether a secret was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddedSecret {
    /// It works beside the one that was the newest.
    Added,
    /// Another one has been added since.
    NotBeside,
    /// The app is gone or public.
    NotConfidential,
}

impl Store {
    pub(super) async fn insert_secret_row(
        &self,
        tx: &mut WriteTransaction,
        app: &AppId,
        hash: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO app_secrets (id, app_id, hash, created_at) VALUES ($1, $2, $3, $4)")
            .bind(self.clock.new_id())
            .bind(app.as_str().to_owned())
            .bind(hash.to_owned())
            .bind(self.clock.now().as_millis())
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// Adds a secret beside the one that works; of more than [`SECRETS_AT_A_TIME`] the oldest ends.
    /// Only if the newest one is still `beside`, where that is said: a form sent twice adds one.
    pub async fn insert_app_secret(
        &self,
        app: &AppId,
        hash: &str,
        beside: Option<&str>,
        by: &By,
    ) -> Result<AddedSecret, StoreError> {
        let mut tx = self.begin().await?;
        // Two at once wait for each other.
        let find = Statement::new("SELECT client_id FROM apps WHERE id = $1 AND kind = 'confidential'");
        let Some(row) = lock_row(&mut tx, find.bind(app.as_str())).await? else {
            return Ok(AddedSecret::NotConfidential);
        };
        let client_id = parsed(&row, "apps", "client_id", |id| ClientId::parse(id).ok())?;
        if let Some(beside) = beside {
            let newest = "SELECT id FROM app_secrets WHERE app_id = $1 AND ended_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1";
            let newest = sqlx::query(newest).bind(app.as_str().to_owned()).fetch_optional(&mut *tx).await?;
            let newest: Option<String> = newest.map(|row| row.try_get("id")).transpose()?;
            if newest.is_some_and(|newest| newest != beside) {
                return Ok(AddedSecret::NotBeside);
            }
        }
        sqlx::query(
            "UPDATE app_secrets SET ended_at = $2 WHERE app_id = $1 AND ended_at IS NULL AND id NOT IN (
                 SELECT id FROM app_secrets WHERE app_id = $1 AND ended_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $3)",
        )
        .bind(app.as_str().to_owned())
        .bind(self.clock.now().as_millis())
        .bind(SECRETS_AT_A_TIME - 1)
        .execute(&mut *tx)
        .await?;
        self.insert_secret_row(&mut tx, app, hash).await?;
        self.insert_app_event(&mut tx, AuditKind::AppSecretAdded, &client_id, by, None).await?;
        tx.commit().await?;
        Ok(AddedSecret::Added)
    }

    /// Ends a secret; `false` when it has ended already, or is the only one.
    pub async fn set_app_secret_ended(&self, app: &AppId, secret: &AppSecretId, by: &By) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let find = Statement::new("SELECT client_id FROM apps WHERE id = $1").bind(app.as_str());
        let Some(row) = lock_row(&mut tx, find).await? else { return Ok(false) };
        let client_id = parsed(&row, "apps", "client_id", |id| ClientId::parse(id).ok())?;
        let done = sqlx::query(
            "UPDATE app_secrets SET ended_at = $3 WHERE id = $2 AND app_id = $1 AND ended_at IS NULL
               AND EXISTS (SELECT 1 FROM app_secrets o WHERE o.app_id = $1 AND o.ended_at IS NULL AND o.id <> $2)",
        )
        .bind(app.as_str().to_owned())
        .bind(secret.as_str().to_owned())
        .bind(self.clock.now().as_millis())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        self.insert_app_event(&mut tx, AuditKind::AppSecretEnded, &client_id, by, None).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The secrets of an app, the newest first, also those that have ended.
    pub async fn list_app_secrets(&self, app: &AppId) -> Result<Vec<AppSecret>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, hash, created_at, ended_at FROM app_secrets WHERE app_id = $1 ORDER BY created_at DESC, id DESC",
        )
        .bind(app.as_str().to_owned())
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(AppSecret {
                    id: parsed(row, "app_secrets", "id", AppSecretId::parse)?,
                    hash: row.try_get("hash")?,
                    created_at: Timestamp::from_millis(row.try_get("created_at")?),
                    ended_at: row.try_get::<Option<i64>, _>("ended_at")?.map(Timestamp::from_millis),
                })
            })
            .collect()
    }
}
