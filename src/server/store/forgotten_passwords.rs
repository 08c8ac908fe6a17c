//! Forgotten passwords: who asked, and the links that set another.

use super::address_changes::end_address_changes;
use super::audit::{AuditEvent, AuditKind, By, Origin};
use super::outbox::{Delivery, may_generate_for};
use super::rate_limit::password_requests::count_password_request;
use super::rate_limit::sign_in::delete_failures_at;
use super::sessions::delete_sessions_of;
use super::used_tokens::TokenUse;
use super::users::{User, lock_open_user, set_email_proven, user};
use super::{Store, StoreError, parsed};
use crate::domain::delivery::TOO_MANY_MAILS;
use crate::domain::{EmailAddress, Purpose, Timestamp, UserId};
use crate::server::clock::{self, latest, latest_past};
use crate::server::password::HashedPassword;
use crate::server::rate_limit::{MAILS_DAY, MAILS_HOUR, PASSWORD_LINK, PASSWORD_REQUEST_KEPT};
use crate::server::store::sql::{unsent, user_columns};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::time::Duration;

impl Store {
    /// Writes down that somebody asked, unless too many have from `network`: then from when on another may. The
    /// same work for every address.
    pub async fn insert_password_request(
        &self,
        email: &EmailAddress,
        origin: &Origin,
        network: Option<&str>,
    ) -> Result<Result<(), Timestamp>, StoreError> {
        let (id, now) = (self.clock.new_id(), self.clock.now());
        let mut tx = self.begin_short().await?;
        if let Some(network) = network
            && let Err(time) = count_password_request(&mut tx, &id, network, now).await?
        {
            tx.rollback().await?;
            return Ok(Err(time));
        }
        sqlx::query(
            "INSERT INTO password_requests (id, email, address, request_id, created_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id)
        .bind(email.as_str().to_owned())
        .bind(origin.address.map(|address| address.to_string()))
        .bind(origin.request_id.clone())
        .bind(now.as_millis())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Answers the oldest request: queues a link for a person with a password, a
    /// new temporary one for a person without, nothing for others. One that is too old goes without an answer.
    /// `false` where nobody has asked, or another worker was faster.
    pub async fn take_password_request(&self) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let asked = sqlx::query(
            "DELETE FROM password_requests
             WHERE id = (SELECT id FROM password_requests ORDER BY created_at, id LIMIT 1)
             RETURNING id, email, address, request_id, created_at",
        )
        .fetch_optional(&mut *tx)
        .await?;
        let Some(asked) = asked else { return Ok(false) };
        match self.answer_password_request(tx, &asked).await {
            Err(error) if error.is_about_a_row() => {
                // It must not keep the others, nor the mails, waiting.
                tracing::error!(%error, "a request for a forgotten password cannot be answered: {error}");
                let id: String = asked.try_get("id")?;
                sqlx::query("DELETE FROM password_requests WHERE id = $1").bind(id).execute(&self.writer).await?;
            }
            answered => answered?,
        }
        Ok(true)
    }

    async fn answer_password_request(&self, mut tx: WriteTransaction, asked: &AnyRow) -> Result<(), StoreError> {
        let now = self.clock.now();
        let asked_at = Timestamp::from_millis(asked.try_get("created_at")?);
        if asked_at < now.minus(PASSWORD_REQUEST_KEPT) || asked_at > latest_past(now) {
            return Ok(tx.commit().await?);
        }
        let origin = Origin {
            address: asked.try_get::<Option<String>, _>("address")?.and_then(|address| address.parse().ok()),
            agent: String::new(),
            request_id: asked.try_get("request_id")?,
        };
        let row = sqlx::query(concat!(
            "UPDATE users SET created_at = created_at WHERE email = $1 AND disabled_at IS NULL AND deleted_at IS NULL
             RETURNING standing, ",
            user_columns!()
        ))
        .bind(asked.try_get::<String, _>("email")?)
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(row) = row {
            let is_revoked = row.try_get::<String, _>("standing")? == "revoked";
            self.answer_request_of(&mut tx, &user(&row), is_revoked, &origin).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Drops requests from before `before` that no worker has answered.
    pub async fn delete_old_password_requests(&self, before: Timestamp) -> Result<(), StoreError> {
        self.run_in_batches(
            "DELETE FROM password_requests WHERE id IN (
                 SELECT id FROM password_requests WHERE created_at < $1 OR created_at > $3 LIMIT $2)",
            before,
        )
        .await
    }

    async fn answer_request_of(
        &self,
        tx: &mut WriteTransaction,
        user: &User,
        is_revoked: bool,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let purpose = match user.password_hash {
            Some(_) => Purpose::SetPassword,
            None => Purpose::TemporaryPassword,
        };
        let is_on_its_way = self.has_unsent_mail(tx, &user.id, purpose).await?;
        // What an administrator has ended, only an administrator begins again.
        let in_vain = if is_revoked {
            Some("revoked".to_owned())
        } else if is_on_its_way {
            Some("on its way already".to_owned())
        } else {
            self.find_next_mail_time(tx, &user.email).await?.map(too_many_mails)
        };
        if let Some(why) = &in_vain
            && self.was_logged_lately(tx, &user.id, why).await?
        {
            return Ok(());
        }
        if in_vain.is_none() {
            self.insert_mail(tx, purpose, &user.id, None, origin.address).await?;
            super::user_status::refresh_status(tx, Some(&user.id)).await?;
        }
        let event = AuditEvent {
            kind: AuditKind::PasswordForgotten,
            by: &By::visitor(origin),
            target: Some(&user.id),
            detail: Some(in_vain.as_deref().unwrap_or(purpose.as_str())),
        };
        self.insert_event(tx, event).await
    }

    /// Whether the log has it already that somebody asked in vain, within the
    /// hour: one line tells it, and a stranger could else fill the disk.
    async fn was_logged_lately(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        why: &str,
    ) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT at FROM audit_log WHERE target = $1 AND at > $2 AND at <= $5 AND kind = $3 AND detail = $4 LIMIT 1",
        )
        .bind(user_id.as_str().to_owned())
        .bind(self.clock.now().minus(MAILS_HOUR).as_millis())
        .bind(AuditKind::PasswordForgotten.as_str())
        .bind(why.to_owned())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_optional(&mut **tx)
        .await?;
        Ok(row.is_some())
    }

