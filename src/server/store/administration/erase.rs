//! Erasing deleted accounts once nobody can restore them any more.

use crate::domain::{Timestamp, UserId};
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;

impl Store {
    /// Erases the accounts that were deleted before `before`, up to 1000, each in a transaction of its own.
    pub async fn delete_accounts_deleted_before(&self, before: Timestamp) -> Result<(), StoreError> {
        let rows = sqlx::query("SELECT id FROM users WHERE deleted_at < $1 LIMIT 1000")
            .bind(before.as_millis())
            .fetch_all(&self.readers)
            .await?;
        for row in &rows {
            let id: String = row.try_get("id")?;
            let id = UserId::parse(&id).unwrap_or_else(|| UserId::damaged(&id));
            let mut tx = self.begin().await?;
            // Asked again: it may have been restored meanwhile.
            let gone = sqlx::query("DELETE FROM users WHERE id = $1 AND deleted_at < $2")
                .bind(id.as_str().to_owned())
                .bind(before.as_millis())
                .execute(&mut *tx)
                .await?;
            if gone.rows_affected() == 1 {
                let event =
                    AuditEvent { kind: AuditKind::UserErased, by: &By::worker(), target: Some(&id), detail: None };
                self.insert_event(&mut tx, event).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}
