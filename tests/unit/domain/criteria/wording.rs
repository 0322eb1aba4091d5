//! Tests of `domain/criteria/wording.rs`.

use super::super::persons::Persons;
use super::super::{AgeLimit, OfPersons};
use super::{Condition, Criterion, Truth, leaf_result};

fn sv(leaf: &Condition, result: Truth) -> String {
    leaf_result(leaf, result, false, &[]).sv.into_owned()
}

#[test]
fn says_the_real_numbers() {
    let limit = |at_least, at_most| Condition::Age(AgeLimit { at_least, at_most });
    assert_eq!(
        sv(&limit(Some(70), None), Truth::Met),
        "Villkoret att ha fyllt 70 år är uppfyllt."
    );
    assert_eq!(
        sv(&limit(Some(12), Some(22)), Truth::NotMet),
        "Villkoret att ha fyllt 12 men inte 23 år är inte uppfyllt."
    );
    assert_eq!(
        sv(&limit(None, Some(17)), Truth::Unknown),
        "En uppgift saknas för att avgöra villkoret att inte ha fyllt 18 år."
    );
    let of = OfPersons {
        persons: Persons::Household,
        meets: Box::new(Criterion::bare(limit(Some(75), None))),
    };
    assert_eq!(
        sv(&Condition::EachOf(of), Truth::Met),
        "Alla i hushållet ska ha fyllt 75 år: uppfyllt."
    );
}
