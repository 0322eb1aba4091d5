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
}

static ALL: LazyLock<Vec<AssessmentRequired>> = LazyLock::new(|| {
    include_str!("../../../data/assessment-required.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| parse(line).expect("each row has six cells"))
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
    })
}

pub(crate) fn all() -> &'static [AssessmentRequired] {
    &ALL
}

/// Whether an insats with this slug always requires individual assessment.
pub(crate) fn is_listed(slug: &str) -> bool {
    ALL.iter().any(|listed| listed.slug == slug)
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/insatser/assessment_required.rs"]
mod tests;
