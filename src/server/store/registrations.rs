//! People who registered and have not yet clicked in their mail.

use super::audit::{Actor, AuditEvent, AuditKind, Origin};
use super::outbox::Delivery;
use super::sessions::SessionPurpose;
use super::{Store, StoreError, parsed};
use crate::domain::{DisplayName, EmailAddress, Locale, NewUser, Purpose, Role, Timestamp, UserId};
use crate::server::password::HashedPassword;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// A registration that waits.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Which.
    pub id: String,
    /// The address that was typed.
    pub email: EmailAddress,
    /// The name that was typed.
    pub display_name: DisplayName,
    /// The language of the page.
    pub locale: Locale,
    /// The hash of the password that was typed.
    pub password_hash: HashedPassword,
    /// SHA-256 of the cookie of the browser that registered.
    pub browser_hash: String,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// What a visitor typed, parsed.
pub struct NewRegistration<'a> {
    /// Where to write.
    pub email: &'a EmailAddress,
    /// What to call them.
    pub display_name: &'a DisplayName,
    /// In which language.
    pub locale: Locale,
    /// The hash of the chosen password.
    pub hash: &'a HashedPassword,
    /// SHA-256 of the cookie of the browser.
    pub browser_hash: &'a str,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// From where.
    pub origin: &'a Origin,
}

/// Registrations of one address that may wait at a time; more are dropped
/// without a word, so that nobody's mailbox is filled by strangers.
const WAITING_PER_ADDRESS: i64 = 3;

macro_rules! select_registration {
    ($rest:literal) => {
        concat!(
            "SELECT id, email, display_name, locale, password_hash, browser_hash, expires_at FROM registrations ",
            $rest
        )
    };
}

fn registration(row: &AnyRow) -> Result<Registration, StoreError> {
    Ok(Registration {
        id: row.try_get("id")?,
        email: parsed(row, "registrations", "email", |email| EmailAddress::parse(email).ok())?,
        display_name: parsed(row, "registrations", "display_name", |name| DisplayName::parse(name).ok())?,
        locale: parsed(row, "registrations", "locale", Locale::parse)?,
        password_hash: HashedPassword::from_stored(row.try_get("password_hash")?),
        browser_hash: row.try_get("browser_hash")?,
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
    })
}

impl Store {
    /// Adds a registration and queues the mail that confirms it; for an
    /// address that has an account, queues the mail that says so. The visitor
    /// is told the same either way.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_registration(&self, new: &NewRegistration<'_>) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        // Locks the account's row, so that of many at once one queues the mail.
        let owner = sqlx::query("UPDATE users SET created_at = created_at WHERE email = $1 RETURNING id")
            .bind(new.email.as_str().to_owned())
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(row) = owner {
            let id = parsed(&row, "users", "id", UserId::parse)?;
            // One such mail an hour is enough, however often somebody types the address.
            let recent = sqlx::query(
                "SELECT id FROM outbox WHERE user_id = $1 AND purpose = 'already_registered' AND created_at > $2 LIMIT 1",
            )
            .bind(id.as_str().to_owned())
            .bind(now.minus(std::time::Duration::from_secs(3600)).as_millis())
            .fetch_optional(&mut *tx)
            .await?;
            if recent.is_none() {
                self.insert_mail(&mut tx, Purpose::AlreadyRegistered, &id, None, None).await?;
            }
            tx.commit().await?;
            return Ok(());
        }
        let waiting: i64 =
            sqlx::query("SELECT COUNT(*) AS total FROM registrations WHERE email = $1 AND expires_at > $2")
                .bind(new.email.as_str().to_owned())
                .bind(now.as_millis())
                .fetch_one(&mut *tx)
                .await?
                .try_get("total")?;
        if waiting >= WAITING_PER_ADDRESS {
            tx.commit().await?;
            return Ok(());
        }
        let id = self.clock.new_id();
        sqlx::query(
            "INSERT INTO registrations (id, email, display_name, locale, password_hash, browser_hash, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id.clone())
        .bind(new.email.as_str().to_owned())
        .bind(new.display_name.as_str().to_owned())
        .bind(new.locale.as_str())
        .bind(new.hash.as_str().to_owned())
        .bind(new.browser_hash.to_owned())
        .bind(now.as_millis())
        .bind(new.expires_at.as_millis())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO outbox (id, registration_id, purpose, state, not_before, created_at, updated_at)
             VALUES ($1, $2, $3, 'queued', $4, $4, $4)",
        )
        .bind(self.clock.new_id())
        .bind(id)
        .bind(Purpose::ConfirmRegistration.as_str())
        .bind(now.as_millis())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The registration with this id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_registration(&self, id: &str) -> Result<Option<Registration>, StoreError> {
        let row =
            sqlx::query(select_registration!("WHERE id = $1")).bind(id.to_owned()).fetch_optional(&self.pool).await?;
        row.as_ref().map(registration).transpose()
    }

