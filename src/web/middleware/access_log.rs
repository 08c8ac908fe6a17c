//! One span and one line in the log for every request.

use crate::server::AppState;
use crate::server::assets;
use crate::server::request_context::RequestId;
use crate::server::timing;
use crate::web::forward_auth;
use crate::web::middleware::authorize::AnswerToAdmin;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument as _;

/// Runs a request in a span with its id, method and route, says in one line how
/// it ended, and gives the id back as `X-Request-Id`. In development mode, `Server-Timing`
/// tells admins where its time went.
///
/// The route is logged, not the address: links carry tokens in theirs. Assets, and requests of apps that
/// a proxy was told to let in, are logged at `debug`.
pub async fn access_log(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let id = RequestId::of(&state, &parts);
    let is_asset = parts.uri.path().starts_with(assets::PREFIX);
    let is_check = parts.uri.path().starts_with(forward_auth::PREFIX);
    let route = parts.extensions.get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("(none)", MatchedPath::as_str);
    let method = parts.method.clone();
    let span = tracing::info_span!("request", id = id.0, %method, route, user = tracing::field::Empty);
    parts.extensions.insert(id.clone());
    let open = state.open_requests.begin();
    let started = Instant::now();
    let run = next.run(Request::from_parts(parts, body)).instrument(span.clone());
    let (mut response, server_timing) = if state.settings.dev {
        let (response, value) = timing::measure(run).await;
        (response, HeaderValue::try_from(value).ok())
    } else {
        (run.await, None)
    };
    drop(open);
    let (status, ms) = (response.status().as_u16(), started.elapsed().as_millis());
    span.in_scope(|| {
        if is_asset || (is_check && status == 200) {
            tracing::debug!(status, ms, "{method} {route}: {status} in {ms} ms");
        } else {
            tracing::info!(status, ms, "{method} {route}: {status} in {ms} ms");
        }
    });
    // Nobody else: times would tell which accounts there are.
    if let Some(value) = server_timing.filter(|_| response.extensions().get::<AnswerToAdmin>().is_some()) {
        response.headers_mut().insert(HeaderName::from_static("server-timing"), value);
    }
    if let Ok(id) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(RequestId::HEADER, id);
    }
    response
}
