//! The client behind trusted proxies: from `Forwarded` (RFC 7239), or from `X-Forwarded-For`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use actix_web::http::header::{HeaderMap, HeaderValue};
use ipnet::IpNet;

const FORWARDED: &str = "forwarded";
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// The proxies in front of the service, and which of their headers to believe.
#[derive(Default)]
pub struct Proxies {
    /// Their addresses and networks.
    pub trusted: Vec<IpNet>,
    /// The only header that they write, in lower case; `None` if it may be either.
    pub header: Option<&'static str>,
}

impl Proxies {
    /// The address of the client: the last one that no trusted proxy has, counted from the connection.
    ///
    /// A proxy that writes one header passes on the other as its client wrote it. Where it may be either and both are
    /// there, they must therefore name the same client; otherwise the proxy counts as the client.
    pub(crate) fn client_address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = unmapped(peer);
        let mut stated = self
            .written(headers)
            .map(|header| self.stated_in(header, peer, headers));
        match (stated.next(), stated.next()) {
            (Some(one), Some(other)) if one != other => peer,
            (Some(client), _) => client,
            (None, _) => peer,
        }
    }

    /// The host that the client asked for, from the element that the nearest proxy wrote into `Forwarded`.
    pub(crate) fn host<'h>(&self, peer: IpAddr, headers: &'h HeaderMap) -> Option<&'h str> {
        self.by_nearest("host", peer, headers)
    }

    /// The scheme by which the client asked, in the same way.
    pub(crate) fn scheme<'h>(&self, peer: IpAddr, headers: &'h HeaderMap) -> Option<&'h str> {
        self.by_nearest("proto", peer, headers)
    }

    /// A value of the element that the nearest proxy wrote into `Forwarded`.
    fn by_nearest<'h>(&self, name: &str, peer: IpAddr, headers: &'h HeaderMap) -> Option<&'h str> {
        let last = headers.get_all(FORWARDED).last()?.to_str().ok()?.rsplit(',').next()?;
        let peer = unmapped(peer);
        let is_believed = self.trusts(peer)
            && self.written(headers).any(|header| header == FORWARDED)
            && self.stated_in(FORWARDED, peer, headers) == self.client_address(peer, headers);
        is_believed.then(|| value_of(last, name))?
    }

    /// The headers of a request that the proxies may have written.
    fn written(&self, headers: &HeaderMap) -> impl Iterator<Item = &'static str> {
        let both = [FORWARDED, X_FORWARDED_FOR].into_iter();
        both.filter(|header| self.header.is_none_or(|only| only == *header) && headers.contains_key(*header))
    }

    /// The client that a header states.
    ///
    /// Each proxy adds the address of its own peer at the end. What comes before the first address that is not of a
    /// trusted proxy may be anything that the client wrote.
    fn stated_in(&self, header: &str, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut address = peer;
        let mut nodes = nodes(headers, header);
        while self.trusts(address) {
            let Some(before) = nodes.pop().and_then(parse) else {
                break;
            };
            address = before;
        }
        address
    }

    /// Whether an address is that of a proxy in front of the service.
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&address))
    }
}

/// The network of an address, which a household or a company has: /24 of IPv4, /56 of IPv6.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match unmapped(address) {
        IpAddr::V4(address) => Ipv4Addr::from_bits(address.to_bits() & (u32::MAX << 8)).into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 72)).into(),
    }
}

/// The nodes that a header names, in order. A header may be repeated.
fn nodes<'h>(headers: &'h HeaderMap, name: &str) -> Vec<&'h str> {
    let values = headers.get_all(name).map(HeaderValue::to_str);
    let elements = values.flat_map(|value| value.unwrap_or_default().split(','));
    if name == FORWARDED {
        elements
            .map(|element| value_of(element, "for").unwrap_or_default())
            .collect()
    } else {
        elements.map(str::trim).collect()
    }
}

/// The value of a parameter of an element of `Forwarded`.
fn value_of<'h>(element: &'h str, parameter: &str) -> Option<&'h str> {
    element.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        name.eq_ignore_ascii_case(parameter).then(|| value.trim_matches('"'))
    })
}

/// Reads an address, with or without a port. IPv6 has brackets if it has a port.
fn parse(node: &str) -> Option<IpAddr> {
    let bare = || node.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let address = bare().or_else(|| node.parse().ok().map(|socket: SocketAddr| socket.ip()));
    address.map(unmapped)
}

/// An address of IPv4 that is written as one of IPv6 (`::ffff:192.0.2.1`), as IPv4.
fn unmapped(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

#[cfg(test)]
#[path = "../../../tests/unit/http/client/address.rs"]
mod tests;
