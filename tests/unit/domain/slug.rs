//! Tests of `domain/slug.rs`.

use super::Slug;

#[test]
fn parses_only_slugs() {
    for good in ["rebus", "cafe-kryddan", "a1", "mika"] {
        assert!(Slug::parse(good).is_some(), "{good}");
    }
    for bad in [
        "",
        "-a",
        "a-",
        "a--b",
        "1a",
        "Rebus",
        "å",
        "a b",
        "a_b",
        "x-19550702-1234",
        "anna-0701740605",
    ] {
        assert!(Slug::parse(bad).is_none(), "{bad}");
    }
    assert!(Slug::parse(&"a".repeat(64)).is_some());
    assert!(Slug::parse(&"a".repeat(65)).is_none());
}
