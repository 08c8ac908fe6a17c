//! Tokens that a form has used up a moment ago, so that the same form sent
//! twice can end where it ended the first time.

use super::{Store, StoreError, parsed};
use crate::domain::text_enum::text_enum;
use crate::domain::{Timestamp, UserId};
use crate::server::store::rate_limit::requests::is_a_moment_ago;
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;

text_enum! {
    /// What used a token up.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TokenUse {
        /// A first access, by the session of a temporary password or the link of its mail.
        FirstAccess = "first_access",
        /// The session of who changed the own password.
        PasswordChange = "password_change",
        /// The set-up link.
        Setup = "setup",
        /// The link that confirms a registration.
        Registration = "registration",
        /// The link that sets a forgotten password.
        PasswordReset = "password_reset",
        /// The link that confirms another address.
        AddressChange = "address_change",
        /// The link back to an earlier address.
        AddressUndo = "address_undo",
        /// The session of who deleted the own account.
        AccountDeletion = "account_deletion",
        /// The form of a test mail.
        TestMail = "test_mail",
    }
}

/// A token that was used up lately.
#[derive(Clone, Debug)]
pub struct UsedToken {
    /// Whose account it concerned.
    pub user_id: UserId,
    /// SHA-256 of the cookie of the browser that registered, where that was asked for.
    pub browser_hash: String,
}

impl Store {
    /// Notes that a token was used up, in the transaction that does.
    pub(super) async fn insert_used_token(
        &self,
        tx: &mut WriteTransaction,
        token_hash: &str,
        used_for: TokenUse,
        user_id: &UserId,
        browser_hash: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO used_tokens (token_hash, used_for, user_id, browser_hash, used_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (token_hash) DO NOTHING",
        )
        .bind(token_hash.to_owned())
        .bind(used_for.as_str())
        .bind(user_id.as_str().to_owned())
        .bind(browser_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Uses up the token of a form, in the transaction that does what the form asks for; `false` where the same form was
    /// sent a moment ago. Those that ask at once wait for each other by a lock of the caller's.
    pub(super) async fn take_form(
        &self,
        tx: &mut WriteTransaction,
        token_hash: &str,
        used_for: TokenUse,
        user_id: &UserId,
    ) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT used_at FROM used_tokens WHERE token_hash = $1")
            .bind(token_hash.to_owned())
            .fetch_optional(&mut **tx)
            .await?;
        if let Some(row) = row {
            if is_a_moment_ago(Timestamp::from_millis(row.try_get("used_at")?), self.clock.now()) {
                return Ok(false);
            }
            delete_used_token(tx, token_hash).await?;
        }
        self.insert_used_token(tx, token_hash, used_for, user_id, "").await?;
        Ok(true)
    }

    /// The same for all sessions of a person, before they end with a new
    /// password, and for the links of their temporary passwords.
    pub(super) async fn insert_used_sessions(
        &self,
        tx: &mut WriteTransaction,
        used_for: TokenUse,
        user_id: &UserId,
    ) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "SELECT token_hash FROM sessions WHERE user_id = $1
             UNION SELECT link_hash AS token_hash FROM temporary_passwords WHERE user_id = $1 AND link_hash IS NOT NULL",
        )
        .bind(user_id.as_str().to_owned())
        .fetch_all(&mut **tx)
        .await?;
        for row in &rows {
            self.insert_used_token(tx, &row.try_get::<String, _>("token_hash")?, used_for, user_id, "").await?;
        }
        Ok(())
    }

    /// A token that was used up for this lately.
    pub async fn find_used_token(&self, token_hash: &str, used_for: TokenUse) -> Result<Option<UsedToken>, StoreError> {
        let row = sqlx::query(
            "SELECT user_id, browser_hash, used_at FROM used_tokens WHERE token_hash = $1 AND used_for = $2",
        )
        .bind(token_hash.to_owned())
        .bind(used_for.as_str())
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let used_at = Timestamp::from_millis(row.try_get("used_at")?);
        Ok(is_a_moment_ago(used_at, self.clock.now()).then_some(UsedToken {
            user_id: parsed(&row, "used_tokens", "user_id", UserId::parse)?,
            browser_hash: row.try_get("browser_hash")?,
        }))
    }

    /// Deletes what was used up before `before`.
    pub async fn delete_used_tokens(&self, before: Timestamp) -> Result<(), StoreError> {
        self.run_in_batches(
            "DELETE FROM used_tokens
             WHERE token_hash IN (SELECT token_hash FROM used_tokens WHERE used_at <= $1 OR used_at > $3 LIMIT $2)",
            before,
        )
        .await
    }
}

/// A form that came to nothing may be sent again.
pub(super) async fn delete_used_token(tx: &mut WriteTransaction, token_hash: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM used_tokens WHERE token_hash = $1").bind(token_hash.to_owned()).execute(&mut **tx).await?;
    Ok(())
}

/// Who signs out does not want the browser's last form to open the account again.
pub(super) async fn delete_used_tokens_of(tx: &mut WriteTransaction, user_id: &UserId) -> Result<(), StoreError> {
    run_all(tx, [delete_used_tokens_statement(user_id)]).await?;
    Ok(())
}

/// The statement of it.
pub(super) fn delete_used_tokens_statement(user_id: &UserId) -> Statement {
    Statement::new("DELETE FROM used_tokens WHERE user_id = $1").bind(user_id.as_str())
}
