//! Which app asks at an endpoint for programs, and whether it knows its secret (RFC 6749, 2.3).

use super::form_encoding::decoded;
use crate::domain::{AppKind, ClientId};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::secret_hash;
use crate::server::store::StoreError;
use crate::server::store::apps::App;
use crate::server::store::audit::Origin;
use crate::server::store::rate_limit::sign_in::Reservation;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq as _;

/// What a request says of who sends it.
#[derive(Default)]
pub struct Credentials<'a> {
    /// The header `Authorization`.
    pub authorization: Option<&'a str>,
    /// `client_id` in the body.
    pub client_id: Option<&'a str>,
    /// `client_secret` in the body.
    pub client_secret: Option<&'a str>,
}

/// Why an app is not who it says.
#[derive(Debug)]
pub enum ClientRefusal {
    /// Two ways at once, or two names.
    Malformed(&'static str),
    /// In no way that we know (RFC 6749, 5.2).
    Unauthenticated(&'static str),
    /// No such app, or not its secret.
    Unknown,
    /// Too many wrong secrets from this network; not before so many seconds.
    TooMany(u32),
    /// The database did not answer.
    Failed(AppError),
}

impl From<AppError> for ClientRefusal {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for ClientRefusal {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// The app that sends a request. A public one says its name, and needs no more: what it has to
/// show besides is a verifier or a token.
///
/// # Errors
/// [`ClientRefusal`].
pub async fn authenticate(
    state: &AppState,
    credentials: &Credentials<'_>,
    origin: &Origin,
) -> Result<App, ClientRefusal> {
    let (client_id, secrets) = match (credentials.authorization, credentials.client_secret) {
        (Some(_), Some(_)) => return Err(ClientRefusal::Malformed("the client authenticates in two ways at once")),
        (Some(header), None) => {
            let (id, secrets) = basic(header).ok_or(ClientRefusal::Unauthenticated(
                "the Authorization header has to be Basic, with client ID and secret in base64",
            ))?;
            if credentials.client_id.is_some_and(|given| given != id) {
                return Err(ClientRefusal::Malformed("client_id is not the one of the Authorization header"));
            }
            (id, secrets)
        }
        (None, secret) => {
            let missing = ClientRefusal::Unauthenticated("client_id is missing, and so is an Authorization header");
            let id = credentials.client_id.ok_or(missing)?;
            (id.to_owned(), secret.map(str::to_owned).into_iter().collect())
        }
    };
    let app = match ClientId::parse(&client_id) {
        Ok(id) => state.store.find_app_by_client_id(&id).await?,
        Err(_) => None,
    };
    let is_known = match &app {
        None => false,
        Some(app) => match (app.details.kind, secrets.is_empty()) {
            (AppKind::Public, true) => true,
            (AppKind::Public, false) | (AppKind::Confidential, true) | (AppKind::ForwardAuth, _) => false,
            (AppKind::Confidential, false) => is_secret_of(state, app, &secrets).await?,
        },
    };
    match app {
        Some(app) if is_known => Ok(app),
        _ => Err(count_wrong(state, &client_id, origin).await?),
    }
}

/// The client ID and the secret of HTTP Basic: encoded as in a form (RFC 6749, 2.3.1), which some
/// programs leave out.
fn basic(header: &str) -> Option<(String, Vec<String>)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    if secret.is_empty() {
        return Some((decoded(id), Vec::new()));
    }
    Some((decoded(id), vec![decoded(secret), secret.to_owned()]))
}

async fn is_secret_of(state: &AppState, app: &App, given: &[String]) -> Result<bool, AppError> {
    let stored = state.store.list_app_secrets(&app.id).await?;
    let mut is_right = false;
    for hash in given.iter().map(|secret| secret_hash(secret)) {
        for stored in stored.iter().filter(|stored| stored.ended_at.is_none()) {
            is_right |= bool::from(hash.as_bytes().ct_eq(stored.hash.as_bytes()));
        }
    }
    Ok(is_right)
}

/// Counts a wrong secret for its network, like a wrong password but apart from those: an app with an old secret, at
/// the address that a school's people come from as well, must not keep them from signing in. The right one is never
/// kept waiting, since nobody guesses 256 bits: else anybody who sends wrong ones could stop an app.
async fn count_wrong(state: &AppState, client_id: &str, origin: &Origin) -> Result<ClientRefusal, AppError> {
    let subject = state.keys.failure_subject(&format!("app {client_id}"));
    let network = origin.address.map(|address| format!("client secrets of {}", state.keys.network(address)));
    match state.store.reserve_attempt(&subject, network.as_deref(), false).await? {
        Reservation::Attempt(attempt) => {
            state.store.record_failure(&attempt).await?;
            Ok(ClientRefusal::Unknown)
        }
        Reservation::NotBefore(time) => Ok(ClientRefusal::TooMany(state.clock.seconds_until(time))),
        Reservation::AfterOthers => Ok(ClientRefusal::TooMany(1)),
    }
}
