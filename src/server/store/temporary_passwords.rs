//! Temporary passwords: one row each, from generated to used, expired, exhausted or revoked.

mod ending;
mod expiry;
mod link_attempts;
mod sign_in_attempts;

pub(super) use ending::{
    end_first_access_of_earlier_mails, revoke_temporary_passwords, set_all_used, set_delivered_statements, set_revoked,
};
pub use sign_in_attempts::Guess;
pub(super) use sign_in_attempts::{count_guesses_statements, counted_span, release_guess_statements, reserve_guess};

use super::audit::{AuditEvent, AuditKind, By};
use super::lenient::readable;
use super::outbox::{Delivery, may_generate_statement};
use super::users::{lock_open_user_statement, user};
use super::{Dialect, Store, StoreError, parsed};
use crate::domain::{MailId, Preset, TemporaryPasswordId, Timestamp, UserId};
use crate::server::clock::latest_past;
use crate::server::password::HashedPassword;
use crate::server::rate_limit::{MAX_EXHAUSTED_PASSWORDS, MAX_SHORT_PASSWORDS};
use crate::server::store::sql::{advisory_lock, open_password};
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// A temporary password that may still be used.
#[derive(Clone, Debug)]
pub struct OpenTemporaryPassword {
    /// Its id.
    pub id: TemporaryPasswordId,
    /// How it was generated, which tells how to read what a person typed.
    pub preset: Preset,
    /// Its hash.
    pub hash: HashedPassword,
    /// How many wrong tries it has seen.
    pub attempts: i64,
    /// How many it sees in its life.
    pub attempts_allowed: i64,
}

/// A secret that was just generated, as it is stored.
pub struct NewTemporaryPassword<'a> {
    /// How it was generated.
    pub preset: Preset,
    /// Its hash.
    pub hash: &'a HashedPassword,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// How many wrong tries lock it on the sign-in page, and how many by link.
    pub attempts_allowed: i64,
    /// SHA-256 of the token in the link of its mail, if it has one.
    pub link_hash: Option<&'a str>,
}

fn open_temporary_password(row: &AnyRow) -> Result<OpenTemporaryPassword, StoreError> {
    Ok(OpenTemporaryPassword {
        id: parsed(row, "temporary_passwords", "id", TemporaryPasswordId::parse)?,
        preset: parsed(row, "temporary_passwords", "preset", |preset| Preset::parse(preset).ok())?,
        hash: HashedPassword::from_stored(row.try_get("hash")?),
        attempts: row.try_get("attempts")?,
        attempts_allowed: row.try_get("attempts_allowed")?,
    })
}

/// How many short secrets of others than `$1` can be guessed at, at `$2`.
macro_rules! short_of_others {
    () => {
        concat!(
            "SELECT COUNT(*) AS alive FROM temporary_passwords
             WHERE is_short = 1 AND hash IS NOT NULL AND ",
            open_password!(),
            " AND expires_at > $2 AND drawn_at <= $3 AND attempts < attempts_allowed AND user_id <> $1"
        )
    };
}

/// Whether a secret was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredPassword {
    /// Under this id.
    Stored(TemporaryPasswordId),
    /// It is not wanted any more.
    NotWanted,
    /// It is short, and [`MAX_SHORT_PASSWORDS`] others have come to be meanwhile: a longer one will do.
    TooShort,
}

impl Store {
    /// Stores the hash of a secret generated for `delivery`, before its mail leaves.
    ///
    /// It is not wanted when the person has chosen a password
    /// meanwhile, the account is closed or gone, the mail was withdrawn, or
    /// another worker has the delivery. At most one earlier secret stays open
    /// beside the new one: the newest, whose mail may have arrived. A person who
    /// signed in with one of an earlier mail that ends here must sign in again.
    pub async fn insert_temporary_password(
        &self,
        delivery: &Delivery,
        user_id: &UserId,
        secret: &NewTemporaryPassword<'_>,
    ) -> Result<StoredPassword, StoreError> {
        let now = self.clock.now();
        let mut tx = self.begin_short().await?;
        // Locks the account's row: choosing a password waits, or was first.
        let end_earlier = concat!(
            "UPDATE temporary_passwords SET revoked_at = $2, hash = NULL
             WHERE user_id = $1 AND ",
            open_password!(),
            "
               AND id <> (SELECT id FROM temporary_passwords
                          WHERE user_id = $1 AND ",
            open_password!(),
            "
                          ORDER BY drawn_at DESC, id DESC LIMIT 1)
             RETURNING outbox_id"
        );
        let end_earlier = Statement::new(end_earlier).bind(user_id.as_str()).bind(now.as_millis());
        let [held, may_generate, ended] = run_all(
            &mut tx,
            [lock_open_user_statement(self.dialect, user_id), may_generate_statement(delivery), end_earlier],
        )
        .await?;
        let is_still_wanted = held.rows.first().is_some_and(|row| user(row).password_hash.is_none());
        if !is_still_wanted || may_generate.rows.is_empty() {
            return Ok(StoredPassword::NotWanted);
        }
        if self.is_one_too_many(&mut tx, user_id, secret.preset).await? {
            return Ok(StoredPassword::TooShort);
        }
        end_first_access_of_earlier_mails(&mut tx, user_id, &delivery.id, &ended.rows).await?;
        let (id, insert_row) = self.insert_row_statement(user_id, Some(&delivery.id), secret, None);
        let detail = secret.preset.to_string();
        let event = AuditEvent {
            kind: AuditKind::TemporaryPasswordGenerated,
            by: &By::worker(),
            target: Some(user_id),
            detail: Some(&detail),
        };
        self.insert_events_after(&mut tx, vec![insert_row], &[event]).await?;
        tx.commit().await?;
        Ok(StoredPassword::Stored(id))
    }

