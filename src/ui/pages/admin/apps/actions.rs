//! Apps: all of them, one of them, and what the forms about them do.

use super::shown::merged;
use super::texts::texts;
use crate::domain::{AppAccess, AppId, AppKind, GroupSlug, Locale};
use crate::error::{AppError, Field, FieldError, Problem};
use crate::server::apps::{self, typed::TypedApp};
use crate::server::store::app_logouts::LogoutEntry;
use crate::server::store::apps::{App, AppSecret, AppUse};
use crate::server::store::groups::Group;
use crate::server::{AppState, accounts, session};
use crate::ui::response::{go_to, request_context};
use leptos::prelude::*;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// People and sign-outs shown on the page of an app.
const LATELY: i64 = 20;

/// A client secret on its way to the page that shows it, once. It is stored nowhere.
#[derive(Clone)]
pub struct ShownSecret(pub Arc<Zeroizing<String>>);

impl fmt::Debug for ShownSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownSecret(…)")
    }
}

/// One app, from all sides.
#[derive(Clone, Debug)]
pub struct AppView {
    /// The app.
    pub app: App,
    /// The groups that may use it.
    pub groups: Vec<Group>,
    /// Its secrets, the newest first.
    pub secrets: Vec<AppSecret>,
    /// Who used it lately.
    pub uses: Vec<AppUse>,
    /// What it was told lately of sessions that ended.
    pub logouts: Vec<LogoutEntry>,
    /// Where it finds Chaveiro.
    pub issuer: String,
}

/// What the form about an app is filled in with, and the groups to choose from.
#[derive(Clone, Debug)]
pub struct AppForm {
    /// Which app; none for a new one.
    pub id: Option<AppId>,
    /// What it says now.
    pub typed: TypedApp,
    /// All groups: their slugs and names.
    pub groups: Vec<(String, String)>,
}

/// All apps.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins.
pub async fn all_apps() -> Result<Vec<App>, AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    Ok(state.store.list_apps().await?)
}

/// One app.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`].
pub async fn find_app(id: &str) -> Result<AppView, AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let id = AppId::parse(id).ok_or(AppError::NotFound)?;
    let app = state.store.find_app(&id).await?.ok_or(AppError::NotFound)?;
    Ok(AppView {
        groups: groups_of(&state, &app).await?,
        secrets: state.store.list_app_secrets(&id).await?,
        uses: state.store.list_app_uses(&id, LATELY).await?,
        logouts: state.store.list_logouts(&id, LATELY).await?,
        issuer: state.settings.public_url.as_str().trim_end_matches('/').to_owned(),
        app,
    })
}

async fn groups_of(state: &AppState, app: &App) -> Result<Vec<Group>, AppError> {
    let all = state.store.list_groups().await?;
    Ok(all.into_iter().filter(|group| app.details.groups.contains(&group.id)).collect())
}

/// The form for a new app, or for the one with this id.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`].
pub async fn app_form(id: Option<String>) -> Result<AppForm, AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let groups = state.store.list_groups().await?;
    let groups = groups.into_iter().map(|group| (group.slug.into(), group.name.into())).collect();
    let Some(id) = id else { return Ok(AppForm { id: None, typed: TypedApp::default(), groups }) };
    let id = AppId::parse(&id).ok_or(AppError::NotFound)?;
    let app = state.store.find_app(&id).await?.ok_or(AppError::NotFound)?;
    Ok(AppForm { id: Some(id), typed: as_typed(&state, &app).await?, groups })
}

/// What the form about `app` shows before anybody types.
async fn as_typed(state: &AppState, app: &App) -> Result<TypedApp, AppError> {
    let slugs: Vec<GroupSlug> = groups_of(state, app).await?.into_iter().map(|group| group.slug).collect();
    Ok(TypedApp::of(app, &slugs))
}

/// Puts what the form says in the place of what the app says. With what the form has `shown`, only what was changed in
/// it is changed.
#[server(prefix = "", endpoint = "admin/apps/edit")]
pub async fn edit_app(
    app: String,
    display_name: Option<String>,
    home_url: Option<String>,
    redirect_uris: Option<String>,
    post_logout_uris: Option<String>,
    initiate_login_uri: Option<String>,
    backchannel_logout_uri: Option<String>,
    kind: Option<String>,
    access: Option<String>,
    groups: Option<String>,
    claims_in_id_token: Option<String>,
    algorithm: Option<String>,
    shown: Option<String>,
    current_password: Option<String>,
) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let id = AppId::parse(&app).ok_or(AppError::NotFound)?;
    let stored = state.store.find_app(&id).await?.ok_or(AppError::NotFound)?;
    let typed = TypedApp {
        // It stays: the app is configured with it.
        client_id: stored.details.client_id.to_string(),
        name: display_name.unwrap_or_default(),
        home_url: home_url.unwrap_or_default(),
        redirect_uris: redirect_uris.unwrap_or_default(),
        post_logout_uris: post_logout_uris.unwrap_or_default(),
        initiate_login_uri: initiate_login_uri.unwrap_or_default(),
        backchannel_logout_uri: backchannel_logout_uri.unwrap_or_default(),
        kind: kind.unwrap_or_default(),
        access: access.unwrap_or_default(),
        groups: groups.unwrap_or_default(),
        claims_in_id_token: claims_in_id_token.unwrap_or_default(),
        algorithm: algorithm.unwrap_or_default(),
    };
    let typed = match shown.as_deref().map(serde_json::from_str::<TypedApp>) {
        Some(Err(_)) => return Err(AppError::MalformedRequest),
        Some(Ok(shown)) => {
            let merged = merged(&shown, typed, &as_typed(&state, &stored).await?);
            merged.map_err(|error| in_words(request_context.locale, error))?
        }
        None => typed,
    };
    let details = typed.parse(&state).await?;
    // Only now, so that a slip elsewhere in the form does not cost a try at the password.
    let admin = accounts::confirmed_admin(&state, &request_context, current_password.as_deref()).await?;
    apps::edit_app(&state, &admin, &id, &details).await?;
    go_to(&format!("/admin/apps/{id}?notice=saved"));
    Ok(())
}

/// What the fields hold by now, as the reader calls it.
fn in_words(locale: Locale, error: AppError) -> AppError {
    let AppError::ChangedMeanwhile(mut changed) = error else { return error };
    let words = texts(locale);
    for FieldError { field, problem } in &mut changed {
        let Problem::ChangedMeanwhile { now } = problem else { continue };
        let word = match field {
            Field::Kind => AppKind::parse(now).map(|kind| (words.kind_of)(kind).0),
            Field::Access => AppAccess::parse(now).map(|access| (words.access_of)(access).0),
            Field::ClaimsInIdToken => Some(if now == "yes" { words.yes } else { words.no }),
            _ => None,
        };
        *now = word.map_or_else(|| now.split_whitespace().collect::<Vec<_>>().join(" "), str::to_owned);
    }
    AppError::ChangedMeanwhile(changed)
}

/// Has what the app could not be told tried again.
#[server(prefix = "", endpoint = "admin/apps/retry")]
pub async fn retry_logouts(app: Option<String>) -> Result<(), AppError> {
    let (state, request_context) = request_context();
    session::require_admin(&request_context)?;
    let id = app.as_deref().and_then(AppId::parse).ok_or(AppError::NotFound)?;
    state.store.set_logouts_retried(&id).await?;
    state.notify();
    go_to(&format!("/admin/apps/{id}?notice=retried"));
    Ok(())
}
