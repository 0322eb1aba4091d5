//! Tests of `domain/personal_details/child_concern.rs`.

use super::{CHILD, ChildConcern, PHRASES, child_concern_in, may_mention};

#[test]
fn detects_concern_for_a_child_and_nothing_else() {
    for case in include_str!("../../../../src/domain/personal_details/child_concern.txt")
        .lines()
        .skip(1)
    {
        let (expected, text) = case.split_once(' ').expect("an outcome");
        let expected = match expected {
            "clear" => Some(ChildConcern::Clear),
            "unclear" => Some(ChildConcern::Unclear),
            _ => None,
        };
        assert_eq!(child_concern_in(text), expected, "{text}");
    }
    for text in ["orosanma\u{308}lan", "oros\u{ad}anmälan"] {
        assert!(child_concern_in(text).is_some(), "{text}");
    }
}

#[test]
fn the_first_pass_misses_no_word() {
    for word in PHRASES.iter().chain(&CHILD).chain(&["tonåring", "minderårig"]) {
        // `tonaring` is the folded stem of `tonåring`, and no word itself.
        assert!(may_mention(&format!("x {word}")) || *word == "tonaring", "{word}");
    }
}
