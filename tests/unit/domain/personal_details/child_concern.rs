//! Tests of `domain/personal_details/child_concern.rs`.

use super::{CHILD, PHRASES, may_mention, mentions_child_concern};

#[test]
fn detects_concern_for_a_child_and_nothing_else() {
    for case in include_str!("../../../../src/domain/personal_details/child_concern.txt")
        .lines()
        .skip(1)
    {
        let (expected, text) = case.split_once(' ').expect("an outcome");
        assert_eq!(mentions_child_concern(text), expected == "concern", "{text}");
    }
    for text in ["orosanma\u{308}lan", "oros\u{ad}anmälan"] {
        assert!(mentions_child_concern(text), "{text}");
    }
}

#[test]
fn the_first_pass_misses_no_word() {
    for word in PHRASES.iter().chain(&CHILD).chain(&["tonåring", "minderårig"]) {
        // `tonaring` is the folded stem of `tonåring`, and no word itself.
        assert!(may_mention(&format!("x {word}")) || *word == "tonaring", "{word}");
    }
}
