//! Names and addresses of this machine.

use std::net::IpAddr;

/// Whether a host, as addresses write it (`localhost`, `127.0.0.1`, `[::1]`), is this machine. Names below `localhost` are
/// too: they resolve to loopback (RFC 6761, 6.3).
pub fn is_loopback_host(host: &str) -> bool {
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let name = host.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || address.is_some_and(|address| address.is_loopback())
}
