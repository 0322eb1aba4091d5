//! The attack breaks unsafe ways to publish that look safe.

use crate::finding::Finding;
use crate::naive::{
    BackwardMerging, BottomUpMerging, ComplementarySuppression, PrimarySuppression, RemergingAtCorrection, Splitting,
};
use crate::plan::{Corrections, Plan, Ways};
use crate::publication::Publication;
use crate::records::Way;
use crate::shape::Shape;

fn broken<P: Publication>(name: &str, publication: &P, plan: &Plan) -> Finding {
    let finding = plan.attack(publication);
    crate::print_extent(&format!("{name}: {finding}"));
    assert!(finding.leaks > 0, "the attack is blind to {name}: {finding}");
    assert!(
        finding.least < Some(u32::try_from(plan.k[0]).expect("small")),
        "{finding}"
    );
    finding
}

fn together() -> Ways {
    Ways::OfWorld(vec![Way::Together])
}

#[test]
fn primary_suppression_is_broken() {
    broken(
        "primary suppression",
        &PrimarySuppression,
        &Plan::of(Shape::of(1, 2, 2, 1), 3, 9, together()),
    );
}

#[test]
fn one_complementary_cell_is_broken() {
    let plan = Plan::of(Shape::of(1, 2, 2, 1), 3, 9, together());
    broken("complementary suppression", &ComplementarySuppression, &plan);
}

#[test]
fn merging_from_the_bottom_is_broken() {
    broken(
        "bottom-up merging",
        &BottomUpMerging,
        &Plan::of(Shape::of(1, 4, 1, 1), 3, 12, together()),
    );
}

#[test]
fn a_sum_of_k_is_too_low_a_bar() {
    let ways = Ways::OfSpot(vec![Way::Together, Way::InOnes]);
    let bar = Splitting { times: 1, less: 0 };
    broken("a bar of k", &bar, &Plan::of(Shape::of(1, 3, 1, 1), 5, 9, ways));
}

/// The second place reports visits over many days, which prove nothing. The first and the third have a session each.
fn visits_at_second() -> Ways {
    Ways::Known(vec![Way::Together, Way::InOnes, Way::Together])
}

#[test]
fn a_bar_below_2k_is_too_low_if_forms_are_known() {
    for k in [3, 5] {
        let plan = Plan::of(Shape::of(1, 3, 1, 1), k, 5 * k, visits_at_second());
        broken("a bar of 2k − 1", &Splitting { times: 2, less: 1 }, &plan);
        let finding = plan.attack(&Splitting { times: 2, less: 0 });
        assert!(finding.leaks == 0 && finding.targets > 0, "a bar of 2k: {finding}");
    }
}

/// Three places and three activities. The first has visits in the second activity and a session in the third, the
/// second a session in the first activity and visits in the third, the third one a session in the first.
pub fn crossed() -> Ways {
    use Way::{InOnes, Nothing, Together};
    let (first, second) = ([Nothing, InOnes, Together], [Together, Nothing, InOnes]);
    Ways::Known([first, second, [Together, Nothing, Nothing]].concat())
}

#[test]
fn a_group_of_places_must_not_be_split_by_activity() {
    let plan = Plan::of(Shape::of(1, 3, 3, 1), 3, 20, crossed());
    broken("groups split twice", &Splitting { times: 2, less: 0 }, &plan);
}

#[test]
fn grouping_again_at_a_correction_is_broken() {
    let plan = Plan::of(Shape::of(1, 3, 1, 1), 2, 11, together()).corrected(Corrections::OneSpot, 2);
    broken("re-merging at a correction", &RemergingAtCorrection, &plan);
}

#[test]
fn merging_a_small_month_backwards_is_broken() {
    broken(
        "backward merging",
        &BackwardMerging,
        &Plan::of(Shape::of(2, 2, 1, 1), 3, 12, together()),
    );
}
