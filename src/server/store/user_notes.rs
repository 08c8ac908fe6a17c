//! What admins note about a person.

use super::audit::{AuditEvent, AuditKind, By};
use super::{Store, StoreError};
use crate::domain::{Timestamp, UserId, UserNote};
use crate::server::store::users::lock_user;
use sqlx::{Any, Executor, Row as _};

/// The outcome of saving a note.
pub enum NoteOutcome {
    /// It is there now.
    Done,
    /// There is no such person.
    NobodyThere,
    /// There is this one by now.
    ChangedMeanwhile(String),
}

impl Store {
    /// The note about a person, and when it was changed; none where there is none.
    pub async fn find_user_note(&self, user_id: &UserId) -> Result<Option<(String, Timestamp)>, StoreError> {
        find_note(&self.readers, user_id).await
    }

    /// Puts `note` in the place of the one there is; an empty one takes it away. With `shown`, only if that is when the
    /// one there is was changed, 0 for none. The log tells that it changed, not what it says; one that says the same
    /// changes nothing.
    pub async fn set_user_note(
        &self,
        user_id: &UserId,
        note: &UserNote,
        shown: Option<Timestamp>,
        by: &By,
    ) -> Result<NoteOutcome, StoreError> {
        let mut tx = self.begin().await?;
        if !lock_user(&mut tx, user_id).await? {
            return Ok(NoteOutcome::NobodyThere);
        }
        let (before, changed) =
            find_note(&mut *tx, user_id).await?.unwrap_or((String::new(), Timestamp::from_millis(0)));
        if before == note.as_str() {
            return Ok(NoteOutcome::Done);
        }
        if shown.is_some_and(|shown| shown != changed) {
            return Ok(NoteOutcome::ChangedMeanwhile(before));
        }
        if note.as_str().is_empty() {
            sqlx::query("DELETE FROM user_notes WHERE user_id = $1")
                .bind(user_id.as_str().to_owned())
                .execute(&mut *tx)
                .await?;
        } else {
            sqlx::query(
                "INSERT INTO user_notes (user_id, note, updated_at) VALUES ($1, $2, $3)
                 ON CONFLICT (user_id) DO UPDATE SET note = $2, updated_at = $3",
            )
            .bind(user_id.as_str().to_owned())
            .bind(note.as_str().to_owned())
            .bind(self.clock.now().as_millis())
            .execute(&mut *tx)
            .await?;
        }
        let event = AuditEvent { kind: AuditKind::UserNoted, by, target: Some(user_id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(NoteOutcome::Done)
    }
}

async fn find_note<'a>(
    database: impl Executor<'a, Database = Any>,
    user_id: &UserId,
) -> Result<Option<(String, Timestamp)>, StoreError> {
    let row = sqlx::query("SELECT note, updated_at FROM user_notes WHERE user_id = $1")
        .bind(user_id.as_str().to_owned())
        .fetch_optional(database)
        .await?;
    row.map(|row| Ok((row.try_get("note")?, Timestamp::from_millis(row.try_get("updated_at")?)))).transpose()
}