    /// Writes the row of a secret that `mail` brings, or that is handed over in person and so delivered at once.
    pub(super) async fn insert_row(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        mail: Option<&MailId>,
        secret: &NewTemporaryPassword<'_>,
        delivered_at: Option<Timestamp>,
    ) -> Result<TemporaryPasswordId, StoreError> {
        let (id, statement) = self.insert_row_statement(user_id, mail, secret, delivered_at);
        run_all(tx, [statement]).await?;
        Ok(id)
    }

    /// The statement that inserts a temporary password, and the id of the row.
    fn insert_row_statement(
        &self,
        user_id: &UserId,
        mail: Option<&MailId>,
        secret: &NewTemporaryPassword<'_>,
        delivered_at: Option<Timestamp>,
    ) -> (TemporaryPasswordId, Statement) {
        let id = TemporaryPasswordId::from(self.clock.new_uuid());
        let statement = Statement::new(
            "INSERT INTO temporary_passwords (id, user_id, outbox_id, preset, hash, drawn_at, expires_at, attempts_allowed,
                                              delivered_at, link_hash, is_short)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(id.as_str())
        .bind(user_id.as_str())
        .bind(mail.map_or("", MailId::as_str))
        .bind(secret.preset.to_string())
        .bind(secret.hash.as_str())
        .bind(self.clock.now().as_millis())
        .bind(secret.expires_at.as_millis())
        .bind(secret.attempts_allowed)
        .bind(delivered_at.map(Timestamp::as_millis))
        .bind(secret.link_hash.map(str::to_owned))
        .bind(i64::from(secret.preset.is_short()));
        (id, statement)
    }

    /// The temporary passwords of a person that can still be used; two at most.
    pub async fn list_open_temporary_passwords(
        &self,
        user_id: &UserId,
    ) -> Result<Vec<OpenTemporaryPassword>, StoreError> {
        let rows = sqlx::query(concat!(
            "SELECT id, preset, hash, attempts, attempts_allowed FROM temporary_passwords
             WHERE user_id = $1 AND hash IS NOT NULL AND ",
            open_password!(),
            " AND expires_at > $2
               AND drawn_at <= $3
             ORDER BY drawn_at DESC, id DESC LIMIT 2"
        ))
        .bind(user_id.as_str().to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().filter_map(|row| readable(open_temporary_password(row)).transpose()).collect()
    }

    /// Whether another short secret for this person would be one too many: with
    /// its tries theirs would see more than those of [`MAX_EXHAUSTED_PASSWORDS`], whether
    /// the earlier ones ran out or were replaced before; or [`MAX_SHORT_PASSWORDS`] are
    /// alive, of everybody.
    pub async fn needs_strong_preset(&self, user_id: &UserId) -> Result<bool, StoreError> {
        let row = sqlx::query(concat!(
            "SELECT (SELECT COUNT(*) FROM temporary_passwords
                     WHERE user_id = $1 AND is_short = 1
                     HAVING SUM(attempts) > MAX(attempts_allowed) * ($4 - 1)) AS guessed_at,
                    (",
            short_of_others!(),
            ") AS alive"
        ))
        .bind(user_id.as_str().to_owned())
        .bind(self.clock.now().as_millis())
        .bind(latest_past(self.clock.now()).as_millis())
        .bind(MAX_EXHAUSTED_PASSWORDS)
        .fetch_one(&self.readers)
        .await?;
        let guessed_at: Option<i64> = row.try_get("guessed_at")?;
        Ok(guessed_at.is_some() || row.try_get::<i64, _>("alive")? >= MAX_SHORT_PASSWORDS)
    }

    /// Whether [`MAX_SHORT_PASSWORDS`] short ones of others work by now: several workers may have found room for the
    /// last one.
    pub(super) async fn is_one_too_many(
        &self,
        tx: &mut WriteTransaction,
        user_id: &UserId,
        preset: Preset,
    ) -> Result<bool, StoreError> {
        if !preset.is_short() {
            return Ok(false);
        }
        if self.dialect == Dialect::Postgres {
            // SQLite has one writer at a time. Taken after the account's row: who has it waits for nobody.
            sqlx::raw_sql(advisory_lock!(short_passwords)).execute(&mut **tx).await?;
        }
        let now = self.clock.now();
        let row = sqlx::query(short_of_others!())
            .bind(user_id.as_str().to_owned())
            .bind(now.as_millis())
            .bind(latest_past(now).as_millis())
            .fetch_one(&mut **tx)
            .await?;
        Ok(row.try_get::<i64, _>("alive")? >= MAX_SHORT_PASSWORDS)
    }

    /// How many short secrets work right now, of everybody: of more than [`MAX_SHORT_PASSWORDS`] none is made.
    pub async fn count_short_temporary_passwords(&self) -> Result<i64, StoreError> {
        let now = self.clock.now();
        let row = sqlx::query(short_of_others!())
            .bind(String::new())
            .bind(now.as_millis())
            .bind(latest_past(now).as_millis())
            .fetch_one(&self.readers)
            .await?;
        Ok(row.try_get("alive")?)
    }
}
