//! What may be stated about a person: a closed list. Absent is unknown, never false.
//!
//! Types that hold facts derive no `Debug`: nothing of a question may reach a log.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use crate::domain::kommun::Kommunkod;

/// Something the person says of themselves, true or false (fact sheet section 1), in the order of the fact sheet.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase", prefix = "selfDeclared.")]
pub enum Declarable {
    /// Cares for or supports somebody close.
    SupportsRelative,
    /// A child or young person whose parent has mental ill-health.
    ParentWithMentalIllness,
    /// Relatively healthy.
    RelativelyHealthy,
    /// Has some contact within psychiatry.
    PsychiatricContact,
    /// Has a psychiatric disability; no diagnosis needed.
    PsychiatricDisability,
    /// Has considerable difficulties in several areas of life.
    SubstantialDifficulties,
    /// Has complex needs and needs contact with several authorities or care givers.
    ComplexSupportNeeds,
    /// Is of working age; the source gives no numbers.
    OfWorkingAge,
    /// Has a vision or hearing impairment.
    VisionOrHearingImpairment,
    /// Is a parent.
    IsParent,
    /// Is exposed to violence in close relations.
    ExposedToViolence,
    /// Uses violence in close relations.
    UsesViolence,
}

impl Declarable {
    /// The fact's name in a question.
    pub(crate) fn name(self) -> &'static str {
        let with_path: &str = self.into();
        &with_path["selfDeclared.".len()..]
    }
}

// In the order of the fact sheet.
/// Why somebody close needs support.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RelativeReason {
    /// Age.
    Alder,
    /// Long illness.
    LangvarigSjukdom,
    /// Mental ill-health.
    PsykiskOhalsa,
    /// Disability.
    Funktionsnedsattning,
    /// Addiction.
    Beroende,
    /// Violence in close relations.
    #[serde(rename = "vald_i_nara_relation")]
    ValdINaraRelation,
}

impl RelativeReason {
    /// The reason's name in a question.
    pub(crate) fn name(self) -> &'static str {
        self.into()
    }
}

/// A set of reasons why somebody close needs support.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelativeReasons(u8);

impl RelativeReasons {
    /// Says whether the two sets share a reason.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The reasons in the set.
    pub fn iter(self) -> impl Iterator<Item = RelativeReason> {
        RelativeReason::VARIANTS
            .iter()
            .copied()
            .filter(move |reason| self.0 & (1 << *reason as u8) != 0)
    }
}

impl FromIterator<RelativeReason> for RelativeReasons {
    fn from_iter<I: IntoIterator<Item = RelativeReason>>(reasons: I) -> Self {
        Self(reasons.into_iter().fold(0, |set, reason| set | 1 << reason as u8))
    }
}

/// Where somebody is registered or lives, once known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Municipality {
    /// Known to be nowhere in Sweden; written `none`.
    Nowhere,
    /// In this municipality.
    In(Kommunkod),
}

impl Municipality {
    /// Reads a kommunkod or the word `none`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::Nowhere);
        }
        Kommunkod::parse(text).map(Self::In)
    }
}

/// The self-declared facts that are known.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct SelfDeclared {
    known: u16,
    true_ones: u16,
    /// The reasons why somebody close needs support: a complete list, empty for none.
    pub relative_reasons: Option<RelativeReasons>,
}

impl SelfDeclared {
    /// What is known of one fact.
    pub(crate) const fn get(self, fact: Declarable) -> Option<bool> {
        let bit = 1 << fact as u16;
        if self.known & bit == 0 {
            None
        } else {
            Some(self.true_ones & bit != 0)
        }
    }

    /// States one fact.
    pub const fn set(&mut self, fact: Declarable, value: bool) {
        let bit = 1 << fact as u16;
        self.known |= bit;
        if value {
            self.true_ones |= bit;
        } else {
            self.true_ones &= !bit;
        }
    }
}

/// Everything stated about a person in one question. Each fact is optional.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Age in whole years on the day asked about.
    pub age: Option<u8>,
    /// Where the person is folkbokförd.
    pub registered_municipality: Option<Municipality>,
    /// Where the person lives; neither proves the other.
    pub residence_municipality: Option<Municipality>,
    /// Where the person they support lives.
    pub relative_residence_municipality: Option<Municipality>,
    /// What the person says of themselves.
    pub self_declared: SelfDeclared,
}

/// One fact of the vocabulary, as `missing` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
pub enum Fact {
    /// `birthDate`; `age` states the same less exactly.
    BirthDate,
    /// `age`.
    Age,
    /// `registeredMunicipality`.
    RegisteredMunicipality,
    /// `residenceMunicipality`.
    ResidenceMunicipality,
    /// `relativeResidenceMunicipality`.
    RelativeResidenceMunicipality,
    /// `selfDeclared.relativeReasons`.
    #[strum(serialize = "selfDeclared.relativeReasons")]
    RelativeReasons,
    /// `selfDeclared.` and a declarable fact.
    #[strum(transparent)]
    Declared(Declarable),
}

impl Fact {
    /// The whole vocabulary, in the order of the fact sheet.
    pub fn all() -> impl Iterator<Item = Self> {
        [
            Self::BirthDate,
            Self::Age,
            Self::RegisteredMunicipality,
            Self::ResidenceMunicipality,
            Self::RelativeResidenceMunicipality,
            Self::Declared(Declarable::SupportsRelative),
            Self::RelativeReasons,
        ]
        .into_iter()
        .chain(Declarable::VARIANTS.iter().copied().skip(1).map(Self::Declared))
    }

    /// The fact's name: a self-declared one with its path.
    pub(crate) fn name(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/criteria/facts.rs"]
mod tests;
