//! Refuses forms that another site sent.

use crate::server::AppState;
use crate::web::render::no_store;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// Refuses a form whose `Referer` is another site's, where a browser is so old
/// that it sends neither `Sec-Fetch-Site` nor `Origin`, which
/// [`tower_http::csrf::CsrfLayer`] goes by (OWASP CSRF Prevention: the `Referer` is the last resort). Our own pages send none.
pub async fn check_referer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_told_otherwise = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    let is_foreign = headers.get(header::REFERER).is_some_and(|referer| {
        let referer = referer.to_str().ok().and_then(|referer| url::Url::parse(referer).ok());
        let host = referer.as_ref().map(|url| &url[url::Position::BeforeHost..url::Position::AfterPort]);
        let own = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let is_public = referer.as_ref().is_some_and(|url| url.origin() == state.settings.public_url.origin());
        !is_public && (host.is_none() || host != own)
    });
    if request.method().is_safe() || is_told_otherwise || !is_foreign {
        return next.run(request).await;
    }
    foreign_origin()
}

/// The answer to a form that another site sent here.
pub fn foreign_origin() -> Response {
    let body = json!({ "error": "foreign_origin", "message": "this form was not sent from our own pages; open the page here and send it again" });
    no_store((StatusCode::FORBIDDEN, Json(body)).into_response())
}
