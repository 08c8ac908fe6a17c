//! The outbox: what waits, what failed and why, and what an admin does about it.

use super::retry::can_be_retried_now;
use crate::domain::text_enum::text_enum;
use crate::domain::{Blame, DeliveryState, EmailAddress, MailId, MailProblem, UserId};
use crate::error::{AppError, Field, Problem};
use crate::locale;
use crate::server::outbox::Tested;
use crate::server::request_context::RequestContext;
use crate::server::store::outbox::{ListedMail, MailFilter, OutboxCounts, QueuePosition};
use crate::server::{cookies, outbox};
use crate::ui::mail_queue::{Pace, Queue, queue};
use crate::ui::response::{AdminRequest, admin_request, own_path, set_cookie, set_location};
use leptos::prelude::*;

text_enum! {
    /// Which of the mails a page shows, in the order of their tabs.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum QueueTab {
        /// Those that have not left.
        #[default]
        Open = "open",
        /// Those given up.
        Failed = "failed",
        /// Those that left.
        Sent = "sent",
    }
}

impl QueueTab {
    const fn filter(self) -> MailFilter {
        match self {
            Self::Open => MailFilter::Open,
            Self::Failed => MailFilter::In(DeliveryState::Failed),
            Self::Sent => MailFilter::In(DeliveryState::Sent),
        }
    }
}

/// A page of the outbox.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// Whether and why sending is paused.
    pub queue: Queue,
    /// At most so many mails in a minute or an hour, where the operator has set a pace.
    pub pace: Option<Pace>,
    /// How many mails are in each state.
    pub counts: OutboxCounts,
    /// Which mails these are.
    pub tab: QueueTab,
    /// The mails.
    pub mails: Vec<MailRow>,
    /// Whether these are the first.
    pub is_first: bool,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// One mail.
#[derive(Clone, Debug)]
pub struct MailRow {
    /// What the database knows of it.
    pub mail: ListedMail,
    /// Why it has not left, in plain words; empty when there is nothing to say.
    pub reason: String,
    /// What to do about the mail server, where that is at fault.
    pub hint: &'static str,
}

impl MailRow {
    /// Whether trying it again helps somebody.
    pub fn can_be_retried(&self, is_paused: bool) -> bool {
        can_be_retried_now(self.mail.state, is_paused) || self.mail.send_at.is_some() || self.mail.is_missed()
    }
}

/// Mails on a page.
const PAGE_LENGTH: i64 = 25;

/// A page of the outbox. `after` is the `next` of the page before.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn find_outbox(tab: QueueTab, after: Option<&str>) -> Result<Outbox, AppError> {
    let AdminRequest { state, request_context, .. } = admin_request()?;
    let after = after.and_then(QueuePosition::parse);
    // One more than is shown tells whether there are more.
    let mut mails = state.store.list_mails(tab.filter(), after.as_ref(), PAGE_LENGTH + 1).await?;
    let has_more = mails.len() > usize::try_from(PAGE_LENGTH).unwrap_or(usize::MAX);
    if has_more {
        mails.pop();
    }
    let next = mails.last().filter(|_| has_more).map(|mail| QueuePosition::after(tab.filter(), mail).to_string());
    let warnings = state.store.find_warnings().await?;
    let late = outbox::find_lateness(&state, warnings.oldest_unsent).await?;
    Ok(Outbox {
        queue: queue(&request_context, warnings.pause, late),
        pace: state.settings.mail_interval.map(Pace::of),
        counts: state.store.find_outbox_counts().await?,
        tab,
        mails: mails.into_iter().map(|mail| row(&request_context, mail)).collect(),
        is_first: after.is_none(),
        next,
    })
}

fn row(request_context: &RequestContext, mail: ListedMail) -> MailRow {
    let mut row = MailRow { reason: String::new(), hint: "", mail };
    let Some(step) = row.mail.step.as_deref() else { return row };
    let answer = row.mail.last_answer.as_deref().unwrap_or_default();
    if matches!(row.mail.state, DeliveryState::Waiting | DeliveryState::Failed) {
        row.reason = locale::delivery_reason(request_context.locale, row.mail.state, step, answer);
    }
    let is_the_servers = matches!(step, "name_lookup" | "connect" | "greeting" | "tls" | "auth" | "sender")
        || MailProblem::read(step, answer).is_some_and(|problem| problem.blame() == Blame::Us);
    if row.mail.state == DeliveryState::Waiting && is_the_servers {
        row.hint = locale::delivery_hint(request_context.locale, step, answer);
    }
    row
}

/// Sends a mail without a secret, at once, and says how far it came. The same form (`once`) sends one, also when it is
/// sent twice.
#[server(prefix = "", endpoint = "admin/mail")]
pub async fn send_test_mail(email: String, once: Option<String>) -> Result<(), AppError> {
    let AdminRequest { state, request_context, admin, .. } = admin_request()?;
    let email =
        EmailAddress::parse(&email).map_err(|problem| AppError::field(Field::Email, Problem::Email(problem)))?;
    let tested = outbox::test(&state, &admin, email, request_context.locale, once.as_deref()).await?;
    set_location(match tested {
        Tested::Accepted => "/admin/mail?notice=tested",
        Tested::Repeated => "/admin/mail?notice=tested-before",
    });
    Ok(())
}

/// Stops all mails.
#[server(prefix = "", endpoint = "admin/mail/pause")]
pub async fn pause_mails() -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    outbox::pause(&state, &admin).await?;
    set_location("/admin/mail?notice=paused");
    Ok(())
}

/// Puts the warning about late mails aside, in this browser, and shows the page at `back` again.
#[server(prefix = "", endpoint = "admin/mail/put-aside")]
pub async fn snooze_warning(back: Option<String>) -> Result<(), AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    set_cookie(cookies::warning_aside(&state));
    set_location(own_path(back.as_deref()).as_deref().unwrap_or("/admin"));
    Ok(())
}

/// Lets the mails go on.
#[server(prefix = "", endpoint = "admin/mail/resume")]
pub async fn resume_mails() -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    outbox::resume(&state, &admin).await?;
    set_location("/admin/mail?notice=resumed");
    Ok(())
}

/// Tries one mail again, and shows the same mails as before, or the page of the person it is for.
#[server(prefix = "", endpoint = "admin/mail/retry")]
pub async fn retry_mail(mail: Option<String>, show: Option<String>, user: Option<String>) -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let tab = show.as_deref().and_then(QueueTab::parse).unwrap_or_default();
    let mail = mail.as_deref().and_then(MailId::parse).ok_or(AppError::NotFound)?;
    outbox::retry(&state, &admin, &mail).await?;
    match user.as_deref().and_then(UserId::parse) {
        Some(id) => set_location(&format!("/admin/users/{id}?notice=retried")),
        None => set_location(&format!("/admin/mail?show={}&notice=retried", tab.as_str())),
    }
    Ok(())
}

/// Tries all mails again that wait or have failed.
#[server(prefix = "", endpoint = "admin/mail/retry-all")]
pub async fn retry_mails() -> Result<(), AppError> {
    let AdminRequest { state, admin, .. } = admin_request()?;
    let retried = outbox::retry_all(&state, &admin).await?;
    let is_nothing = retried.due + retried.fresh == 0;
    set_location(if is_nothing { "/admin/mail?notice=nothing-to-retry" } else { "/admin/mail?notice=retried-all" });
    Ok(())
}
