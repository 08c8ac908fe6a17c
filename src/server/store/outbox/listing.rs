//! The email queue as pages of a list.

use super::failed::{FailedCounts, needs_action, tried_email};
use super::index::open_since;
use crate::domain::{DeliveryState, MailId, Purpose, Timestamp, UserId};
use crate::server::store::lenient::Lenient;
use crate::server::store::read_cache::MANY_ROWS;
use crate::server::store::{Store, StoreError};
use sqlx::Row as _;
use sqlx::any::AnyRow;
use std::fmt;

/// A mail as an admin sees it.
#[derive(Clone, Debug)]
pub struct ListedMail {
    /// Its id.
    pub id: MailId,
    /// The kind of mail.
    pub purpose: Purpose,
    /// Whose account it is about; none while that is still to be confirmed.
    pub user_id: Option<UserId>,
    /// The person's name.
    pub display_name: String,
    /// Where its last attempt went; of one that was not tried, where it goes as of now.
    pub email: String,
    /// How far it has come.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// The step of the SMTP dialogue the last attempt ended in.
    pub step: Option<String>,
    /// The mail server's words at the last attempt.
    pub last_answer: Option<String>,
    /// When it is tried next, if it is.
    pub next_try_at: Option<Timestamp>,
    /// The time an admin has chosen for it, while it waits for that.
    pub send_at: Option<Timestamp>,
    /// When it was queued; of one for later, when it is to leave.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Whether it failed for good and somebody has to act on it.
    pub needs_action: bool,
}

impl ListedMail {
    /// Whether it failed for good and the person still waits for the temporary password it would have brought.
    pub fn is_missed(&self) -> bool {
        self.needs_action && self.purpose == Purpose::TemporaryPassword
    }
}

/// Which mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFilter {
    /// Those that have not left: the longest waiting first.
    Open,
    /// Those in one state: what changed last first.
    In(DeliveryState),
}

/// A place in a list: after the mail that it names. Also as text, for addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuePosition {
    at: i64,
    /// None for the start of the list.
    id: Option<MailId>,
}

impl QueuePosition {
    fn id(&self) -> &str {
        self.id.as_ref().map_or("", MailId::as_str)
    }

    /// After `mail`.
    pub fn after(filter: MailFilter, mail: &ListedMail) -> Self {
        let at = if filter == MailFilter::Open { mail.created_at } else { mail.updated_at };
        Self { at: at.as_millis(), id: Some(mail.id.clone()) }
    }

    /// The inverse of its `Display`.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self { at: at.parse().ok()?, id: Some(MailId::parse(id)?) })
    }
}

impl fmt::Display for QueuePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at, self.id())
    }
}

/// How many mails are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Not tried yet.
    pub queued: i64,
    /// On their way.
    pub sending: i64,
    /// To be tried again.
    pub waiting: i64,
    /// Taken by the mail server.
    pub sent: i64,
    /// Given up.
    pub failed: FailedCounts,
}

impl OutboxCounts {
    /// Those that have not left.
    pub const fn open(&self) -> i64 {
        self.queued + self.sending + self.waiting
    }
}

macro_rules! select_mails {
    ($($rest:tt)+) => {
        concat!(
            "SELECT o.id, o.purpose, o.user_id, o.state, o.attempts, o.step, o.last_answer, o.not_before, o.send_at, o.created_at,
                    o.updated_at, COALESCE(",
            tried_email!("o."),
            ", o.earlier_email, (
                        SELECT c.email FROM address_changes c WHERE o.purpose = 'confirm_address' AND c.user_id = o.user_id
                        ORDER BY c.created_at DESC LIMIT 1), u.email, r.email) AS email,
                    COALESCE(u.display_name, r.display_name) AS display_name,
                    CAST(CASE WHEN ",
            needs_action!(),
            " THEN 1 ELSE 0 END AS BIGINT) AS needs_action
             FROM outbox o LEFT JOIN users u ON u.id = o.user_id LEFT JOIN registrations r ON r.id = o.registration_id ",
            $($rest)+
        )
    };
}

// The index is looked up by the first condition; the second one is exact.
pub(in crate::server::store) const OPEN_MAILS: &str = select_mails!(
    "WHERE ",
    open_since!("o."),
    " >= $1 AND (",
    open_since!("o."),
    ", o.id) > ($1, $2) ORDER BY ",
    open_since!("o."),
    ", o.id LIMIT $3"
);

const COUNT_SENT: &str = "SELECT COUNT(*) AS mails FROM outbox WHERE state = 'sent'";
const COUNT_UNSENT: &str = "SELECT state, COUNT(*) AS mails FROM outbox
     WHERE state IN ('queued', 'sending', 'waiting') GROUP BY state";

