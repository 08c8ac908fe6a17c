//! How sessions begin.

use super::SessionPurpose;
use crate::domain::UserId;
use crate::server::password::HashedPassword;
use crate::server::rate_limit::SESSIONS_PER_PERSON;
use crate::server::store::audit::{AuditEvent, AuditKind, By, Origin};
use crate::server::store::devices::{DeviceCookies, DeviceKnown};
use crate::server::store::rate_limit::sign_in::{Attempt, delete_attempts_statements};
use crate::server::store::sql::open_password;
use crate::server::store::statement::{Outcome, Statement, run_all, run_list};
use crate::server::store::temporary_passwords::{Guess, OpenTemporaryPassword, release_guess_statements};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::{Store, StoreError};

impl Store {
    /// Begins a session for a person who has just proved who they are by their own password, whose hash this
    /// is; that the attempt was right is recorded already.
    ///
    /// `false`, and no session, when the account was disabled or its password
    /// changed since it was checked.
    pub async fn insert_session(
        &self,
        token_hash: &str,
        user_id: &UserId,
        own_password: &HashedPassword,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_short().await?;
        if !self.note_sign_in(&mut tx, user_id, Some(own_password)).await? {
            return Ok(false);
        }
        let statements = self.insert_session_statements(token_hash, user_id, SessionPurpose::Full, origin);
        self.insert_signed_in_after(&mut tx, statements.into(), user_id, SessionPurpose::Full, origin).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Begins the restricted session of a temporary password, which was right: the attempt is forgotten like
    /// the wrong ones before it, and counts no more at the password.
    ///
    /// `false`, and no session, when the account was disabled or has got a password of its own meanwhile, or when one of
    /// the temporary passwords that were compared has ended since: it may be the one that was typed.
    pub async fn insert_first_access_session(
        &self,
        token_hash: &str,
        user_id: &UserId,
        attempt: &Attempt,
        guess: &Guess,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_short().await?;
        // In a statement of its own, once the account's row is locked: whoever ends a password locks it, too.
        let begins = self.note_sign_in(&mut tx, user_id, None).await? && are_open(&mut tx, &guess.open).await?;
        // It was right, also where no session begins.
        let mut statements = if begins { delete_attempts_statements(attempt).into() } else { Vec::new() };
        statements.extend(release_guess_statements(guess));
        if begins {
            statements.extend(self.insert_session_statements(token_hash, user_id, SessionPurpose::FirstAccess, origin));
            self.insert_signed_in_after(&mut tx, statements, user_id, SessionPurpose::FirstAccess, origin).await?;
        } else {
            run_list(&mut tx, statements).await?;
        }
        tx.commit().await?;
        Ok(begins)
    }

    /// As [`Store::insert_session`], for an attempt that is still to be forgotten; in the same transaction makes
    /// the browser known. `None` where no session begins.
    pub async fn insert_session_of_device(
        &self,
        token_hash: &str,
        user_id: &UserId,
        own_password: &HashedPassword,
        attempt: &Attempt,
        device: &DeviceCookies,
        origin: &Origin,
    ) -> Result<Option<DeviceKnown>, StoreError> {
        let mut tx = self.begin_short().await?;
        if !self.note_sign_in(&mut tx, user_id, Some(own_password)).await? {
            return Ok(None);
        }
        let mut statements = Vec::from(delete_attempts_statements(attempt));
        statements.extend(self.insert_session_statements(token_hash, user_id, SessionPurpose::Full, origin));
        statements.push(self.use_device_statement(user_id, device));
        let outcomes = self.insert_signed_in_after(&mut tx, statements, user_id, SessionPurpose::Full, origin).await?;
        let used = outcomes.last().ok_or(sqlx::Error::RowNotFound)?;
        let known = self.remember_device_in(&mut tx, user_id, device, used, true, origin).await?;
        tx.commit().await?;
        Ok(Some(known))
    }

    /// Notes that a person has proved who they are, and locks the account's row: disabling it waits, or was
    /// first. `false` when the account was disabled or has another own password than the one that was checked, or one
    /// where there was none.
    async fn note_sign_in(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        own_password: Option<&HashedPassword>,
    ) -> Result<bool, StoreError> {
        let locked = sqlx::query(
            "UPDATE users SET last_sign_in_at = $2 WHERE id = $1 AND disabled_at IS NULL AND deleted_at IS NULL
               AND password_hash IS NOT DISTINCT FROM $3",
        )
        .bind(user_id.as_str().to_owned())
        .bind(self.clock.now().as_millis())
        .bind(own_password.map(|hash| hash.as_str().to_owned()))
        .execute(&mut **tx)
        .await?;
        Ok(locked.rows_affected() == 1)
    }

    /// Writes the event of a sign-in, after `statements`; what those brought.
    async fn insert_signed_in_after(
        &self,
        tx: &mut WriteTransaction,
        statements: Vec<Statement>,
        user_id: &UserId,
        purpose: SessionPurpose,
        origin: &Origin,
    ) -> Result<Vec<Outcome>, StoreError> {
        let by = By::user(user_id, origin);
        let event =
            AuditEvent { kind: AuditKind::SignedIn, by: &by, target: Some(user_id), detail: Some(purpose.as_str()) };
        self.insert_events_after(tx, statements, &[event]).await
    }

    /// Begins a session in the transaction that made the account or set its password, and notes that its
    /// owner signed in.
    pub(in crate::server::store) async fn insert_session_row(
        &self,
        tx: &mut WriteTransaction,
        token_hash: &str,
        user_id: &UserId,
        purpose: SessionPurpose,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET last_sign_in_at = $2 WHERE id = $1")
            .bind(user_id.as_str().to_owned())
            .bind(self.clock.now().as_millis())
            .execute(&mut **tx)
            .await?;
        run_all(tx, self.insert_session_statements(token_hash, user_id, purpose, origin)).await?;
        Ok(())
    }

    /// The statements that begin a session, and end the person's oldest beyond [`SESSIONS_PER_PERSON`].
    fn insert_session_statements(
        &self,
        token_hash: &str,
        user_id: &UserId,
        purpose: SessionPurpose,
        origin: &Origin,
    ) -> [Statement; 2] {
        let insert = Statement::new(
            "INSERT INTO sessions (token_hash, user_id, purpose, created_at, last_seen_at, confirmed_at, address, agent)
             VALUES ($1, $2, $3, $4, $4, $4, $5, $6)",
        )
        .bind(token_hash)
        .bind(user_id.as_str())
        .bind(purpose.as_str())
        .bind(self.clock.now().as_millis())
        .bind(origin.address.map(|address| address.to_string()).unwrap_or_default())
        .bind(origin.agent.as_str());
        let delete_oldest = Statement::new(
            "DELETE FROM sessions WHERE user_id = $1 AND token_hash NOT IN (
                 SELECT token_hash FROM sessions WHERE user_id = $1 ORDER BY last_seen_at DESC, token_hash LIMIT $2)",
        )
        .bind(user_id.as_str())
        .bind(SESSIONS_PER_PERSON);
        [insert, delete_oldest]
    }
}

/// Whether all of these temporary passwords are open still.
async fn are_open(tx: &mut WriteTransaction, compared: &[OpenTemporaryPassword]) -> Result<bool, StoreError> {
    for open in compared {
        let sql = concat!("SELECT 1 AS one FROM temporary_passwords WHERE id = $1 AND ", open_password!());
        if sqlx::query(sql).bind(open.id.clone()).fetch_optional(&mut **tx).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}
