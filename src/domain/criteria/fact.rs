//! The vocabulary of facts: a closed list, as `missing` and `/facts` name them.

use strum::{IntoStaticStr, VariantArray};

use super::declarable::Declarable;
use super::persons::Persons;

/// One fact of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
pub enum Fact {
    /// `birthDate`; the others about birth and age state the same less exactly.
    BirthDate,
    /// `birthYear`.
    BirthYear,
    /// `birthMonth`.
    BirthMonth,
    /// `age`.
    Age,
    /// `registeredMunicipality`.
    RegisteredMunicipality,
    /// `residenceMunicipality`.
    ResidenceMunicipality,
    /// `relativeResidenceMunicipality`.
    RelativeResidenceMunicipality,
    /// A list of other persons.
    #[strum(transparent)]
    Persons(Persons),
    /// `selfDeclared.relativeReasons`.
    #[strum(serialize = "selfDeclared.relativeReasons")]
    RelativeReasons,
    /// `selfDeclared.` and a declarable fact.
    #[strum(transparent)]
    Declared(Declarable),
}

impl Fact {
    /// The whole vocabulary.
    pub fn all() -> impl Iterator<Item = Self> {
        let single = [
            Self::BirthDate,
            Self::BirthYear,
            Self::BirthMonth,
            Self::Age,
            Self::RegisteredMunicipality,
            Self::ResidenceMunicipality,
            Self::RelativeResidenceMunicipality,
        ];
        let (first, others) = Declarable::VARIANTS.split_at(1);
        let declared = |of: &'static [Declarable]| of.iter().copied().map(Self::Declared);
        single
            .into_iter()
            .chain(Persons::VARIANTS.iter().copied().map(Self::Persons))
            .chain(declared(first))
            .chain([Self::RelativeReasons])
            .chain(declared(others))
    }

    /// The fact's name; one by declaration has its path.
    pub(crate) fn name(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::Fact;
    use crate::domain::criteria::declarable::{Declarable, RelativeReason};

    #[test]
    fn a_name_is_the_same_wherever_it_is_written() {
        for &fact in Declarable::VARIANTS {
            assert_eq!(serde_json::json!(fact), fact.name());
            assert_eq!(Fact::Declared(fact).name(), format!("selfDeclared.{}", fact.name()));
        }
        for &reason in RelativeReason::VARIANTS {
            assert_eq!(serde_json::json!(reason), reason.name());
        }
    }
}
