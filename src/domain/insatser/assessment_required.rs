//! The insatser that may never be given without individual needs assessment (fact sheet section 4).
//!
//! The union of what the sources list, from 2025-07-01; whom each holds for stands in words beside it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::text::Text;

use super::body::Source;

/// An insats that always requires individual assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssessmentRequired {
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

/// The whole list.
pub(crate) fn all() -> Vec<AssessmentRequired> {
    ROWS.iter().map(read).collect()
}

/// The entry of a slug.
pub(crate) fn find(slug: &str) -> Option<AssessmentRequired> {
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
    use crate::domain::publishing::assessment_names::Called;
    use crate::domain::slug::Slug;
    use crate::domain::text::Text;

    use super::ROWS;

    #[test]
    fn every_row_is_found_by_slug_and_by_name() {
        let is_listed = |slug: &str, name: &str| {
            Called::of(&Slug::parse(slug).expect("a slug"), &Text::new(name, "x")).requires_assessment(None)
        };
        for (slug, [name, _], ..) in ROWS {
            assert!(is_listed(slug, "x"), "{slug}");
            assert!(is_listed("x", name), "{name}");
        }
    }
}
