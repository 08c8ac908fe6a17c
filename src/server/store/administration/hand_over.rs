//! Storing a temporary password that an admin hands over in person.

use crate::domain::{AdminAction, UserId};
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::outbox::set_failed_mails_obsolete;
use crate::server::store::sessions::delete_sessions_of;
use crate::server::store::temporary_passwords::{NewTemporaryPassword, StoredPassword, revoke_temporary_passwords};
use crate::server::store::user_status::refresh_status;
use crate::server::store::{Store, StoreError};

impl Store {
    /// Stores a secret that an admin hands over in person. It counts at once and
    /// ends all others; not wanted when the account needs none.
    pub async fn insert_password_in_person(
        &self,
        id: &UserId,
        secret: &NewTemporaryPassword<'_>,
        by: &By,
    ) -> Result<StoredPassword, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let held = self.lock_account(&mut tx, id).await?;
        if !held.is_some_and(|held| AdminAction::Resend.applies_to(held.status)) {
            return Ok(StoredPassword::NotWanted);
        }
        if self.is_one_too_many(&mut tx, id, secret.preset).await? {
            return Ok(StoredPassword::TooShort);
        }
        revoke_temporary_passwords(&mut tx, id, now).await?;
        set_failed_mails_obsolete(&mut tx, id).await?;
        delete_sessions_of(&mut tx, id).await?;
        let stored = self.insert_row(&mut tx, id, None, secret, Some(now)).await?;
        refresh_status(&mut tx, Some(id)).await?;
        let kind = AuditKind::TemporaryPasswordRevealed;
        self.insert_event(&mut tx, AuditEvent { kind, by, target: Some(id), detail: None }).await?;
        tx.commit().await?;
        Ok(StoredPassword::Stored(stored))
    }
}
