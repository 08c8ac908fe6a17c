//! Redirects for a script that has sent a form.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// By this header a script says that it has sent a form itself.
const SENT_BY_SCRIPT: HeaderName = HeaderName::from_static("x-sent-by-script");
/// Where the script is to go on.
const GO_ON: HeaderName = HeaderName::from_static("x-location");

/// Whether a script has sent this form, and shows what comes of it.
pub fn is_sent_by_script(headers: &HeaderMap) -> bool {
    headers.contains_key(SENT_BY_SCRIPT)
}

/// Answers such a form with 204 and the address instead of a redirect.
///
/// A script cannot see where a redirect leads; it would fetch the page itself, which shows its
/// message once and may hand an app its code once. Only pages of ours can send the header.
pub async fn script_redirect(request: Request, next: Next) -> Response {
    let is_sent_by_script = is_sent_by_script(request.headers());
    let mut response = next.run(request).await;
    if is_sent_by_script
        && response.status() == StatusCode::SEE_OTHER
        && let Some(location) = response.headers_mut().remove(header::LOCATION)
    {
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(GO_ON, location);
    }
    response
}
