//! What programs ask: discovery, keys, tokens, userinfo. No cookie is read here.

use super::{error, for_scripts};
use crate::error::AppError;
use crate::server::AppState;
use crate::server::oidc::client::{self, ClientRefusal, Credentials};
use crate::server::oidc::tokens::{self, TokenRefusal};
use crate::server::oidc::{configuration, signing_keys};
use crate::server::request_context::RequestContext;
use crate::server::store::apps::App;
use crate::web::form_body::{FORM_TIMEOUT, Fields, decode, is_form, read, value};
use crate::web::render::{json_error, no_store};
use axum::body::{Body, HttpBody as _};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use serde_json::Value;

/// A form of a program is at most this large, in bytes (ours: tokens and codes are short).
pub const MAX_TOKEN_REQUEST_SIZE: usize = 16 * 1024;
/// Apps may keep discovery and keys for so long: less than a key is announced before it signs.
const KEPT: &str = "public, max-age=3600";

/// `/.well-known/openid-configuration`
pub async fn discovery(State(state): State<AppState>) -> Response {
    kept(configuration(&state))
}

/// `/oauth/jwks`
pub async fn jwks(State(state): State<AppState>, Extension(context): Extension<RequestContext>) -> Response {
    match signing_keys::jwks(&state).await {
        Ok(keys) => kept(keys),
        Err(error) => for_scripts(json_error(&context, &error)),
    }
}

fn kept(body: Value) -> Response {
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    for_scripts(response)
}

