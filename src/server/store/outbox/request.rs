//! Requests another mail with a temporary password, and withdraws it when it is no longer needed.

use super::later::{set_due_now, set_no_newer};
use crate::domain::{MailId, Purpose, Timestamp, UserId};
use crate::server::store::audit::{AuditEvent, AuditKind, By};
use crate::server::store::sql::unsent;
use crate::server::store::statement::{Statement, lock_row};
use crate::server::store::transaction::WriteTransaction;
use crate::server::store::user_status::refresh_status;
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// The outcome of a request for another temporary password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResendRequest {
    /// The account needs none.
    NotNeeded,
    /// It was requested before.
    Already,
    /// A mail is queued, or one that waited is due now.
    Queued,
}

/// What the requesting page knew of the person's mails.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'a> {
    /// It does not say.
    Unknown,
    /// The newest mail then was this one.
    Newest(&'a MailId),
    /// All mails queued until then.
    Until(Timestamp),
}

impl Store {
    /// Requests another temporary password. A mail that waits already is made
    /// due at once instead, one on its way is enough, and a page that has not
    /// seen the newest mail repeats an earlier request: requesting twice sends one mail.
    ///
    /// `false`, and nothing done, for an account that needs none.
    pub async fn insert_another_temporary_password_mail(
        &self,
        user_id: &UserId,
        seen: Seen<'_>,
        by: &By,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        match self.queue_temporary_password(&mut tx, user_id, seen).await? {
            ResendRequest::NotNeeded => return Ok(false),
            ResendRequest::Already => return Ok(true),
            ResendRequest::Queued => {}
        }
        let event = AuditEvent { kind: AuditKind::TemporaryPasswordRequested, by, target: Some(user_id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The same without its audit event, for bulk requests.
    pub(super) async fn queue_temporary_password(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        seen: Seen<'_>,
    ) -> Result<ResendRequest, StoreError> {
        let now = self.clock.now().as_millis();
        // Locks the account's row, so that two requests queue one mail.
        let find = Statement::new(
            "SELECT id FROM users WHERE id = $1 AND password_hash IS NULL AND disabled_at IS NULL AND deleted_at IS NULL",
        );
        if lock_row(tx, find.bind(user_id.as_str())).await?.is_none() {
            return Ok(ResendRequest::NotNeeded);
        }
        let newest = sqlx::query(
            "SELECT id, state, preset, withdrawn, send_at, created_at FROM outbox WHERE user_id = $1 AND purpose = 'temporary_password'
             ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        .bind(user_id.as_str().to_owned())
        .fetch_optional(&mut **tx)
        .await?;
        if newest.as_ref().map(|row| is_repeated(row, seen)).transpose()? == Some(true) {
            return Ok(ResendRequest::Already);
        }
        let made_due = sqlx::query(concat!(
            "UPDATE outbox SET ",
            set_due_now!(),
            " WHERE user_id = $1 AND purpose = 'temporary_password' AND state IN ('queued', 'waiting') AND withdrawn = 0",
        ))
        .bind(user_id.as_str().to_owned())
        .bind(now)
        .execute(&mut **tx)
        .await?;
        if made_due.rows_affected() == 0 {
            let preset = newest.map(|row| row.try_get("preset")).transpose()?.flatten();
            self.insert_mail(tx, Purpose::TemporaryPassword, user_id, preset, None).await?;
        }
        refresh_status(tx, Some(user_id)).await?;
        Ok(ResendRequest::Queued)
    }
}

/// Whether a request repeats an earlier one, given the `newest` mail of its person: that one is on its way, or the page
/// has not `seen` it.
fn is_repeated(newest: &AnyRow, seen: Seen<'_>) -> Result<bool, StoreError> {
    let (id, state): (String, String) = (newest.try_get("id")?, newest.try_get("state")?);
    // One that was withdrawn while it was sent has a password that does not work.
    let is_on_its_way = state == "sending" && newest.try_get::<i64, _>("withdrawn")? == 0;
    let is_unseen = match seen {
        Seen::Unknown => false,
        Seen::Newest(seen) => seen.as_str() != id,
        Seen::Until(then) => newest.try_get::<i64, _>("created_at")? > then.as_millis(),
    };
    // One for later is wanted sooner.
    let is_for_later = state == "queued" && newest.try_get::<Option<i64>, _>("send_at")?.is_some();
    Ok(is_on_its_way || (is_unseen && !is_for_later))
}

/// Ends queued mails with a temporary password: nobody needs one any more.
/// One on its way is not called back: it changes nothing any more.
pub(in crate::server::store) async fn set_temporary_password_mails_obsolete(
    tx: &mut WriteTransaction,
    user_id: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "UPDATE outbox SET state = 'obsolete', updated_at = $2, ",
        set_no_newer!(),
        " WHERE user_id = $1 AND purpose = 'temporary_password' AND state IN ('queued', 'waiting')",
    ))
    .bind(user_id.as_str().to_owned())
    .bind(now.as_millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// An admin has chosen another way than the mail: that one failed is
/// history then, and no longer the account's status.
pub(in crate::server::store) async fn set_failed_mails_obsolete(
    tx: &mut WriteTransaction,
    user_id: &UserId,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE outbox SET state = 'obsolete'
         WHERE user_id = $1 AND purpose = 'temporary_password' AND state = 'failed'",
    )
    .bind(user_id.as_str().to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Withdraws all mails of this purpose that have not left. One that is on its way
/// generates no secret any more; one it has generated already is for the caller to end.
pub(in crate::server::store) async fn withdraw_mails(
    tx: &mut WriteTransaction,
    purpose: Purpose,
    user_id: &UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    withdraw_mails_after(tx, purpose, user_id, Timestamp::from_millis(0), now).await
}

/// The same for those queued after `earliest`.
pub(in crate::server::store) async fn withdraw_mails_after(
    tx: &mut WriteTransaction,
    purpose: Purpose,
    user_id: &UserId,
    earliest: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "UPDATE outbox SET withdrawn = 1, updated_at = $2, ",
        set_no_newer!(),
        ",                 state = CASE WHEN state = 'sending' THEN state ELSE 'obsolete' END
         WHERE user_id = $1 AND purpose = $3 AND created_at > $4 AND ",
        unsent!()
    ))
    .bind(user_id.as_str().to_owned())
    .bind(now.as_millis())
    .bind(purpose.as_str())
    .bind(earliest.as_millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
