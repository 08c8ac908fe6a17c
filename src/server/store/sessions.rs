//! Who is signed in: the SHA-256 of a cookie, a person, and what it opens.

mod ending;

pub(super) use ending::{delete_first_access_sessions_of, delete_sessions_of};

use super::audit::{AuditEvent, AuditKind, By, Origin};
use super::devices::{DeviceCookies, DeviceKnown};
use super::lenient::readable;
use super::rate_limit::sign_in::{Attempt, delete_attempts};
use super::temporary_passwords::{Guess, release_guess};
use super::users::User;
use super::{Store, StoreError, parsed};
use crate::domain::text_enum::text_enum;
use crate::domain::{Timestamp, UserId};
use crate::server::password::HashedPassword;
use crate::server::rate_limit::SESSIONS_PER_PERSON;
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;

text_enum! {
    /// What a session opens.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum SessionPurpose {
        /// What its owner's role allows.
        Full = "full",
        /// One page: choose a password.
        FirstAccess = "first_access",
    }
}

/// A session as it is stored.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// SHA-256 of the cookie, in hexadecimal.
    pub token_hash: String,
    /// What it opens.
    pub purpose: SessionPurpose,
    /// When its owner signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When its owner last gave the password.
    pub confirmed_at: Timestamp,
    /// From where it was opened.
    pub address: String,
    /// With which browser.
    pub agent: String,
}

/// What the person has just shown to know.
enum Proof<'a> {
    /// Their own password, whose hash this is.
    OwnPassword(&'a HashedPassword),
    /// A temporary password.
    TemporaryPassword,
}

