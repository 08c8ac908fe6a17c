//! How a form becomes a call, and its outcome an answer.
//!
//! A form posts to the address of its own page. Accepted, the answer is a
//! redirect; refused, it is the same page again with the status of the error,
//! what was typed, and why. Leptos' own way for forms without JavaScript
//! carries errors in the address bar and loses what was typed.

use super::cookie_check::by_way_of_check;
use super::middleware::authorize::sign_in_path;
use super::render;
use super::route::{Answer, Route};
use crate::domain::{GroupSlug, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::request_context::RequestContext;
use crate::server::session::{self, Admin};
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
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;

/// A form is at most this large, in bytes (ours: several times the largest that a page of ours sends).
pub const LARGEST_FORM: usize = 64 * 1024;
/// A larger one is read up to here, to be told so.
const LARGEST_DRAINED: usize = 16 * 1024 * 1024;
/// A form arrives within this time (ours: a slow telephone takes seconds, and a stalled one keeps a connection).
pub const SLOWEST_FORM: std::time::Duration = std::time::Duration::from_secs(30);
const FORM: &str = "application/x-www-form-urlencoded";

/// Answers a posted form.
pub async fn post(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    Extension(route): Extension<&'static Route>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let Answer::Function { page, .. } = route.answer else {
        return render::error(&state, request_context, &parts, AppError::NotFound).await;
    };
    let (body, values) = match fields(&state, &request_context, &parts, body).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    match call(&state, &request_context, &parts, body).await {
        Called::Done(headers) => done(&state, &parts, headers, &page.path.replace("{id}", id_of(&values))),
        Called::Refused(AppError::NotSignedIn, headers) if render::wants_html(&parts) => {
            // The session has ended while the form was on its way.
            let told = headers.get(header::LOCATION).and_then(|path| path.to_str().ok()).map(str::to_owned);
            let path = told.unwrap_or_else(|| sign_in_path(&request_context, &parts, route));
            render::no_store(Redirect::to(&path).into_response())
        }
        Called::Refused(error, headers) => {
            let mut response = refused(&state, request_context, &parts, page, values, error).await;
            keep_cookies(&headers, &mut response);
            response
        }
    }
}

/// The names and values of a form.
pub type Fields = Vec<(String, String)>;

/// Reads a form: its body, and the fields in it; or the answer to what is none.
///
/// # Errors
/// The answer, where the body is no form of ours.
pub async fn fields(
    state: &AppState,
    request_context: &RequestContext,
    parts: &Parts,
    body: Body,
) -> Result<(Bytes, Fields), Box<Response>> {
    match read_fields(parts, body, LARGEST_FORM).await {
        Ok(read) => Ok(read),
        Err(status) => {
            let response = render::error(state, request_context.clone(), parts, AppError::MalformedRequest).await;
            Err(Box::new(with_status(response, status)))
        }
    }
}

/// Reads the form of a page that only admins see: the head of the request, who sends it, and the fields.
///
/// # Errors
/// The answer, to others than admins and where the body is no form of ours.
pub async fn of_admin(
    state: &AppState,
    request_context: &RequestContext,
    request: Request<Body>,
) -> Result<(Parts, Admin, Fields), Box<Response>> {
    let (parts, body) = request.into_parts();
    match session::require_admin(request_context) {
        Ok(admin) => {
            let (_, values) = fields(state, request_context, &parts, body).await?;
            Ok((parts, admin, values))
        }
        Err(error) => Err(Box::new(render::error(state, request_context.clone(), &parts, error).await)),
    }
}

/// What a form says in a field; the first, where there are several of the name.
pub fn value<'a>(values: &'a Fields, name: &str) -> Option<&'a str> {
    values.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
}

