//! Reads what an app asks for at `/oauth/authorize` (RFC 6749, 4.1.1; OpenID Connect Core 1.0, 3.1.2.1).

mod parameters;
pub mod posted;
mod return_address;

use super::SCOPES;
use super::hint::Hint;
use super::oauth_error::OAuthError;
use crate::domain::{AppId, ClientId, Timestamp};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::store::apps::App;
use crate::server::store::authorization_requests::AuthorizationRequest;
use parameters::Parameters;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
pub use return_address::ReturnAddress;
use std::time::Duration;

/// A request of an app has at most so many bytes (ours: `state` may be long, addresses are not).
pub const MAX_REQUEST_SIZE: usize = 8 * 1024;
/// A value of a parameter that we keep has at most so many.
pub const MAX_VALUE_LENGTH: usize = 2048;
/// A `state`, percent-encoded: it holds what an app would else have to remember.
pub const MAX_STATE_LENGTH: usize = 4096;

/// Whether a page may be shown, and which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prompt {
    /// As it comes.
    #[default]
    Usual,
    /// No page at all.
    None,
    /// The password is asked for in any case.
    Login,
}

/// Why the person gets a page of ours instead of the app an answer: nobody must be sent to an address
/// that the app has not registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswerable {
    /// No app has this client ID.
    UnknownApp,
    /// The app has not registered this address.
    OtherAddress,
    /// The request is too long, or names the app or the address twice.
    Malformed,
}

/// A request that can be answered.
#[derive(Debug)]
pub struct ReadyRequest {
    /// The app that asks.
    pub app: App,
    /// What for.
    pub request: AuthorizationRequest,
    /// Which pages may be shown.
    pub prompt: Prompt,
    /// Who should be signed in.
    pub hint: Option<Hint>,
}

/// A parsed authorization request, or why there is none.
#[derive(Debug)]
pub enum ParsedRequest {
    /// A request that can be answered.
    ReadyRequest(Box<ReadyRequest>),
    /// One that is answered with an error.
    Refused(ReturnAddress, OAuthError),
    /// One whose sender cannot be redirected anywhere.
    Unanswerable(Unanswerable),
}

const KNOWN: [&str; 16] = [
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "login_hint",
    "id_token_hint",
    "request",
    "request_uri",
    "display",
    "ui_locales",
    "acr_values",
];

/// Reads the query of an authorization request.
pub async fn read(state: &AppState, query: &str) -> Result<ParsedRequest, AppError> {
    if query.len() > MAX_REQUEST_SIZE {
        return Ok(ParsedRequest::Unanswerable(Unanswerable::Malformed));
    }
    let parameters = Parameters::parse(query);
    if parameters.is_repeated("client_id") || parameters.is_repeated("redirect_uri") {
        return Ok(ParsedRequest::Unanswerable(Unanswerable::Malformed));
    }
    let client_id = parameters.value("client_id").and_then(|id| ClientId::parse(&id).ok());
    let app = match &client_id {
        Some(client_id) => state.store.find_app_by_client_id(client_id).await?,
        None => None,
    };
    let Some(app) = app else { return Ok(ParsedRequest::Unanswerable(Unanswerable::UnknownApp)) };
    let redirect_uri = parameters.value("redirect_uri").unwrap_or_default();
    if !app.details.redirect_uris.iter().any(|registered| registered.matches(&redirect_uri)) {
        return Ok(ParsedRequest::Unanswerable(Unanswerable::OtherAddress));
    }
    let is_state_clear = !parameters.is_repeated("state");
    let given = parameters.raw("state").filter(|_| is_state_clear).map(ascii);
    let back = ReturnAddress { redirect_uri, state: given };
    match authorization_request(&parameters, app.id.clone(), &back, state.clock.now()) {
        Ok((request, prompt)) => {
            let hint = match parameters.value("id_token_hint") {
                Some(hint) => Some(Hint::of_request(state, &hint).await?),
                None => None,
            };
            Ok(ParsedRequest::ReadyRequest(Box::new(ReadyRequest { app, request, prompt, hint })))
        }
        Err(refused) => Ok(ParsedRequest::Refused(back, refused)),
    }
}

/// A value that may be in an address: browsers send other characters percent-encoded, programs may not.
fn ascii(raw: &str) -> String {
    const ENCODED: &AsciiSet = &CONTROLS.add(b' ');
    utf8_percent_encode(raw, ENCODED).to_string()
}

