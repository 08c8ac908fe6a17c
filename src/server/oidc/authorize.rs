//! Answers an app's request: with a code, an error, or the pages of the sign-in first.

use super::hint::Hint;
use super::oauth_error::OAuthError;
use super::request::{Prompt, ReadyRequest, ReturnAddress};
use super::start_address;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::rate_limit::{HOUR, PENDING_LOGOUTS_RETRY};
use crate::server::request_context::RequestContext;
use crate::server::session::Session;
use crate::server::store::apps::App;
use crate::server::store::authorization_codes::{CodeIssued, NewCode};
use crate::server::store::authorization_requests::{AuthorizationRequest, PendingRequest};
use crate::server::store::rate_limit::requests::LimitDecision;
use crate::server::store::sessions::SessionPurpose;

/// What happens next.
#[derive(Debug)]
pub enum AuthorizeOutcome {
    /// The browser goes back to the app, with a code or an error.
    Return(String),
    /// The person signs in first, or gives the password again, or chooses one.
    SignIn(Step),
    /// The person may not use the app.
    NoAccess,
}

/// What the person has to do before the app gets its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Sign in.
    SignIn,
    /// Give the password again.
    ConfirmPassword,
    /// Choose a password: with a temporary one nothing else can be done.
    ChoosePassword,
}

/// No page may be shown, and one would have to be.
const LOGIN_REQUIRED: OAuthError = OAuthError::new("login_required", "the person has to sign in");
/// The app means somebody else than who is signed in (OpenID Connect Core 1.0, 3.1.2.1, `id_token_hint`).
const OTHER_PERSON: OAuthError =
    OAuthError::new("login_required", "the person signed in is not the one of id_token_hint");
/// The app has yet to receive logout tokens of this person (RFC 6749, 4.1.2.1).
const TRY_LATER: OAuthError =
    OAuthError::new("temporarily_unavailable", "the person signed out of this app too often; try later");
/// The person may not use the app.
pub const ACCESS_DENIED: OAuthError = OAuthError::new("access_denied", "the person may not use this app");

/// Answers a request that has just arrived.
pub async fn answer(
    state: &AppState,
    context: &RequestContext,
    ready: &ReadyRequest,
) -> Result<AuthorizeOutcome, AppError> {
    let session = usable(context);
    let back = ReturnAddress::of(&ready.request);
    let meant = ready.hint.as_ref().and_then(Hint::subject);
    if session.is_some_and(|session| is_other(session, meant)) {
        return Ok(AuthorizeOutcome::Return(back.with_error(state, &OTHER_PERSON)));
    }
    let step = match session {
        _ if ready.prompt == Prompt::Login => step(context, true),
        // Whom the app means nobody can tell, and nobody may be asked.
        Some(_) if ready.prompt == Prompt::None && ready.hint == Some(Hint::Unreadable) => Some(Step::SignIn),
        _ => missing_step(context, &ready.request),
    };
    let answer = match (step, session) {
        (None, Some(session)) => issue(state, context, session, &ready.app, &ready.request, None).await,
        (step, _) => Ok(AuthorizeOutcome::SignIn(step.unwrap_or(Step::SignIn))),
    };
    if ready.prompt != Prompt::None {
        return answer;
    }
    // No page may be shown.
    let error = match answer {
        Ok(AuthorizeOutcome::SignIn(_)) => &LOGIN_REQUIRED,
        Ok(AuthorizeOutcome::NoAccess) => &ACCESS_DENIED,
        Err(AppError::TooManyTries { .. }) => &TRY_LATER,
        answer => return answer,
    };
    Ok(AuthorizeOutcome::Return(back.with_error(state, error)))
}

/// Answers a request that waited for its person.
pub async fn answer_pending(
    state: &AppState,
    context: &RequestContext,
    found: &WaitingRequest,
) -> Result<AuthorizeOutcome, AppError> {
    let WaitingRequest { app, pending, .. } = found;
    let session = usable(context);
    if session.is_some_and(|session| is_other(session, pending.request.hinted_user.as_deref())) {
        return Ok(AuthorizeOutcome::Return(ReturnAddress::of(&pending.request).with_error(state, &OTHER_PERSON)));
    }
    match (missing_step(context, &pending.request), session) {
        (None, Some(session)) => {
            issue(state, context, session, app, &pending.request, Some(&pending.handle_hash)).await
        }
        (step, _) => Ok(AuthorizeOutcome::SignIn(step.unwrap_or(Step::SignIn))),
    }
}

/// The session of somebody who has a password of their own. With a temporary one there is none here.
fn usable(context: &RequestContext) -> Option<&Session> {
    context.session.as_ref().filter(|session| session.purpose == SessionPurpose::Full)
}

fn missing_step(context: &RequestContext, request: &AuthorizationRequest) -> Option<Step> {
    let authenticated_at = usable(context).map(|session| session.authenticated_at);
    let is_stale = authenticated_at.is_some_and(|at| request.fresh_since.is_some_and(|since| at < since));
    step(context, is_stale)
}

fn step(context: &RequestContext, is_stale: bool) -> Option<Step> {
    match context.session.as_ref().map(|session| session.purpose) {
        None => Some(Step::SignIn),
        Some(SessionPurpose::FirstAccess) => Some(Step::ChoosePassword),
        Some(SessionPurpose::Full) => is_stale.then_some(Step::ConfirmPassword),
    }
}

/// Whether the app means somebody else than who is signed in: `meant` is the subject of its `id_token_hint`.
fn is_other(session: &Session, meant: Option<&str>) -> bool {
    meant.is_some_and(|meant| meant != session.user.id.as_str())
}