impl Store {
    /// At most `limit` mails, after `position` where one is given.
    pub async fn list_mails(
        &self,
        filter: MailFilter,
        position: Option<&QueuePosition>,
        limit: i64,
    ) -> Result<Vec<ListedMail>, StoreError> {
        let first = |at| QueuePosition { at, id: None };
        let query = match filter {
            MailFilter::Open => sqlx::query(OPEN_MAILS),
            MailFilter::In(_) => sqlx::query(select_mails!(
                "WHERE o.state = $4 AND o.updated_at <= $1 AND (o.updated_at, o.id) < ($1, $2)
                 ORDER BY o.updated_at DESC, o.id DESC LIMIT $3"
            )),
        };
        let start = first(if filter == MailFilter::Open { i64::MIN } else { i64::MAX });
        let position = position.unwrap_or(&start);
        let mut query = query.bind(position.at).bind(position.id().to_owned()).bind(limit);
        if let MailFilter::In(state) = filter {
            query = query.bind(state.as_str());
        }
        query.fetch_all(&self.readers).await?.iter().map(mail).collect()
    }

    /// How many mails are in each state. Where more than 50,000 were sent, so many as at most ten seconds ago:
    /// those are all that ever left and are still listed, and each is read to be counted.
    pub async fn find_outbox_counts(&self) -> Result<OutboxCounts, StoreError> {
        let open = self.read_cache.open_mails.get((), self.count_unsent_mails()).await?;
        let sent = self.read_cache.sent_mails.get_or_earlier((), |sent| *sent > MANY_ROWS, self.count_sent_mails());
        Ok(OutboxCounts { sent: sent.await?, failed: self.count_failed_mails().await?, ..open })
    }

    async fn count_sent_mails(&self) -> Result<i64, StoreError> {
        let row = sqlx::query(COUNT_SENT).fetch_one(&self.readers).await?;
        Ok(row.try_get("mails")?)
    }

    async fn count_unsent_mails(&self) -> Result<OutboxCounts, StoreError> {
        let rows = sqlx::query(COUNT_UNSENT).fetch_all(&self.readers).await?;
        let mut counts = OutboxCounts::default();
        for row in &rows {
            let state: String = row.try_get("state")?;
            let count = match DeliveryState::parse(&state) {
                Some(DeliveryState::Queued) => &mut counts.queued,
                Some(DeliveryState::Sending) => &mut counts.sending,
                Some(DeliveryState::Waiting) => &mut counts.waiting,
                _ => continue,
            };
            *count += row.try_get::<i64, _>("mails")?;
        }
        Ok(counts)
    }

    /// The newest mail with a temporary password for an account.
    pub async fn find_newest_mail_of(&self, user_id: &UserId) -> Result<Option<ListedMail>, StoreError> {
        let row = sqlx::query(select_mails!(
            "WHERE o.user_id = $1 AND o.purpose = 'temporary_password' ORDER BY o.created_at DESC, o.id DESC LIMIT 1"
        ))
        .bind(user_id.as_str().to_owned())
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(mail).transpose()
    }
}

/// Reads a mail; one that cannot be read says so in the place of the mail server's answer.
fn mail(row: &AnyRow) -> Result<ListedMail, StoreError> {
    let needs_action = row.try_get::<i64, _>("needs_action")? == 1;
    let mut row = Lenient::new(row);
    let state = row.parsed("state", DeliveryState::parse, |_| DeliveryState::Failed);
    let next = matches!(state, DeliveryState::Queued | DeliveryState::Waiting);
    let never = Timestamp::from_millis(0);
    let mut mail = ListedMail {
        id: row.parsed("id", MailId::parse, MailId::damaged),
        purpose: row.parsed("purpose", Purpose::parse, |_| Purpose::TemporaryPassword),
        user_id: row.text("user_id").as_deref().and_then(UserId::parse),
        display_name: row.text("display_name").unwrap_or_default(),
        email: row.text("email").unwrap_or_default(),
        state,
        attempts: row.number("attempts").unwrap_or_default(),
        step: row.text("step").filter(|step| !step.is_empty()),
        last_answer: row.text("last_answer").filter(|answer| !answer.is_empty()),
        next_try_at: row.time("not_before").filter(|_| next),
        send_at: row.time("send_at").filter(|_| state == DeliveryState::Queued),
        created_at: row.time("created_at").unwrap_or(never),
        updated_at: row.time("updated_at").unwrap_or(never),
        needs_action,
    };
    if let Some(column) = row.broken.first() {
        mail.last_answer = Some(StoreError::Inconsistent { table: "outbox", column }.to_string());
    }
    Ok(mail)
}
