//! The web server: connections, access control, and the handlers behind it.

pub mod audit;
pub mod csv;
pub mod forms;
pub mod hand_over;
pub mod headers;
pub mod imports;
pub mod listener;
pub mod live;
pub mod middleware;
pub mod own_data;
pub mod password_advice;
pub mod password_link;
pub mod render;
pub mod routes;
pub mod user_export;

use crate::domain::Role;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::assets;
use crate::server::request_context::RequestContext;
use crate::ui::page_context::Submitted;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Json, Router};
use leptos::nonce::Nonce;
use render::no_store;
use routes::{Answer, ROUTES, Route};
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};

/// All routes, behind access control.
pub fn router(state: &AppState) -> Router {
    // Pages are rendered on this runtime. A second router in one process, as in tests, finds it set.
    let _ = any_spawner::Executor::init_tokio();
    let mut router = Router::new();
    for route in ROUTES.iter().filter(|route| !route.path.starts_with(assets::PREFIX)) {
        router = router.route(route.path, answer(route));
    }
    let router = router.nest_service(assets::PREFIX, state.assets.router());
    // The last layer is the first to see a request.
    router
        .layer(from_fn_with_state(state.clone(), middleware::authorize::authorize))
        .layer(from_fn_with_state(state.clone(), referer))
        .layer(CsrfLayer::new().with_rejection_response(|_: ProtectionError| foreign_origin()))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            // What it said and where stands in the log already: see `cli::log`.
            let error = AppError::internal(anyhow::anyhow!("a request handler panicked"));
            (error.status(), Json(json!({ "error": error.code(), "message": error.to_string() }))).into_response()
        }))
        .layer(from_fn_with_state(state.clone(), headers::security_headers))
        .layer(from_fn_with_state(state.clone(), middleware::access_log::access_log))
        .with_state(state.clone())
}

/// What answers at `route`.
///
/// # Panics
/// When a handler of the list has no code; a test builds the router.
pub fn answer(route: &Route) -> MethodRouter<AppState> {
    match (route.answer, route.path) {
        (Answer::Page, _) => get(page),
        (Answer::Function { .. }, _) => post(forms::post),
        (Answer::Form { .. }, hand_over::PATH) => post(hand_over::post),
        (Answer::Form { .. }, "/admin/users/import") => post(imports::upload),
        (Answer::Handler, "/") => get(home),
        (Answer::Handler, "/.well-known/change-password") => get(change_password),
        (Answer::Handler, "/account/data.json") => get(own_data::download),
        (Answer::Handler, "/password-advice/listed") => post(password_advice::listed),
        (Answer::Handler, "/password-advice/estimate") => post(password_advice::estimate),
        (Answer::Handler, "/healthz") => get(|| async { Json(json!({ "status": "alive" })) }),
        (Answer::Handler, "/readyz") => get(ready),
        (Answer::Handler, "/admin/users/live") => get(live::live),
        (Answer::Handler, "/admin/audit/export") => get(audit::export),
        (Answer::Handler, "/admin/users/export") => get(user_export::export),
        (Answer::Handler, "/admin/live") => get(live::versions),
        (Answer::Handler, "/dev/outbox.json") => get(captured_mails),
        (Answer::Handler, "/dev/outbox/{id}/html") => get(captured_html),
        (Answer::Handler, "/admin/users/import/template.csv") => get(imports::template),
        (Answer::Handler, "/admin/imports/{id}/rejected.csv") => get(imports::rejected),
        (Answer::Handler | Answer::Form { .. }, path) => panic!("nothing answers at {path}"),
    }
}

async fn page(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let signed_in = request_context.session.is_some();
    if signed_in && matches!(parts.uri.path(), "/login" | "/register") {
        return home(Extension(request_context)).await;
    }
    if let Some(response) = password_link::keep_token(&state, &parts.uri).await {
        return response;
    }
    let nonce = parts.extensions.get::<Nonce>();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    render::page(&state, request_context, nonce, path, Submitted::default()).await
}

/// Sends everybody to where they start.
async fn home(Extension(request_context): Extension<RequestContext>) -> Response {
    let path = match request_context.session.as_ref().map(|session| session.user.role) {
        None => "/login",
        Some(Role::Admin) => "/admin/users",
        Some(Role::Member) => "/account",
    };
    no_store(Redirect::to(path).into_response())
}

/// For password managers (W3C "A Well-Known URL for Changing Passwords").
async fn change_password(Extension(request_context): Extension<RequestContext>) -> Response {
    no_store(Redirect::to(if request_context.session.is_some() { "/account" } else { "/login" }).into_response())
}

/// Ready when the database answers; also tells how long mail has been waiting.
async fn ready(State(state): State<AppState>) -> Response {
    let looked = async {
        state.store.ping().await?;
        Ok::<_, crate::server::store::StoreError>((
            state.store.find_oldest_unsent().await?,
            state.store.find_pause().await?,
        ))
    };
    let (status, body) = match looked.await {
        Ok((oldest, pause)) => {
            let age = oldest.map(|oldest| state.clock.now().since(oldest).as_secs());
            let body = json!({ "status": "ready", "database": "ok", "migrations": "ok",
                               "oldest_queued_mail_seconds": age, "mail_paused": pause.is_some() });
            (StatusCode::OK, body)
        }
        Err(error) => {
            tracing::warn!(%error, "not ready: {error}");
            (StatusCode::SERVICE_UNAVAILABLE, json!({ "status": "not ready", "database": "unavailable" }))
        }
    };
    no_store((status, Json(body)).into_response())
}

async fn captured_mails(State(state): State<AppState>) -> Response {
    match &state.captured {
        Some(outbox) => no_store(Json(outbox.list()).into_response()),
        None => no_store(StatusCode::NOT_FOUND.into_response()),
    }
}

/// The HTML part of a captured mail, for the frame that shows it: it may be
/// framed by us, and nothing in it may run or load.
async fn captured_html(State(state): State<AppState>, Path(id): Path<String>) -> Response {
    let mail = id.parse().ok().and_then(|id| state.captured.as_ref()?.get(id));
    let Some(mail) = mail else { return no_store(StatusCode::NOT_FOUND.into_response()) };
    let mut response = no_store(axum::response::Html(mail.html).into_response());
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"),
    );
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    response
}

/// Refuses a form whose `Referer` is another site's, where a browser is so old
/// that it sends neither `Sec-Fetch-Site` nor `Origin`, which [`CsrfLayer`] goes
/// by (OWASP CSRF Prevention: the `Referer` is the last resort). Our own pages send none.
async fn referer(State(state): State<AppState>, request: Request, next: Next) -> Response {
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
fn foreign_origin() -> Response<Body> {
    let body = json!({ "error": "foreign_origin", "message": "this form was not sent from our own pages; open the page here and send it again" });
    no_store((StatusCode::FORBIDDEN, Json(body)).into_response())
}
