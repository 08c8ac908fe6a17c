//! What is known of a request before it is answered: origin, language, session.

use crate::domain::Locale;
use crate::error::AppError;
use crate::locale::time::Zone;
use crate::server::cookies::Cookie;
use crate::server::flash::Flash;
use crate::server::keys::{Token, link_handle};
use crate::server::password::random_hex;
use crate::server::session::{self, RequestedBy, Session};
use crate::server::store::audit::Origin;
use crate::server::{AppState, accept_language, client_address, cookies};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, header};

/// What is known of a request before it is answered.
#[derive(Clone, Debug)]
pub struct RequestContext {
    /// Where it came from.
    pub origin: Origin,
    /// The language of the answer.
    pub locale: Locale,
    /// The zone in which the answer writes times.
    pub time_zone: Zone,
    /// The colors of the answer.
    pub theme: cookies::Theme,
    /// The session of its cookie, if that is valid.
    pub session: Option<Session>,
    /// Whether a cookie came along whose session has ended.
    pub session_ended: bool,
    /// SHA-256 of that cookie.
    pub ended_session: Option<String>,
    /// The cookie of a browser that registered, if it came along.
    pub registration: Option<String>,
    /// The cookie by which this browser is known again, if it came along.
    pub device: Option<String>,
    /// The token of a link to a first access whose page is open, if its cookie came along.
    pub first_access_link: Option<String>,
    /// The token of the link to this page, if its cookie came along.
    pub link_token: Option<String>,
    /// The cookie of a browser in which an app waits for somebody to sign in, if it came along.
    pub authorization: Option<String>,
    /// Whether the warning about late mails is put aside.
    pub is_warning_snoozed: bool,
    /// What was just done, for the page that is asked for.
    pub flash: Option<Flash>,
}

/// The id of a request: in its log lines, its audit events and its answer.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl RequestId {
    /// The header that carries it.
    pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
    /// A proxy's own id is kept up to this length (ours has 32).
    const LONGEST: usize = 64;

    /// Random, unlike the ids of rows: from those that come one after another a stranger could tell how many others
    /// were drawn between two requests, and by that what an answer keeps secret.
    fn random() -> String {
        random_hex::<16>()
    }

    /// The id that a trusted proxy gave the request, or a new one.
    pub fn of(state: &AppState, parts: &Parts) -> Self {
        let given = parts.headers.get(&Self::HEADER).and_then(|id| id.to_str().ok());
        let is_plain = |id: &&str| {
            (1..=Self::LONGEST).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        };
        let given = given.filter(is_plain).filter(|_| client_address::is_from_trusted_proxy(state, parts));
        Self(given.map_or_else(Self::random, str::to_owned))
    }
}

/// Browsers' names for themselves are kept up to this length.
const MAX_AGENT_LENGTH: usize = 200;

impl RequestContext {
    /// The cookie by which this browser is known again, if it brought one that is shaped like it.
    pub fn device_token(&self) -> Option<Token> {
        self.device.as_deref().and_then(Token::parse)
    }

    /// Reads a request.
    pub async fn read(state: &AppState, parts: &Parts) -> Result<Self, AppError> {
        let kept = |cookie: Cookie| cookie.find(state, &parts.headers).map(str::to_owned);
        let cookie = cookies::SESSION.find(state, &parts.headers);
        let session = match cookie {
            Some(cookie) => session::find(state, cookie, requested_by(&parts.headers)).await?,
            None => None,
        };
        Ok(Self {
            origin: origin(state, parts),
            locale: locale(state, &parts.headers, session.as_ref()),
            time_zone: session
                .as_ref()
                .and_then(|session| session.user.time_zone.clone())
                .unwrap_or_else(|| state.settings.time_zone.clone()),
            theme: theme(state, &parts.headers),
            session_ended: cookie.is_some() && session.is_none(),
            ended_session: cookie.filter(|_| session.is_none()).and_then(Token::parse).map(|token| token.hash()),
            session,
            registration: kept(cookies::REGISTRATION),
            device: kept(cookies::DEVICE),
            first_access_link: kept(cookies::FIRST_ACCESS_LINK),
            link_token: Cookie::of_link(parts.uri.path()).and_then(kept),
            authorization: kept(cookies::AUTHORIZATION),
            is_warning_snoozed: cookies::is_warning_snoozed(state, &parts.headers),
            flash: flash(state, parts),
        })
    }

