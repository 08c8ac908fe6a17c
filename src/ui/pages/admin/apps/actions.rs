//! Apps: all of them, one of them, and what the forms about them do.

use crate::domain::AppId;
use crate::error::{AppError, Field};
use crate::server::apps::typed::TypedApp;
use crate::server::store::app_logouts::LogoutEntry;
use crate::server::store::apps::{App, AppSecret, AppUse};
use crate::server::store::groups::Group;
use crate::ui::changed_meanwhile::FormValues;
use crate::ui::response::{AdminRequest, admin_request, set_location};
use leptos::prelude::*;
use std::sync::Arc;
use std::{fmt, mem};
use zeroize::Zeroizing;

/// People and sign-outs shown on the page of an app.
const LATELY: i64 = 20;

/// A client secret on its way to the page that shows it, once. It is stored nowhere.
#[derive(Clone)]
pub struct ShownSecret {
    /// The secret.
    pub secret: Arc<Zeroizing<String>>,
    /// Whether the app was made with it, just now.
    pub is_new_app: bool,
}

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
pub async fn list_apps() -> Result<Vec<App>, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    Ok(state.store.list_apps().await?)
}

/// One app.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`].
pub async fn find_app(id: &str) -> Result<AppView, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    let id = AppId::parse(id).ok_or(AppError::NotFound)?;
    let app = state.store.find_app(&id).await?.ok_or(AppError::NotFound)?;
    let groups = state.store.list_groups().await?;
    Ok(AppView {
        groups: groups.into_iter().filter(|group| app.details.groups.contains(&group.id)).collect(),
        secrets: state.store.list_app_secrets(&id).await?,
        uses: state.store.list_app_uses(&id, LATELY).await?,
        logouts: state.store.list_logouts(&id, LATELY).await?,
        issuer: state.settings.public_url.as_str().trim_end_matches('/').to_owned(),
        app,
    })
}

/// The form for a new app, or for the one with this id.
///
/// # Errors
/// [`AppError::Forbidden`] for all but admins; [`AppError::NotFound`].
pub async fn find_app_form(id: Option<String>) -> Result<AppForm, AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    let groups = state.store.list_groups().await?;
    let groups = groups.into_iter().map(|group| (group.slug.into(), group.name.into())).collect();
    let Some(id) = id else { return Ok(AppForm { id: None, typed: TypedApp::default(), groups }) };
    let id = AppId::parse(&id).ok_or(AppError::NotFound)?;
    let app = state.store.find_app(&id).await?.ok_or(AppError::NotFound)?;
    Ok(AppForm { id: Some(id), typed: TypedApp::of(&state, &app).await?, groups })
}

impl FormValues for TypedApp {
    fn fields(&self) -> Vec<(Field, String)> {
        self.clone().fields_mut().map(|(field, text)| (field, mem::take(text))).into()
    }
}

/// Sends the logout tokens again that the app has not accepted.
#[server(prefix = "", endpoint = "admin/apps/retry")]
pub async fn retry_logouts(app: Option<String>) -> Result<(), AppError> {
    let AdminRequest { state, .. } = admin_request()?;
    let id = app.as_deref().and_then(AppId::parse).ok_or(AppError::NotFound)?;
    state.store.set_logouts_retried(&id).await?;
    state.notify();
    set_location(&format!("/admin/apps/{id}?notice=retried"));
    Ok(())
}
