//! A version that the law is checked on, and its surroundings.

use chrono::NaiveDate;

use crate::domain::insatser::documentation::IndividualLevel;
use crate::domain::insatser::insats::{Insats, Standing, VersionInTime};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::{Code, Fault, Text};

use super::proposal::Judgement;

/// A check of versions that adds its faults.
pub(super) type Check = fn(&Case, &mut Vec<Fault>);

/// A version together with everything that the municipality will have published.
pub(super) struct Case<'a> {
    pub municipality: &'a Municipality,
    pub version: &'a Version,
    pub judgement: &'a Judgement,
    pub pointer: &'a str,
}

impl Case<'_> {
    pub(super) fn fault(&self, member: &str, code: Code, detail: Text) -> Fault {
        Fault::new(format!("{}/{member}", self.pointer), code, detail)
    }

    pub(super) fn level(&self) -> Option<IndividualLevel> {
        Some(self.version.documentation.as_ref()?.individual_level)
    }

    /// Whether it has ended, by decision, withdrawal or a later version.
    pub(super) fn has_ended(&self) -> bool {
        let insats = self.municipality.insatser().get(&self.version.slug);
        let mut versions = insats.into_iter().flat_map(Insats::versions);
        versions
            .find(|version| version.held.version.valid_from == self.version.valid_from)
            .is_some_and(|version| has_ended(version, self.judgement.today))
    }
}

pub(super) fn has_ended(version: VersionInTime, today: NaiveDate) -> bool {
    matches!(Standing::of(version, today), Standing::Ended(_))
}
