//! What the law and the municipality's guideline require of published documents, from files and from the API alike.
//!
//! The rules ignore versions that ended before the act came into force. A fault names the provision.
//! What a source does not state is no fault: it is written as `notStated`, and becomes a remark.

use chrono::NaiveDate;

use crate::domain::criteria::{Condition, Criterion};
use crate::domain::day::LAW_IN_FORCE;
use crate::domain::insatser::document::Document;
use crate::domain::insatser::documentation::{Documentation, IndividualLevel};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::provider::{Agreement, AgreementKind, Provider, ProviderKind};
use crate::domain::insatser::version::Version;
use crate::domain::insatser::withdrawal::Withdrawal;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Text};

use super::always_assessed::always_requires_assessment;
use super::basis_rules::{basis_of_exemption, documentation_basis, outside_the_act, repealed_act};
use super::decided::changed_members;
use super::decision_rules::{adopted_in_future, anonymous_participants, day_of_decision, reasons};
use super::law_case::{Case, Check, has_ended};
use super::newer_rules::rule;
use super::proposal::{Judgement, Reach, Way};

/// Every rule for versions, with the members that it reads. A rule is checked where one of them is new or has changed.
const RULES: [(&[&str], Check); 14] = [
    (
        &["name", "criteria", "activities", "places", "assessmentNotRequired"],
        always_requires_assessment,
    ),
    (&["validTo", "documentation"], begins_before_the_law),
    (&["decision", "documentation", "criteria"], foundation),
    (&["documentation", "validTo"], risk_conclusion),
    (&["decision", "documentation", "isAdvice"], exemption),
    (&["documentation", "criteria"], group_level),
    (&["criteria", "activities", "places"], limits_of_the_target_group),
    (&["legalBasis", "documentation"], outside_the_act),
    (&["documentation"], documentation_basis),
    (&["legalBasis", "documentation"], basis_of_exemption),
    (
        &[
            "legalBasis",
            "documentation",
            "criteria",
            "activities",
            "places",
            "validTo",
        ],
        repealed_act,
    ),
    (&["decision"], day_of_decision),
    (&["anonymous", "documentation"], anonymous_participants),
    (
        &[
            "criteria",
            "activities",
            "places",
            "documentation",
            "assessmentNotRequired",
        ],
        reasons,
    ),
];

/// The rules that are newer than some published versions, which are published as they are and get a remark.
const NEWER_RULES: [Check; 7] = [
    always_requires_assessment,
    outside_the_act,
    documentation_basis,
    basis_of_exemption,
    repealed_act,
    anonymous_participants,
    reasons,
];

/// Why a published version would be refused today, by the rules that are newer than some published versions.
pub(crate) fn refused_today(municipality: &Municipality, version: &Version) -> Vec<Text> {
    if version.ended_before_the_law() {
        return Vec::new();
    }
    let judgement = Judgement {
        today: NaiveDate::MAX,
        way: Way::File,
        reach: Reach::ALL,
    };
    let case = Case {
        municipality,
        version,
        judgement: &judgement,
        pointer: "",
    };
    let mut faults = Vec::new();
    for check in NEWER_RULES {
        check(&case, &mut faults);
    }
    let mut details: Vec<Text> = faults.into_iter().map(rule).collect();
    details.dedup();
    details
}

/// Adds the faults of a document. `current` is what is published, `after` also contains everything proposed.
pub(crate) fn faults(
    current: Option<&Municipality>,
    after: &Municipality,
    document: &Document,
    pointer: &str,
    judgement: &Judgement,
    faults: &mut Vec<Fault>,
) {
    match document {
        Document::Version(version) => {
            let case = Case {
                municipality: after,
                version,
                judgement,
                pointer,
            };
            if version.ended_before_the_law() {
                if judgement.way == Way::Api {
                    begins_before_the_law(&case, faults);
                }
                return;
            }
            let published =
                current.and_then(|current| current.insatser().get(&version.slug)?.starting(version.valid_from));
            let changed = published.map(|held| changed_members(&held.version, version));
            let is_new = |reads: &[&str]| {
                changed
                    .as_ref()
                    .is_none_or(|changed| changed.iter().any(|member| reads.contains(member)))
            };
            for (_, check) in RULES.into_iter().filter(|(reads, _)| is_new(reads)) {
                check(&case, faults);
            }
        }
        Document::Municipality(_) => guideline(after, pointer, judgement.today, faults),
        Document::Provider(provider) => {
            let agreements = after.providers().get(&provider.slug);
            for agreement in agreements.into_iter().flat_map(|held| held.agreements.values()) {
                if !kinds_agree(provider, agreement) {
                    faults.push(agreement_kind(format!("{pointer}/kind")));
                }
            }
        }
        Document::Agreement { provider, agreement } => {
            let held = after.providers().get(provider);
            if held.is_some_and(|held| !kinds_agree(&held.provider, agreement)) {
                faults.push(agreement_kind(format!("{pointer}/kind")));
            }
        }
        Document::Withdrawal(withdrawal) => {
            let today = judgement.today;
            faults.extend(adopted_in_future(&withdrawal.decision, today, pointer));
            faults.extend(revival(current, after, withdrawal, today).map(|detail| {
                let pointer = format!("{pointer}/lastDay");
                Fault::new(pointer, Code::RiskConclusionMissing, detail)
            }));
        }
    }
}

