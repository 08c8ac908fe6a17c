//! How sessions end.

use crate::domain::{Role, Timestamp, UserId};
use crate::server::store::audit::{AuditEvent, AuditKind, By, Origin};
use crate::server::store::sql::admins;
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::used_tokens::delete_used_tokens_of;
use crate::server::store::{Store, StoreError};

impl Store {
    /// Deletes a session that was found to have expired.
    pub async fn delete_ended_session(&self, token_hash: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE token_hash = $1")
            .bind(token_hash.to_owned())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Ends one session of a person; `false` when it was not theirs or not there.
    pub async fn delete_session(
        &self,
        token_hash: &str,
        user_id: &UserId,
        kind: AuditKind,
        by: &By,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let [done] = run_all(&mut tx, [delete_session_statement(token_hash, user_id)]).await?;
        if done.rows_affected == 0 {
            return Ok(false);
        }
        delete_used_tokens_of(&mut tx, user_id).await?;
        let event = AuditEvent { kind, by, target: Some(user_id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends all sessions of a person but this one. Where there is no other, nothing happens, and nothing is logged: a
    /// person could else fill the disk with events.
    pub async fn delete_other_sessions(
        &self,
        kept_token_hash: &str,
        user_id: &UserId,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let ended = sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2")
            .bind(user_id.as_str().to_owned())
            .bind(kept_token_hash.to_owned())
            .execute(&mut *tx)
            .await?;
        if ended.rows_affected() == 0 {
            return Ok(());
        }
        delete_used_tokens_of(&mut tx, user_id).await?;
        let by = By::user(user_id, origin);
        let event = AuditEvent { kind: AuditKind::SessionsEnded, by: &by, target: Some(user_id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Deletes the sessions of people with `role` that began before `started` or were last used before `seen`.
    pub async fn delete_ended_sessions(
        &self,
        role: Role,
        started: Timestamp,
        seen: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = match role {
            Role::Admin => {
                concat!(
                    "DELETE FROM sessions WHERE user_id IN (SELECT id FROM users WHERE ",
                    admins!(),
                    ") AND (created_at < $1 OR last_seen_at < $2)"
                )
            }
            // An administrator's session lasts no longer than a member's.
            Role::Member => "DELETE FROM sessions WHERE created_at < $1 OR last_seen_at < $2",
        };
        sqlx::query(sql).bind(started.as_millis()).bind(seen.as_millis()).execute(&self.writer).await?;
        Ok(())
    }
}

/// The statement that ends one session of a person; affects no row when it was not theirs or not there.
pub(super) fn delete_session_statement(token_hash: &str, user_id: &UserId) -> Statement {
    Statement::new("DELETE FROM sessions WHERE token_hash = $1 AND user_id = $2")
        .bind(token_hash)
        .bind(user_id.as_str())
}

/// Ends all sessions of a person, in the transaction of why.
pub(in crate::server::store) async fn delete_sessions_of(
    tx: &mut WriteTransaction,
    user_id: &UserId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE user_id = $1").bind(user_id.as_str().to_owned()).execute(&mut **tx).await?;
    Ok(())
}

/// Ends the sessions of a person that a temporary password has opened.
pub(in crate::server::store) async fn delete_first_access_sessions_of(
    tx: &mut WriteTransaction,
    user_id: &UserId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND purpose = 'first_access'")
        .bind(user_id.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
