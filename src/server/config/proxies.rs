//! Which reverse proxies are believed about `X-Forwarded-For`.

use super::parse::Refused;
use ipnet::IpNet;
use std::net::IpAddr;

/// This machine.
const LOOPBACK: [&str; 2] = ["127.0.0.0/8", "::1/128"];
/// Private networks: RFC 1918 and RFC 4193.
const PRIVATE: [&str; 4] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/// Networks of reverse proxies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Reads addresses, networks, `loopback` and `private`.
    ///
    /// # Errors
    /// [`Refused`] names the entry that is none of these.
    pub fn parse<'a>(entries: impl Iterator<Item = &'a str>) -> Result<Self, Refused> {
        let mut networks = Vec::new();
        for entry in entries {
            match entry.to_ascii_lowercase().as_str() {
                "loopback" => networks.extend(LOOPBACK.iter().filter_map(|text| text.parse::<IpNet>().ok())),
                "private" => networks.extend(PRIVATE.iter().filter_map(|text| text.parse::<IpNet>().ok())),
                text => networks.push(network(text).ok_or_else(|| {
                    Refused::Because(format!("has `{entry}`, which is not a network address or a network"))
                })?),
            }
        }
        Ok(Self(networks))
    }

    /// Whether `address` is one of them, also where it is written as IPv6.
    pub fn contains(&self, address: &IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Whether nobody is trusted.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a whole range of private addresses is trusted: visitors from there could fake their address.
    pub fn is_whole_private_network(&self) -> bool {
        let private = PRIVATE.iter().filter_map(|text| text.parse::<IpNet>().ok());
        private.into_iter().any(|range| self.0.iter().any(|network| network.contains(&range)))
    }

    /// Whether everybody is trusted, so that anybody can claim any address.
    pub fn is_everybody(&self) -> bool {
        self.0.iter().any(|network| network.prefix_len() == 0)
    }
}

/// The networks, separated by commas.
impl std::fmt::Display for TrustedProxies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let networks: Vec<String> = self.0.iter().map(one).collect();
        f.write_str(&networks.join(", "))
    }
}

/// A network of one address is written as that address.
fn one(network: &IpNet) -> String {
    if network.prefix_len() == network.max_prefix_len() { network.addr().to_string() } else { network.to_string() }
}

/// An address or a network; an IPv4 one may be written as IPv6 (`::ffff:10.0.0.0/104`).
fn network(text: &str) -> Option<IpNet> {
    let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
    let address: IpAddr = address.trim_matches(['[', ']']).parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length: u8 = length.map_or(Some(most), |length| length.parse().ok())?;
    let (address, length) = match (address, address.to_canonical()) {
        (IpAddr::V6(_), IpAddr::V4(inner)) if length >= 96 => (IpAddr::V4(inner), length - 96),
        _ => (address, length),
    };
    Some(IpNet::new(address, length).ok()?.trunc())
}
