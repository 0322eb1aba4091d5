//! Whom an insats is for: the target group, and the conditions as a sentence and one by one.

use crate::domain::criteria::Criterion;
use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::criteria::in_words::wording::without_result;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::eligibility::guardian::{ProvisoCode, of_children};
use crate::domain::insatser::labels;
use crate::domain::insatser::version::Version;
use crate::domain::{CatalogueText, Stated, Text};
use crate::http::html::language::PageLanguage;
use crate::http::html::shown::Shown;

use super::subject::Subject;

/// Whom an insats is for.
pub(crate) struct Whom<'a> {
    pub target_group: Option<Shown<'a>>,
    /// The conditions in a sentence.
    pub sentence: String,
    pub conditions: Vec<ShownCondition<'a>>,
    /// What the act demands of children, and that one can be anonymous.
    pub notes: Vec<String>,
}

/// One condition, and why the board set it.
pub(crate) struct ShownCondition<'a> {
    pub text: String,
    pub why: Option<Shown<'a>>,
    pub why_this_age: Option<Shown<'a>>,
    pub readings: Vec<Shown<'a>>,
}

impl<'a> Whom<'a> {
    pub(crate) fn of(subject: &Subject<'a>, language: &PageLanguage) -> Self {
        let version = subject.version();
        let questions = &subject.municipality.document().questions[..];
        let criteria = version.criteria.as_ref();
        let conditions = criteria
            .into_iter()
            .flat_map(|criteria| conditions(version, criteria, questions, language));
        let children = of_children(subject.standing.version().held, subject.today).map(ProvisoCode::proviso);
        let anonymous = version.anonymous.filter(|may_be| *may_be).map(|_| labels::ANONYMOUS);
        let notes = children.into_iter().map(|proviso| proviso.text).chain(anonymous);
        Self {
            target_group: version.target_group.as_ref().map(|text| language.show(text)),
            sentence: of_part(criteria, questions, language),
            conditions: conditions.collect(),
            notes: notes.map(|text: Text| language.say(&text).to_owned()).collect(),
        }
    }
}

/// The conditions of an insats, of an activity or of a place, in a sentence.
pub(crate) fn of_part(criteria: Option<&Criterion>, questions: &[LocalQuestion], language: &PageLanguage) -> String {
    language.say(&sentence(criteria, questions)).to_owned()
}

fn conditions<'a>(
    version: &'a Version,
    criteria: &'a Criterion,
    questions: &[LocalQuestion],
    language: &PageLanguage,
) -> Vec<ShownCondition<'a>> {
    let stated = |stated: &'a Option<Stated>| match stated {
        Some(Stated::Text(text)) => Some(language.show(text)),
        Some(Stated::NotStated(_)) | None => None,
    };
    let leaves = criteria.leaves().into_iter();
    let shown = leaves.map(|leaf| {
        let text = without_result(&leaf, questions);
        let place = format!("/criteria{}", leaf.path);
        let readings = version.readings_of("/criteria", &place);
        ShownCondition {
            text: ended(language.say(&text)),
            why: stated(&leaf.criterion.ground_for_limit),
            why_this_age: stated(&leaf.criterion.age_reason),
            readings: readings.map(|text: &CatalogueText| language.show(text)).collect(),
        }
    });
    shown.filter(|condition| !condition.text.is_empty()).collect()
}

/// A text as a sentence.
fn ended(text: &str) -> String {
    let is_ended = text.is_empty() || text.ends_with(['.', '!', '?']);
    format!("{text}{}", if is_ended { "" } else { "." })
}
