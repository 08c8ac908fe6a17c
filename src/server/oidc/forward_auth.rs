//! Forward-auth: a reverse proxy asks who somebody is, on behalf of an app that has no sign-in of its own.
//!
//! The sign-in itself is that of every other app: here the app's client is Chaveiro, on the app's own
//! host, and gets a cookie of that host for its code instead of tokens. The PKCE verifier is in a cookie of that
//! host too, so that nobody can be signed in by a link with the code of somebody else.

use super::{issuer, jws, tokens};
use crate::domain::UserId;
use crate::error::AppError;
use crate::server::AppState;
use crate::server::keys::Token;
use crate::server::rate_limit::MAX_DEEP_LINK_LENGTH;
use crate::server::session;
use crate::server::store::apps::App;
use crate::server::store::audit::Origin;
use crate::server::store::authorization_codes::{ExchangeFor, Exchanged, StoredCode};
use crate::server::store::users::User;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sha2::{Digest as _, Sha256};

/// What a proxy leads to Chaveiro on the host of an app begins with this.
pub const ON_APP_HOST: &str = "/.chaveiro/";
/// Where a sign-in begins, on the host of the app.
pub const SIGN_IN: &str = "/.chaveiro/sign-in";
/// Where it ends there.
pub const CALLBACK: &str = "/.chaveiro/callback";
/// The page for those who may not use the app.
pub const NO_ACCESS: &str = "/.chaveiro/no-access";

/// Who somebody is, for the app.
#[derive(Debug)]
pub struct ForwardedUser {
    /// The person.
    pub user: User,
    /// The slugs of their groups.
    pub groups: Vec<String>,
}

/// The answer to a proxy.
#[derive(Debug)]
pub enum Checked {
    /// The person may use the app.
    Allowed(Box<ForwardedUser>),
    /// The person is signed in, but may not use the app.
    NoAccess,
    /// Nobody is signed in.
    SignIn,
}

/// Who the cookie of an app's host belongs to. `is_visit`: somebody opens a page.
pub async fn check(
    state: &AppState,
    app: &App,
    cookie: Option<&str>,
    is_visit: bool,
    origin: &Origin,
) -> Result<Checked, AppError> {
    let Some(token) = cookie.and_then(Token::parse) else { return Ok(Checked::SignIn) };
    let hash = token.hash();
    let stored = state.store.find_forward_auth_cookie(&hash).await?;
    let Some(stored) = stored.filter(|stored| stored.app_id == app.id) else { return Ok(Checked::SignIn) };
    let owner = if is_visit {
        session::find_visitor(state, &stored.session_hash).await?
    } else {
        session::find_owner(state, &stored.session_hash).await?
    };
    let Some(user) = owner else { return Ok(Checked::SignIn) };
    let groups = state.store.list_groups_of_user(&user.id).await?;
    if !app.details.is_open_to(groups.iter().map(|group| &group.id)) {
        if !stored.is_refused {
            note_refusal(state, &hash, app, &user.id, origin).await;
        }
        return Ok(Checked::NoAccess);
    }
    let groups = groups.into_iter().map(|group| group.slug.into()).collect();
    Ok(Checked::Allowed(Box::new(ForwardedUser { user, groups })))
}

async fn note_refusal(state: &AppState, hash: &str, app: &App, user_id: &UserId, origin: &Origin) {
    if let Err(error) = state.store.set_forward_auth_refused(hash, app, user_id, origin).await {
        // Refusing goes on when writing cannot.
        tracing::warn!(%error, "cannot note that somebody may not use an app");
    }
}

/// Where a browser begins to sign in, on the app's own host, and comes back to `to` afterwards.
pub fn sign_in_address(app: &App, to: &str) -> String {
    let origin = app.details.home_url.origin().unwrap_or_default();
    match path_of_app(to) {
        Some(to) => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("to", to).finish();
            format!("{origin}{SIGN_IN}?{query}")
        }
        None => format!("{origin}{SIGN_IN}"),
    }
}

