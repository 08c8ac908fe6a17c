//! The link to `/reset-password` in a mail: its token leaves the address,
//! which histories and logs of proxies keep, for a cookie that ends with the
//! link (ASVS 5.0, 14.2.1). Nothing is used up, so that a mail gateway that
//! opens links before people do takes nothing from them.

use super::form_body::query_value;
use super::render;
use crate::server::keys::Token;
use crate::server::{AppState, accounts, cookies};
use crate::web::cookie_check::by_way_of_check;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;

/// Where the link leads.
const PATH: &str = "/reset-password";

/// Sends the browser on to the same page without the token, if `parts` ask for such a
/// link and it works; one that does not is for the page to say.
pub async fn keep_token(state: &AppState, parts: &Parts) -> Option<Response> {
    if parts.uri.path() != PATH {
        return None;
    }
    let token = Token::parse(&query_value(parts, "t")?)?;
    accounts::find_password_link(state, token.reveal()).await.ok()?;
    let mut cookie =
        HeaderMap::from_iter([(header::SET_COOKIE, cookies::PASSWORD_LINK_TOKEN.set(state, token.reveal()))]);
    let path = by_way_of_check(state, &parts.headers, &mut cookie, PATH);
    let mut response = render::redirect(&path);
    response.headers_mut().extend(cookie);
    Some(response)
}
