//! Forward-auth over HTTP: what reverse proxies ask, and what browsers ask on the hosts of apps.
//!
//! No cookie of Chaveiro's host is read here, but those that Chaveiro has set at the host of the app. What
//! a header says of the host, the address and the method is believed only from `CHAVEIRO_TRUSTED_PROXIES`.

mod forwarded_request;

use super::headers::ForAppHost;
use super::render::{json_error, no_store, redirect, wants_html};
use crate::domain::ClientId;
use crate::error::AppError;
use crate::server::oidc::forward_auth::{
    self as forward, CallbackOutcome, Checked, ForwardedUser, ON_APP_HOST, Return,
};
use crate::server::request_context::RequestContext;
use crate::server::store::apps::App;
use crate::server::{AppState, accept_language, client_address, cookies};
use crate::ui::pages::oauth::app_host::{self, Notice};
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::{Extension, Json};
use forwarded_request::{ForwardedRequest, RedirectStyle, host_of};
use leptos::nonce::Nonce;
use serde_json::json;

/// What proxies ask begins with this.
pub const PREFIX: &str = "/forward-auth/";
/// The same, as axum writes it.
pub const CHECK: &str = "/forward-auth/{app}";

/// Whether what is asked for at `path` is answered at the hosts of apps, and looks at the host itself.
pub fn is_for_app_hosts(path: &str) -> bool {
    path.starts_with(PREFIX) || path.starts_with(ON_APP_HOST)
}

/// `GET /forward-auth/{app}`: 200 and who it is, 302 or 401 where nobody is signed in, 403 for those who
/// may not use the app.
pub async fn check(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    Path(client_id): Path<String>,
    parts: Parts,
) -> Response {
    let checked = async {
        if let Some(refused) = refused_unless_trusted(&state, &context, &parts) {
            return Err(refused);
        }
        let forwarded = ForwardedRequest::parse(&parts.headers)
            .map_err(|why| logged_error(StatusCode::BAD_REQUEST, "header_missing", why))?;
        let app = find_app(&state, &context, &client_id).await?;
        if !app.details.home_url.is_at(&forwarded.host) {
            return Err(logged_error(
                StatusCode::FORBIDDEN,
                "other_host",
                "this is not the host the app was added with",
            ));
        }
        let is_visit = forwarded.is_visit(&parts.headers);
        let cookie = cookies::APP.find_at(&app.details.home_url, &parts.headers);
        match forward::check(&state, &app, cookie, is_visit, &context.origin).await {
            Ok(Checked::Allowed(visitor)) => Ok(allowed(&visitor, parts.uri.query())),
            Ok(Checked::NoAccess) if is_visit => Ok(notice(&state, &parts, &app, Notice::NoAccess)),
            Ok(Checked::NoAccess) => {
                Err(plain_error(StatusCode::FORBIDDEN, "no_access", "the person may not use this app"))
            }
            Ok(Checked::SignIn) => Ok(sign_in_first(&app, &forwarded, is_visit)),
            Err(error) => Err(json_error(&context, &error)),
        }
    };
    for_app_host(checked.await)
}

/// Who it is: always all four, since some proxies pass on what the browser sent where one is missing.
/// `?user=id` in the address has `Remote-User` be the account's id, which stays when the email changes.
fn allowed(visitor: &ForwardedUser, query: Option<&str>) -> Response {
    let user = &visitor.user;
    let by_id = query.is_some_and(|query| query.split('&').any(|pair| pair == "user=id"));
    let name = if by_id { user.id.as_str() } else { user.email.as_str() };
    let mut response = no_store(StatusCode::OK.into_response());
    for (header, value) in [
        ("remote-user", name),
        ("remote-email", user.email.as_str()),
        ("remote-name", user.display_name.as_str()),
        ("remote-groups", &visitor.groups.join(",")),
    ] {
        let value = HeaderValue::from_str(&forward::header_text(value)).unwrap_or(HeaderValue::from_static(""));
        response.headers_mut().insert(HeaderName::from_static(header), value);
    }
    response
}

/// Only somebody who opens a page is sent to the sign-in: a form that was being sent, or what a script
/// asks for, would be lost there.
fn sign_in_first(app: &App, forwarded: &ForwardedRequest, is_visit: bool) -> Response {
    let mut response = plain_error(StatusCode::UNAUTHORIZED, "not_signed_in", "sign in first");
    if !is_visit {
        return response;
    }
    let address = forward::sign_in_address(app, &forwarded.path);
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, address);
        if forwarded.how == RedirectStyle::Redirect {
            *response.status_mut() = StatusCode::FOUND;
        }
    }
    response
}

/// `GET /.chaveiro/sign-in`, on the host of an app: keeps a cookie of this browser, and goes on to Chaveiro.
pub async fn sign_in(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let begun = async {
        let app = app_here(&state, &context, &parts).await?;
        let home = &app.details.home_url;
        let to = parameter(&parts, "to");
        let cookie = cookies::APP.find_at(home, &parts.headers);
        let checked = forward::check(&state, &app, cookie, true, &context.origin).await;
        match checked.map_err(|error| json_error(&context, &error))? {
            // Not sent on: where the proxy asks without this cookie, the browser would go round in circles.
            Checked::Allowed(_) => {
                let address = forward::address_at(&app, to.as_deref());
                return Ok(notice(&state, &parts, &app, Notice::SignedIn { address }));
            }
            Checked::NoAccess => return Ok(notice(&state, &parts, &app, Notice::NoAccess)),
            Checked::SignIn => {}
        }
        let verifier = cookies::APP_SIGN_IN.find_at(home, &parts.headers);
        let begun = forward::begin(&state, &app, verifier, to.as_deref());
        let mut response = redirect(&begun.address);
        response
            .headers_mut()
            .append(header::SET_COOKIE, cookies::APP_SIGN_IN.set_at(&state, home, begun.verifier.reveal()));
        Ok(response)
    };
    for_app_host(begun.await)
}

