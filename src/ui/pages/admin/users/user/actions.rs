//! One account, as an admin sees it, and what can be done to it.

use crate::domain::{AdminAction, AuditKind, DeliveryState, Locale, Purpose, Role, Timestamp, UserId, UserStatus};
use crate::error::AppError;
use crate::locale;
use crate::locale::nothing_mailed::nothing_mailed;
use crate::server::AppState;
use crate::server::accounts;
use crate::server::keys::session_handle;
use crate::server::rate_limit::WRONG_IN_A_ROW;
use crate::server::request_context::RequestContext;
use crate::server::session;
use crate::server::store::outbox::MailDetail;
use crate::server::store::sessions::StoredSession;
use crate::server::store::timeline::{LoggedEvent, MailOverview};
use crate::server::store::user_overview::UserOverview;
use crate::ui::live_topic::Topic;
use crate::ui::response::request_context;

/// An account, from all sides.
#[derive(Clone, Debug)]
pub struct UserDetail {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The language of their pages and mails.
    pub locale: Locale,
    /// Their CPF, masked, if they have one.
    pub cpf: Option<String>,
    /// The slugs and names of their groups.
    pub groups: Vec<(String, String)>,
    /// How the account stands.
    pub state: UserStatus,
    /// Columns of its row that cannot be read.
    pub broken: Vec<&'static str>,
    /// Whether it is the reader's own.
    pub own: bool,
    /// What happens next, or has to be done.
    pub next: Vec<Next>,
    /// What can be done to it now.
    pub acts: Vec<AdminAction>,
    /// Whether a temporary password can be handed over in person.
    pub can_hand_over: bool,
    /// When the account was made.
    pub created_at: Timestamp,
    /// By whom, while the log knows.
    pub created_by: Option<Who>,
    /// When they last came in.
    pub last_sign_in_at: Option<Timestamp>,
    /// What admins note about them, and when that was changed.
    pub note: Option<(String, Timestamp)>,
    /// Their open sessions, the latest used first.
    pub sessions: Vec<OpenSession>,
    /// Their mails that have not ended or went to an earlier address, newest first.
    pub mails: Vec<TimelineMail>,
    /// What was logged, newest first.
    pub events: Vec<TimelineEvent>,
    /// The number of the last event shown, when earlier ones follow.
    pub earlier: Option<i64>,
    /// For the live section.
    pub version: String,
}

/// What comes next for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// A mail is in the queue or leaving just now.
    MailLeaves,
    /// A mail is tried again.
    MailTriedAgain {
        /// When.
        at: Timestamp,
        /// Why it has not left yet, in plain words.
        reason: String,
    },
    /// A mail was given up.
    MailFailed {
        /// Why, in plain words.
        reason: String,
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
    /// Its owner registered and waits to be let in.
    Pending,
    /// The account is in its owner's hands.
    InUse,
    /// Nobody comes in until the account is enabled.
    Disabled,
    /// It was deleted and can be restored until then.
    Deleted {
        /// When.
        at: Timestamp,
        /// Until when.
        until: Timestamp,
    },
    /// After too many wrong tries in a row the own password opens nothing.
    PasswordBlocked,
    /// After wrong tries, the next one is looked at from then on.
    LockedUntil(Timestamp),
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The person themselves.
    Themselves,
    /// Somebody of this name.
    Somebody(String),
    /// Somebody whose account is gone.
    Gone,
    /// Somebody at the command line.
    Console,
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
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub who: Who,
    /// From where.
    pub address: Option<String>,
    /// A few words more, as stored.
    pub detail: Option<String>,
    /// What it was for, when it is about a mail.
    pub purpose: Option<Purpose>,
    /// Why a mail was given up, or none was sent, in plain words; empty else.
    pub reason: String,
    /// The mail server's own words; empty where there are none.
    pub answer: String,
}

/// An open session.
#[derive(Clone, Debug)]
pub struct OpenSession {
    /// Names it in the form that ends it.
    pub handle: String,
    /// What the browser calls itself.
    pub agent: String,
    /// From where; empty where that is not known.
    pub address: String,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// Whether it is the reader's.
    pub is_own: bool,
}

