//! The address of the app that brings the answer to its request.

use crate::server::AppState;
use crate::server::oidc::oauth_error::OAuthError;
use crate::server::oidc::{issuer, with_query};
use crate::server::store::authorization_requests::AuthorizationRequest;

/// Where an answer goes, and what it has to bring back.
#[derive(Clone, Debug)]
pub struct ReturnAddress {
    /// Registered by the app.
    pub redirect_uri: String,
    /// Percent-encoded, as it came.
    pub state: Option<String>,
}

impl ReturnAddress {
    /// Where an answer to `request` goes.
    pub fn of(request: &AuthorizationRequest) -> Self {
        Self { redirect_uri: request.redirect_uri.clone(), state: request.state.clone() }
    }

    /// The address that brings a code back.
    pub fn with_code(&self, state: &AppState, code: &str) -> String {
        self.with(state, &[("code", code)])
    }

    /// The address that brings an error back.
    pub fn with_error(&self, state: &AppState, error: &OAuthError) -> String {
        self.with(state, &[("error", error.error), ("error_description", error.description)])
    }

    fn with(&self, state: &AppState, values: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(values);
        query.append_pair("iss", issuer(state));
        // Byte by byte what the app sent, which it compares.
        let given = self.state.as_ref().map(|given| format!("&state={given}")).unwrap_or_default();
        with_query(&self.redirect_uri, &format!("{}{given}", query.finish()))
    }
}
