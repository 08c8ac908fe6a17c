//! Whether a browser keeps our cookies. Where it brings none, the answer that
//! gives it one leads here first: blocked, it is told so instead of being asked
//! to sign in again and again.

use crate::server::cookies::{Cookie, LINK_TOKENS};
use crate::server::flash::Flash;
use crate::server::{AppState, cookies};
use crate::ui::response::own_path;
use crate::web::form_body::query_value;
use crate::web::render;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;

/// Where it looks.
pub const PATH: &str = "/login/continue";

/// The cookies without which a page leads nowhere.
fn needed() -> impl Iterator<Item = Cookie> {
    [cookies::SESSION, cookies::FIRST_ACCESS_LINK].into_iter().chain(LINK_TOKENS.into_iter().map(|(_, cookie)| cookie))
}

/// `path`, by way of the check where a browser has sent `request_headers` without
/// any cookie and gets one now without which `path` leads nowhere. Its message goes into `answer`, since the check
/// takes none from an address.
pub fn via_cookie_check(state: &AppState, request_headers: &HeaderMap, answer: &mut HeaderMap, path: &str) -> String {
    let is_needed = |cookie: Cookie| {
        let pair = format!("{}=", cookie.name(state));
        answer.get_all(header::SET_COOKIE).iter().any(|cookie| {
            cookie.to_str().is_ok_and(|cookie| cookie.starts_with(&pair) && !cookie.contains("Max-Age=0"))
        })
    };
    if request_headers.contains_key(header::COOKIE) || !needed().any(is_needed) {
        return path.to_owned();
    }
    let next = match Flash::take(state, path) {
        Some((path, flash)) => {
            answer.append(header::SET_COOKIE, cookies::FLASH.set(state, flash.sealed()));
            path
        }
        None => path.to_owned(),
    };
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
    format!("{PATH}?{query}")
}

/// On to `next`, or to the sign-in page, which says that the cookie was not kept: by its address, since no cookie can.
pub async fn check(State(state): State<AppState>, parts: Parts) -> Response {
    let is_kept = needed().any(|cookie| cookie.find(&state, &parts.headers).is_some());
    let next = own_path(query_value(&parts, "next").as_deref());
    render::redirect(if is_kept { next.as_deref().unwrap_or("/") } else { "/login?cookies=off" })
}
