//! Small endpoints for machines and scripts: redirects, health, files, captured mails.

use super::render::{framed, no_store, redirect};
use crate::domain::Role;
use crate::server::AppState;
use crate::server::apps::member_home;
use crate::server::client_address::is_from_this_machine;
use crate::server::request_context::RequestContext;
use crate::server::store::StoreError;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};
use std::time::Duration;

/// Sends everybody to where they start.
pub async fn home(State(state): State<AppState>, Extension(request_context): Extension<RequestContext>) -> Response {
    let path = match &request_context.session {
        None => "/login",
        Some(session) if session.user.role == Role::Admin => "/admin/users",
        Some(session) => member_home(&state, &session.user.id).await,
    };
    redirect(path)
}

/// For password managers (W3C "A Well-Known URL for Changing Passwords").
pub async fn change_password(Extension(request_context): Extension<RequestContext>) -> Response {
    redirect(if request_context.session.is_some() { "/account" } else { "/login" })
}

/// Alive when it answers; asks no database.
pub async fn alive() -> Response {
    Json(json!({ "status": "alive" })).into_response()
}

/// One file of the site.
pub async fn asset(State(state): State<AppState>, Path(file): Path<String>, request: Request) -> Response {
    state.assets.serve(&file, request).await
}

/// Who asks whether we are ready waits for about as long: `chaveiro healthcheck` 5 seconds.
const READY_WITHIN: Duration = Duration::from_secs(3);

/// Ready when the database answers in time and takes what is written. A program on this machine is also told how long
/// mail has been waiting, and how much was given up; anybody else could tell by a mail that waits now that the address
/// they have just typed has an account.
pub async fn ready(State(state): State<AppState>, parts: Parts) -> Response {
    let checked = async {
        state.store.ping().await?;
        state.store.check_in_place()?;
        state.store.check_writable().await?;
        Ok::<_, StoreError>(if is_from_this_machine(&parts) { Some(mails(&state).await?) } else { None })
    };
    let not_ready = || (StatusCode::SERVICE_UNAVAILABLE, json!({ "status": "not ready", "database": "unavailable" }));
    let (status, body) = match tokio::time::timeout(READY_WITHIN, checked).await {
        Ok(Ok(mails)) => {
            let mut body = json!({ "status": "ready", "database": "ok", "migrations": "ok" });
            if let (Some(body), Some(Value::Object(mails))) = (body.as_object_mut(), mails) {
                body.extend(mails);
            }
            (StatusCode::OK, body)
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready: {error}");
            not_ready()
        }
        Err(_) => {
            tracing::warn!("not ready: the database did not answer within {} s", READY_WITHIN.as_secs());
            not_ready()
        }
    };
    no_store((status, Json(body)).into_response())
}

/// The state of the emails, for `/readyz`.
async fn mails(state: &AppState) -> Result<Value, StoreError> {
    let oldest = state.store.find_oldest_unsent().await?;
    Ok(json!({
        "oldest_queued_mail_seconds": oldest.map(|oldest| state.clock.now().since(oldest).as_secs()),
        "mail_paused": state.store.find_pause().await?.is_some(),
        "mails_given_up_72h": crate::server::outbox::count_failed_mails(state).await?,
    }))
}

/// The captured mails of development mode.
pub async fn captured_mails(State(state): State<AppState>) -> Response {
    match &state.captured {
        Some(outbox) => no_store(Json(outbox.list()).into_response()),
        None => no_store(StatusCode::NOT_FOUND.into_response()),
    }
}

/// The HTML part of a captured mail, for the frame that shows it.
pub async fn captured_html(State(state): State<AppState>, Path(id): Path<String>) -> Response {
    let mail = id.parse().ok().and_then(|id| state.captured.as_ref()?.get(id));
    mail.map_or_else(|| no_store(StatusCode::NOT_FOUND.into_response()), |mail| framed(mail.html))
}
