//! Our cookies, none of them readable by scripts.

use crate::domain::AppAddress;
use crate::domain::Timestamp;
use crate::domain::text_enum::text_enum;
use crate::server::AppState;
use crate::server::flash::Flash;
use crate::server::keys::Token;
use crate::server::rate_limit::{
    AUTHORIZATION_REQUEST_NAMED, DEVICE_KEPT, FIRST_ACCESS_SESSION, FLASH_KEPT, PASSWORD_LINK, WARNING_ASIDE,
};
use axum::http::{HeaderMap, HeaderValue, header};

/// The language a visitor chose.
pub const LOCALE: &str = "locale";

/// Until when the warning about late mails is put aside, in milliseconds since 1970.
const WARNING: &str = "warning-aside";

/// The colours a visitor chose.
pub const THEME: &str = "theme";

text_enum! {
    /// The colours of the pages.
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

/// The name of the session's cookie.
///
/// With `__Host-` a browser accepts it only over https, for this host alone
/// (RFC 6265bis). Over http, which is for loopback, browsers refuse the prefix.
pub fn session_name(state: &AppState) -> &'static str {
    if is_https(state) { "__Host-session" } else { "session" }
}

/// The name of the cookie that binds a registration to its browser.
pub fn registration_name(state: &AppState) -> &'static str {
    if is_https(state) { "__Host-registration" } else { "registration" }
}

/// The name of the cookie by which a browser is known again.
pub fn device_name(state: &AppState) -> &'static str {
    if is_https(state) { "__Host-device" } else { "device" }
}

/// The name of the cookie that keeps the token of a link to a first access, while its page is open.
pub fn link_name(state: &AppState) -> &'static str {
    if is_https(state) { "__Host-link" } else { "link" }
}

/// The name of the cookie that keeps the token of a link that sets a password, while its page is open.
pub fn password_link_name(state: &AppState) -> &'static str {
    if is_https(state) { "__Host-password-link" } else { "password-link" }
}

/// The name of the cookie that binds what apps ask for to the browser it came from.
pub fn authorization_name(state: &AppState) -> &'static str {
    if is_https(state) { "__Host-authorization" } else { "authorization" }
}

/// The name of the cookie by which the host of an app behind a proxy knows who is signed in.
pub fn app_name(app: &AppAddress) -> &'static str {
    if app.is_https() { "__Host-chaveiro-app" } else { "chaveiro-app" }
}

/// The name of the cookie that binds a sign-in to such an app to the browser it began in.
pub fn app_sign_in_name(app: &AppAddress) -> &'static str {
    if app.is_https() { "__Host-chaveiro-sign-in" } else { "chaveiro-sign-in" }
}

/// The name of the cookie that holds what the next page says.
pub fn flash_name(state: &AppState) -> &'static str {
    if is_https(state) { "__Host-flash" } else { "flash" }
}

/// The value of the cookie with this name. None where several came along: another host of the same
/// domain has set one beside ours, and which is ours nobody can tell.
pub fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(|(found, value)| (found == name).then_some(value));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// `Set-Cookie` for a session. It ends with the browser's own session, or by
/// the server's clock, whichever is first.
pub fn session(state: &AppState, token: &Token) -> HeaderValue {
    let age = state.settings.session_max.as_secs();
    header_value(&format!("{}={}; Max-Age={age}; {}", session_name(state), token.reveal(), attributes(state)))
}

/// `Set-Cookie` that forgets the session.
pub fn no_session(state: &AppState) -> HeaderValue {
    header_value(&format!("{}=; Max-Age=0; {}", session_name(state), attributes(state)))
}

/// `Set-Cookie` that binds a registration to this browser for a day.
pub fn registration(state: &AppState, token: &Token) -> HeaderValue {
    header_value(&format!("{}={}; Max-Age=86400; {}", registration_name(state), token.reveal(), attributes(state)))
}

/// `Set-Cookie` by which a browser is known again, for as long as browsers keep one.
pub fn device(state: &AppState, token: &Token) -> HeaderValue {
    let age = DEVICE_KEPT.as_secs();
    header_value(&format!("{}={}; Max-Age={age}; {}", device_name(state), token.reveal(), attributes(state)))
}

