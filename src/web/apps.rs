//! Forms about apps.
//!
//! Not server functions, which could only send the browser on to a page: a client
//! secret must be in no address and wait in no store to be shown.

use super::admin_form::AdminForm;
use super::render;
use crate::domain::{AppAction, AppId, AppKind, AppSecretId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::apps::{self, typed::TypedApp};
use crate::ui::address::PageAddress;
use crate::ui::changed_meanwhile::{describe_now, read_shown};
use crate::ui::page_route::PageRoute;
use crate::ui::pages::admin::apps::actions::ShownSecret;
use crate::ui::pages::{APP, APP_ACT, EDIT_APP, NEW_APP};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::provide_context;
use std::sync::Arc;

/// The outcome of a form.
enum FormOutcome {
    /// The page of this app with its secret, which it has got when it was made or later.
    Secret { id: AppId, secret: apps::ClientSecret, is_new_app: bool },
    /// Somewhere else.
    Elsewhere(String),
}

/// Makes an app and shows its secret, once.
pub async fn create(State(state): State<AppState>, form: AdminForm) -> Response {
    answer(&state, form, NEW_APP, make).await
}

/// Puts what the form says in place of what an app says.
pub async fn edit(State(state): State<AppState>, form: AdminForm) -> Response {
    answer(&state, form, EDIT_APP, save).await
}

/// Rotates the secret, ends an old one, or deletes the app.
pub async fn apply_action(State(state): State<AppState>, form: AdminForm) -> Response {
    answer(&state, form, APP_ACT, change).await
}

/// What `handle` did; or, where it refused, `page` again.
async fn answer(
    state: &AppState,
    form: AdminForm,
    page: &'static PageRoute,
    handle: impl AsyncFnOnce(&AppState, &AdminForm) -> Result<FormOutcome, AppError>,
) -> Response {
    match handle(state, &form).await {
        Ok(FormOutcome::Secret { id, secret, is_new_app }) => {
            let address = PageAddress::new(&APP.path.replace("{id}", id.as_str()), id.as_str());
            let shown = ShownSecret { secret: Arc::new(secret), is_new_app };
            let provide = move || provide_context(shown.clone());
            render::page_with(state, form.request_context, &form.parts, APP, address, provide).await
        }
        Ok(FormOutcome::Elsewhere(path)) => render::redirect(&path),
        Err(error) => form.refused(state, page, error).await,
    }
}

async fn make(state: &AppState, form: &AdminForm) -> Result<FormOutcome, AppError> {
    let typed = TypedApp::from_fields(|name| form.value(name));
    let details = typed.parse(state).await?;
    // Only now, so that a slip elsewhere in the form does not cost a try at the password.
    let admin = form.confirmed_admin(state).await?;
    let id = form.value("app").and_then(AppId::parse);
    match (apps::create_app(state, &admin, id.clone(), &details, None).await?, id) {
        (Some((id, Some(secret))), _) => Ok(FormOutcome::Secret { id, secret, is_new_app: true }),
        (Some((id, None)), _) => Ok(created(&id)),
        (None, Some(id)) if details.kind == AppKind::Confidential => Ok(sent_twice(&id)),
        (None, Some(id)) => Ok(created(&id)),
        (None, None) => Err(AppError::DoesNotApply),
    }
}

/// With what the form has `shown`, only what was changed in it is changed.
async fn save(state: &AppState, form: &AdminForm) -> Result<FormOutcome, AppError> {
    let id = form.value("app").and_then(AppId::parse).ok_or(AppError::NotFound)?;
    let stored = state.store.find_app(&id).await?.ok_or(AppError::NotFound)?;
    let mut typed = TypedApp::from_fields(|name| form.value(name));
    // It stays: the app is configured with it.
    typed.client_id = stored.details.client_id.to_string();
    let shown = read_shown(form.value("shown"))?;
    let before = shown.is_some().then_some(&stored.details);
    if let Some(shown) = shown {
        let merged = typed.merged(shown, TypedApp::of(state, &stored).await?);
        typed = merged.map_err(|error| describe_now(form.request_context.locale, error))?;
    }
    let details = typed.parse(state).await?;
    // Only now, as above.
    let admin = form.confirmed_admin(state).await?;
    apps::edit_app(state, &admin, &id, before, &details).await?;
    Ok(FormOutcome::Elsewhere(format!("/admin/apps/{id}?notice=saved")))
}

fn created(id: &AppId) -> FormOutcome {
    FormOutcome::Elsewhere(format!("/admin/apps/{id}?notice=created"))
}

/// Shows the app to who has reloaded the page that showed its secret.
fn sent_twice(id: &AppId) -> FormOutcome {
    FormOutcome::Elsewhere(format!("/admin/apps/{id}?notice=sent-twice"))
}

async fn change(state: &AppState, form: &AdminForm) -> Result<FormOutcome, AppError> {
    let id = form.value("app").and_then(AppId::parse).ok_or(AppError::NotFound)?;
    let admin = form.confirmed_admin(state).await?;
    match form.value("act").and_then(AppAction::parse).ok_or(AppError::MalformedRequest)? {
        AppAction::Rotate => {
            let secret = apps::rotate_secret(state, &admin, &id, None, form.value("beside")).await?;
            let shown = |secret| FormOutcome::Secret { id: id.clone(), secret, is_new_app: false };
            Ok(secret.map_or_else(|| sent_twice(&id), shown))
        }
        AppAction::Delete => {
            // One whose row cannot be read can be deleted all the same.
            let name = state.store.find_app(&id).await.ok().flatten().map(|app| app.details.name.to_string());
            match apps::delete_app(state, &admin, &id).await {
                // Sent twice: the first one has done it.
                Ok(()) | Err(AppError::NotFound) => Ok(FormOutcome::Elsewhere(deleted(name.as_deref()))),
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
            Ok(FormOutcome::Elsewhere(format!("/admin/apps/{id}?notice=secret-ended")))
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
    let query = [("notice", "deleted")].into_iter().chain(name);
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    format!("/admin/apps?{query}")
}
