//! The steps of an import that people take.

use super::{Import, RowCounts, import_columns};
use crate::domain::Timestamp;
use crate::domain::import::{ImportId, ImportState};
use crate::server::clock::latest;
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError};

/// A step from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStep {
    /// From the preview to work.
    Start(ImportStart),
    /// Holds it up.
    Pause,
    /// Lets it go on.
    Resume,
    /// Ends it before its last row.
    Cancel,
}

/// What a preview is started with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportStart {
    /// When the preview that was looked at was stored: one that was read again since is another.
    pub version: Timestamp,
    /// Whether the password was confirmed recently: without, one that makes administrators does not start.
    pub may_make_admins: bool,
    /// When the mails leave, if a time was chosen.
    pub send_at: Option<Timestamp>,
}

impl ImportStep {
    const fn to(self) -> ImportState {
        match self {
            Self::Start(_) | Self::Resume => ImportState::Running,
            Self::Pause => ImportState::Paused,
            Self::Cancel => ImportState::Cancelled,
        }
    }

    const fn kind(self) -> AuditKind {
        match self {
            Self::Start(_) => AuditKind::ImportStarted,
            Self::Pause => AuditKind::ImportPaused,
            Self::Resume => AuditKind::ImportResumed,
            Self::Cancel => AuditKind::ImportCancelled,
        }
    }
}

impl Store {
    /// Takes a step; `false`, and nothing done, where the import's state is such that
    /// there is no such step. The admin who starts or resumes it is responsible for the rest of it.
    pub async fn set_import_step(&self, id: &ImportId, step: ImportStep, by: &By) -> Result<bool, StoreError> {
        let sql = match step {
            ImportStep::Start(_) => {
                "UPDATE imports SET state = $2, updated_at = $3, confirmed_by = $4, send_at = $5
                 WHERE id = $1 AND state = 'preview' AND updated_at = $6 AND (admins = 0 OR $7 = 1)"
            }
            ImportStep::Resume => {
                "UPDATE imports SET state = $2, updated_at = $3, confirmed_by = $4 WHERE id = $1 AND state = 'paused'"
            }
            ImportStep::Pause => {
                "UPDATE imports SET state = $2, updated_at = $3, confirmed_by = COALESCE(confirmed_by, $4)
                 WHERE id = $1 AND state = 'running'"
            }
            ImportStep::Cancel => {
                "UPDATE imports SET state = $2, updated_at = $3, confirmed_by = COALESCE(confirmed_by, $4)
                 WHERE id = $1 AND state IN ('running', 'paused')"
            }
        };
        let mut tx = self.begin().await?;
        let mut taking = sqlx::query(sql)
            .bind(id.as_str().to_owned())
            .bind(step.to().as_str())
            .bind(self.clock.now().as_millis())
            .bind(by.actor.as_str().to_owned());
        if let ImportStep::Start(start) = step {
            taking = taking
                .bind(start.send_at.map(Timestamp::as_millis))
                .bind(start.version.as_millis())
                .bind(i64::from(start.may_make_admins));
        }
        let taken = taking.execute(&mut *tx).await?;
        if taken.rows_affected() == 0 {
            return Ok(false);
        }
        self.insert_import_event(&mut tx, id, step.kind(), by).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes what happened to an import, with the counts of its rows.
    pub(super) async fn insert_import_event(
        &self,
        tx: &mut WriteTransaction,
        id: &ImportId,
        kind: AuditKind,
        by: &By,
    ) -> Result<(), StoreError> {
        let RowCounts { ready, known, deleted, wrong, created, refused } = super::row_counts(&mut **tx, id).await?;
        let deleted = if deleted > 0 { format!(", {deleted} deleted") } else { String::new() };
        let detail = format!(
            "import {id}: {created} created, {ready} to create, {known} known{deleted}, {wrong} wrong, {refused} refused"
        );
        self.insert_event(tx, AuditEvent { kind, by, target: None, detail: Some(&detail) }).await
    }

    /// Deletes a file that was only checked; `false` when it is more than that.
    pub async fn delete_preview(&self, id: &ImportId) -> Result<bool, StoreError> {
        let gone = sqlx::query("DELETE FROM imports WHERE id = $1 AND state = 'preview'")
            .bind(id.as_str().to_owned())
            .execute(&self.writer)
            .await?;
        Ok(gone.rows_affected() == 1)
    }

    /// Takes a running import for `lease`, so that no other process works on it.
    pub async fn take_import(&self, lease: std::time::Duration) -> Result<Option<Import>, StoreError> {
        let now = self.clock.now();
        // Looking first keeps an idle job from taking SQLite's write lock.
        let sql = "SELECT id FROM imports WHERE state = 'running' AND (lease_until <= $1 OR lease_until > $2) LIMIT 1";
        let waiting = sqlx::query(sql)
            .bind(now.as_millis())
            .bind(latest(now, lease).as_millis())
            .fetch_optional(&self.readers)
            .await?;
        if waiting.is_none() {
            return Ok(None);
        }
        let row = sqlx::query(concat!(
            "UPDATE imports SET lease_until = $2
                 WHERE id = (SELECT id FROM imports WHERE state = 'running' AND (lease_until <= $1 OR lease_until > $3)
                             ORDER BY created_at, id LIMIT 1)
                   AND state = 'running' AND (lease_until <= $1 OR lease_until > $3)
                 RETURNING ",
            import_columns!()
        ))
        .bind(now.as_millis())
        .bind(now.plus(lease).as_millis())
        .bind(latest(now, lease).as_millis())
        .fetch_optional(&self.writer)
        .await?;
        row.as_ref().map(super::import).transpose()
    }
}
