//! Tokens: issued for codes, refreshed, introspected and revoked.

use super::oauth_error::OAuthError;
use super::{claims, issuer, jws, signing_keys};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::rate_limit::{ACCESS_TOKEN, ID_TOKEN};
use crate::server::session;
use crate::server::store::StoreError;
use crate::server::store::app_tokens::{Grant, GrantTokens, LiveToken, Renewed, TokenKind};
use crate::server::store::apps::App;
use crate::server::store::audit::Origin;
use crate::server::store::authorization_codes::{ExchangeFor, Exchanged, StoredCode};
use crate::server::store::users::User;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// An error of the token endpoint (RFC 6749, 5.2).
#[derive(Debug)]
pub enum TokenRefusal {
    /// `error`, and why, for the app's developer.
    Refused(OAuthError),
    /// The database did not answer.
    Failed(AppError),
}

impl From<AppError> for TokenRefusal {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for TokenRefusal {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

const NO_ACCESS: &str = "the person's session has ended, or they may not use the app any more";

const fn invalid_grant(why: &'static str) -> TokenRefusal {
    TokenRefusal::Refused(OAuthError::new("invalid_grant", why))
}

/// Exchanges a code for tokens.
///
/// # Errors
/// [`TokenRefusal`].
pub async fn exchange(
    state: &AppState,
    app: &App,
    code: &str,
    redirect_uri: &str,
    verifier: &str,
    origin: &Origin,
) -> Result<Value, TokenRefusal> {
    let code = Token::parse(code).ok_or(invalid_grant("the code is unknown"))?;
    let (access, refresh) = (Token::generate(), Token::generate());
    let tokens = GrantTokens { access_hash: &access.hash(), access_scope: None, refresh_hash: Some(&refresh.hash()) };
    let fits =
        |stored: &StoredCode| is_challenge_of(verifier, &stored.code_challenge) && stored.redirect_uri == redirect_uri;
    match state.store.take_authorization_code(&code.hash(), app, ExchangeFor::Tokens(&tokens), fits, origin).await? {
        Exchanged::Done(grant) => {
            let refresh = grant.has_scope("offline_access").then_some(refresh);
            answer(state, app, &grant, None, &access, refresh.as_ref()).await
        }
        Exchanged::Unknown => Err(invalid_grant("the code is unknown, or its time is over")),
        Exchanged::Reused => Err(invalid_grant("the code was used before; the tokens it gave have ended")),
        Exchanged::Mismatch => Err(invalid_grant("redirect_uri or code_verifier is not the one of the request")),
    }
}

/// Whether `challenge` is what `verifier` answers (RFC 7636, 4.6), compared in constant time; never for what is no
/// verifier.
pub(super) fn is_challenge_of(verifier: &str, challenge: &str) -> bool {
    let is_verifier = (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~'));
    is_verifier && jws::encode(&Sha256::digest(verifier.as_bytes())).as_bytes().ct_eq(challenge.as_bytes()).into()
}

/// Renews tokens by a refresh token. `scope` narrows what the access token may be used for.
///
/// # Errors
/// [`TokenRefusal`].
pub async fn renew(
    state: &AppState,
    app: &App,
    refresh: &str,
    scope: Option<&str>,
    origin: &Origin,
) -> Result<Value, TokenRefusal> {
    let old = Token::parse(refresh).ok_or(invalid_grant("the refresh token is unknown"))?;
    // Repeated with another scope, the request gets another access token: the first one keeps its own.
    let kind = scope.map_or_else(|| "access".to_owned(), |scope| format!("access for {scope}:"));
    let (access, refresh) = (state.keys.renewed_token(&old, &kind), state.keys.renewed_token(&old, "refresh"));
    let tokens = GrantTokens { access_hash: &access.hash(), access_scope: scope, refresh_hash: Some(&refresh.hash()) };
    match state.store.take_refresh_token(&old.hash(), app, &tokens, origin).await? {
        Renewed::Tokens(grant) => answer(state, app, &grant, scope, &access, Some(&refresh)).await,
        Renewed::Unknown => Err(invalid_grant("the refresh token is unknown, or its session has ended")),
        Renewed::NoAccess => Err(invalid_grant(NO_ACCESS)),
        Renewed::Reused => {
            Err(invalid_grant("the refresh token was used before; all tokens that came of it have ended"))
        }
        Renewed::NotBefore(time) => Err(state.too_many_tries(time).into()),
        Renewed::MoreScope => {
            Err(TokenRefusal::Refused(OAuthError::new("invalid_scope", "scope is more than was granted")))
        }
    }
}

/// The tokens, for a person who may still use the app in a session that has not ended.
async fn answer(
    state: &AppState,
    app: &App,
    grant: &Grant,
    scope: Option<&str>,
    access: &Token,
    refresh: Option<&Token>,
) -> Result<Value, TokenRefusal> {
    let user = owner(state, app, &grant.session_hash).await?;
    let user = user.ok_or(invalid_grant(NO_ACCESS))?;
    let scope = scope.unwrap_or(&grant.scope);
    let mut answer = json!({
        "access_token": access.reveal(),
        "token_type": "Bearer",
        "expires_in": ACCESS_TOKEN.as_secs(),
        "scope": scope,
        "id_token": id_token(state, app, grant, &user, scope, access).await?,
    });
    if let Some(refresh) = refresh {
        answer["refresh_token"] = json!(refresh.reveal());
    }
    Ok(answer)
}

/// The owner of an open session, if they may use the app.
async fn owner(state: &AppState, app: &App, session_hash: &str) -> Result<Option<User>, AppError> {
    let Some(user) = session::find_owner(state, session_hash).await? else { return Ok(None) };
    Ok(state.store.is_app_open_to(app, &user.id).await?.then_some(user))
}

async fn id_token(
    state: &AppState,
    app: &App,
    grant: &Grant,
    user: &User,
    scope: &str,
    access: &Token,
) -> Result<String, AppError> {
    let now = state.clock.now();
    let scopes = if app.details.claims_in_id_token { scope } else { "openid" };
    let mut claims = claims::of(state, user, scopes).await?;
    let mut add = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    add("iss", json!(issuer(state)));
    add("aud", json!(app.details.client_id.as_str()));
    add("iat", json!(now.as_seconds()));
    add("exp", json!(now.plus(ID_TOKEN).as_seconds()));
    add("auth_time", json!(grant.auth_time.as_seconds()));
    add("acr", json!(claims::ACR));
    add("amr", json!(claims::AMR));
    add("sid", json!(grant.app_session_id));
    // The left half of the hash (OpenID Connect Core 1.0, 3.1.3.6).
    add("at_hash", json!(jws::encode(&Sha256::digest(access.reveal().as_bytes())[..16])));
    if let Some(nonce) = &grant.nonce {
        add("nonce", json!(nonce));
    }
    signing_keys::sign(state, app.details.algorithm, "JWT", &Value::Object(claims)).await
}

/// What `/oauth/userinfo` answers to a holder of this access token; none when it does not work (any more).
pub async fn userinfo(state: &AppState, token: &str) -> Result<Option<Map<String, Value>>, AppError> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    let Some(live) = state.store.find_access_token(&token.hash()).await? else { return Ok(None) };
    let Some(app) = state.store.find_app(&live.app_id).await? else { return Ok(None) };
    let Some(user) = owner(state, &app, &live.session_hash).await? else { return Ok(None) };
    claims::of(state, &user, &live.scope).await.map(Some)
}

/// What a token is (RFC 7662), for the app it was given to; for all others it is not active.
pub async fn introspect(state: &AppState, app: &App, token: &str) -> Result<Value, AppError> {
    let inactive = json!({ "active": false });
    let Some(token) = Token::parse(token) else { return Ok(inactive) };
    let hash = token.hash();
    let found = match state.store.find_access_token(&hash).await? {
        Some(live) => Some(live),
        None => state.store.find_refresh_token(&hash).await?,
    };
    let Some(live) = found.filter(|live| live.app_id == app.id) else { return Ok(inactive) };
    let Some(user) = owner(state, app, &live.session_hash).await? else { return Ok(inactive) };
    Ok(active(state, app, &live, &user))
}

fn active(state: &AppState, app: &App, live: &LiveToken, user: &User) -> Value {
    let mut answer = json!({
        "active": true,
        "scope": live.scope,
        "client_id": app.details.client_id.as_str(),
        "sub": user.id.as_str(),
        "iss": issuer(state),
        "iat": live.created_at.as_seconds(),
    });
    // It is the address, which an app learns by these scopes alone.
    if live.scope.split(' ').any(|scope| scope == "email" || scope == "profile") {
        answer["username"] = json!(user.email.as_str());
    }
    if let Some(expires_at) = live.expires_at {
        answer["exp"] = json!(expires_at.as_seconds());
    }
    if live.kind == TokenKind::Access {
        answer["token_type"] = json!("Bearer");
        answer["aud"] = json!(app.details.client_id.as_str());
    }
    answer
}

/// Ends a token of this app (RFC 7009). Of others', and of none, it says nothing.
pub async fn revoke(state: &AppState, app: &App, token: &str) -> Result<(), AppError> {
    if let Some(token) = Token::parse(token) {
        state.store.delete_app_token(&token.hash(), &app.id).await?;
    }
    Ok(())
}
