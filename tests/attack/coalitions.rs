//! Providers who combine their own records learn nothing about other providers.

use crate::plan::{Corrections, Plan, Ways};
use crate::program_known::held;
use crate::records::Way::{ByGender, InOnes, Together};
use crate::shape::Shape;

#[test]
fn own_records_reveal_nothing_about_others() {
    let ways = || Ways::OfWorld(vec![Together, InOnes]);
    let two = |places| Shape::of(1, places, 1, 1).for_streams(1, 2);
    let mut plans = vec![("one of two", Plan::of(two(2), 2, 12, ways()).known_to([0]))];
    if crate::is_full() {
        for k in [2, 3, 5] {
            let bound = if k == 5 { 18 } else { 13 };
            let three = || Shape::of(1, 2, 1, 1).for_streams(1, 3);
            let by_gender = Ways::OfWorld(vec![Together, ByGender, InOnes]);
            let two_insatser = Shape::of(1, 2, 1, 1).for_streams(2, 2);
            let two_months = Shape::of(2, 2, 1, 1).for_streams(1, 2);
            plans.extend([
                ("one of two", Plan::of(two(2), k, 18, ways()).known_to([0])),
                (
                    "one of two × 3 places",
                    Plan::of(two(3), k, bound, ways()).known_to([1]),
                ),
                ("one of three", Plan::of(three(), k, bound, ways()).known_to([1])),
                ("two of three", Plan::of(three(), k, bound, ways()).known_to([0, 2])),
                (
                    "2 genders",
                    Plan::of(Shape::of(1, 2, 1, 2).for_streams(1, 2), k, 12, by_gender).known_to([0]),
                ),
                (
                    "one provider of two insatser",
                    Plan::of(two_insatser, k, 11, ways()).known_to([0, 2]),
                ),
                ("2 months", Plan::of(two_months, k, 11, ways()).known_to([0])),
            ]);
        }
        let corrected = Plan::of(two(1), 2, 9, ways()).corrected(Corrections::Any, 2);
        plans.push(("corrected", corrected.known_to([0])));
        let corrected = Plan::of(two(2), 2, 10, ways()).corrected(Corrections::OneSpot, 2);
        plans.push(("corrected in one spot", corrected.known_to([0])));
    }
    held("coalitions", plans);
}
