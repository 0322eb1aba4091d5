//! Tests of `logging.rs`.

use std::io::Write;
use std::sync::Arc;

use super::{Gathered, Gathering};

#[test]
fn lines_are_gathered_in_order() {
    let gathered = Arc::new(Gathered::default());
    let mut log = Gathering(Arc::clone(&gathered));
    writeln!(log, "one").expect("gathered");
    writeln!(log, "two").expect("gathered");
    assert_eq!(&**gathered.lines(), b"one\ntwo\n");
}