    /// The token of a link: as a program `sent` it, or as the browser has kept it since it opened the link.
    pub fn token_of_link(&self, sent: Option<String>) -> String {
        sent.or_else(|| self.link_token.clone()).unwrap_or_default()
    }

    /// The same for the form of a page that was opened with the link `shown` ([`link_handle`]).
    ///
    /// # Errors
    /// [`AppError::OtherLink`] where the browser has opened another link since: the form is not about that one.
    pub fn token_of_form(&self, sent: Option<String>, shown: Option<&str>) -> Result<String, AppError> {
        let kept = self.link_token.as_deref().and_then(Token::parse).map(|token| link_handle(&token));
        match (&sent, shown) {
            (None, Some(shown)) if kept.is_some_and(|kept| kept != shown) => Err(AppError::OtherLink),
            _ => Ok(self.token_of_link(sent)),
        }
    }

    /// A request of nobody, for answers when the database is away.
    pub fn anonymous(state: &AppState, parts: &Parts) -> Self {
        Self {
            origin: Origin::default(),
            locale: locale(state, &parts.headers, None),
            time_zone: state.settings.time_zone.clone(),
            theme: theme(state, &parts.headers),
            session: None,
            session_ended: false,
            ended_session: None,
            registration: None,
            device: None,
            first_access_link: None,
            link_token: None,
            authorization: None,
            is_warning_snoozed: false,
            flash: None,
        }
    }

    /// A request of a program, which has no cookies that count.
    pub fn of_program(state: &AppState, parts: &Parts) -> Self {
        let mut context = Self::anonymous(state, parts);
        context.locale = state.settings.default_locale;
        context.theme = cookies::Theme::default();
        context.origin = origin(state, parts);
        context
    }
}

/// The message for this page. Not for what a script of a page fetches: a person would never see it.
fn flash(state: &AppState, parts: &Parts) -> Option<Flash> {
    let is_shown = parts.headers.get("sec-fetch-dest").is_none_or(|into| into == "document");
    let sealed = cookies::FLASH.find(state, &parts.headers)?;
    Flash::parse(state, sealed)
        .filter(|flash| is_shown && parts.method == Method::GET && flash.path() == parts.uri.path())
}

fn origin(state: &AppState, parts: &Parts) -> Origin {
    Origin {
        address: client_address::of(state, parts),
        agent: agent(&parts.headers),
        request_id: Some(match parts.extensions.get::<RequestId>() {
            Some(RequestId(id)) => id.clone(),
            None => RequestId::random(),
        }),
    }
}

/// The header of what `console.js` fetches because something has changed, not because a person asked.
pub const UNATTENDED: HeaderName = HeaderName::from_static("x-unattended");

/// An open page asks for a stream of events, with [`UNATTENDED`], or from a frame or an image of another site's page, such
/// as an app that renews a sign-in. A client that adds such headers only shortens its own session.
fn requested_by(headers: &HeaderMap) -> RequestedBy {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_stream = value("accept").is_some_and(|accept| accept.contains("text/event-stream"));
    let is_from_elsewhere = value("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let is_part_of_page = value("sec-fetch-dest").is_some_and(|into| into != "document");
    if is_stream || headers.contains_key(UNATTENDED) || (is_from_elsewhere && is_part_of_page) {
        RequestedBy::OpenPage
    } else {
        RequestedBy::Person
    }
}

fn theme(state: &AppState, headers: &HeaderMap) -> cookies::Theme {
    cookies::THEME.find(state, headers).and_then(cookies::Theme::parse).unwrap_or_default()
}

/// The cookie decides, then the person's own setting, then the browser's `Accept-Language`.
fn locale(state: &AppState, headers: &HeaderMap, session: Option<&Session>) -> Locale {
    cookies::LOCALE
        .find(state, headers)
        .and_then(Locale::parse)
        .or_else(|| session.map(|session| session.user.locale))
        .or_else(|| accept_language::best(headers))
        .unwrap_or(state.settings.default_locale)
}

fn agent(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    agent.chars().take(MAX_AGENT_LENGTH).collect()
}
