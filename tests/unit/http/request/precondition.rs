//! Tests of `http/request/precondition.rs`.

use super::{Condition, NoCondition, read, revision};
use crate::domain::TaggedRevision;

fn tags(list: &str) -> Option<Vec<String>> {
    match read(list.as_bytes()) {
        Ok(Condition::Tags(tags)) => Some(tags.iter().map(|tag| tag.tag().to_owned()).collect()),
        _ => None,
    }
}

#[test]
fn only_entity_tags_are_read() {
    assert_eq!(read(b" * "), Ok(Condition::Any));
    assert_eq!(tags("\"7.x\""), Some(vec!["7.x".into()]));
    assert_eq!(
        tags("W/\"7.x\" ,, \"a,b\"\t,\"\""),
        Some(vec!["7.x".into(), "a,b".into(), String::new()])
    );
    assert_eq!(tags("\"å\""), Some(vec!["å".into()]));
    for odd in [
        "",
        " ",
        ",",
        "7.x",
        "W/7.x",
        "w/\"7\"",
        "\"7",
        "7\"",
        "\"a\"\"b\"",
        "\"a\" \"b\"",
        "\"a\"x",
        "'7'",
        "*, \"7\"",
        "\"7\", *",
        "**",
        "\"a b\"",
    ] {
        assert_eq!(read(odd.as_bytes()), Err(NoCondition), "{odd}");
    }
}

#[test]
fn revision_and_edition_come_first_in_a_tag() {
    let seventh = TaggedRevision {
        revision: 7,
        edition: "5d41402abc4b".into(),
    };
    assert_eq!(
        revision("7.5d41402abc4b.2025-09-01.0a1b2c3d.json-1a2b"),
        Some(seventh.clone())
    );
    assert_eq!(revision("7.5d41402abc4b.record"), Some(seventh));
    for other in ["", "7", "x.7", ".7"] {
        assert_eq!(revision(other), None, "{other}");
    }
}
