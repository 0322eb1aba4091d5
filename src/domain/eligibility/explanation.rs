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
pub(crate) const NEED_MORE_FACTS: Text = Text::fixed(
    "Vi behöver veta mer för att kunna svara.",
    "We need to know more before we can answer.",
);

/// That the guardian does not consent.
pub(crate) const NO_CONSENT: Text = Text::fixed(
    "Vårdnadshavaren behöver samtycka till insatsen. Från 12 år kan du i stället ansöka om en individuellt prövad insats utan samtycke.",
    "Your guardian needs to consent to the service. From the age of 12 you can instead apply, without consent, for an individually assessed service.",
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
    let (name_sv, name_en) = subject.name();
    let whom = if by_selection {
        Text::fixed("Du hör till målgruppen", "You are in the target group")
    } else if criteria.is_open_to_all() {
        Text::new(
            format!("{name_sv} är öppen för alla"),
            format!("{name_en} is open to all"),
        )
    } else {
        Text::fixed("Du uppfyller villkoren", "You meet the conditions")
    };
    let selection = if by_selection {
        Text::fixed(
            " Platserna fördelas genom ett urval.",
            " Places are allocated by selection.",
        )
    } else {
        Text::fixed("", "")
    };
    let (by, adoption) = match subject.adoption {
        Some(Adoption::Proposed) => (
            Text::fixed(" enligt ett förslag", " according to a proposal"),
            Text::fixed(
                " Katalogen vet inte om det har beslutats, så fråga kommunen.",
                " We do not know whether it was adopted, so ask the municipality.",
            ),
        ),
        Some(Adoption::NotStated) => (
            Text::fixed("", ""),
            Text::fixed(
                " Katalogen vet inte om beslutet har fattats, så fråga kommunen.",
                " We do not know whether the decision has been made, so ask the municipality.",
            ),
        ),
        Some(Adoption::Adopted) | None => (Text::fixed("", ""), Text::fixed("", "")),
    };
    Text::new(
        format!("{}{}.{}{}", whom.sv, by.sv, selection.sv, adoption.sv),
        format!("{}{}.{}{}", whom.en, by.en, selection.en, adoption.en),
    )
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
        return Text::fixed(
            "Några av villkoren kan bara kommunen eller utföraren bedöma. Fråga kommunen.",
            "Only the municipality or the provider can assess some of the conditions. Ask the municipality.",
        );
    };
    let (by_sv, by_en) = match only.assessed_by {
        AssessedBy::Provider => ("utföraren", "the provider"),
        AssessedBy::Board => ("kommunen", "the municipality"),
    };
    Text::new(
        format!(
            "Ett villkor kan bara {by_sv} bedöma: {}. Fråga kommunen.",
            only.text.sv.trim_end_matches('.')
        ),
        format!(
            "Only {by_en} can assess one of the conditions: {}. Ask the municipality.",
            only.text.en_or_sv().trim_end_matches('.')
        ),
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
        (Standing::Ended(_), Some(last)) if standing.is_not_known(day) => Text::new(
            format!(
                "Katalogen har bara uppgifter till och med {}. Insatsen kan finnas kvar. Fråga kommunen.",
                last.sv
            ),
            format!(
                "Our information ends on {}. The service may still exist. Ask the municipality.",
                last.en
            ),
        ),
        (Standing::Ended(_), Some(last)) => Text::new(
            format!("Insatsen gavs till och med {}.", last.sv),
            format!("The service was provided until {} (inclusive).", last.en),
        ),
        (Standing::Upcoming(_), _) if standing.is_not_known(day) => Text::new(
            format!(
                "Katalogen har bara uppgifter från {}. Insatsen kan ha funnits tidigare. Fråga kommunen.",
                first.sv
            ),
            format!(
                "Our information starts on {}. The service may have existed before. Ask the municipality.",
                first.en
            ),
        ),
        (Standing::Upcoming(_), _) if is_proposed => Text::new(
            format!("Insatsen föreslås ges från och med {}.", first.sv),
            format!("The service is proposed to start on {}.", first.en),
        ),
        (Standing::Upcoming(_), _) => Text::new(
            format!("Insatsen ges först från och med {}.", first.sv),
            format!("The service starts on {}.", first.en),
        ),
        _ => no_decision(day),
    }
}

/// That the catalogue has nothing about an insats on a day.
pub(crate) fn no_decision(day: NaiveDate) -> Text {
    let Text { sv, en } = in_words(day);
    Text::new(
        format!("Katalogen har inga uppgifter om insatsen för den {sv}. Fråga kommunen."),
        format!("The catalogue has no information about the service for {en}. Ask the municipality."),
    )
}

/// That the municipality has not decided on an insats, where its catalogue is complete.
pub(crate) fn not_decided(day: NaiveDate) -> Text {
    let Text { sv, en } = in_words(day);
    Text::new(
        format!("Kommunen har inget beslut om insatsen den {sv}, och uppger att katalogen är fullständig."),
        format!("The municipality has no decision on the service on {en}, and states that the catalogue is complete."),
    )
}

/// That an insats always requires individual assessment.
pub(crate) fn requires_assessment(slug: &str) -> Text {
    if assessment_required::is_financial_assistance(slug) {
        Text::fixed(
            "Ekonomiskt bistånd kräver alltid individuell behovsprövning (12 kap. socialtjänstlagen). Du kan ansöka om det.",
            "Financial assistance always requires an individual needs assessment (Chapter 12 of the Social Services Act). You can apply for it.",
        )
    } else if assessment_required::may_be_applied_for(slug) {
        Text::fixed(
            "Insatsen kräver alltid individuell behovsprövning. Du kan ansöka om den.",
            "This service always requires an individual needs assessment. You can apply for it.",
        )
    } else {
        Text::fixed(
            "Insatsen kräver alltid individuell behovsprövning.",
            "This service always requires an individual needs assessment.",
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
