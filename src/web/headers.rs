//! The headers of every response.

use crate::server::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

/// Marks an answer that a proxy passes on at the host of an app.
#[derive(Clone, Copy)]
pub struct ForAppHost;

/// Adds the security headers (OWASP ASVS 5.0 V3.4), and a fresh nonce for the
/// page's inline script.
pub async fn security_headers(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let is_for_app_host = response.extensions().get::<ForAppHost>().is_some();
    let headers = response.headers_mut();
    let mut add = |name: HeaderName, value: &str| {
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    };
    add(header::CONTENT_SECURITY_POLICY, &content_security_policy(&nonce));
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, referrer_policy(&state));
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    add(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    add(header::X_FRAME_OPTIONS, "DENY");
    // Another host, whose names below it are not ours to decide for.
    if state.settings.public_url.scheme() == "https" && !is_for_app_host {
        add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

/// With `no-referrer` a browser sends `Origin: null` with a form. Over plain http
/// beyond loopback it sends no `Sec-Fetch-Site` either, and no form could be told
/// from a foreign one: there the origin is shown, still without path and query.
fn referrer_policy(state: &AppState) -> &'static str {
    if state.settings.is_plain_http_beyond_loopback() { "strict-origin" } else { "no-referrer" }
}

fn content_security_policy(nonce: &Nonce) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}