/// A mail, in a form that can be put into words.
#[derive(Clone, Debug)]
pub struct TimelineMail {
    /// Which.
    pub id: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it goes, if not to the account's address.
    pub earlier_email: Option<String>,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it has not left, in plain words; empty when all is well.
    pub reason: String,
    /// The mail server's own words; empty where there are none.
    pub answer: String,
    /// When it is tried again, if it is.
    pub next_try_at: Option<Timestamp>,
    /// When this last changed.
    pub updated_at: Timestamp,
}

/// Events on a page.
const EVENTS: i64 = 100;
/// Mails on a page: the log keeps what became of the earlier ones.
const MAILS: i64 = 10;

/// The account `id`, with the events before `before`.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`].
pub async fn person(id: &str, before: Option<i64>) -> Result<UserDetail, AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let own_session = session::require_user(&request_context)?;
    let reader = own_session.user.id.clone();
    let id = UserId::parse(id).ok_or(AppError::NotFound)?;
    // Before what it stands for: what changes meanwhile is fetched again.
    let version = version_of(&state, &id).await?;
    let account = state.store.find_account(&id).await?.ok_or(AppError::NotFound)?;
    let mut events = state.store.find_events_of(&id, before, EVENTS + 1).await?;
    let has_earlier = events.len() > usize::try_from(EVENTS).unwrap_or(usize::MAX);
    events.truncate(usize::try_from(EVENTS).unwrap_or(usize::MAX));
    let cpf = accounts::find_cpf(&state, &id).await?;
    let (acts, lock) = fitting_acts(&state, &account).await?;
    let open = state.store.find_sessions_of(&id).await?;
    let can_hand_over = state.settings.allow_handover && AdminAction::Resend.fits(account.state);
    let groups = state.store.list_groups_of_user(&id).await?;
    Ok(UserDetail {
        groups: groups.into_iter().map(|group| (group.slug.into(), group.name.into())).collect(),
        own: reader == id,
        display_name: account.user.display_name.as_str().to_owned(),
        email: account.user.email.as_str().to_owned(),
        role: account.user.role,
        locale: account.user.locale,
        cpf: cpf.map(|cpf| cpf.to_string()),
        state: account.state,
        broken: account.user.broken.clone(),
        next: next(&account, lock, request_context.locale),
        acts,
        can_hand_over,
        created_at: account.created_at,
        created_by: state.store.find_creation_of(&id).await?.map(|event| who(&event, &id)),
        last_sign_in_at: account.last_sign_in_at,
        note: state.store.find_user_note(&id).await?,
        sessions: open.into_iter().map(|session| open_session(session, &own_session.token_hash)).collect(),
        mails: state
            .store
            .find_mails_of(&id, MAILS)
            .await?
            .iter()
            .filter(|mail| is_open(mail.state) || mail.earlier_email.is_some())
            .map(|mail| mail_in_words(mail, request_context.locale))
            .collect(),
        earlier: events.last().map(|event| event.seq).filter(|_| has_earlier),
        events: events.into_iter().map(|logged| event(logged, &id, &request_context)).collect(),
        version,
        id,
    })
}

fn open_session(session: StoredSession, own: &str) -> OpenSession {
    OpenSession {
        handle: session_handle(&session.token_hash),
        is_own: session.token_hash == own,
        agent: session.agent,
        address: session.address,
        last_seen_at: session.last_seen_at,
    }
}

/// What became of the others is in the log.
const fn is_open(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Waiting)
}

async fn version_of(state: &AppState, id: &UserId) -> Result<String, AppError> {
    Ok(Topic::User(id.clone()).version(&state.store).await?)
}

/// What wrong tries keep from being looked at.
#[derive(Clone, Copy)]
struct Lock {
    until: Option<Timestamp>,
    is_password_blocked: bool,
}

