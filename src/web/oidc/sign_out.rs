//! An app signs somebody out here, and the browser goes back to it.

use super::sign_in::{go_to, notice, or_error_page, posted};
use super::{LOGGED_OUT, LOGOUT};
use crate::error::AppError;
use crate::server::oidc::logout::{self, CheckedLogout, LogoutRequest};
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts, cookies};
use crate::ui::pages::oauth::page::Notice;
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;

/// `GET /oauth/logout`: signs out at once where the app shows whom it means; else asks first.
pub async fn logout(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let answer = logout_response(&state, &context, &parts).await;
    let is_carried = context.flash.is_some();
    let response = or_error_page(&state, context, &parts, answer).await;
    if is_carried { without_carried(&state, response) } else { response }
}

/// Forgets the hint that was carried to this request.
fn without_carried(state: &AppState, mut response: Response) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookies::FLASH.forget(state));
    response
}

async fn checked(
    state: &AppState,
    context: &RequestContext,
    parts: &Parts,
) -> Result<Option<(LogoutRequest, CheckedLogout)>, AppError> {
    let Some(request) = LogoutRequest::parse(parts.uri.query().unwrap_or_default()) else { return Ok(None) };
    Ok(logout::check(state, context, &request).await?.map(|checked| (request, checked)))
}

async fn logout_response(state: &AppState, context: &RequestContext, parts: &Parts) -> Result<Response, AppError> {
    let Some((mut request, checked)) = checked(state, context, parts).await? else {
        return Ok(notice(state, context.clone(), parts, StatusCode::BAD_REQUEST, Notice::BadLogout).await);
    };
    // What the ID token said is said by name from here on.
    request.client_id = checked.app.as_ref().map(|app| app.details.client_id.as_str().to_owned());
    if context.session.is_some() && !checked.is_meant {
        return Ok(go_to(&with_query("/oauth/logout/confirm", &request)));
    }
    accounts::sign_out(state, context).await?;
    state.notify();
    let to = checked.return_to.unwrap_or_else(|| with_query(LOGGED_OUT, &request));
    let mut response = go_to(&to);
    if context.session.is_some() {
        for (name, value) in cookies::forgotten_session(state) {
            response.headers_mut().append(name, value);
        }
    }
    Ok(response)
}

fn with_query(path: &str, request: &LogoutRequest) -> String {
    let query = request.to_query();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// `POST /oauth/logout`: the same by `GET`, with which the browser sends its cookie. The ID token does
/// not go into the address: whom it is about goes on in a cookie.
pub async fn logout_by_post(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let answer = match posted(body).await.as_deref().and_then(LogoutRequest::parse) {
        Some(request) => by_get(&state, request).await,
        None => Ok(None),
    };
    let answer = match answer {
        Ok(Some(response)) => Ok(response),
        Ok(None) => Ok(notice(&state, context.clone(), &parts, StatusCode::BAD_REQUEST, Notice::BadLogout).await),
        Err(error) => Err(error),
    };
    or_error_page(&state, context, &parts, answer).await
}

/// None where the ID token is not ours, or not of the app that the request names.
async fn by_get(state: &AppState, request: LogoutRequest) -> Result<Option<Response>, AppError> {
    let Some((request, hint)) = logout::take_hint(state, request).await? else { return Ok(None) };
    let mut response = go_to(&with_query(LOGOUT, &request));
    if let (Some(hint), Some(client_id)) = (hint, &request.client_id)
        && let Some(flash) = hint.carried(state, LOGOUT, client_id)
    {
        response.headers_mut().append(header::SET_COOKIE, cookies::FLASH.set(state, flash.sealed()));
    }
    Ok(Some(response))
}

/// `GET /oauth/logout/done`: says so, and goes on to the app from a page of ours. Who is signed in, or
/// again, has gone back to it: that leads to their account.
pub async fn done(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let answer = match checked(&state, &context, &parts).await {
        Ok(Some(_)) if context.session.is_some() => Ok(go_to("/account")),
        Ok(Some((_, checked))) => {
            let app = checked.app.map(|app| app.details.name.as_str().to_owned());
            let shown = Notice::SignedOut { app, address: checked.return_to };
            Ok(notice(&state, context.clone(), &parts, StatusCode::OK, shown).await)
        }
        Ok(None) => Ok(notice(&state, context.clone(), &parts, StatusCode::BAD_REQUEST, Notice::BadLogout).await),
        Err(error) => Err(error),
    };
    or_error_page(&state, context, &parts, answer).await
}
