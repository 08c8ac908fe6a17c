//! An app signs a person out here (OpenID Connect RP-Initiated Logout 1.0).

use super::{issuer, signing_keys};
use crate::domain::ClientId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::request_context::RequestContext;
use crate::server::store::apps::App;

/// What an app asks for.
#[derive(Clone, Debug, Default)]
pub struct LogoutRequest {
    /// An ID token of whom to sign out; it may be old.
    pub id_token_hint: Option<String>,
    /// Which app asks.
    pub client_id: Option<String>,
    /// Where the browser goes afterwards.
    pub post_logout_redirect_uri: Option<String>,
    /// Comes back with it.
    pub state: Option<String>,
}

impl LogoutRequest {
    /// Reads a query; none where a parameter is given twice.
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
pub struct Checked {
    /// Which app asks, if it says so.
    pub app: Option<App>,
    /// Where the browser goes afterwards, with `state`.
    pub return_to: Option<String>,
    /// Whether it may be done without asking: the ID token is one of the person's who is signed in.
    pub is_meant: bool,
}

/// Checks a request; none when nobody can be sent back from it: the app is unknown, the ID token not
/// ours, or the address not registered.
pub async fn check(
    state: &AppState,
    context: &RequestContext,
    request: &LogoutRequest,
) -> Result<Option<Checked>, AppError> {
    let hint = match &request.id_token_hint {
        // Its time may be over.
        Some(token) => match signing_keys::verify(state, token).await? {
            Some(claims) if claims["iss"] == issuer(state) => Some(claims),
            _ => return Ok(None),
        },
        None => None,
    };
    let audience = hint.as_ref().and_then(|claims| claims["aud"].as_str());
    let client_id = match (audience, request.client_id.as_deref()) {
        (Some(audience), Some(given)) if audience != given => return Ok(None),
        (audience, given) => given.or(audience),
    };
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
        (Some(asked), Some(app)) if app.details.post_logout_uris.iter().any(|own| own.matches(asked)) => {
            Some(with_state(asked, request.state.as_deref()))
        }
        (Some(_), _) => return Ok(None),
    };
    let is_meant = match (&hint, &context.session) {
        (Some(claims), Some(session)) => claims["sub"] == session.user.id.as_str(),
        _ => false,
    };
    Ok(Some(Checked { app, return_to, is_meant }))
}

fn with_state(address: &str, given: Option<&str>) -> String {
    let Some(given) = given else { return address.to_owned() };
    let separator = if address.contains('?') { '&' } else { '?' };
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("state", given).finish();
    format!("{address}{separator}{query}")
}
