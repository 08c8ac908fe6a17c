//! OpenID Connect: signing people in to apps with their account here.
//!
//! Authorization code with PKCE only (RFC 9700). What the endpoints decide is here; `web::oidc` speaks
//! HTTP. In reading order: [`request`] reads what an app asks for and [`hint`] whom it means, [`authorize`]
//! answers it, [`client`] checks an app's secret, [`tokens`] exchanges codes and renews tokens, [`claims`]
//! says who somebody is, [`signing_keys`] and [`jws`] sign it, [`logout`] and [`backchannel`] end it.
//! [`forward_auth`] does without tokens: a proxy asks on behalf of an app that has no sign-in.

pub mod authorize;
pub mod backchannel;
pub mod claims;
pub mod client;
mod form_encoding;
pub mod forward_auth;
pub mod hint;
pub mod jws;
pub mod logout;
pub mod oauth_error;
pub mod request;
pub mod signing_keys;
pub mod tokens;

use crate::server::AppState;
use crate::server::store::apps::App;
use serde_json::{Value, json};

/// The scopes we know; others are passed over.
pub const SCOPES: [&str; 5] = ["openid", "profile", "email", "groups", "offline_access"];

/// Who issues the tokens: the public address without its slash, and nothing a request says.
pub fn issuer(state: &AppState) -> &str {
    state.settings.public_url.as_str().trim_end_matches('/')
}

/// A link to an app: what people call it, and an address of it.
#[derive(Clone, Debug)]
pub struct AppLink {
    /// The app's name.
    pub name: String,
    /// Where the link leads.
    pub address: String,
}

impl AppLink {
    /// A link to `address` at the app.
    pub fn new(app: &App, address: String) -> Self {
        Self { name: app.details.name.as_str().to_owned(), address }
    }

    /// The link that opens the app.
    pub fn to_start(state: &AppState, app: &App) -> Self {
        Self::new(app, start_address(state, app))
    }
}

/// Where "Open the app" leads. An address that begins a sign-in is told who should sign people in (OpenID Connect
/// Core 1.0, 4), unless the administrator has written that into it.
pub fn start_address(state: &AppState, app: &App) -> String {
    let start = app.details.start_url().as_str();
    let (_, query) = start.split_once('?').unwrap_or((start, ""));
    let names_issuer = form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "iss");
    if app.details.initiate_login_uri.is_none() || names_issuer {
        return start.to_owned();
    }
    with_query(start, &form_urlencoded::Serializer::new(String::new()).append_pair("iss", issuer(state)).finish())
}

/// An address of an app with more in its query.
fn with_query(address: &str, more: &str) -> String {
    let separator = match address.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    format!("{address}{separator}{more}")
}

/// What is at `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0, 3; RFC 8414).
pub fn configuration(state: &AppState) -> Value {
    let issuer = issuer(state);
    let at = |path: &str| format!("{issuer}{path}");
    let client_authentication = json!(["client_secret_basic", "client_secret_post"]);
    json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "userinfo_endpoint": at("/oauth/userinfo"),
        "jwks_uri": at("/oauth/jwks"),
        "revocation_endpoint": at("/oauth/revoke"),
        "introspection_endpoint": at("/oauth/introspect"),
        "end_session_endpoint": at("/oauth/logout"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": client_authentication,
        "code_challenge_methods_supported": ["S256"],
        "claim_types_supported": ["normal"],
        "claims_supported": claims::SUPPORTED,
        "acr_values_supported": [claims::ACR],
        // Not `consent`: it is taken and asks nothing, since an administrator has consented for everybody.
        "prompt_values_supported": ["none", "login", "select_account"],
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "require_request_uri_registration": false,
    })
}