/// An insats has a decision (004:8; 002:61-62) and documentation rules (002:75-112). A file may lack what its source
/// does not state, which becomes a remark.
fn foundation(case: &Case, faults: &mut Vec<Fault>) {
    let version = case.version;
    if case.judgement.way == Way::File || version.criteria_not_stated {
        return;
    }
    // An exemption without a decision has its own fault.
    let is_exempt = case.level() == Some(IndividualLevel::Exempt);
    if version.decision.is_none() && !is_exempt {
        faults.push(case.fault(
            "decision",
            Code::DecisionMissing,
            text!(
                "En insats ges utan individuell behovsprövning bara efter nämndens beslut (11 kap. 5 § socialtjänstlagen). Ange decision.",
                "A service may be provided without an individual needs assessment only if the board has decided so (Chapter 11, Section 5 of the Social Services Act). Add decision."
            ),
        ));
    }
    if version.documentation.is_none() {
        faults.push(case.fault(
            "documentation",
            Code::DocumentationMissing,
            text!(
                "Ange i documentation vad som dokumenteras om den enskilde och om gruppen (14 kap. 3–5 §§ socialtjänstlagen), eller outsideAct om insatsen inte omfattas av lagen.",
                "Use documentation to describe what is recorded about the individual and about the group (Chapter 14, Sections 3–5 of the Social Services Act), or outsideAct if the act does not cover the service."
            ),
        ));
    }
}

fn begins_before_the_law(case: &Case, faults: &mut Vec<Fault>) {
    let is_history = case.version.ended_before_the_law() && case.judgement.way == Way::File;
    if case.version.valid_from < LAW_IN_FORCE && case.version.is_under_the_act() && !is_history {
        faults.push(case.fault(
            "validFrom",
            Code::BeforeTheLaw,
            text!(
                "En insats kan ges utan individuell behovsprövning tidigast från 2025-07-01 (11 kap. 5 § socialtjänstlagen 2025:400). Använd en katalogfil för äldre uppgifter.",
                "A service without an individual needs assessment can start on 2025-07-01 at the earliest (Chapter 11, Section 5 of the Social Services Act, 2025:400). Use a catalogue file for older information."
            ),
        ));
    }
}

/// A risk and consequence analysis with a conclusion, if the municipality's guideline requires one (002:149-158).
fn risk_conclusion(case: &Case, faults: &mut Vec<Fault>) {
    let is_required = case.municipality.document().settings.risk_conclusion_required;
    let documentation = case.version.documentation.as_ref();
    let conclusion = documentation.and_then(|documentation| documentation.risk_conclusion);
    if is_required && case.version.is_under_the_act() && conclusion.is_none() && !case.has_ended() {
        faults.push(case.fault(
            "documentation/riskConclusion",
            Code::RiskConclusionMissing,
            text!(
                "Kommunens riktlinje kräver slutsatsen av risk- och konsekvensanalysen: 1, 2 eller 3.",
                "The municipality's guideline requires the conclusion of the risk and impact analysis: 1, 2 or 3."
            ),
        ));
    }
    let agrees = match (case.level(), conclusion) {
        (Some(IndividualLevel::Exempt), Some(conclusion)) => matches!(conclusion, 2 | 3),
        (Some(IndividualLevel::Required), Some(conclusion)) => conclusion == 1,
        _ => true,
    };
    if !agrees {
        faults.push(case.fault(
            "documentation/riskConclusion",
            Code::ConclusionDisagrees,
            text!(
                "Slutsats 1 betyder att insatsen dokumenteras på individnivå (required). Slutsats 2 och 3 betyder undantag (exempt).",
                "Conclusion 1 means that records are kept at individual level (required). Conclusions 2 and 3 mean an exemption (exempt)."
            ),
        ));
    }
}

