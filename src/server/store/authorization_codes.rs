//! Codes: given to a browser for an app, and exchanged by the app for tokens, once.

mod exchange;
mod issue;

pub use exchange::{ExchangeFor, Exchanged, StoredCode};
pub use issue::{CodeIssued, NewCode};

use super::apps::App;
use super::audit::{AuditKind, By, Origin};
use super::statement::{Statement, lock_row};
use super::transaction::WriteTransaction;
use super::{Store, StoreError};
use crate::domain::{Timestamp, UserId};
use crate::server::rate_limit::REFUSALS_LOGGED;

impl Store {
    /// Logs that a person may not use an app, unless the log has it of the last hour.
    pub async fn insert_app_refusal(&self, app: &App, user_id: &UserId, origin: &Origin) -> Result<(), StoreError> {
        let refusal = (user_id, AuditKind::AppRefused, app.details.client_id.as_str());
        if self.was_logged_recently(&self.readers, refusal, REFUSALS_LOGGED).await? {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        let (by, client_id) = (By::user(user_id, origin), &app.details.client_id);
        self.insert_app_event(&mut tx, AuditKind::AppRefused, client_id, &by, Some(user_id)).await?;
        Ok(tx.commit().await?)
    }

    /// Deletes codes that expired before `before`.
    pub async fn delete_old_codes(&self, before: Timestamp) -> Result<(), StoreError> {
        self.run_in_batches(
            "DELETE FROM authorization_codes WHERE code_hash IN (
                 SELECT code_hash FROM authorization_codes WHERE expires_at < $1 OR created_at > $3 LIMIT $2)",
            before,
        )
        .await
    }
}

/// Locks a session that opens an account, so that it does not end while something is hung on it;
/// `false` when it has ended.
pub(super) async fn lock_session(tx: &mut WriteTransaction, session_hash: &str) -> Result<bool, StoreError> {
    let find = Statement::new("SELECT token_hash FROM sessions WHERE token_hash = $1 AND purpose = 'full'");
    Ok(lock_row(tx, find.bind(session_hash)).await?.is_some())
}
