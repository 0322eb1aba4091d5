//! Laws of criteria, checked against a different, two-valued evaluator with complete facts.

use chrono::{Datelike, Days, NaiveDate};
use insatskatalog::domain::criteria::birth::Birth;
use insatskatalog::domain::criteria::decide::{CriteriaToDecide, Decision, decide};
use insatskatalog::domain::criteria::declarable::{Declarable, RelativeReason, RelativeReasons};
use insatskatalog::domain::criteria::diagram::Diagram;
use insatskatalog::domain::criteria::evaluate::Truth;
use insatskatalog::domain::criteria::fact::Fact;
use insatskatalog::domain::criteria::facts::{Facts, Municipality, Person};
use insatskatalog::domain::criteria::persons::Persons;
use insatskatalog::domain::criteria::variables::OpenFact;
use insatskatalog::domain::criteria::{AgeLimit, Condition, Criterion};
use insatskatalog::domain::eligibility::timeline::eligible_days;
use insatskatalog::domain::insatser::insats::{Insats, VersionInTime};
use insatskatalog::domain::insatser::version::{Category, Version, WithoutGuardianFrom15};
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::slug::Slug;
use insatskatalog::domain::text::Text;
use proptest::prelude::*;

const CODES: [&str; 2] = ["1270", "0188"];
const AGES: [u8; 4] = [1, 18, 22, 70];
const DECLARABLE: [Declarable; 3] = [
    Declarable::SupportsRelative,
    Declarable::IsParent,
    Declarable::RelativelyHealthy,
];
const REASONS: [RelativeReason; 3] = [
    RelativeReason::Alder,
    RelativeReason::Beroende,
    RelativeReason::ValdINaraRelation,
];

fn code(at: usize) -> Kommunkod {
    Kommunkod::parse(CODES[at]).expect("a code")
}

fn day(text: &str) -> NaiveDate {
    insatskatalog::domain::day::parse(text).expect("a day")
}

fn tree() -> impl Strategy<Value = Criterion> {
    let age = (proptest::option::of(0..4_usize), proptest::option::of(0..4_usize)).prop_filter_map(
        "a limit",
        |(least, most)| {
            let limit = AgeLimit {
                at_least: least.map(|at| AGES[at]),
                at_most: most.map(|at| AGES[at]),
            };
            let possible =
                !matches!((least, most), (None, None)) && least.zip(most).is_none_or(|(least, most)| least <= most);
            possible.then_some(Condition::Age(limit))
        },
    );
    let reasons = proptest::sample::subsequence(REASONS.to_vec(), 1..=3);
    let leaf = prop_oneof![
        age,
        (0..2_usize).prop_map(|at| Condition::RegisteredIn(code(at))),
        (0..2_usize).prop_map(|at| Condition::ResidesIn(code(at))),
        (0..2_usize).prop_map(|at| Condition::RelativeResidesIn(code(at))),
        (0..3_usize).prop_map(|at| Condition::Declared(DECLARABLE[at])),
        reasons.prop_map(|reasons| Condition::DeclaredAnyOf(reasons.into_iter().collect())),
    ];
    leaf.prop_map(Criterion::bare).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|of| Criterion::bare(Condition::All(of))),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(|of| Criterion::bare(Condition::Any(of))),
            inner.prop_map(|of| Criterion::bare(Condition::Not(Box::new(of)))),
        ]
    })
}

/// One value of each fact, as far as the trees above distinguish values.
#[derive(Clone, Copy, Debug)]
struct Whole {
    age: u32,
    registered: usize,
    resides: usize,
    relative: usize,
    declared: [bool; 3],
    reasons: [bool; 3],
}

type Known = [bool; 8];

fn whole() -> impl Strategy<Value = Whole> {
    let ages = proptest::sample::select(vec![0_u32, 17, 18, 21, 22, 23, 69, 70, 71]);
    (
        ages,
        0..3_usize,
        0..3_usize,
        0..3_usize,
        any::<[bool; 3]>(),
        any::<[bool; 3]>(),
    )
        .prop_map(|(age, registered, resides, relative, declared, reasons)| Whole {
            age,
            registered,
            resides,
            relative,
            declared,
            reasons,
        })
}

const FACTS: [Fact; 8] = [
    Fact::BirthDate,
    Fact::RegisteredMunicipality,
    Fact::ResidenceMunicipality,
    Fact::RelativeResidenceMunicipality,
    Fact::Declared(DECLARABLE[0]),
    Fact::Declared(DECLARABLE[1]),
    Fact::Declared(DECLARABLE[2]),
    Fact::RelativeReasons,
];

