//! When the same facts would be answered differently, because time passes.

use chrono::{Datelike, NaiveDate};
use smallvec::SmallVec;

use crate::domain::criteria::ages::{AgeSpan, Ages};
use crate::domain::criteria::birth::Birth;
use crate::domain::criteria::decide::{CriteriaToDecide, truth};
use crate::domain::criteria::evaluate::Truth;
use crate::domain::criteria::facts::{Facts, Person};
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::{Condition, Criterion};
use crate::domain::day::{ADULT, LAW_IN_FORCE, birthday};
use crate::domain::insatser::insats::{Insats, Standing, VersionInTime};

use super::guardian::{Consent, FROM_15, consent};

/// The days between which the same facts give `eligible`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EligibleDays {
    /// The first such day after the one asked about, unless that one is eligible itself.
    pub from: Option<NaiveDate>,
    /// The last such day in one stretch, where time alone ends it and that day is not a chosen last day.
    pub until: Option<NaiveDate>,
}

/// Finds the stretch of days on which the facts are eligible, from `as_of` on; `now` says whether they are on that day.
///
/// `asked` gives the criteria that a version sets, where they are known. An `age` says nothing of other days than
/// `as_of`; a birth date does.
pub fn eligible_days<'a>(
    insats: &'a Insats,
    asked: impl Fn(VersionInTime<'a>) -> Option<CriteriaToDecide<'a>>,
    facts: &'a Facts,
    as_of: NaiveDate,
    now: bool,
) -> EligibleDays {
    let people = people(insats, &asked, facts, as_of);
    let stays = |person: &Concerned| person.person.birth.is_some() || person.stays_within(as_of);
    if now
        && people
            .iter()
            .any(|person| person.person.age.is_some() && !stays(person))
    {
        // Eligible with an age alone: nothing is known of tomorrow.
        return EligibleDays::default();
    }
    let turning_days = turning_days(insats, &people, as_of);
    let later = later(facts, &people, as_of);
    let later = later.as_ref().unwrap_or(facts);
    // An age alone goes on giving what it gives: nobody grows younger.
    let consents_with_age = |version: VersionInTime| {
        facts.own.birth.is_some()
            || facts.own.age.is_none()
            || matches!(
                consent(&facts.own, as_of.max(LAW_IN_FORCE), &version.held.version, false),
                Consent::CriteriaDecide(_)
            )
    };
    let is_eligible = |day: &&NaiveDate| {
        let Some(Standing::InForce(version)) = insats.on(**day) else {
            return false;
        };
        asked(version).is_some_and(|asked| truth(asked, later, **day) == Truth::Met)
            && consents_with_age(version)
            && matches!(
                consent(&later.own, **day, &version.held.version, false),
                Consent::CriteriaDecide(_)
            )
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
    let end = days.find(|day| !is_eligible(day));
    // After a chosen last day nobody knows.
    let end = end.filter(|end| !insats.on(**end).is_some_and(|standing| standing.is_not_known(**end)));
    let until = end.and_then(chrono::NaiveDate::pred_opt);
    EligibleDays { from, until }
}

/// A person, and the age limits that criteria set for them.
struct Concerned<'a> {
    /// The list they are in; `None` for the person asked about.
    persons: Option<Persons>,
    person: &'a Person,
    limits: SmallVec<[&'a Condition; 4]>,
}

impl Concerned<'_> {
    /// Says whether a known age meets every limit now and, since nobody grows younger, for ever.
    fn stays_within(&self, as_of: NaiveDate) -> bool {
        let Some(ages) = Ages::of(self.person, as_of) else {
            return false;
        };
        let stays = |leaf: &&Condition| {
            AgeSpan::of(leaf).is_some_and(|span| span.to.is_none() && ages.are_within(span) == Some(true))
        };
        self.limits.iter().all(stays)
    }
}

/// Whether a version is no longer in force on a day.
fn is_past(version: &VersionInTime, as_of: NaiveDate) -> bool {
    version.last_day.is_some_and(|last| last < as_of)
}

