//! Tests of `http/client/address.rs`.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::{client_address, forwarded};

fn headers(sent: &[(&'static str, &'static str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in sent {
        headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers
}

/// The client of a connection from `peer`, with `10.0.0.0/8` and `2001:db8:1::/48` trusted.
fn client(peer: &str, sent: &[(&'static str, &'static str)]) -> String {
    let trusted = ["10.0.0.0/8", "2001:db8:1::/48"].map(|network| network.parse().expect("a network"));
    client_address(peer.parse().expect("an address"), &headers(sent), &trusted).to_string()
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
    let both = [("x-forwarded-for", "192.0.2.9"), ("forwarded", "for=192.0.2.1")];
    assert_eq!(client("10.0.0.1", &both), "192.0.2.1", "Forwarded is the standard");
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
    let trusted = ["10.0.0.0/8".parse().expect("a network")];
    let host = |peer: &str| {
        let sent = headers(&sent);
        forwarded(peer.parse().expect("an address"), &sent, &trusted, "host").map(str::to_owned)
    };
    assert_eq!(host("10.0.0.1"), Some("b".into()));
    assert_eq!(host("::ffff:10.0.0.1"), Some("b".into()));
    assert_eq!(host("192.0.2.1"), None);
}
