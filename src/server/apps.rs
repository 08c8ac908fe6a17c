//! What an administrator does to apps: the verbs of the pages and of `chaveiro app`.

mod invitation;
pub mod typed;

pub use invitation::{NO_APP, read_app, set_group_app};

use crate::domain::{AppDetails, AppId, AppKind, UserId};
use crate::error::{AppError, Field, Problem};
use crate::server::AppState;
use crate::server::keys::{Token, secret_hash};
use crate::server::oidc::signing_keys;
use crate::server::rate_limit::CLIENT_SECRET_MIN_LENGTH;
use crate::server::session::Admin;
use crate::server::store::StoreError;
use crate::server::store::apps::AddedSecret;
use zeroize::Zeroizing;

/// Why an app was not created or changed.
#[derive(Debug, thiserror::Error)]
pub enum AppRefusal {
    /// Another app has this client ID.
    #[error("another app has this client ID")]
    ClientIdTaken,
    /// Another app is behind a proxy at this host.
    #[error("another app has this host")]
    HostTaken,
    /// The secret given is too short to resist guessing.
    #[error("a client secret has at least {CLIENT_SECRET_MIN_LENGTH} characters")]
    SecretTooShort,
    /// A public app has no secret.
    #[error("a public app has no client secret")]
    PublicHasNoSecret,
    /// The form was sent twice: what it asks for has been done.
    #[error("this has been done already")]
    DoneBefore,
    /// There is no such app, or no such secret.
    #[error("there is no such app")]
    NotFound,
    /// The administrator has to give the password again.
    #[error("the administrator has to give the password again")]
    PasswordNeeded,
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No signing key could be made.
    #[error("no signing key could be made")]
    Failed(AppError),
}

impl From<AppRefusal> for AppError {
    fn from(refusal: AppRefusal) -> Self {
        match refusal {
            AppRefusal::ClientIdTaken => Self::field(Field::ClientId, Problem::ClientIdTaken),
            AppRefusal::HostTaken => Self::field(Field::HomeUrl, Problem::HostTaken),
            AppRefusal::SecretTooShort | AppRefusal::PublicHasNoSecret => {
                Self::field(Field::ClientId, Problem::ClientSecret)
            }
            AppRefusal::DoneBefore => Self::DoesNotApply,
            AppRefusal::NotFound => Self::NotFound,
            AppRefusal::PasswordNeeded => Self::PasswordNeeded,
            AppRefusal::Store(error) => error.into(),
            AppRefusal::Failed(error) => error,
        }
    }
}

/// A client secret, to be shown once.
pub type ClientSecret = Zeroizing<String>;

fn confirmed(admin: &Admin) -> Result<(), AppRefusal> {
    admin.require_confirmation().map_err(|_| AppRefusal::PasswordNeeded)
}

fn taken(error: StoreError) -> AppRefusal {
    match error {
        StoreError::ClientIdTaken => AppRefusal::ClientIdTaken,
        StoreError::HostTaken => AppRefusal::HostTaken,
        other => AppRefusal::Store(other),
    }
}

/// The secret that was given, or a new one of 256 bits.
fn given_or_generated(given: Option<&str>) -> Result<ClientSecret, AppRefusal> {
    match given {
        Some(given) if given.chars().count() < CLIENT_SECRET_MIN_LENGTH => Err(AppRefusal::SecretTooShort),
        Some(given) => Ok(Zeroizing::new(given.to_owned())),
        None => Ok(Zeroizing::new(Token::generate().reveal().to_owned())),
    }
}

/// Makes the key that signs the app's ID tokens, if it gets any and there is none.
async fn prepare_key(state: &AppState, details: &AppDetails) -> Result<(), AppRefusal> {
    if details.kind == AppKind::ForwardAuth {
        return Ok(());
    }
    signing_keys::prepare(state, details.algorithm).await.map_err(AppRefusal::Failed)
}

