//! Reminders to people who have not signed in: who is due, and the mail for one of them.

use super::audit::{AuditEvent, AuditKind, By};
use super::lenient::readable;
use super::outbox::{NewMail, Recipient};
use super::{Store, StoreError, parsed};
use crate::domain::{Purpose, Timestamp, UserId};
use crate::server::rate_limit::MAX_REMINDERS;
use crate::server::store::user_status::refresh_status;
use sqlx::Row as _;

/// Looked up at a time.
const AT_A_TIME: i64 = 100;

/// Who is due for a reminder: see [`Store::list_people_to_remind`]. `$1`: mailed before; `$2`: [`MAX_REMINDERS`].
macro_rules! is_due {
    () => {
        "standing = 'invited' AND mail_state = 'sent' AND reminders < $2
         AND NOT EXISTS (SELECT 1 FROM temporary_passwords t WHERE t.user_id = users.id AND t.drawn_at > $1)
         AND NOT EXISTS (SELECT 1 FROM temporary_passwords t WHERE t.user_id = users.id AND t.outbox_id = ''
                         AND t.used_at IS NULL AND t.revoked_at IS NULL)"
    };
}

impl Store {
    /// People whose temporary password was mailed before `earliest`, who have not signed in since, and who
    /// have had fewer than [`MAX_REMINDERS`]: at most a hundred.
    ///
    /// Not those whose invitation was canceled, whose mail failed, who have a slip, or whose temporary
    /// password was locked by wrong tries: an admin has to look at these. Nor those whose row cannot be read, who
    /// must not keep the others from being reminded.
    pub async fn list_people_to_remind(&self, earliest: Timestamp) -> Result<Vec<UserId>, StoreError> {
        let rows = sqlx::query(concat!(
            "SELECT id FROM users WHERE ",
            is_due!(),
            "
             ORDER BY invited_until, id LIMIT $3",
        ))
        .bind(earliest.as_millis())
        .bind(MAX_REMINDERS)
        .bind(AT_A_TIME)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().filter_map(|row| readable(parsed(row, "users", "id", UserId::parse)).transpose()).collect()
    }

    /// Counts a reminder and queues its mail, in one transaction; `false` when another process was
    /// faster, or the person has signed in meanwhile.
    pub async fn insert_reminder(&self, id: &UserId, earliest: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        // The whole condition again: it is checked again after waiting for another process's lock.
        let counted = sqlx::query(concat!(
            "UPDATE users SET reminders = reminders + 1 WHERE id = $3 AND ",
            is_due!(),
            " RETURNING reminders",
        ))
        .bind(earliest.as_millis())
        .bind(MAX_REMINDERS)
        .bind(id.as_str().to_owned())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = counted else { return Ok(false) };
        let number: i64 = row.try_get("reminders")?;
        let preset = sqlx::query(
            "SELECT preset FROM outbox WHERE user_id = $1 AND purpose = 'temporary_password'
             ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        .bind(id.as_str().to_owned())
        .fetch_optional(&mut *tx)
        .await?;
        let preset = preset.map(|row| row.try_get("preset")).transpose()?.flatten();
        let payload = Some(serde_json::json!({ "reminder": number.to_string() }));
        let mail = NewMail::new(Purpose::TemporaryPassword, Recipient::User(id.clone()));
        self.insert_new_mail(&mut tx, NewMail { preset, payload, ..mail }).await?;
        refresh_status(&mut tx, Some(id)).await?;
        let detail = format!("{number}/{MAX_REMINDERS}");
        let by = By::worker();
        let event = AuditEvent { kind: AuditKind::ReminderQueued, by: &by, target: Some(id), detail: Some(&detail) };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }
}
