//! One account, as an admin sees it, and what can be done to it.

use crate::domain::{AdminAction, DeliveryState, Locale, Role, Timestamp, UserId, UserStatus};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::session_handle;
use crate::server::rate_limit::MAX_FAILURES_IN_A_ROW;
use crate::server::session;
use crate::server::store::groups::Group;
use crate::server::store::sessions::StoredSession;
use crate::server::store::timeline::LoggedEvent;
use crate::server::store::user_extras::WrongTries;
use crate::server::store::user_overview::UserOverview;
use crate::ui::live_topic::Topic;
use crate::ui::pages::admin::audit::names::Names;
use crate::ui::pages::admin::users::user::next::{Lock, Next, next_steps};
use crate::ui::pages::admin::users::user::timeline::{
    EventActor, TimelineEvent, TimelineMail, event, mail_in_words, who,
};
use crate::ui::response::{AdminRequest, admin_request};

/// An account, from all sides.
#[derive(Clone, Debug)]
pub struct UserDetail {
    /// The person's id.
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
    /// Their groups.
    pub groups: Vec<Group>,
    /// The status of the account.
    pub status: UserStatus,
    /// Columns of its row that cannot be read.
    pub broken: Vec<&'static str>,
    /// Whether it is the reader's own.
    pub own: bool,
    /// What happens next, or has to be done.
    pub next: Vec<Next>,
    /// What can be done to it now.
    pub actions: Vec<AdminAction>,
    /// Whether a temporary password can be handed over in person.
    pub can_hand_over: bool,
    /// When the account was made.
    pub created_at: Timestamp,
    /// By whom, while the log knows.
    pub created_by: Option<EventActor>,
    /// When they last signed in.
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

/// Events on a page.
const EVENTS: i64 = 100;
/// Mails on a page: the log keeps what became of the earlier ones.
const MAILS: i64 = 10;

/// The account `id`, with the events before `before`.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`].
pub async fn find_user_detail(id: &str, before: Option<i64>) -> Result<UserDetail, AppError> {
    let AdminRequest { state, request_context, session: own_session, .. } = admin_request()?;
    let id = UserId::parse(id).ok_or(AppError::NotFound)?;
    // Read before the rest: what changes meanwhile is then fetched again by the live page.
    let version = version_of(&state, &id).await?;
    let account = state.store.find_user_overview(&id).await?.ok_or(AppError::NotFound)?;
    let (events, earlier) = list_events(&state, &id, before).await?;
    let subject = state.keys.failure_subject(account.user.email.as_str());
    let extras = state.store.find_user_extras(&id, &subject).await?.ok_or(AppError::NotFound)?;
    let (actions, lock) = applicable_actions(&account, extras.wrong_tries, state.clock.now());
    let open = session::list_open(&state, &id, account.user.role).await?;
    let is_paused = state.store.is_paused_by_operator().await?;
    let can_hand_over = state.settings.allow_handover && AdminAction::Resend.applies_to(account.status);
    let groups = state.store.list_groups_of_user(&id).await?;
    let names = Names::find(&state, events.iter().map(|event| event.kind)).await?;
    Ok(UserDetail {
        groups,
        own: own_session.user.id == id,
        display_name: account.user.display_name.as_str().to_owned(),
        email: account.user.email.as_str().to_owned(),
        role: account.user.role,
        locale: account.user.locale,
        cpf: extras.sealed_cpf.and_then(|sealed| state.keys.open_cpf(&sealed, &id)).map(|cpf| cpf.to_string()),
        status: account.status,
        broken: account.user.broken.clone(),
        next: next_steps(&account, lock, request_context.locale, is_paused),
        actions,
        can_hand_over,
        created_at: account.created_at,
        created_by: state.store.find_creation_of(&id, &events).await?.map(|event| who(&event, &id)),
        last_sign_in_at: account.last_sign_in_at,
        note: extras.note,
        sessions: open.into_iter().map(|session| open_session(session, &own_session.token_hash)).collect(),
        mails: state
            .store
            .list_mails_of(&id, MAILS)
            .await?
            .iter()
            .filter(|mail| is_open(mail.state) || mail.earlier_email.is_some())
            .map(|mail| mail_in_words(mail, request_context.locale, is_paused))
            .collect(),
        earlier,
        events: events.into_iter().map(|logged| event(logged, &id, &request_context, &names)).collect(),
        version,
        id,
    })
}

/// A page of the events before `before`, and the number of the last one if earlier ones follow.
async fn list_events(
    state: &AppState,
    id: &UserId,
    before: Option<i64>,
) -> Result<(Vec<LoggedEvent>, Option<i64>), AppError> {
    let on_a_page = usize::try_from(EVENTS).unwrap_or(usize::MAX);
    let mut events = state.store.list_events_of(id, before, EVENTS + 1).await?;
    let has_earlier = events.len() > on_a_page;
    events.truncate(on_a_page);
    let earlier = events.last().map(|event| event.seq).filter(|_| has_earlier);
    Ok((events, earlier))
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

/// What can be done to an account in its status, and how it is locked.
/// Unlocking makes sense only after wrong tries, and where there is a password to try.
fn applicable_actions(account: &UserOverview, tries: Option<WrongTries>, now: Timestamp) -> (Vec<AdminAction>, Lock) {
    let unlocks = tries.is_some() && AdminAction::unlock_helps(account.status);
    let is_applicable =
        |action: &AdminAction| action.applies_to(account.status) && (*action != AdminAction::Unlock || unlocks);
    let actions = AdminAction::ALL.into_iter().filter(is_applicable).collect();
    let lock = Lock {
        until: tries.as_ref().map(|tries| tries.not_before).filter(|until| *until > now),
        is_password_blocked: account.user.password_hash.is_some()
            && tries.is_some_and(|tries| tries.count >= MAX_FAILURES_IN_A_ROW),
    };
    (actions, lock)
}
