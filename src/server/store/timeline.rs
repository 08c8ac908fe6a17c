//! The history of one account: what was logged about it, and its mails.

use super::audit::AuditKind;
use super::lenient::Lenient;
use super::outbox::tried_email;
use super::{Store, StoreError};
use crate::domain::{DeliveryState, MailId, Purpose, Timestamp, UserId};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// One line of the log about an account.
#[derive(Clone, Debug)]
pub struct LoggedEvent {
    /// Its number: later ones have higher ones.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened; `None` for a kind that only another version knows.
    pub kind: Option<AuditKind>,
    /// The kind as it is written.
    pub kind_text: String,
    /// Who did it, as the log writes it.
    pub actor: String,
    /// What they are called now, if they are a person who still has an account.
    pub actor_name: Option<String>,
    /// The network address it came from.
    pub address: Option<String>,
    /// A few words more.
    pub detail: Option<String>,
}

/// A mail to a person, whatever it is for.
#[derive(Clone, Debug)]
pub struct MailOverview {
    /// Its id.
    pub id: MailId,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it goes, if not to the account's address.
    pub earlier_email: Option<String>,
    /// Where its last attempt went, if the account has another address now.
    pub tried_elsewhere: Option<String>,
    /// Its state.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// The step of the SMTP dialogue the last attempt ended in.
    pub step: String,
    /// The mail server's words at the last attempt.
    pub last_answer: String,
    /// When it is tried again, if it is.
    pub next_try_at: Option<Timestamp>,
    /// The time an admin has chosen for it, while it waits for that.
    pub send_at: Option<Timestamp>,
    /// When this last changed.
    pub updated_at: Timestamp,
}

/// Selects what [`logged_event`] reads, of the events about the account `$1`.
macro_rules! select_event {
    ($rest:literal) => {
        concat!(
            "SELECT e.seq, e.at, e.kind, e.actor, e.address, e.detail, a.display_name AS actor_name
             FROM audit_events e LEFT JOIN users a ON a.id = e.actor WHERE e.target = $1 ",
            $rest
        )
    };
}

impl Store {
    /// What was logged about `target`, newest first: at most `limit` lines, of
    /// those before the line `before`.
    pub async fn list_events_of(
        &self,
        target: &UserId,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<LoggedEvent>, StoreError> {
        self.link_events_before_reading().await;
        let rows = sqlx::query(select_event!("AND e.seq < $2 ORDER BY e.seq DESC LIMIT $3"))
            .bind(target.as_str().to_owned())
            .bind(before.unwrap_or(i64::MAX))
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(logged_event).collect()
    }

    /// The line that says how the account came to be, while the log has it; asked for only where
    /// it is not among the lines that are `shown`.
    pub async fn find_creation_of(
        &self,
        target: &UserId,
        shown: &[LoggedEvent],
    ) -> Result<Option<LoggedEvent>, StoreError> {
        if let Some(event) = shown.iter().rfind(|event| event.kind.is_some_and(is_creation)) {
            return Ok(Some(event.clone()));
        }
        let row = sqlx::query(select_event!(
            "AND e.kind IN ('user_created', 'admin_created', 'user_registered') ORDER BY e.seq LIMIT 1"
        ))
        .bind(target.as_str().to_owned())
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(logged_event).transpose()
    }

    /// The mails to a person, newest first, at most `limit`.
    pub async fn list_mails_of(&self, user_id: &UserId, limit: i64) -> Result<Vec<MailOverview>, StoreError> {
        let rows = sqlx::query(concat!(
                "SELECT o.id, o.purpose, o.earlier_email, o.state, o.attempts, o.step, o.last_answer, o.not_before, o.send_at,
                        o.updated_at, NULLIF(",
                tried_email!("o."),
                ", u.email) AS tried_elsewhere
                 FROM outbox o JOIN users u ON u.id = o.user_id
                 WHERE o.user_id = $1 ORDER BY o.created_at DESC, o.id DESC LIMIT $2",
        ))
        .bind(user_id.as_str().to_owned())
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.iter().map(mail_overview).collect())
    }
}

/// The kinds that [`Store::find_creation_of`] asks for.
const fn is_creation(kind: AuditKind) -> bool {
    matches!(kind, AuditKind::UserCreated | AuditKind::AdminCreated | AuditKind::UserRegistered)
}

fn logged_event(row: &AnyRow) -> Result<LoggedEvent, StoreError> {
    let seq = row.try_get("seq")?;
    let mut row = Lenient::new(row);
    let kind_text = row.text("kind").unwrap_or_default();
    Ok(LoggedEvent {
        seq,
        at: row.time("at").unwrap_or(Timestamp::from_millis(0)),
        kind: AuditKind::parse(&kind_text),
        kind_text,
        actor: row.text("actor").unwrap_or_default(),
        actor_name: row.text("actor_name"),
        address: row.text("address"),
        detail: row.text("detail"),
    })
}

/// Reads a mail; one that cannot be read says so in the place of the mail server's answer.
fn mail_overview(row: &AnyRow) -> MailOverview {
    let mut row = Lenient::new(row);
    let state = row.parsed("state", DeliveryState::parse, |_| DeliveryState::Failed);
    let is_tried_again = matches!(state, DeliveryState::Queued | DeliveryState::Waiting);
    let mut mail = MailOverview {
        id: row.parsed("id", MailId::parse, MailId::damaged),
        purpose: row.parsed("purpose", Purpose::parse, |_| Purpose::TemporaryPassword),
        earlier_email: row.text("earlier_email"),
        tried_elsewhere: row.text("tried_elsewhere"),
        state,
        attempts: row.number("attempts").unwrap_or_default(),
        step: row.text("step").unwrap_or_default(),
        last_answer: row.text("last_answer").unwrap_or_default(),
        next_try_at: row.time("not_before").filter(|_| is_tried_again),
        send_at: row.time("send_at").filter(|_| state == DeliveryState::Queued),
        updated_at: row.time("updated_at").unwrap_or(Timestamp::from_millis(0)),
    };
    if let Some(column) = row.broken.first() {
        mail.last_answer = StoreError::Inconsistent { table: "outbox", column }.to_string();
    }
    mail
}
