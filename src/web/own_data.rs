//! The download of what is stored about the signed-in person.

use super::render;
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts, session};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;

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
        Ok(parts) => render::attachment(Body::from_stream(parts), "application/json", "chaveiro-account.json"),
        Err(error) => render::error(&state, request_context, &parts, error).await,
    }
}
