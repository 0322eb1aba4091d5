//! Tests of `http/client/address.rs`.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::{FORWARDED, Proxies, X_FORWARDED_FOR};

fn headers(sent: &[(&'static str, &'static str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in sent {
        headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers
}

/// Proxies in `10.0.0.0/8` and `2001:db8:1::/48`.
fn proxies(header: Option<&'static str>) -> Proxies {
    let trusted = ["10.0.0.0/8", "2001:db8:1::/48"].map(|network| network.parse().expect("a network"));
    Proxies {
        trusted: trusted.into(),
        header,
    }
}

fn client_by(header: Option<&'static str>, peer: &str, sent: &[(&'static str, &'static str)]) -> String {
    let peer = peer.parse().expect("an address");
    proxies(header).client_address(peer, &headers(sent)).to_string()
}

fn client(peer: &str, sent: &[(&'static str, &'static str)]) -> String {
    client_by(None, peer, sent)
}

fn host_by(header: Option<&'static str>, peer: &str, sent: &[(&'static str, &'static str)]) -> Option<String> {
    let peer = peer.parse().expect("an address");
    proxies(header).host(peer, &headers(sent)).map(str::to_owned)
}

#[test]
fn the_last_untrusted_address_is_the_client() {
    for (header, client_of) in [
        (("x-forwarded-for", "192.0.2.1"), "192.0.2.1"),
        (("x-forwarded-for", "192.0.2.9, 192.0.2.1, 10.0.0.7"), "192.0.2.1"),
        (("x-forwarded-for", "192.0.2.1:4711"), "192.0.2.1"),
        (("x-forwarded-for", "2001:db8::5"), "2001:db8::5"),
        (("x-forwarded-for", "[2001:db8::5]:4711 , 2001:db8:1::2"), "2001:db8::5"),
        (("x-forwarded-for", "::ffff:192.0.2.1"), "192.0.2.1"),
        (("forwarded", "for=192.0.2.1"), "192.0.2.1"),
        (
            ("forwarded", "For=\"[2001:db8::5]:4711\";proto=https;host=x"),
            "2001:db8::5",
        ),
        (
            ("forwarded", "for=192.0.2.9, for=192.0.2.1;by=10.0.0.1, for=10.0.0.7"),
            "192.0.2.1",
        ),
        // A proxy that hides its peer: its own address counts.
        (("forwarded", "for=192.0.2.9, for=unknown"), "10.0.0.1"),
        (("forwarded", "for=192.0.2.9, for=_hidden, for=10.0.0.7"), "10.0.0.7"),
        (("x-forwarded-for", ""), "10.0.0.1"),
        // Only proxies.
        (("x-forwarded-for", "10.0.0.8, 10.0.0.7"), "10.0.0.8"),
    ] {
        assert_eq!(client("10.0.0.1", &[header]), client_of, "{header:?}");
    }
}

#[test]
fn a_client_is_not_believed() {
    for header in [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=192.0.2.1")] {
        assert_eq!(client("192.0.2.200", &[header]), "192.0.2.200");
    }
}

#[test]
fn only_the_header_that_the_proxies_write_is_believed() {
    const BY_PROXY: &str = "192.0.2.1";
    // What the client wrote comes first in the header that the proxy writes, and stands alone in the other one.
    let appended_for = [
        ("forwarded", "for=192.0.2.9;host=claimed"),
        ("x-forwarded-for", "192.0.2.8, 192.0.2.1"),
    ];
    let appended_forwarded = [
        ("forwarded", "for=192.0.2.9;host=claimed, for=192.0.2.1;host=asked"),
        ("x-forwarded-for", "192.0.2.8"),
    ];
    assert_eq!(client_by(Some(X_FORWARDED_FOR), "10.0.0.1", &appended_for), BY_PROXY);
    assert_eq!(client_by(Some(FORWARDED), "10.0.0.1", &appended_forwarded), BY_PROXY);
    assert_eq!(host_by(Some(X_FORWARDED_FOR), "10.0.0.1", &appended_for), None);
    assert_eq!(
        host_by(Some(FORWARDED), "10.0.0.1", &appended_forwarded),
        Some("asked".into())
    );
    let only_claimed = [("forwarded", "for=192.0.2.9;host=claimed")];
    assert_eq!(client_by(Some(X_FORWARDED_FOR), "10.0.0.1", &only_claimed), "10.0.0.1");
    // Without the setting, it is not known which of them the proxy wrote.
    for sent in [&appended_for, &appended_forwarded] {
        assert_eq!(client("10.0.0.1", sent), "10.0.0.1");
        assert_eq!(host_by(None, "10.0.0.1", sent), None);
    }
    let both = [
        ("x-forwarded-for", "192.0.2.1"),
        ("forwarded", "for=192.0.2.1;host=asked"),
    ];
    assert_eq!(client("10.0.0.1", &both), BY_PROXY);
    assert_eq!(host_by(None, "10.0.0.1", &both), Some("asked".into()));
}

#[test]
fn a_repeated_header_is_one_list() {
    let sent = [
        ("x-forwarded-for", "192.0.2.9"),
        ("x-forwarded-for", "192.0.2.1, 10.0.0.7"),
    ];
    assert_eq!(client("10.0.0.1", &sent), "192.0.2.1");
    let sent = [
        ("forwarded", "for=192.0.2.9;host=a"),
        ("forwarded", "for=192.0.2.1;host=b"),
    ];
    assert_eq!(client("10.0.0.1", &sent), "192.0.2.1");
    let host = |peer: &str| host_by(None, peer, &sent);
    assert_eq!(host("10.0.0.1"), Some("b".into()));
    assert_eq!(host("::ffff:10.0.0.1"), Some("b".into()));
    assert_eq!(host("192.0.2.1"), None);
}
