//! The days on which the same facts become eligible and stop being so, day by day over a century.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use insatskatalog::domain::criteria::decide::CriteriaToDecide;
use insatskatalog::domain::criteria::declarable::Declarable;
use insatskatalog::domain::criteria::diagram::Diagram;
use insatskatalog::domain::criteria::{Condition, Criterion};
use insatskatalog::domain::eligibility::timeline::eligible_days;
use insatskatalog::domain::insatser::insats::{Insats, VersionInTime};
use insatskatalog::domain::insatser::version::{Category, Version, WithoutGuardianFrom15};
use insatskatalog::domain::slug::Slug;
use insatskatalog::domain::text::Text;
use proptest::prelude::*;

use super::enumerated::{End, Enumerated};
use super::people::{Described, People, Stated, ages, facts, possible_births, whole};
use super::trees::tree;
use super::{config, day};

fn version(
    valid_from: NaiveDate,
    (valid_to, valid_to_not_stated): (Option<NaiveDate>, bool),
    criteria: Criterion,
    without_guardian_from_15: WithoutGuardianFrom15,
) -> Version {
    let text = || Text::fixed("x", "x").into();
    Version {
        slug: Slug::parse("x").expect("a slug"),
        name: text(),
        summary: text(),
        category: Category::Ovrigt,
        valid_from,
        valid_from_not_stated: false,
        entered_late: false,
        valid_to,
        valid_to_not_stated,
        decision: None,
        legal_basis: Vec::new(),
        anonymous: None,
        criteria: Some(criteria),
        criteria_not_stated: false,
        target_group: None,
        without_guardian_from_15,
        selection: None,
        purpose: None,
        readings: Vec::new(),
        existed_before: None,
        application_contact: None,
        documentation: None,
        is_advice: None,
        activities_complete: false,
        places_complete: false,
        cost_options: Vec::new(),
        amounts: Vec::new(),
        channels: Vec::new(),
        languages: Vec::new(),
        assessment_not_required: None,
        activities: Vec::new(),
        places: Vec::new(),
        fee: None,
        limits: None,
        referral_needed: None,
        booking: None,
        how_to_get_it: None,
        notice: None,
        web_page: None,
        e_service: None,
        function_phone: None,
        function_email: None,
        sources: Vec::new(),
    }
}

/// A person of whom everything but perhaps the day or the month of birth, and one more fact, is stated.
fn described() -> impl Strategy<Value = Described> {
    let born = prop_oneof![
        1 => Just(day("1956-02-29")),
        2 => (0..30_000_u64).prop_map(|days| day("1925-01-01") + Days::new(days)),
        // Children while the act is in force.
        2 => (0..5000_u64).prop_map(|days| day("2008-01-01") + Days::new(days)),
    ];
    (whole(born), any::<[bool; 2]>(), 0..12_usize).prop_map(|(whole, [month, day], unknown)| {
        let stated = Stated {
            year: true,
            month,
            day: day || unknown > 6,
            age: false,
            registered: unknown != 0,
            resides: unknown != 1,
            declared: [unknown != 2, unknown != 3],
            local: [unknown != 4, unknown != 5],
            reasons: unknown != 6,
        };
        (whole, stated)
    })
}

fn people() -> impl Strategy<Value = People> {
    let list = |most: usize| {
        let is_stated = proptest::bool::weighted(0.6);
        (is_stated, proptest::collection::vec(described(), 0..=most))
    };
    let lists = (list(1), list(1), list(2), list(1));
    (described(), lists).prop_map(|(own, (partner, household, supported, children))| People {
        own,
        lists: [partner, household, supported, children],
    })
}

/// Whether the second version is in force, and the pairs of ages that each person may have.
type Situation = (bool, Vec<Vec<(i32, i32)>>);

/// Whether the act lets a person of an age take part (section 4 of the specification of criteria).
fn may_take_part(age: i32, consents: Option<bool>, from_15: WithoutGuardianFrom15) -> bool {
    let needs_consent = age < 15 || (age < 18 && from_15 == WithoutGuardianFrom15::NotSuitable);
    !needs_consent || consents == Some(true)
}

/// Criteria of every kind, and sometimes open to all, so that the act alone decides.
fn mostly_tree() -> impl Strategy<Value = Criterion> {
    prop_oneof![3 => tree(), 1 => Just(Criterion::bare(Condition::All(Vec::new())))]
}

