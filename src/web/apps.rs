//! Forms about apps.
//!
//! Not server functions, which could only send the browser on to a page: a client
//! secret must be in no address and wait in no store to be shown.

use super::{form_body, forms, render};
use crate::domain::{AppAction, AppId, AppKind, AppSecretId};
use crate::error::AppError;
use crate::server::apps::{self, typed::TypedApp};
use crate::server::request_context::RequestContext;
use crate::server::{AppState, accounts};
use crate::ui::address::PageAddress;
use crate::ui::changed_meanwhile::{describe_now, read_shown};
use crate::ui::page_route::PageRoute;
use crate::ui::pages::admin::apps::actions::ShownSecret;
use crate::ui::pages::{APP, APP_ACT, EDIT_APP, NEW_APP};
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
    handle_form(state, request_context, request, NEW_APP, make).await
}

/// Puts what the form says in place of what an app says.
pub async fn edit(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    handle_form(state, request_context, request, EDIT_APP, save).await
}

/// Rotates the secret, ends an old one, or deletes the app.
pub async fn apply_action(
    State(state): State<AppState>,
    Extension(request_context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    handle_form(state, request_context, request, APP_ACT, change).await
}

/// Answers a form of apps: what it did, or `page` again.
async fn handle_form(
    state: AppState,
    mut request_context: RequestContext,
    request: Request<Body>,
    page: &'static PageRoute,
    does: impl AsyncFnOnce(&AppState, &RequestContext, &form_body::Fields) -> Result<Done, AppError>,
) -> Response {
    let (parts, _, values) = match forms::of_admin(&state, &mut request_context, request).await {
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
    let typed = TypedApp::from_fields(|name| form_body::value(values, name));
    let details = typed.parse(state).await?;
    // Only now, so that a slip elsewhere in the form does not cost a try at the password.
    let admin = accounts::confirmed_admin(state, request_context, form_body::value(values, "current_password")).await?;
    let id = form_body::value(values, "app").and_then(AppId::parse);
    match (apps::create_app(state, &admin, id.clone(), &details, None).await?, id) {
        (Some((id, secret)), _) => Ok(Done::App(id, secret)),
        (None, Some(id)) if details.kind == AppKind::Confidential => Ok(sent_twice(&id)),
        (None, Some(id)) => Ok(Done::App(id, None)),
        (None, None) => Err(AppError::DoesNotApply),
    }
}

/// With what the form has `shown`, only what was changed in it is changed.
async fn save(
    state: &AppState,
    request_context: &RequestContext,
    values: &form_body::Fields,
) -> Result<Done, AppError> {
    let id = form_body::value(values, "app").and_then(AppId::parse).ok_or(AppError::NotFound)?;
    let stored = state.store.find_app(&id).await?.ok_or(AppError::NotFound)?;
    let mut typed = TypedApp::from_fields(|name| form_body::value(values, name));
    // It stays: the app is configured with it.
    typed.client_id = stored.details.client_id.to_string();
    let shown = read_shown(form_body::value(values, "shown"))?;
    let before = shown.is_some().then_some(&stored.details);
    if let Some(shown) = shown {
        let merged = typed.merged(shown, TypedApp::of(state, &stored).await?);
        typed = merged.map_err(|error| describe_now(request_context.locale, error))?;
    }
    let details = typed.parse(state).await?;
    // Only now, as above.
    let admin = accounts::confirmed_admin(state, request_context, form_body::value(values, "current_password")).await?;
    apps::edit_app(state, &admin, &id, before, &details).await?;
    Ok(Done::App(id, None))
}

/// Shows the app to who has reloaded the page that showed its secret.
fn sent_twice(id: &AppId) -> Done {
    Done::Elsewhere(format!("/admin/apps/{id}?notice=sent-twice"))
}

async fn change(
    state: &AppState,
    request_context: &RequestContext,
    values: &form_body::Fields,
) -> Result<Done, AppError> {
    let id = form_body::value(values, "app").and_then(AppId::parse).ok_or(AppError::NotFound)?;
    let admin = accounts::confirmed_admin(state, request_context, form_body::value(values, "current_password")).await?;
    match form_body::value(values, "act").and_then(AppAction::parse).ok_or(AppError::MalformedRequest)? {
        AppAction::Rotate => {
            let secret = apps::rotate_secret(state, &admin, &id, None, form_body::value(values, "beside")).await?;
            Ok(secret.map_or_else(|| sent_twice(&id), |secret| Done::App(id.clone(), Some(secret))))
        }
        AppAction::Delete => {
            // One whose row cannot be read can be deleted all the same.
            let name = state.store.find_app(&id).await.ok().flatten().map(|app| app.details.name.to_string());
            match apps::delete_app(state, &admin, &id).await {
                // Sent twice: the first one has done it.
                Ok(()) | Err(AppError::NotFound) => Ok(Done::Elsewhere(deleted(name.as_deref()))),
                Err(error) => Err(error),
            }
        }
        AppAction::EndSecret(secret) => {
            match apps::end_secret(state, &admin, &id, &secret).await {
                // Sent twice: the first one has done it. The last one that works is not ended.
                Err(AppError::NotFound) if !has_ended(state, &id, &secret).await? => {
                    return Err(AppError::DoesNotApply);
                }
                Ok(()) | Err(AppError::NotFound) => {}
                Err(error) => return Err(error),
            }
            Ok(Done::Elsewhere(format!("/admin/apps/{id}?notice=secret-ended")))
        }
    }
}

/// Whether this secret of an app works no more.
async fn has_ended(state: &AppState, app: &AppId, secret: &AppSecretId) -> Result<bool, AppError> {
    let secrets = state.store.list_app_secrets(app).await?;
    Ok(secrets.iter().any(|known| known.id == *secret && known.ended_at.is_some()))
}

/// The list of apps, which says that one is gone, and which while that is known.
fn deleted(name: Option<&str>) -> String {
    let name = name.map(|name| ("done", name));
    let said = [("notice", "deleted")].into_iter().chain(name);
    let said = form_urlencoded::Serializer::new(String::new()).extend_pairs(said).finish();
    format!("/admin/apps?{said}")
}