/// `Set-Cookie` that keeps the token of a link, for as long as a first access may take.
pub fn link(state: &AppState, token: &Token) -> HeaderValue {
    let age = FIRST_ACCESS_SESSION.as_secs();
    header_value(&format!("{}={}; Max-Age={age}; {}", link_name(state), token.reveal(), attributes(state)))
}

/// `Set-Cookie` that forgets the link.
pub fn no_link(state: &AppState) -> HeaderValue {
    header_value(&format!("{}=; Max-Age=0; {}", link_name(state), attributes(state)))
}

/// `Set-Cookie` that keeps the token of a link that sets a password, for as long as it works.
pub fn password_link(state: &AppState, token: &Token) -> HeaderValue {
    let age = PASSWORD_LINK.as_secs();
    header_value(&format!("{}={}; Max-Age={age}; {}", password_link_name(state), token.reveal(), attributes(state)))
}

/// `Set-Cookie` that binds what apps ask for to this browser, for as long as it waits.
pub fn authorization(state: &AppState, token: &Token) -> HeaderValue {
    let age = AUTHORIZATION_REQUEST_NAMED.as_secs();
    header_value(&format!("{}={}; Max-Age={age}; {}", authorization_name(state), token.reveal(), attributes(state)))
}

/// `Set-Cookie` for the host of an app behind a proxy. It ends with the session.
pub fn app(state: &AppState, app: &AppAddress, token: &Token) -> HeaderValue {
    let age = state.settings.session_max.as_secs();
    header_value(&format!("{}={}; Max-Age={age}; {}", app_name(app), token.reveal(), attributes_for(app.is_https())))
}

/// `Set-Cookie` that binds a sign-in to such an app to this browser, for as long as it waits.
pub fn app_sign_in(app: &AppAddress, verifier: &Token) -> HeaderValue {
    let age = AUTHORIZATION_REQUEST_NAMED.as_secs();
    let attributes = attributes_for(app.is_https());
    header_value(&format!("{}={}; Max-Age={age}; {attributes}", app_sign_in_name(app), verifier.reveal()))
}

/// `Set-Cookie` that holds what the next page says.
pub fn flash(state: &AppState, flash: &Flash) -> HeaderValue {
    let age = FLASH_KEPT.as_secs();
    header_value(&format!("{}={}; Max-Age={age}; {}", flash_name(state), flash.sealed(), attributes(state)))
}

/// `Set-Cookie` that forgets it.
pub fn no_flash(state: &AppState) -> HeaderValue {
    header_value(&format!("{}=; Max-Age=0; {}", flash_name(state), attributes(state)))
}

/// `Set-Cookie` that puts the warning about late mails aside.
pub fn warning_aside(state: &AppState) -> HeaderValue {
    let until = state.clock.now().plus(WARNING_ASIDE).as_millis();
    let age = WARNING_ASIDE.as_secs();
    header_value(&format!("{WARNING}={until}; Max-Age={age}; {}", attributes(state)))
}

/// Whether the warning about late mails is put aside.
pub fn is_warning_aside(state: &AppState, headers: &HeaderMap) -> bool {
    let until = find(headers, WARNING).and_then(|until| until.parse().ok()).map(Timestamp::from_millis);
    let now = state.clock.now();
    until.is_some_and(|until| now < until && until <= now.plus(WARNING_ASIDE))
}

/// `Set-Cookie` for the language, kept for a year.
pub fn locale(state: &AppState, locale: crate::domain::Locale) -> HeaderValue {
    header_value(&format!("{LOCALE}={}; Max-Age=31536000; {}", locale.as_str(), attributes(state)))
}

/// `Set-Cookie` for the colours, kept for a year.
pub fn theme(state: &AppState, theme: Theme) -> HeaderValue {
    header_value(&format!("{THEME}={}; Max-Age=31536000; {}", theme.as_str(), attributes(state)))
}

fn attributes(state: &AppState) -> &'static str {
    attributes_for(is_https(state))
}

const fn attributes_for(is_https: bool) -> &'static str {
    if is_https { "Path=/; HttpOnly; SameSite=Lax; Secure" } else { "Path=/; HttpOnly; SameSite=Lax" }
}

fn is_https(state: &AppState) -> bool {
    state.settings.public_url.scheme() == "https"
}

fn header_value(text: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(text).expect("names and tokens are plain ASCII");
    // Keeps the value out of debug output.
    value.set_sensitive(true);
    value
}
