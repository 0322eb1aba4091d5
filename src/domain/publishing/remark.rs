//! Remarks on a version: what its sources do not state, and what a reader should know about it and the law.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::criteria::ages::Ages;
use crate::domain::criteria::analysis::redundant;
use crate::domain::criteria::in_words::sentence::NO_CRITERIA;
use crate::domain::criteria::{AssessedBy, Condition, NotEvaluated};
use crate::domain::insatser::decision::ADOPTION_NOT_KNOWN;
use crate::domain::insatser::documentation::NO_DOCUMENTATION_RULES;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::letters::folded_visible;
use crate::domain::text::{composed, text};
use crate::domain::{CatalogueText, Stated, Text};

use super::basis_rules::{is_service_for_older_people, states_no_documentation_basis};
use super::law::refused_today;

/// The age of lag (2009:47), 2 kap. 7 §, since lag 2022:890.
const SERVICE_AGE: u32 = 69;
/// The first day of the year after the amendment.
const SERVICE_AGE_CHANGED: NaiveDate = NaiveDate::from_ymd_opt(2023, 1, 1).expect("a day");

/// How many pointers a remark names.
const POINTERS_SHOWN: usize = 3;

/// Something that the sources do not state, or that a reader should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Remark {
    /// The code.
    pub code: RemarkCode,
    /// What the remark is about: a JSON Pointer into the version. Absent for the version as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The remark in words.
    pub text: Text,
}

/// What a remark is about. The list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RemarkCode {
    /// The first day in force.
    ValidFromNotStated,
    /// The last day in force.
    ValidToNotStated,
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
    /// A condition can never change the outcome.
    RedundantCondition,
    /// The provision behind the documentation rules.
    DocumentationBasisNotStated,
    /// Decided after its first day.
    DecidedAfterStart,
    /// A condition on need that is close to an assessment.
    MayBeNeedsAssessment,
    /// An age limit below that of the act on services for older people.
    BelowAgeOfTheAct,
    /// The municipality states why no assessment is needed.
    AssessmentNotRequired,
    /// Published before a rule that refuses it today.
    RefusedToday,
    /// Texts have no English.
    EnglishMissing,
}

