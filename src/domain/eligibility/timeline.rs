//! When the same facts would be answered differently, because time passes.

use chrono::NaiveDate;
use smallvec::SmallVec;

use crate::domain::criteria::Condition;
use crate::domain::criteria::decide::{CriteriaToDecide, truth};
use crate::domain::criteria::evaluate::Truth;
use crate::domain::criteria::facts::Facts;
use crate::domain::day::birthday;
use crate::domain::insatser::insats::{Insats, Standing, VersionInTime};

/// The days between which the same facts give `eligible`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EligibleDays {
    /// The first such day after the one asked about, unless that one is eligible itself.
    pub from: Option<NaiveDate>,
    /// The last such day in one stretch, where time alone ends it.
    pub until: Option<NaiveDate>,
}

/// Finds the stretch of days on which the facts are eligible, from `as_of` on; `now` says whether they are on that day.
///
/// `asked` gives the criteria that a version sets, where they are known. An `age` says nothing of other days than
/// `as_of`; a birth date does.
pub fn eligible_days<'a>(
    insats: &'a Insats,
    asked: impl Fn(VersionInTime<'a>) -> Option<CriteriaToDecide<'a>>,
    facts: &Facts,
    as_of: NaiveDate,
    now: bool,
) -> EligibleDays {
    let stays_met = age_limits_stay_met(insats, &asked, facts);
    if now && facts.birth_date.is_none() && facts.age.is_some() && !stays_met {
        // Eligible with an age alone: nothing is known of tomorrow.
        return EligibleDays::default();
    }
    let turning_days = turning_days(insats, &asked, facts, as_of);
    let later = Facts {
        age: facts.age.filter(|_| stays_met),
        ..*facts
    };
    let is_eligible = |day: &&NaiveDate| {
        let Some(Standing::InForce(version)) = insats.on(**day) else {
            return false;
        };
        asked(version).is_some_and(|asked| truth(asked, &later, **day) == Truth::Met)
    };
    let mut days = turning_days.iter();
    let from = if now {
        None
    } else {
        let Some(from) = days.find(is_eligible) else {
            return EligibleDays::default();
        };
        Some(*from)
    };
    let until = days.find(|day| !is_eligible(day)).and_then(chrono::NaiveDate::pred_opt);
    EligibleDays { from, until }
}

/// Says whether a known age meets every age limit now and, since nobody grows younger, for ever.
fn age_limits_stay_met<'a>(
    insats: &'a Insats,
    asked: &impl Fn(VersionInTime<'a>) -> Option<CriteriaToDecide<'a>>,
    facts: &Facts,
) -> bool {
    let Some(age) = facts.age else {
        return false;
    };
    let mut all = true;
    for asked in insats.versions().filter_map(asked) {
        asked.criteria.walk(&mut |criterion| {
            if let Condition::Age(limit) = criterion.condition {
                all &= limit.at_most.is_none() && limit.holds(u32::from(age));
            }
        });
    }
    all
}

/// Every day after `as_of` on which something about the insats, or about the person's age in its criteria, changes; in
/// order.
fn turning_days<'a>(
    insats: &'a Insats,
    asked: &impl Fn(VersionInTime<'a>) -> Option<CriteriaToDecide<'a>>,
    facts: &Facts,
    as_of: NaiveDate,
) -> SmallVec<[NaiveDate; 8]> {
    let mut days = SmallVec::new();
    let mut add = |day: NaiveDate| {
        if day > as_of {
            days.push(day);
        }
    };
    for version in insats.versions() {
        if version.last_day.is_some_and(|last| last < as_of) {
            continue;
        }
        add(version.held.version.valid_from);
        version
            .last_day
            .and_then(|last| last.succ_opt())
            .into_iter()
            .for_each(&mut add);
        let (Some(asked), Some(birth)) = (asked(version), facts.birth_date) else {
            continue;
        };
        asked.criteria.walk(&mut |criterion| {
            if let Condition::Age(limit) = criterion.condition {
                let reached = limit.at_least.map(u32::from);
                let passed = limit.at_most.map(|most| u32::from(most) + 1);
                for age in [reached, passed].into_iter().flatten() {
                    add(birthday(birth, age));
                }
            }
        });
    }
    days.sort_unstable();
    days.dedup();
    days
}
