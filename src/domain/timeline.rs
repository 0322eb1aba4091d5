//! When the same facts would be answered differently, because time passes.

use chrono::NaiveDate;

use super::criteria::{Condition, Criterion};
use super::day::birthday;
use super::decide::decide;
use super::evaluate::Truth;
use super::facts::Facts;
use super::insats::{Insats, Standing};
use super::version::Version;

/// The days between which the same facts give `eligible`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EligibleDays {
    /// The first such day after the one asked about, unless that one is eligible itself.
    pub from: Option<NaiveDate>,
    /// The last such day in one stretch, where time alone ends it.
    pub until: Option<NaiveDate>,
}

/// The criteria that a version sets for the insats, or for one of its activities.
#[must_use]
pub fn criteria_for<'a>(version: &'a Version, activity: Option<&str>) -> Option<&'a Criterion> {
    let own = match activity {
        Some(slug) => version.activity(slug)?.criteria.as_ref(),
        None => None,
    };
    own.or(version.criteria.as_ref())
}

/// Finds the stretch of days on which the facts are eligible, from `as_of` on.
///
/// An `age` says nothing of other days than `as_of`; a birth date does.
#[must_use]
pub fn eligible_days(insats: &Insats, activity: Option<&str>, facts: &Facts, as_of: NaiveDate) -> EligibleDays {
    let later = Facts { age: None, ..*facts };
    let is_eligible = |day: NaiveDate| {
        let facts = if day == as_of { facts } else { &later };
        let Some(Standing::InForce(version)) = insats.on(day) else {
            return false;
        };
        criteria_for(&version.held.version, activity)
            .is_some_and(|criteria| decide(criteria, facts, day).truth == Truth::Met)
    };
    let mut turning_days = turning_days(insats, activity, facts);
    turning_days.retain(|day| *day > as_of);
    turning_days.sort_unstable();
    turning_days.dedup();

    let mut days = turning_days.into_iter();
    let from = if is_eligible(as_of) {
        if facts.birth_date.is_none() && facts.age.is_some() {
            // Eligible with an age alone: nothing is known of tomorrow.
            return EligibleDays::default();
        }
        None
    } else {
        let Some(from) = days.find(|day| is_eligible(*day)) else {
            return EligibleDays::default();
        };
        Some(from)
    };
    let until = days.find(|day| !is_eligible(*day)).and_then(|day| day.pred_opt());
    EligibleDays { from, until }
}

/// Every day on which something about the insats, or about the person's age in its criteria, changes.
fn turning_days(insats: &Insats, activity: Option<&str>, facts: &Facts) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    for version in insats.versions() {
        days.push(version.held.version.valid_from);
        days.extend(version.last_day.and_then(|last| last.succ_opt()));
        let (Some(criteria), Some(birth)) = (criteria_for(&version.held.version, activity), facts.birth_date) else {
            continue;
        };
        criteria.walk(&mut |criterion| {
            if let Condition::Age(limit) = criterion.condition {
                days.extend(limit.at_least.map(|least| birthday(birth, u32::from(least))));
                days.extend(limit.at_most.map(|most| birthday(birth, u32::from(most) + 1)));
            }
        });
    }
    days
}