/// Adds an app. A confidential one gets a secret: the one `given`, or a new one. With an `id` from a form, that form
/// adds one app however often it is sent.
///
/// # Errors
/// [`AppRefusal`].
pub async fn create_app(
    state: &AppState,
    admin: &Admin,
    id: Option<AppId>,
    details: &AppDetails,
    given: Option<&str>,
) -> Result<(AppId, Option<ClientSecret>), AppRefusal> {
    confirmed(admin)?;
    let new_id = || AppId::parse(&state.clock.new_id()).ok_or(StoreError::Inconsistent { table: "apps", column: "id" });
    let id = id.map_or_else(new_id, Ok)?;
    let secret = match (details.kind, given) {
        (AppKind::Confidential, given) => Some(given_or_generated(given)?),
        (AppKind::Public | AppKind::ForwardAuth, Some(_)) => return Err(AppRefusal::PublicHasNoSecret),
        (AppKind::Public | AppKind::ForwardAuth, None) => None,
    };
    prepare_key(state, details).await?;
    let hash = secret.as_ref().map(|secret| secret_hash(secret));
    match state.store.insert_app(&id, details, hash.as_deref(), admin.by()).await {
        Ok(true) => Ok((id, secret)),
        Ok(false) => Err(AppRefusal::DoneBefore),
        // By the same form.
        Err(_) if state.store.find_app(&id).await?.is_some() => Err(AppRefusal::DoneBefore),
        Err(error) => Err(taken(error)),
    }
}

/// Puts `details` in the place of what an app says.
///
/// # Errors
/// [`AppRefusal`].
pub async fn edit_app(state: &AppState, admin: &Admin, id: &AppId, details: &AppDetails) -> Result<(), AppRefusal> {
    confirmed(admin)?;
    prepare_key(state, details).await?;
    let done = state.store.set_app_details(id, details, admin.by()).await.map_err(taken)?;
    state.notify();
    if done { Ok(()) } else { Err(AppRefusal::NotFound) }
}

/// Adds a secret beside the one that works, until an administrator ends that one. With the newest one that a form
/// knew as `beside`, that form adds one however often it is sent.
///
/// # Errors
/// [`AppRefusal`].
pub async fn rotate_secret(
    state: &AppState,
    admin: &Admin,
    id: &AppId,
    given: Option<&str>,
    beside: Option<&str>,
) -> Result<ClientSecret, AppRefusal> {
    confirmed(admin)?;
    let secret = given_or_generated(given)?;
    match state.store.insert_app_secret(id, &secret_hash(&secret), beside, admin.by()).await? {
        AddedSecret::Added => Ok(secret),
        AddedSecret::NotBeside => Err(AppRefusal::DoneBefore),
        AddedSecret::NotConfidential => Err(AppRefusal::PublicHasNoSecret),
    }
}

/// Ends a secret, never the last one.
///
/// # Errors
/// [`AppRefusal::NotFound`] also for the last one.
pub async fn end_secret(state: &AppState, admin: &Admin, id: &AppId, secret: &str) -> Result<(), AppRefusal> {
    confirmed(admin)?;
    let done = state.store.set_app_secret_ended(id, secret, admin.by()).await?;
    if done { Ok(()) } else { Err(AppRefusal::NotFound) }
}

/// Removes an app: nobody signs in to it any more, and its tokens end.
///
/// # Errors
/// [`AppRefusal`].
pub async fn delete_app(state: &AppState, admin: &Admin, id: &AppId) -> Result<(), AppRefusal> {
    confirmed(admin)?;
    let done = state.store.delete_app(id, admin.by()).await?;
    if done { Ok(()) } else { Err(AppRefusal::NotFound) }
}

/// Where a member begins: with the apps they may use, if there are any. Without an answer of the database as well with
/// the own account, whose page says so itself.
pub async fn member_home(state: &AppState, id: &UserId) -> &'static str {
    if state.store.has_apps(id).await.unwrap_or(false) { "/apps" } else { "/account" }
}
