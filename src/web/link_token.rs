//! The links of our mails, and the setup link: their token leaves the address,
//! which histories and logs of proxies keep, for a cookie that ends with the
//! link (ASVS 5.0, 14.2.1). Nothing is used up, so that a mail gateway that
//! opens links before people do takes nothing from them.

use super::form_body::query_value;
use super::render;
use crate::server::cookies::Cookie;
use crate::server::keys::Token;
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts};
use crate::web::cookie_check::via_cookie_check;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;

/// Sends the browser on to the same page without the token, if `parts` ask for such a
/// link and it works; one that does not is for the page to say.
pub async fn keep_token(state: &AppState, context: &RequestContext, parts: &Parts) -> Option<Response> {
    let path = parts.uri.path();
    let cookie = Cookie::of_link(path)?;
    let token = Token::parse(&query_value(parts, "t")?)?;
    if !works(state, context, path, token.reveal()).await {
        return None;
    }
    let mut headers = HeaderMap::from_iter([(header::SET_COOKIE, cookie.set(state, token.reveal()))]);
    let next = via_cookie_check(state, &parts.headers, &mut headers, path);
    let mut response = render::redirect(&next);
    response.headers_mut().extend(headers);
    Some(response)
}

async fn works(state: &AppState, context: &RequestContext, path: &str, token: &str) -> bool {
    match path {
        "/reset-password" => accounts::find_password_link(state, token).await.is_ok(),
        "/register/confirm" => accounts::find_confirmation(state, token, context.registration.as_deref()).await.is_ok(),
        "/account/email/confirm" => accounts::find_new_address(state, token, context.session.as_ref()).await.is_ok(),
        "/account/email/undo" => accounts::find_earlier_address(state, token).await.is_ok(),
        "/setup" => accounts::check_setup_link(state, token).await.is_ok(),
        _ => false,
    }
}
