//! What server functions share: who asks, cookies, sessions, and where the browser goes next.

use crate::error::AppError;
use crate::server::accounts::SignedIn;
use crate::server::flash::Flash;
use crate::server::request_context::RequestContext;
use crate::server::session::{Admin, Session};
use crate::server::store::sessions::SessionPurpose;
use crate::server::{AppState, accounts, cookies, session};
use axum::http::{HeaderValue, header};
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;

/// Who asks, and of what server.
pub fn request_context() -> (AppState, RequestContext) {
    (expect_context::<AppState>(), expect_context::<RequestContext>())
}

/// A request of somebody who is signed in with an own password.
pub struct SignedInRequest {
    /// The server.
    pub state: AppState,
    /// What is known of the request.
    pub request_context: RequestContext,
    /// Their session.
    pub session: Session,
}

/// The request that is being answered, where only people who are signed in with an own password may ask.
///
/// # Errors
/// As [`session::require_user`].
pub fn signed_in_request() -> Result<SignedInRequest, AppError> {
    let (state, request_context) = request_context();
    let session = session::require_user(&request_context)?.clone();
    Ok(SignedInRequest { state, request_context, session })
}

/// A request of an admin.
pub struct AdminRequest {
    /// The server.
    pub state: AppState,
    /// What is known of the request.
    pub request_context: RequestContext,
    /// Their session.
    pub session: Session,
    /// What the actions of admins ask for.
    pub admin: Admin,
}

/// The request that is being answered, where only admins may ask: the first line of every function of an admin page.
///
/// # Errors
/// As [`session::require_admin`].
pub fn admin_request() -> Result<AdminRequest, AppError> {
    let (state, request_context) = request_context();
    let (session, admin) = session::require_admin_session(&request_context)?;
    let session = session.clone();
    Ok(AdminRequest { state, request_context, session, admin })
}

/// A fresh identifier for a form that makes something: sent twice, it makes one.
pub fn new_id() -> String {
    request_context().0.clock.new_id()
}

/// Where the browser goes when the form was accepted.
pub fn set_location(path: &str) {
    let response = expect_context::<ResponseOptions>();
    if let Ok(path) = HeaderValue::from_str(path) {
        response.insert_header(header::LOCATION, path);
    }
}

/// Gives the browser a cookie with the answer.
pub fn set_cookie(cookie: HeaderValue) {
    expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
}

/// Gives the browser its session and sends it on. One that opens the account
/// is known again from now on.
pub async fn begin_session(
    state: &AppState,
    request_context: &RequestContext,
    signed_in: SignedIn,
    path: &str,
) -> Result<(), AppError> {
    set_cookie(cookies::SESSION.set(state, signed_in.token.reveal()));
    if signed_in.purpose == SessionPurpose::Full {
        let device = accounts::remember_device(state, signed_in, request_context).await?;
        set_cookie(cookies::DEVICE.set(state, device.reveal()));
    }
    set_location(path);
    Ok(())
}

/// Takes the session from the browser, with what it may have kept.
pub fn forget_session(state: &AppState, path: &str) {
    let response = expect_context::<ResponseOptions>();
    for (name, value) in cookies::forgotten_session(state) {
        response.append_header(name, value);
    }
    set_location(path);
}

/// `next` if it is an address of ours, as a path: never another site's, and without a message, which only
/// the program may give a page ([`Flash`]).
///
/// Browsers read a backslash as a slash and skip tabs and line breaks, so
/// those are refused too.
pub fn own_path(next: Option<&str>) -> Option<String> {
    let is_own = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && path.chars().all(|character| character.is_ascii_graphic())
    };
    next.filter(is_own).map(Flash::strip)
}
