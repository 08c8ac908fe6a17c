//! Accounts as an admin sees them: the person, the status, and the newest mail.

use super::lenient::Lenient;
use super::sql::user_columns;
use super::user_status::user_status;
use super::users::{User, user};
use super::{Store, StoreError};
use crate::domain::{DeliveryState, MailId, Timestamp, UserId, UserStatus};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// An account with its status, its mail and its last sign-in.
#[derive(Clone, Debug)]
pub struct UserOverview {
    /// The person.
    pub user: User,
    /// The name as lists sort by it.
    pub sort_name: String,
    /// Their status, derived from the facts.
    pub status: UserStatus,
    /// When the temporary password that counts ends, or ended.
    pub invited_until: Option<Timestamp>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it was deleted, while it can be restored.
    pub deleted_at: Option<Timestamp>,
    /// When they last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// The newest mail with a temporary password.
    pub delivery: Option<DeliveryOverview>,
}

impl UserOverview {
    /// The account's status, for programs: `broken` when its row cannot be read.
    pub fn status_word(&self) -> &'static str {
        if self.user.broken.is_empty() { self.status.as_str() } else { "broken" }
    }

    fn with_broken(mut self, columns: Vec<&'static str>) -> Self {
        for column in columns {
            if !self.user.broken.contains(&column) {
                self.user.broken.push(column);
            }
        }
        self
    }
}

/// A mail on its way, as an admin sees it.
#[derive(Clone, Debug)]
pub struct DeliveryOverview {
    /// Its id.
    pub id: MailId,
    /// Its state.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// The step of the SMTP dialogue the last attempt ended in, when it failed.
    pub step: Option<String>,
    /// The mail server's words at the last attempt.
    pub last_answer: Option<String>,
    /// When it is tried again, if it is.
    pub next_try_at: Option<Timestamp>,
    /// The time an admin has chosen for it, while it waits for that.
    pub send_at: Option<Timestamp>,
    /// When this last changed.
    pub updated_at: Timestamp,
}

/// Selects what [`overview`] reads: the account and its newest mail with a temporary password.
macro_rules! select_overview {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            user_columns!("u."),
            ",
                    u.sort_name, u.created_at, u.last_sign_in_at, u.standing, u.invited_until, u.mail_state,
                    o.id AS delivery_id, o.state AS delivery_state, o.attempts AS delivery_attempts, o.step, o.last_answer,
                    o.not_before, o.send_at, o.updated_at
             FROM users u
             LEFT JOIN outbox o ON o.id = (
                 SELECT id FROM outbox
                 WHERE user_id = u.id AND purpose = 'temporary_password'
                 ORDER BY created_at DESC, id DESC LIMIT 1) ",
            $rest
        )
    };
}

/// By mails, and by what admins and owners do that the list shows; not by sign-ins, which are many.
pub(super) const CHANGED_SINCE: &str = select_overview!(
    "WHERE u.id IN (
         SELECT user_id FROM outbox WHERE updated_at >= $1
         UNION
         SELECT target FROM audit_events
         WHERE seq > $3 AND kind IN ('user_edited', 'address_changed', 'address_restored', 'role_changed', 'user_disabled',
             'user_enabled', 'user_deleted', 'user_restored', 'registration_approved', 'registration_refused',
             'temporary_password_revoked', 'temporary_password_revealed', 'password_required', 'password_chosen'))
     ORDER BY u.id DESC LIMIT $2"
);

impl Store {
    /// The account with this id.
    pub async fn find_user_overview(&self, id: &UserId) -> Result<Option<UserOverview>, StoreError> {
        let row = sqlx::query(select_overview!("WHERE u.id = $1"))
            .bind(id.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.as_ref().map(|row| overview(row, self.clock.now())))
    }

    /// The number of the newest event in the audit log's chain; 0 when there is none.
    pub async fn find_newest_event(&self) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT COALESCE(MAX(seq), 0) AS seq FROM audit_events").fetch_one(&self.readers).await?;
        Ok(row.try_get("seq")?)
    }

    /// Whose account a mail is about.
    pub async fn find_owner_of_mail(&self, mail: &MailId) -> Result<Option<UserId>, StoreError> {
        let row = sqlx::query("SELECT user_id FROM outbox WHERE id = $1")
            .bind(mail.as_str().to_owned())
            .fetch_optional(&self.readers)
            .await?;
        let owner: Option<Option<String>> = row.map(|row| row.try_get("user_id")).transpose()?;
        Ok(owner.flatten().and_then(|id| UserId::parse(&id)))
    }

    /// Accounts some mail of which changed at or after `mailed`, or to which something was done that the log has
    /// after the number `logged`, for pages that watch; at most `limit`.
    pub async fn list_accounts_changed_since(
        &self,
        mailed: Timestamp,
        logged: i64,
        limit: i64,
    ) -> Result<Vec<UserOverview>, StoreError> {
        let rows = sqlx::query(CHANGED_SINCE)
            .bind(mailed.as_millis())
            .bind(limit)
            .bind(logged)
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.iter().map(|row| overview(row, self.clock.now())).collect())
    }
}

/// The `SELECT … FROM …` of what [`overview`] reads.
pub(super) const fn overview_columns() -> &'static str {
    select_overview!("")
}

/// Reads an account; never fails: see [`User::broken`].
pub(super) fn overview(row: &AnyRow, now: Timestamp) -> UserOverview {
    let mut user = user(row);
    let status = user_status(row, &mut user, now);
    let mut row = Lenient::new(row);
    let delivery = row.text("delivery_state").map(|_| {
        // One that cannot be read will not leave.
        let state = row.parsed("delivery_state", DeliveryState::parse, |_| DeliveryState::Failed);
        let is_to_be_tried = matches!(state, DeliveryState::Queued | DeliveryState::Waiting);
        DeliveryOverview {
            id: row.parsed("delivery_id", MailId::parse, MailId::damaged),
            state,
            attempts: row.number("delivery_attempts").unwrap_or_default(),
            step: row.text("step"),
            last_answer: row.text("last_answer"),
            next_try_at: row.time("not_before").filter(|_| is_to_be_tried),
            send_at: row.time("send_at").filter(|_| state == DeliveryState::Queued),
            updated_at: row.time("updated_at").unwrap_or(now),
        }
    });
    let overview = UserOverview {
        status,
        sort_name: row.text("sort_name").unwrap_or_default(),
        invited_until: row.time("invited_until"),
        created_at: row.time("created_at").unwrap_or(Timestamp::from_millis(i64::MAX)),
        deleted_at: row.time("deleted_at"),
        last_sign_in_at: row.time("last_sign_in_at"),
        delivery,
        user,
    };
    overview.with_broken(row.broken)
}
