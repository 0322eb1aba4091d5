//! Laws of criteria, checked against an evaluator that enumerates every completion of what is stated.

mod days;
mod enumerated;
mod people;
mod reach;
mod trees;

use chrono::NaiveDate;
use insatskatalog::domain::criteria::Criterion;
use insatskatalog::domain::criteria::decide::{CriteriaToDecide, Decision, decide};
use insatskatalog::domain::criteria::diagram::Diagram;
use insatskatalog::domain::criteria::evaluate::Truth;
use insatskatalog::domain::criteria::facts::Facts;
use proptest::prelude::*;

use enumerated::{End, Enumerated};
use people::{People, Stated, facts, people, stated};
use trees::tree;

fn day(text: &str) -> NaiveDate {
    insatskatalog::domain::day::parse(text).expect("a day")
}

/// An ordinary day, and days on which ages and years turn.
fn days() -> impl Strategy<Value = NaiveDate> {
    proptest::sample::select(
        ["2025-09-01", "2025-12-31", "2026-01-01", "2028-02-29", "2027-02-28"]
            .map(day)
            .to_vec(),
    )
}

fn decided(criteria: &Criterion, facts: &Facts, on: NaiveDate) -> Decision {
    let diagram = Diagram::where_needed(criteria);
    let asked = CriteriaToDecide {
        criteria,
        diagram: diagram.as_ref(),
    };
    decide(asked, facts, on)
}

fn config(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig::with_cases(cases);
    config.max_global_rejects = 100_000;
    config
}

/// What a later question states of everybody: what the first does, and more.
fn with_more(people: &People, lists: [bool; 4], more: &[Stated]) -> People {
    let mut people = people.clone();
    let mut more = more.iter().cycle();
    let mut state = |stated: &mut Stated| *stated = stated.or(*more.next().expect("some"));
    state(&mut people.own.1);
    for (list, is_stated) in people.lists.iter_mut().zip(lists) {
        list.0 |= is_stated;
        list.1.iter_mut().for_each(|person| state(&mut person.1));
    }
    people
}

proptest! {
    #![proptest_config(config(1500))]

    /// The outcome, what is missing, and whether a yes is possible.
    #[test]
    fn the_outcome_is_what_every_completion_says(tree in tree(), people in people(), on in days()) {
        let enumerated = Enumerated::of(&tree, &people, on, on);
        prop_assume!(enumerated.is_some());
        let enumerated = enumerated.expect("few enough");
        let decision = decided(&tree, &facts(&people, on), on);
        let truth = match enumerated.end() {
            Some(End::Met) => Truth::Met,
            Some(End::NotMet) => Truth::NotMet,
            Some(End::Open) | None => Truth::Unknown,
        };
        prop_assert_eq!(decision.truth, truth);
        let mut missing = decision.missing.to_vec();
        missing.sort();
        prop_assert_eq!(missing.is_empty(), enumerated.end().is_some());
        prop_assert_eq!(missing, enumerated.missing());
        prop_assert_eq!(decision.may_be_met, enumerated.may_be_met());
    }

    /// Neither yes, nor no, nor "nobody can answer" changes when facts, lists or the facts of persons are filled in.
    #[test]
    fn a_decided_answer_stays_when_more_is_known(
        tree in tree(),
        people in people(),
        on in days(),
        lists in any::<[bool; 4]>(),
        more in proptest::collection::vec(stated(), 1..5),
    ) {
        let before = decided(&tree, &facts(&people, on), on);
        let after = decided(&tree, &facts(&with_more(&people, lists, &more), on), on);
        if before.missing.is_empty() {
            prop_assert_eq!(before.truth, after.truth);
            prop_assert!(after.missing.is_empty());
        }
        prop_assert!(before.may_be_met || !after.may_be_met);
    }
}
