//! The insatser that may never be given without individual needs assessment (fact sheet section 4).
//!
//! The union of what the sources list, from 2025-07-01; whom each holds for stands in words beside it.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use utoipa::ToSchema;

use super::body::Source;
use super::criteria::{Condition, Criterion};
use super::slug::Slug;
use super::text::Text;

/// An insats that always requires individual assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssessmentRequired {
    /// Its short name.
    #[schema(example = "kontaktperson")]
    pub slug: &'static str,
    /// What it is called.
    pub name: Text,
    /// Whom or what it holds for.
    pub applies_to: Text,
    /// Where the facts come from.
    pub sources: Vec<Source>,
}

/// One row: slug, Swedish and English name, Swedish and English scope, sources.
type Row = (
    &'static str,
    [&'static str; 2],
    [&'static str; 2],
    &'static [(&'static str, &'static str)],
);

const EVERYBODY: [&str; 2] = ["Alla.", "Everybody."];
const CHILDREN_AND_YOUNG: [&str; 2] = [
    "Barn samt unga som är 18, 19 eller 20 år.",
    "Children, and young people who are 18, 19 or 20 years old.",
];

const ROWS: &[Row] = &[
    (
        "kontaktperson",
        ["Kontaktperson", "Contact person"],
        EVERYBODY,
        &[("002", "52"), ("004", "50")],
    ),
    (
        "kontaktfamilj",
        ["Kontaktfamilj", "Contact family"],
        EVERYBODY,
        &[("002", "52"), ("004", "50")],
    ),
    (
        "kvalificerad-kontaktperson",
        ["Kvalificerad kontaktperson", "Qualified contact person"],
        EVERYBODY,
        &[("002", "52"), ("004", "50")],
    ),
    (
        "familjehem",
        ["Vård i familjehem", "Care in a family home"],
        EVERYBODY,
        &[("002", "53"), ("004", "51")],
    ),
    (
        "lvm-hem",
        [
            "Vård i LVM-hem",
            "Care in a home under the act on care of persons with addiction (LVM)",
        ],
        EVERYBODY,
        &[("002", "54"), ("004", "53")],
    ),
    (
        "sarskilt-ungdomshem",
        ["Vård i särskilt ungdomshem", "Care in a special home for young people"],
        EVERYBODY,
        &[("002", "54"), ("004", "55")],
    ),
    (
        "jourhem",
        ["Vård i jourhem", "Care in an emergency home"],
        CHILDREN_AND_YOUNG,
        &[("002", "55"), ("004", "57")],
    ),
    (
        "stodboende-barn-och-unga",
        [
            "Stödboende för barn och unga",
            "Supported housing for children and young people",
        ],
        CHILDREN_AND_YOUNG,
        &[("002", "55")],
    ),
    (
        "hvb-barn-och-unga",
        [
            "Hem för vård eller boende (HVB) för barn och unga",
            "Residential care home (HVB) for children and young people",
        ],
        CHILDREN_AND_YOUNG,
        &[("002", "55-57"), ("004", "57")],
    ),
    (
        "skyddat-boende-barn-och-unga",
        [
            "Skyddat boende för barn och unga",
            "Sheltered accommodation for children and young people",
        ],
        CHILDREN_AND_YOUNG,
        &[("002", "55-57"), ("004", "57")],
    ),
    (
        "sarskilt-boende-for-aldre",
        ["Särskilt boende för äldre", "Special housing for older people"],
        ["Äldre.", "Older people."],
        &[("002", "46"), ("004", "59")],
    ),
    (
        "bostad-med-sarskilt-stod",
        [
            "Bostad med särskilt stöd för personer med funktionsnedsättning",
            "Housing with special support for people with disabilities",
        ],
        ["Personer med funktionsnedsättning.", "People with disabilities."],
        &[("002", "46-47"), ("004", "59")],
    ),
    (
        "korttidsboende",
        ["Korttidsboende", "Short-term accommodation"],
        EVERYBODY,
        &[("002", "49-50"), ("004", "61")],
    ),
    (
        "heldygnsvard-sol",
        [
            "Annan heldygnsvård enligt socialtjänstlagen",
            "Other round-the-clock care under the Social Services Act",
        ],
        EVERYBODY,
        &[("002", "49-50"), ("004", "61")],
    ),
    (
        "ekonomiskt-bistand",
        ["Ekonomiskt bistånd", "Financial assistance"],
        EVERYBODY,
        &[("002", "58"), ("004", "65")],
    ),
];

/// What an insats of the list may be called, beside its slug and name: without case, diacritics and punctuation.
///
/// Stödboende, HVB and skyddat boende are on the list for children and young people only: for adults, from 21 years,
/// a municipality may open them (002:61-72).
const CALLED: &[(&str, Whom)] = &[
    ("kontaktperson", Whom::Everybody),
    ("kontaktfamilj", Whom::Everybody),
    ("kvalificerad kontaktperson", Whom::Everybody),
    ("familjehem", Whom::Everybody),
    ("vard i familjehem", Whom::Everybody),
    ("lvm hem", Whom::Everybody),
    ("vard i lvm hem", Whom::Everybody),
    ("sarskilt ungdomshem", Whom::Everybody),
    ("vard i sarskilt ungdomshem", Whom::Everybody),
    ("jourhem", Whom::Everybody),
    ("vard i jourhem", Whom::Everybody),
    ("sarskilt boende for aldre", Whom::Everybody),
    ("bostad med sarskilt stod", Whom::Everybody),
    ("korttidsboende", Whom::Everybody),
    ("heldygnsvard", Whom::Everybody),
    ("annan heldygnsvard", Whom::Everybody),
    ("ekonomiskt bistand", Whom::Everybody),
    ("stodboende", Whom::Young),
    ("hvb", Whom::Young),
    ("hem for vard eller boende", Whom::Young),
    ("skyddat boende", Whom::Young),
];

/// For whom an insats may never be given without assessment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Everybody,
    /// Children, and young people until they turn 21.
    Young,
}

/// The age from which an insats is in its adult form.
const ADULT: u8 = 21;

/// Says whether an insats, or an activity of one, is on the list: by its slug, or by its Swedish name.
///
/// A slug or a name that begins with one of the list and goes on counts too: `kontaktperson-for-aldre`.
#[must_use]
pub fn matches(slug: &Slug, name: &Text, criteria: Option<&Criterion>) -> bool {
    let slug = words(&slug.as_str().replace('-', " "));
    let name = words(&name.sv);
    let is_called = |called: &str| {
        let begins = |text: &str| {
            text.strip_prefix(called)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        begins(&slug) || begins(&name)
    };
    let is_for_adults = criteria.is_some_and(asks_for_adults);
    CALLED
        .iter()
        .any(|(called, whom)| is_called(called) && !(*whom == Whom::Young && is_for_adults))
}

/// Says whether nobody below 21 meets the criteria, as far as their form shows.
fn asks_for_adults(criteria: &Criterion) -> bool {
    match &criteria.condition {
        Condition::Age(limit) => limit.at_least.is_some_and(|least| least >= ADULT),
        Condition::All(of) => of.iter().any(asks_for_adults),
        Condition::Any(of) => !of.is_empty() && of.iter().all(asks_for_adults),
        _ => false,
    }
}

/// A text as words of plain letters and digits with one space between.
fn words(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The whole list.
#[must_use]
pub fn all() -> Vec<AssessmentRequired> {
    ROWS.iter().map(read).collect()
}

/// The entry of a slug.
#[must_use]
pub fn find(slug: &str) -> Option<AssessmentRequired> {
    ROWS.iter().find(|row| row.0 == slug).map(read)
}

fn read((slug, name, applies_to, sources): &Row) -> AssessmentRequired {
    let [name_sv, name_en] = *name;
    let [applies_sv, applies_en] = *applies_to;
    AssessmentRequired {
        slug,
        name: Text::fixed(name_sv, name_en),
        applies_to: Text::fixed(applies_sv, applies_en),
        sources: sources
            .iter()
            .map(|(document, lines)| Source::at(document, lines))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ROWS, matches};
    use crate::domain::criteria::{AgeLimit, Condition, Criterion};
    use crate::domain::slug::Slug;
    use crate::domain::text::Text;

    fn is_listed(slug: &str, name: &str, from_age: Option<u8>) -> bool {
        let criteria = from_age.map(|age| {
            let limit = AgeLimit {
                at_least: Some(age),
                at_most: None,
            };
            Criterion::bare(Condition::All(vec![Criterion::bare(Condition::Age(limit))]))
        });
        matches(
            &Slug::parse(slug).expect("a slug"),
            &Text::new(name, "x"),
            criteria.as_ref(),
        )
    }

    #[test]
    fn every_row_is_found_by_slug_and_by_name() {
        for (slug, [name, _], ..) in ROWS {
            assert!(is_listed(slug, "x", None), "{slug}");
            assert!(is_listed("x", name, None), "{name}");
        }
    }

    #[test]
    fn another_form_of_the_name_is_found_too() {
        for (slug, name) in [
            ("kontaktperson-for-aldre", "x"),
            ("x", "Kontaktperson, för dig över 65"),
            ("x", "KORTTIDSBOENDE"),
            ("x", "Särskilt boende för äldre (demens)"),
            ("hvb", "Ett hem"),
            ("stodboende", "x"),
        ] {
            assert!(is_listed(slug, name, None), "{slug} {name}");
        }
        for (slug, name) in [
            ("rad-om-ekonomiskt-bistand", "Råd om ekonomiskt bistånd"),
            ("kontaktpersonal", "Kontaktpersonal"),
            ("stod-till-familjehem", "Stöd till familjehem"),
            ("trygghetslarm", "Trygghetslarm"),
        ] {
            assert!(!is_listed(slug, name, None), "{slug} {name}");
        }
    }

    #[test]
    fn the_adult_form_of_housing_is_not_listed() {
        assert!(!is_listed("stodboende", "Stödboende", Some(21)));
        assert!(is_listed("stodboende", "Stödboende", Some(20)));
        assert!(is_listed("kontaktperson", "Kontaktperson", Some(21)));
    }
}