fn stored_session(row: &sqlx::any::AnyRow) -> Result<StoredSession, StoreError> {
    Ok(StoredSession {
        token_hash: row.try_get("token_hash")?,
        purpose: parsed(row, "sessions", "purpose", SessionPurpose::parse)?,
        created_at: Timestamp::from_millis(row.try_get("session_created_at")?),
        last_seen_at: Timestamp::from_millis(row.try_get("last_seen_at")?),
        confirmed_at: Timestamp::from_millis(row.try_get("confirmed_at")?),
        address: row.try_get("address")?,
        agent: row.try_get("agent")?,
    })
}

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
        let proof = Proof::OwnPassword(own_password);
        let begun = self.insert_session_in(&mut tx, token_hash, user_id, proof, None, origin).await?;
        let Some(purpose) = begun else { return Ok(false) };
        self.insert_signed_in(&mut tx, user_id, purpose, origin).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Begins the restricted session of a temporary password, which was right: the attempt is forgotten like
    /// the wrong ones before it, and counts no more at the password.
    ///
    /// `false`, and no session, when the account was disabled or has got a password of its own meanwhile.
    pub async fn insert_first_access_session(
        &self,
        token_hash: &str,
        user_id: &UserId,
        attempt: &Attempt,
        guess: &Guess,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_short().await?;
        let proof = Proof::TemporaryPassword;
        let begun = self.insert_session_in(&mut tx, token_hash, user_id, proof, Some(attempt), origin).await?;
        // It was right, also where no session begins.
        release_guess(&mut tx, guess).await?;
        if let Some(purpose) = begun {
            self.insert_signed_in(&mut tx, user_id, purpose, origin).await?;
        }
        tx.commit().await?;
        Ok(begun.is_some())
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
        let proof = Proof::OwnPassword(own_password);
        let begun = self.insert_session_in(&mut tx, token_hash, user_id, proof, Some(attempt), origin).await?;
        let Some(purpose) = begun else { return Ok(None) };
        let known = self.remember_device_in(&mut tx, user_id, device, true, origin).await?;
        // Last: from here to the commit no other transaction can write an event.
        self.insert_signed_in(&mut tx, user_id, purpose, origin).await?;
        tx.commit().await?;
        Ok(Some(known))
    }

    async fn insert_session_in(
        &self,
        tx: &mut WriteTransaction,
        token_hash: &str,
        user_id: &UserId,
        proof: Proof<'_>,
        attempt: Option<&Attempt>,
        origin: &Origin,
    ) -> Result<Option<SessionPurpose>, StoreError> {
        let (purpose, hash) = match proof {
            Proof::OwnPassword(hash) => (SessionPurpose::Full, Some(hash.as_str().to_owned())),
            Proof::TemporaryPassword => (SessionPurpose::FirstAccess, None),
        };
        // Notes the sign-in, and locks the account's row: disabling it waits, or was first.
        let locked = sqlx::query(
            "UPDATE users SET last_sign_in_at = $2 WHERE id = $1 AND disabled_at IS NULL AND deleted_at IS NULL
               AND password_hash IS NOT DISTINCT FROM $3",
        )
        .bind(user_id.as_str().to_owned())
        .bind(self.clock.now().as_millis())
        .bind(hash)
        .execute(&mut **tx)
        .await?;
        if locked.rows_affected() == 0 {
            return Ok(None);
        }
        if let Some(attempt) = attempt {
            delete_attempts(tx, attempt).await?;
        }
        self.insert_row(tx, token_hash, user_id, purpose, origin).await?;
        Ok(Some(purpose))
    }

    async fn insert_signed_in(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        purpose: SessionPurpose,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let by = By::user(user_id, origin);
        let event =
            AuditEvent { kind: AuditKind::SignedIn, by: &by, target: Some(user_id), detail: Some(purpose.as_str()) };
        self.insert_event(tx, event).await
    }

    /// Begins a session in the transaction that made the account or set its password, and notes that its
    /// owner signed in.
    pub(super) async fn insert_session_row(
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
        self.insert_row(tx, token_hash, user_id, purpose, origin).await
    }

    async fn insert_row(
        &self,
        tx: &mut WriteTransaction,
        token_hash: &str,
        user_id: &UserId,
        purpose: SessionPurpose,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sessions (token_hash, user_id, purpose, created_at, last_seen_at, confirmed_at, address, agent)
             VALUES ($1, $2, $3, $4, $4, $4, $5, $6)",
        )
        .bind(token_hash.to_owned())
        .bind(user_id.as_str().to_owned())
        .bind(purpose.as_str())
        .bind(self.clock.now().as_millis())
        .bind(origin.address.map(|address| address.to_string()).unwrap_or_default())
        .bind(origin.agent.clone())
        .execute(&mut **tx)
        .await?;
        sqlx::query(
            "DELETE FROM sessions WHERE user_id = $1 AND token_hash NOT IN (
                 SELECT token_hash FROM sessions WHERE user_id = $1 ORDER BY last_seen_at DESC, token_hash LIMIT $2)",
        )
        .bind(user_id.as_str().to_owned())
        .bind(SESSIONS_PER_PERSON)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// The session of this cookie and its owner, whatever their state.
    pub async fn find_session(&self, token_hash: &str) -> Result<Option<(StoredSession, User)>, StoreError> {
        let row = sqlx::query(
            "SELECT s.token_hash, s.purpose, s.created_at AS session_created_at, s.last_seen_at, s.confirmed_at, s.address,
                    s.agent, u.id, u.email, u.display_name, u.role, u.locale, u.time_zone, u.password_hash, u.disabled_at, u.deleted_at
             FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.token_hash = $1",
        )
        .bind(token_hash.to_owned())
        .fetch_optional(&self.readers)
        .await?;
        // One that cannot be read is as if there were none: the person can sign in again.
        let found = row.map(|row| readable(stored_session(&row).map(|stored| (stored, super::users::user(&row)))));
        Ok(found.transpose()?.flatten())
    }

    /// All sessions of a person, the last used first.
    pub async fn find_sessions_of(&self, user_id: &UserId) -> Result<Vec<StoredSession>, StoreError> {
        let rows = sqlx::query(
            "SELECT token_hash, purpose, created_at AS session_created_at, last_seen_at, confirmed_at, address, agent
             FROM sessions WHERE user_id = $1 AND purpose = 'full' ORDER BY last_seen_at DESC, token_hash",
        )
        .bind(user_id.as_str().to_owned())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().filter_map(|row| readable(stored_session(row)).transpose()).collect()
    }

    /// Notes that a session is in use. Never brings back one that has ended.
    pub async fn set_session_seen(&self, token_hash: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1")
            .bind(token_hash.to_owned())
            .bind(self.clock.now().as_millis())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Notes that the owner of a session has given the password again.
    pub async fn set_session_confirmed(
        &self,
        token_hash: &str,
        user_id: &UserId,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_short().await?;
        sqlx::query("UPDATE sessions SET confirmed_at = $2 WHERE token_hash = $1")
            .bind(token_hash.to_owned())
            .bind(self.clock.now().as_millis())
            .execute(&mut *tx)
            .await?;
        let by = By::user(user_id, origin);
        let event = AuditEvent { kind: AuditKind::PasswordConfirmed, by: &by, target: Some(user_id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(())
    }
}
