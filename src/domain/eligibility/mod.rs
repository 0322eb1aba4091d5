//! Asks an insats about a person: from the version in force on a day to the whole answer.

pub(crate) mod answer;
pub(crate) mod answer_json;
pub(crate) mod brief;
pub mod difference;
pub(crate) mod explanation;
pub(crate) mod guardian;
pub(crate) mod in_words;
mod judged;
pub(crate) mod missing;
pub(crate) mod prepared;
pub(crate) mod prepared_json;
pub(crate) mod question;
pub(crate) mod refusal;
pub(crate) mod screening;
pub mod timeline;
pub(crate) mod warning;
pub(crate) mod without_decision;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde_json::value::RawValue;
use smallvec::SmallVec;

use crate::domain::criteria::local::LocalQuestion;
use crate::domain::insatser::insats::{Insats, Standing, VersionInTime};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::{Kommunkod, Slug};

pub use question::Question;

use answer::{Answer, Outcome, PartOutcome, ReasonCode};
use explanation::{fixed, not_in_force};
use judged::{Judged, judge};
use missing::MissingFacts;
use prepared::{PreparedCriteria, PreparedInsats, PreparedMunicipality, PreparedVersion};
use prepared_json::prepare;
use refusal::referred_elsewhere;
use timeline::{EligibleDays, eligible_days};
use warning::Warnings;
use without_decision::{Without, applies, without_decision};

/// The insats asked, with what answers about it say.
#[derive(Clone, Copy)]
pub struct AskedInsats<'a> {
    /// Whose it is.
    pub kommunkod: Kommunkod,
    /// The same with its catalogue.
    pub municipality: &'a Municipality,
    /// Its short name.
    pub slug: &'a str,
    /// Its versions.
    pub insats: &'a Insats,
    /// What answers about it say.
    pub prepared: &'a PreparedInsats,
    /// What answers about the municipality say.
    pub prepared_municipality: &'a PreparedMunicipality,
    /// The revision of the catalogue that answers.
    pub catalogue_revision: i64,
}

/// The version asked has no such part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownPart {
    /// No such activity.
    Activity,
    /// No such place, or not among the places of the activity.
    Place,
}

/// Answers from a municipality's insats.
///
/// # Errors
/// [`UnknownPart`] when the version that the day leads to does not have the activity or the place asked about.
pub fn answer<'a>(asked: AskedInsats<'a>, question: &Question<'a>) -> Result<Answer<'a>, UnknownPart> {
    let without = |reason| {
        Ok(without_decision(
            asked.kommunkod,
            asked.slug,
            asked.catalogue_revision,
            question,
            reason,
            Some(&asked.prepared_municipality.right_to_apply),
        ))
    };
    // Nothing that a catalogue says comes before the law.
    if asked
        .prepared
        .requires_assessment
        .and_then(|whom| applies(whom, question))
        == Some(true)
    {
        return without(Without::RequiresAssessment);
    }
    let Some(standing) = asked.insats.on(question.as_of) else {
        return without(Without::no_decision(
            asked.prepared_municipality.complete,
            question.as_of,
        ));
    };
    let version = standing.version();
    let prepared = asked.prepared.version(asked.municipality, version);
    let criteria = criteria_asked(version, prepared, question)?;
    let judged = judge(standing, criteria, question);
    let days = if judged.is_always {
        // Met today and for ever: no day needs to be looked for.
        EligibleDays::default()
    } else {
        eligible_days(
            asked.insats,
            |version| {
                let prepared = asked.prepared.version(asked.municipality, version);
                let criteria = criteria_asked(version, prepared, question);
                criteria.ok().flatten().map(PreparedCriteria::as_asked)
            },
            question.facts,
            question.as_of,
            judged.outcome == Outcome::Eligible,
        )
    };
    let stated = &version.held.version;
    let activities = part_outcomes(standing, &prepared.activities, question);
    let places = part_outcomes(standing, &prepared.places, question);
    let explanation = explanation(
        (standing, criteria, &judged),
        (&activities, &places),
        question.as_of,
        &asked.prepared_municipality.questions,
    );
    Ok(Answer {
        kommunkod: asked.kommunkod,
        insats: asked.slug,
        activity: question.activity,
        place: question.place,
        as_of: question.as_of,
        outcome: judged.outcome,
        reason_code: judged.reason_code,
        explanation,
        reasons: match criteria {
            Some(prepared) => prepared.reasons(&judged.leaves, question.facts, judged.outcome),
            None => SmallVec::new(),
        },
        missing: MissingFacts {
            facts: judged.missing,
            questions: &asked.prepared_municipality.questions,
        },
        eligible_from: days.from,
        eligible_until: days.until,
        refer_to: judged.refer_to,
        activities,
        places,
        warnings: Warnings {
            adoption_not_shown: prepared.adoption_not_shown.as_deref(),
            by_selection: judged.outcome == Outcome::Eligible && stated.selection.is_some(),
            without_agreement_since: asked.prepared.without_agreement_since(question.as_of),
        },
        provisos: judged.proviso,
        version: Some(version.number),
        catalogue_revision: asked.catalogue_revision,
        decision: Some(&prepared.decision),
        right_to_apply: &prepared.right_to_apply,
        notice: &prepared.notice,
    })
}

