//! Answers: pages for people, JSON for programs.

use crate::error::AppError;
use crate::locale;
use crate::server::AppState;
use crate::server::request_context::RequestContext;
use crate::ui::app::shell;
use crate::ui::news::find_news;
use crate::ui::page_context::{Failure, PageContext, Submitted};
use axum::Json;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, header};
use axum::response::{IntoResponse as _, Response};
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;
use serde_json::json;

/// Whether the answer is for a person.
pub fn wants_html(parts: &Parts) -> bool {
    accepts_html(&parts.headers)
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Renders the page at `path_and_query`.
///
/// `submitted` is a form that was refused: the page shows why, and what was typed.
pub async fn page(
    state: &AppState,
    request_context: RequestContext,
    nonce: Option<&Nonce>,
    path_and_query: &str,
    submitted: Submitted,
) -> Response {
    render(state, request_context, nonce, path_and_query, submitted, None, || ()).await
}

/// Renders the page at `path` with something that only this answer may show:
/// `provide` makes it known to the page.
pub async fn page_with(
    state: &AppState,
    request_context: RequestContext,
    nonce: Option<&Nonce>,
    path: &str,
    provide: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    render(state, request_context, nonce, path, Submitted::default(), None, provide).await
}

async fn render(
    state: &AppState,
    request_context: RequestContext,
    nonce: Option<&Nonce>,
    path_and_query: &str,
    submitted: Submitted,
    failure: Option<Failure>,
    provide_more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let error = submitted.error.clone().or_else(|| failure.as_ref().map(|failure| failure.0.clone()));
    let context = PageContext::new(state, &request_context, path_and_query);
    let news = find_news(state, &request_context, &context.path).await;
    let nonce = nonce.cloned().unwrap_or_default();
    let state_for_page = state.clone();
    let provide = move || {
        provide_context(state_for_page.clone());
        provide_context(request_context.clone());
        provide_context(context.clone());
        provide_context(submitted.clone());
        provide_context(news.clone());
        provide_context(nonce.clone());
        if let Some(failure) = &failure {
            provide_context(failure.clone());
        }
        provide_more();
    };
    let request = Request::builder()
        .method(Method::GET)
        .uri(path_and_query)
        .header(header::ACCEPT, "text/html")
        .body(Body::empty())
        .unwrap_or_else(|_| Request::new(Body::empty()));
    let mut response = leptos_axum::render_app_async_with_context(provide, shell)(request).await;
    if let Some(error) = error {
        *response.status_mut() = error.status();
        add_retry_after(&mut response, &error);
    }
    no_store(response)
}

/// The answer to a request that is refused before any page or function sees it.
pub async fn error(state: &AppState, request_context: RequestContext, parts: &Parts, error: AppError) -> Response {
    if wants_html(parts) {
        let nonce = parts.extensions.get::<Nonce>();
        // The failure replaces the page, whatever its address.
        return render(state, request_context, nonce, "/", Submitted::default(), Some(Failure(error)), || ()).await;
    }
    json_error(&request_context, &error)
}

/// An error for a program: a stable code, and words in the visitor's language.
pub fn json_error(request_context: &RequestContext, error: &AppError) -> Response {
    let fields: Vec<_> = error
        .fields()
        .iter()
        .map(|wrong| json!({ "field": wrong.field.as_str(), "message": locale::problem(request_context.locale, &wrong.problem) }))
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

/// `response`, never kept by a browser or a proxy.
pub fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
