//! Answers a request for a page.

use super::route::{Answer, Route};
use super::{endpoints, password_link, render};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::request_context::RequestContext;
use crate::ui::address::PageAddress;
use crate::ui::page_context::Submitted;
use axum::Extension;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::response::Response;
use leptos::nonce::Nonce;

/// Shows the page of the route. Who is signed in has no use for the pages before that.
pub async fn show(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    Extension(route): Extension<&'static Route>,
    params: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let Answer::Page(page) = route.answer else {
        return render::error(&state, request_context, &parts, AppError::NotFound).await;
    };
    if request_context.session.is_some() && matches!(page.path, "/login" | "/register") {
        return endpoints::home(State(state), Extension(request_context)).await;
    }
    if let Some(response) = password_link::keep_token(&state, &parts).await {
        return response;
    }
    let nonce = parts.extensions.get::<Nonce>();
    // What cannot be read is nobody's identifier.
    let id = params.ok().and_then(|params| params.iter().next().map(|(_, value)| value.to_owned())).unwrap_or_default();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    render::page(&state, request_context, nonce, page, PageAddress::new(path, &id), Submitted::default()).await
}
