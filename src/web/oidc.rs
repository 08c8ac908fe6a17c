//! The endpoints of OpenID Connect. What they decide is in `server::oidc`.

pub mod programs;
pub mod sign_in;
pub mod sign_out;

use super::render::no_store;
use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// Where the sign-in to an app begins. Forms of other sites may be posted there: no cookie is read
/// then, and the browser is sent to the same address by `GET`.
pub const AUTHORIZE: &str = "/oauth/authorize";
/// Where an app signs somebody out; the same holds.
pub const LOGOUT: &str = "/oauth/logout";
/// Where somebody has just been signed out.
pub const LOGGED_OUT: &str = "/oauth/logout/done";

/// Lets scripts of other sites read an answer: apps that run in a browser need these addresses. No
/// cookie is read here, so there is nothing to steal; what counts is a token or a secret.
fn for_scripts(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("WWW-Authenticate"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    response
}

/// Answers what a browser asks before a script's request (Fetch, 4.8).
pub async fn preflight() -> Response {
    let mut response = for_scripts(StatusCode::NO_CONTENT.into_response());
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("Authorization, Content-Type"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    response
}

/// An error for a program (RFC 6749, 5.2).
fn error(status: StatusCode, error: &str, description: &str) -> Response {
    no_store((status, Json(json!({ "error": error, "error_description": description }))).into_response())
}
