//! The keys that sign ID tokens, shared by all nodes.

use super::audit::{AuditEvent, AuditKind, By};
use super::rate_limit::network::lock_guard;
use super::{Store, StoreError, parsed};
use crate::domain::{SigningAlgorithm, Timestamp};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// A key as it is stored.
#[derive(Clone, Debug)]
pub struct StoredKey {
    /// Its name in the JWKS.
    pub kid: String,
    /// What it signs with.
    pub algorithm: SigningAlgorithm,
    /// Its private half, encrypted.
    pub sealed: String,
    /// Its public half, as JSON.
    pub public_jwk: String,
    /// Announced from then on.
    pub created_at: Timestamp,
    /// Signs from then on, until a newer one does.
    pub active_at: Timestamp,
}

fn stored_key(row: &AnyRow) -> Result<StoredKey, StoreError> {
    Ok(StoredKey {
        kid: row.try_get("kid")?,
        algorithm: parsed(row, "signing_keys", "algorithm", SigningAlgorithm::parse)?,
        sealed: row.try_get("sealed")?,
        public_jwk: row.try_get("public_jwk")?,
        created_at: Timestamp::from_millis(row.try_get("created_at")?),
        active_at: Timestamp::from_millis(row.try_get("active_at")?),
    })
}

impl Store {
    /// All keys, the one that signs last first.
    pub async fn list_signing_keys(&self) -> Result<Vec<StoredKey>, StoreError> {
        let rows = sqlx::query(
            "SELECT kid, algorithm, sealed, public_jwk, created_at, active_at FROM signing_keys ORDER BY active_at DESC, kid",
        )
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(stored_key).collect()
    }

    /// Adds a key, unless there is one of its algorithm that began after `newest`: then another node
    /// was first, and `false`.
    pub async fn insert_signing_key(&self, key: &StoredKey, newest: Option<Timestamp>) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        lock_guard(&mut tx, "signing keys", self.clock.now()).await?;
        let done = sqlx::query(
            "INSERT INTO signing_keys (kid, algorithm, sealed, public_jwk, created_at, active_at)
             SELECT $1, $2, $3, $4, CAST($5 AS BIGINT), CAST($6 AS BIGINT)
             WHERE NOT EXISTS (SELECT 1 FROM signing_keys WHERE algorithm = $2 AND active_at > $7)",
        )
        .bind(key.kid.clone())
        .bind(key.algorithm.as_str())
        .bind(key.sealed.clone())
        .bind(key.public_jwk.clone())
        .bind(key.created_at.as_millis())
        .bind(key.active_at.as_millis())
        .bind(newest.map_or(i64::MIN, Timestamp::as_millis))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        let detail = format!("{} {}", key.algorithm.as_str(), key.kid);
        let event =
            AuditEvent { kind: AuditKind::SigningKeyAdded, by: &By::worker(), target: None, detail: Some(&detail) };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes a key.
    pub async fn delete_signing_key(&self, kid: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM signing_keys WHERE kid = $1").bind(kid.to_owned()).execute(&self.writer).await?;
        Ok(())
    }
}
