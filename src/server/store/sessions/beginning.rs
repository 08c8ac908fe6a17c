//! How sessions begin.

use super::SessionPurpose;
use super::ending::delete_session_statement;
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
use crate::server::store::used_tokens::delete_used_tokens_statement;
use crate::server::store::{Store, StoreError};

/// A session to begin.
#[derive(Clone, Copy, Debug)]
pub struct NewSession<'a> {
    /// SHA-256 of its cookie, in hexadecimal.
    pub token_hash: &'a str,
    /// Its owner.
    pub user_id: &'a UserId,
    /// The session that this browser had before, and its owner: it ends when this one begins.
    pub replaces: Option<(&'a str, &'a UserId)>,
    /// From where.
    pub origin: &'a Origin,
}

/// The outcome of recording that a person has proved who they are.
enum ProofOutcome<'a> {
    /// The account was disabled, or has another own password than the one that was checked, or one where there was
    /// none.
    Refused,
    /// The account's row is locked: disabling it waits, or was first.
    Proved {
        /// Whose session has ended by that, if one has.
        replaced: Option<&'a UserId>,
    },
}

impl Store {
    /// Begins a session for a person who has just proved who they are by their own password, whose hash this
    /// is; that the attempt was right is recorded already.
    ///
    /// `false`, and no session, when the account was disabled or its password
    /// changed since it was checked.
    pub async fn insert_session(
        &self,
        session: &NewSession<'_>,
        own_password: &HashedPassword,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_short().await?;
        let ProofOutcome::Proved { replaced } = self.note_sign_in(&mut tx, session, Some(own_password)).await? else {
            return Ok(false);
        };
        let statements = self.insert_session_statements(session, SessionPurpose::Full);
        self.insert_signed_in_after(&mut tx, statements.into(), session, SessionPurpose::Full, replaced).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Begins the restricted session of a temporary password, which was right: the attempt is forgotten like
    /// the wrong ones before it, and counts no more at the password.
    ///
    /// `false`, and no session, when the account was disabled or has got a password of its own meanwhile, or when one
    /// of the temporary passwords that were compared has ended since: it may be the one that was typed.
    pub async fn insert_first_access_session(
        &self,
        session: &NewSession<'_>,
        attempt: &Attempt,
        guess: &Guess,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_short().await?;
        // Looked up once the account's row is locked: what ends a temporary password locks it, too.
        if let ProofOutcome::Proved { replaced } = self.note_sign_in(&mut tx, session, None).await?
            && are_open(&mut tx, &guess.open).await?
        {
            let mut statements = Vec::from(delete_attempts_statements(attempt));
            statements.extend(release_guess_statements(guess));
            statements.extend(self.insert_session_statements(session, SessionPurpose::FirstAccess));
            self.insert_signed_in_after(&mut tx, statements, session, SessionPurpose::FirstAccess, replaced).await?;
            tx.commit().await?;
            return Ok(true);
        }
        tx.rollback().await?;
        // It was right, also where no session begins.
        let mut tx = self.begin_short().await?;
        run_list(&mut tx, release_guess_statements(guess).into_iter().collect()).await?;
        tx.commit().await?;
        Ok(false)
    }

    /// As [`Store::insert_session`], for an attempt that is still to be forgotten; in the same transaction makes
    /// the browser known. `None` where no session begins.
    pub async fn insert_session_of_device(
        &self,
        session: &NewSession<'_>,
        own_password: &HashedPassword,
        attempt: &Attempt,
        device: &DeviceCookies,
    ) -> Result<Option<DeviceKnown>, StoreError> {
        let mut tx = self.begin_short().await?;
        let ProofOutcome::Proved { replaced } = self.note_sign_in(&mut tx, session, Some(own_password)).await? else {
            return Ok(None);
        };
        let mut statements = Vec::from(delete_attempts_statements(attempt));
        statements.extend(self.insert_session_statements(session, SessionPurpose::Full));
        statements.push(self.use_device_statement(session.user_id, device));
        let outcomes =
            self.insert_signed_in_after(&mut tx, statements, session, SessionPurpose::Full, replaced).await?;
        let used = outcomes.last().ok_or(sqlx::Error::RowNotFound)?;
        let known = self.remember_device_in(&mut tx, session.user_id, device, used, true, session.origin).await?;
        tx.commit().await?;
        Ok(Some(known))
    }

    /// Notes that a person has proved who they are, and ends the session that this browser had. Where it is refused,
    /// the caller commits nothing.
    async fn note_sign_in<'a>(
        &self,
        tx: &mut WriteTransaction,
        session: &NewSession<'a>,
        own_password: Option<&HashedPassword>,
    ) -> Result<ProofOutcome<'a>, StoreError> {
        let note = Statement::new(
            "UPDATE users SET last_sign_in_at = $2 WHERE id = $1 AND disabled_at IS NULL AND deleted_at IS NULL
               AND password_hash IS NOT DISTINCT FROM $3",
        )
        .bind(session.user_id.as_str())
        .bind(self.clock.now().as_millis())
        .bind(own_password.map(|hash| hash.as_str().to_owned()));
        let replace = session.replaces.map(|(token_hash, owner)| delete_session_statement(token_hash, owner));
        let outcomes = run_list(tx, std::iter::once(note).chain(replace).collect()).await?;
        let has_changed = |index: usize| outcomes.get(index).is_some_and(|outcome| outcome.rows_affected == 1);
        if !has_changed(0) {
            return Ok(ProofOutcome::Refused);
        }
        let replaced = session.replaces.map(|(_, owner)| owner).filter(|_| has_changed(1));
        Ok(ProofOutcome::Proved { replaced })
    }

    /// Writes the events of a sign-in, after `statements`; what those brought.
    async fn insert_signed_in_after(
        &self,
        tx: &mut WriteTransaction,
        mut statements: Vec<Statement>,
        session: &NewSession<'_>,
        purpose: SessionPurpose,
        replaced: Option<&UserId>,
    ) -> Result<Vec<Outcome>, StoreError> {
        let by = By::user(session.user_id, session.origin);
        let target = Some(session.user_id);
        let mut events =
            vec![AuditEvent { kind: AuditKind::SignedIn, by: &by, target, detail: Some(purpose.as_str()) }];
        let by_replaced = replaced.map(|owner| By::user(owner, session.origin));
        if let (Some(owner), Some(by)) = (replaced, &by_replaced) {
            statements.insert(0, delete_used_tokens_statement(owner));
            events.push(AuditEvent { kind: AuditKind::SignedOut, by, target: replaced, detail: None });
        }
        self.insert_events_after(tx, statements, &events).await
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
        let session = NewSession { token_hash, user_id, replaces: None, origin };
        run_all(tx, self.insert_session_statements(&session, purpose)).await?;
        Ok(())
    }

    /// The statements that begin a session, and end the person's oldest beyond [`SESSIONS_PER_PERSON`].
    fn insert_session_statements(&self, session: &NewSession<'_>, purpose: SessionPurpose) -> [Statement; 2] {
        let NewSession { token_hash, user_id, origin, .. } = *session;
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
        if sqlx::query(sql).bind(open.id.as_str().to_owned()).fetch_optional(&mut **tx).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}
