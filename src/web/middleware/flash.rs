//! Moves the message of a redirect from its address into a signed cookie.

use crate::server::flash::Flash;
use crate::server::{AppState, cookies};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// Answers without `notice` in the address: the page it leads to finds it in its cookie, and shows it once.
pub async fn flash(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status() != StatusCode::SEE_OTHER {
        return response;
    }
    let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
    if let Some((location, flash)) = location.and_then(|location| Flash::take(&state, location))
        && let Ok(location) = HeaderValue::from_str(&location)
    {
        response.headers_mut().insert(header::LOCATION, location);
        response.headers_mut().append(header::SET_COOKIE, cookies::FLASH.set(&state, flash.sealed()));
    }
    response
}
