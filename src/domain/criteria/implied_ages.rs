//! The ages that criteria imply, for catalogues that know a lowest and a highest age and no other condition.

use std::collections::BTreeSet;

use crate::domain::day::HIGHEST_AGE;

use super::Criterion;
use super::ages::Ages;

/// Ages by birthday outside which nobody could meet criteria, whatever else holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ImpliedAges {
    /// Nobody younger could.
    pub at_least: Option<u8>,
    /// Nobody older could.
    pub at_most: Option<u8>,
}

impl ImpliedAges {
    /// What one of several criteria implies: an age that is outside all of them.
    pub(crate) fn of_any<'c>(several: impl Iterator<Item = &'c Criterion>) -> Self {
        let implied = several.map(Self::of);
        let both = |one: Self, other: Self| Self {
            at_least: one.at_least.zip(other.at_least).map(|(one, other)| one.min(other)),
            at_most: one.at_most.zip(other.at_most).map(|(one, other)| one.max(other)),
        };
        implied.reduce(both).unwrap_or_default()
    }

    /// What criteria imply. Criteria that are too large to analyse imply nothing.
    pub(crate) fn of(criteria: &Criterion) -> Self {
        let ages = possible_limits(criteria);
        let is_below_all = |age: &u8| *age > 0 && !criteria.may_be_met_by(Ages::below(u32::from(*age)));
        let is_above_all = |age: &u8| !criteria.may_be_met_by(Ages::above(u32::from(*age)));
        Self {
            at_least: ages.iter().rev().copied().find(is_below_all),
            at_most: ages.iter().copied().find(is_above_all),
        }
    }
}

/// The ages at which a limit may lie: those that the criteria name, and one year beside, since a limit by calendar year
/// and the opposite of a limit lie there.
fn possible_limits(criteria: &Criterion) -> BTreeSet<u8> {
    let mut ages = BTreeSet::new();
    criteria.walk(&mut |criterion| {
        let limit = criterion.condition.age_limit();
        for age in limit
            .into_iter()
            .flat_map(|limit| [limit.at_least, limit.at_most])
            .flatten()
        {
            ages.extend(age.saturating_sub(1)..=age.saturating_add(1).min(HIGHEST_AGE));
        }
    });
    ages
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/criteria/implied_ages.rs"]
mod tests;
