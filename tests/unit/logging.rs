//! Tests of `logging.rs`.

use std::io::Write;
use std::sync::Arc;

use super::Level::{Debug, Info};
use super::{Gathered, Gathering};

#[test]
fn lines_are_gathered_in_order() {
    let gathered = Arc::new(Gathered::default());
    let mut log = Gathering(Arc::clone(&gathered));
    writeln!(log, "one").expect("gathered");
    writeln!(log, "two").expect("gathered");
    assert_eq!(&**gathered.lines(), b"one\ntwo\n");
}

#[test]
fn lines_without_room_are_lost_and_counted() {
    let gathered = Arc::new(Gathered::default());
    let mut log = Gathering(Arc::clone(&gathered));
    let line = [b'x'; 1000];
    for _ in 0..5000 {
        log.write_all(&line).expect("never an error");
    }
    let kept = gathered.lines().len();
    assert!(kept <= super::MOST && kept > super::MOST - 1000, "{kept}");
    let lost = gathered.lost.load(std::sync::atomic::Ordering::Relaxed);
    assert_eq!(lost, 5000 - kept as u64 / 1000);
}

#[test]
fn libraries_write_no_line_below_info() {
    let line = |target, level| super::Metadata::builder().target(target).level(level).build();
    for (target, level, expected) in [
        ("actix_http::h1::decoder", Debug, false),
        ("actix_http::h1::decoder", Info, true),
        ("insatskatalog::store", Debug, true),
        ("access", Info, true),
    ] {
        assert_eq!(super::is_shown(&line(target, level)), expected, "{target} {level}");
    }
}
