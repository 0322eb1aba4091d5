//! Remarks on what the sources do not state. It is stored anyway, and shown to every reader.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::insatser::decision::Adoption;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::{Stated, Text};

/// Something that the sources do not state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Remark {
    /// The code.
    pub code: RemarkCode,
    /// The remark in words.
    pub text: Text,
}

/// What the sources do not state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RemarkCode {
    /// The first day in force.
    ValidFromNotStated,
    /// That the decision was adopted.
    AdoptionNotShown,
    /// The decision.
    DecisionNotStated,
    /// The day of the decision.
    DecisionDateNotStated,
    /// The conditions.
    CriteriaNotStated,
    /// The ground for a limit of the target group.
    GroundNotStated,
    /// The reason for an age limit.
    AgeReasonNotStated,
    /// The provider.
    ProviderNotStated,
    /// The first day of an agreement.
    AgreementDatesNotStated,
    /// The documentation rules.
    DocumentationNotStated,
    /// The special reasons for an exemption from documentation.
    SpecialReasonsNotStated,
    /// Published after its first day.
    EnteredLate,
}

impl RemarkCode {
    const fn text(self) -> Text {
        match self {
            Self::ValidFromNotStated => Text::fixed(
                "Källan anger inte från vilken dag insatsen gäller. Här används den första dag som källan visar.",
                "The source does not state from which day the service is in force. The earliest day in the source is used.",
            ),
            Self::AdoptionNotShown => Text::fixed(
                "Källan är ett förslag, eller visar inte att beslutet är antaget. Fråga kommunen.",
                "The source is a proposal, or does not show that the decision was adopted. Ask the municipality.",
            ),
            Self::DecisionNotStated => Text::fixed(
                "Källan anger inget beslut bakom insatsen.",
                "The source states no decision about the service.",
            ),
            Self::DecisionDateNotStated => Text::fixed(
                "Källan anger inte beslutets dag.",
                "The source does not state the day of the decision.",
            ),
            Self::CriteriaNotStated => Text::fixed(
                "Källan anger inte villkoren. Fråga kommunen.",
                "The source does not state the conditions. Ask the municipality.",
            ),
            Self::GroundNotStated => Text::fixed(
                "Källan anger inte skälet till en begränsning av målgruppen.",
                "The source does not state the ground for a limit of the target group.",
            ),
            Self::AgeReasonNotStated => Text::fixed(
                "Källan anger inte varför åldersgränsen är just den.",
                "The source does not state why the age limit is that age.",
            ),
            Self::ProviderNotStated => Text::fixed(
                "Ingen utförare är införd i katalogen.",
                "No provider has been entered in the catalogue.",
            ),
            Self::AgreementDatesNotStated => Text::fixed(
                "Källan anger inte när ett avtal med utföraren börjar. Det räknas som ett gällande avtal.",
                "The source does not state when an agreement with the provider begins. It counts as current.",
            ),
            Self::DocumentationNotStated => Text::fixed(
                "Källan anger inte vad som dokumenteras.",
                "The source does not state what is documented.",
            ),
            Self::SpecialReasonsNotStated => Text::fixed(
                "Källan anger inte de särskilda skälen för undantaget från dokumentation.",
                "The source does not state the special reasons for the exemption from documentation.",
            ),
            Self::EnteredLate => Text::fixed(
                "Uppgifterna fördes in i katalogen efter den dag då beslutet började gälla.",
                "The information was entered into the catalogue after the day when the decision took effect.",
            ),
        }
    }
}

/// The remarks on a version and its withdrawal.
pub fn remarks(municipality: &Municipality, version: &Version) -> Vec<Remark> {
    let insats = municipality.insatser().get(&version.slug);
    let held = insats.and_then(|insats| insats.starting(version.valid_from));
    let withdrawn_late = held
        .and_then(|held| held.withdrawal.as_ref())
        .is_some_and(|withdrawal| withdrawal.entered_late);
    let is_not_stated = |stated: &Option<Stated>| *stated == Some(Stated::NOT_STATED);
    let mut any_ground = false;
    let mut any_age_reason = false;
    for criteria in version.all_criteria() {
        criteria.walk(&mut |criterion| {
            any_ground |= is_not_stated(&criterion.ground_for_limit);
            any_age_reason |= is_not_stated(&criterion.age_reason);
        });
    }
    let decision = version.decision.as_ref();
    let needs_foundation = version.is_under_the_act() && !version.ended_before_the_law();
    let agreements: Vec<_> = municipality
        .linked_providers(&version.slug)
        .flat_map(|linked| linked.agreements().collect::<Vec<_>>())
        .collect();
    let holds = [
        (RemarkCode::ValidFromNotStated, version.valid_from_not_stated),
        (
            RemarkCode::AdoptionNotShown,
            decision.is_some_and(|decision| decision.adoption != Adoption::Adopted),
        ),
        (RemarkCode::DecisionNotStated, needs_foundation && decision.is_none()),
        (
            RemarkCode::DecisionDateNotStated,
            decision.is_some_and(|decision| decision.date.is_none()),
        ),
        (RemarkCode::CriteriaNotStated, version.criteria_not_stated),
        (RemarkCode::GroundNotStated, any_ground),
        (RemarkCode::AgeReasonNotStated, any_age_reason),
        (RemarkCode::ProviderNotStated, agreements.is_empty()),
        (
            RemarkCode::AgreementDatesNotStated,
            agreements.iter().any(|agreement| agreement.valid_from.is_none()),
        ),
        (
            RemarkCode::DocumentationNotStated,
            needs_foundation && version.documentation.is_none(),
        ),
        (
            RemarkCode::SpecialReasonsNotStated,
            version
                .documentation
                .as_ref()
                .is_some_and(|documentation| is_not_stated(&documentation.special_reasons)),
        ),
        (RemarkCode::EnteredLate, version.entered_late || withdrawn_late),
    ];
    let remarks = holds.into_iter().filter(|(_, holds)| *holds);
    remarks
        .map(|(code, _)| Remark {
            code,
            text: code.text(),
        })
        .collect()
}