/// What can be done to an account as it stands, and how it is locked.
/// Unlocking makes sense only after wrong tries.
async fn fitting_acts(state: &AppState, account: &UserOverview) -> Result<(Vec<AdminAction>, Lock), AppError> {
    let subject = state.keys.failure_subject(account.user.email.as_str());
    let tries = state.store.find_wrong_tries(&subject).await?;
    let fits = |act: &AdminAction| act.fits(account.state) && (*act != AdminAction::Unlock || tries.is_some());
    let now = state.clock.now();
    let acts = AdminAction::ALL.into_iter().filter(fits).collect();
    let lock = Lock {
        until: tries.as_ref().map(|tries| tries.not_before).filter(|until| *until > now),
        is_password_blocked: account.user.password_hash.is_some()
            && tries.is_some_and(|tries| tries.count >= WRONG_IN_A_ROW),
    };
    Ok((acts, lock))
}

fn next(account: &UserOverview, lock: Lock, locale: Locale) -> Vec<Next> {
    let until = account.invited_until;
    let mut next: Vec<Next> = match account.state {
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
    if AdminAction::Resend.fits(account.state) {
        next.extend(mail_next(account, locale));
    }
    if next.is_empty() {
        next.push(Next::NothingSent);
    }
    if AdminAction::Unlock.fits(account.state) {
        next.extend(lock.is_password_blocked.then_some(Next::PasswordBlocked));
        next.extend(lock.until.map(Next::LockedUntil));
    }
    next
}

fn deleted(at: Timestamp) -> Next {
    Next::Deleted { at, until: at.plus(AdminAction::GRACE) }
}

/// What the newest mail with a temporary password brings, if it is still to bring something.
fn mail_next(account: &UserOverview, locale: Locale) -> Option<Next> {
    let mail = account.delivery.as_ref()?;
    let (step, answer) = (mail.step.as_deref().unwrap_or_default(), mail.last_answer.as_deref().unwrap_or_default());
    let reason = || locale::delivery_reason(locale, mail.state, step, answer);
    match mail.state {
        DeliveryState::Queued | DeliveryState::Sending => Some(Next::MailLeaves),
        DeliveryState::Waiting => {
            Some(Next::MailTriedAgain { at: mail.next_try_at.unwrap_or(mail.updated_at), reason: reason() })
        }
        DeliveryState::Failed => Some(Next::MailFailed { reason: reason() }),
        DeliveryState::Sent | DeliveryState::Obsolete => None,
    }
}

fn who(event: &LoggedEvent, target: &UserId) -> Who {
    match event.actor.as_str() {
        "console" => Who::Console,
        "setup" => Who::Setup,
        "visitor" => Who::Visitor,
        "worker" => Who::Program,
        id if id == target.as_str() => Who::Themselves,
        _ => event.actor_name.clone().map_or(Who::Gone, Who::Somebody),
    }
}

fn event(logged: LoggedEvent, target: &UserId, request_context: &RequestContext) -> TimelineEvent {
    let (locale, zone) = (request_context.locale, &request_context.time_zone);
    let who = who(&logged, target);
    let is_about_mail = matches!(logged.kind, Some(AuditKind::MailAccepted | AuditKind::MailFailed));
    let mail = logged.detail.as_deref().filter(|_| is_about_mail).and_then(MailDetail::parse);
    let reason = match (&mail, logged.kind) {
        (Some(mail), Some(AuditKind::MailFailed)) => {
            locale::delivery_reason(locale, DeliveryState::Failed, mail.step, mail.answer)
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
        detail: logged.detail.filter(|_| !is_about_mail),
    }
}

/// With a capital letter and a full stop.
fn sentence(words: String) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}

fn mail_in_words(mail: &MailOverview, locale: Locale) -> TimelineMail {
    let is_in_trouble = matches!(mail.state, DeliveryState::Waiting | DeliveryState::Failed);
    let reason = if is_in_trouble {
        locale::delivery_reason(locale, mail.state, &mail.step, &mail.last_answer)
    } else {
        String::new()
    };
    TimelineMail {
        id: mail.id.clone(),
        purpose: mail.purpose,
        earlier_email: mail.earlier_email.clone(),
        state: mail.state,
        attempts: mail.attempts,
        reason,
        answer: mail.last_answer.clone(),
        next_try_at: mail.next_try_at.filter(|_| mail.state == DeliveryState::Waiting),
        updated_at: mail.updated_at,
    }
}
