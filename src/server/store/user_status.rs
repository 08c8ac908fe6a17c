//! The status of an account, computed from the facts and stored with it.
//!
//! A list of a hundred thousand people is filtered and counted by these
//! columns. Nothing else writes them, and every transaction that changes a
//! fact calls [`refresh_status`], so that they cannot disagree with the facts.

use super::StoreError;
use super::lenient::Lenient;
use super::users::User;
use crate::domain::import::ImportId;
use crate::domain::{DeliveryState, Timestamp, UserId, UserStatus};
use crate::server::store::sql::{open_password, unsent};
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use sqlx::any::AnyRow;

/// The one statement that derives the status of the accounts that `$rest` names.
///
/// Without an own password it is the secret that can still be used that counts.
/// Where there is none, a mail on its way will bring one; and where a mail was
/// withdrawn, also one that a worker still sends, or brought one that is expired, nothing happens on its own.
macro_rules! refresh {
    ($rest:literal) => {
        concat!(
            "UPDATE users SET
               standing = CASE
                 WHEN deleted_at IS NOT NULL THEN 'deleted'
                 WHEN awaits_approval_since IS NOT NULL THEN 'pending'
                 WHEN disabled_at IS NOT NULL THEN 'disabled'
                 WHEN password_hash IS NOT NULL THEN 'active'
                 ELSE COALESCE((
                   SELECT CASE WHEN t.attempts >= t.attempts_allowed THEN 'exhausted' ELSE 'invited' END
                   FROM temporary_passwords t
                   WHERE t.user_id = users.id AND t.delivered_at IS NOT NULL AND ",
            open_password!("t."),
            "
                   ORDER BY t.drawn_at DESC, t.id DESC LIMIT 1), (
                   SELECT CASE WHEN o.withdrawn = 1 OR o.state IN ('sent', 'obsolete') THEN 'revoked'
                               WHEN ",
            unsent!("o."),
            " THEN 'waiting' END
                   FROM outbox o
                   WHERE o.user_id = users.id AND o.purpose = 'temporary_password'
                   ORDER BY o.created_at DESC, o.id DESC LIMIT 1), (
                   SELECT 'revoked' FROM temporary_passwords t
                   WHERE t.user_id = users.id AND t.delivered_at IS NOT NULL AND t.used_at IS NULL
                   LIMIT 1), 'waiting')
               END,
               invited_until = (
                 SELECT t.expires_at FROM temporary_passwords t
                 WHERE t.user_id = users.id AND t.delivered_at IS NOT NULL AND ",
            open_password!("t."),
            "
                 ORDER BY t.drawn_at DESC, t.id DESC LIMIT 1),
               mail_state = (
                 SELECT o.state FROM outbox o
                 WHERE o.user_id = users.id AND o.purpose = 'temporary_password'
                 ORDER BY o.created_at DESC, o.id DESC LIMIT 1) ",
            $rest
        )
    };
}

pub(super) const REFRESH: &str = refresh!("WHERE id = $1");

/// Derives the status of one account again; does nothing where the mail belongs to no account.
pub(super) async fn refresh_status(tx: &mut WriteTransaction, user_id: Option<&UserId>) -> Result<(), StoreError> {
    run_all(tx, [refresh_status_statement(user_id)]).await?;
    Ok(())
}

/// The statement that derives the status of one account.
pub(super) fn refresh_status_statement(user_id: Option<&UserId>) -> Statement {
    Statement::new(REFRESH).bind(user_id.map_or("", UserId::as_str))
}

/// Derives the status of the accounts that an import has made from rows at
/// or after a line: the accounts of one batch, since later lines have none yet.
pub(super) async fn refresh_status_of_imported(
    tx: &mut WriteTransaction,
    import: &ImportId,
    from_line: i64,
) -> Result<(), StoreError> {
    sqlx::query(refresh!(
        "WHERE id IN (SELECT user_id FROM import_rows WHERE import_id = $1 AND line >= $2 AND state = 'created')"
    ))
    .bind(import.as_str().to_owned())
    .bind(from_line)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Derives the status of every account: after the columns were added.
pub(super) async fn refresh_all(tx: &mut WriteTransaction) -> Result<(), StoreError> {
    sqlx::query(refresh!("WHERE id = id")).execute(&mut **tx).await?;
    Ok(())
}

/// The state people see: see [`UserStatus::derive`].
/// Notes in `user` when the row does not say; then the facts decide.
pub(super) fn user_status(row: &AnyRow, user: &mut User, now: Timestamp) -> UserStatus {
    let mut row = Lenient::new(row);
    let is_deleted = row.number("deleted_at").is_some();
    let by_facts = |_: &str| match (is_deleted, user.disabled, user.password_hash.is_some()) {
        (true, ..) => UserStatus::Deleted,
        (false, true, _) => UserStatus::Disabled,
        (false, false, true) => UserStatus::Active,
        (false, false, false) => UserStatus::Waiting,
    };
    let state = row.parsed("standing", UserStatus::parse, by_facts);
    let until = row.number("invited_until").map(Timestamp::from_millis);
    let mail = row.text("mail_state").as_deref().and_then(DeliveryState::parse);
    for column in row.broken {
        if !user.broken.contains(&column) {
            user.broken.push(column);
        }
    }
    UserStatus::derive(state, mail, until, now)
}
