//! Our cookies, none of them readable by scripts.

use crate::domain::AppAddress;
use crate::domain::Timestamp;
use crate::domain::text_enum::text_enum;
use crate::server::AppState;
use crate::server::rate_limit::{
    AUTHORIZATION_REQUEST_NAMED, DEVICE_KEPT, FIRST_ACCESS_SESSION, FLASH_KEPT, PASSWORD_LINK, SETUP_LINK, UNCONFIRMED,
    UNDO_LINK, WARNING_SNOOZE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use std::time::Duration;

/// The session. Its cookie ends with the browser's own session, or by the server's clock, whichever is first.
pub const SESSION: Cookie = Cookie::new(["session", "__Host-session"], None);
/// Binds a registration to its browser.
pub const REGISTRATION: Cookie = Cookie::new(["registration", "__Host-registration"], Some(UNCONFIRMED));
/// By it a browser is known again, for as long as browsers keep one.
pub const DEVICE: Cookie = Cookie::new(["device", "__Host-device"], Some(DEVICE_KEPT));
/// The token of a link to a first access, while its page is open.
pub const FIRST_ACCESS_LINK: Cookie = Cookie::new(["link", "__Host-link"], Some(FIRST_ACCESS_SESSION));
/// The tokens of the other links, while their pages are open: by the path of the page, where its form is sent as well.
pub const LINK_TOKENS: [(&str, Cookie); 5] = [
    ("/reset-password", Cookie::new(["password-link", "__Host-password-link"], Some(PASSWORD_LINK))),
    ("/register/confirm", Cookie::new(["registration-link", "__Host-registration-link"], Some(UNCONFIRMED))),
    ("/account/email/confirm", Cookie::new(["email-link", "__Host-email-link"], Some(UNCONFIRMED))),
    ("/account/email/undo", Cookie::new(["email-undo-link", "__Host-email-undo-link"], Some(UNDO_LINK))),
    ("/setup", Cookie::new(["setup-link", "__Host-setup-link"], Some(SETUP_LINK))),
];
/// Binds what apps ask for to the browser it came from.
pub const AUTHORIZATION: Cookie =
    Cookie::new(["authorization", "__Host-authorization"], Some(AUTHORIZATION_REQUEST_NAMED));
/// What the next page says.
pub const FLASH: Cookie = Cookie::new(["flash", "__Host-flash"], Some(FLASH_KEPT));
/// The language a visitor chose.
pub const LOCALE: Cookie = Cookie::new(["locale"; 2], Some(YEAR));
/// The colors a visitor chose.
pub const THEME: Cookie = Cookie::new(["theme"; 2], Some(YEAR));
/// Until when the warning about late mails is put aside, in milliseconds since 1970.
const WARNING: Cookie = Cookie::new(["warning-aside"; 2], Some(WARNING_SNOOZE));
/// At the host of an app behind a proxy: who is signed in. It ends with the session.
pub const APP: Cookie = Cookie::new(["chaveiro-app", "__Host-chaveiro-app"], None);
/// At such a host: binds a sign-in to the browser it began in.
pub const APP_SIGN_IN: Cookie =
    Cookie::new(["chaveiro-sign-in", "__Host-chaveiro-sign-in"], Some(AUTHORIZATION_REQUEST_NAMED));

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

text_enum! {
    /// The colors of the pages.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Theme {
        /// As the device has them.
        #[default]
        System = "system",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

/// A cookie of ours.
#[derive(Clone, Copy, Debug)]
pub struct Cookie {
    /// Over http and over https.
    names: [&'static str; 2],
    /// Without one, as long as a session lasts at most.
    max_age: Option<Duration>,
}

impl Cookie {
    /// With `__Host-` a browser accepts it only over https, for this host alone
    /// (RFC 6265bis). Over http, which is for loopback, browsers refuse the prefix.
    const fn new(names: [&'static str; 2], max_age: Option<Duration>) -> Self {
        Self { names, max_age }
    }

    /// The one that keeps the token of the link to this page.
    pub fn of_link(path: &str) -> Option<Self> {
        LINK_TOKENS.into_iter().find(|(page, _)| *page == path).map(|(_, cookie)| cookie)
    }

    /// Its name at our host.
    pub fn name(self, state: &AppState) -> &'static str {
        self.names[usize::from(is_https(state))]
    }

    /// What a request to our host says in it: see `find`.
    pub fn find<'a>(self, state: &AppState, headers: &'a HeaderMap) -> Option<&'a str> {
        find(headers, self.name(state))
    }

    /// The cookie of a request to the host of an app.
    pub fn find_at<'a>(self, app: &AppAddress, headers: &'a HeaderMap) -> Option<&'a str> {
        find(headers, self.names[usize::from(app.is_https())])
    }

    /// `Set-Cookie` for our host.
    pub fn set(self, state: &AppState, value: &str) -> HeaderValue {
        let age = self.max_age.unwrap_or(state.settings.session_max);
        self.header(is_https(state), value, age)
    }

    /// `Set-Cookie` for the host of an app.
    pub fn set_at(self, state: &AppState, app: &AppAddress, value: &str) -> HeaderValue {
        let age = self.max_age.unwrap_or(state.settings.session_max);
        self.header(app.is_https(), value, age)
    }

    /// `Set-Cookie` that forgets it.
    pub fn forget(self, state: &AppState) -> HeaderValue {
        self.header(is_https(state), "", Duration::ZERO)
    }

    fn header(self, is_https: bool, value: &str, age: Duration) -> HeaderValue {
        let (name, age) = (self.names[usize::from(is_https)], age.as_secs());
        let secure = if is_https { "; Secure" } else { "" };
        let text = format!("{name}={value}; Max-Age={age}; Path=/; HttpOnly; SameSite=Lax{secure}");
        let mut header = HeaderValue::from_str(&text).expect("names and values are plain ASCII");
        // Keeps the value out of debug output.
        header.set_sensitive(true);
        header
    }
}

/// The value of the cookie with this name. None where several came along: another host of the same
/// domain has set one beside ours, and which is ours nobody can tell.
///
/// Read as bytes: scripts of other hosts of the domain may set `nome=José`, which browsers send in UTF-8 as it is.
fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(header::COOKIE).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    let mut found = pairs
        .filter_map(|pair| pair.trim_ascii().strip_prefix(name.as_bytes())?.strip_prefix(b"="))
        .map(|value| std::str::from_utf8(value).ok());
    let first = found.next()?;
    found.next().is_none().then_some(first)?
}

/// Has a browser drop what it has kept of our pages.
pub const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// The headers that take the session from a browser, with what it may have kept of pages.
pub fn forgotten_session(state: &AppState) -> [(HeaderName, HeaderValue); 2] {
    let kept = HeaderValue::from_static("\"cache\", \"storage\"");
    [(header::SET_COOKIE, SESSION.forget(state)), (CLEAR_SITE_DATA, kept)]
}

/// `Set-Cookie` that puts the warning about late mails aside.
pub fn warning_aside(state: &AppState) -> HeaderValue {
    let until = state.clock.now().plus(WARNING_SNOOZE).as_millis();
    WARNING.set(state, &until.to_string())
}

/// Whether the warning about late mails is put aside.
pub fn is_warning_snoozed(state: &AppState, headers: &HeaderMap) -> bool {
    let until = WARNING.find(state, headers).and_then(|until| until.parse().ok()).map(Timestamp::from_millis);
    let now = state.clock.now();
    until.is_some_and(|until| now < until && until <= now.plus(WARNING_SNOOZE))
}

fn is_https(state: &AppState) -> bool {
    state.settings.public_url.scheme() == "https"
}
