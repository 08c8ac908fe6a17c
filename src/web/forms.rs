//! From a posted form to a server function, and from its result to a response.
//!
//! A form posts to the address of its own page. Accepted, the answer is a
//! redirect; refused, it is the same page again with the status of the error,
//! what was typed, and why. Leptos' own way for forms without JavaScript
//! carries errors in the address bar and loses what was typed.

use super::cookie_check::via_cookie_check;
use super::form_body::{FORM, Fields, MAX_FORM_SIZE, read_fields};
use super::middleware::authorize::{reauthorize, sign_in_path};
use super::route::{Answer, Route};
use super::{kept_form, render};
use crate::domain::{GroupSlug, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::cookies::CLEAR_SITE_DATA;
use crate::server::request_context::RequestContext;
use crate::ui::address::PageAddress;
use crate::ui::page_context::Submitted;
use crate::ui::page_route::PageRoute;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use http_body_util::BodyExt as _;
use leptos::prelude::provide_context;

/// Answers a posted form.
pub async fn post(
    State(state): State<AppState>,
    Extension(mut request_context): Extension<RequestContext>,
    Extension(route): Extension<&'static Route>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let Answer::Function { page, .. } = route.answer else {
        return render::error(&state, request_context, &parts, AppError::NotFound).await;
    };
    let (body, values) = match fields(&state, &mut request_context, &parts, body).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    match call(&state, &request_context, &parts, body).await {
        Outcome::Done(headers) => done(&state, &parts, headers, &page.path.replace("{id}", id_of(&values))),
        Outcome::Refused(AppError::NotSignedIn, headers) if render::wants_html(&parts) => {
            // The session has ended while the form was on its way.
            match headers.get(header::LOCATION).and_then(|path| path.to_str().ok()) {
                Some(location) => render::redirect(location),
                None => {
                    let path = sign_in_path(&request_context, &parts, route);
                    kept_form::keep(&state, request_context, &parts, &values, &path).await
                }
            }
        }
        Outcome::Refused(error, headers) => {
            let mut response = refused(&state, request_context, &parts, page, values, error).await;
            keep_cookies(&headers, &mut response);
            response
        }
    }
}

/// Reads a form: its body, and the fields in it; or the answer to what is none, or to one that asks to be shown again.
/// Who sends it is looked up again.
///
/// # Errors
/// The answer, where the body is no form of ours, or who sends it may do so no more.
pub(super) async fn fields(
    state: &AppState,
    request_context: &mut RequestContext,
    parts: &Parts,
    body: Body,
) -> Result<(Bytes, Fields), Box<Response>> {
    match read_fields(parts, body, MAX_FORM_SIZE).await {
        Ok(read) => {
            reauthorize(state, request_context, parts, &read.1).await?;
            match kept_form::show_again(state, request_context, parts, &read.1).await {
                Ok(None) => Ok(read),
                Ok(Some(response)) => Err(Box::new(response)),
                Err(error) => Err(Box::new(render::error(state, request_context.clone(), parts, error).await)),
            }
        }
        Err(status) => {
            let error = match status {
                StatusCode::PAYLOAD_TOO_LARGE => AppError::FormTooLarge,
                _ => AppError::MalformedRequest,
            };
            let response = render::error(state, request_context.clone(), parts, error).await;
            Err(Box::new(with_status(response, status)))
        }
    }
}

/// The answer to a form that was refused: `page` again, with what was typed and why.
pub async fn refused(
    state: &AppState,
    request_context: RequestContext,
    parts: &Parts,
    page: &'static PageRoute,
    values: Fields,
    error: AppError,
) -> Response {
    if matches!(error, AppError::MalformedRequest | AppError::OtherLink) || !render::wants_html(parts) {
        return render::error(state, request_context, parts, error).await;
    }
    let address = page_address(page, parts, &values);
    let mut submitted = Submitted::refused(error, values);
    if kept_form::page_of(parts).is_some() {
        submitted = submitted.sent_to(parts.uri.path());
    }
    render::page(state, request_context, parts, page, address, submitted).await
}

/// The address of the page with this form, as far as the form says it.
pub(super) fn page_address(page: &PageRoute, parts: &Parts, values: &Fields) -> PageAddress {
    let id = id_of(values);
    let path = page.path.replace("{id}", id);
    PageAddress { query: query_of(&path, parts, values), id: id.to_owned(), path }
}

enum Outcome {
    Done(HeaderMap),
    Refused(AppError, HeaderMap),
}

/// Calls the server function as a program would, so that its error comes back whole.
async fn call(state: &AppState, request_context: &RequestContext, parts: &Parts, body: Bytes) -> Outcome {
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = parts.method.clone();
    *request.uri_mut() = parts.uri.clone();
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM));
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let (state, request_context) = (state.clone(), request_context.clone());
    let context = move || {
        provide_context(state.clone());
        provide_context(request_context.clone());
    };
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    let (answered, body) = response.into_parts();
    if answered.status.is_success() {
        return Outcome::Done(answered.headers);
    }
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let error = serde_json::from_slice(&body).unwrap_or(AppError::MalformedRequest);
    Outcome::Refused(error, answered.headers)
}

/// On to where the function points, or back to its page.
fn done(state: &AppState, parts: &Parts, mut headers: HeaderMap, page: &str) -> Response {
    let path = headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or(page).to_owned();
    let path = match render::wants_html(parts) {
        true => via_cookie_check(state, &parts.headers, &mut headers, &path),
        false => path,
    };
    let mut response = Redirect::to(&path).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    keep_cookies(&headers, &mut response);
    response
}

fn keep_cookies(from: &HeaderMap, to: &mut Response) {
    for name in [header::SET_COOKIE, CLEAR_SITE_DATA] {
        for value in from.get_all(&name) {
            to.headers_mut().append(name.clone(), value.clone());
        }
    }
}

/// Whose page it is, `/admin/users/{id}/edit`: that of what the form names.
/// What is no identifier leads to no page.
fn id_of(values: &[(String, String)]) -> &str {
    let named = values.iter().find_map(|(name, value)| {
        let is_one = match name.as_str() {
            "app" | "user" | "import" => UserId::parse(value).is_some(),
            "group" => GroupSlug::parse(value).is_ok(),
            _ => return None,
        };
        Some(if is_one { value.as_str() } else { "-" })
    });
    named.unwrap_or("-")
}

/// What the page was opened with: its hidden fields `t` and `next`. The sign-in
/// page was opened with no `t`: that is a token which must not get into an address.
fn query_of(page: &str, parts: &Parts, values: &[(String, String)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in values.iter().filter(|(name, _)| (name == "t" && page != "/login") || name == "next") {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() { parts.uri.query().unwrap_or_default().to_owned() } else { query }
}

pub(super) fn with_status(mut response: Response, status: StatusCode) -> Response {
    *response.status_mut() = status;
    response
}