fn stated(whole: &Whole, known: Known) -> Facts {
    let municipality = |at: usize| {
        if at < 2 {
            Municipality::In(code(at))
        } else {
            Municipality::Nowhere
        }
    };
    let own = Person {
        age: known[0].then(|| u8::try_from(whole.age).expect("small")),
        registered_municipality: known[1].then(|| municipality(whole.registered)),
        residence_municipality: known[2].then(|| municipality(whole.resides)),
        ..Person::default()
    };
    let mut facts = Facts {
        own,
        ..Facts::default()
    };
    if known[3] {
        let relative = Person {
            residence_municipality: Some(municipality(whole.relative)),
            ..Person::default()
        };
        facts.lists.set(Persons::SupportedPersons, vec![relative]);
    }
    for (at, fact) in DECLARABLE.into_iter().enumerate() {
        if known[4 + at] {
            facts.own.self_declared.set(fact, whole.declared[at]);
        }
    }
    facts.own.self_declared.relative_reasons = known[7].then(|| reasons_of(whole));
    facts
}

fn reasons_of(whole: &Whole) -> RelativeReasons {
    REASONS
        .into_iter()
        .zip(whole.reasons)
        .filter_map(|(reason, there)| there.then_some(reason))
        .collect()
}

/// A two-valued evaluator that works from the leaves up, with counts instead of folds.
fn holds(criterion: &Criterion, whole: &Whole) -> bool {
    let met = |of: &[Criterion]| of.iter().filter(|child| holds(child, whole)).count();
    match &criterion.condition {
        Condition::All(of) => met(of) == of.len(),
        Condition::Any(of) => met(of) > 0,
        Condition::Not(of) => met(std::slice::from_ref(of)) == 0,
        Condition::Age(limit) => {
            let least = limit.at_least.map_or(0, u32::from);
            let most = limit.at_most.map_or(u32::MAX, u32::from);
            (least..=most).contains(&whole.age)
        }
        Condition::RegisteredIn(wanted) => CODES.get(whole.registered) == Some(&wanted.as_str()),
        Condition::ResidesIn(wanted) => CODES.get(whole.resides) == Some(&wanted.as_str()),
        Condition::RelativeResidesIn(wanted) => CODES.get(whole.relative) == Some(&wanted.as_str()),
        Condition::Declared(fact) => DECLARABLE
            .iter()
            .zip(whole.declared)
            .any(|(one, said)| one == fact && said),
        Condition::DeclaredAnyOf(values) => values.iter().any(|value| {
            REASONS
                .iter()
                .zip(whole.reasons)
                .any(|(one, said)| *one == value && said)
        }),
        _ => unreachable!("the trees above have no other kinds"),
    }
}

/// All complete facts that agree with the known ones.
fn completions(whole: &Whole, known: Known) -> Vec<Whole> {
    let mut all = vec![*whole];
    let mut vary = |set: &dyn Fn(&mut Whole, usize), count: usize| {
        all = all
            .iter()
            .flat_map(|one| {
                (0..count).map(|value| {
                    let mut other = *one;
                    set(&mut other, value);
                    other
                })
            })
            .collect();
    };
    if !known[0] {
        let ages = [0, 1, 2, 17, 18, 19, 22, 23, 69, 70, 71];
        vary(&|one, value| one.age = ages[value], ages.len());
    }
    if !known[1] {
        vary(&|one, value| one.registered = value, 3);
    }
    if !known[2] {
        vary(&|one, value| one.resides = value, 3);
    }
    if !known[3] {
        vary(&|one, value| one.relative = value, 3);
    }
    for at in 0..3 {
        if !known[4 + at] {
            vary(&|one, value| one.declared[at] = value == 1, 2);
        }
    }
    if !known[7] {
        vary(
            &|one, value| one.reasons = [value & 1 > 0, value & 2 > 0, value & 4 > 0],
            8,
        );
    }
    all
}

fn decided(criteria: &Criterion, facts: &Facts, on: NaiveDate) -> Decision {
    let diagram = Diagram::where_needed(criteria);
    let asked = CriteriaToDecide {
        criteria,
        diagram: diagram.as_ref(),
    };
    decide(asked, facts, on)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_outcome_is_what_every_completion_says(tree in tree(), whole in whole(), known in any::<Known>()) {
        let decision = decided(&tree, &stated(&whole, known), day("2025-09-01"));
        let outcomes: Vec<bool> = completions(&whole, known).iter().map(|one| holds(&tree, one)).collect();
        let expected = match (outcomes.contains(&true), outcomes.contains(&false)) {
            (true, false) => Truth::Met,
            (false, true) => Truth::NotMet,
            _ => Truth::Unknown,
        };
        prop_assert_eq!(decision.truth, expected);
        prop_assert_eq!(decision.missing.is_empty(), expected != Truth::Unknown);
    }

    #[test]
    fn a_decided_answer_stays_when_more_is_known(tree in tree(), whole in whole(), known in any::<Known>(), more in any::<Known>()) {
        let on = day("2025-09-01");
        let before = decided(&tree, &stated(&whole, known), on).truth;
        let with_more: Known = std::array::from_fn(|at| known[at] || more[at]);
        let after = decided(&tree, &stated(&whole, with_more), on).truth;
        prop_assert!(before == Truth::Unknown || before == after);
    }

    #[test]
    fn a_missing_fact_is_one_that_can_change_the_answer(tree in tree(), whole in whole(), known in any::<Known>()) {
        let decision = decided(&tree, &stated(&whole, known), day("2025-09-01"));
        for (at, fact) in FACTS.into_iter().enumerate() {
            let mut all_but_this = known;
            all_but_this[at] = true;
            let can_change = !known[at] && completions(&whole, all_but_this).iter().any(|one| {
                let mut only_this = [true; 8];
                only_this[at] = false;
                let outcomes: Vec<bool> = completions(one, only_this).iter().map(|other| holds(&tree, other)).collect();
                outcomes.contains(&true) && outcomes.contains(&false)
            });
            prop_assert_eq!(decision.missing.contains(&OpenFact::own(fact)), can_change, "{:?}", fact);
        }
    }
}

