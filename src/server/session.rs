//! Sessions, and the values that only a check of the session can make.

use crate::domain::{Role, Timestamp, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::clock::latest_past;
use crate::server::config::Settings;
use crate::server::keys::Token;
use crate::server::rate_limit::{ADMIN_IDLE, ADMIN_MAX, CONFIRMED_FOR, FIRST_ACCESS_SESSION};
use crate::server::request_context::RequestContext;
use crate::server::store::StoreError;
use crate::server::store::audit::By;
use crate::server::store::sessions::{SessionPurpose, StoredSession};
use crate::server::store::users::User;
use std::time::Duration;

/// A session that was looked up for this request and has not ended.
#[derive(Clone, Debug)]
pub struct Session {
    /// SHA-256 of its cookie.
    pub token_hash: String,
    /// What it opens.
    pub purpose: SessionPurpose,
    /// Its owner.
    pub user: User,
    /// Whether the owner has given the password lately enough for sensitive actions.
    pub confirmed: bool,
    /// When the owner last gave the password.
    pub authenticated_at: Timestamp,
}

/// "Last used" is written at most this often.
const SEEN_EVERY: Duration = Duration::from_secs(60);

/// On whose behalf a browser sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestedBy {
    /// A person, who opened a page or sent a form.
    Person,
    /// A page that is open, on its own.
    OpenPage,
}

/// Finds the session of a cookie, if it has not ended. What an open page requests does not count as use: it would keep
/// its session for ever.
pub async fn find(state: &AppState, cookie: &str, by: RequestedBy) -> Result<Option<Session>, AppError> {
    let Some(token) = Token::parse(cookie) else { return Ok(None) };
    let Some((stored, user)) = find_open(state, &token.hash()).await? else { return Ok(None) };
    let now = state.clock.now();
    if by == RequestedBy::Person {
        note_use(state, &stored).await;
    }
    let confirmed = now.since(stored.confirmed_at) <= CONFIRMED_FOR && stored.confirmed_at <= latest_past(now);
    let authenticated_at = stored.created_at.max(stored.confirmed_at);
    Ok(Some(Session { token_hash: stored.token_hash, purpose: stored.purpose, user, confirmed, authenticated_at }))
}

/// The owner of a session that opens an account and has not ended, by the SHA-256 of its cookie: for
/// what hangs on a session. It does not count as its use.
pub async fn find_owner(state: &AppState, token_hash: &str) -> Result<Option<User>, AppError> {
    let found = find_open(state, token_hash).await?;
    Ok(found.filter(|(stored, _)| stored.purpose == SessionPurpose::Full).map(|(_, user)| user))
}

/// The same, of somebody who has just opened a page of a program behind a proxy. For members that counts
/// as use of the session; an administrator's ends an hour after their last visit here, since what it
/// opens is more than that program.
pub async fn find_visitor(state: &AppState, token_hash: &str) -> Result<Option<User>, AppError> {
    let Some((stored, user)) = find_open(state, token_hash).await? else { return Ok(None) };
    if stored.purpose != SessionPurpose::Full {
        return Ok(None);
    }
    if user.role == Role::Member {
        note_use(state, &stored).await;
    }
    Ok(Some(user))
}

/// Notes that a session is in use, at most once in [`SEEN_EVERY`].
async fn note_use(state: &AppState, stored: &StoredSession) {
    if state.clock.now().since(stored.last_seen_at) >= SEEN_EVERY
        && let Err(error) = state.store.set_session_seen(&stored.token_hash).await
    {
        // Reading goes on when writing cannot.
        tracing::warn!(%error, "cannot note that a session is in use");
    }
}

/// Whether a session that was found before is still an administrator's.
pub async fn is_still_admins(state: &AppState, session: &Session) -> Result<bool, AppError> {
    let found = find_open(state, &session.token_hash).await?;
    Ok(found.is_some_and(|(stored, user)| is_admins(&stored, &user)))
}

fn is_admins(stored: &StoredSession, user: &User) -> bool {
    stored.purpose == SessionPurpose::Full && user.role == Role::Admin
}

/// Stops what an administrator has begun and goes on for long, once their session has ended or their role was taken.
/// Where the database does not answer, what comes next says so.
///
/// # Errors
/// [`AppError::NotSignedIn`] once the session has ended; [`AppError::Forbidden`] once it is no administrator's any
/// more.
pub async fn require_still_admin(state: &AppState, session_hash: &str) -> Result<(), AppError> {
    match find_open(state, session_hash).await {
        Ok(None) => Err(AppError::NotSignedIn),
        Ok(Some((stored, user))) if !is_admins(&stored, &user) => Err(AppError::Forbidden),
        Ok(Some(_)) | Err(_) => Ok(()),
    }
}

