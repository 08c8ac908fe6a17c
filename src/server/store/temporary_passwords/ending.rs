//! How temporary passwords end: by another that was delivered, by an own password, or because
//! somebody ends them.

use crate::domain::{Timestamp, UserId};
use crate::server::store::StoreError;
use crate::server::store::sessions::delete_first_access_sessions_of;
use crate::server::store::sql::open_password;
use crate::server::store::transaction::WriteTransaction;

/// Runs `sql`, which ends or marks passwords of `$1` at the time `$2`; how many.
async fn set(tx: &mut WriteTransaction, sql: &'static str, of: &str, now: Timestamp) -> Result<u64, StoreError> {
    let done = sqlx::query(sql).bind(of.to_owned()).bind(now.as_millis()).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// Ends one secret whose mail surely did not arrive.
pub(in crate::server::store) async fn set_revoked(
    tx: &mut WriteTransaction,
    id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE temporary_passwords SET revoked_at = $2, hash = NULL WHERE id = $1 AND used_at IS NULL";
    set(tx, sql, id, now).await?;
    Ok(())
}

/// Marks one secret as delivered and ends all others of its owner.
///
/// A person who signed in with a secret of an earlier mail must sign in again: that
/// mail was sent again because it may be in wrong hands. A repeated attempt at
/// the same mail disturbs nobody.
pub(in crate::server::store) async fn set_delivered(
    tx: &mut WriteTransaction,
    id: &str,
    user_id: &UserId,
    outbox_id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    // One that was ended while its mail was on the way stays ended, and ends no other.
    let sql = "UPDATE temporary_passwords SET delivered_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    if set(tx, sql, id, now).await? == 0 {
        return Ok(());
    }
    let of_an_earlier_mail = sqlx::query(concat!(
        "UPDATE temporary_passwords SET revoked_at = $3, hash = NULL
         WHERE user_id = $1 AND outbox_id <> $2 AND ",
        open_password!()
    ))
    .bind(user_id.as_str().to_owned())
    .bind(outbox_id.to_owned())
    .bind(now.as_millis())
    .execute(&mut **tx)
    .await?;
    if of_an_earlier_mail.rows_affected() > 0 {
        delete_first_access_sessions_of(tx, user_id).await?;
    }
    sqlx::query(concat!(
        "UPDATE temporary_passwords SET revoked_at = $3, hash = NULL
         WHERE user_id = $1 AND id <> $2 AND ",
        open_password!()
    ))
    .bind(user_id.as_str().to_owned())
    .bind(id.to_owned())
    .bind(now.as_millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends all open secrets of a person; how many there were.
pub(in crate::server::store) async fn set_all_revoked(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let sql = concat!(
        "UPDATE temporary_passwords SET revoked_at = $2, hash = NULL WHERE user_id = $1 AND ",
        open_password!()
    );
    set(tx, sql, user_id.as_str(), now).await
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
