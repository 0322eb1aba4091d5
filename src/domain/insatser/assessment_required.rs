//! The insatser that always require individual needs assessment (fact sheet section 4).

use std::sync::LazyLock;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Text;

use super::body::Source;

/// An insats that always requires individual assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssessmentRequired {
    /// Its slug.
    #[schema(example = "kontaktperson")]
    pub slug: &'static str,
    /// Its name.
    pub name: Text,
    /// The people that the rule applies to.
    pub applies_to: Text,
    /// The sources.
    pub sources: Vec<Source>,
    /// Other slugs of it.
    #[serde(skip)]
    other_slugs: &'static str,
    /// The slugs under which it also exists for adults, who need no assessment.
    #[serde(skip)]
    slugs_by_age: &'static str,
}

/// The people to whom an insats may never be given without assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    /// Everyone.
    Everyone,
    /// Children and those aged 18 to 20.
    Under21,
}

static ALL: LazyLock<Vec<AssessmentRequired>> = LazyLock::new(|| {
    include_str!("../../../data/assessment-required.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| parse(line).expect("each row has eight cells"))
        .collect()
});

fn parse(line: &'static str) -> Option<AssessmentRequired> {
    let mut cells = line.split(';');
    Some(AssessmentRequired {
        slug: cells.next()?,
        name: Text::fixed(cells.next()?, cells.next()?),
        applies_to: Text::fixed(cells.next()?, cells.next()?),
        sources: cells
            .next()?
            .split(',')
            .map(|source| {
                source
                    .split_once(' ')
                    .map(|(document, lines)| Source::at(document, lines))
            })
            .collect::<Option<_>>()?,
        other_slugs: cells.next()?,
        slugs_by_age: cells.next()?,
    })
}

pub(crate) fn all() -> &'static [AssessmentRequired] {
    &ALL
}

/// The people to whom an insats with this slug may never be given without assessment; `None` if it may be.
pub(crate) fn whom(slug: &str) -> Option<Whom> {
    if !slug.is_empty() && ALL.iter().any(|listed| listed.slugs_by_age == slug) {
        return Some(Whom::Under21);
    }
    let is_listed =
        |listed: &AssessmentRequired| listed.slug == slug || (!slug.is_empty() && listed.other_slugs == slug);
    ALL.iter().any(is_listed).then_some(Whom::Everyone)
}

/// Whether a slug is of financial assistance, which SoL 2025:400, 12 kap. covers.
pub(crate) fn is_financial_assistance(slug: &str) -> bool {
    matches!(slug, "ekonomiskt-bistand" | "forsorjningsstod")
}

/// Whether a person may apply for an insats with this slug: care under the acts on compulsory care is no one's to apply for.
pub(crate) fn may_be_applied_for(slug: &str) -> bool {
    !matches!(slug, "lvm-hem" | "sarskilt-ungdomshem")
}

/// Whether an insats with this slug always requires individual assessment of everyone, or of children and young people.
pub(crate) fn is_listed(slug: &str) -> bool {
    whom(slug).is_some()
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/insatser/assessment_required.rs"]
mod tests;
