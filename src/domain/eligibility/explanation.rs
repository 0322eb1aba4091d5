//! The answer in one or two sentences, made from the decision, the criteria and the facts.

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use chrono::NaiveDate;
use serde_json::value::RawValue;

use crate::domain::Text;
use crate::domain::criteria::evaluate::Truth;
use crate::domain::criteria::in_words::sentence::NO_CRITERIA;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::{AssessedBy, Condition, Criterion};
use crate::domain::day::in_words;
use crate::domain::insatser::assessment_required;
use crate::domain::insatser::decision::Adoption;
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::version::Version;
use crate::domain::text::{composed, text};

use super::answer::StandsOn;
use super::prepared_json::{Prepared, prepare};
use super::refusal::{Subject, refusal};

/// The explanations of criteria that are made beforehand, and those that are kept once they are made.
#[derive(Debug)]
pub(crate) struct Explanations {
    subject: Subject,
    met: Prepared,
    not_evaluated: Prepared,
    /// By the results of the leaves, each one of three; for criteria with at most [`MOST_LEAVES`].
    unmet: OnceLock<Box<[OnceLock<Prepared>]>>,
}

/// The most leaves of criteria whose refusals are kept.
const MOST_LEAVES: u32 = 4;

/// That more facts are needed.
pub(crate) const NEED_MORE_FACTS: Text = text!(
    "Vi behöver veta mer för att kunna svara.",
    "We need to know more before we can answer."
);

/// That the guardian does not consent.
pub(crate) const NO_CONSENT: Text = text!(
    "Vårdnadshavaren behöver samtycka till insatsen. Från 12 år kan du i stället ansöka om en individuellt prövad insats utan samtycke.",
    "Your guardian needs to consent to the service. From the age of 12 you can instead apply, without consent, for an individually assessed service."
);

impl Explanations {
    /// Makes the explanations of criteria of a version, or of a part of it.
    pub(crate) fn of(version: &Version, criteria: &Criterion, stands_on: Option<StandsOn>) -> Self {
        let adoption = version.decision.as_ref().map(|decision| decision.adoption);
        let subject = Subject { stands_on, adoption };
        Self {
            subject,
            met: prepare(&met(version, criteria, subject)),
            not_evaluated: prepare(&not_evaluated(criteria)),
            unmet: OnceLock::new(),
        }
    }

    /// That the criteria are met.
    pub(crate) fn met(&self) -> &RawValue {
        &self.met
    }

    /// That only people can say whether the criteria are met.
    pub(crate) fn not_evaluated(&self) -> &RawValue {
        &self.not_evaluated
    }

    /// What is not met, and who else may suit; `suitable` are names in Swedish and English.
    pub(crate) fn unmet<'a>(
        &'a self,
        criteria: &Criterion,
        leaves: &[Truth],
        questions: &[LocalQuestion],
        suitable: &[[&str; 2]],
    ) -> Cow<'a, RawValue> {
        let made = || prepare(&refusal(criteria, leaves, questions, self.subject, suitable));
        let count = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
        if !suitable.is_empty() || count > MOST_LEAVES {
            return Cow::Owned(made());
        }
        let kept = self
            .unmet
            .get_or_init(|| (0..3_usize.pow(count)).map(|_| OnceLock::new()).collect());
        let at = leaves.iter().fold(0, |at, result| 3 * at + *result as usize);
        Cow::Borrowed(kept[at].get_or_init(made))
    }
}

/// That the criteria are met, by a decision, by a proposal, or by a decision of which the adoption is not known.
fn met(version: &Version, criteria: &Criterion, subject: Subject) -> Text {
    let by_selection = version.selection.is_some();
    let name = subject.name();
    let whom = if by_selection {
        text!("Du hör till målgruppen", "You are in the target group")
    } else if criteria.is_open_to_all() {
        composed!("{name} är öppen för alla", "{name} is open to all"; name)
    } else {
        text!("Du uppfyller villkoren", "You meet the conditions")
    };
    let selection = if by_selection {
        text!(
            " Platserna fördelas genom ett urval.",
            " Places are allocated by selection."
        )
    } else {
        Text::fixed("", "")
    };
    let (by, adoption) = match subject.adoption {
        Some(Adoption::Proposed) => (
            text!(" enligt ett förslag", " according to a proposal"),
            text!(
                " Katalogen vet inte om det har beslutats, så fråga kommunen.",
                " We do not know whether it was adopted, so ask the municipality."
            ),
        ),
        Some(Adoption::NotStated) => (
            Text::fixed("", ""),
            text!(
                " Katalogen vet inte om beslutet har fattats, så fråga kommunen.",
                " We do not know whether the decision has been made, so ask the municipality."
            ),
        ),
        Some(Adoption::Adopted) | None => (Text::fixed("", ""), Text::fixed("", "")),
    };
    composed!("{whom}{by}.{selection}{adoption}", "{whom}{by}.{selection}{adoption}"; whom, by, selection, adoption)
}