impl RemarkCode {
    const fn text(self) -> Text {
        match self {
            Self::ValidFromNotStated => text!(
                "Det framgår inte av underlaget när insatsen började ges. Katalogen räknar från den första dag som underlaget visar.",
                "The documents do not say when the service started. The catalogue uses the earliest day that they show."
            ),
            Self::ValidToNotStated => text!(
                "Det framgår inte av underlaget hur länge insatsen ges. Den sista dagen är vald i katalogen. Fråga kommunen vad som gäller efter den.",
                "The documents do not say how long the service is provided. The last day was chosen for the catalogue. Ask the municipality what applies after that."
            ),
            Self::AdoptionNotShown => ADOPTION_NOT_KNOWN,
            Self::DecisionNotStated => text!(
                "Inget beslut om insatsen är infört i katalogen.",
                "No decision on the service has been entered in the catalogue."
            ),
            Self::DecisionDateNotStated => text!(
                "Beslutets dag är inte införd i katalogen.",
                "The date of the decision has not been entered in the catalogue."
            ),
            Self::CriteriaNotStated => NO_CRITERIA,
            Self::GroundNotStated => text!(
                "Det framgår inte av underlaget varför målgruppen är begränsad.",
                "The documents do not say why the target group is limited."
            ),
            Self::AgeReasonNotStated => text!(
                "Det framgår inte av underlaget varför åldersgränsen är just den.",
                "The documents do not say why that age limit was chosen."
            ),
            Self::ProviderNotStated => text!(
                "Ingen utförare är införd i katalogen.",
                "No provider has been entered in the catalogue."
            ),
            Self::AgreementDatesNotStated => text!(
                "Det framgår inte av underlaget när ett avtal med utföraren börjar gälla. Katalogen räknar avtalet som gällande.",
                "The documents do not say when an agreement with the provider starts. The catalogue treats it as current."
            ),
            Self::DocumentationNotStated => NO_DOCUMENTATION_RULES,
            Self::SpecialReasonsNotStated => text!(
                "Det framgår inte av underlaget vilka de särskilda skälen för undantaget från dokumentation är.",
                "The documents do not give the special reasons for the exemption from keeping records."
            ),
            Self::DocumentationBasisNotStated => text!(
                "Det framgår inte av katalogen vilken bestämmelse i 14 kap. socialtjänstlagen som reglerna om dokumentation bygger på.",
                "The catalogue does not show which provision of Chapter 14 of the Social Services Act the documentation rules are based on."
            ),
            Self::DecidedAfterStart => text!(
                "Beslutet fattades efter den dag då insatsen började ges. Fråga kommunen.",
                "The decision was made after the service had started. Ask the municipality."
            ),
            Self::MayBeNeedsAssessment => text!(
                "Ett villkor handlar om behov och kan innebära en behovsprövning. Insatser enligt 11 kap. 5 § socialtjänstlagen ges utan individuell behovsprövning.",
                "One condition is about need and may amount to a needs assessment. Services under Chapter 11, Section 5 of the Social Services Act are provided without an individual needs assessment."
            ),
            Self::BelowAgeOfTheAct => text!(
                "Servicetjänster utan behovsprövning får ges till den som är 69 år eller äldre (2 kap. 7 § lagen 2009:47, i lydelse enligt lag 2022:890). Villkoren omfattar också yngre.",
                "Practical services without a needs assessment may be provided to people aged 69 or over (Chapter 2, Section 7 of Act 2009:47, as amended by Act 2022:890). The conditions also include younger people."
            ),
            Self::AssessmentNotRequired => text!(
                "Namnet liknar det på en insats som alltid kräver individuell behovsprövning. Kommunens skäl till att den här inte gör det:",
                "The name resembles that of a service that always requires an individual needs assessment. The municipality's reason why this one does not:"
            ),
            Self::RefusedToday => text!(
                "Uppgifterna publicerades innan en regel infördes som nu skulle hindra det:",
                "This information was published before the introduction of a rule that would now prevent it:"
            ),
            Self::EnglishMissing => text!(
                "Texter utan engelsk översättning:",
                "Texts without an English translation:"
            ),
            Self::EnteredLate => text!(
                "Uppgifterna fördes in i katalogen efter den dag då de började gälla.",
                "The information was entered in the catalogue after the day it took effect."
            ),
            Self::RedundantCondition => text!(
                "Ett av villkoren påverkar aldrig svaret och kan tas bort.",
                "One of the conditions never affects the answer and can be removed."
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
    let adoption = decision.and_then(|decision| decision.adoption.not_shown());
    let needs_foundation = version.is_under_the_act() && !version.ended_before_the_law();
    let agreements: Vec<_> = municipality
        .linked_providers(&version.slug)
        .flat_map(|linked| linked.agreements().collect::<Vec<_>>())
        .collect();
    let holds = [
        (RemarkCode::ValidFromNotStated, version.valid_from_not_stated),
        (RemarkCode::ValidToNotStated, version.valid_to_not_stated),
        (RemarkCode::AdoptionNotShown, adoption.is_some()),
        (
            RemarkCode::DecisionNotStated,
            !version.ended_before_the_law() && decision.is_none(),
        ),
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
        (
            RemarkCode::DocumentationBasisNotStated,
            !version.ended_before_the_law() && states_no_documentation_basis(version),
        ),
        (RemarkCode::DecidedAfterStart, is_decided_after_start(version)),
        (RemarkCode::BelowAgeOfTheAct, is_below_age_of_the_act(version)),
    ];
    let remarks = holds.into_iter().filter(|(_, holds)| *holds);
    let mut remarks: Vec<Remark> = remarks
        .map(|(code, _)| Remark {
            code,
            pointer: None,
            text: match (code, &adoption) {
                (RemarkCode::AdoptionNotShown, Some(which)) => which.clone(),
                _ => code.text(),
            },
        })
        .chain(redundant_conditions(version))
        .collect();
    remarks.extend(may_be_needs_assessment(version));
    let with = |code: RemarkCode, detail: &Text| {
        let text = composed!("{remark} {detail}", "{remark} {detail}"; remark = code.text(), detail);
        Remark {
            code,
            pointer: None,
            text,
        }
    };
    let stated = version.assessment_not_required.iter();
    remarks.extend(stated.map(|stated| with(RemarkCode::AssessmentNotRequired, &stated.reason.for_sentences())));
    let find = || refused_today(municipality, version);
    let published = held.filter(|held| std::ptr::eq(&raw const held.version, version));
    let found;
    let refused = if let Some(held) = published {
        held.refused_today(find)
    } else {
        found = find();
        &found
    };
    remarks.extend(refused.iter().map(|detail| with(RemarkCode::RefusedToday, detail)));
    let without_english = published.map_or_else(
        || Cow::Owned(version.without_english()),
        |held| Cow::Borrowed(held.without_english()),
    );
    let pointers = first_of(&without_english);
    remarks.extend(pointers.map(|pointers| with(RemarkCode::EnglishMissing, &pointers)));
    remarks
}

/// The first pointers in a sentence, and how many there are beside them.
fn first_of(pointers: &[String]) -> Option<Text> {
    let (shown, rest) = pointers.split_at(pointers.len().min(POINTERS_SHOWN));
    let shown = shown.join(", ");
    match rest.len() {
        _ if pointers.is_empty() => None,
        0 => Some(composed!("{shown}.", "{shown}.")),
        more => Some(composed!("{shown} och {more} till.", "{shown} and {more} more.")),
    }
}

fn is_decided_after_start(version: &Version) -> bool {
    let date = version.decision.as_ref().and_then(|decision| decision.date);
    !version.valid_from_not_stated && date.is_some_and(|date| date > version.valid_from)
}

/// Whether somebody below the age of lag (2009:47), 2 kap. 7 §, meets criteria that rest on it.
fn is_below_age_of_the_act(version: &Version) -> bool {
    let ended_before = version.valid_to.is_some_and(|last_day| last_day < SERVICE_AGE_CHANGED);
    !ended_before
        && is_service_for_older_people(version)
        && version
            .all_criteria()
            .any(|criteria| criteria.may_be_met_by(Ages::below(SERVICE_AGE)))
}

/// The remark on conditions about need that the API cannot evaluate.
fn may_be_needs_assessment(version: &Version) -> Option<Remark> {
    let (mut is_about_need, mut by_provider) = (false, false);
    for criteria in version.all_criteria() {
        criteria.walk_all(None, &mut |_, criterion| {
            if let Condition::NotEvaluated(NotEvaluated { text, assessed_by }) = &criterion.condition
                && is_need(text)
            {
                is_about_need = true;
                by_provider |= *assessed_by == AssessedBy::Provider;
            }
        });
    }
    let code = RemarkCode::MayBeNeedsAssessment;
    let mut text = code.text();
    if by_provider {
        text = composed!(
            "{remark} Om prövningen är myndighetsutövning får utföraren inte göra den (4 kap. 3 § socialtjänstlagen).",
            "{remark} If the assessment is an exercise of public authority, the provider may not carry it out (Chapter 4, Section 3 of the Social Services Act).";
            remark = text
        );
    }
    is_about_need.then_some(Remark {
        code,
        pointer: None,
        text,
    })
}

fn is_need(text: &CatalogueText) -> bool {
    let has_word = |text: &str, beginnings: &[&str]| {
        let folded = folded_visible(text);
        let mut words = folded.split(|c: char| !c.is_alphanumeric());
        words.any(|word| beginnings.iter().any(|beginning| word.starts_with(beginning)) || word.ends_with("behov"))
    };
    has_word(&text.sv, &["behov", "nodvandig"])
        || text
            .en
            .as_deref()
            .is_some_and(|en| has_word(en, &["need", "necessary"]))
}

fn redundant_conditions(version: &Version) -> impl Iterator<Item = Remark> {
    version.criteria_by_member().flat_map(|(member, criteria)| {
        let redundant = redundant(criteria).into_iter();
        redundant.map(move |below| Remark {
            code: RemarkCode::RedundantCondition,
            pointer: Some(format!("/{member}{below}")),
            text: RemarkCode::RedundantCondition.text(),
        })
    })
}
