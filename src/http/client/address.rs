//! The address of a client behind trusted proxies: from `Forwarded` (RFC 7239), or from `X-Forwarded-For`.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{HeaderMap, HeaderValue};
use ipnet::IpNet;

const FORWARDED: &str = "forwarded";
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of the client: the last one that no trusted proxy has, counted from the connection.
///
/// Each proxy adds the address of its own peer at the end. What comes before the first address that is not of a trusted
/// proxy may be anything that the client wrote.
pub(crate) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut address = unmapped(peer);
    let mut nodes = if headers.contains_key(FORWARDED) {
        nodes(headers, FORWARDED)
    } else {
        nodes(headers, X_FORWARDED_FOR)
    };
    while is_trusted(address, trusted) {
        let Some(before) = nodes.pop().and_then(parse) else {
            break;
        };
        address = before;
    }
    address
}

/// A parameter of the element that the nearest proxy wrote into `Forwarded`, if the proxy is trusted.
pub(crate) fn forwarded<'h>(
    peer: IpAddr,
    headers: &'h HeaderMap,
    trusted: &[IpNet],
    parameter: &str,
) -> Option<&'h str> {
    let last = headers.get_all(FORWARDED).last()?.to_str().ok()?.rsplit(',').next()?;
    is_trusted(unmapped(peer), trusted).then_some(last)?;
    value_of(last, parameter)
}

fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&address))
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
