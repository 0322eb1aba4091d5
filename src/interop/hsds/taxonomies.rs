//! The closed lists of the catalogue as taxonomies: the categories, the kind of every insats, and whether it has conditions.

use serde_json::{Value, json};
use strum::VariantArray as _;

use crate::domain::Text;
use crate::domain::insatser::labels;
use crate::domain::insatser::version::{Category, Version};
use crate::domain::text::text;
use crate::interop::code::{CRITERIA_NOT_STATED, OPEN_TO_ALL, WITHOUT_ASSESSMENT};

use super::ids::id;
use super::stated::stated;

/// A closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taxonomy {
    /// The category of an insats.
    Category,
    /// That an insats needs no individual assessment.
    Kind,
    /// Whether an insats has conditions.
    Criteria,
}

/// A word of a closed list.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// The list.
    pub taxonomy: Taxonomy,
    word: &'static str,
    label: Text,
}

impl Taxonomy {
    /// Every taxonomy.
    pub(crate) const ALL: [Self; 3] = [Self::Category, Self::Kind, Self::Criteria];

    const fn word(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Kind => "kind",
            Self::Criteria => "criteria",
        }
    }

    /// Its identifier.
    pub(crate) fn id(self) -> String {
        id(format_args!("taxonomies/{}", self.word()))
    }

    const fn name(self) -> Text {
        match self {
            Self::Category => text!("Slag av insats", "Kind of service"),
            Self::Kind => text!("Behovsprövning", "Needs assessment"),
            Self::Criteria => text!("Villkor", "Conditions"),
        }
    }

    const fn description(self) -> Text {
        match self {
            Self::Category => text!(
                "Insatskatalogens indelning, som gör kommunernas insatser jämförbara.",
                "The division of the catalogue, by which the services of municipalities can be compared."
            ),
            Self::Kind => text!(
                "Om insatsen ges utan att behovet prövas för var och en.",
                "Whether the service is given without an assessment of each person's needs."
            ),
            Self::Criteria => text!(
                "Om insatsen är öppen för alla eller har villkor.",
                "Whether the service is open to all or has conditions."
            ),
        }
    }

    /// Its terms.
    pub(crate) fn terms(self) -> Vec<Term> {
        let term = |(word, label)| Term {
            taxonomy: self,
            word,
            label,
        };
        match self {
            Self::Category => Category::VARIANTS
                .iter()
                .map(|category| term(of_category(*category)))
                .collect(),
            Self::Kind => vec![term(("withoutIndividualAssessment", WITHOUT_ASSESSMENT))],
            Self::Criteria => [has_conditions(), open_to_all(), not_stated()].map(term).into(),
        }
    }

    /// Its words, for a search.
    pub(crate) fn searched(self) -> String {
        format!("{} {}", self.name().sv, self.description().sv)
    }

    /// The object of HSDS; `base` is the public address of the API, whose specification has the lists.
    pub(crate) fn object(self, base: &str) -> Value {
        json!({
            "id": self.id(),
            "name": self.name().sv,
            "description": self.description().sv,
            "uri": format!("{base}/openapi.json#{}", self.word()),
        })
    }
}

fn of_category(category: Category) -> (&'static str, Text) {
    (category.into(), labels::of_category(category))
}

const fn has_conditions() -> (&'static str, Text) {
    ("hasConditions", text!("Har villkor", "Has conditions"))
}

const fn open_to_all() -> (&'static str, Text) {
    ("openToAll", OPEN_TO_ALL)
}

const fn not_stated() -> (&'static str, Text) {
    ("criteriaNotStated", CRITERIA_NOT_STATED)
}

impl Term {
    /// Its identifier.
    pub(crate) fn id(&self) -> String {
        id(self.place())
    }

    fn place(&self) -> String {
        format!("taxonomies/{}/{}", self.taxonomy.word(), self.word)
    }

    /// Its words, for a search.
    pub(crate) fn searched(&self) -> &str {
        &self.label.sv
    }

    /// The object of HSDS.
    pub(crate) fn object(&self, base: &str) -> Value {
        json!({
            "id": self.id(),
            "code": self.word,
            "name": self.label.sv,
            "description": self.label.sv,
            "taxonomy": self.taxonomy.name().sv,
            "taxonomy_id": self.taxonomy.id(),
            "taxonomy_detail": self.taxonomy.object(base),
            "language": "sv",
            "term_uri": format!("{base}/openapi.json#{}/{}", self.taxonomy.word(), self.word),
        })
    }

    /// That a service has it.
    pub(crate) fn attribute(&self, service: &str, base: &str) -> Value {
        let term = self.object(base);
        stated(json!({
            "id": id(format_args!("{service}/{}", self.place())),
            "link_id": id(service),
            "taxonomy_term_id": self.id(),
            "link_type": (self.taxonomy == Taxonomy::Criteria).then_some("eligibility"),
            "link_entity": "service",
            "taxonomy_term": term,
        }))
    }
}

/// Every term, by taxonomy.
pub(crate) fn all_terms() -> Vec<Term> {
    Taxonomy::ALL.into_iter().flat_map(Taxonomy::terms).collect()
}

/// The terms that a version has, one of each taxonomy.
pub(crate) fn terms_of(version: &Version) -> impl Iterator<Item = Term> {
    let criteria = match &version.criteria {
        None => not_stated(),
        Some(criteria) if criteria.is_open_to_all() => open_to_all(),
        Some(_) => has_conditions(),
    };
    let words = [
        (Taxonomy::Category, of_category(version.category)),
        (Taxonomy::Kind, ("withoutIndividualAssessment", WITHOUT_ASSESSMENT)),
        (Taxonomy::Criteria, criteria),
    ];
    words
        .into_iter()
        .map(|(taxonomy, (word, label))| Term { taxonomy, word, label })
}