fn is_whole(person: &Described) -> bool {
    person.1.month && person.1.day
}

proptest! {
    #![proptest_config(config(48))]

    /// With two versions, a last day that may be chosen, leap days, partial birth dates, other persons and children who need consent.
    #[test]
    fn eligible_from_and_until_are_exact_to_the_day(
        first in mostly_tree(),
        second in mostly_tree(),
        people in people(),
        consents in proptest::option::of(any::<bool>()),
        from_15 in proptest::sample::select(vec![
            WithoutGuardianFrom15::Suitable,
            WithoutGuardianFrom15::NotSuitable,
            WithoutGuardianFrom15::NotStated,
        ]),
        gap in 0..9000_u64,
        length in proptest::option::of(0..9000_u64),
        is_chosen in any::<bool>(),
    ) {
        let start = day("2010-01-01");
        let second_from = start + Days::new(gap + 1);
        let mut insats = Insats::default();
        let ends = length.map(|length| start + Days::new(length));
        let is_chosen = is_chosen && ends.is_some();
        insats.put(version(start, (ends, is_chosen), first.clone(), from_15), 1);
        insats.put(version(second_from, (None, false), second.clone(), from_15), 2);

        let stated_lists = || people.lists.iter().filter(|(is_stated, _)| *is_stated);
        let everybody = || std::iter::once(&people.own).chain(stated_lists().flat_map(|(_, list)| list));
        // Everybody is born, also those of whom only the year is known.
        let youngest = everybody().map(|(whole, _)| whole.born).max().expect("somebody");
        let as_of = day("2009-06-01").max(youngest + Days::new(366));
        let mut stated = facts(&people, as_of);
        if let Some(consents) = consents {
            stated.own.self_declared.set(Declarable::GuardianConsents, consents);
        }
        let mut known: HashMap<Situation, Option<bool>> = HashMap::new();
        let mut decided = |on: NaiveDate| -> Option<bool> {
            let is_second = on >= second_from;
            let possible = |person: &Described| -> Vec<(i32, i32)> {
                if is_whole(person) {
                    return vec![ages(person.0.born, on)];
                }
                possible_births(person, on, as_of).into_iter().map(|born| ages(born, on)).collect()
            };
            let everybody: Vec<Vec<(i32, i32)>> = everybody().map(possible).collect();
            let own = everybody[0].clone();
            let criteria = *known.entry((is_second, everybody)).or_insert_with(|| {
                let tree = if is_second { &second } else { &first };
                let enumerated = Enumerated::of(tree, &people, on, as_of)?;
                Some(enumerated.end() == Some(End::Met))
            });
            let is_demanded = on >= day("2025-07-01");
            let may = !is_demanded || own.iter().all(|(age, _)| may_take_part(*age, consents, from_15));
            criteria.map(|criteria| criteria && may)
        };
        let mut eligible = |on: NaiveDate| -> Option<bool> {
            let ended = ends.is_some_and(|last| on > last);
            let is_in_force = on >= second_from || (on >= start && !ended);
            if is_in_force { decided(on) } else { Some(false) }
        };
        let now = eligible(as_of);
        prop_assume!(now.is_some());
        let diagrams = [Diagram::where_needed(&first), Diagram::where_needed(&second)];
        let asked = |version: VersionInTime| {
            let at = version.number - 1;
            let asked = CriteriaToDecide { criteria: [&first, &second][at], diagram: diagrams[at].as_ref() };
            Some(asked)
        };
        let found = eligible_days(&insats, asked, &stated, as_of, now == Some(true));

        let last = as_of + Days::new(90 * 366);
        let mut next = |mut on: NaiveDate, wanted: bool| {
            while on < last {
                if eligible(on)? == wanted {
                    return Some(Some(on));
                }
                on = on + Days::new(1);
            }
            Some(None)
        };
        let from = next(as_of, true);
        prop_assume!(from.is_some());
        let from = from.flatten();
        prop_assert_eq!(found.from, from.filter(|from| *from != as_of));
        let until = from.map_or(Some(None), |from| next(from, false));
        prop_assume!(until.is_some());
        let is_known = |day: &NaiveDate| !is_chosen || *day >= second_from || ends.is_none_or(|last| *day <= last);
        prop_assert_eq!(found.until, until.flatten().filter(is_known).map(|day| day - Days::new(1)));
    }
}
