//! Tests of `domain/insatser/assessment_required.rs`.

use crate::domain::publishing::assessment_names::Called;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

use super::all;

#[test]
fn every_row_is_found_by_slug_and_by_name() {
    let is_found = |slug: &str, name: &str| {
        Called::of(&Slug::parse(slug).expect("a slug"), &Text::new(name, "x").into())
            .requires_assessment(None)
            .is_some()
    };
    assert_eq!(all().len(), 15);
    for listed in all() {
        assert!(is_found(listed.slug, "x"), "{}", listed.slug);
        assert!(is_found("x", &listed.name.sv), "{}", listed.name.sv);
    }
}
