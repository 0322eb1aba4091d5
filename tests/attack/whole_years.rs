//! What is told of a whole year beside its figures, to an attacker who knows nothing of how records are made.

use crate::plan::{Corrections, Plan, Ways};
use crate::program_known::held;
use crate::shape::Shape;

#[test]
fn what_is_told_of_a_whole_year_leaves_parts_held() {
    let december = |places, genders| Shape::of(1, places, 1, genders).from("2025-12");
    let two_months = |places| Shape::of(2, places, 1, 1).from("2025-11");
    let mut plans = vec![("2 places", Plan::of(december(2, 1), 3, 10, Ways::Every))];
    if crate::is_full() {
        for (k, bound) in [(2, 10), (3, 12), (5, 18)] {
            plans.extend([
                ("2 places", Plan::of(december(2, 1), k, 18, Ways::Every)),
                ("3 places", Plan::of(december(3, 1), k, bound.min(14), Ways::Every)),
                (
                    "1 place × 2 genders",
                    Plan::of(december(1, 2), k, bound.min(10), Ways::Every),
                ),
                (
                    "2 months × 2 places",
                    Plan::of(two_months(2), k, bound.min(10), Ways::Every),
                ),
            ]);
        }
        for (k, bound) in [(2, 10), (3, 11)] {
            let corrected = Plan::of(two_months(1), k, bound, Ways::Every).corrected(Corrections::OneSpot, 2);
            plans.push(("2 months, corrected", corrected));
        }
        plans.push(("2 places × 2 genders", Plan::of(december(2, 2), 2, 7, Ways::Every)));
        plans.push((
            "2 places, corrected",
            Plan::of(two_months(2), 2, 8, Ways::Every).corrected(Corrections::OneSpot, 2),
        ));
    }
    held("whole years", plans);
}
