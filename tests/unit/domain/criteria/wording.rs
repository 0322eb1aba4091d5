//! Tests of `domain/criteria/wording.rs`.

use super::{Condition, Known, Truth, with_result};
use crate::domain::criteria::declarable::Declarable;
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::{AgeLimit, Criterion, OfPersons};

fn limit(at_least: Option<u8>, at_most: Option<u8>) -> Condition {
    Condition::Age(AgeLimit { at_least, at_most })
}

/// The only leaf of criteria, with its result, in Swedish and English.
fn words(condition: Condition, result: Truth) -> [String; 2] {
    let criterion = Criterion::bare(condition);
    let leaves = criterion.leaves();
    let text = with_result(&leaves[0], Known::Result(result), &[]);
    [text.sv.into_owned(), text.en.into_owned()]
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(Criterion::bare(condition)))
}

fn of_household(condition: Condition) -> OfPersons {
    OfPersons {
        persons: Persons::Household,
        meets: Box::new(Criterion::bare(condition)),
    }
}

#[test]
fn says_what_a_person_must_be_and_whether_that_is_so() {
    let home_care = Condition::Declared(Declarable::HomeCare);
    for (condition, result, sv, en) in [
        (
            limit(Some(70), None),
            Truth::Met,
            "Du ska vara 70 år eller äldre: ja.",
            "You must be 70 or over: yes.",
        ),
        (
            limit(Some(12), Some(22)),
            Truth::NotMet,
            "Du ska vara 12–22 år: nej.",
            "You must be aged 12 to 22: no.",
        ),
        (
            limit(None, Some(17)),
            Truth::Unknown,
            "Du ska vara under 18 år: vet inte.",
            "You must be under 18: not known.",
        ),
        (
            not(limit(None, Some(20))),
            Truth::NotMet,
            "Du ska vara 21 år eller äldre: ja.",
            "You must be 21 or over: yes.",
        ),
        (
            not(home_care.clone()),
            Truth::Met,
            "Du ska inte ha hemtjänst: nej.",
            "You must not have home care: no.",
        ),
        (
            Condition::EachOf(of_household(limit(Some(75), None))),
            Truth::Met,
            "Alla i hushållet ska vara 75 år eller äldre: ja.",
            "Everyone in the household must be 75 or over: yes.",
        ),
        (
            not(Condition::SomeOf(of_household(home_care))),
            Truth::NotMet,
            "Ingen i hushållet får ha hemtjänst: ja.",
            "No one in the household may have home care: yes.",
        ),
    ] {
        assert_eq!(words(condition, result), [sv, en]);
    }
}

#[test]
fn alternatives_do_not_look_like_requirements() {
    let alternatives = [limit(Some(70), None), Condition::Declared(Declarable::HomeCare)];
    let criterion = Criterion::bare(Condition::Any(alternatives.map(Criterion::bare).to_vec()));
    let leaves = criterion.leaves();
    let text = with_result(&leaves[1], Known::NotNeeded, &[]);
    assert_eq!(
        text.sv,
        "Ett alternativ är att du har hemtjänst: behöver inte besvaras."
    );
    assert_eq!(text.en, "One option is that you have home care: no answer needed.");
}
