//! Who someone is.

use super::audit::{Actor, AuditEvent, AuditKind, Origin, insert_event};
use super::{Store, StoreError, parsed};
use crate::domain::{
    AccountState, DeliveryState, DisplayName, EmailAddress, Locale, NewUser, Purpose, Role, Timestamp, UserId,
};
use crate::server::password::HashedPassword;
use sqlx::any::AnyRow;
use sqlx::{Any, Row as _, Transaction};

/// A person as the server knows them.
#[derive(Clone, Debug)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// Where they are written to.
    pub email: EmailAddress,
    /// What they are called.
    pub display_name: DisplayName,
    /// What they may do.
    pub role: Role,
    /// The language of their pages and mails.
    pub locale: Locale,
    /// The hash of their own password, once they have chosen one.
    pub password_hash: Option<HashedPassword>,
    /// Whether the account is switched off.
    pub disabled: bool,
}

/// An account and how far its owner has come.
#[derive(Clone, Debug)]
pub struct AccountOverview {
    /// The person.
    pub user: User,
    /// Their state, derived from the facts.
    pub state: AccountState,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When they last came in.
    pub last_sign_in_at: Option<Timestamp>,
    /// The newest mail with a temporary password.
    pub delivery: Option<DeliveryOverview>,
}

/// A mail on its way, as an admin sees it.
#[derive(Clone, Debug)]
pub struct DeliveryOverview {
    /// Which.
    pub id: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// The step of the SMTP dialogue the last attempt ended in, when it failed.
    pub step: Option<String>,
    /// The mail server's words at the last attempt.
    pub last_answer: Option<String>,
    /// When it is tried again, if it is.
    pub next_try_at: Option<Timestamp>,
    /// When this last changed.
    pub updated_at: Timestamp,
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
        concat!("SELECT id, email, display_name, role, locale, password_hash, disabled_at FROM users ", $rest)
    };
}

/// Selects what [`overview`] reads: the account, its temporary password that
/// counts, and its newest mail with one.
macro_rules! select_overview {
    ($rest:literal) => {
        concat!(
            "SELECT u.id, u.email, u.display_name, u.role, u.locale, u.password_hash, u.disabled_at,
                    u.created_at, u.last_sign_in_at,
                    t.delivered_at, t.expires_at, t.attempts AS wrong_tries, t.revoked_at,
                    o.id AS delivery_id, o.state AS delivery_state, o.attempts AS delivery_attempts, o.step, o.last_answer,
                    o.not_before, o.updated_at
             FROM users u
             LEFT JOIN temporary_passwords t ON t.id = (
                 SELECT id FROM temporary_passwords
                 WHERE user_id = u.id AND delivered_at IS NOT NULL AND used_at IS NULL
                 ORDER BY drawn_at DESC, id DESC LIMIT 1)
             LEFT JOIN outbox o ON o.id = (
                 SELECT id FROM outbox
                 WHERE user_id = u.id AND purpose = 'temporary_password'
                 ORDER BY created_at DESC, id DESC LIMIT 1) ",
            $rest
        )
    };
}

pub(super) fn user(row: &AnyRow) -> Result<User, StoreError> {
    let hash: Option<String> = row.try_get("password_hash")?;
    let disabled_at: Option<i64> = row.try_get("disabled_at")?;
    Ok(User {
        id: parsed(row, "users", "id", UserId::parse)?,
        email: parsed(row, "users", "email", |email| EmailAddress::parse(email).ok())?,
        display_name: parsed(row, "users", "display_name", |name| DisplayName::parse(name).ok())?,
        role: parsed(row, "users", "role", Role::parse)?,
        locale: parsed(row, "users", "locale", Locale::parse)?,
        password_hash: hash.map(HashedPassword::from_stored),
        disabled: disabled_at.is_some(),
    })
}

