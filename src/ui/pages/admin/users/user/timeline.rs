//! What happened to an account, in a form that can be put into words.

use crate::domain::{AuditKind, DeliveryState, Locale, MailId, Purpose, Timestamp, UserId};
use crate::locale;
use crate::locale::mail_problem::logged_reason;
use crate::locale::nothing_mailed::nothing_mailed;
use crate::server::request_context::RequestContext;
use crate::server::store::outbox::MailDetail;
use crate::server::store::timeline::{LoggedEvent, MailOverview};
use crate::ui::pages::admin::audit::names::Names;

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventActor {
    /// The person themselves.
    Themselves,
    /// Somebody of this name.
    Somebody(String),
    /// Somebody whose account is gone.
    Gone,
    /// Somebody at the command line.
    CommandLine,
    /// The person with the setup link.
    Setup,
    /// Somebody who is not signed in.
    Visitor,
    /// The program.
    Program,
}

/// One line of the log, in a form that can be put into words.
#[derive(Clone, Debug)]
pub struct TimelineEvent {
    /// Its number in the log.
    pub seq: i64,
    /// What happened; `None` for a kind that only another version knows.
    pub kind: Option<AuditKind>,
    /// The kind as it is written.
    pub kind_text: String,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub who: EventActor,
    /// The network address it came from.
    pub address: Option<String>,
    /// A few words more, as stored but for the names of groups and apps.
    pub detail: Option<String>,
    /// What it was for, when it is about a mail.
    pub purpose: Option<Purpose>,
    /// Why a mail was given up, or none was sent, in plain words; empty else.
    pub reason: String,
    /// The mail server's own words; empty where there are none.
    pub answer: String,
}

/// A mail, in a form that can be put into words.
#[derive(Clone, Debug)]
pub struct TimelineMail {
    /// Its id.
    pub id: MailId,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it goes, or its last attempt went, if not to the account's address.
    pub to: Option<String>,
    /// Its state.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it has not left, in plain words; empty when all is well.
    pub reason: String,
    /// The mail server's own words; empty where there are none.
    pub answer: String,
    /// When it is tried again, if it is.
    pub next_try_at: Option<Timestamp>,
    /// Whether an admin has paused all mails.
    pub is_paused: bool,
    /// The time an admin has chosen for it, while it waits for that.
    pub send_at: Option<Timestamp>,
    /// When this last changed.
    pub updated_at: Timestamp,
}

pub fn who(event: &LoggedEvent, target: &UserId) -> EventActor {
    match event.actor.as_str() {
        "console" => EventActor::CommandLine,
        "setup" => EventActor::Setup,
        "visitor" => EventActor::Visitor,
        "worker" => EventActor::Program,
        id if id == target.as_str() => EventActor::Themselves,
        _ => event.actor_name.clone().map_or(EventActor::Gone, EventActor::Somebody),
    }
}

pub fn event(logged: LoggedEvent, target: &UserId, request_context: &RequestContext, names: &Names) -> TimelineEvent {
    let (locale, zone) = (request_context.locale, &request_context.time_zone);
    let who = who(&logged, target);
    let is_about_mail =
        matches!(logged.kind, Some(AuditKind::MailAccepted | AuditKind::MailFailed | AuditKind::MailRetried));
    let mail = logged.detail.as_deref().filter(|_| is_about_mail).and_then(MailDetail::parse);
    let reason = match (&mail, logged.kind) {
        (Some(mail), Some(AuditKind::MailFailed)) => {
            locale::delivery_reason(locale, DeliveryState::Failed, mail.step, mail.answer)
        }
        (Some(mail), Some(AuditKind::MailRetried)) => {
            logged_reason(locale, DeliveryState::Waiting, mail.purpose, mail.step, mail.answer)
        }
        // A history that leaves a mail to be expected says when none was sent.
        (None, Some(AuditKind::PasswordForgotten | AuditKind::AddressChangeAsked)) => logged
            .detail
            .as_deref()
            .and_then(|detail| nothing_mailed(locale, zone, detail))
            .map(sentence)
            .unwrap_or_default(),
        _ => String::new(),
    };
    TimelineEvent {
        seq: logged.seq,
        kind: logged.kind,
        kind_text: logged.kind_text,
        at: logged.at,
        who,
        address: logged.address,
        purpose: mail.map(|mail| mail.purpose),
        reason,
        answer: mail.map(|mail| mail.answer.to_owned()).unwrap_or_default(),
        detail: logged
            .detail
            .filter(|_| !is_about_mail)
            .map(|detail| names.put(locale, logged.kind, logged.at, detail)),
    }
}

/// With a capital letter and a full stop.
fn sentence(words: String) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}

pub fn mail_in_words(mail: &MailOverview, locale: Locale, is_paused: bool) -> TimelineMail {
    let is_waiting_or_failed = matches!(mail.state, DeliveryState::Waiting | DeliveryState::Failed);
    let reason = if is_waiting_or_failed {
        locale::delivery_reason(locale, mail.state, &mail.step, &mail.last_answer)
    } else {
        String::new()
    };
    TimelineMail {
        id: mail.id.clone(),
        purpose: mail.purpose,
        to: mail.earlier_email.clone().or_else(|| mail.tried_elsewhere.clone()),
        state: mail.state,
        attempts: mail.attempts,
        reason,
        answer: mail.last_answer.clone(),
        next_try_at: mail.next_try_at.filter(|_| mail.state == DeliveryState::Waiting),
        is_paused,
        send_at: mail.send_at,
        updated_at: mail.updated_at,
    }
}
