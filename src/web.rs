//! The web server: connections, access control, and the handlers behind it.

mod admin_form;
pub mod appearance;
pub mod apps;
mod audit;
pub mod connections;
pub mod cookie_check;
pub mod csv;
pub mod endpoints;
pub mod form_body;
pub mod forms;
pub mod forward_auth;
pub mod hand_over;
pub mod headers;
pub mod imports;
mod kept_form;
pub mod link_token;
pub mod listener;
pub mod live;
pub mod middleware;
pub mod oidc;
pub mod own_data;
pub mod page;
pub mod password_advice;
pub mod render;
pub mod route;
pub mod routes;
pub mod slips;
pub mod user_export;

use crate::error::AppError;
use crate::server::AppState;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse as _;
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Json, Router};
use middleware::compression::compression;
use middleware::foreign_origin::{answer_refused, check_origin, foreign_origin, is_for_programs};
use middleware::{
    access_log::access_log, authorize::authorize, flash::flash, host::check_host, script_redirect::script_redirect,
};
use route::{Answer, Route};
use routes::ROUTES;
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};

/// All routes, behind access control.
pub fn router(state: &AppState) -> Router {
    // Pages are rendered on this runtime. A second router in one process, as in tests, finds it set.
    let _ = any_spawner::Executor::init_tokio();
    let mut router = Router::new();
    for route in ROUTES.iter() {
        router = router.route(route.path, method_router(route));
    }
    // The last layer is the first to see a request.
    router
        .layer(compression())
        .layer(from_fn_with_state(state.clone(), authorize))
        .layer(from_fn_with_state(state.clone(), flash))
        .layer(from_fn(script_redirect))
        .layer(from_fn_with_state(state.clone(), check_origin))
        .layer(
            CsrfLayer::new()
                .with_insecure_bypass(is_for_programs)
                .with_rejection_response(|_: ProtectionError| foreign_origin()),
        )
        .layer(from_fn_with_state(state.clone(), answer_refused))
        .layer(from_fn_with_state(state.clone(), check_host))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            // What it said and where is in the log already: see `cli::log`.
            let error = AppError::internal(anyhow::anyhow!("a request handler panicked"));
            (error.status(), Json(json!({ "error": error.code(), "message": error.to_string() }))).into_response()
        }))
        .layer(from_fn_with_state(state.clone(), headers::security_headers))
        .layer(from_fn_with_state(state.clone(), access_log))
        .with_state(state.clone())
}

/// What answers at `route`, which the handler can ask for as an [`Extension`].
pub fn method_router(route: &'static Route) -> MethodRouter<AppState> {
    match route.answer {
        Answer::Page(_) => get(page::show),
        Answer::Function { .. } => post(forms::post),
        Answer::Form { handler, .. } | Answer::Handler(handler) => handler(),
    }
    .layer(Extension(route))
}
