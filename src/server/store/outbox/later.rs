//! Mails that leave at a time an admin has chosen.

use crate::domain::{Timestamp, UserId};
use crate::server::store::StoreError;
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;

/// `SET …` of a mail that is to leave now, `$2`: one for later counts as queued now.
macro_rules! set_due_now {
    () => {
        "not_before = $2, updated_at = $2,
         created_at = CASE WHEN send_at IS NULL THEN created_at ELSE $2 END, send_at = NULL"
    };
}
/// `SET …` of a mail that ends at `$2`: one for later is no newer than what follows it.
macro_rules! set_no_newer {
    () => {
        "created_at = CASE WHEN created_at > $2 THEN $2 - 1 ELSE created_at END"
    };
}
pub(super) use {set_due_now, set_no_newer};

/// For when the temporary password of an account is planned, if it is.
pub(in crate::server::store) async fn find_send_at(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query(
        "SELECT send_at FROM outbox
         WHERE user_id = $1 AND purpose = 'temporary_password' AND state = 'queued' AND withdrawn = 0 AND send_at > $2
         ORDER BY created_at DESC LIMIT 1",
    )
    .bind(user_id.as_str().to_owned())
    .bind(now.as_millis())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| row.try_get("send_at")).transpose()?.map(Timestamp::from_millis))
}

/// Plans the temporary password of an account that is in the queue.
pub(in crate::server::store) async fn set_send_at(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    send_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE outbox SET send_at = $2, not_before = $2, created_at = $2
         WHERE user_id = $1 AND purpose = 'temporary_password' AND state = 'queued' AND withdrawn = 0",
    )
    .bind(user_id.as_str().to_owned())
    .bind(send_at.as_millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