/// An exemption needs a decision with special reasons (14 kap. 5 §). Only advice leaves out personal circumstances (14
/// kap. 4 §).
fn exemption(case: &Case, faults: &mut Vec<Fault>) {
    let Some(Documentation {
        individual_level,
        special_reasons,
        ..
    }) = &case.version.documentation
    else {
        return;
    };
    if *individual_level == IndividualLevel::Exempt {
        if case.version.decision.is_none() {
            faults.push(case.fault(
                "decision",
                Code::ExemptionWithoutDecision,
                text!(
                    "Undantag från dokumentation på individnivå kräver nämndens beslut (14 kap. 5 § socialtjänstlagen). Ange decision.",
                    "An exemption from individual records requires a decision by the board (Chapter 14, Section 5 of the Social Services Act). Add decision."
                ),
            ));
        }
        if special_reasons.is_none() {
            faults.push(case.fault(
                "documentation/specialReasons",
                Code::SpecialReasonsMissing,
                text!(
                    "Undantag från dokumentation på individnivå kräver särskilda skäl (14 kap. 5 § socialtjänstlagen). Ange specialReasons, eller notStated om skälen inte framgår av underlaget.",
                    "An exemption from individual records requires special reasons (Chapter 14, Section 5 of the Social Services Act). Add specialReasons, or notStated if the source does not give them."
                ),
            ));
        }
    }
    if *individual_level == IndividualLevel::Advice && case.version.is_advice != Some(true) {
        faults.push(case.fault(
            "documentation/individualLevel",
            Code::AdviceOnly,
            text!(
                "advice gäller bara rådgivning (14 kap. 4 § socialtjänstlagen). Ange isAdvice: true, eller en annan nivå.",
                "advice applies only to advisory services (Chapter 14, Section 4 of the Social Services Act). Set isAdvice to true, or use another level."
            ),
        ));
    }
}

/// Group-level documentation is never exempt (002:106-112; 003:642-650).
fn group_level(case: &Case, faults: &mut Vec<Fault>) {
    let Some(documentation) = &case.version.documentation else {
        return;
    };
    let may_be_empty = documentation.individual_level == IndividualLevel::Required || case.version.criteria_not_stated;
    if documentation.group_level.items.is_empty() && !may_be_empty {
        faults.push(case.fault(
            "documentation/groupLevel/items",
            Code::GroupItemsMissing,
            text!(
                "Dokumentation på gruppnivå krävs alltid. Ange minst en uppgift i items.",
                "Group-level records are always required. Add at least one item to items."
            ),
        ));
    }
}

/// A limited target group needs objective grounds (004:12-14); an age limit also needs a reason for that age
/// (003:4838-4848).
fn limits_of_the_target_group(case: &Case, faults: &mut Vec<Fault>) {
    for (member, criteria) in case.version.criteria_by_member() {
        limits(
            criteria,
            &format!("{}/{member}", case.pointer),
            Grounds::default(),
            faults,
        );
    }
}

/// The grounds stated on a node or above it.
#[derive(Clone, Copy, Default)]
struct Grounds {
    ground: bool,
    age_reason: bool,
}

