//! The next step of an account: what the page says happens next.

use crate::domain::{AdminAction, DeliveryState, Locale, Timestamp, UserStatus};
use crate::locale;
use crate::server::store::user_overview::UserOverview;
use crate::ui::pages::admin::mail::remedy::Remedy;

/// What comes next for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// A mail is in the queue or leaving just now.
    MailLeaves,
    /// A mail leaves once an admin resumes sending.
    MailPaused,
    /// A mail leaves at the time an admin has chosen.
    MailLater(Timestamp),
    /// A mail is tried again.
    MailTriedAgain {
        /// The time of the next try.
        at: Timestamp,
        /// Why it has not left yet, in plain words.
        reason: String,
    },
    /// A mail was given up.
    MailFailed {
        /// Why, in plain words.
        reason: String,
        /// What is left to do.
        remedy: Remedy,
    },
    /// Nothing was sent, and nothing will be.
    NothingSent,
    /// The temporary password works until then.
    ValidUntil(Timestamp),
    /// It worked until then.
    ExpiredAt(Timestamp),
    /// It is out of tries.
    Exhausted,
    /// It was ended.
    Revoked,
    /// The person registered and awaits approval.
    Pending,
    /// The person has chosen a password.
    InUse,
    /// Nobody can sign in until the account is enabled.
    Disabled,
    /// It was deleted and can be restored until then.
    Deleted {
        /// When.
        at: Timestamp,
        /// Until when it can be restored.
        until: Timestamp,
    },
    /// The own password is blocked after too many wrong tries in a row.
    PasswordBlocked,
    /// After wrong tries, the next one is accepted from then on.
    LockedUntil(Timestamp),
}

/// How wrong tries have locked an account.
#[derive(Clone, Copy)]
pub struct Lock {
    /// The next try is accepted from then on; `None` when it is now.
    pub until: Option<Timestamp>,
    /// Whether the own password is blocked.
    pub is_password_blocked: bool,
}

/// What comes next for `account`, which wrong tries may have locked; `is_paused` while an admin has paused all mails.
pub fn next_steps(account: &UserOverview, lock: Lock, locale: Locale, is_paused: bool) -> Vec<Next> {
    let until = account.invited_until;
    let mut next: Vec<Next> = match account.status {
        UserStatus::Pending => vec![Next::Pending],
        UserStatus::Active => vec![Next::InUse],
        UserStatus::Disabled => vec![Next::Disabled],
        UserStatus::Deleted => account.deleted_at.map(deleted).into_iter().collect(),
        UserStatus::Waiting | UserStatus::Failed => vec![],
        UserStatus::Invited => until.map(Next::ValidUntil).into_iter().collect(),
        UserStatus::Expired => until.map(Next::ExpiredAt).into_iter().collect(),
        UserStatus::Exhausted => vec![Next::Exhausted],
        UserStatus::Revoked => vec![Next::Revoked],
    };
    if AdminAction::Resend.applies_to(account.status) {
        next.extend(mail_next(account, locale, is_paused));
    }
    if next.is_empty() {
        next.push(Next::NothingSent);
    }
    if AdminAction::unlock_helps(account.status) {
        next.extend(lock.is_password_blocked.then_some(Next::PasswordBlocked));
        next.extend(lock.until.map(Next::LockedUntil));
    }
    next
}

fn deleted(at: Timestamp) -> Next {
    Next::Deleted { at, until: at.plus(AdminAction::GRACE) }
}

/// What the newest mail with a temporary password means for the person, unless it has arrived or is no longer wanted.
fn mail_next(account: &UserOverview, locale: Locale, is_paused: bool) -> Option<Next> {
    let mail = account.delivery.as_ref()?;
    let (step, answer) = (mail.step.as_deref().unwrap_or_default(), mail.last_answer.as_deref().unwrap_or_default());
    let reason = || locale::delivery_reason(locale, mail.state, step, answer);
    match mail.state {
        DeliveryState::Queued if mail.send_at.is_some() => mail.send_at.map(Next::MailLater),
        DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Waiting if is_paused => Some(Next::MailPaused),
        DeliveryState::Queued | DeliveryState::Sending => Some(Next::MailLeaves),
        DeliveryState::Waiting => {
            Some(Next::MailTriedAgain { at: mail.next_try_at.unwrap_or(mail.updated_at), reason: reason() })
        }
        DeliveryState::Failed => Some(Next::MailFailed { reason: reason(), remedy: Remedy::of_missed(step, answer) }),
        DeliveryState::Sent | DeliveryState::Obsolete => None,
    }
}
