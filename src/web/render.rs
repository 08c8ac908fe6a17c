//! Answers: pages for people, JSON for programs.

use super::middleware::compression::HoldsNoSecret;
use super::route::Answer;
use super::routes;
use crate::error::AppError;
use crate::locale;
use crate::server::request_context::RequestContext;
use crate::server::{AppState, appearance, cookies};
use crate::ui::address::PageAddress;
use crate::ui::admin_warnings::find_admin_warnings;
use crate::ui::app::shell;
use crate::ui::kept_form::KeptForm;
use crate::ui::page_context::{PageContext, Submitted};
use crate::ui::page_route::{PageRoute, ShownPage};
use axum::Json;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;
use serde_json::json;
use std::sync::Arc;

/// Whether the answer is for a person: who asks for a page, or, where there are pages, for anything at all, as some text
/// browsers do.
pub fn wants_html(parts: &Parts) -> bool {
    let accept = parts.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let takes_anything = || accept.contains("*/*") && !accept.contains("json") && !accept.contains("event-stream");
    accept.contains("text/html") || (takes_anything() && is_among_pages(parts))
}

/// Whether this address has a page or a form; or nothing, where somebody has mistyped it.
fn is_among_pages(parts: &Parts) -> bool {
    let route = parts.extensions.get::<MatchedPath>().and_then(|path| routes::find(&parts.method, path.as_str()));
    !matches!(route.map(|route| route.answer), Some(Answer::Handler(_)))
}

/// Renders a page at its address.
///
/// `submitted` is a form that was refused: the page shows why, and what was typed.
pub async fn page(
    state: &AppState,
    request_context: RequestContext,
    parts: &Parts,
    page: &'static PageRoute,
    address: PageAddress,
    submitted: Submitted,
) -> Response {
    render(state, request_context, parts, ShownPage::Page(page), address, submitted, || ()).await
}

/// Renders a page with something that only this answer may show: `provide`
/// makes it known to the page.
pub async fn page_with(
    state: &AppState,
    request_context: RequestContext,
    parts: &Parts,
    page: &'static PageRoute,
    address: PageAddress,
    provide: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    render(state, request_context, parts, ShownPage::Page(page), address, Submitted::default(), provide).await
}

async fn render(
    state: &AppState,
    request_context: RequestContext,
    parts: &Parts,
    shown: ShownPage,
    address: PageAddress,
    submitted: Submitted,
    provide_more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let error = match &shown {
        ShownPage::Page(_) => submitted.error.clone(),
        ShownPage::Failure(error) => Some(error.clone()),
    };
    let holds_no_secret = matches!(&shown, ShownPage::Page(page) if page.holds_no_secret);
    appearance::current(state).await;
    let context = Arc::new(PageContext::new(state, &request_context, &address));
    let warnings = find_admin_warnings(state, &request_context, &context.path).await;
    let nonce = parts.extensions.get::<Nonce>().cloned().unwrap_or_default();
    // ShownPage now, and never again.
    let is_told = context.flash.is_some();
    let state_for_page = state.clone();
    let provide = move || {
        provide_context(state_for_page.clone());
        provide_context(request_context.clone());
        provide_context(context.clone());
        provide_context(submitted.clone());
        provide_context(warnings.clone());
        provide_context(nonce.clone());
        provide_context(shown.clone());
        provide_context(address.clone());
        provide_more();
    };
    // What the page may know of the request is in the contexts.
    let mut response = leptos_axum::render_app_async_with_context(provide, shell)(Request::new(Body::empty())).await;
    if is_told {
        response.headers_mut().append(header::SET_COOKIE, cookies::FLASH.forget(state));
    }
    if holds_no_secret {
        response.extensions_mut().insert(HoldsNoSecret);
    }
    if let Some(error) = error {
        *response.status_mut() = error.status();
        add_retry_after(&mut response, &error);
    }
    no_store(response)
}

/// The answer to a request that is refused before any page or function sees it.
pub async fn error(state: &AppState, request_context: RequestContext, parts: &Parts, error: AppError) -> Response {
    if wants_html(parts) {
        // The failure replaces the page, whatever its address.
        let (shown, address) = (ShownPage::Failure(error), PageAddress::new("/", ""));
        return render(state, request_context, parts, shown, address, Submitted::default(), || ()).await;
    }
    json_error(&request_context, &error)
}

/// The page that holds a form whose session has ended.
pub async fn kept_form(state: &AppState, request_context: RequestContext, parts: &Parts, kept: KeptForm) -> Response {
    let (shown, address) = (ShownPage::Failure(AppError::NotSignedIn), PageAddress::new("/", ""));
    let provide = move || provide_context(kept.clone());
    render(state, request_context, parts, shown, address, Submitted::default(), provide).await
}

/// An error for a program: a stable code, and words in the visitor's language.
pub fn json_error(request_context: &RequestContext, error: &AppError) -> Response {
    let fields: Vec<_> = error
        .fields()
        .iter()
        .map(|wrong| json!({ "field": wrong.field.as_str(), "message": locale::problem(request_context.locale, &request_context.time_zone, &wrong.problem) }))
        .collect();
    let body =
        json!({ "error": error.code(), "message": locale::message(request_context.locale, error), "fields": fields });
    let mut response = (error.status(), Json(body)).into_response();
    add_retry_after(&mut response, error);
    no_store(response)
}

fn add_retry_after(response: &mut Response, error: &AppError) {
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}

/// The HTML of a mail, for a frame: it may be framed by us, and nothing in it may run or load.
pub fn framed(html: String) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";
    let mut response = no_store(Html(html).into_response());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    response
}

/// A download called `file_name`, kept by nobody.
pub fn attachment(body: impl IntoResponse, content_type: &'static str, file_name: &'static str) -> Response {
    let mut response = no_store(body.into_response());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{file_name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// See Other, kept by nobody.
pub fn redirect(path: &str) -> Response {
    no_store(Redirect::to(path).into_response())
}

/// `response`, never kept by a browser or a proxy.
pub fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