/// `to` where it is a path of the app: begins with one slash, has nothing a header could not hold, and is
/// not longer than [`MAX_DEEP_LINK_LENGTH`].
fn path_of_app(to: &str) -> Option<&str> {
    let is_path = to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\");
    let is_plain = to.bytes().all(|byte| byte.is_ascii_graphic());
    let is_short = form_urlencoded::byte_serialize(to.as_bytes()).map(str::len).sum::<usize>() <= MAX_DEEP_LINK_LENGTH;
    (is_path && is_plain && is_short && !to.starts_with(ON_APP_HOST)).then_some(to)
}

/// The address of `to` at the app; that of its home page where it is no path of it.
pub fn address_at(app: &App, to: Option<&str>) -> String {
    let home = &app.details.home_url;
    match (to.and_then(path_of_app), home.origin()) {
        (Some(path), Some(origin)) => format!("{origin}{path}"),
        _ => home.as_str().to_owned(),
    }
}

/// The address of a sign-in that begins here.
pub struct StartedSignIn {
    /// For the browser's cookie on the app's host.
    pub verifier: Token,
    /// Where the browser goes on.
    pub address: String,
}

/// Begins a sign-in. The verifier of one that began before in this browser stays: both may end.
pub fn begin(state: &AppState, app: &App, verifier: Option<&str>, to: Option<&str>) -> StartedSignIn {
    let verifier = verifier.and_then(Token::parse).unwrap_or_else(Token::generate);
    let challenge = jws::encode(&Sha256::digest(verifier.reveal().as_bytes()));
    let redirect_uri = app.details.redirect_uris.first().map_or("", |address| address.as_str());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", app.details.client_id.as_str())
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("scope", "openid")
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256");
    if let Some(to) = to.and_then(path_of_app) {
        query.append_pair("state", to);
    }
    let address = format!("{}/oauth/authorize?{}", issuer(state), query.finish());
    StartedSignIn { verifier, address }
}

/// What a browser brings to the callback on the app's host.
#[derive(Default)]
pub struct Return<'a> {
    /// `code`
    pub code: Option<&'a str>,
    /// `error`
    pub error: Option<&'a str>,
    /// The cookie that was set when the sign-in began.
    pub verifier: Option<&'a str>,
    /// The cookie of a sign-in that has ended well before.
    pub cookie: Option<&'a str>,
}

/// How a sign-in ended.
pub enum CallbackOutcome {
    /// This is the cookie of the app's host.
    SignedIn(Token),
    /// The browser has got it before.
    Repeated,
    /// The person may not use the app.
    NoAccess,
    /// The browser has not kept the cookie of the beginning, so it would not keep the other either.
    NoCookie,
    /// The code does not work, or not any more.
    NoCode,
}

/// Ends a sign-in: exchanges the code for a cookie.
pub async fn finish_sign_in(
    state: &AppState,
    app: &App,
    given: &Return<'_>,
    origin: &Origin,
) -> Result<CallbackOutcome, AppError> {
    if given.error == Some("access_denied") {
        return Ok(CallbackOutcome::NoAccess);
    }
    let Some(code) = given.code.and_then(Token::parse) else { return Ok(CallbackOutcome::NoCode) };
    // Asked for again, as a browser does that goes back or reloads its page.
    if let Some(cookie) = given.cookie.and_then(Token::parse)
        && state.store.is_cookie_of_code(&cookie.hash(), &code.hash()).await?
    {
        return Ok(CallbackOutcome::Repeated);
    }
    let Some(verifier) = given.verifier.and_then(Token::parse) else { return Ok(CallbackOutcome::NoCookie) };
    let fits = |stored: &StoredCode| tokens::is_challenge_of(verifier.reveal(), &stored.code_challenge);
    let cookie = Token::generate();
    match state
        .store
        .take_authorization_code(&code.hash(), app, ExchangeFor::Cookie(&cookie.hash()), fits, origin)
        .await?
    {
        Exchanged::Done(_) => Ok(CallbackOutcome::SignedIn(cookie)),
        Exchanged::Unknown | Exchanged::Reused | Exchanged::Mismatch => Ok(CallbackOutcome::NoCode),
    }
}

/// A text as a header can hold it: percent-encoded UTF-8 where it is not ASCII, and `%25` for `%`.
pub fn header_text(text: &str) -> String {
    const ENCODED: &AsciiSet = &CONTROLS.add(b'%');
    utf8_percent_encode(text, ENCODED).to_string()
}