/// The criteria that a version sets for the insats, or for the activity and the place asked about.
fn criteria_asked<'a>(
    version: VersionInTime<'a>,
    prepared: &'a PreparedVersion,
    question: &Question,
) -> Result<Option<&'a PreparedCriteria>, UnknownPart> {
    let stated = &version.held.version;
    let activity = match question.activity {
        Some(slug) => Some(stated.activity(slug).ok_or(UnknownPart::Activity)?),
        None => None,
    };
    if let Some(slug) = question.place {
        let is_there = stated.places.iter().any(|place| place.slug.as_str() == slug);
        let is_elsewhere = activity.is_some_and(|activity| {
            !activity.places.is_empty() && activity.places.iter().all(|place| place.as_str() != slug)
        });
        if !is_there || is_elsewhere {
            return Err(UnknownPart::Place);
        }
    }
    Ok(prepared.criteria_of(question.activity, question.place))
}

/// The answer in one or two sentences.
fn explanation<'a>(
    (standing, criteria, judged): (Standing<'a>, Option<&'a PreparedCriteria>, &Judged),
    (activities, places): (&[PartOutcome], &[PartOutcome]),
    day: NaiveDate,
    questions: &[LocalQuestion],
) -> Cow<'a, RawValue> {
    let Some(reason_code) = judged.reason_code else {
        return Cow::Borrowed(&fixed().need_more_facts);
    };
    match (reason_code, criteria) {
        (ReasonCode::NotInForce | ReasonCode::Terminated | ReasonCode::NoDecision, _) => {
            Cow::Owned(prepare(&not_in_force(standing, day)))
        }
        (ReasonCode::GuardianConsent, _) => Cow::Borrowed(&fixed().no_consent),
        (_, None) => Cow::Borrowed(&fixed().criteria_unknown),
        (ReasonCode::OpenToAll | ReasonCode::MeetsCriteria, Some(criteria)) => {
            Cow::Borrowed(criteria.explanations.met())
        }
        (ReasonCode::ConditionNotEvaluated, Some(criteria)) => Cow::Borrowed(criteria.explanations.not_evaluated()),
        (_, Some(criteria)) => {
            let suitable = names_of_suitable(&standing.version().held.version, activities, places);
            if let Some(to) = judged.refer_to {
                return Cow::Owned(prepare(&referred_elsewhere(&to.name, &suitable)));
            }
            criteria.unmet(&judged.leaves, questions, &suitable)
        }
    }
}

/// The names, in Swedish and English, of the activities and places whose own conditions the person meets.
fn names_of_suitable<'a>(
    version: &'a Version,
    activities: &[PartOutcome],
    places: &[PartOutcome],
) -> Vec<[&'a str; 2]> {
    let suits = |part: &&PartOutcome| part.outcome == Outcome::Eligible;
    let activities = activities.iter().filter(suits);
    let activities = activities.filter_map(|part| version.activity(part.slug));
    let places = places.iter().filter(suits);
    let places = places.filter_map(|part| version.place(part.slug));
    activities
        .map(|activity| [&*activity.name.sv, activity.name.en_or_sv()])
        .chain(places.map(|place| [&*place.name; 2]))
        .collect()
}

/// What each part with conditions of its own answers, when the question is about the insats itself.
fn part_outcomes<'a>(
    standing: Standing<'a>,
    parts: &'a [(Slug, PreparedCriteria)],
    question: &Question,
) -> Vec<PartOutcome<'a>> {
    if parts.is_empty()
        || !matches!(standing, Standing::InForce(_))
        || question.activity.is_some()
        || question.place.is_some()
    {
        return Vec::new();
    }
    parts
        .iter()
        .map(|(slug, criteria)| PartOutcome {
            slug: slug.as_str(),
            outcome: judge(standing, Some(criteria), question).outcome,
        })
        .collect()
}
