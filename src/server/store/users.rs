//! Users as they are stored.

mod insert;

pub(super) use insert::InitialPassword;

use super::lenient::Lenient;
use super::{Dialect, Store, StoreError, parsed};
use crate::domain::{DisplayName, EmailAddress, Locale, Role, Timestamp, UserId};
use crate::locale::time::Zone;
use crate::server::password::HashedPassword;
use crate::server::store::json::to_json;
use crate::server::store::sql::user_columns;
use crate::server::store::statement::{Statement, run_all};
use crate::server::store::transaction::WriteTransaction;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::HashMap;
use std::sync::atomic::Ordering;

/// A person as the server knows them.
#[derive(Clone, Debug)]
pub struct User {
    /// The person's id.
    pub id: UserId,
    /// Where they are written to.
    pub email: EmailAddress,
    /// What they are called.
    pub display_name: DisplayName,
    /// What they may do.
    pub role: Role,
    /// The language of their pages and mails.
    pub locale: Locale,
    /// The time zone they have chosen, if they have.
    pub time_zone: Option<Zone>,
    /// The hash of their own password, once they have chosen one.
    pub password_hash: Option<HashedPassword>,
    /// Whether the account is closed: disabled or deleted.
    pub disabled: bool,
    /// Columns of the row that hold what no version of this program writes. Their
    /// values here are placeholders to be shown: nothing is mailed to such an account,
    /// and an admin can correct it.
    pub broken: Vec<&'static str>,
}

/// A CPF as it is stored: sealed, and as a keyed hash that keeps it unique.
pub struct SealedCpf {
    /// Encrypted.
    pub sealed: String,
    /// Keyed hash.
    pub index: String,
}

/// Selects what [`user`] reads.
macro_rules! select_user {
    ($rest:literal) => {
        concat!("SELECT ", user_columns!(), " FROM users ", $rest)
    };
}

/// Reads a person; never fails: see [`User::broken`].
pub(super) fn user(row: &AnyRow) -> User {
    let mut row = Lenient::new(row);
    let mut user = User {
        id: row.parsed("id", UserId::parse, UserId::damaged),
        email: row.parsed("email", |email| EmailAddress::parse(email).ok(), EmailAddress::damaged),
        display_name: row.parsed("display_name", |name| DisplayName::parse(name).ok(), DisplayName::damaged),
        // The role that may do less.
        role: row.parsed("role", Role::parse, |_| Role::Member),
        locale: row.parsed("locale", Locale::parse, |_| Locale::default()),
        // A zone that this version does not know is as if none had been chosen.
        time_zone: row.text("time_zone").and_then(|name| Zone::parse(&name)),
        password_hash: row.text("password_hash").map(HashedPassword::from_stored),
        disabled: row.number("disabled_at").is_some() || row.number("deleted_at").is_some(),
        broken: Vec::new(),
    };
    // A hash, or a mark that it is closed, which cannot be read is there all the same.
    if row.broken.contains(&"password_hash") {
        user.password_hash = Some(HashedPassword::from_stored(String::new()));
    }
    user.disabled |= ["disabled_at", "deleted_at"].iter().any(|column| row.broken.contains(column));
    user.broken = row.broken;
    user
}

impl Store {
    /// Whether an administrator exists.
    pub async fn has_admin(&self) -> Result<bool, StoreError> {
        // Once there is one there always is, since the last cannot be taken away; and the sign-in page asks each time.
        if self.has_admin.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let row =
            sqlx::query("SELECT id FROM users WHERE role = 'admin' LIMIT 1").fetch_optional(&self.readers).await?;
        self.has_admin.store(row.is_some(), Ordering::Relaxed);
        Ok(row.is_some())
    }

