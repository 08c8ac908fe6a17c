//! What an administrator does to apps: the actions of the pages and of `chaveiro app`.

mod invitation;
pub mod typed;

pub use invitation::{NO_APP, read_app, set_group_app};

use crate::domain::{AppDetails, AppId, AppKind, AppSecretId, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::keys::{Token, secret_hash};
use crate::server::oidc::signing_keys;
use crate::server::rate_limit::CLIENT_SECRET_MIN_LENGTH;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::apps::{AddedSecret, EditedApp};
use zeroize::Zeroizing;

/// A client secret, to be shown once.
pub type ClientSecret = Zeroizing<String>;

fn taken(error: StoreError) -> AppError {
    match error {
        StoreError::ClientIdTaken => AppError::field(Field::ClientId, Problem::ClientIdTaken),
        StoreError::HostTaken => AppError::field(Field::HomeUrl, Problem::HostTaken),
        other => other.into(),
    }
}

fn wrong_secret() -> AppError {
    AppError::field(Field::ClientId, Problem::ClientSecret)
}

/// The secret that was given, or a new one of 256 bits.
fn given_or_generated(given: Option<&str>) -> Result<ClientSecret, AppError> {
    match given {
        // Too short to resist guessing.
        Some(given) if given.chars().count() < CLIENT_SECRET_MIN_LENGTH => Err(wrong_secret()),
        Some(given) => Ok(Zeroizing::new(given.to_owned())),
        None => Ok(Zeroizing::new(Token::generate().reveal().to_owned())),
    }
}

/// Makes the key that signs the app's ID tokens, if it gets any and there is none.
async fn prepare_key(state: &AppState, details: &AppDetails) -> Result<(), AppError> {
    if details.kind == AppKind::ForwardAuth {
        return Ok(());
    }
    signing_keys::prepare(state, details.algorithm).await
}

/// Adds an app. A confidential one gets a secret: the one `given`, or a new one. With an `id` from a form, that form
/// adds one app however often it is sent: none after the first time.
///
/// # Errors
/// [`AppError::PasswordNeeded`]; [`AppError::InvalidForm`] when another app has the client ID or the host, or the secret
/// is too short or of an app that has none.
pub async fn create_app(
    state: &AppState,
    admin: &Admin,
    id: Option<AppId>,
    details: &AppDetails,
    given: Option<&str>,
) -> Result<Option<(AppId, Option<ClientSecret>)>, AppError> {
    admin.require_confirmation()?;
    let id = id.unwrap_or_else(|| AppId::from(state.clock.new_uuid()));
    let secret = match (details.kind, given) {
        (AppKind::Confidential, given) => Some(given_or_generated(given)?),
        (AppKind::Public | AppKind::ForwardAuth, Some(_)) => return Err(wrong_secret()),
        (AppKind::Public | AppKind::ForwardAuth, None) => None,
    };
    prepare_key(state, details).await?;
    let hash = secret.as_ref().map(|secret| secret_hash(secret));
    match state.store.insert_app(&id, details, hash.as_deref(), admin.by()).await {
        Ok(true) => Ok(Some((id, secret))),
        Ok(false) => Ok(None),
        // By the same form.
        Err(_) if state.store.find_app(&id).await?.is_some() => Ok(None),
        Err(error) => Err(taken(error)),
    }
}

/// Puts `details` in place of what an app says; with `before`, only if it still says that.
///
/// # Errors
/// [`AppError::PasswordNeeded`], [`AppError::NotFound`], [`AppError::ChangedMeanwhile`]; [`AppError::InvalidForm`] as
/// [`create_app`].
pub async fn edit_app(
    state: &AppState,
    admin: &Admin,
    id: &AppId,
    before: Option<&AppDetails>,
    details: &AppDetails,
) -> Result<(), AppError> {
    admin.require_confirmation()?;
    prepare_key(state, details).await?;
    let edited = state.store.set_app_details(id, before, details, admin.by()).await.map_err(taken)?;
    state.notify();
    match edited {
        EditedApp::Done => Ok(()),
        EditedApp::Gone => Err(AppError::NotFound),
        EditedApp::ChangedMeanwhile => Err(AppError::ChangedMeanwhile(Vec::new())),
    }
}

/// Adds a secret beside the one that works, until an administrator ends that one. With the newest one that a form
/// knew as `beside`, that form adds one however often it is sent: none after the first time.
///
/// # Errors
/// [`AppError::PasswordNeeded`]; [`AppError::InvalidForm`] when the secret is too short or the app has none.
pub async fn rotate_secret(
    state: &AppState,
    admin: &Admin,
    id: &AppId,
    given: Option<&str>,
    beside: Option<&str>,
) -> Result<Option<ClientSecret>, AppError> {
    admin.require_confirmation()?;
    let secret = given_or_generated(given)?;
    match state.store.insert_app_secret(id, &secret_hash(&secret), beside, admin.by()).await? {
        AddedSecret::Added => Ok(Some(secret)),
        AddedSecret::NotBeside => Ok(None),
        AddedSecret::NotConfidential => Err(wrong_secret()),
    }
}

/// Ends a secret, never the last one.
///
/// # Errors
/// [`AppError::PasswordNeeded`]; [`AppError::NotFound`] also for the last one.
pub async fn end_secret(state: &AppState, admin: &Admin, id: &AppId, secret: &AppSecretId) -> Result<(), AppError> {
    admin.require_confirmation()?;
    let done = state.store.set_app_secret_ended(id, secret, admin.by()).await?;
    if done { Ok(()) } else { Err(AppError::NotFound) }
}

/// Removes an app: nobody signs in to it any more, and its tokens end.
///
/// # Errors
/// [`AppError::PasswordNeeded`], [`AppError::NotFound`].
pub async fn delete_app(state: &AppState, admin: &Admin, id: &AppId) -> Result<(), AppError> {
    admin.require_confirmation()?;
    let done = state.store.delete_app(id, admin.by()).await?;
    if done { Ok(()) } else { Err(AppError::NotFound) }
}

/// Where a member begins: with the apps they may use, if there are any. Without an answer of the database as well with
/// the own account, whose page says so itself.
pub async fn member_home(state: &AppState, id: &UserId) -> &'static str {
    if state.store.has_apps(id).await.unwrap_or(false) { "/apps" } else { "/account" }
}