    /// The registration whose newest mail carries this token, unless it has expired.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_registration_by_token(&self, token_hash: &str) -> Result<Option<Registration>, StoreError> {
        let row = sqlx::query(select_registration!("WHERE token_hash = $1 AND expires_at > $2"))
            .bind(token_hash.to_owned())
            .bind(self.clock.now().as_millis())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(registration).transpose()
    }

    /// Stores the token of the mail that is about to leave; `false` when the
    /// registration is gone, has expired, or another worker has the delivery.
    ///
    /// Also `false` for a registration too many: several that came at the same
    /// moment did not see each other when they were counted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_registration_token(&self, delivery: &Delivery, token_hash: &str) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE registrations SET token_hash = $2
             WHERE id = (SELECT registration_id FROM outbox WHERE id = $1 AND state = 'sending' AND attempts = $3)
               AND expires_at > $4
               AND (SELECT COUNT(*) FROM registrations earlier
                    WHERE earlier.email = registrations.email AND earlier.expires_at > $4
                      AND (earlier.created_at < registrations.created_at
                           OR (earlier.created_at = registrations.created_at AND earlier.id < registrations.id))) < $5",
        )
        .bind(delivery.id.clone())
        .bind(token_hash.to_owned())
        .bind(delivery.attempts)
        .bind(self.clock.now().as_millis())
        .bind(WAITING_PER_ADDRESS)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Makes a confirmed registration an account, signed in; the other
    /// registrations of the address end. `None` when the token was used meanwhile.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`].
    pub async fn take_registration(
        &self,
        token_hash: &str,
        session_token_hash: &str,
        origin: &Origin,
    ) -> Result<Option<UserId>, StoreError> {
        let mut tx = self.begin().await?;
        let row = sqlx::query(
            "DELETE FROM registrations WHERE token_hash = $1 AND expires_at > $2
             RETURNING id, email, display_name, locale, password_hash, browser_hash, expires_at",
        )
        .bind(token_hash.to_owned())
        .bind(self.clock.now().as_millis())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let confirmed = registration(&row)?;
        let new_user = NewUser {
            email: confirmed.email.clone(),
            display_name: confirmed.display_name,
            role: Role::Member,
            locale: confirmed.locale,
            cpf: None,
            preset: None,
        };
        let id = self.new_user_id()?;
        self.insert_user(&mut tx, &id, &new_user, None, Some(&confirmed.password_hash), &Actor::Visitor).await?;
        sqlx::query("DELETE FROM registrations WHERE email = $1")
            .bind(confirmed.email.as_str().to_owned())
            .execute(&mut *tx)
            .await?;
        self.insert_session_row(&mut tx, session_token_hash, &id, SessionPurpose::Full, origin).await?;
        let event = AuditEvent {
            kind: AuditKind::UserRegistered,
            actor: &Actor::Visitor,
            target: Some(&id),
            origin,
            detail: None,
        };
        self.insert_event(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// Forgets registrations that nobody confirmed in time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn delete_expired_registrations(&self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM registrations WHERE expires_at <= $1")
            .bind(self.clock.now().as_millis())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
