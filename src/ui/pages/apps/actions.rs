//! The apps of the person who is signed in.

use crate::domain::{Role, UserId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::apps::member_home;
use crate::server::oidc::AppLink;
use crate::ui::response::{SignedInRequest, request_context, signed_in_request};

/// What `/apps` shows.
#[derive(Clone, Debug)]
pub struct OwnApps {
    /// Sorted by name.
    pub apps: Vec<AppLink>,
    /// The one they were invited for, once a password is chosen.
    pub invited: Option<AppLink>,
}

/// The apps one may use, by name; with `is_new` also the one they were invited for.
///
/// # Errors
/// [`AppError::NotSignedIn`].
pub async fn find_own_apps(is_new: bool) -> Result<OwnApps, AppError> {
    let SignedInRequest { state, session, .. } = signed_in_request()?;
    let apps = state.store.list_apps_of(&session.user.id).await?;
    let invited = if is_new { find_invited_app(&state, &session.user.id).await? } else { None };
    Ok(OwnApps { apps: apps.iter().map(|app| AppLink::to_start(&state, app)).collect(), invited })
}

/// Whether who is signed in may use any; not, where the database does not say.
pub async fn has_own_apps() -> bool {
    let (state, request_context) = request_context();
    match &request_context.session {
        Some(session) => state.store.has_apps(&session.user.id).await.unwrap_or(false),
        None => false,
    }
}

/// The app somebody was invited for, if they may use it.
///
/// # Errors
/// When the database does not answer.
pub async fn find_invited_app(state: &AppState, user_id: &UserId) -> Result<Option<AppLink>, AppError> {
    Ok(state.store.find_invited_app(user_id).await?.map(|app| AppLink::to_start(state, &app)))
}

/// Where somebody new begins, as sign-in leads them later: a member who may use apps with these, others with the own
/// account. It says `notice` once.
pub async fn start_path(state: &AppState, user_id: &UserId, notice: &str) -> String {
    let is_member = matches!(state.store.find_user(user_id).await, Ok(Some(user)) if user.role == Role::Member);
    let path = if is_member { member_home(state, user_id).await } else { "/account" };
    format!("{path}?notice={notice}")
}