    /// The person with this id.
    pub async fn find_user(&self, id: &UserId) -> Result<Option<User>, StoreError> {
        let row = sqlx::query(select_user!("WHERE id = $1"))
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.as_ref().map(user))
    }

    /// The person with this address.
    pub async fn find_user_by_email(&self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        let found = sqlx::query(WITH_EMAIL).bind(email.as_str().to_owned()).fetch_optional(&self.readers).await?;
        Ok(found.as_ref().map(user))
    }

    /// Who has these addresses, but the deleted, by address.
    pub async fn find_user_ids(&self, emails: &[EmailAddress]) -> Result<HashMap<String, UserId>, StoreError> {
        let texts: Vec<&str> = emails.iter().map(EmailAddress::as_str).collect();
        let texts_of = self.dialect.json_texts("$1");
        // Placeholders only; the addresses are bound.
        let sql = AssertSqlSafe(format!(
            "SELECT id, email FROM users WHERE deleted_at IS NULL AND email IN (SELECT value FROM {texts_of})"
        ));
        let rows = sqlx::query(sql).bind(to_json(&texts)).fetch_all(&self.readers).await?;
        rows.iter().map(|row| Ok((row.try_get("email")?, parsed(row, "users", "id", UserId::parse)?))).collect()
    }

    /// The deleted account with this address, and when it was deleted.
    pub async fn find_deleted_with_email(
        &self,
        email: &EmailAddress,
    ) -> Result<Option<(UserId, Timestamp)>, StoreError> {
        self.find_deleted(
            "SELECT id, deleted_at FROM users WHERE email = $1 AND deleted_at IS NOT NULL",
            email.as_str(),
        )
        .await
    }

    /// The deleted account with this keyed hash of a CPF, and when it was deleted.
    pub async fn find_deleted_with_cpf(&self, index: &str) -> Result<Option<(UserId, Timestamp)>, StoreError> {
        self.find_deleted("SELECT id, deleted_at FROM users WHERE cpf_index = $1 AND deleted_at IS NOT NULL", index)
            .await
    }

    async fn find_deleted(&self, sql: &'static str, value: &str) -> Result<Option<(UserId, Timestamp)>, StoreError> {
        let row = sqlx::query(sql).bind(value.to_owned()).fetch_optional(&self.readers).await?;
        row.map(|row| {
            let id = parsed(&row, "users", "id", UserId::parse)?;
            Ok((id, Timestamp::from_millis(row.try_get("deleted_at")?)))
        })
        .transpose()
    }

    /// What a mail with a temporary password says about its reader: the name of the admin who made the account,
    /// while they have one, and whether a temporary password has reached them before.
    pub async fn find_creator_and_delivered(&self, id: &UserId) -> Result<(Option<String>, bool), StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT a.display_name FROM users u JOIN users a ON a.id = u.created_by WHERE u.id = $1) AS creator,
                    (SELECT id FROM temporary_passwords WHERE user_id = $1 AND delivered_at IS NOT NULL LIMIT 1) AS delivered",
        )
        .bind(id.as_str().to_owned())
        .fetch_one(&self.readers)
        .await?;
        Ok((row.try_get("creator")?, row.try_get::<Option<String>, _>("delivered")?.is_some()))
    }

    /// The CPF of a person, still sealed.
    pub async fn find_sealed_cpf(&self, id: &UserId) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT cpf_sealed FROM users WHERE id = $1")
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|row| row.try_get("cpf_sealed")).transpose()?.flatten())
    }

    /// Sets the language of a person's pages and mails.
    pub async fn set_locale(&self, id: &UserId, locale: Locale) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET locale = $2 WHERE id = $1")
            .bind(id.as_str().to_owned())
            .bind(locale.as_str())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Sets somebody's time zone, or that they follow the installation's.
    pub async fn set_time_zone(&self, id: &UserId, zone: Option<&Zone>) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET time_zone = $2 WHERE id = $1")
            .bind(id.as_str().to_owned())
            .bind(zone.map(|zone| zone.name().to_owned()))
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Renews the hash of an own password, unless it has changed since it was checked.
    pub async fn set_renewed_hash(
        &self,
        id: &UserId,
        old: &HashedPassword,
        new: &HashedPassword,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2")
            .bind(id.as_str().to_owned())
            .bind(old.as_str().to_owned())
            .bind(new.as_str().to_owned())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Whether a person has shown that they read the mail at their address.
    pub async fn is_email_proven(&self, user_id: &UserId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 AS one FROM users WHERE id = $1 AND proven_email = email")
            .bind(user_id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.is_some())
    }

    /// When a person's details were last changed, or made, as far back as the audit log goes.
    pub async fn find_details_changed_at(&self, user_id: &UserId) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(DETAILS_CHANGED_AT).bind(user_id.as_str().to_owned()).fetch_one(&self.readers).await?;
        Ok(row.try_get::<Option<i64>, _>("at")?.map(Timestamp::from_millis))
    }
}

/// When a person's details were last changed: for each app that asks for their profile. The index has these kinds alone,
/// since a person has many more events by which nothing changes.
pub const DETAILS_CHANGED_AT: &str = "SELECT MAX(at) AS at FROM (
    SELECT MAX(at) AS at FROM audit_events WHERE target = $1
      AND kind IN ('user_created', 'user_registered', 'admin_created', 'user_edited', 'address_changed', 'address_restored')
    UNION ALL
    SELECT MAX(at) AS at FROM audit_unlinked WHERE target = $1
      AND kind IN ('user_created', 'user_registered', 'admin_created', 'user_edited', 'address_changed', 'address_restored')
    ) AS latest";

const WITH_EMAIL: &str = select_user!("WHERE email = $1");

/// The statement that finds the person with this address.
pub(super) fn user_with_email_statement(email: &EmailAddress) -> Statement {
    Statement::new(WITH_EMAIL).bind(email.as_str())
}

/// Locks the row of an account until the commit; whether there is one.
pub(super) async fn lock_user(tx: &mut WriteTransaction, user_id: &UserId) -> Result<bool, StoreError> {
    let statement = lock_user_statement(tx.dialect(), Some(user_id));
    let [found] = run_all(tx, [statement]).await?;
    Ok(!found.rows.is_empty())
}

/// The statement that locks the account of a person, if somebody is named.
pub(super) fn lock_user_statement(dialect: Dialect, user_id: Option<&UserId>) -> Statement {
    let find = Statement::new("SELECT id FROM users WHERE id = $1").bind(user_id.map_or("", UserId::as_str));
    find.for_update(dialect)
}

/// Locks the row of an account that is neither disabled nor deleted until the commit.
pub(super) async fn lock_open_user(tx: &mut WriteTransaction, user_id: &UserId) -> Result<Option<User>, StoreError> {
    let statement = lock_open_user_statement(tx.dialect(), user_id);
    let [found] = run_all(tx, [statement]).await?;
    Ok(found.rows.first().map(user))
}

/// The statement that locks the account of a person and returns its row.
pub(super) fn lock_open_user_statement(dialect: Dialect, user_id: &UserId) -> Statement {
    let sql = select_user!("WHERE id = $1 AND disabled_at IS NULL AND deleted_at IS NULL");
    Statement::new(sql).bind(user_id.as_str()).for_update(dialect)
}

/// Notes that the owner of an account reads the mail at its address: they have shown a secret that
/// was mailed there. An address set later is not proven by that.
pub(super) async fn set_email_proven(tx: &mut WriteTransaction, user_id: &UserId) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET proven_email = email WHERE id = $1")
        .bind(user_id.as_str().to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
