//! An app signs somebody out here, and the browser goes back to it.

use super::sign_in::{by_get, go_to, notice, or_error_page};
use super::{LOGGED_OUT, LOGOUT};
use crate::error::AppError;
use crate::server::oidc::logout::{self, Checked, LogoutRequest};
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts, cookies};
use crate::ui::pages::oauth::page::Notice;
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode, header};
use axum::response::Response;

/// `GET /oauth/logout`: signs out at once where the app shows whom it means; else asks first.
pub async fn logout(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let (parts, _) = request.into_parts();
    let answer = answer(&state, &context, &parts).await;
    or_error_page(&state, context, &parts, answer).await
}

async fn checked(
    state: &AppState,
    context: &RequestContext,
    parts: &Parts,
) -> Result<Option<(LogoutRequest, Checked)>, AppError> {
    let Some(request) = LogoutRequest::parse(parts.uri.query().unwrap_or_default()) else { return Ok(None) };
    Ok(logout::check(state, context, &request).await?.map(|checked| (request, checked)))
}

async fn answer(state: &AppState, context: &RequestContext, parts: &Parts) -> Result<Response, AppError> {
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
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, cookies::no_session(state));
        headers.insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    }
    Ok(response)
}

fn with_query(path: &str, request: &LogoutRequest) -> String {
    let query = request.to_query();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// `POST /oauth/logout`: the same by `GET`.
pub async fn logout_by_post(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    by_get(&state, context, request, LOGOUT).await
}

/// `GET /oauth/logout/done`: says so, and goes on to the app from a page of ours.
pub async fn done(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let (parts, _) = request.into_parts();
    let checked = checked(&state, &context, &parts).await.map(|checked| match checked {
        Some((_, checked)) => {
            let app = checked.app.map(|app| app.details.name.as_str().to_owned());
            (StatusCode::OK, Notice::SignedOut { app, address: checked.return_to })
        }
        None => (StatusCode::BAD_REQUEST, Notice::BadLogout),
    });
    let answer = match checked {
        Ok((status, shown)) => Ok(notice(&state, context.clone(), &parts, status, shown).await),
        Err(error) => Err(error),
    };
    or_error_page(&state, context, &parts, answer).await
}
