//! The answer where no decision of the municipality is asked.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::NaiveDate;
use smallvec::SmallVec;

use crate::domain::Kommunkod;
use crate::domain::criteria::ages::Ages;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::variables::OpenFact;
use crate::domain::day::LAW_IN_FORCE;
use crate::domain::insatser::assessment_required::{self, Whom};
use crate::domain::insatser::body::CatalogueComplete;

use super::answer::{Answer, Outcome, ReasonCode, RightToApply, notice};
use super::explanation::{fixed, no_decision, not_decided, requires_assessment};
use super::missing::MissingFacts;
use super::prepared_json::{Prepared, prepare};
use super::question::Question;
use super::warning::Warnings;

/// What an answer says where no decision is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
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
    pub(super) fn no_decision(complete: Option<CatalogueComplete>, day: NaiveDate) -> Self {
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
pub(super) fn applies(whom: Whom, question: &Question) -> Option<bool> {
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
    Some(match applies(whom, question) {
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
            Without::RequiresAssessment => Cow::Owned(prepare(&requires_assessment(slug))),
            Without::NotDecided => Cow::Owned(prepare(&not_decided(question.as_of))),
            Without::NotKnown => Cow::Owned(prepare(&no_decision(question.as_of))),
            Without::AgeNotKnown => Cow::Borrowed(&fixed().need_more_facts),
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