/// `GET /.chaveiro/callback`, on the host of an app: the sign-in has ended.
pub async fn callback(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let arrived = async {
        let app = app_here(&state, &context, &parts).await?;
        let home = &app.details.home_url;
        let (code, error) = (parameter(&parts, "code"), parameter(&parts, "error"));
        let given = Return {
            code: code.as_deref(),
            error: error.as_deref(),
            verifier: cookies::APP_SIGN_IN.find_at(home, &parts.headers),
            cookie: cookies::APP.find_at(home, &parts.headers),
        };
        let arrived = forward::finish_sign_in(&state, &app, &given, &context.origin).await;
        let address = forward::address_at(&app, parameter(&parts, "state").as_deref());
        Ok(match arrived.map_err(|error| json_error(&context, &error))? {
            CallbackOutcome::SignedIn(cookie) => {
                let mut response = redirect(&address);
                response.headers_mut().append(header::SET_COOKIE, cookies::APP.set_at(&state, home, cookie.reveal()));
                response
            }
            CallbackOutcome::Repeated => redirect(&address),
            CallbackOutcome::NoAccess => notice(&state, &parts, &app, Notice::NoAccess),
            CallbackOutcome::NoCookie => notice(&state, &parts, &app, Notice::NoCookie { address }),
            CallbackOutcome::NoCode => notice(&state, &parts, &app, Notice::NoCode { address }),
        })
    };
    for_app_host(arrived.await)
}

/// `GET /.chaveiro/no-access`, on the host of an app: what nginx shows instead of its own page.
pub async fn no_access(
    State(state): State<AppState>,
    Extension(context): Extension<RequestContext>,
    parts: Parts,
) -> Response {
    let found = app_here(&state, &context, &parts).await;
    for_app_host(found.map(|app| notice(&state, &parts, &app, Notice::NoAccess)))
}

fn refused_unless_trusted(state: &AppState, context: &RequestContext, parts: &Parts) -> Option<Response> {
    if client_address::is_from_trusted_proxy(state, parts) {
        return None;
    }
    let address = context.origin.address.map_or_else(|| "this address".to_owned(), |address| address.to_string());
    let why = format!("only reverse proxies in CHAVEIRO_TRUSTED_PROXIES may ask here, and {address} is none of them");
    Some(logged_error(StatusCode::FORBIDDEN, "not_a_trusted_proxy", &why))
}

async fn find_app(state: &AppState, context: &RequestContext, client_id: &str) -> Result<App, Response> {
    let found = match ClientId::parse(client_id) {
        Ok(client_id) => state.store.find_app_by_client_id(&client_id).await,
        Err(_) => Ok(None),
    };
    let found = found.map_err(|error| json_error(context, &AppError::from(error)))?;
    let app = found.filter(|app| app.details.forward_auth_host().is_some());
    app.ok_or_else(|| logged_error(StatusCode::NOT_FOUND, "unknown_app", "no app behind a proxy has this client ID"))
}

/// The app of the host that the browser has asked for.
async fn app_here(state: &AppState, context: &RequestContext, parts: &Parts) -> Result<App, Response> {
    if let Some(refused) = refused_unless_trusted(state, context, parts) {
        return Err(refused);
    }
    let host = host_of(&parts.headers).unwrap_or_default();
    let mut found = None;
    for host in [host.as_str(), without_usual_port(&host)] {
        if found.is_none() {
            let forwarded = state.store.find_app_by_host(host).await;
            found = forwarded.map_err(|error| json_error(context, &AppError::from(error)))?;
        }
    }
    let app = found.filter(|app| app.details.home_url.is_at(&host));
    app.ok_or_else(|| logged_error(StatusCode::NOT_FOUND, "unknown_host", "no app behind a proxy has this host"))
}

fn without_usual_port(host: &str) -> &str {
    host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host)
}

fn parameter(parts: &Parts, name: &str) -> Option<String> {
    let query = parts.uri.query()?;
    let mut found = form_urlencoded::parse(query.as_bytes()).filter(|(given, _)| given == name);
    let (_, value) = found.next()?;
    found.next().is_none().then(|| value.into_owned())
}

/// A page at the host of the app, for a browser; the same for a program that gets there.
fn notice(state: &AppState, parts: &Parts, app: &App, notice: Notice) -> Response {
    let status = notice.status();
    if !wants_html(parts) {
        return plain_error(status, notice.code(), notice.code());
    }
    let locale = accept_language::accepted_locale(state, &parts.headers);
    let nonce = parts.extensions.get::<Nonce>().cloned().unwrap_or_default();
    let page = app_host::page(locale, &state.settings, &app.details, &notice, &nonce);
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let mut response = no_store((status, Html(page)).into_response());
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// An answer for a program.
fn plain_error(status: StatusCode, error: &str, message: &str) -> Response {
    no_store((status, Json(json!({ "error": error, "message": message }))).into_response())
}

/// The same, about a proxy that is not set up well: its administrator finds it in the log, since nginx
/// shows the answer to nobody.
fn logged_error(status: StatusCode, error: &str, message: &str) -> Response {
    tracing::warn!("forward-auth: answered {}: {message}", status.as_u16());
    plain_error(status, error, message)
}

/// The answer or the refusal, with the headers for the host of an app.
fn for_app_host(answer: Result<Response, Response>) -> Response {
    let mut response = answer.unwrap_or_else(|refused| refused);
    response.extensions_mut().insert(ForAppHost);
    response
}
