//! The apps of the person who is signed in.

use crate::error::AppError;
use crate::server::session;
use crate::ui::response::request_context;

/// An app one may use.
#[derive(Clone, Debug)]
pub struct OwnApp {
    /// What it is called.
    pub name: String,
    /// Where it is opened.
    pub url: String,
}

/// The apps one may use, by name.
///
/// # Errors
/// [`AppError::NotSignedIn`].
pub async fn own_apps() -> Result<Vec<OwnApp>, AppError> {
    let (state, request_context) = request_context();
    let session = session::require_user(&request_context)?;
    let apps = state.store.list_apps_of(&session.user.id).await?;
    let own = |app: crate::server::store::apps::App| OwnApp {
        url: app.details.start_url().as_str().to_owned(),
        name: app.details.name.into(),
    };
    Ok(apps.into_iter().map(own).collect())
}
