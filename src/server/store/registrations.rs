//! People who registered and have not yet clicked in their mail.

mod confirmed;

use super::outbox::{Delivery, NewMail, Recipient};
use super::rate_limit::network::{LimitedNetworks, lock_guard};
use super::rate_limit::requests::{LimitDecision, is_a_moment_ago};
use super::{Store, StoreError, parsed};
use crate::domain::uuid_id::uuid_id;
use crate::domain::{DisplayName, EmailAddress, Locale, Purpose, Timestamp, UserId};
use crate::server::clock::latest_past;
use crate::server::password::HashedPassword;
use crate::server::rate_limit::{
    REGISTRATIONS_IN, REGISTRATIONS_IN_ALL, REGISTRATIONS_OF_NETWORK, WAITING_PER_ADDRESS,
};
use crate::server::store::sql::is_closed;
use crate::server::store::statement::{Statement, lock_row};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use sqlx::any::AnyRow;

uuid_id! {
    /// Identifies a registration.
    pub struct RegistrationId;
}

/// A registration that its owner has not confirmed yet.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
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
    /// When it expires.
    pub expires_at: Timestamp,
}

/// What a visitor typed, parsed.
pub struct NewRegistration<'a> {
    /// Its id: the same when the form is sent twice.
    pub id: &'a RegistrationId,
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
    /// When it expires.
    pub expires_at: Timestamp,
}

/// What [`registration`] reads.
macro_rules! registration_columns {
    () => {
        "id, email, display_name, locale, password_hash, browser_hash, expires_at"
    };
}
use registration_columns;

macro_rules! select_registration {
    ($rest:literal) => {
        concat!("SELECT ", registration_columns!(), " FROM registrations ", $rest)
    };
}

fn registration(row: &AnyRow) -> Result<Registration, StoreError> {
    Ok(Registration {
        id: parsed(row, "registrations", "id", RegistrationId::parse)?,
        email: parsed(row, "registrations", "email", |email| EmailAddress::parse(email).ok())?,
        display_name: parsed(row, "registrations", "display_name", |name| DisplayName::parse(name).ok())?,
        locale: parsed(row, "registrations", "locale", Locale::parse)?,
        password_hash: HashedPassword::from_stored(row.try_get("password_hash")?),
        browser_hash: row.try_get("browser_hash")?,
        expires_at: Timestamp::from_millis(row.try_get("expires_at")?),
    })
}

/// The time of the registration that has to grow old before another may follow from `network`; `None` while one may.
/// `counted` are the times and networks of the last hour's, newest first.
fn full_since(counted: &[(Timestamp, Option<String>)], network: Option<&str>) -> Option<Timestamp> {
    let nth = |at_most: i64| usize::try_from(at_most - 1).unwrap_or_default();
    let in_all = counted.get(nth(REGISTRATIONS_IN_ALL)).map(|(made_at, _)| *made_at);
    let limited = network.map(LimitedNetworks::of).unwrap_or_default();
    let of_networks = limited.iter().filter_map(|networks| {
        let mut times =
            counted.iter().filter(|(_, other)| other.as_deref().is_some_and(|other| networks.contain(other)));
        times.nth(nth(REGISTRATIONS_OF_NETWORK * networks.times)).map(|(made_at, _)| *made_at)
    });
    of_networks.chain(in_all).max()
}

