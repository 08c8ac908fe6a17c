//! What admins note about a person.

use super::audit::{AuditEvent, AuditKind, By};
use super::{Store, StoreError};
use crate::domain::{Timestamp, UserId, UserNote};
use sqlx::Row as _;

impl Store {
    /// The note about a person, and when it was changed; none where there is none.
    pub async fn find_user_note(&self, user_id: &UserId) -> Result<Option<(String, Timestamp)>, StoreError> {
        let row = sqlx::query("SELECT note, updated_at FROM user_notes WHERE user_id = $1")
            .bind(user_id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| Ok((row.try_get("note")?, Timestamp::from_millis(row.try_get("updated_at")?)))).transpose()
    }

    /// Puts `note` in the place of the one there is; an empty one takes it away. The log tells that it changed, not
    /// what it says; one that says the same changes nothing.
    pub async fn set_user_note(&self, user_id: &UserId, note: &UserNote, by: &By) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = if note.as_str().is_empty() {
            sqlx::query("DELETE FROM user_notes WHERE user_id = $1")
                .bind(user_id.as_str().to_owned())
                .execute(&mut *tx)
                .await?
        } else {
            sqlx::query(
                "INSERT INTO user_notes (user_id, note, updated_at) VALUES ($1, $2, $3)
                 ON CONFLICT (user_id) DO UPDATE SET note = $2, updated_at = $3 WHERE user_notes.note <> $2",
            )
            .bind(user_id.as_str().to_owned())
            .bind(note.as_str().to_owned())
            .bind(self.clock.now().as_millis())
            .execute(&mut *tx)
            .await?
        };
        if done.rows_affected() == 0 {
            return Ok(());
        }
        let event = AuditEvent { kind: AuditKind::UserNoted, by, target: Some(user_id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(())
    }
}
