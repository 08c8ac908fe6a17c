//! Answers a request for a page.

use super::form_body::query_value;
use super::route::{Answer, Route};
use super::{endpoints, link_token, render};
use crate::error::{AppError, Field};
use crate::server::AppState;
use crate::server::oidc::authorize::{self, CONTINUE};
use crate::server::request_context::RequestContext;
use crate::ui::address::PageAddress;
use crate::ui::page_context::Submitted;
use crate::ui::response::own_path;
use axum::Extension;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, State};
use axum::http::request::Parts;
use axum::response::Response;

/// Shows the page of the route. Who is signed in has no use for the pages before that.
pub async fn show(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    Extension(route): Extension<&'static Route>,
    params: Result<RawPathParams, RawPathParamsRejection>,
    parts: Parts,
) -> Response {
    let Answer::Page(page) = route.answer else {
        return render::error(&state, request_context, &parts, AppError::NotFound).await;
    };
    if request_context.session.is_some() && matches!(page.path, "/login" | "/register") {
        return match waiting_app(&parts) {
            Some(next) => render::redirect(&next),
            None => endpoints::home(State(state), Extension(request_context)).await,
        };
    }
    if let Some(response) = link_token::keep_token(&state, &request_context, &parts).await {
        return response;
    }
    // What cannot be read is nobody's identifier.
    let id = params.ok().and_then(|params| params.iter().next().map(|(_, value)| value.to_owned())).unwrap_or_default();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let submitted = match login_hint(&state, &request_context, &parts).await {
        Some(hint) if page.path == "/login" => Submitted::suggested(Field::Email, hint),
        _ => Submitted::default(),
    };
    render::page(&state, request_context, &parts, page, PageAddress::new(path, &id), submitted).await
}

/// Where a sign-in to an app goes on, if this address leads there.
fn waiting_app(parts: &Parts) -> Option<String> {
    own_path(query_value(parts, "next").as_deref()).filter(|next| next.starts_with(CONTINUE))
}

/// Who the app that waits believes to come. That fills the form, and says nothing of who is known here.
async fn login_hint(state: &AppState, context: &RequestContext, parts: &Parts) -> Option<String> {
    let next = waiting_app(parts)?;
    let handle = next.split_once("?request=").map(|(_, handle)| handle);
    authorize::find(state, context, handle).await.ok()??.pending.request.login_hint
}
