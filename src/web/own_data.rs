//! What is known of a person, as a file for themselves.

use super::render;
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts, session};
use axum::Extension;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

/// `/account/data.json`
pub async fn download(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let collected = async {
        let session = session::require_user(&request_context)?;
        accounts::own_data(&state, session, &request_context.origin).await
    };
    match collected.await {
        Ok(data) => {
            let mut response = render::no_store(format!("{data:#}\n").into_response());
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            let name = HeaderValue::from_static("attachment; filename=\"chaveiro-account.json\"");
            headers.insert(header::CONTENT_DISPOSITION, name);
            response
        }
        Err(error) => render::error(&state, request_context, &parts, error).await,
    }
}