/// The birthday in a year, from the calendar.
fn birthday_in(birth: NaiveDate, year: i32) -> NaiveDate {
    birth
        .with_year(year)
        .unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 2, 28).expect("a day"))
}

fn years(birth: NaiveDate, on: NaiveDate) -> u32 {
    let counted = (birth.year() + 1..=on.year())
        .filter(|year| birthday_in(birth, *year) <= on)
        .count();
    u32::try_from(counted).expect("small")
}

fn version(valid_from: NaiveDate, valid_to: Option<NaiveDate>, criteria: Criterion) -> Version {
    let text = || Text::fixed("x", "x");
    Version {
        slug: Slug::parse("x").expect("a slug"),
        name: text(),
        summary: text(),
        category: Category::Ovrigt,
        valid_from,
        valid_from_not_stated: false,
        entered_late: false,
        valid_to,
        decision: None,
        legal_basis: Vec::new(),
        anonymous: None,
        criteria: Some(criteria),
        criteria_not_stated: false,
        target_group: None,
        without_guardian_from_15: WithoutGuardianFrom15::Suitable,
        selection: None,
        purpose: None,
        documentation: None,
        is_advice: None,
        activities: Vec::new(),
        activities_complete: false,
        places: Vec::new(),
        places_complete: false,
        fee: None,
        cost_options: Vec::new(),
        limits: None,
        amounts: Vec::new(),
        referral_needed: None,
        booking: None,
        how_to_get_it: None,
        channels: Vec::new(),
        languages: Vec::new(),
        notice: None,
        web_page: None,
        e_service: None,
        function_phone: None,
        function_email: None,
        sources: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Day by day over 120 years, with two versions, leap days included.
    #[test]
    fn eligible_from_and_until_are_exact_to_the_day(
        first in tree(),
        second in tree(),
        whole in whole(),
        unknown in 1..12_usize,
        born in prop_oneof![Just(day("1956-02-29")), (0..40_000_u64).prop_map(|days| day("1900-01-01") + Days::new(days))],
        gap in 0..4000_u64,
        length in proptest::option::of(0..4000_u64),
    ) {
        let start = day("2010-01-01");
        let second_from = start + Days::new(gap + 1);
        let mut insats = Insats::default();
        insats.put(version(start, length.map(|length| start + Days::new(length)), first.clone()), 1);
        insats.put(version(second_from, None, second.clone()), 2);

        // The age follows from the birth date; at most one other fact is unknown.
        let known: Known = std::array::from_fn(|at| at != 0 && at != unknown);
        let mut facts = stated(&whole, known);
        facts.own.birth = Some(Birth::on(born));
        let unknown_but_age: Known = std::array::from_fn(|at| at == 0 || known[at]);
        let completions = completions(&whole, unknown_but_age);
        let eligible = |on: NaiveDate| {
            let ended = length.is_some_and(|length| on > start + Days::new(length));
            let tree = if on >= second_from { &second } else if on >= start && !ended { &first } else { return false };
            let age = years(born, on);
            completions.iter().all(|one| holds(tree, &Whole { age, ..*one }))
        };
        let as_of = born.max(day("2009-06-01"));
        let diagrams = [Diagram::where_needed(&first), Diagram::where_needed(&second)];
        let asked = |version: VersionInTime| {
            let at = version.number - 1;
            let asked = CriteriaToDecide { criteria: [&first, &second][at], diagram: diagrams[at].as_ref() };
            Some(asked)
        };
        let found = eligible_days(&insats, asked, &facts, as_of, eligible(as_of));

        let last = as_of + Days::new(120 * 366);
        let mut on = as_of;
        if eligible(on) {
            prop_assert_eq!(found.from, None);
        } else {
            while on < last && !eligible(on) {
                on = on + Days::new(1);
            }
            let expected = (on < last).then_some(on);
            prop_assert_eq!(found.from, expected);
        }
        if eligible(on) {
            while on < last && eligible(on) {
                on = on + Days::new(1);
            }
            let expected = (on < last).then(|| on - Days::new(1));
            prop_assert_eq!(found.until, expected);
        }
    }
}
