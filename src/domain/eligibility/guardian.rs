//! The guardian's consent, without which a child gets no insats without individual assessment (SoL 2025:400, 21 kap. 2 §).
//!
//! The rule follows from the act, not from a board: it holds for every version that is not outside the act, on days from
//! 2025-07-01. It is one more condition beside the criteria, and the last.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Serialize;
use strum::IntoStaticStr;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::criteria::ages::Ages;
use crate::domain::criteria::declarable::Declarable;
use crate::domain::criteria::facts::Person;
use crate::domain::day::{ADULT, LAW_IN_FORCE};
use crate::domain::insatser::insats::PublishedVersion;
use crate::domain::insatser::version::{Version, WithoutGuardianFrom15};
use crate::domain::text::text;

use super::prepared_json::{Prepared, prepare};

/// The age from which the act leaves it to the board whether an insats suits a child without the guardian's consent.
pub(crate) const FROM_15: u32 = 15;

const LEGAL_BASIS: [&str; 1] = ["21 kap. 2 § socialtjänstlagen (2025:400)"];

/// Something that the act demands of a child who takes part.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Proviso {
    /// What it is about.
    pub code: ProvisoCode,
    /// In words.
    pub text: Text,
    /// The provisions it rests on.
    #[schema(value_type = Vec<String>)]
    pub legal_basis: &'static [&'static str],
}

/// What a proviso is about. The list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, IntoStaticStr)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum ProvisoCode {
    /// A child under 15 needs the guardian's consent.
    GuardianConsent,
    /// From 15 to 17 the insats may be given without the guardian's consent where that is suitable.
    SuitableWithoutGuardian,
    /// Children need the guardian's consent; the age is not known.
    GuardianConsentForChildren,
}

impl ProvisoCode {
    const ALL: [Self; 3] = [
        Self::GuardianConsent,
        Self::SuitableWithoutGuardian,
        Self::GuardianConsentForChildren,
    ];

    /// The proviso in words, with its provision.
    pub(crate) fn proviso(self) -> Proviso {
        let text = match self {
            Self::GuardianConsent => text!(
                "Din vårdnadshavare behöver samtycka till insatsen. Har du två vårdnadshavare ska båda samtycka. Från 12 år kan du få en individuellt prövad insats utan samtycke (21 kap. 1 § socialtjänstlagen). Är du i fara, ring 112. Du kan också ringa socialtjänsten i din kommun.",
                "Your guardian needs to consent to the service. If you have two guardians, both must consent. From the age of 12 you can get an individually assessed service without consent (Chapter 21, Section 1 of the Social Services Act). If you are in danger, call 112. You can also call social services in your municipality."
            ),
            Self::SuitableWithoutGuardian => text!(
                "Från 15 år kan insatsen ges utan vårdnadshavarens samtycke, om det är lämpligt.",
                "From the age of 15, the service may be provided without the guardian's consent if this is appropriate."
            ),
            Self::GuardianConsentForChildren => text!(
                "Barn under 18 år behöver vårdnadshavarens samtycke. Från 15 år kan insatsen ges utan samtycke, om det är lämpligt.",
                "Children under 18 need their guardian's consent. From the age of 15, the service may be provided without consent if this is appropriate."
            ),
        };
        Proviso {
            code: self,
            text,
            legal_basis: &LEGAL_BASIS,
        }
    }

    /// The proviso as JSON.
    pub(crate) fn prepared(self) -> &'static Prepared {
        static ALL: LazyLock<[Prepared; 3]> = LazyLock::new(|| ProvisoCode::ALL.map(|code| prepare(&code.proviso())));
        &ALL[self as usize]
    }
}

/// What the act says of a person, once the criteria have been held against the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// The criteria decide, with a proviso where the answer is not a no.
    CriteriaDecide(Option<ProvisoCode>),
    /// The guardian does not consent.
    Refused,
    /// Whether the guardian consents is not known.
    NotKnown,
    /// The age is not known well enough to decide which of the others holds.
    AgeNotKnown {
        /// Whether consent is needed at one of the possible ages and not known.
        asks_consent: bool,
        /// Whether consent is needed at one of the possible ages and refused.
        is_refused: bool,
    },
}

impl Consent {
    /// Says whether the guardian refuses at one of the possible ages.
    pub(crate) const fn may_refuse(self) -> bool {
        matches!(self, Self::Refused | Self::AgeNotKnown { is_refused: true, .. })
    }
}

/// Says whether the act demands the guardian's consent for a version on a day.
pub(crate) fn is_demanded(version: &Version, day: NaiveDate) -> bool {
    day >= LAW_IN_FORCE && version.is_under_the_act()
}

/// What the act says of a person on a day; `a_child_may_take_part` where a child could meet the criteria.
pub(crate) fn consent(person: &Person, day: NaiveDate, version: &Version, a_child_may_take_part: bool) -> Consent {
    if !is_demanded(version, day) {
        return Consent::CriteriaDecide(None);
    }
    let Some(ages) = Ages::of(person, day) else {
        return Consent::CriteriaDecide(a_child_may_take_part.then_some(ProvisoCode::GuardianConsentForChildren));
    };
    if !ages.meet(0, Some(2 * ADULT - 1)) {
        return Consent::CriteriaDecide(None);
    }
    let consents = person.self_declared.get(Declarable::GuardianConsents);
    let of = |from: u32, to: Option<u32>, row: Consent| ages.meet(2 * from, to.map(|to| 2 * to - 1)).then_some(row);
    let rows = [
        of(0, Some(FROM_15), under_15(consents)),
        of(
            FROM_15,
            Some(ADULT),
            from_15(consents, version.without_guardian_from_15),
        ),
        of(ADULT, None, Consent::CriteriaDecide(None)),
    ];
    let mut rows = rows.into_iter().flatten();
    let first = rows.next().unwrap_or(Consent::CriteriaDecide(None));
    rows.fold(first, together)
}

const fn under_15(consents: Option<bool>) -> Consent {
    match consents {
        Some(true) => Consent::CriteriaDecide(None),
        Some(false) => Consent::Refused,
        None => Consent::NotKnown,
    }
}

const fn from_15(consents: Option<bool>, suitable: WithoutGuardianFrom15) -> Consent {
    match (consents, suitable) {
        (Some(true), _) | (_, WithoutGuardianFrom15::Suitable) => Consent::CriteriaDecide(None),
        (_, WithoutGuardianFrom15::NotStated) => Consent::CriteriaDecide(Some(ProvisoCode::SuitableWithoutGuardian)),
        (consents, WithoutGuardianFrom15::NotSuitable) => under_15(consents),
    }
}

/// What two possible ages give together.
fn together(left: Consent, right: Consent) -> Consent {
    match (left, right) {
        (Consent::CriteriaDecide(left), Consent::CriteriaDecide(right)) => Consent::CriteriaDecide(left.or(right)),
        _ if left == right => left,
        _ => {
            let asks = |consent| {
                matches!(
                    consent,
                    Consent::NotKnown | Consent::AgeNotKnown { asks_consent: true, .. }
                )
            };
            Consent::AgeNotKnown {
                asks_consent: asks(left) || asks(right),
                is_refused: left.may_refuse() || right.may_refuse(),
            }
        }
    }
}

/// The proviso of a version on a day, for everybody who reads about it.
pub(crate) fn of_children(held: &PublishedVersion, day: NaiveDate) -> Option<ProvisoCode> {
    let is_demanded = is_demanded(&held.version, day.max(held.version.valid_from));
    (is_demanded && held.a_child_may_take_part()).then_some(ProvisoCode::GuardianConsentForChildren)
}
