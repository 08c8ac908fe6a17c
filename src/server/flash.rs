//! Messages that the next page shows once: what was just done, in a signed cookie.
//!
//! A redirect names its message in its address (`/account?notice=session-ended`). Before the answer
//! leaves, `web/middleware/flash.rs` moves it into the cookie, so that a reload, a bookmark or a
//! copied link never says it again. No link from elsewhere can say anything: what a request names as
//! the next address goes through `ui/response.rs` `own_path`, which drops messages.

use crate::domain::Timestamp;
use crate::server::AppState;
use crate::server::rate_limit::FLASH_KEPT;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What belongs to a message: its name, and what it is about.
const PARAMETERS: [&str; 7] = ["notice", "act", "done", "refused", "done_count", "refused_count", "user"];

/// A message, for one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    path: String,
    pairs: String,
    sealed: String,
}

impl Flash {
    /// Takes the message out of where a redirect leads: the address without it, and the message. None where there is
    /// no message, or the address is not ours.
    pub fn take(state: &AppState, location: &str) -> Option<(String, Self)> {
        let (address, pairs) = split(location);
        let has_notice = pairs.iter().any(|pair| name(pair) == "notice");
        let path = address.split(['?', '#']).next().filter(|path| has_notice && path.starts_with('/'))?;
        let flash = Self::new(state, path, &pairs.join("&"));
        Some((address, flash))
    }

    /// `address` without a message; as it is where it has none: a page may have parameters of these names.
    pub fn strip(address: &str) -> String {
        let (stripped, pairs) = split(address);
        if pairs.iter().any(|pair| name(pair) == "notice") { stripped } else { address.to_owned() }
    }

    /// `address` without anything that would be part of a message: what a message may be added to.
    pub fn strip_all(address: &str) -> String {
        split(address).0
    }

    /// A message for the page at `path`; `pairs` as in a query: `notice=saved`.
    pub fn new(state: &AppState, path: &str, pairs: &str) -> Self {
        let until = state.clock.now().plus(FLASH_KEPT).as_millis();
        let message = format!("{until} {path} {pairs}");
        let sealed = format!("{}.{}", URL_SAFE_NO_PAD.encode(&message), state.keys.sign_flash(&message));
        Self { path: path.to_owned(), pairs: pairs.to_owned(), sealed }
    }

    /// Reads the value of a cookie; `None` when we have not written it, or too long ago.
    pub fn parse(state: &AppState, sealed: &str) -> Option<Self> {
        let (message, signature) = sealed.split_once('.')?;
        let message = String::from_utf8(URL_SAFE_NO_PAD.decode(message).ok()?).ok()?;
        if !state.keys.is_flash(&message, signature) {
            return None;
        }
        let mut parts = message.splitn(3, ' ');
        let until = Timestamp::from_millis(parts.next()?.parse().ok()?);
        let (path, pairs) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        (state.clock.now() < until).then(|| Self { path, pairs, sealed: sealed.to_owned() })
    }

    /// The path of the page that shows it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// A part of the message.
    pub fn value(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.pairs.as_bytes());
        pairs.find(|(found, value)| found == name && !value.is_empty()).map(|(_, value)| value.into_owned())
    }

    /// The value of its cookie.
    pub fn sealed(&self) -> &str {
        &self.sealed
    }
}

/// The address without its message, and the parts of the message.
fn split(address: &str) -> (String, Vec<&str>) {
    let (whole, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let Some((path, query)) = whole.split_once('?') else { return (address.to_owned(), Vec::new()) };
    let (message, rest): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| PARAMETERS.contains(&name(pair)));
    let query = if rest.is_empty() { String::new() } else { format!("?{}", rest.join("&")) };
    (format!("{path}{query}{fragment}"), message)
}

fn name(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}
