//! Tests of `delivery/addresses.rs`.

use url::Url;

use super::{Networks, NotAllowed};

fn networks(allowed: &[&str]) -> Networks {
    let allowed = allowed.iter().map(|network| network.parse().expect("a network"));
    Networks(allowed.collect())
}

#[test]
fn only_public_addresses_receive() {
    let networks = networks(&[]);
    let allows = |address: &str| networks.allow(address.parse().expect("an address"));
    for public in [
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.1",
        "192.169.0.1",
        "223.255.255.255",
        "2001:67c:254c::1",
        "2a00:801::1",
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
    ] {
        assert!(allows(public), "{public}");
    }
    for refused in [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::10.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
    ] {
        assert!(!allows(refused), "{refused}");
    }
}

#[test]
fn the_operator_allows_networks() {
    let networks = networks(&["10.0.0.0/8", "127.0.0.1/32"]);
    let allows = |address: &str| networks.allow(address.parse().expect("an address"));
    assert!(allows("10.9.8.7"));
    assert!(allows("::ffff:10.9.8.7"));
    assert!(allows("127.0.0.1"));
    assert!(!allows("127.0.0.2"));
    assert!(!allows("192.168.0.1"));
}

#[test]
fn a_web_address_shows_much_before_its_name_is_resolved() {
    let check = |networks: &Networks, url: &str| networks.check(&Url::parse(url).expect("an address"));
    let none = networks(&[]);
    assert_eq!(check(&none, "https://hooks.example.se/a?b=c"), Ok(()));
    assert_eq!(check(&none, "https://8.8.8.8/"), Ok(()));
    assert_eq!(check(&none, "http://hooks.example.se/"), Err(NotAllowed::NotEncrypted));
    for own in [
        "https://127.0.0.1/",
        "http://127.0.0.1:8080/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://a.localhost/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
    ] {
        assert_eq!(check(&none, own), Err(NotAllowed::NotPublic), "{own}");
    }
    let own_machine = networks(&["127.0.0.0/8", "::1/128"]);
    for own in ["http://127.0.0.1:8080/", "http://localhost/", "http://[::1]:9000/"] {
        assert_eq!(check(&own_machine, own), Ok(()), "{own}");
    }
    let network = networks(&["10.0.0.0/8"]);
    assert_eq!(check(&network, "https://10.0.0.1/"), Ok(()));
    assert_eq!(check(&network, "http://10.0.0.1/"), Err(NotAllowed::NotEncrypted));
}