/// Reads a form of at most `largest` bytes: its body, and the fields in it; or
/// the status that says what was wrong with it.
pub(super) async fn read_fields(parts: &Parts, body: Body, largest: usize) -> Result<(Bytes, Fields), StatusCode> {
    if !is_form(&parts.headers) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let body = read(body, largest, SLOWEST_FORM).await?;
    let (values, is_joined) = parse(&body).ok_or_else(|| AppError::MalformedRequest.status())?;
    let body = if is_joined {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&values).finish().into()
    } else {
        body
    };
    Ok((body, values))
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
    if matches!(error, AppError::MalformedRequest) || !render::wants_html(parts) {
        return render::error(state, request_context, parts, error).await;
    }
    let id = id_of(&values);
    let path = page.path.replace("{id}", id);
    let address = PageAddress { query: query_of(&path, parts, &values), id: id.to_owned(), path };
    let nonce = parts.extensions.get::<Nonce>().cloned();
    render::page(state, request_context, nonce.as_ref(), page, address, Submitted::refused(error, values)).await
}

/// Reads a body of at most `largest` bytes that has arrived after `slowest`.
///
/// The rest of one that is too large is read as well, within limits: a
/// connection closed over unread bytes would take the answer with it.
pub(super) async fn read(body: Body, largest: usize, slowest: std::time::Duration) -> Result<Bytes, StatusCode> {
    let reading = async {
        let mut body = std::pin::pin!(body);
        let (mut kept, mut length) = (Vec::new(), 0);
        while let Some(frame) = body.frame().await {
            let data = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data().unwrap_or_default();
            length += data.len();
            if length <= largest {
                kept.extend_from_slice(&data);
            } else if length > LARGEST_DRAINED {
                break;
            }
        }
        if length > largest { Err(StatusCode::PAYLOAD_TOO_LARGE) } else { Ok(Bytes::from(kept)) }
    };
    tokio::time::timeout(slowest, reading).await.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(FORM))
}

/// Boxes of a form that have one name: those that are ticked arrive as one value, separated by blanks.
const BOXES: [&str; 1] = ["groups"];

/// The fields of a form, each once and each a plain value; and whether [`BOXES`] were put together.
///
/// `None` for what no form of ours sends: bytes that are no UTF-8, another field
/// twice, a name with brackets (GitLab's CVE-2023-7028 was such a list).
fn parse(body: &[u8]) -> Option<(Fields, bool)> {
    let (mut values, mut is_joined) = (Fields::new(), false);
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &[][..]),
        };
        let (name, value) = (decode(name)?, decode(value)?);
        if name.contains(['[', ']']) {
            return None;
        }
        match values.iter_mut().find(|(seen, _)| *seen == name) {
            None => values.push((name, value)),
            Some((_, joined)) if BOXES.contains(&name.as_str()) => {
                is_joined = true;
                joined.push(' ');
                joined.push_str(&value);
            }
            Some(_) => return None,
        }
    }
    Some((values, is_joined))
}

/// Percent-decoding that refuses instead of replacing.
fn decode(bytes: &[u8]) -> Option<String> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut decoded = [0];
                // Not `from_str_radix`, which takes a sign: `%+5`.
                hex::decode_to_slice([*rest.next()?, *rest.next()?], &mut decoded).ok()?;
                decoded[0]
            }
            other => other,
        });
    }
    String::from_utf8(decoded).ok()
}

enum Called {
    Done(HeaderMap),
    Refused(AppError, HeaderMap),
}

/// Calls the server function as a program would, so that its error comes back whole.
async fn call(state: &AppState, request_context: &RequestContext, parts: &Parts, body: Bytes) -> Called {
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
        return Called::Done(answered.headers);
    }
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let error = serde_json::from_slice(&body).unwrap_or(AppError::MalformedRequest);
    Called::Refused(error, answered.headers)
}

/// On to where the function points, or back to its page.
fn done(state: &AppState, parts: &Parts, headers: HeaderMap, page: &str) -> Response {
    let path = headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or(page);
    let path = match render::wants_html(parts) {
        true => by_way_of_check(state, &parts.headers, &headers, path),
        false => path.to_owned(),
    };
    let mut response = Redirect::to(&path).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    keep_cookies(&headers, &mut response);
    response
}

fn keep_cookies(from: &HeaderMap, to: &mut Response) {
    for name in [header::SET_COOKIE, header::HeaderName::from_static("clear-site-data")] {
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