fn limits(criterion: &Criterion, pointer: &str, above: Grounds, faults: &mut Vec<Fault>) {
    let has = Grounds {
        ground: above.ground || criterion.ground_for_limit.is_some(),
        age_reason: above.age_reason || criterion.age_reason.is_some(),
    };
    match &criterion.condition {
        Condition::All(of) | Condition::Any(of) => {
            for (at, child) in of.iter().enumerate() {
                limits(child, &format!("{pointer}/of/{at}"), has, faults);
            }
            return;
        }
        Condition::Not(of) => return limits(of, &format!("{pointer}/of"), has, faults),
        _ => {}
    }
    if !has.ground {
        faults.push(Fault::new(
            format!("{pointer}/groundForLimit"),
            Code::GroundMissing,
            text!(
                "En begränsning av målgruppen kräver sakliga skäl (11 kap. 5 § socialtjänstlagen, 2 kap. 3 § kommunallagen). Ange groundForLimit, eller notStated om skälet inte framgår av underlaget.",
                "Limiting the target group requires objective grounds (Chapter 11, Section 5 of the Social Services Act; Chapter 2, Section 3 of the Local Government Act). Add groundForLimit, or notStated if the source does not give the grounds."
            ),
        ));
    }
    if let Some(of) = criterion.condition.of_persons() {
        limits(&of.meets, &format!("{pointer}/where"), has, faults);
    }
    if criterion.condition.age_limit().is_some() && !has.age_reason {
        faults.push(Fault::new(
            format!("{pointer}/ageReason"),
            Code::AgeReasonMissing,
            text!(
                "En åldersgräns kräver ett berättigat syfte och ett skäl till just den åldern (sakliga skäl, 2 kap. 3 § kommunallagen). Ange ageReason, eller notStated om skälet inte framgår av underlaget.",
                "An age limit requires a legitimate aim and a reason for that particular age (objective grounds, Chapter 2, Section 3 of the Local Government Act). Add ageReason, or notStated if the source does not give the reason."
            ),
        ));
    }
}

/// A guideline that requires conclusions applies to versions that are already published.
fn guideline(after: &Municipality, pointer: &str, today: NaiveDate, faults: &mut Vec<Fault>) {
    if !after.document().settings.risk_conclusion_required {
        return;
    }
    for insats in after.insatser().values() {
        for version in insats.versions() {
            let stated = &version.held.version;
            if lacks_conclusion(stated) && !has_ended(version, today) {
                let (slug, valid_from) = (&stated.slug, stated.valid_from);
                faults.push(Fault::new(
                    format!("{pointer}/settings/riskConclusionRequired"),
                    Code::RiskConclusionMissing,
                    composed!(
                        "Insatsen {slug} från {valid_from} saknar slutsats. Lägg till den först.",
                        "The insats {slug} from {valid_from} has no conclusion. Add it first."
                    ),
                ));
            }
        }
    }
}

/// The fault of a withdrawal that moves the last day of an ended version to a day that has not passed, if the version
/// lacks the conclusion that the guideline requires.
fn revival(
    current: Option<&Municipality>,
    after: &Municipality,
    withdrawal: &Withdrawal,
    today: NaiveDate,
) -> Option<Text> {
    let ended = |municipality: &Municipality| {
        let mut versions = municipality.insatser().get(&withdrawal.insats)?.versions();
        let version = versions.find(|version| version.held.version.valid_from == withdrawal.valid_from)?;
        Some((has_ended(version, today), lacks_conclusion(&version.held.version)))
    };
    let is_required = after.document().settings.risk_conclusion_required;
    let (had_ended, _) = current.and_then(ended)?;
    let (has_ended, lacks) = ended(after)?;
    (is_required && had_ended && !has_ended && lacks).then(|| {
        text!(
            "Versionen skulle gälla igen, men saknar den slutsats av risk- och konsekvensanalysen som kommunens riktlinje kräver. Lägg till en ny version.",
            "The version would be in force again, but lacks the conclusion of the risk and impact analysis that the municipality's guideline requires. Add a new version."
        )
    })
}

fn lacks_conclusion(version: &Version) -> bool {
    let documentation = version.documentation.as_ref();
    documentation.is_none_or(|documentation| {
        documentation.individual_level != IndividualLevel::OutsideAct && documentation.risk_conclusion.is_none()
    })
}

/// Only the body's own administration has agreements of the kind `ownAdministration`.
fn kinds_agree(provider: &Provider, agreement: &Agreement) -> bool {
    let is_own = provider.kind == Some(ProviderKind::OwnAdministration);
    is_own == (agreement.kind == AgreementKind::OwnAdministration)
}

fn agreement_kind(pointer: String) -> Fault {
    Fault::new(
        pointer,
        Code::AgreementKindDisagrees,
        text!(
            "Bara egen regi (ownAdministration) har avtal av slaget ownAdministration. Andra utförare behöver ett avtal med kommunen (11 kap. 5 § socialtjänstlagen).",
            "Only the municipality's own services (ownAdministration) have agreements of the kind ownAdministration. Other providers need an agreement with the municipality (Chapter 11, Section 5 of the Social Services Act)."
        ),
    )
}
