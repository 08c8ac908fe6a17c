//! The link to `/reset-password` in a mail: its token leaves the address,
//! which histories and logs of proxies keep, for a cookie that ends with the
//! link (ASVS 5.0, 14.2.1). Nothing is used up, so that a mail gateway that
//! opens links before people do takes nothing from them.

use super::render;
use crate::server::keys::Token;
use crate::server::{AppState, accounts, cookies};
use axum::http::{Uri, header};
use axum::response::{IntoResponse as _, Redirect, Response};

/// Where the link leads.
const PATH: &str = "/reset-password";

/// Sends the browser on to the same page without the token, if `uri` is such a
/// link and it works; one that does not is for the page to say.
pub async fn keep_token(state: &AppState, uri: &Uri) -> Option<Response> {
    if uri.path() != PATH {
        return None;
    }
    let (_, token) = form_urlencoded::parse(uri.query()?.as_bytes()).find(|(name, _)| name == "t")?;
    let token = Token::parse(&token)?;
    accounts::find_password_link(state, token.reveal()).await.ok()?;
    let mut response = render::no_store(Redirect::to(PATH).into_response());
    response.headers_mut().insert(header::SET_COOKIE, cookies::password_link(state, &token));
    Some(response)
}