/// Gives out a code, if the person may use the app.
async fn issue(
    state: &AppState,
    context: &RequestContext,
    session: &Session,
    app: &App,
    request: &AuthorizationRequest,
    handle_hash: Option<&str>,
) -> Result<AuthorizeOutcome, AppError> {
    let user_id = &session.user.id;
    if !state.store.is_app_open_to(app, user_id).await? {
        state.store.insert_app_refusal(app, user_id, &context.origin).await?;
        return Ok(AuthorizeOutcome::NoAccess);
    }
    let code = Token::generate();
    let new = NewCode {
        code_hash: &code.hash(),
        request,
        handle_hash,
        session_hash: &session.token_hash,
        user_id,
        auth_time: session.authenticated_at,
    };
    let too_many_tries = |wait| state.too_many_tries(state.clock.now().plus(wait));
    match state.store.insert_authorization_code(app, &new, &context.origin).await? {
        CodeIssued::Yes => Ok(AuthorizeOutcome::Return(ReturnAddress::of(request).with_code(state, code.reveal()))),
        CodeIssued::NoSession => Ok(AuthorizeOutcome::SignIn(Step::SignIn)),
        CodeIssued::TooManyLogouts => Err(too_many_tries(PENDING_LOGOUTS_RETRY)),
        CodeIssued::TooManySignIns => Err(too_many_tries(HOUR)),
        // Two tabs at once: the other one has gone on.
        CodeIssued::RequestFinished => Ok(AuthorizeOutcome::Return(start_address(state, app))),
    }
}

/// A request that waits for its person to sign in.
pub struct KeptRequest {
    /// Names it in addresses.
    pub handle: Token,
    /// The cookie of the browser that it waits in.
    pub browser: Token,
}

/// Keeps a request while its person signs in.
///
/// # Errors
/// [`AppError::TooManyTries`] from one network.
pub async fn keep(state: &AppState, context: &RequestContext, ready: &ReadyRequest) -> Result<KeptRequest, AppError> {
    let mut request = ready.request.clone();
    request.hinted_user = ready.hint.as_ref().and_then(Hint::subject).map(str::to_owned);
    let handle = Token::generate();
    let browser = context.authorization.as_deref().and_then(Token::parse).unwrap_or_else(Token::generate);
    let network = context.origin.address.map(|address| state.keys.network(address));
    let (handle_hash, browser_hash) = (handle.hash(), browser.hash());
    let kept = state.store.insert_authorization_request(&handle_hash, &browser_hash, &request, network.as_deref());
    match kept.await? {
        LimitDecision::Allowed | LimitDecision::Repeated => Ok(KeptRequest { handle, browser }),
        LimitDecision::NotBefore(time) => Err(state.too_many_tries(time)),
    }
}

/// A request that waited, and its app.
#[derive(Debug)]
pub struct WaitingRequest {
    /// The app that sent it.
    pub app: App,
    /// What it asked for.
    pub pending: PendingRequest,
    /// Whether this is the browser it came from.
    pub is_own_browser: bool,
}

impl WaitingRequest {
    /// Whether its answer may go where it asked for: an administrator may have removed the address meanwhile.
    pub fn is_registered(&self) -> bool {
        let ready = &self.pending.request.redirect_uri;
        self.app.details.redirect_uris.iter().any(|registered| registered.matches(ready))
    }
}

/// The request with this handle; without one the newest of this browser that still waits.
pub async fn find(
    state: &AppState,
    context: &RequestContext,
    handle: Option<&str>,
) -> Result<Option<WaitingRequest>, AppError> {
    let browser = context.authorization.as_deref().and_then(Token::parse);
    let pending = match (handle, &browser) {
        (Some(handle), _) => match Token::parse(handle) {
            Some(handle) => state.store.find_authorization_request(&handle.hash()).await?,
            None => None,
        },
        (None, Some(browser)) => state.store.find_newest_request_of(&browser.hash()).await?,
        (None, None) => None,
    };
    let Some(pending) = pending else { return Ok(None) };
    let Some(app) = state.store.find_app(&pending.request.app_id).await? else { return Ok(None) };
    let is_own_browser = browser.is_some_and(|browser| browser.has_hash(&pending.browser_hash));
    Ok(Some(WaitingRequest { app, pending, is_own_browser }))
}

/// The request that goes on at `next`; none where that is another address.
pub async fn find_at(
    state: &AppState,
    context: &RequestContext,
    next: Option<&str>,
) -> Result<Option<WaitingRequest>, AppError> {
    match next.and_then(|next| next.strip_prefix(CONTINUE)) {
        Some("") => find(state, context, None).await,
        Some(rest) => match rest.strip_prefix("?request=") {
            Some(handle) => find(state, context, Some(handle)).await,
            None => Ok(None),
        },
        None => Ok(None),
    }
}

/// Notes that the person of the session `session_hash` has just given the password in this browser, for the request
/// that goes on at `next`.
pub async fn note_password(
    state: &AppState,
    context: &RequestContext,
    session_hash: &str,
    next: Option<&str>,
) -> Result<(), AppError> {
    if let Some(found) = find_at(state, context, next).await?
        && found.is_own_browser
    {
        state.store.set_request_fresh(&found.pending.handle_hash, session_hash).await?;
    }
    Ok(())
}

/// Where a person of this browser goes after the first access, a registration or a new password:
/// back to the app that waits for them, if one does.
pub async fn waiting_path(state: &AppState, context: &RequestContext) -> Result<Option<&'static str>, AppError> {
    let found = find(state, context, None).await?;
    Ok(found.map(|_| CONTINUE))
}

/// Where a request that waited goes on.
pub const CONTINUE: &str = "/oauth/continue";
