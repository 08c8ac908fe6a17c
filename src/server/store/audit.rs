//! Who did what to whom, when and from where; written in the transaction of what it records.

use super::{Store, StoreError};
use crate::domain::UserId;
use crate::server::clock::Clock;
use sqlx::{Any, Row as _, Transaction};
use std::net::IpAddr;

/// Where a request came from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The network address, as far as trusted proxies tell.
    pub address: Option<IpAddr>,
    /// The browser's own name for itself, shortened.
    pub agent: String,
    /// Finds the request in the log.
    pub request_id: Option<String>,
}

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    User(UserId),
    /// Somebody at the command line of the server.
    Console,
    /// Whoever held the set-up address.
    Setup,
    /// Somebody who is not signed in.
    Visitor,
    /// The program itself.
    Worker,
}

impl Actor {
    /// How the log writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::User(id) => id.as_str(),
            Self::Console => "console",
            Self::Setup => "setup",
            Self::Visitor => "visitor",
            Self::Worker => "worker",
        }
    }

    /// The person's id, when a signed-in person acted.
    pub const fn user(&self) -> Option<&UserId> {
        match self {
            Self::User(id) => Some(id),
            _ => None,
        }
    }
}

/// What happened. The words are what `chaveiro audit` and the log print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditKind {
    /// The first administrator was made, or one from the command line.
    AdminCreated,
    /// An account was made, and the mail for it queued.
    UserCreated,
    /// Somebody filled in the form to register.
    RegistrationAsked,
    /// Somebody registered and confirmed.
    UserRegistered,
    /// A temporary password was drawn and its hash stored.
    TemporaryPasswordDrawn,
    /// The mail server took a mail.
    MailAccepted,
    /// A mail was given up.
    MailFailed,
    /// Another temporary password was asked for.
    TemporaryPasswordRequested,
    /// A session began.
    SignedIn,
    /// A password was not accepted.
    SignInFailed,
    /// The first own password was chosen.
    PasswordChosen,
    /// An own password took the place of another.
    PasswordChanged,
    /// A person ended a session.
    SignedOut,
    /// A person ended other sessions of theirs.
    SessionsEnded,
}

impl AuditKind {
    /// How the log writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AdminCreated => "admin_created",
            Self::UserCreated => "user_created",
            Self::RegistrationAsked => "registration_asked",
            Self::UserRegistered => "user_registered",
            Self::TemporaryPasswordDrawn => "temporary_password_drawn",
            Self::MailAccepted => "mail_accepted",
            Self::MailFailed => "mail_failed",
            Self::TemporaryPasswordRequested => "temporary_password_requested",
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::PasswordChosen => "password_chosen",
            Self::PasswordChanged => "password_changed",
            Self::SignedOut => "signed_out",
            Self::SessionsEnded => "sessions_ended",
        }
    }
}

/// One line of the log, before it is written.
pub struct AuditEvent<'a> {
    /// What happened.
    pub kind: AuditKind,
    /// Who did it.
    pub actor: &'a Actor,
    /// To whom.
    pub target: Option<&'a UserId>,
    /// From where.
    pub origin: &'a Origin,
    /// A few words more; never a secret.
    pub detail: Option<&'a str>,
}

/// Writes `event` in the transaction of what it records.
pub(super) async fn insert_event(
    tx: &mut Transaction<'static, Any>,
    clock: &Clock,
    event: AuditEvent<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit_events (id, at, kind, actor, target, address, request_id, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(clock.new_id())
    .bind(clock.now().as_millis())
    .bind(event.kind.as_str())
    .bind(event.actor.as_str().to_owned())
    .bind(event.target.map(|id| id.as_str().to_owned()))
    .bind(event.origin.address.map(|address| address.to_string()))
    .bind(event.origin.request_id.clone())
    .bind(event.detail.map(str::to_owned))
    .execute(&mut **tx)
    .await?;
    tracing::info!(
        kind = event.kind.as_str(),
        actor = event.actor.as_str(),
        target = event.target.map(UserId::as_str),
        request_id = event.origin.request_id,
        "{} by {}",
        event.kind.as_str(),
        event.actor.as_str(),
    );
    Ok(())
}

impl Store {
    /// Writes an event that stands alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_audit_event(&self, event: AuditEvent<'_>) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        insert_event(&mut tx, &self.clock, event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The kinds of all events about `target`, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_audit_kinds(&self, target: &UserId) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query("SELECT kind FROM audit_events WHERE target = $1 ORDER BY at, id")
            .bind(target.as_str().to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(row.try_get("kind")?)).collect()
    }
}
