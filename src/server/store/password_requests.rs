//! Requests for a forgotten password, and what a worker makes of them.

use super::audit::{AuditEvent, AuditKind, By, Origin};
use super::forgotten_passwords::too_many_mails;
use super::rate_limit::requests::{LimitDecision, PASSWORD_REQUESTS, reserve_request};
use super::users::{User, user};
use super::{Store, StoreError};
use crate::domain::audit_detail::ALREADY_QUEUED;
use crate::domain::{EmailAddress, Purpose, Timestamp, UserId};
use crate::server::clock::latest_past;
use crate::server::rate_limit::{MAILS_DAY, MAILS_HOUR, PASSWORD_REQUEST_KEPT};
use crate::server::store::sql::{is_closed, unsent, user_columns};
use crate::server::store::statement::{Statement, lock_row};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use sqlx::any::AnyRow;

impl Store {
    /// Writes down that somebody asked, unless too many have from `network`, or the same form, which gives the `id`,
    /// was sent a moment ago. The same work for every address.
    pub async fn insert_password_request(
        &self,
        id: &str,
        email: &EmailAddress,
        origin: &Origin,
        network: Option<&str>,
    ) -> Result<LimitDecision, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin_short().await?;
        let decision = reserve_request(&mut tx, &PASSWORD_REQUESTS, id, network, now).await?;
        if decision != LimitDecision::Allowed {
            tx.rollback().await?;
            return Ok(decision);
        }
        sqlx::query(
            "INSERT INTO password_requests (id, email, address, request_id, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO UPDATE SET created_at = $5",
        )
        .bind(id.to_owned())
        .bind(email.as_str().to_owned())
        .bind(origin.address.map(|address| address.to_string()))
        .bind(origin.request_id.clone())
        .bind(now.as_millis())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(LimitDecision::Allowed)
    }

    /// Answers the oldest request: queues a link for a person with a password, a new temporary one for a person
    /// without, a notice for one whose account cannot be used, nothing for others. One that is too old goes without an
    /// answer. `false` where nobody has asked, or another worker was faster.
    pub async fn take_password_request(&self) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let request = sqlx::query(
            "DELETE FROM password_requests
             WHERE id = (SELECT id FROM password_requests ORDER BY created_at, id LIMIT 1)
             RETURNING id, email, address, request_id, created_at",
        )
        .fetch_optional(&mut *tx)
        .await?;
        let Some(request) = request else { return Ok(false) };
        match self.answer_password_request(tx, &request).await {
            Err(error) if error.is_about_a_row() => {
                // It must not keep the others, nor the mails, waiting.
                tracing::error!(%error, "a request for a forgotten password cannot be answered: {error}");
                let id: String = request.try_get("id")?;
                sqlx::query("DELETE FROM password_requests WHERE id = $1").bind(id).execute(&self.writer).await?;
            }
            answered => answered?,
        }
        Ok(true)
    }

    async fn answer_password_request(&self, mut tx: WriteTransaction, request: &AnyRow) -> Result<(), StoreError> {
        let now = self.clock.now();
        let requested_at = Timestamp::from_millis(request.try_get("created_at")?);
        if requested_at < now.minus(PASSWORD_REQUEST_KEPT) || requested_at > latest_past(now) {
            return Ok(tx.commit().await?);
        }
        let origin = Origin {
            address: request.try_get::<Option<String>, _>("address")?.and_then(|address| address.parse().ok()),
            agent: String::new(),
            request_id: request.try_get("request_id")?,
        };
        let find = Statement::new(concat!(
            "SELECT ",
            is_closed!(),
            " AS is_closed, ",
            user_columns!(),
            " FROM users WHERE email = $1"
        ));
        if let Some(row) = lock_row(&mut tx, find.bind(request.try_get::<String, _>("email")?)).await? {
            let is_closed = row.try_get::<i64, _>("is_closed")? == 1;
            self.answer_request_of(&mut tx, &user(&row), is_closed, &origin).await?;
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
        is_closed: bool,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let purpose = match user.password_hash {
            // What an administrator has ended, only an administrator begins again.
            _ if is_closed => Purpose::AccountClosed,
            Some(_) => Purpose::SetPassword,
            None => Purpose::TemporaryPassword,
        };
        let in_vain = if self.has_unsent_mail(tx, &user.id, purpose).await? {
            Some(ALREADY_QUEUED.to_owned())
        } else if is_closed {
            self.find_next_notice_time(tx, purpose, &user.id, &user.email).await?.map(too_many_mails)
        } else {
            self.find_next_mail_time(tx, &user.email).await?.map(too_many_mails)
        };
        if let Some(why) = &in_vain
            && self.was_logged_recently(&mut **tx, (&user.id, AuditKind::PasswordForgotten, why), MAILS_HOUR).await?
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
}
