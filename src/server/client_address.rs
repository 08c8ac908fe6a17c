//! The client's address: the peer, or what trusted proxies say in `X-Forwarded-For`.

use crate::domain::loopback::is_loopback_host;
use crate::server::AppState;
use crate::server::config::TrustedProxies;
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderValue, header};
use std::net::{IpAddr, SocketAddr};

/// Whether the one who speaks to us is in `CHAVEIRO_TRUSTED_PROXIES`.
pub fn is_from_trusted_proxy(state: &AppState, parts: &Parts) -> bool {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical());
    peer.is_some_and(|peer| state.settings.trusted_proxies.contains(&peer))
}

/// What proxies add to the requests of others.
const ADDED_BY_PROXIES: [&str; 6] =
    ["x-forwarded-for", "forwarded", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "via"];

/// Whether a program on this machine asks for itself, and passes on nobody's request: a proxy passes on the name of the
/// site, and says for whom it asks.
pub fn is_from_this_machine(parts: &Parts) -> bool {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_canonical());
    let host = parts.headers.get(header::HOST).and_then(|host| Authority::try_from(host.as_bytes()).ok());
    peer.is_some_and(|peer| peer.is_loopback())
        && host.is_some_and(|host| is_loopback_host(host.host()))
        && !ADDED_BY_PROXIES.iter().any(|name| parts.headers.contains_key(*name))
}

/// The address of the person who sends a request; none where the connection is unknown.
pub fn of(state: &AppState, parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().map(HeaderValue::as_bytes);
    Some(client_address(&state.settings.trusted_proxies, peer, forwarded))
}

/// The address of the person: the last hop that is no trusted proxy.
///
/// `X-Forwarded-For` counts only when a trusted proxy speaks to us; what it
/// holds that is no address is not believed either.
pub fn client_address<'a>(trusted: &TrustedProxies, peer: IpAddr, forwarded: impl Iterator<Item = &'a [u8]>) -> IpAddr {
    let peer = peer.to_canonical();
    if !trusted.contains(&peer) {
        return peer;
    }
    // Byte by byte: what a client put in front must not hide what the proxy added.
    let hops = forwarded.flat_map(|value| value.split(|byte| *byte == b','));
    let hops: Vec<&[u8]> = hops.map(<[u8]>::trim_ascii).filter(|hop| !hop.is_empty()).collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        let Some(address) = hop_address(hop) else { break };
        nearest = address;
        if !trusted.contains(&nearest) {
            break;
        }
    }
    nearest
}

/// An address, which some proxies write with a port: `203.0.113.7:4711`, `[2001:db8::1]:4711`, `[2001:db8::1]`.
fn hop_address(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?;
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let address = bare.parse().or_else(|_| hop.parse::<SocketAddr>().map(|with_port| with_port.ip())).ok()?;
    Some(address.to_canonical())
}
