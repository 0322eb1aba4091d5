//! The attack breaks unsafe ways to publish that look safe.

use crate::finding::Finding;
use crate::naive::{
    BackwardMerging, BottomUpMerging, ComplementarySuppression, LowerBar, PrimarySuppression, RemergingAtCorrection,
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
    broken("a bar of k", &LowerBar, &Plan::of(Shape::of(1, 3, 1, 1), 5, 9, ways));
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
