//! The addresses of an app: where people, codes and logout tokens are sent.

use serde::{Deserialize, Serialize};

/// An absolute address of an app: where people, codes or logout tokens are sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppAddress(String);

/// Why a text is not an [`AppAddress`] for its purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum InvalidAppAddress {
    /// Nothing was entered.
    #[error("enter an address")]
    Empty,
    /// No scheme and host, a space, a line break, or a character that has to be percent-encoded.
    #[error("enter the whole address, beginning with https://")]
    Form,
    /// Longer than [`AppAddress::MAX_LENGTH`].
    #[error("an address has at most 2000 characters")]
    TooLong,
    /// `http:` to another machine.
    #[error("use https:// (http:// is for this machine only: localhost, 127.0.0.1, [::1])")]
    NotHttps,
    /// A `#` (RFC 6749, 3.1.2).
    #[error("leave out the # and what follows it")]
    Fragment,
    /// A name or password before the host.
    #[error("leave out the name and password before the host")]
    Credentials,
    /// An asterisk: addresses are compared as they are (RFC 9700, 2.1).
    #[error("write each address in full; * matches nothing")]
    Wildcard,
    /// A scheme of an installed program without a dot in it (RFC 8252, 7.1), or one that runs a script.
    #[error("the scheme of an installed app has to be a domain name in reverse, as in com.example.app:/callback")]
    Scheme,
}

impl AppAddress {
    /// In characters (ours: several times the longest that a program sends).
    pub const MAX_LENGTH: usize = 2000;

    /// Where people and tokens are sent: `https`, or `http` on this machine.
    ///
    /// # Errors
    /// [`InvalidAppAddress`].
    pub fn parse(input: &str) -> Result<Self, InvalidAppAddress> {
        let (scheme, rest) = split(input)?;
        match scheme.as_str() {
            "https" | "http" => web(input, &scheme, rest),
            _ => Err(InvalidAppAddress::NotHttps),
        }
    }

    /// Where codes are sent: also an address that an installed program has registered for itself.
    ///
    /// # Errors
    /// [`InvalidAppAddress`].
    pub fn parse_redirect(input: &str) -> Result<Self, InvalidAppAddress> {
        let (scheme, rest) = split(input)?;
        match scheme.as_str() {
            "https" | "http" => web(input, &scheme, rest),
            scheme if scheme.contains('.') && rest.starts_with('/') => Ok(Self(input.trim().to_owned())),
            _ => Err(InvalidAppAddress::Scheme),
        }
    }

    /// Reads what the database holds, which was parsed before.
    #[cfg(feature = "ssr")]
    pub(crate) const fn from_stored(address: String) -> Self {
        Self(address)
    }

    /// As it was registered.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host of a web address in small letters, with the port where it is not the usual one.
    pub fn host(&self) -> Option<String> {
        let (scheme, rest) = self.0.split_once("://")?;
        usual_host(scheme, rest.split(['/', '?']).next()?)
    }

    /// Scheme and host of a web address: `https://wiki.example.com`.
    pub fn origin(&self) -> Option<String> {
        let (scheme, _) = self.0.split_once("://")?;
        Some(format!("{}://{}", scheme.to_ascii_lowercase(), self.host()?))
    }

    /// Whether it begins with `https:`.
    pub fn is_https(&self) -> bool {
        self.0.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"))
    }

    /// Whether `host`, as a browser sends it, is the one of this address.
    pub fn is_at(&self, host: &str) -> bool {
        let scheme = self.0.split_once("://").map_or("", |(scheme, _)| scheme);
        usual_host(scheme, host).is_some_and(|host| self.host() == Some(host))
    }

    /// Whether `requested` is this address: the same text, but for the port where both are on this machine
    /// (RFC 8252, 7.3).
    pub fn matches(&self, requested: &str) -> bool {
        if self.0 == requested {
            return true;
        }
        match (loopback_parts(&self.0), loopback_parts(requested)) {
            (Some(own), Some(requested)) => own == requested,
            _ => false,
        }
    }
}