/// A session that has not ended, with its owner.
async fn find_open(state: &AppState, token_hash: &str) -> Result<Option<(StoredSession, User)>, AppError> {
    let found = state.store.find_session(token_hash).await?;
    let Some((stored, user)) = found else { return Ok(None) };
    if has_ended(state, user.role, &stored) {
        // So that it stays ended when the clock is set back.
        if let Err(error) = state.store.delete_ended_session(token_hash).await {
            tracing::warn!(%error, "cannot delete a session that has ended");
        }
        return Ok(None);
    }
    Ok((!user.disabled).then_some((stored, user)))
}

/// The sessions that a person with `role` has open, the last used first.
pub async fn list_open(state: &AppState, id: &UserId, role: Role) -> Result<Vec<StoredSession>, StoreError> {
    let mut sessions = state.store.list_sessions_of(id).await?;
    sessions.retain(|stored| !has_ended(state, role, stored));
    Ok(sessions)
}

/// How long a session lasts unused, and how long at all.
pub fn lifetimes(settings: &Settings, purpose: SessionPurpose, role: Role) -> (Duration, Duration) {
    match (purpose, role) {
        (SessionPurpose::FirstAccess, _) => (FIRST_ACCESS_SESSION, FIRST_ACCESS_SESSION),
        (SessionPurpose::Full, Role::Admin) => {
            (settings.session_idle.min(ADMIN_IDLE), settings.session_max.min(ADMIN_MAX))
        }
        (SessionPurpose::Full, Role::Member) => (settings.session_idle, settings.session_max),
    }
}

fn has_ended(state: &AppState, role: Role, stored: &StoredSession) -> bool {
    let now = state.clock.now();
    let (idle, max) = lifetimes(&state.settings, stored.purpose, role);
    let is_from_ahead = stored.last_seen_at.max(stored.created_at) > latest_past(now);
    is_from_ahead || now.since(stored.last_seen_at) >= idle || now.since(stored.created_at) >= max
}

/// An administrator. Only [`require_admin`], [`require_admin_session`] and [`Admin::from_cli`] make one.
pub struct Admin {
    by: By,
    confirmed: bool,
    /// The session they ask with; none at the command line.
    session_hash: Option<String>,
}

impl Admin {
    /// A user who can run this program with its database and secret key.
    pub fn from_cli() -> Self {
        Self { by: By::cli(), confirmed: true, session_hash: None }
    }

    /// Who they are and where they ask from, as the audit log says it.
    pub const fn by(&self) -> &By {
        &self.by
    }

    /// As [`require_still_admin`].
    ///
    /// # Errors
    /// As there.
    pub async fn require_still_admin(&self, state: &AppState) -> Result<(), AppError> {
        match &self.session_hash {
            Some(session_hash) => require_still_admin(state, session_hash).await,
            None => Ok(()),
        }
    }

    /// The admin once they have just given their password.
    pub(super) fn with_confirmation(self) -> Self {
        Self { confirmed: true, ..self }
    }

    /// For sensitive actions: only who has given the password lately.
    ///
    /// # Errors
    /// [`AppError::PasswordNeeded`].
    pub const fn require_confirmation(&self) -> Result<(), AppError> {
        if self.confirmed { Ok(()) } else { Err(AppError::PasswordNeeded) }
    }
}

/// The signed-in person with an own password.
///
/// # Errors
/// [`AppError::NotSignedIn`], [`AppError::PasswordChangeRequired`].
pub fn require_user(request_context: &RequestContext) -> Result<&Session, AppError> {
    let session = request_context.session.as_ref().ok_or(AppError::NotSignedIn)?;
    match session.purpose {
        SessionPurpose::Full => Ok(session),
        SessionPurpose::FirstAccess => Err(AppError::PasswordChangeRequired),
    }
}

/// The person who signed in with a temporary password.
///
/// # Errors
/// [`AppError::NotSignedIn`]; [`AppError::Forbidden`] for everybody who has an own one.
pub fn require_first_access(request_context: &RequestContext) -> Result<&Session, AppError> {
    let session = request_context.session.as_ref().ok_or(AppError::NotSignedIn)?;
    match session.purpose {
        SessionPurpose::FirstAccess => Ok(session),
        SessionPurpose::Full => Err(AppError::Forbidden),
    }
}

/// The signed-in administrator.
///
/// # Errors
/// As [`require_user`]; [`AppError::Forbidden`] for everybody else.
pub fn require_admin(request_context: &RequestContext) -> Result<Admin, AppError> {
    require_admin_session(request_context).map(|(_, admin)| admin)
}

/// The signed-in administrator, with their session.
///
/// # Errors
/// As [`require_admin`].
pub fn require_admin_session(request_context: &RequestContext) -> Result<(&Session, Admin), AppError> {
    let session = require_user(request_context)?;
    match session.user.role {
        Role::Admin => {
            let by = By::user(&session.user.id, &request_context.origin);
            let session_hash = Some(session.token_hash.clone());
            Ok((session, Admin { by, confirmed: session.confirmed, session_hash }))
        }
        Role::Member => Err(AppError::Forbidden),
    }
}
