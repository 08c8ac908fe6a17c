//! Whether visitors' addresses are told apart, and what this or that request would count as.

use super::{Finding, Severity};
use crate::server::AppState;
use crate::server::request_context::client_address;
use crate::server::store::StoreError;
use std::net::IpAddr;

/// Whose request to play through.
#[derive(clap::Args)]
pub(super) struct Visitor {
    /// Show which client address a request from this network address would count as.
    #[arg(long, value_name = "ADDRESS")]
    peer: Option<IpAddr>,
    /// The `X-Forwarded-For` header of that request.
    #[arg(long, value_name = "HEADER", requires = "peer")]
    forwarded_for: Option<String>,
}

/// Says who is trusted, where the last visitor came from, and what `visitor` would count as.
pub(super) async fn proxies(state: &AppState, visitor: &Visitor) -> Result<Finding, StoreError> {
    let trusted = &state.settings.trusted_proxies;
    let is_behind_proxy = state.settings.public_url.scheme() == "https";
    let last = state.store.find_last_address().await?;
    let (mut severity, mut words) = if trusted.is_everybody() {
        let words = "every address is trusted, so anyone can fake their address; set CHAVEIRO_TRUSTED_PROXIES to the proxy's network";
        (Severity::Fail, words.to_owned())
    } else if is_behind_proxy && trusted.is_empty() {
        let words = "https ends at a proxy, and none is trusted: everybody seems to come from one network, whose limits they \
                     share; set CHAVEIRO_TRUSTED_PROXIES to the proxy's address or network";
        (Severity::Warn, words.to_owned())
    } else if trusted.is_empty() {
        (Severity::Ok, "none trusted; none needed without https".to_owned())
    } else {
        (Severity::Ok, format!("trusted: {trusted}"))
    };
    if let Some(address) = last {
        words.push_str(&format!(". The last visitor came from {address}"));
        if trusted.contains(&address) && is_behind_proxy {
            severity = severity.at_least_warn();
            words.push_str(", which is a proxy; check that it sends X-Forwarded-For");
        } else if is_behind_proxy && is_private(address) {
            severity = severity.at_least_warn();
            words.push_str(", a private address; if that's the proxy, add it to CHAVEIRO_TRUSTED_PROXIES");
        }
    }
    if let Some(peer) = visitor.peer {
        let header = visitor.forwarded_for.as_deref().unwrap_or_default();
        let address = client_address(trusted, peer, std::iter::once(header.as_bytes()));
        let believed = if trusted.contains(&peer) { "is trusted" } else { "is not trusted" };
        words.push_str(&format!(". A request from {peer}, which {believed}, would count as {address}"));
    }
    Ok(Finding { about: "proxies", verdict: severity, words })
}

/// Whether no person on the internet has this address.
fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_private() || address.is_loopback() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_loopback() || address.is_unicast_link_local(),
    }
}
