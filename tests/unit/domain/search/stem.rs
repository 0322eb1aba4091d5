//! Tests of `domain/search/stem.rs`.

use super::super::term::Term;
use super::Inflection;

#[test]
fn inflections_are_forms_of_one_word() {
    for words in [
        &["larm", "larmet", "larmets", "larmen"][..],
        &["barn", "barnet", "barnen", "barns"],
        &["rum", "rummet", "rummen"],
        &["ensam", "ensamma", "ensamhet", "ensamheten"],
        &["traff", "traffar", "traffarna"],
        &["traffpunkt", "traffpunkter", "traffpunkterna"],
        &["anhorig", "anhoriga", "anhorigas"],
        &["senior", "seniorer", "seniorerna"],
        &["demens", "demensen"],
        &["alarm", "alarms"],
        &["activity", "activities"],
    ] {
        let first = Term::new(words[0].to_owned());
        for word in words {
            assert!(Term::new((*word).to_owned()).is_form_of(&first), "{word}");
        }
    }
    let other = |left: &str, right: &str| !Term::new(left.to_owned()).is_form_of(&Term::new(right.to_owned()));
    assert!(other("larm", "lara") && other("ung", "ungefar") && other("paket", "pak"));
}

#[test]
fn only_swedish_and_english_have_stems() {
    for (tag, inflection) in [
        ("sv", Inflection::Swedish),
        ("sv-x-easy", Inflection::Swedish),
        ("en", Inflection::English),
        ("fi", Inflection::Other),
    ] {
        assert_eq!(Inflection::of_language(tag), inflection, "{tag}");
    }
    assert_eq!(Inflection::Other.stem("turvahalyttimet"), "turvahalyttimet");
}
