//! What the legal bases of a version must and must not be.

use crate::domain::insatser::documentation::IndividualLevel;
use crate::domain::insatser::version::Version;
use crate::domain::text::composed;
use crate::domain::{Code, Fault};

use super::law_case::Case;
use super::legal_basis::LegalBasis;
use super::newer_rules::{BASIS_OF_EXEMPTION, DOCUMENTATION_BASIS, OUTSIDE_THE_ACT, REPEALED_ACT};

/// The bases of the insats, and of its documentation, each with the path of its member.
fn bases(version: &Version) -> impl Iterator<Item = (String, LegalBasis)> {
    let own = version.legal_basis.iter().enumerate();
    let own = own.map(|(at, basis)| (format!("legalBasis/{at}"), LegalBasis::of(basis)));
    own.chain(documentation_bases(version))
}

fn documentation_bases(version: &Version) -> impl Iterator<Item = (String, LegalBasis)> {
    let documentation = version.documentation.iter();
    let bases = documentation.flat_map(|documentation| documentation.legal_basis.iter().enumerate());
    bases.map(|(at, basis)| (format!("documentation/legalBasis/{at}"), LegalBasis::of(basis)))
}

/// The bases of conditions, each with the path of its member.
fn bases_of_criteria(version: &Version) -> Vec<(String, LegalBasis)> {
    let mut bases = Vec::new();
    for (member, criteria) in version.criteria_by_member() {
        criteria.walk_paths(&member, None, &mut |path, _, criterion| {
            for (at, basis) in criterion.legal_basis.iter().enumerate() {
                bases.push((format!("{path}/legalBasis/{at}"), LegalBasis::of(basis)));
            }
        });
    }
    bases
}

/// An insats outside the act rests on another act, never on the act itself (SoL 2025:400).
pub(super) fn outside_the_act(case: &Case, faults: &mut Vec<Fault>) {
    if case.level() != Some(IndividualLevel::OutsideAct) {
        return;
    }
    for (member, basis) in bases(case.version) {
        if basis.is_the_act() || basis.cites(11, 5) {
            faults.push(case.fault(
                &member,
                Code::OutsideActBasis,
                composed!(
                    "{rule} Ange en annan lag, eller en annan individualLevel.",
                    "{rule} Use another act, or another individualLevel.";
                    rule = OUTSIDE_THE_ACT
                ),
            ));
        }
    }
    let own = case.version.legal_basis.iter();
    if !own
        .map(|basis| LegalBasis::of(basis))
        .any(|basis| basis.is_another_act())
    {
        faults.push(case.fault(
            "legalBasis",
            Code::OutsideActBasis,
            composed!(
                "{rule} Ange den i legalBasis.",
                "{rule} Add it to legalBasis.";
                rule = OUTSIDE_THE_ACT
            ),
        ));
    }
}

/// Each level of documentation has its own section in chapter 14.
pub(super) fn documentation_basis(case: &Case, faults: &mut Vec<Fault>) {
    let Some(own) = case.level().and_then(section_of) else {
        return;
    };
    for (member, basis) in documentation_bases(case.version) {
        // The main rule, section 3, refers to the exceptions in sections 4 and 5.
        if !basis.cites(14, own) && [3, 4, 5].iter().any(|section| basis.cites(14, *section)) {
            faults.push(case.fault(
                &member,
                Code::DocumentationBasisDisagrees,
                composed!(
                    "{rule} Rätta individualLevel eller legalBasis.",
                    "{rule} Correct individualLevel or legalBasis.";
                    rule = DOCUMENTATION_BASIS
                ),
            ));
        }
    }
}

/// The section of chapter 14 that a level rests on.
const fn section_of(level: IndividualLevel) -> Option<u32> {
    match level {
        IndividualLevel::Required => Some(3),
        IndividualLevel::Advice => Some(4),
        IndividualLevel::Exempt => Some(5),
        IndividualLevel::OutsideAct => None,
    }
}

/// Whether the documentation rules name none of the sections that they can rest on.
pub(super) fn states_no_documentation_basis(version: &Version) -> bool {
    let level = version.documentation.as_ref().map(|rules| rules.individual_level);
    let cites = |basis: LegalBasis| [3, 4, 5].iter().any(|section| basis.cites(14, *section));
    level.and_then(section_of).is_some() && !documentation_bases(version).any(|(_, basis)| cites(basis))
}

/// An exemption is for insatser under 11 kap. 5 § only (14 kap. 5 §).
pub(super) fn basis_of_exemption(case: &Case, faults: &mut Vec<Fault>) {
    let stated = &case.version.legal_basis;
    let rests_on_it = stated.iter().any(|basis| LegalBasis::of(basis).cites(11, 5));
    if case.level() == Some(IndividualLevel::Exempt) && !stated.is_empty() && !rests_on_it {
        faults.push(case.fault(
            "legalBasis",
            Code::ExemptionBasisMissing,
            composed!(
                "{rule} Ange 11 kap. 5 § i legalBasis, eller en annan individualLevel.",
                "{rule} Add 11 kap. 5 § to legalBasis, or use another individualLevel.";
                rule = BASIS_OF_EXEMPTION
            ),
        ));
    }
}

/// The act of 2001 was repealed on 1 July 2025.
pub(super) fn repealed_act(case: &Case, faults: &mut Vec<Fault>) {
    let all = bases(case.version).chain(bases_of_criteria(case.version));
    for (member, _) in all.filter(|(_, basis)| basis.is_repealed_act()) {
        faults.push(case.fault(
            &member,
            Code::RepealedAct,
            composed!(
                "{rule} Ange bestämmelsen i socialtjänstlagen (2025:400), eller en sista dag i validTo.",
                "{rule} Cite the provision of the Social Services Act (2025:400), or set a last day in validTo.";
                rule = REPEALED_ACT
            ),
        ));
    }
}

/// Whether a version, or a condition of it, rests on the act on services for older people.
pub(super) fn is_service_for_older_people(version: &Version) -> bool {
    let mut all = bases(version).chain(bases_of_criteria(version));
    all.any(|(_, basis)| basis.is_services_for_older_people())
}