fn answered(body: impl serde::Serialize) -> Response {
    let mut response = no_store(Json(body).into_response());
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// The fields of a program's form, by their names.
struct Form(Fields);

impl Form {
    /// A field that is not empty.
    fn get(&self, name: &str) -> Option<&str> {
        value(&self.0, name).filter(|value| !value.is_empty())
    }
}

fn missing(name: &str) -> Response {
    error(StatusCode::BAD_REQUEST, "invalid_request", &format!("{name} is missing"))
}

async fn form(parts: &Parts, body: Body) -> Result<Form, Response> {
    // Programs that send no field leave the type of the form out as well: what is missing is said later.
    if body.size_hint().exact() == Some(0) {
        return Ok(Form(Fields::new()));
    }
    if !is_form(&parts.headers) {
        let why = "the Content-Type has to be application/x-www-form-urlencoded";
        return Err(error(StatusCode::BAD_REQUEST, "invalid_request", why));
    }
    let body = read(body, MAX_TOKEN_REQUEST_SIZE, FORM_TIMEOUT)
        .await
        .map_err(|status| error(status, "invalid_request", "the form is too large or too slow"))?;
    let why = "the form is not UTF-8, or has a field twice";
    parse(&body).map(Form).ok_or_else(|| error(StatusCode::BAD_REQUEST, "invalid_request", why))
}

/// What the endpoints read, or must not be told twice.
const KNOWN: [&str; 10] = [
    "grant_type",
    "code",
    "redirect_uri",
    "code_verifier",
    "refresh_token",
    "scope",
    "client_id",
    "client_secret",
    "token",
    "token_type_hint",
];

/// The parameters we know, each given once; others are ignored, whatever they are (RFC 6749, 3.2).
fn parse(body: &[u8]) -> Option<Fields> {
    let mut fields = Fields::new();
    for pair in body.split(|byte| *byte == b'&') {
        let mut parts = pair.splitn(2, |byte| *byte == b'=');
        let name = parts.next().and_then(decode).filter(|name| KNOWN.contains(&name.as_str()));
        let Some(name) = name else { continue };
        if value(&fields, &name).is_some() {
            return None;
        }
        fields.push((name, decode(parts.next().unwrap_or_default())?));
    }
    Some(fields)
}

/// The form and the app that sent it; or the answer.
async fn from_app(state: &AppState, context: &RequestContext, request: Request<Body>) -> Result<(Form, App), Response> {
    let (parts, body) = request.into_parts();
    let form = form(&parts, body).await?;
    let authorization = parts.headers.get(header::AUTHORIZATION);
    let credentials = Credentials {
        authorization: authorization.map(|value| value.to_str().unwrap_or("?")),
        client_id: form.get("client_id"),
        client_secret: form.get("client_secret"),
    };
    match client::authenticate(state, &credentials, &context.origin).await {
        Ok(app) => Ok((form, app)),
        Err(refusal) => Err(unauthenticated(context, refusal)),
    }
}

fn unauthenticated(context: &RequestContext, refusal: ClientRefusal) -> Response {
    match refusal {
        ClientRefusal::Malformed(why) => error(StatusCode::BAD_REQUEST, "invalid_request", why),
        ClientRefusal::Unauthenticated(why) => invalid_client(why),
        ClientRefusal::Unknown => invalid_client("there is no such client, or the client secret is wrong"),
        ClientRefusal::TooMany(seconds) => {
            let why = "too many wrong client secrets; wait";
            let mut response = error(StatusCode::TOO_MANY_REQUESTS, "invalid_client", why);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        ClientRefusal::Failed(failure) => failed(context, &failure),
    }
}

fn invalid_client(why: &str) -> Response {
    let mut response = error(StatusCode::UNAUTHORIZED, "invalid_client", why);
    let challenge = HeaderValue::from_static("Basic realm=\"Chaveiro\", charset=\"UTF-8\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

fn failed(context: &RequestContext, failure: &AppError) -> Response {
    json_error(context, failure)
}

/// `/oauth/token`
pub async fn token(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    for_scripts(issue_tokens(&state, &context, request).await.unwrap_or_else(|refused| refused))
}

async fn issue_tokens(
    state: &AppState,
    context: &RequestContext,
    request: Request<Body>,
) -> Result<Response, Response> {
    let (form, app) = from_app(state, context, request).await?;
    let Some(grant_type) = form.get("grant_type") else { return Err(missing("grant_type")) };
    let given = match grant_type {
        "authorization_code" => {
            let Some(code) = form.get("code") else { return Err(missing("code")) };
            let Some(redirect_uri) = form.get("redirect_uri") else { return Err(missing("redirect_uri")) };
            let Some(verifier) = form.get("code_verifier") else { return Err(missing("code_verifier")) };
            tokens::exchange(state, &app, code, redirect_uri, verifier, &context.origin).await
        }
        "refresh_token" => {
            let Some(refresh) = form.get("refresh_token") else { return Err(missing("refresh_token")) };
            tokens::renew(state, &app, refresh, form.get("scope"), &context.origin).await
        }
        _ => {
            let why = "only authorization_code and refresh_token are supported";
            return Err(error(StatusCode::BAD_REQUEST, "unsupported_grant_type", why));
        }
    };
    match given {
        Ok(tokens) => Ok(answered(tokens)),
        Err(TokenRefusal::Refused(refused)) => Err(error(StatusCode::BAD_REQUEST, refused.error, refused.description)),
        Err(TokenRefusal::Failed(failure)) => Err(failed(context, &failure)),
    }
}

/// `/oauth/userinfo`, by `GET` and `POST`; the token comes in the header, never in the address.
pub async fn userinfo(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let authorization = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = authorization
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim().to_owned());
    let Some(token) = token else {
        return for_scripts(bearer(StatusCode::UNAUTHORIZED, "Bearer realm=\"Chaveiro\"", "send an access token"));
    };
    for_scripts(match tokens::userinfo(&state, &token).await {
        Ok(Some(claims)) => answered(claims),
        Ok(None) => bearer(
            StatusCode::UNAUTHORIZED,
            "Bearer realm=\"Chaveiro\", error=\"invalid_token\"",
            "the access token does not work, or not any more",
        ),
        Err(failure) => failed(&context, &failure),
    })
}

fn bearer(status: StatusCode, challenge: &'static str, why: &str) -> Response {
    let mut response = error(status, "invalid_token", why);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

/// `/oauth/revoke` (RFC 7009)
pub async fn revoke(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let revoked = async {
        let (form, app) = from_app(&state, &context, request).await?;
        let token = form.get("token").ok_or_else(|| missing("token"))?;
        tokens::revoke(&state, &app, token).await.map_err(|failure| failed(&context, &failure))?;
        Ok::<_, Response>(no_store(StatusCode::OK.into_response()))
    };
    for_scripts(revoked.await.unwrap_or_else(|refused| refused))
}

/// `/oauth/introspect` (RFC 7662): for apps with a secret.
pub async fn introspect(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    request: Request<Body>,
) -> Response {
    let looked = async {
        let (form, app) = from_app(&state, &context, request).await?;
        if app.details.kind == crate::domain::AppKind::Public {
            return Err(invalid_client("only an app with a client secret may ask"));
        }
        let token = form.get("token").ok_or_else(|| missing("token"))?;
        let found = tokens::introspect(&state, &app, token).await.map_err(|failure| failed(&context, &failure))?;
        Ok(answered(found))
    };
    looked.await.unwrap_or_else(|refused| refused)
}