impl Store {
    /// Counts a registration against the limits of its network, of its IPv6 /48 and of all together, before anything is
    /// hashed.
    pub async fn take_registration_request(&self, network: Option<&str>) -> Result<LimitDecision, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        lock_guard(&mut tx, "registrations", now).await?;
        let rows = sqlx::query(
            "SELECT made_at, network FROM registration_wishes WHERE made_at > $1 AND made_at <= $2 ORDER BY made_at DESC",
        )
        .bind(now.minus(REGISTRATIONS_IN).as_millis())
        .bind(latest_past(now).as_millis())
        .fetch_all(&mut *tx)
        .await?;
        let mut counted = Vec::with_capacity(rows.len());
        for row in &rows {
            let made_at = Timestamp::from_millis(row.try_get("made_at")?);
            counted.push((made_at, row.try_get::<Option<String>, _>("network")?));
        }
        if let Some(time) = full_since(&counted, network) {
            return Ok(LimitDecision::NotBefore(time.plus(REGISTRATIONS_IN)));
        }
        sqlx::query("INSERT INTO registration_wishes (id, network, made_at) VALUES ($1, $2, $3)")
            .bind(self.clock.new_id())
            .bind(network.map(str::to_owned))
            .bind(now.as_millis())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(LimitDecision::Allowed)
    }

    /// Whether the registration with this id was made a moment ago; `None` when there is none.
    pub async fn was_just_registered(&self, id: &RegistrationId) -> Result<Option<bool>, StoreError> {
        let now = self.clock.now();
        let row = sqlx::query("SELECT created_at FROM registrations WHERE id = $1")
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(is_a_moment_ago(Timestamp::from_millis(row.try_get("created_at")?), now)))
    }

    /// Adds a registration and queues its mail, unless the same form is doing so at this moment. Whether the address
    /// has an account, and whether it has had too many mails, the worker finds out: same answer, same work for all.
    pub async fn insert_registration(&self, new: &NewRegistration<'_>) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin().await?;
        let id = new.id.clone();
        let done = sqlx::query(
            "INSERT INTO registrations (id, email, display_name, locale, password_hash, browser_hash, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(id.as_str().to_owned())
        .bind(new.email.as_str().to_owned())
        .bind(new.display_name.as_str().to_owned())
        .bind(new.locale.as_str())
        .bind(new.hash.as_str().to_owned())
        .bind(new.browser_hash.to_owned())
        .bind(now.as_millis())
        .bind(new.expires_at.as_millis())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(());
        }
        self.insert_new_mail(&mut tx, NewMail::new(Purpose::ConfirmRegistration, Recipient::Registration(id))).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The registration with this id.
    pub async fn find_registration(&self, id: &RegistrationId) -> Result<Option<Registration>, StoreError> {
        let row = sqlx::query(select_registration!("WHERE id = $1"))
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(registration).transpose()
    }

    /// The registration whose newest mail carries this token, unless it has expired.
    pub async fn find_registration_by_token(&self, token_hash: &str) -> Result<Option<Registration>, StoreError> {
        let row = sqlx::query(select_registration!("WHERE token_hash = $1 AND expires_at > $2 AND created_at <= $3"))
            .bind(token_hash.to_owned())
            .bind(self.clock.now().as_millis())
            .bind(latest_past(self.clock.now()).as_millis())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(registration).transpose()
    }

    /// Stores the token of the mail that is about to leave; `false` when none
    /// is to: the registration has expired, there are too many of them or too
    /// many mails, or the address has an account, whose owner is notified instead.
    pub async fn set_registration_token(&self, delivery: &Delivery, token_hash: &str) -> Result<bool, StoreError> {
        let now = self.clock.now().as_millis();
        let mut tx = self.begin().await?;
        let row = sqlx::query(
            "SELECT r.id, r.email, r.token_hash FROM registrations r JOIN outbox o ON o.registration_id = r.id
             WHERE o.id = $1 AND o.state = 'sending' AND o.attempts = $2 AND r.expires_at > $3",
        )
        .bind(delivery.id.as_str().to_owned())
        .bind(delivery.attempts)
        .bind(now)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(row) = row else { return Ok(false) };
        let email = parsed(&row, "registrations", "email", |email| EmailAddress::parse(email).ok())?;
        if self.notify_owner(&mut tx, &email).await? {
            tx.commit().await?;
            return Ok(false);
        }
        // One that has had its token is among the mails that were counted.
        let is_first = row.try_get::<Option<String>, _>("token_hash")?.is_none();
        if is_first && !self.may_mail(&mut tx, &email).await? {
            return Ok(false);
        }
        // Those that came first have the places, so that two at once do not both take the last one.
        let done = sqlx::query(
            "UPDATE registrations SET token_hash = $2
             WHERE id = $1
               AND (SELECT COUNT(*) FROM registrations earlier
                    WHERE earlier.email = $4 AND earlier.expires_at > $3
                      AND (earlier.created_at < registrations.created_at
                           OR (earlier.created_at = registrations.created_at AND earlier.id < registrations.id))) < $5",
        )
        .bind(row.try_get::<String, _>("id")?)
        .bind(token_hash.to_owned())
        .bind(now)
        .bind(email.as_str().to_owned())
        .bind(WAITING_PER_ADDRESS)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Tells the owner of an address that somebody registers with it, once an
    /// hour at most, and whether their account can be used; `false` when the address has no account.
    async fn notify_owner(&self, tx: &mut WriteTransaction, email: &EmailAddress) -> Result<bool, StoreError> {
        // Locks the account's row, so that of many at once one queues the mail.
        let find = Statement::new(concat!("SELECT id, ", is_closed!(), " AS is_closed FROM users WHERE email = $1"));
        let Some(row) = lock_row(tx, find.bind(email.as_str())).await? else { return Ok(false) };
        let id = parsed(&row, "users", "id", UserId::parse)?;
        let is_closed = row.try_get::<i64, _>("is_closed")? == 1;
        let purpose = if is_closed { Purpose::AccountClosed } else { Purpose::AlreadyRegistered };
        if self.find_next_notice_time(tx, purpose, &id, email).await?.is_none() {
            self.insert_mail(tx, purpose, &id, None, None).await?;
        }
        Ok(true)
    }

    /// Deletes registrations that nobody confirmed in time.
    pub async fn delete_expired_registrations(&self) -> Result<(), StoreError> {
        self.run_in_batches(
            "DELETE FROM registrations WHERE id IN (
                 SELECT id FROM registrations WHERE expires_at <= $1 OR created_at > $3 LIMIT $2)",
            self.clock.now(),
        )
        .await
    }
}
