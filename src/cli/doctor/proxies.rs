//! Whether visitors' addresses are told apart, and what this or that request would count as.

use super::{Finding, Severity, Topic};
use crate::cli::language::text;
use crate::domain::Locale;
use crate::server::AppState;
use crate::server::client_address::client_address;
use crate::server::config::TrustedProxies;
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
pub(super) async fn proxies(state: &AppState, locale: Locale, visitor: &Visitor) -> Result<Finding, StoreError> {
    let trusted_proxies = &state.settings.trusted_proxies;
    let is_behind_proxy = is_behind_proxy(state);
    let Finding { verdict: mut severity, mut words, .. } = trusted(state, locale);
    if let Some(address) = state.store.find_last_address().await? {
        words.push_str(&text!(locale, ". A última visita veio de {address}", ". The last visitor came from {address}"));
        if let Some(warning) = is_behind_proxy.then(|| find_warning(locale, trusted_proxies, address)).flatten() {
            severity = severity.at_least_warn();
            words.push_str(warning);
        }
    }
    if let Some(peer) = visitor.peer {
        words.push_str(&counts_as(locale, trusted_proxies, peer, visitor.forwarded_for.as_deref().unwrap_or_default()));
    }
    Ok(Finding { about: Topic::Proxies, verdict: severity, words })
}

/// Says who is trusted.
pub(super) fn trusted(state: &AppState, locale: Locale) -> Finding {
    let (verdict, words) = who_is_trusted(locale, &state.settings.trusted_proxies, is_behind_proxy(state));
    Finding { about: Topic::Proxies, verdict, words }
}

fn is_behind_proxy(state: &AppState) -> bool {
    state.settings.public_url.scheme() == "https"
}

fn who_is_trusted(locale: Locale, trusted: &TrustedProxies, is_behind_proxy: bool) -> (Severity, String) {
    if trusted.is_everybody() {
        let words = text!(
            locale,
            "todos os endereços são confiáveis, então qualquer pessoa pode falsificar o seu; defina CHAVEIRO_TRUSTED_PROXIES com a rede do proxy",
            "every address is trusted, so anyone can fake their address; set CHAVEIRO_TRUSTED_PROXIES to the proxy's network"
        );
        (Severity::Fail, words)
    } else if is_behind_proxy && trusted.is_empty() {
        let words = text!(
            locale,
            "o https termina em um proxy, e nenhum é confiável: todas as pessoas parecem vir da mesma rede e dividem os \
             limites dela; defina CHAVEIRO_TRUSTED_PROXIES com o endereço ou a rede do proxy",
            "https ends at a proxy, and none is trusted: everybody seems to come from one network, whose limits they \
             share; set CHAVEIRO_TRUSTED_PROXIES to the proxy's address or network"
        );
        (Severity::Warn, words)
    } else if trusted.is_empty() {
        let words =
            text!(locale, "nenhum confiável; sem https não é preciso", "none trusted; none needed without https");
        (Severity::Ok, words)
    } else {
        let mut words = text!(locale, "confiáveis: {trusted}", "trusted: {trusted}");
        if trusted.is_whole_private_network() {
            words.push_str(locale.pick("; visitantes em uma rede privada podem falsificar seu endereço: se houver, informe só o endereço do proxy",
                "; visitors on a private network can fake their address: if you have any, name the proxy's address only",
            ));
        }
        (Severity::Ok, words)
    }
}

/// What is odd about the last visitor's address, behind a proxy.
fn find_warning(locale: Locale, trusted: &TrustedProxies, address: IpAddr) -> Option<&'static str> {
    if trusted.contains(&address) {
        Some(locale.pick(
            ", que é um proxy; confira se ele envia X-Forwarded-For",
            ", which is a proxy; check that it sends X-Forwarded-For",
        ))
    } else if is_private(address) {
        Some(locale.pick(
            ", um endereço privado; se for o proxy, inclua em CHAVEIRO_TRUSTED_PROXIES",
            ", a private address; if that's the proxy, add it to CHAVEIRO_TRUSTED_PROXIES",
        ))
    } else {
        None
    }
}

/// What a request from `peer` with this `X-Forwarded-For` would count as.
fn counts_as(locale: Locale, trusted: &TrustedProxies, peer: IpAddr, forwarded_for: &str) -> String {
    let address = client_address(trusted, peer, std::iter::once(forwarded_for.as_bytes()));
    let believed = if trusted.contains(&peer) {
        locale.pick("é confiável", "is trusted")
    } else {
        locale.pick("não é confiável", "is not trusted")
    };
    text!(
        locale,
        ". Uma requisição de {peer}, que {believed}, contaria como vinda de {address}",
        ". A request from {peer}, which {believed}, would count as {address}"
    )
}

/// Whether no person on the internet has this address.
fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_private() || address.is_loopback() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_loopback() || address.is_unicast_link_local(),
    }
}
