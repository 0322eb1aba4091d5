//! Tests of `domain/publishing/assessment_names.rs`.

use crate::domain::criteria::{AgeLimit, Condition, Criterion};
use crate::domain::slug::Slug;
use crate::domain::text::Text;

use super::Called;

fn is_listed(slug: &str, name: &str, from_age: Option<u8>) -> bool {
    let criteria = from_age.map(|age| {
        let limit = AgeLimit {
            at_least: Some(age),
            at_most: None,
        };
        Criterion::bare(Condition::All(vec![Criterion::bare(Condition::Age(limit))]))
    });
    let called = Called::of(&Slug::parse(slug).expect("a slug"), &Text::new(name, "x"));
    called.requires_assessment(criteria.as_ref())
}

#[test]
fn finds_every_form_of_a_name_and_nothing_else() {
    for case in include_str!("../../../../src/domain/publishing/assessment_names.txt")
        .lines()
        .skip(1)
    {
        let (expected, case) = case.split_once(' ').expect("an outcome");
        let found = match case.split_once(' ').expect("a kind") {
            ("slug", slug) => is_listed(slug, "x", None),
            (_, name) => is_listed("x", name, None),
        };
        assert_eq!(found, expected == "listed", "{case}");
    }
    for name in [
        "Korttids\u{2011}boende",
        "Korttids\u{ad}boende",
        "Korttids\u{200b}boende",
    ] {
        assert!(is_listed("x", name, None), "{name}");
    }
}

#[test]
fn the_adult_form_of_housing_is_not_listed() {
    assert!(!is_listed("stodboende", "Stödboende", Some(21)));
    assert!(is_listed("stodboende", "Stödboende", Some(20)));
    assert!(!is_listed("x", "Vård på HVB", Some(21)));
    assert!(is_listed("kontaktperson", "Kontaktperson", Some(21)));
    // Either name is enough.
    assert!(is_listed("stodboende", "Särskilt boende", Some(21)));
}