/// What the app asks for, and which pages may be shown.
fn authorization_request(
    parameters: &Parameters<'_>,
    app_id: AppId,
    back: &ReturnAddress,
    now: Timestamp,
) -> Result<(AuthorizationRequest, Prompt), OAuthError> {
    refuse_unsupported(parameters)?;
    let scope = scope(&parameters.value("scope").unwrap_or_default())?;
    let code_challenge = code_challenge(parameters)?;
    let prompt = prompt(parameters)?;
    let fresh_since = fresh_since(parameters, prompt, now)?;
    if back.state.as_ref().is_some_and(|state| state.len() > MAX_STATE_LENGTH) {
        return Err(OAuthError::new("invalid_request", "state is too long"));
    }
    let nonce = parameters.value("nonce");
    if nonce.as_ref().is_some_and(|nonce| !is_kept(nonce)) {
        return Err(OAuthError::new("invalid_request", "nonce is too long or has control characters"));
    }
    let request = AuthorizationRequest {
        app_id,
        redirect_uri: back.redirect_uri.clone(),
        scope,
        state: back.state.clone(),
        nonce,
        code_challenge,
        fresh_since,
        login_hint: parameters.value("login_hint").filter(|hint| is_kept(hint)),
        hinted_user: None,
    };
    Ok((request, prompt))
}

/// Refuses what no app may ask for: request objects, other flows than the one with a code, and parameters given twice.
fn refuse_unsupported(parameters: &Parameters<'_>) -> Result<(), OAuthError> {
    if KNOWN.iter().any(|name| parameters.is_repeated(name)) {
        return Err(OAuthError::new("invalid_request", "a parameter is given twice"));
    }
    if parameters.raw("request").is_some() {
        return Err(OAuthError::new("request_not_supported", "request objects are not supported"));
    }
    if parameters.raw("request_uri").is_some() {
        return Err(OAuthError::new("request_uri_not_supported", "request objects are not supported"));
    }
    match parameters.value("response_type").as_deref() {
        Some("code") => {}
        None => return Err(OAuthError::new("invalid_request", "response_type is missing")),
        Some(_) => return Err(OAuthError::new("unsupported_response_type", "only response_type=code is supported")),
    }
    if parameters.value("response_mode").is_some_and(|mode| mode != "query") {
        return Err(OAuthError::new("invalid_request", "only response_mode=query is supported"));
    }
    Ok(())
}

/// The password must have been given after that: now for `prompt=login`, else as `max_age` says.
fn fresh_since(parameters: &Parameters<'_>, prompt: Prompt, now: Timestamp) -> Result<Option<Timestamp>, OAuthError> {
    let max_age = match parameters.value("max_age") {
        // `parse` alone takes a sign.
        Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok().map(Duration::from_secs),
        Some(_) => None,
        None => return Ok((prompt == Prompt::Login).then_some(now)),
    };
    let max_age = max_age.ok_or(OAuthError::new("invalid_request", "max_age is not a number"))?;
    Ok(Some(if prompt == Prompt::Login { now } else { now.minus(max_age) }))
}

/// Whether a value is short and plain enough to be stored.
fn is_kept(value: &str) -> bool {
    value.len() <= MAX_VALUE_LENGTH && !value.chars().any(char::is_control)
}

/// The scopes among those asked for that we know, `openid` being one.
fn scope(requested: &str) -> Result<String, OAuthError> {
    let known: Vec<&str> =
        SCOPES.into_iter().filter(|known| requested.split(' ').any(|scope| scope == *known)).collect();
    if known.contains(&"openid") {
        Ok(known.join(" "))
    } else {
        Err(OAuthError::new("invalid_scope", "scope has to contain openid"))
    }
}

fn code_challenge(parameters: &Parameters<'_>) -> Result<String, OAuthError> {
    let challenge = parameters
        .value("code_challenge")
        .ok_or(OAuthError::new("invalid_request", "code_challenge is missing: PKCE is required"))?;
    if parameters.value("code_challenge_method").as_deref() != Some("S256") {
        return Err(OAuthError::new("invalid_request", "code_challenge_method has to be S256"));
    }
    // A SHA-256 in base64url.
    let is_hash = challenge.len() == 43
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_hash {
        Ok(challenge)
    } else {
        Err(OAuthError::new("invalid_request", "code_challenge is not a SHA-256 in base64url"))
    }
}

fn prompt(parameters: &Parameters<'_>) -> Result<Prompt, OAuthError> {
    let requested = parameters.value("prompt").unwrap_or_default();
    let mut prompt = Prompt::Usual;
    let words: Vec<&str> = requested.split(' ').filter(|word| !word.is_empty()).collect();
    for word in &words {
        match *word {
            "none" if words.len() == 1 => prompt = Prompt::None,
            "none" => {
                return Err(OAuthError::new("invalid_request", "prompt=none cannot be combined with other values"));
            }
            "login" | "select_account" => prompt = Prompt::Login,
            // An administrator has consented for everybody, so there is nothing to ask. It is no error: apps that want
            // `offline_access` have to send it (OpenID Connect Core 1.0, 11).
            "consent" => {}
            _ => {
                return Err(OAuthError::new(
                    "invalid_request",
                    "prompt has a value other than none, login, select_account and consent",
                ));
            }
        }
    }
    Ok(prompt)
}
