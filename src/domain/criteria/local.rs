//! The yes/no questions of a municipality's own that its criteria refer to.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use utoipa::ToSchema;

use crate::domain::{CatalogueText, Slug};

use super::facts::Facts;
use super::persons::Persons;

/// A yes/no question of a municipality's own; facts answer it in `selfDeclared.local`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LocalQuestion {
    /// Its short name within the municipality.
    pub slug: Slug,
    /// The question to ask.
    pub question: CatalogueText,
    /// What one may need to know to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<CatalogueText>,
    /// Whom it is about.
    #[serde(skip_serializing_if = "About::is_own")]
    pub about: About,
    /// The address of the same question elsewhere; never evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri")]
    pub same_as: Option<String>,
}

/// Whom a question of a municipality's own is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoStaticStr)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum About {
    /// The person asked about.
    #[default]
    #[serde(rename = "self")]
    #[strum(serialize = "self")]
    Own,
    /// The partner.
    Partner,
    /// Everyone else who shares the home.
    Household,
    /// Those whom the person supports.
    SupportedPersons,
    /// The children.
    Children,
}

impl About {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    fn is_own(&self) -> bool {
        *self == Self::Own
    }

    /// The list whose persons it is about; `None` for the person asked about.
    pub(crate) const fn persons(self) -> Option<Persons> {
        match self {
            Self::Own => None,
            Self::Partner => Some(Persons::Partner),
            Self::Household => Some(Persons::Household),
            Self::SupportedPersons => Some(Persons::SupportedPersons),
            Self::Children => Some(Persons::Children),
        }
    }
}

/// The question of a slug.
pub(crate) fn find<'a>(questions: &'a [LocalQuestion], slug: &Slug) -> Option<&'a LocalQuestion> {
    questions.iter().find(|question| question.slug == *slug)
}

/// Where facts answer a question that is not among these, or is about somebody else: JSON Pointers into the facts.
pub(crate) fn unknown_answers(facts: &Facts, questions: &[LocalQuestion]) -> Vec<String> {
    let mut unknown = Vec::new();
    for (whom, pointer, person) in facts.people() {
        for slug in person.self_declared.local.iter().flat_map(|answers| answers.keys()) {
            if find(questions, slug).is_none_or(|question| question.about.persons() != whom) {
                unknown.push(format!("{pointer}/selfDeclared/local/{slug}"));
            }
        }
    }
    unknown
}
