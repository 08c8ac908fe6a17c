//! Which pages may send forms: ours (OWASP CSRF Prevention).
//!
//! `CsrfLayer` goes by `Sec-Fetch-Site` and, without it, compares the host of
//! `Origin` with `Host`. Here the whole origin is compared, scheme and port
//! too: a page that an attacker on the network serves over http is not ours.

use crate::error::AppError;
use crate::server::AppState;
use crate::server::access::Access;
use crate::server::request_context::RequestContext;
use crate::web::{render, routes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use url::Url;

/// Marks the refusal of a form that another site sent here.
#[derive(Clone, Copy)]
struct Refused;

/// Refuses a form from another origin. Where a browser is so old that it sends
/// neither `Sec-Fetch-Site` nor `Origin`, its `Referer` decides, if it sends one.
pub async fn check_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_foreign = match headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or("?")) {
        // What `no-referrer` makes of our own origin; most pages tell it, see `ui::app`. `Sec-Fetch-Site` has decided.
        Some("null") => false,
        Some(origin) => !is_own(&state, headers, origin),
        None if headers.contains_key("sec-fetch-site") => false,
        None => headers.get(header::REFERER).is_some_and(|referer| {
            let referer = referer.to_str().ok().and_then(|referer| Url::parse(referer).ok());
            referer.is_none_or(|referer| !is_own(&state, headers, &referer.origin().ascii_serialization()))
        }),
    };
    let is_refused = is_foreign && !request.method().is_safe() && !is_for_programs(request.method(), request.uri());
    if is_refused { foreign_origin() } else { next.run(request).await }
}

/// Whether the handler reads no cookie, so that a form of another site can do nothing in anybody's name.
pub fn is_for_programs(method: &Method, uri: &Uri) -> bool {
    routes::find(method, uri.path()).is_some_and(|route| route.access == Access::Program)
}

/// Whether `origin` is the one of `CHAVEIRO_PUBLIC_URL`. In development mode, and where that is
/// this machine, it may be that of the name which was asked for, too.
fn is_own(state: &AppState, headers: &HeaderMap, origin: &str) -> bool {
    let settings = &state.settings;
    let public_url = &settings.public_url;
    if origin == public_url.origin().ascii_serialization() {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.filter(|_| settings.dev || settings.is_local())
        .and_then(|host| Url::parse(&format!("{}://{host}", public_url.scheme())).ok())
        .is_some_and(|requested| requested.origin().ascii_serialization() == origin)
}

/// Refuses a form that another site sent here; [`answer_refused`] says so.
pub fn foreign_origin() -> Response {
    let mut response = AppError::ForeignOrigin.status().into_response();
    response.extensions_mut().insert(Refused);
    response
}

/// Says to people on a page, and to programs in JSON, that a form was refused: it may be theirs, from a browser that
/// does not tell where it is from.
pub async fn answer_refused(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let retold = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    if response.extensions().get::<Refused>().is_none() {
        return response;
    }
    let context = RequestContext::anonymous(&state, &retold);
    render::error(&state, context, &retold, AppError::ForeignOrigin).await
}
