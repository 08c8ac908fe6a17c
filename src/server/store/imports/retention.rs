//! How long imports keep the cells of their files.

use crate::domain::Timestamp;
use crate::domain::import::ImportId;
use crate::server::clock::latest_past;
use crate::server::store::audit::{AuditKind, By};
use crate::server::store::{Store, StoreError, parsed};

impl Store {
    /// Deletes files that nobody confirmed since `previews`, and the cells of imports that ended, or were paused,
    /// before `cells`. Such a paused one is cancelled: without its cells it could not go on.
    pub async fn delete_old_imports(&self, previews: Timestamp, cells: Timestamp) -> Result<(), StoreError> {
        self.delete_old_previews(previews).await?;
        self.cancel_forgotten_imports(cells).await?;
        self.clear_old_cells(cells).await
    }

    /// One file a statement: its rows go with it, and a file half deleted could still be confirmed.
    async fn delete_old_previews(&self, before: Timestamp) -> Result<(), StoreError> {
        loop {
            let done = sqlx::query(
                "DELETE FROM imports
                 WHERE id = (SELECT id FROM imports WHERE state = 'preview' AND created_at < $1 LIMIT 1)
                   AND state = 'preview' AND created_at < $1",
            )
            .bind(before.as_millis())
            .execute(&self.writer)
            .await?;
            if done.rows_affected() == 0 {
                return Ok(());
            }
        }
    }

    /// Cancels imports that were paused before `before` and that nobody has resumed.
    async fn cancel_forgotten_imports(&self, before: Timestamp) -> Result<(), StoreError> {
        let rows = sqlx::query("SELECT id FROM imports WHERE state = 'paused' AND updated_at < $1")
            .bind(before.as_millis())
            .fetch_all(&self.readers)
            .await?;
        for row in &rows {
            self.cancel_forgotten(&parsed(row, "imports", "id", ImportId::parse)?, before).await?;
        }
        Ok(())
    }

    async fn cancel_forgotten(&self, id: &ImportId, before: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        // `updated_at` stays: the time of the cells counts from the pause, and is over.
        let cancelled = sqlx::query(
            "UPDATE imports SET state = 'cancelled' WHERE id = $1 AND state = 'paused' AND updated_at < $2",
        )
        .bind(id.as_str().to_owned())
        .bind(before.as_millis())
        .execute(&mut *tx)
        .await?;
        // Somebody may have resumed it just now.
        if cancelled.rows_affected() == 0 {
            return Ok(());
        }
        self.insert_import_event(&mut tx, id, AuditKind::ImportCancelled, &By::worker()).await?;
        Ok(tx.commit().await?)
    }

    async fn clear_old_cells(&self, before: Timestamp) -> Result<(), StoreError> {
        // Looking first keeps SQLite's write lock free: most of the time nothing is left, which only a look at the rows
        // of all imports tells.
        let left = sqlx::query(
            "SELECT 1 FROM imports i JOIN import_rows r ON r.import_id = i.id
             WHERE i.state IN ('cancelled', 'done') AND (i.updated_at < $1 OR i.updated_at > $2) AND r.cells <> '' LIMIT 1",
        )
        .bind(before.as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        if left.is_none() {
            return Ok(());
        }
        let sql = "UPDATE import_rows SET cells = '' WHERE (import_id, line) IN (
                       SELECT r.import_id, r.line FROM imports i JOIN import_rows r ON r.import_id = i.id
                       WHERE i.state IN ('cancelled', 'done') AND (i.updated_at < $1 OR i.updated_at > $3)
                         AND r.cells <> '' LIMIT $2)";
        self.run_in_batches(sql, before).await
    }
}
