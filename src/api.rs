//! The door: every question a browser may ask. One file per subject.
//!
//! Each server function says who asks, what they ask, and does it; each
//! authorises for itself, whatever the gate has decided before.

#![expect(missing_docs, reason = "`#[server]` makes a struct of the arguments and cannot carry their documentation")]
#![expect(clippy::too_many_arguments, reason = "a form has as many fields as it has")]

pub mod account;
pub mod audit;
pub mod confirm_password;
pub mod dev;
pub mod first_access;
pub mod forgotten_password;
pub mod imports;
pub mod language;
pub mod live;
pub mod mail;
pub mod new_user;
pub mod news;
pub mod overview;
pub mod page;
pub mod register;
pub mod setup;
pub mod sign_in;
pub mod user;
pub mod user_list;

use crate::error::AppError;
use crate::server::accounts::SignedIn;
use crate::server::request_context::RequestContext;
use crate::server::store::sessions::SessionPurpose;
use crate::server::{AppState, accounts, cookies};
use axum::http::{HeaderName, HeaderValue, header};
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;

/// Who asks, and of what server.
fn request_context() -> (AppState, RequestContext) {
    (expect_context::<AppState>(), expect_context::<RequestContext>())
}

/// Where the browser goes when the form was accepted.
fn go_to(path: &str) {
    let response = expect_context::<ResponseOptions>();
    if let Ok(path) = HeaderValue::from_str(path) {
        response.insert_header(header::LOCATION, path);
    }
}

fn set_cookie(cookie: HeaderValue) {
    expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
}

/// Gives the browser its session and sends it on. One that opens the account
/// is known again from now on.
async fn begin_session(
    state: &AppState,
    request_context: &RequestContext,
    signed_in: &SignedIn,
    path: &str,
) -> Result<(), AppError> {
    set_cookie(cookies::session(state, &signed_in.token));
    if signed_in.purpose == SessionPurpose::Full {
        set_cookie(cookies::device(
            state,
            &accounts::remember_device(state, &signed_in.user_id, request_context).await?,
        ));
    }
    go_to(path);
    Ok(())
}

/// Takes the session from the browser, with what it may have kept.
fn forget_session(state: &AppState, path: &str) {
    set_cookie(cookies::no_session(state));
    expect_context::<ResponseOptions>()
        .insert_header(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    go_to(path);
}

/// `next` if it is an address of ours, as a path: never another site's.
///
/// Browsers read a backslash as a slash and skip tabs and line breaks, so
/// those are refused too.
fn own_path(next: Option<&str>) -> Option<&str> {
    next.filter(|path| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && path.chars().all(|character| character.is_ascii_graphic())
    })
}
