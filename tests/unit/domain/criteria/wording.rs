//! Tests of `domain/criteria/wording.rs`.

use super::{AgeLimit, Condition, Truth, leaf_result};

#[test]
fn says_the_real_numbers() {
    let limit = |at_least, at_most| Condition::Age(AgeLimit { at_least, at_most });
    let sv = |leaf: &Condition, result| leaf_result(leaf, result, false).sv.into_owned();
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
}