/// That only the municipality or the provider can say whether the criteria are met.
fn not_evaluated(criteria: &Criterion) -> Text {
    let mut assessed = Vec::new();
    criteria.walk_all(None, &mut |_, node| {
        if let Condition::NotEvaluated(in_words) = &node.condition {
            assessed.push(in_words);
        }
    });
    let [only] = assessed[..] else {
        return text!(
            "Några av villkoren kan bara kommunen eller utföraren bedöma. Fråga kommunen.",
            "Only the municipality or the provider can assess some of the conditions. Ask the municipality."
        );
    };
    let by = match only.assessed_by {
        AssessedBy::Provider => ("utföraren", "the provider"),
        AssessedBy::Board => ("kommunen", "the municipality"),
    };
    composed!(
        "Ett villkor kan bara {by} bedöma: {condition}. Fråga kommunen.",
        "Only {by} can assess one of the conditions: {condition}. Ask the municipality.";
        by,
        condition = (only.text.sv.trim_end_matches('.'), only.text.en_or_sv().trim_end_matches('.'))
    )
}

/// Why a version that is not in force on a day gives no answer by its criteria.
pub(crate) fn not_in_force(standing: Standing, day: NaiveDate) -> Text {
    let version = standing.version();
    let stated = &version.held.version;
    let first = in_words(stated.valid_from);
    let last = version.last_day.map(in_words);
    let is_proposed = stated
        .decision
        .as_ref()
        .is_some_and(|decision| decision.adoption == Adoption::Proposed);
    match (standing, last) {
        (Standing::Ended(_), Some(last)) if standing.is_not_known(day) => composed!(
            "Katalogen har bara uppgifter till och med {last}. Insatsen kan finnas kvar. Fråga kommunen.",
            "Our information ends on {last}. The service may still exist. Ask the municipality.";
            last
        ),
        (Standing::Ended(_), Some(last)) => composed!(
            "Insatsen gavs till och med {last}.",
            "The service was provided until {last} (inclusive).";
            last
        ),
        (Standing::Upcoming(_), _) if standing.is_not_known(day) => composed!(
            "Katalogen har bara uppgifter från {first}. Insatsen kan ha funnits tidigare. Fråga kommunen.",
            "Our information starts on {first}. The service may have existed before. Ask the municipality.";
            first
        ),
        (Standing::Upcoming(_), _) if is_proposed => composed!(
            "Insatsen föreslås ges från och med {first}.",
            "The service is proposed to start on {first}.";
            first
        ),
        (Standing::Upcoming(_), _) => composed!(
            "Insatsen ges först från och med {first}.",
            "The service starts on {first}.";
            first
        ),
        _ => no_decision(day),
    }
}

/// That the catalogue has nothing about an insats on a day.
pub(crate) fn no_decision(day: NaiveDate) -> Text {
    let day = in_words(day);
    composed!(
        "Katalogen har inga uppgifter om insatsen för den {day}. Fråga kommunen.",
        "The catalogue has no information about the service for {day}. Ask the municipality.";
        day
    )
}

/// That the municipality has not decided on an insats, where its catalogue is complete.
pub(crate) fn not_decided(day: NaiveDate) -> Text {
    let day = in_words(day);
    composed!(
        "Kommunen har inget beslut om insatsen den {day}, och uppger att katalogen är fullständig.",
        "The municipality has no decision on the service on {day}, and states that the catalogue is complete.";
        day
    )
}

/// That an insats always requires individual assessment.
pub(crate) fn requires_assessment(slug: &str) -> Text {
    if assessment_required::is_financial_assistance(slug) {
        text!(
            "Ekonomiskt bistånd kräver alltid individuell behovsprövning (12 kap. socialtjänstlagen). Du kan ansöka om det.",
            "Financial assistance always requires an individual needs assessment (Chapter 12 of the Social Services Act). You can apply for it."
        )
    } else if assessment_required::may_be_applied_for(slug) {
        text!(
            "Insatsen kräver alltid individuell behovsprövning. Du kan ansöka om den.",
            "This service always requires an individual needs assessment. You can apply for it."
        )
    } else {
        text!(
            "Insatsen kräver alltid individuell behovsprövning.",
            "This service always requires an individual needs assessment."
        )
    }
}

/// The explanations that depend on nothing, as JSON.
pub(crate) struct Fixed {
    /// [`NEED_MORE_FACTS`].
    pub need_more_facts: Prepared,
    /// [`NO_CONSENT`].
    pub no_consent: Prepared,
    /// [`NO_CRITERIA`].
    pub criteria_unknown: Prepared,
}

/// The explanations that depend on nothing, made once.
pub(crate) fn fixed() -> &'static Fixed {
    static FIXED: LazyLock<Fixed> = LazyLock::new(|| Fixed {
        need_more_facts: prepare(&NEED_MORE_FACTS),
        no_consent: prepare(&NO_CONSENT),
        criteria_unknown: prepare(&NO_CRITERIA),
    });
    &FIXED
}
