//! Tests of `http/client/rates.rs`.

use std::net::IpAddr;

use super::{Asker, Rates};

fn of(address: &str) -> Option<Asker> {
    Asker::of_address(address.parse::<IpAddr>().expect("an address"))
}

#[test]
fn the_addresses_of_one_network_are_one_asker() {
    assert_eq!(of("192.0.2.1"), of("192.0.2.254"));
    assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
    assert_eq!(of("2001:db8:1:100::1"), of("2001:db8:1:1ff:ffff::9"));
    assert_ne!(of("2001:db8:1:100::1"), of("2001:db8:1:200::1"));
    assert_eq!((of("127.0.0.1"), of("::1")), (None, None));
}

#[test]
fn a_client_that_asks_too_much_waits() {
    let rates = Rates::new(10_000).expect("a limit");
    let (asker, other) = (
        of("192.0.2.1").expect("an asker"),
        of("198.51.100.1").expect("an asker"),
    );
    let counted = rates.count(&asker, 9_000);
    assert!(
        (999..=1_001).contains(&counted.left) && counted.wait.is_none(),
        "{counted:?}"
    );
    let refused = rates.count(&asker, 5_000);
    assert_eq!(refused.left, 0);
    assert!(refused.wait.is_some_and(|wait| (1..=60).contains(&wait)), "{refused:?}");
    // What was refused does not count.
    assert_eq!(rates.count(&asker, 500).wait, None);
    assert_eq!(rates.count(&other, 10_000).wait, None);
    assert!(Rates::new(0).is_none());
}

#[test]
fn a_client_that_has_all_questions_left_is_forgotten() {
    // A question is back after a thousandth of a second.
    let rates = Rates::new(60_000).expect("a limit");
    for network in 0..200_u32 {
        let address = std::net::Ipv4Addr::from_bits(0x0a00_0000 | network << 8);
        rates.count(&Asker::of_address(address.into()).expect("an asker"), 1);
    }
    assert_eq!(rates.limiter.len(), 200);
    std::thread::sleep(std::time::Duration::from_millis(50));
    rates.forget();
    assert_eq!(rates.limiter.len(), 0);
}
