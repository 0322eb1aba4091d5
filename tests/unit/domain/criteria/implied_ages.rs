//! Tests of `domain/criteria/implied_ages.rs`.

use super::ImpliedAges;
use crate::domain::criteria::declarable::Declarable;
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::{AgeLimit, AssessedBy, Condition, Criterion, NotEvaluated, OfPersons};
use crate::domain::{CatalogueText, Text};

fn age(at_least: Option<u8>, at_most: Option<u8>) -> Criterion {
    Criterion::bare(Condition::Age(AgeLimit { at_least, at_most }))
}

fn in_year(at_least: Option<u8>, at_most: Option<u8>) -> Criterion {
    Criterion::bare(Condition::AgeInYear(AgeLimit { at_least, at_most }))
}

fn all(of: impl Into<Vec<Criterion>>) -> Criterion {
    Criterion::bare(Condition::All(of.into()))
}

fn any(of: impl Into<Vec<Criterion>>) -> Criterion {
    Criterion::bare(Condition::Any(of.into()))
}

fn not(of: Criterion) -> Criterion {
    Criterion::bare(Condition::Not(Box::new(of)))
}

fn home_care() -> Criterion {
    Criterion::bare(Condition::Declared(Declarable::HomeCare))
}

fn in_words() -> Criterion {
    Criterion::bare(Condition::NotEvaluated(NotEvaluated {
        text: CatalogueText::from(Text::fixed("Bor nära.", "Lives near.")),
        assessed_by: AssessedBy::Provider,
    }))
}

fn of_household(meets: Criterion) -> Criterion {
    let persons = Persons::Household;
    let meets = Box::new(meets);
    Criterion::bare(Condition::SomeOf(OfPersons { persons, meets }))
}

#[test]
fn ages_are_implied_only_where_everyone_has_them() {
    for (criteria, at_least, at_most) in [
        (all([]), None, None),
        (age(Some(70), None), Some(70), None),
        (age(Some(16), Some(22)), Some(16), Some(22)),
        (all([age(Some(70), None), home_care()]), Some(70), None),
        (all([age(Some(18), None), age(Some(65), None)]), Some(65), None),
        // One way among several implies nothing, unless each does.
        (any([age(Some(70), None), home_care()]), None, None),
        (any([age(Some(70), None), in_words()]), None, None),
        (
            any([age(Some(70), None), all([age(Some(65), None), home_care()])]),
            Some(65),
            None,
        ),
        (any([age(None, Some(12)), age(Some(16), Some(22))]), None, Some(22)),
        // The opposite of a limit is a limit.
        (not(age(Some(18), None)), None, Some(17)),
        (not(age(None, Some(64))), Some(65), None),
        (not(any([age(None, Some(64)), home_care()])), Some(65), None),
        (not(all([age(None, Some(64)), home_care()])), None, None),
        // By 31 December: somebody who turns 65 this year may be 64.
        (in_year(Some(65), None), Some(64), None),
        (in_year(None, Some(12)), None, Some(12)),
        // The age of somebody else.
        (of_household(age(Some(70), None)), None, None),
        (in_words(), None, None),
    ] {
        let implied = ImpliedAges::of(&criteria);
        assert_eq!((implied.at_least, implied.at_most), (at_least, at_most), "{criteria:?}");
    }
}

#[test]
fn of_several_criteria_the_widest_ages_are_implied() {
    let implied = |several: &[Criterion]| {
        let ImpliedAges { at_least, at_most } = ImpliedAges::of_any(several.iter());
        (at_least, at_most)
    };
    assert_eq!(implied(&[]), (None, None));
    assert_eq!(
        implied(&[age(Some(70), None), age(Some(65), Some(80))]),
        (Some(65), None)
    );
    assert_eq!(
        implied(&[age(Some(16), Some(22)), age(Some(20), Some(25))]),
        (Some(16), Some(25))
    );
    assert_eq!(implied(&[age(Some(70), None), all([])]), (None, None));
}
