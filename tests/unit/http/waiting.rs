//! Tests of `http/waiting.rs`.

use super::{MAX_WAITING, MAX_WAITING_OF_CLIENT, Waiting};

#[test]
fn places_are_limited_and_released() {
    let waiting = Waiting::default();
    let own: Vec<_> = (0..MAX_WAITING_OF_CLIENT)
        .map(|_| waiting.take_place("a").expect("a place"))
        .collect();
    assert!(waiting.take_place("a").is_none());
    assert!(waiting.take_place("b").is_some());
    drop(own);
    let all: Vec<_> = (0..MAX_WAITING)
        .filter_map(|at| waiting.take_place(&format!("{}", at / 2)))
        .collect();
    assert_eq!(all.len(), MAX_WAITING);
    assert!(waiting.take_place("z").is_none());
}
