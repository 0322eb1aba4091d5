//! Answers without a version: about what a catalogue lacks, and what always requires an individual assessment.

use std::sync::LazyLock;

use chrono::NaiveDate;
use smallvec::SmallVec;

use crate::domain::criteria::ages::Ages;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::variables::OpenFact;
use crate::domain::day::LAW_IN_FORCE;
use crate::domain::insatser::assessment_required::{self, Whom};
use crate::domain::insatser::body::CatalogueComplete;
use crate::domain::{Kommunkod, Text};

use super::answer::{Answer, Outcome, ReasonCode, RightToApply, explanation, notice};
use super::missing::MissingFacts;
use super::prepared_json::{Prepared, prepare};
use super::question::Question;
use super::warning::Warnings;

/// What an answer says where no decision is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Without {
    /// It may never be given without individual assessment.
    RequiresAssessment,
    /// The catalogue, which is complete, has no decision.
    NotDecided,
    /// The catalogue has no decision, and need not have every one.
    NotKnown,
    /// Whether the person needs an assessment depends on the age, which is not known.
    AgeNotKnown,
}

impl Without {
    /// No decision is in a catalogue, which may be complete.
    pub(crate) fn no_decision(complete: Option<CatalogueComplete>, day: NaiveDate) -> Self {
        if complete.is_some_and(|complete| complete.holds_on(day)) {
            Self::NotDecided
        } else {
            Self::NotKnown
        }
    }
}

/// The age from which SoL 2025:400, 11 kap. 5 §, item 5 does not apply.
const NOT_YOUNG: u32 = 21;

/// Whether the person may never get an insats of the never-list without assessment; `None` if that depends on the age,
/// which is not known.
pub(super) fn requires_assessment(whom: Whom, question: &Question) -> Option<bool> {
    if question.as_of < LAW_IN_FORCE {
        return Some(false);
    }
    if whom == Whom::Everyone {
        return Some(true);
    }
    let ages = Ages::of(&question.facts.own, question.as_of)?;
    let is_young = ages.meet(0, Some(2 * NOT_YOUNG - 1));
    (is_young != ages.meet(2 * NOT_YOUNG, None)).then_some(is_young)
}

/// What an answer says about an insats that the municipality's catalogue, perhaps `complete`, does not have; `None` if no
/// catalogue knows it.
pub(crate) fn reason_without_decision(
    slug: &str,
    question: &Question,
    complete: Option<CatalogueComplete>,
    is_known_elsewhere: impl FnOnce() -> bool,
) -> Option<Without> {
    let no_decision = Without::no_decision(complete, question.as_of);
    let Some(whom) = assessment_required::whom(slug) else {
        return is_known_elsewhere().then_some(no_decision);
    };
    Some(match requires_assessment(whom, question) {
        Some(true) => Without::RequiresAssessment,
        Some(false) => no_decision,
        None => Without::AgeNotKnown,
    })
}

/// Answers where the municipality's catalogue has no such insats; `right_to_apply` where it has a catalogue at all.
pub(crate) fn without_decision<'a>(
    kommunkod: Kommunkod,
    slug: &'a str,
    catalogue_revision: i64,
    question: &Question<'a>,
    without: Without,
    right_to_apply: Option<&'a Prepared>,
) -> Answer<'a> {
    static RIGHT_TO_APPLY: LazyLock<Prepared> = LazyLock::new(|| prepare(&RightToApply::at(None)));
    static NOTICE: LazyLock<Prepared> = LazyLock::new(|| prepare(&notice(None)));
    static FINANCIAL_ASSISTANCE: LazyLock<Prepared> = LazyLock::new(|| {
        prepare(&Text::fixed(
            "Ekonomiskt bistånd omfattas inte av 11 kap. 5 § utan av 12 kap. socialtjänstlagen, och ges aldrig utan individuell behovsprövning. Du kan ansöka om det.",
            "Financial assistance is not covered by chapter 11, section 5 but by chapter 12 of the Social Services Act, and is never given without individual needs assessment. You can apply for it.",
        ))
    });
    static COMPLETE: LazyLock<Prepared> = LazyLock::new(|| {
        prepare(&Text::fixed(
            "Inget beslut om insatsen finns i katalogen för den dagen, och kommunen anger att katalogen är fullständig.",
            "No decision on the service is in the catalogue for that day, and the municipality states that the catalogue is complete.",
        ))
    });
    let (outcome, reason_code) = match without {
        Without::RequiresAssessment => (
            Outcome::NotEligible,
            Some(ReasonCode::AlwaysRequiresIndividualAssessment),
        ),
        Without::NotDecided => (Outcome::NotEligible, Some(ReasonCode::NoDecision)),
        Without::NotKnown => (Outcome::Undetermined, Some(ReasonCode::NoDecision)),
        Without::AgeNotKnown => (Outcome::NeedMoreFacts, None),
    };
    let birth_date = (without == Without::AgeNotKnown).then(|| OpenFact::own(Fact::BirthDate));
    Answer {
        kommunkod,
        insats: slug,
        activity: question.activity,
        place: question.place,
        as_of: question.as_of,
        outcome,
        reason_code,
        explanation: match without {
            Without::RequiresAssessment if assessment_required::is_financial_assistance(slug) => &FINANCIAL_ASSISTANCE,
            Without::NotDecided => &COMPLETE,
            _ => explanation(reason_code),
        },
        reasons: SmallVec::new(),
        missing: MissingFacts {
            facts: birth_date.into_iter().collect(),
            ..MissingFacts::default()
        },
        eligible_from: None,
        eligible_until: None,
        refer_to: None,
        activities: Vec::new(),
        places: Vec::new(),
        provisos: None,
        warnings: Warnings::default(),
        version: None,
        catalogue_revision,
        decision: None,
        right_to_apply: right_to_apply.unwrap_or(&RIGHT_TO_APPLY),
        notice: &NOTICE,
    }
}