    /// Whether a mail for this purpose is on its way to the person.
    async fn has_unsent_mail(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        purpose: Purpose,
    ) -> Result<bool, StoreError> {
        let row = sqlx::query(concat!(
            "SELECT id FROM outbox
             WHERE user_id = $1 AND purpose = $2 AND created_at > $3 AND ",
            unsent!(),
            " LIMIT 1"
        ))
        .bind(user_id.as_str().to_owned())
        .bind(purpose.as_str())
        .bind(self.clock.now().minus(MAILS_DAY).as_millis())
        .fetch_optional(&mut **tx)
        .await?;
        Ok(row.is_some())
    }

    /// Stores the link of the mail that is about to leave; `false` when nobody
    /// needs it any more or another worker has the delivery.
    pub async fn insert_password_link(
        &self,
        delivery: &Delivery,
        user_id: &UserId,
        token_hash: &str,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        // Locks the account's row: another address waits, or was first.
        let user = lock_open_user(&mut tx, user_id).await?;
        let is_wanted = user.is_some_and(|user| user.password_hash.is_some());
        if !is_wanted || !may_generate_for(&mut tx, delivery).await? {
            return Ok(false);
        }
        sqlx::query("INSERT INTO password_links (token_hash, user_id, expires_at) VALUES ($1, $2, $3)")
            .bind(token_hash.to_owned())
            .bind(user_id.as_str().to_owned())
            .bind(expires_at.as_millis())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whose password a link would set. Looking consumes nothing.
    pub async fn find_password_link(&self, token_hash: &str) -> Result<Option<User>, StoreError> {
        let row = sqlx::query(concat!(
            "SELECT ",
            user_columns!("u."),
            " FROM password_links l JOIN users u ON u.id = l.user_id
             WHERE l.token_hash = $1 AND l.expires_at > $2 AND l.expires_at <= $3
               AND u.password_hash IS NOT NULL AND u.disabled_at IS NULL AND u.deleted_at IS NULL",
        ))
        .bind(token_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest(self.clock.now(), PASSWORD_LINK).as_millis())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.as_ref().map(user))
    }

    /// Sets the password a link stands for: the link and all others of the
    /// person end, and so do all sessions and the waits after wrong tries
    /// (`subject` in their table). Of two uses at once, one wins.
    pub async fn take_password_link(
        &self,
        token_hash: &str,
        hash: &HashedPassword,
        subject: &str,
        origin: &Origin,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let link =
            sqlx::query("DELETE FROM password_links WHERE token_hash = $1 AND expires_at > $2 AND expires_at <= $3 RETURNING user_id")
                .bind(token_hash.to_owned())
                .bind(self.clock.now().as_millis())
                .bind(latest(self.clock.now(), PASSWORD_LINK).as_millis())
                .fetch_optional(&mut *tx)
                .await?;
        let Some(link) = link else { return Ok(false) };
        let id = parsed(&link, "password_links", "user_id", UserId::parse)?;
        let done = sqlx::query(
            "UPDATE users SET password_hash = $2
             WHERE id = $1 AND password_hash IS NOT NULL AND disabled_at IS NULL AND deleted_at IS NULL",
        )
        .bind(id.as_str().to_owned())
        .bind(hash.as_str().to_owned())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        set_email_proven(&mut tx, &id).await?;
        delete_password_links(&mut tx, &id).await?;
        end_address_changes(&mut tx, &id, self.clock.now()).await?;
        delete_sessions_of(&mut tx, &id).await?;
        delete_failures_at(&mut tx, subject).await?;
        self.insert_used_token(&mut tx, token_hash, TokenUse::PasswordReset, &id, "").await?;
        self.insert_mail(&mut tx, Purpose::PasswordChanged, &id, None, origin.address).await?;
        let event =
            AuditEvent { kind: AuditKind::PasswordReset, by: &By::visitor(origin), target: Some(&id), detail: None };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets links whose time is over.
    pub async fn delete_expired_password_links(&self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM password_links WHERE expires_at <= $1")
            .bind(self.clock.now().as_millis())
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

/// What the log says when nothing was mailed because the address has had its
/// share, and from when on the next mail leaves.
pub(super) fn too_many_mails(next: Timestamp) -> String {
    // A full second later, not earlier.
    format!("{TOO_MANY_MAILS}; next from {}", clock::rfc3339(next.plus(Duration::from_millis(999))))
}

/// A password was set or ended: earlier links set none any more.
pub(super) async fn delete_password_links(tx: &mut WriteTransaction, user_id: &UserId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM password_links WHERE user_id = $1")
        .bind(user_id.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
