//! The name a request asks for: only ours is answered, at the address as we write it.

use crate::domain::loopback::is_loopback_host;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::request_context::RequestContext;
use crate::web::forward_auth;
use crate::web::render::{self, no_store};
use crate::web::routes;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;

/// Container health checks know the address, not the name.
const HEALTH: [&str; 2] = ["/healthz", "/readyz"];

/// Answers 400 to a request with no `Host` or several, 421 to one for another
/// name (a page elsewhere could make its own name point here; what proxies ask at the hosts of apps looks
/// at the host itself), and 308 to an
/// address of ours with a slash too many.
pub async fn check_host(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Ok(requested) = requested_host(&request) else { return no_single_host() };
    let path = request.uri().path();
    let is_own = requested.as_ref().is_none_or(|host| is_own_host(&state, host));
    // A request line may name the host as well (RFC 9112, 3.2.2).
    let is_target_own = request.uri().authority().is_none_or(|host| is_own_host(&state, host));
    let is_for_us = is_own && is_target_own;
    if !is_for_us && !HEALTH.contains(&path) && !forward_auth::is_for_app_hosts(path) {
        tracing::debug!("answered 421: asked for another host");
        let (parts, _) = request.into_parts();
        let context = RequestContext::anonymous(&state, &parts);
        let error = AppError::OtherHost { address: state.settings.public_url.to_string() };
        return render::error(&state, context, &parts, error).await;
    }
    if let Some(mut path) = routes::canonical(path) {
        if let Some(query) = request.uri().query() {
            path = format!("{path}?{query}");
        }
        return no_store(Redirect::permanent(&path).into_response());
    }
    next.run(request).await
}

/// The host a request asks for; none in HTTP/1.0, which may leave it out.
fn requested_host(request: &Request) -> Result<Option<Authority>, ()> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => {
            let host = Authority::try_from(host.as_bytes()).map_err(|_| ())?;
            if host.as_str().contains('@') { Err(()) } else { Ok(Some(host)) }
        }
        (None, _) if request.version() <= Version::HTTP_10 => Ok(None),
        _ => Err(()),
    }
}

fn no_single_host() -> Response {
    let body = json!({ "error": "no_single_host", "message": "send one Host header with the name of this site" });
    no_store((StatusCode::BAD_REQUEST, Json(body)).into_response())
}

/// Whether `host` is the one of `CHAVEIRO_PUBLIC_URL`. In development mode, and
/// where that is a name of this machine, every name of this machine is.
fn is_own_host(state: &AppState, host: &Authority) -> bool {
    let settings = &state.settings;
    if is_loopback_host(host.host()) && (settings.dev || settings.is_local()) {
        return true;
    }
    let name = host.host().trim_end_matches('.');
    let is_name = settings.public_url.host_str().is_some_and(|own| own.eq_ignore_ascii_case(name));
    // Some proxies leave a port out.
    let is_port = host.port_u16().is_none_or(|port| settings.public_url.port_or_known_default() == Some(port));
    !settings.dev && is_name && is_port
}
