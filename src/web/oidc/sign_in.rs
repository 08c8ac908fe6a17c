//! `/oauth/authorize` and `/oauth/continue`: from an app through the sign-in page and back.

use super::AUTHORIZE;
use crate::error::AppError;
use crate::server::flash::Flash;
use crate::server::oidc::AppLink;
use crate::server::oidc::authorize::{self, ACCESS_DENIED, AuthorizeOutcome, CONTINUE, Step, WaitingRequest};
use crate::server::oidc::request::posted::as_query;
use crate::server::oidc::request::{self, MAX_REQUEST_SIZE, ParsedRequest, ReadyRequest, ReturnAddress, Unanswerable};
use crate::server::request_context::RequestContext;
use crate::server::{AppState, cookies};
use crate::ui::address::PageAddress;
use crate::ui::pages::OAUTH_NOTICE;
use crate::ui::pages::oauth::page::Notice;
use crate::web::form_body::{FORM_TIMEOUT, query_value, read};
use crate::web::render;
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use leptos::prelude::provide_context;

/// A page that says what has happened, or goes on to the app.
pub(super) async fn notice(
    state: &AppState,
    context: RequestContext,
    parts: &Parts,
    status: StatusCode,
    notice: Notice,
) -> Response {
    let provide = move || provide_context(notice.clone());
    let address = PageAddress::new(OAUTH_NOTICE.path, "");
    let mut response = render::page_with(state, context, parts, OAUTH_NOTICE, address, provide).await;
    *response.status_mut() = status;
    response
}

/// The answer, or the page of the error.
pub(super) async fn or_error_page(
    state: &AppState,
    context: RequestContext,
    parts: &Parts,
    answer: Result<Response, AppError>,
) -> Response {
    match answer {
        Ok(response) => response,
        Err(error) => render::error(state, context, parts, error).await,
    }
}

/// `GET /oauth/authorize`: back to the app with an answer, or to the sign-in.
pub async fn authorize(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let answer = authorization_response(&state, &context, &parts).await;
    or_error_page(&state, context, &parts, answer).await
}

async fn authorization_response(
    state: &AppState,
    context: &RequestContext,
    parts: &Parts,
) -> Result<Response, AppError> {
    let ready = match request::read(state, parts.uri.query().unwrap_or_default()).await? {
        ParsedRequest::ReadyRequest(ready) => ready,
        ParsedRequest::Refused(back, refused) => return Ok(go_to(&back.with_error(state, &refused))),
        ParsedRequest::Unanswerable(why) => {
            let shown = match why {
                Unanswerable::UnknownApp => Notice::UnknownApp,
                Unanswerable::OtherAddress => Notice::OtherAddress,
                Unanswerable::Malformed => Notice::Malformed,
            };
            return Ok(notice(state, context.clone(), parts, StatusCode::BAD_REQUEST, shown).await);
        }
    };
    match authorize::answer(state, context, &ready).await? {
        AuthorizeOutcome::Return(address) => Ok(go_to(&address)),
        AuthorizeOutcome::SignIn(step) => sign_in(state, context, &ready, step).await,
        AuthorizeOutcome::NoAccess => {
            let back = ReturnAddress::of(&ready.request).with_error(state, &ACCESS_DENIED);
            let shown = Notice::NoAccess(AppLink::new(&ready.app, back));
            Ok(notice(state, context.clone(), parts, StatusCode::FORBIDDEN, shown).await)
        }
    }
}

/// Keeps the request, and sends the browser to where its person has something to do first.
async fn sign_in(
    state: &AppState,
    context: &RequestContext,
    ready: &ReadyRequest,
    step: Step,
) -> Result<Response, AppError> {
    let kept = authorize::keep(state, context, ready).await?;
    let mut response = go_to(&step_path(step, &format!("{CONTINUE}?request={}", kept.handle.reveal())));
    response.headers_mut().append(header::SET_COOKIE, cookies::AUTHORIZATION.set(state, kept.browser.reveal()));
    Ok(response)
}

fn step_path(step: Step, next: &str) -> String {
    let path = match step {
        Step::SignIn => "/login",
        Step::ConfirmPassword => "/confirm-password",
        Step::ChoosePassword => "/first-access",
    };
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    format!("{path}?{query}")
}

/// `POST /oauth/authorize`: the same request by `GET`, with which the browser sends its cookie. An ID
/// token in it does not go into the address: whom it is about does.
pub async fn authorize_by_post(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let Some(posted) = posted(body).await else {
        return notice(&state, context, &parts, StatusCode::BAD_REQUEST, Notice::Malformed).await;
    };
    let answer = as_query(&state, &posted).await.map(|query| go_to(&Flash::strip(&format!("{AUTHORIZE}?{query}"))));
    or_error_page(&state, context, &parts, answer).await
}

/// A form that was posted, as a query; none where it is too large, or cannot be one.
pub(super) async fn posted(body: Body) -> Option<String> {
    let body = read(body, MAX_REQUEST_SIZE, FORM_TIMEOUT).await.ok()?;
    let query = String::from_utf8(body.to_vec()).ok()?;
    query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#').then_some(query)
}

/// `GET /oauth/continue`: a request that waited. It goes on from a page of ours, not by a redirect:
/// browsers hold a form to `form-action` also where its answer redirects to, and the form of the
/// sign-in is what leads here.
pub async fn continue_sign_in(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let answer = continued(&state, &context, &parts).await;
    or_error_page(&state, context, &parts, answer).await
}

async fn continued(state: &AppState, context: &RequestContext, parts: &Parts) -> Result<Response, AppError> {
    let handle = query_value(parts, "request");
    let found = authorize::find(state, context, handle.as_deref()).await?;
    let show = |status, shown| notice(state, context.clone(), parts, status, shown);
    let Some(found) = found else {
        return Ok(show(StatusCode::GONE, Notice::Gone).await);
    };
    let WaitingRequest { app, pending, is_own_browser } = &found;
    if pending.is_expired || !*is_own_browser {
        return Ok(show(StatusCode::GONE, Notice::Expired(AppLink::to_start(state, app))).await);
    }
    if pending.is_finished {
        return Ok(show(StatusCode::OK, Notice::Finished(AppLink::to_start(state, app))).await);
    }
    if !found.is_registered() {
        return Ok(show(StatusCode::BAD_REQUEST, Notice::OtherAddress).await);
    }
    match authorize::answer_pending(state, context, &found).await? {
        AuthorizeOutcome::Return(address) => Ok(show(StatusCode::OK, Notice::GoOn(AppLink::new(app, address))).await),
        AuthorizeOutcome::NoAccess => {
            let back = ReturnAddress::of(&pending.request).with_error(state, &ACCESS_DENIED);
            Ok(show(StatusCode::FORBIDDEN, Notice::NoAccess(AppLink::new(app, back))).await)
        }
        AuthorizeOutcome::SignIn(step) => {
            let next = parts.uri.path_and_query().map_or(CONTINUE, |path| path.as_str());
            Ok(go_to(&step_path(step, next)))
        }
    }
}

/// See Other, whatever the method was: a `POST` must not be sent on with what was typed (RFC 9700, 4.12).
pub(super) fn go_to(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(_) => render::redirect(address),
        Err(_) => render::no_store(StatusCode::BAD_REQUEST.into_response()),
    }
}
