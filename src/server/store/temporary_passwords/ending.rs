//! How temporary passwords end: by another that was delivered, by an own password, or because
//! somebody ends them.

use crate::domain::{MailId, Purpose, TemporaryPasswordId, Timestamp, UserId};
use crate::server::store::StoreError;
use crate::server::store::outbox::withdraw_mails;
use crate::server::store::sessions::delete_first_access_sessions_of;
use crate::server::store::sql::open_password;
use crate::server::store::statement::Statement;
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// Runs `sql`, which ends or marks passwords of `$1` at the time `$2`; how many.
async fn set(tx: &mut WriteTransaction, sql: &'static str, of: &str, now: Timestamp) -> Result<u64, StoreError> {
    let done = sqlx::query(sql).bind(of.to_owned()).bind(now.as_millis()).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// Ends one secret whose mail surely did not arrive.
pub(in crate::server::store) async fn set_revoked(
    tx: &mut WriteTransaction,
    id: &TemporaryPasswordId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE temporary_passwords SET revoked_at = $2, hash = NULL WHERE id = $1 AND used_at IS NULL";
    set(tx, sql, id.as_str(), now).await?;
    Ok(())
}

/// The statements that mark one secret as delivered, and end all others of its owner. The second returns the
/// mails of those, to be given to [`end_first_access_of_earlier_mails`].
pub(in crate::server::store) fn set_delivered_statements(
    id: &TemporaryPasswordId,
    user_id: &UserId,
    now: Timestamp,
) -> [Statement; 2] {
    // One that was ended while its mail was on the way stays ended, and ends no other.
    let delivered = "UPDATE temporary_passwords SET delivered_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    let others = concat!(
        "UPDATE temporary_passwords SET revoked_at = $3, hash = NULL
         WHERE user_id = $1 AND id <> $2 AND ",
        open_password!(),
        " AND EXISTS (SELECT 1 FROM temporary_passwords d WHERE d.id = $2 AND d.revoked_at IS NULL)
         RETURNING outbox_id"
    );
    [
        Statement::new(delivered).bind(id.as_str()).bind(now.as_millis()),
        Statement::new(others).bind(user_id.as_str()).bind(id.as_str()).bind(now.as_millis()),
    ]
}

/// A person who signed in with a secret of an earlier mail must sign in again: that
/// mail was sent again because it may be in wrong hands. A repeated attempt at
/// the same `mail` disturbs nobody.
pub(in crate::server::store) async fn end_first_access_of_earlier_mails(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    mail: &MailId,
    ended: &[AnyRow],
) -> Result<(), StoreError> {
    for row in ended {
        if row.try_get::<String, _>("outbox_id")? != mail.as_str() {
            return delete_first_access_sessions_of(tx, user_id).await;
        }
    }
    Ok(())
}

/// Ends all open secrets of a person, and withdraws the mails that would bring others.
pub(in crate::server::store) async fn revoke_temporary_passwords(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = concat!(
        "UPDATE temporary_passwords SET revoked_at = $2, hash = NULL WHERE user_id = $1 AND ",
        open_password!()
    );
    set(tx, sql, user_id.as_str(), now).await?;
    withdraw_mails(tx, Purpose::TemporaryPassword, user_id, now).await
}

/// All open secrets of a person are used up: an own password took their place.
pub(in crate::server::store) async fn set_all_used(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql =
        concat!("UPDATE temporary_passwords SET used_at = $2, hash = NULL WHERE user_id = $1 AND ", open_password!());
    set(tx, sql, user_id.as_str(), now).await?;
    Ok(())
}