impl Store {
    /// Adds a person together with the mail that invites them: either both
    /// exist afterwards or neither does.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`], [`StoreError::CpfTaken`].
    pub async fn insert_invited_user(
        &self,
        id: &UserId,
        new_user: &NewUser,
        cpf: Option<&SealedCpf>,
        actor: &Actor,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.insert_user(&mut tx, id, new_user, cpf, None, actor).await?;
        let preset = new_user.preset.map(|preset| preset.to_string());
        self.insert_mail(&mut tx, Purpose::TemporaryPassword, id, preset, None).await?;
        let event = AuditEvent { kind: AuditKind::UserCreated, actor, target: Some(id), origin, detail: None };
        insert_event(&mut tx, &self.clock, event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Adds an administrator who has a password already.
    ///
    /// # Errors
    /// [`StoreError::EmailTaken`].
    pub async fn insert_admin(
        &self,
        new_user: &NewUser,
        hash: &HashedPassword,
        actor: &Actor,
        origin: &Origin,
    ) -> Result<UserId, StoreError> {
        let mut tx = self.begin().await?;
        let id = self.new_user_id()?;
        self.insert_user(&mut tx, &id, new_user, None, Some(hash), actor).await?;
        let event = AuditEvent { kind: AuditKind::AdminCreated, actor, target: Some(&id), origin, detail: None };
        insert_event(&mut tx, &self.clock, event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A new identifier for a person.
    pub(super) fn new_user_id(&self) -> Result<UserId, StoreError> {
        UserId::parse(&self.clock.new_id()).ok_or(StoreError::Inconsistent { table: "users", column: "id" })
    }

    pub(super) async fn insert_user(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &UserId,
        new_user: &NewUser,
        cpf: Option<&SealedCpf>,
        hash: Option<&HashedPassword>,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO users (id, email, display_name, role, locale, password_hash, cpf_sealed, cpf_index,
                                created_at, created_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(id.as_str().to_owned())
        .bind(new_user.email.as_str().to_owned())
        .bind(new_user.display_name.as_str().to_owned())
        .bind(new_user.role.as_str())
        .bind(new_user.locale.as_str())
        .bind(hash.map(|hash| hash.as_str().to_owned()))
        .bind(cpf.map(|cpf| cpf.sealed.clone()))
        .bind(cpf.map(|cpf| cpf.index.clone()))
        .bind(self.clock.now().as_millis())
        .bind(actor.user().map(|id| id.as_str().to_owned()))
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Whether an administrator exists.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_any_admin(&self) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT id FROM users WHERE role = 'admin' LIMIT 1").fetch_optional(&self.pool).await?;
        Ok(row.is_some())
    }

    /// The person with this id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_user(&self, id: &UserId) -> Result<Option<User>, StoreError> {
        let row =
            sqlx::query(select_user!("WHERE id = $1")).bind(id.as_str().to_owned()).fetch_optional(&self.pool).await?;
        row.as_ref().map(user).transpose()
    }

    /// The person with this address.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_user_by_email(&self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        let row = sqlx::query(select_user!("WHERE email = $1"))
            .bind(email.as_str().to_owned())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(user).transpose()
    }

    /// The name of the admin who made this account, while they have one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_creator_name(&self, id: &UserId) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT a.display_name FROM users u JOIN users a ON a.id = u.created_by WHERE u.id = $1")
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Ok(row.try_get("display_name")?)).transpose()
    }

    /// The CPF of a person, still sealed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_sealed_cpf(&self, id: &UserId) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT cpf_sealed FROM users WHERE id = $1")
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get("cpf_sealed")).transpose()?.flatten())
    }

    /// Accounts, newest first: `limit` of them after the first `offset`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_accounts(
        &self,
        offset: i64,
        limit: i64,
        wrong_tries_allowed: i64,
    ) -> Result<Vec<AccountOverview>, StoreError> {
        let rows = sqlx::query(select_overview!("ORDER BY u.created_at DESC, u.id DESC LIMIT $1 OFFSET $2"))
            .bind(limit)
            .bind(offset)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| overview(row, self.clock.now(), wrong_tries_allowed)).collect()
    }

    /// Accounts some mail of which changed at or after `since`, for pages that
    /// watch; at most `limit`. A chosen password shows too: its notice is a mail.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_accounts_changed_since(
        &self,
        since: Timestamp,
        limit: i64,
        wrong_tries_allowed: i64,
    ) -> Result<Vec<AccountOverview>, StoreError> {
        let rows = sqlx::query(select_overview!(
            "WHERE u.id IN (SELECT user_id FROM outbox WHERE updated_at >= $1) ORDER BY u.id LIMIT $2"
        ))
        .bind(since.as_millis())
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| overview(row, self.clock.now(), wrong_tries_allowed)).collect()
    }

    /// How many accounts there are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_account_total(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query("SELECT COUNT(*) AS total FROM users").fetch_one(&self.pool).await?.try_get("total")?)
    }

    /// Sets the language of a person's pages and mails.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_locale(&self, id: &UserId, locale: Locale) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET locale = $2 WHERE id = $1")
            .bind(id.as_str().to_owned())
            .bind(locale.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Renews the hash of an own password, unless it has changed since it was checked.
    ///
    /// # Errors
    /// When the database does not answer.
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
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn overview(row: &AnyRow, now: Timestamp, wrong_tries_allowed: i64) -> Result<AccountOverview, StoreError> {
    let time = |column| Ok::<_, StoreError>(row.try_get::<Option<i64>, _>(column)?.map(Timestamp::from_millis));
    let user = user(row)?;
    let delivery_state: Option<String> = row.try_get("delivery_state")?;
    let delivery = match delivery_state {
        None => None,
        Some(_) => {
            let state = parsed(row, "outbox", "delivery_state", DeliveryState::parse)?;
            let next = matches!(state, DeliveryState::Queued | DeliveryState::Waiting);
            Some(DeliveryOverview {
                id: row.try_get("delivery_id")?,
                state,
                attempts: row.try_get("delivery_attempts")?,
                step: row.try_get("step")?,
                last_answer: row.try_get("last_answer")?,
                next_try_at: time("not_before")?.filter(|_| next),
                updated_at: time("updated_at")?.unwrap_or(now),
            })
        }
    };
    let state = if user.disabled {
        AccountState::Disabled
    } else if user.password_hash.is_some() {
        AccountState::Active
    } else {
        match (time("delivered_at")?, time("expires_at")?) {
            (Some(_), Some(_)) if row.try_get::<Option<i64>, _>("wrong_tries")? >= Some(wrong_tries_allowed) => {
                AccountState::Exhausted
            }
            (Some(_), Some(expires_at)) if expires_at <= now => AccountState::Expired,
            (Some(_), Some(_)) if time("revoked_at")?.is_none() => AccountState::Invited,
            _ => AccountState::Waiting,
        }
    };
    Ok(AccountOverview {
        user,
        state,
        created_at: time("created_at")?.unwrap_or(now),
        last_sign_in_at: time("last_sign_in_at")?,
        delivery,
    })
}