/// The scheme in lower case, and what follows its colon.
fn split(input: &str) -> Result<(String, &str), InvalidAppAddress> {
    let input = input.trim();
    if input.is_empty() {
        return Err(InvalidAppAddress::Empty);
    }
    if input.len() > AppAddress::MAX_LENGTH {
        return Err(InvalidAppAddress::TooLong);
    }
    if !input.bytes().all(|byte| byte.is_ascii_graphic())
        || input.contains(['"', '<', '>', '\\', '^', '`', '{', '|', '}'])
    {
        return Err(InvalidAppAddress::Form);
    }
    if input.contains('*') {
        return Err(InvalidAppAddress::Wildcard);
    }
    if input.contains('#') {
        return Err(InvalidAppAddress::Fragment);
    }
    let (scheme, rest) = input.split_once(':').ok_or(InvalidAppAddress::Form)?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    if is_scheme { Ok((scheme.to_ascii_lowercase(), rest)) } else { Err(InvalidAppAddress::Form) }
}

fn web(input: &str, scheme: &str, rest: &str) -> Result<AppAddress, InvalidAppAddress> {
    let rest = rest.strip_prefix("//").ok_or(InvalidAppAddress::Form)?;
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(InvalidAppAddress::Credentials);
    }
    let (host, port) = host_and_port(authority).ok_or(InvalidAppAddress::Form)?;
    if host.is_empty() || port.is_some_and(|port| !is_port(port)) {
        return Err(InvalidAppAddress::Form);
    }
    if scheme == "http" && !is_loopback(host) {
        return Err(InvalidAppAddress::NotHttps);
    }
    Ok(AppAddress(input.trim().to_owned()))
}

fn host_and_port(authority: &str) -> Option<(&str, Option<&str>)> {
    if authority.starts_with('[') {
        let end = authority.find(']')? + 1;
        let (host, rest) = authority.split_at(end);
        return match rest.strip_prefix(':') {
            Some(port) => Some((host, Some(port))),
            None => rest.is_empty().then_some((host, None)),
        };
    }
    Some(authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))))
}

/// `host[:port]` in small letters, without the port that the scheme has anyway.
fn usual_host(scheme: &str, authority: &str) -> Option<String> {
    let (host, port) = host_and_port(authority)?;
    let usual = if scheme.eq_ignore_ascii_case("https") { "443" } else { "80" };
    let host = host.to_ascii_lowercase();
    Some(match port.filter(|port| !port.is_empty() && *port != usual) {
        Some(port) => format!("{host}:{port}"),
        None => host,
    })
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "[::1]") || host.ends_with(".localhost") || is_loopback_v4(host)
}

fn is_loopback_v4(host: &str) -> bool {
    host.starts_with("127.") && host.split('.').count() == 4 && host.split('.').all(|part| number(part, 255).is_some())
}

/// A port that an address can name: nobody listens on 0.
fn is_port(text: &str) -> bool {
    number(text, u16::MAX).is_some_and(|port| port != 0)
}

/// A number as addresses write it: digits alone, none of them a needless zero. `str::parse` takes `+80`,
/// and browsers read `010` as an octal number.
fn number(text: &str, most: u16) -> Option<u16> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|number| is_plain && *number <= most)
}

/// The host and the path of an address on this machine, by its number: the port is left out, since an
/// installed program takes the one that is free. `localhost` may be somebody else's (RFC 8252, 8.3),
/// and apps on several ports of it are told apart.
fn loopback_parts(address: &str) -> Option<(&str, &str)> {
    let rest = address.strip_prefix("http://")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, port) = host_and_port(&rest[..end])?;
    (port.is_none_or(is_port) && (host == "[::1]" || is_loopback_v4(host))).then_some((host, &rest[end..]))
}
