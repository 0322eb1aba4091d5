//! Random criteria of every kind.

use insatskatalog::domain::criteria::declarable::{Declarable, RelativeReason};
use insatskatalog::domain::criteria::persons::Persons;
use insatskatalog::domain::criteria::{AgeLimit, AssessedBy, Condition, Criterion, NotEvaluated, OfPersons};
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::slug::Slug;
use insatskatalog::domain::text::Text;
use proptest::prelude::*;

pub const CODES: [&str; 3] = ["1270", "0188", "0180"];
pub const DECLARABLE: [Declarable; 2] = [Declarable::SupportsRelative, Declarable::HomeCare];
pub const LOCAL: [&str; 2] = ["planera-sjalv", "tre-dagar"];
pub const REASONS: [RelativeReason; 3] = [
    RelativeReason::Alder,
    RelativeReason::Beroende,
    RelativeReason::ValdINaraRelation,
];
const AGES: [u8; 4] = [1, 15, 22, 70];
const LISTS: [Persons; 4] = [
    Persons::Partner,
    Persons::Household,
    Persons::SupportedPersons,
    Persons::Children,
];

pub fn code(at: usize) -> Kommunkod {
    Kommunkod::parse(CODES[at]).expect("a code")
}

pub fn local(at: usize) -> Slug {
    Slug::parse(LOCAL[at]).expect("a slug")
}

fn limit() -> impl Strategy<Value = AgeLimit> {
    let ages = (proptest::option::of(0..4_usize), proptest::option::of(0..4_usize));
    ages.prop_filter_map("a limit", |(least, most)| {
        let is_limit = (least, most) != (None, None) && least.zip(most).is_none_or(|(least, most)| least <= most);
        is_limit.then(|| AgeLimit {
            at_least: least.map(|at| AGES[at]),
            at_most: most.map(|at| AGES[at]),
        })
    })
}

/// What can be asked of anybody.
fn leaf_about_anybody() -> BoxedStrategy<Criterion> {
    let codes = proptest::sample::subsequence(vec![0, 1, 2], 1..=3);
    let codes = codes.prop_map(|codes| codes.into_iter().map(code).collect::<Vec<_>>());
    let reasons = proptest::sample::subsequence(REASONS.to_vec(), 1..=3);
    let not_evaluated = NotEvaluated {
        text: Text::fixed("behöver inte mer", "needs no more").into(),
        assessed_by: AssessedBy::Board,
    };
    prop_oneof![
        3 => limit().prop_map(Condition::Age),
        3 => limit().prop_map(Condition::AgeInYear),
        1 => (0..3_usize).prop_map(|at| Condition::RegisteredIn(code(at))),
        1 => codes.clone().prop_map(Condition::RegisteredInAnyOf),
        1 => (0..3_usize).prop_map(|at| Condition::ResidesIn(code(at))),
        1 => codes.prop_map(Condition::ResidesInAnyOf),
        2 => (0..2_usize).prop_map(|at| Condition::Declared(DECLARABLE[at])),
        2 => (0..2_usize).prop_map(|at| Condition::DeclaredLocally(local(at))),
        1 => reasons.prop_map(|reasons| Condition::DeclaredAnyOf(reasons.into_iter().collect())),
        2 => Just(Condition::NotEvaluated(not_evaluated)),
    ]
    .prop_map(Criterion::bare)
    .boxed()
}

/// Criteria about age and registration alone, also about ages that population tables do not tell apart.
pub fn of_age_and_registration() -> BoxedStrategy<Criterion> {
    let age = || proptest::sample::select(vec![0, 1, 18, 65, 70, 99, 100, 101, 105]);
    let limits = (proptest::option::of(age()), proptest::option::of(age()));
    let limit = limits.prop_map(|(at_least, at_most)| AgeLimit { at_least, at_most });
    let codes = proptest::sample::subsequence(vec![0, 1, 2], 1..=3);
    let codes = codes.prop_map(|codes| codes.into_iter().map(code).collect::<Vec<_>>());
    let leaf = prop_oneof![
        3 => limit.clone().prop_map(Condition::Age),
        2 => limit.prop_map(Condition::AgeInYear),
        1 => (0..3_usize).prop_map(|at| Condition::RegisteredIn(code(at))),
        1 => codes.prop_map(Condition::RegisteredInAnyOf),
    ];
    branches(leaf.prop_map(Criterion::bare).boxed(), 3, 8)
}

fn branches(leaf: BoxedStrategy<Criterion>, depth: u32, size: u32) -> BoxedStrategy<Criterion> {
    leaf.prop_recursive(depth, size, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|of| Criterion::bare(Condition::All(of))),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(|of| Criterion::bare(Condition::Any(of))),
            inner.prop_map(|of| Criterion::bare(Condition::Not(Box::new(of)))),
        ]
    })
    .boxed()
}

/// Criteria of every kind.
pub fn tree() -> BoxedStrategy<Criterion> {
    let meets = prop_oneof![
        // Often the same, so that two conditions ask one list the same thing.
        (0..2_usize).prop_map(|at| Criterion::bare(Condition::ResidesIn(code(at)))),
        branches(leaf_about_anybody(), 2, 4),
    ];
    let of_persons =
        (any::<bool>(), proptest::sample::select(LISTS.to_vec()), meets).prop_map(|(each, persons, meets)| {
            let of = OfPersons {
                persons,
                meets: Box::new(meets),
            };
            Criterion::bare(if each {
                Condition::EachOf(of)
            } else {
                Condition::SomeOf(of)
            })
        });
    let relative = (0..2_usize).prop_map(|at| Criterion::bare(Condition::RelativeResidesIn(code(at))));
    branches(
        prop_oneof![3 => leaf_about_anybody(), 2 => of_persons, 1 => relative].boxed(),
        3,
        10,
    )
}