/// Everybody whose age the criteria of a version ask for that is in force on a day or later, and the person asked about.
fn people<'a>(
    insats: &'a Insats,
    asked: &impl Fn(VersionInTime<'a>) -> Option<CriteriaToDecide<'a>>,
    facts: &'a Facts,
    as_of: NaiveDate,
) -> SmallVec<[Concerned<'a>; 2]> {
    let mut people: SmallVec<[Concerned<'a>; 2]> = SmallVec::new();
    people.push(Concerned {
        persons: None,
        person: &facts.own,
        limits: SmallVec::new(),
    });
    let mut collect = |persons: Option<Persons>, criterion: &'a Criterion| {
        if criterion.condition.age_limit().is_none() {
            return;
        }
        if let Some(listed) = persons
            && people.iter().all(|person| person.persons != persons)
        {
            let list = facts.lists.get(listed).unwrap_or_default();
            people.extend(list.iter().map(|person| Concerned {
                persons,
                person,
                limits: SmallVec::new(),
            }));
        }
        for person in people.iter_mut().filter(|person| person.persons == persons) {
            person.limits.push(&criterion.condition);
        }
    };
    let versions = insats.versions().filter(|version| !is_past(version, as_of));
    for asked in versions.filter_map(asked) {
        asked.criteria.walk_all(None, &mut collect);
    }
    people
}

/// The facts of later days: an age alone that does not stay within its limits is no longer known. `None` where all stay.
fn later(facts: &Facts, people: &[Concerned], as_of: NaiveDate) -> Option<Facts> {
    let forgets = |person: &Person| {
        let concerned = people.iter().find(|concerned| std::ptr::eq(concerned.person, person));
        person.age.is_some() && concerned.is_none_or(|concerned| !concerned.stays_within(as_of))
    };
    let forgotten: Vec<bool> = facts.lists.each().map(forgets).collect();
    if !forgets(&facts.own) && !forgotten.contains(&true) {
        return None;
    }
    let mut later = facts.clone();
    if forgets(&facts.own) {
        later.own.age = None;
    }
    for (person, forgotten) in later.lists.each_mut().zip(forgotten) {
        if forgotten {
            person.age = None;
        }
    }
    Some(later)
}

/// Every day after `as_of` on which something about the insats, or about an age in its criteria, changes; in order.
fn turning_days(insats: &Insats, people: &[Concerned], as_of: NaiveDate) -> SmallVec<[NaiveDate; 8]> {
    let mut days = SmallVec::new();
    let mut add = |day: NaiveDate| {
        if day > as_of {
            days.push(day);
        }
    };
    for version in insats.versions().filter(|version| !is_past(version, as_of)) {
        add(version.held.version.valid_from);
        version
            .last_day
            .and_then(|last| last.succ_opt())
            .into_iter()
            .for_each(&mut add);
    }
    add(LAW_IN_FORCE);
    for Concerned {
        persons,
        person,
        limits,
    } in people
    {
        let Some(birth) = person.birth else {
            continue;
        };
        // Most persons are adults: their birthdays as a child are past.
        let year_of_adult = birth.latest.year() + i32::try_from(ADULT).unwrap_or_default();
        if persons.is_none() && year_of_adult >= as_of.year() {
            add_birthdays(birth, [FROM_15, ADULT], &mut add);
        }
        for leaf in limits {
            let Some(limit) = leaf.age_limit() else {
                continue;
            };
            let reached = limit.at_least.map(u32::from);
            let passed = limit.at_most.map(|most| u32::from(most) + 1);
            let ages = [reached, passed].into_iter().flatten();
            if matches!(leaf, Condition::AgeInYear(_)) {
                add_new_years(birth, ages, &mut add);
            } else {
                add_birthdays(birth, ages, &mut add);
            }
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// The first and the last day on which somebody born then reaches each age.
fn add_birthdays(birth: Birth, ages: impl IntoIterator<Item = u32>, add: &mut impl FnMut(NaiveDate)) {
    for age in ages {
        add(birthday(birth.latest, age));
        if !birth.is_exact() {
            add(birthday(birth.earliest, age));
        }
    }
}

/// The first day of the year in which somebody born then reaches each age, and the days about it on which the ages by
/// birthday and by calendar year are equal.
fn add_new_years(birth: Birth, ages: impl IntoIterator<Item = u32>, add: &mut impl FnMut(NaiveDate)) {
    for age in ages {
        for born in [birth.latest, birth.earliest] {
            let year = born.year() + i32::try_from(age).unwrap_or_default();
            let days =
                [(year, 1, 1), (year - 1, 12, 31)].map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
            let [first, last_before] = days;
            first.into_iter().for_each(&mut *add);
            if !birth.is_exact() {
                last_before.into_iter().for_each(&mut *add);
            }
        }
    }
}
