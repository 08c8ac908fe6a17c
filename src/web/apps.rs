//! Forms about apps whose answer may show a client secret.
//!
//! Not server functions, which could only send the browser on to a page: the
//! secret must stand in no address and wait in no store to be shown.

use super::{form_body, forms, render};
use crate::domain::{AppId, AppKind};
use crate::error::AppError;
use crate::server::apps::{self, typed::TypedApp};
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts};
use crate::ui::address::PageAddress;
use crate::ui::page_route::PageRoute;
use crate::ui::pages::admin::apps::actions::ShownSecret;
use crate::ui::pages::{APP, APP_ACT, NEW_APP};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::response::Response;
use leptos::prelude::provide_context;
use std::sync::Arc;

/// What came of a form.
enum Done {
    /// The page of this app, with its secret if it has got one.
    App(AppId, Option<apps::ClientSecret>),
    /// Somewhere else.
    Elsewhere(String),
}

/// Makes an app and shows its secret, once.
pub async fn create(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    answer(state, request_context, request, NEW_APP, make).await
}

/// Rotates the secret, ends an old one, or deletes the app.
pub async fn act(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    answer(state, request_context, request, APP_ACT, change).await
}

async fn answer(
    state: AppState,
    request_context: RequestContext,
    request: Request<Body>,
    page: &'static PageRoute,
    does: impl AsyncFnOnce(&AppState, &RequestContext, &form_body::Fields) -> Result<Done, AppError>,
) -> Response {
    let (parts, _, values) = match forms::of_admin(&state, &request_context, request).await {
        Ok(sent) => sent,
        Err(response) => return *response,
    };
    match does(&state, &request_context, &values).await {
        Ok(Done::App(id, Some(secret))) => {
            let address = PageAddress::new(&APP.path.replace("{id}", id.as_str()), id.as_str());
            let shown = ShownSecret(Arc::new(secret));
            let provide = move || provide_context(shown.clone());
            render::page_with(&state, request_context, &parts, APP, address, provide).await
        }
        Ok(Done::App(id, None)) => render::redirect(&format!("/admin/apps/{id}?notice=saved")),
        Ok(Done::Elsewhere(path)) => render::redirect(&path),
        Err(error) => forms::refused(&state, request_context, &parts, page, values, error).await,
    }
}

async fn make(
    state: &AppState,
    request_context: &RequestContext,
    values: &form_body::Fields,
) -> Result<Done, AppError> {
    let text = |name| form_body::value(values, name).unwrap_or_default().to_owned();
    let typed = TypedApp {
        client_id: text("client_id"),
        name: text("display_name"),
        home_url: text("home_url"),
        redirect_uris: text("redirect_uris"),
        post_logout_uris: text("post_logout_uris"),
        initiate_login_uri: text("initiate_login_uri"),
        backchannel_logout_uri: text("backchannel_logout_uri"),
        kind: text("kind"),
        access: text("access"),
        groups: text("groups"),
        claims_in_id_token: text("claims_in_id_token"),
        algorithm: text("algorithm"),
    };
    let details = typed.parse(state).await?;
    // Only now, so that a slip elsewhere in the form does not cost a try at the password.
    let admin = accounts::confirmed_admin(state, request_context, form_body::value(values, "current_password")).await?;
    let id = form_body::value(values, "app").and_then(AppId::parse);
    match apps::create_app(state, &admin, id.clone(), &details, None).await {
        Ok((id, secret)) => Ok(Done::App(id, secret)),
        Err(apps::AppRefusal::DoneBefore) if details.kind != AppKind::Confidential => {
            Ok(Done::App(id.ok_or(AppError::NotFound)?, None))
        }
        Err(refusal) => sent_twice(refusal, id),
    }
}

/// Shows the app to who has reloaded the page that showed its secret.
fn sent_twice(refusal: apps::AppRefusal, id: Option<AppId>) -> Result<Done, AppError> {
    match (refusal, id) {
        (apps::AppRefusal::DoneBefore, Some(id)) => Ok(Done::Elsewhere(format!("/admin/apps/{id}?notice=sent-twice"))),
        (refusal, _) => Err(refusal.into()),
    }
}

async fn change(
    state: &AppState,
    request_context: &RequestContext,
    values: &form_body::Fields,
) -> Result<Done, AppError> {
    let id = form_body::value(values, "app").and_then(AppId::parse).ok_or(AppError::NotFound)?;
    let admin = accounts::confirmed_admin(state, request_context, form_body::value(values, "current_password")).await?;
    match form_body::value(values, "act").unwrap_or_default() {
        "rotate" => match apps::rotate_secret(state, &admin, &id, None, form_body::value(values, "beside")).await {
            Ok(secret) => Ok(Done::App(id, Some(secret))),
            Err(refusal) => sent_twice(refusal, Some(id)),
        },
        "delete" => {
            // One whose row cannot be read can be deleted all the same.
            let name = state.store.find_app(&id).await.ok().flatten().map(|app| app.details.name.to_string());
            match apps::delete_app(state, &admin, &id).await {
                // Sent twice: the first one has done it.
                Ok(()) | Err(apps::AppRefusal::NotFound) => Ok(Done::Elsewhere(deleted(name.as_deref()))),
                Err(refusal) => Err(refusal.into()),
            }
        }
        act => match act.strip_prefix("end:").and_then(AppId::parse) {
            Some(secret) => {
                let ended = apps::end_secret(state, &admin, &id, secret.as_str()).await;
                // Sent twice: the first one has done it. The last one that works is not ended.
                let is_done = match ended {
                    Ok(()) => true,
                    Err(apps::AppRefusal::NotFound) => has_ended(state, &id, secret.as_str()).await?,
                    Err(refusal) => return Err(refusal.into()),
                };
                let done = || Done::Elsewhere(format!("/admin/apps/{id}?notice=secret-ended"));
                is_done.then(done).ok_or(AppError::DoesNotApply)
            }
            None => Err(AppError::MalformedRequest),
        },
    }
}

/// Whether this secret of an app works no more.
async fn has_ended(state: &AppState, app: &AppId, secret: &str) -> Result<bool, AppError> {
    let secrets = state.store.list_app_secrets(app).await?;
    Ok(secrets.iter().any(|known| known.id == secret && known.ended_at.is_some()))
}

/// The list of apps, which says that one is gone, and which while that is known.
fn deleted(name: Option<&str>) -> String {
    let name = name.map(|name| ("done", name));
    let said = [("notice", "deleted")].into_iter().chain(name);
    let said = form_urlencoded::Serializer::new(String::new()).extend_pairs(said).finish();
    format!("/admin/apps?{said}")
}
