//! RP-initiated logout: an app signs a person out here (OpenID Connect RP-Initiated Logout 1.0).

use super::hint::Hint;
use super::with_query;
use crate::domain::ClientId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::request_context::RequestContext;
use crate::server::store::apps::App;

/// What an app asks for.
#[derive(Clone, Debug, Default)]
pub struct LogoutRequest {
    /// An ID token of the person to sign out; it may be old.
    pub id_token_hint: Option<String>,
    /// Which app asks.
    pub client_id: Option<String>,
    /// Where the browser goes afterwards.
    pub post_logout_redirect_uri: Option<String>,
    /// Comes back with it.
    pub state: Option<String>,
}

impl LogoutRequest {
    /// Reads a query or a form; none where a parameter is given twice.
    pub fn parse(query: &str) -> Option<Self> {
        let mut request = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let slot = match name.as_ref() {
                "id_token_hint" => &mut request.id_token_hint,
                "client_id" => &mut request.client_id,
                "post_logout_redirect_uri" => &mut request.post_logout_redirect_uri,
                "state" => &mut request.state,
                _ => continue,
            };
            if slot.is_some() {
                return None;
            }
            *slot = Some(value.into_owned()).filter(|value| !value.is_empty());
        }
        Some(request)
    }

    /// As a query, without the ID token: that does not belong into an address of ours.
    pub fn to_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("client_id", &self.client_id),
            ("post_logout_redirect_uri", &self.post_logout_redirect_uri),
            ("state", &self.state),
        ] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

/// A request that was checked.
#[derive(Debug)]
pub struct CheckedLogout {
    /// Which app asks, if it says so.
    pub app: Option<App>,
    /// Where the browser goes afterwards, with `state`.
    pub return_to: Option<String>,
    /// Whether it may be done without asking: the ID token is one of the person's who is signed in.
    pub is_meant: bool,
}

/// Checks a request, whose hint may have been carried here from a form; none when nobody can be sent back
/// from it: the app is unknown, the ID token not ours, or the address not registered.
pub async fn check(
    state: &AppState,
    context: &RequestContext,
    request: &LogoutRequest,
) -> Result<Option<CheckedLogout>, AppError> {
    let hint = match &request.id_token_hint {
        // Its time may be over.
        Some(token) => Some(Hint::read(state, token).await?),
        None => request.client_id.as_deref().and_then(|client_id| Hint::arrived(context, client_id)),
    };
    let Ok(client_id) = client_id(request, hint.as_ref()) else { return Ok(None) };
    let app = match client_id {
        Some(id) => {
            let Ok(id) = ClientId::parse(id) else { return Ok(None) };
            let Some(app) = state.store.find_app_by_client_id(&id).await? else { return Ok(None) };
            Some(app)
        }
        None => None,
    };
    let return_to = match (&request.post_logout_redirect_uri, &app) {
        (None, _) => None,
        (Some(requested), Some(app)) if app.details.post_logout_uris.iter().any(|own| own.matches(requested)) => {
            Some(with_state(requested, request.state.as_deref()))
        }
        (Some(_), _) => return Ok(None),
    };
    let is_meant = match (hint.as_ref().and_then(Hint::subject), &context.session) {
        (Some(subject), Some(session)) => subject == session.user.id.as_str(),
        _ => false,
    };
    Ok(Some(CheckedLogout { app, return_to, is_meant }))
}

/// Takes the ID token out of a request that was posted, which names its app instead from then on; the
/// request and what the token said. None where the token is not ours, or was issued to another app.
pub async fn take_hint(
    state: &AppState,
    mut request: LogoutRequest,
) -> Result<Option<(LogoutRequest, Option<Hint>)>, AppError> {
    let Some(token) = request.id_token_hint.take() else { return Ok(Some((request, None))) };
    let hint = Hint::read(state, &token).await?;
    let Ok(client_id) = client_id(&request, Some(&hint)).map(|id| id.map(str::to_owned)) else { return Ok(None) };
    request.client_id = client_id;
    Ok(Some((request, Some(hint))))
}

/// The ID token is not ours, or was issued to another app than the one that the request names.
struct Mismatch;

fn client_id<'a>(request: &'a LogoutRequest, hint: Option<&'a Hint>) -> Result<Option<&'a str>, Mismatch> {
    let given = request.client_id.as_deref();
    match hint {
        None => Ok(given),
        Some(Hint::Person { audience: Some(audience), .. }) if given.is_none_or(|given| given == audience) => {
            Ok(Some(audience))
        }
        Some(_) => Err(Mismatch),
    }
}

fn with_state(address: &str, given: Option<&str>) -> String {
    let Some(given) = given else { return address.to_owned() };
    with_query(address, &form_urlencoded::Serializer::new(String::new()).append_pair("state", given).finish())
}
