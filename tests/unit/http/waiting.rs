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
