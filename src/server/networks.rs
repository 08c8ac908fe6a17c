//! What of an address is one visitor's own.

use std::net::IpAddr;

/// What a visitor cannot change at will: an IPv4 address, or the first 64 bits of an IPv6 one.
pub fn network(address: IpAddr) -> IpAddr {
    prefix(address, 64)
}

/// What one customer often gets: an IPv4 address, or the first 48 bits of an IPv6 one.
pub fn site(address: IpAddr) -> IpAddr {
    prefix(address, 48)
}

fn prefix(address: IpAddr, bits: u32) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & (u128::MAX << (128 - bits))).into()),
        address @ IpAddr::V4(_) => address,
    }
}
