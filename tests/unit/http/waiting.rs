//! Tests of `http/waiting.rs`.

use std::net::{IpAddr, Ipv4Addr};

use super::{MAX_WAITING, Waiting};

fn client(number: usize) -> IpAddr {
    let number = u32::try_from(number).expect("a small number");
    Ipv4Addr::from_bits(number).into()
}

#[test]
fn places_are_limited_and_released() {
    let most_of_client = 3;
    let waiting = Waiting::new(most_of_client);
    let own: Vec<_> = (0..most_of_client)
        .map(|_| waiting.take_place(Some(client(1))).expect("a place"))
        .collect();
    assert!(waiting.take_place(Some(client(1))).is_none());
    assert!(waiting.take_place(Some(client(2))).is_some());
    assert!(waiting.take_place(None).is_some());
    drop(own);
    let all: Vec<_> = (0..MAX_WAITING)
        .filter_map(|at| waiting.take_place(Some(client(at / 2))))
        .collect();
    assert_eq!(all.len(), MAX_WAITING);
    assert!(waiting.take_place(Some(client(1000))).is_none());
}

#[test]
fn addresses_of_one_ipv6_network_count_as_one_client() {
    let waiting = Waiting::new(2);
    let take = |address: &str| waiting.take_place(Some(address.parse().expect("an address")));
    let _first = take("2001:db8:0:1::1").expect("a place");
    let second = take("2001:db8:0:1:ffff:ffff:ffff:ffff").expect("a place");
    assert!(take("2001:db8:0:1:8000::").is_none());
    let _other = take("2001:db8:0:2::1").expect("another network has its own places");
    drop(second);
    assert!(take("2001:db8:0:1:8000::").is_some());
    // IPv4 addresses are counted one by one.
    let _neighbours = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(|address| take(address).expect("a place"));
}
