//! Tries at temporary passwords by who holds the link of its mail: counted
//! apart, since no stranger has the link.

use super::{OpenTemporaryPassword, open_temporary_password};
use crate::server::clock::latest_past;
use crate::server::store::sql::{open_password, user_columns};
use crate::server::store::users::{User, user};
use crate::server::store::{Store, StoreError};

/// Which secrets a link leads to: of an account without a password, open, with
/// tries left by link.
macro_rules! open_of_link {
    () => {
        concat!(
            "link_hash = $1 AND hash IS NOT NULL AND ",
            open_password!(),
            "
         AND expires_at > $2 AND drawn_at <= $3 AND link_attempts < attempts_allowed"
        )
    };
}

impl Store {
    /// Whose first access a link opens. Looking consumes nothing.
    pub async fn find_first_access_link(&self, link_hash: &str) -> Result<Option<User>, StoreError> {
        let row = sqlx::query(concat!(
            "SELECT ",
            user_columns!("u."),
            " FROM users u
             WHERE u.password_hash IS NULL AND u.disabled_at IS NULL AND u.deleted_at IS NULL
               AND u.id = (SELECT user_id FROM temporary_passwords WHERE ",
            open_of_link!(),
            ")"
        ))
        .bind(link_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        if row.is_none() {
            self.end_expired_of_link(link_hash).await?;
        }
        Ok(row.as_ref().map(user))
    }

    /// The temporary password behind a link, with its tries by link so far.
    /// Looking consumes nothing.
    pub async fn find_temporary_password_of_link(
        &self,
        link_hash: &str,
    ) -> Result<Option<OpenTemporaryPassword>, StoreError> {
        let row = sqlx::query(concat!(
            "SELECT id, preset, hash, link_attempts AS attempts, attempts_allowed FROM temporary_passwords WHERE ",
            open_of_link!()
        ))
        .bind(link_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(open_temporary_password).transpose()
    }

    /// Counts a try by a person with the link, and returns what it may be compared
    /// with; nothing when the tries are used up. One statement counts and
    /// checks, as on the sign-in page.
    pub async fn reserve_link_attempt(&self, link_hash: &str) -> Result<Option<OpenTemporaryPassword>, StoreError> {
        let row = sqlx::query(concat!(
            "UPDATE temporary_passwords SET link_attempts = link_attempts + 1 WHERE ",
            open_of_link!(),
            " RETURNING id, preset, hash, link_attempts AS attempts, attempts_allowed"
        ))
        .bind(link_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&self.writer)
        .await?;
        if row.is_none() {
            self.end_expired_of_link(link_hash).await?;
        }
        row.as_ref().map(open_temporary_password).transpose()
    }

    /// Releases the attempt that [`Store::reserve_link_attempt`] counted, because it
    /// was right or nothing was compared.
    pub async fn release_link_attempt(&self, open: &OpenTemporaryPassword) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE temporary_passwords SET link_attempts = link_attempts - 1 WHERE id = $1 AND link_attempts > 0",
        )
        .bind(open.id.as_str().to_owned())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// What a link led to and is over by time stays over when the clock is set back.
    async fn end_expired_of_link(&self, link_hash: &str) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE temporary_passwords SET hash = NULL WHERE link_hash = $1 AND hash IS NOT NULL AND expires_at <= $2",
        )
        .bind(link_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
