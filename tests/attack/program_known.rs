//! An attacker who knows the program: enumerates every world, and counts those with the same public output.

use insatskatalog::domain::insatser::figure_split::{RootPeriod, SplitBy};

use crate::finding::Finding;
use crate::plan::{Corrections, Plan, Ways};
use crate::publication::Rules;
use crate::records::Way::{AtTwoSessions, ByGender, InOnes, Together};
use crate::shape::Shape;

/// The minimum number of worlds in the full form.
const WORLDS: u64 = 2000;

/// Attacks the rules in every world of some plans. Nothing may leak.
pub fn held(subject: &str, plans: Vec<(&str, Plan)>) -> Finding {
    let mut all = Finding::default();
    for (name, plan) in plans {
        let finding = plan.attack(&Rules);
        crate::print_extent(&format!("{subject}, {name}, k {:?}: {finding}", plan.k));
        assert!(finding.targets > 0, "{subject}, {name}: nothing was attacked");
        all = all.and(finding);
    }
    crate::print_extent(&format!("{subject}: {all}"));
    assert!(all.leaks == 0, "{subject}: {all}\n{}", all.written.join("\n\n"));
    assert!(all.worlds >= WORLDS, "{subject}: {all}");
    all
}

/// Each spot in one record or in single ones, so that the condition on single records may or may not be met.
fn of_spot() -> Ways {
    Ways::OfSpot(vec![Together, InOnes])
}

fn by_gender() -> Ways {
    Ways::OfSpot(vec![Together, ByGender, InOnes])
}

fn of_world() -> Ways {
    Ways::OfWorld(vec![Together, AtTwoSessions, InOnes])
}

fn of_world_by_gender() -> Ways {
    Ways::OfWorld(vec![Together, ByGender, AtTwoSessions, InOnes])
}

#[test]
fn parts_of_one_month_are_held() {
    let mut plans = vec![("4 places", Plan::of(Shape::of(1, 4, 1, 1), 3, 12, of_spot()))];
    if crate::is_full() {
        for k in [2, 3, 5] {
            plans.extend([
                ("4 places", Plan::of(Shape::of(1, 4, 1, 1), k, 18, of_spot())),
                (
                    "2 places, every split of records",
                    Plan::of(Shape::of(1, 2, 1, 1), k, 14, Ways::Every),
                ),
                (
                    "8 places",
                    Plan::of(Shape::of(1, 8, 1, 1), k, if k == 5 { 18 } else { 13 }, of_world()),
                ),
                (
                    "2 places × 3 genders",
                    Plan::of(Shape::of(1, 2, 1, 3), k, 14, by_gender()),
                ),
                (
                    "2 activities × 3 genders",
                    Plan::of(Shape::of(1, 1, 2, 3), k, 14, by_gender()),
                ),
                (
                    "4 places × 2 activities",
                    Plan::of(Shape::of(1, 4, 2, 1), k, if k == 5 { 18 } else { 12 }, of_world()),
                ),
                (
                    "2 × 2 × 2 genders",
                    Plan::of(
                        Shape::of(1, 2, 2, 2),
                        k,
                        if k == 5 { 16 } else { 12 },
                        of_world_by_gender(),
                    ),
                ),
                (
                    "3 places, one not listed",
                    Plan::of(Shape::of(1, 3, 1, 2).with_unlisted_place(), k, 12, of_world_by_gender()),
                ),
            ]);
        }
    }
    held("one month", plans);
}

#[test]
fn parts_of_two_months_are_held() {
    let two_by_two = || Shape::of(2, 2, 1, 1);
    let mut plans = vec![
        ("2 places", Plan::of(two_by_two(), 3, 12, of_spot())),
        (
            "2 places, late",
            Plan::of(two_by_two().with_late_first_report(), 2, 8, of_spot()),
        ),
    ];
    if crate::is_full() {
        for k in [2, 3, 5] {
            plans.extend([
                ("2 places", Plan::of(two_by_two(), k, 20, of_spot())),
                (
                    "2 places × 2 activities",
                    Plan::of(Shape::of(2, 2, 2, 1), k, if k == 5 { 16 } else { 12 }, of_world()),
                ),
                (
                    "2 places × 2 genders",
                    Plan::of(
                        Shape::of(2, 2, 1, 2),
                        k,
                        if k == 5 { 16 } else { 12 },
                        of_world_by_gender(),
                    ),
                ),
                (
                    "3 places",
                    Plan::of(Shape::of(2, 3, 1, 1), k, if k == 5 { 18 } else { 14 }, of_world()),
                ),
                ("3 genders", Plan::of(Shape::of(2, 1, 1, 3), k, 14, by_gender())),
                (
                    "a late first report",
                    Plan::of(two_by_two().with_late_first_report(), k, 18, of_spot()),
                ),
                (
                    "a place from the second",
                    Plan::of(two_by_two().with_place_from_second_month(), k, 18, of_spot()),
                ),
            ]);
        }
        plans.push(("k rises", Plan::of(two_by_two(), 2, 18, of_spot()).with_k(&[2, 3])));
        plans.push(("k falls", Plan::of(two_by_two(), 2, 18, of_spot()).with_k(&[3, 2])));
        plans.push(("3 months", Plan::of(Shape::of(3, 2, 1, 1), 2, 10, of_spot())));
        plans.push(("3 months", Plan::of(Shape::of(3, 2, 1, 1), 3, 14, of_world())));
    }
    held("two months", plans);
}

#[test]
fn parts_are_held_through_corrections() {
    let places = |count| Shape::of(1, count, 1, 1);
    let two_months = || Shape::of(2, 2, 1, 1);
    let mut plans = vec![
        (
            "2 places, any",
            Plan::of(places(2), 2, 8, of_spot()).corrected(Corrections::Any, 2),
        ),
        (
            "2 places, one spot, twice",
            Plan::of(places(2), 2, 7, of_world()).corrected(Corrections::OneSpot, 3),
        ),
    ];
    if crate::is_full() {
        for (k, bound) in [(2, 11), (3, 16), (5, 24)] {
            plans.extend([
                (
                    "2 places, any",
                    Plan::of(places(2), k, bound, of_world()).corrected(Corrections::Any, 2),
                ),
                (
                    "2 places, one spot",
                    Plan::of(places(2), k, bound, of_spot()).corrected(Corrections::OneSpot, 2),
                ),
                (
                    "3 places, one spot",
                    Plan::of(places(3), k, bound, of_world()).corrected(Corrections::OneSpot, 2),
                ),
                (
                    "2 genders, any",
                    Plan::of(Shape::of(1, 1, 1, 2), k, bound, of_world_by_gender()).corrected(Corrections::Any, 2),
                ),
                (
                    "2 months, one spot",
                    Plan::of(two_months(), k, bound, of_world()).corrected(Corrections::OneSpot, 2),
                ),
            ]);
        }
        for (k, bound) in [(2, 11), (3, 13)] {
            plans.extend([
                (
                    "2 genders, one spot",
                    Plan::of(Shape::of(1, 2, 1, 2), k, bound, of_world_by_gender()).corrected(Corrections::OneSpot, 2),
                ),
                (
                    "2 places, twice",
                    Plan::of(places(2), k, bound, of_world()).corrected(Corrections::OneSpot, 3),
                ),
                (
                    "1 place, three times",
                    Plan::of(places(1), k, bound, of_spot()).corrected(Corrections::Any, 4),
                ),
                (
                    "2 months, then",
                    Plan::of(two_months(), k, bound, Ways::OfWorld(vec![Together])).corrected(Corrections::OneSpot, 3),
                ),
            ]);
        }
        plans.push((
            "3 places, any",
            Plan::of(places(3), 2, 9, of_world()).corrected(Corrections::Any, 2),
        ));
        plans.push((
            "4 places, one spot",
            Plan::of(places(4), 3, 14, of_world()).corrected(Corrections::OneSpot, 2),
        ));
    }
    held("corrections", plans);
}

#[test]
fn parts_are_held_in_every_order_and_period() {
    use SplitBy::{Activity, Gender, Place};
    let orders = [
        [Gender, Place, Activity],
        [Activity, Gender, Place],
        [Place, Gender, Activity],
        [Gender, Activity, Place],
        [Activity, Place, Gender],
    ];
    let orders = if crate::is_full() { &orders[..] } else { &orders[..2] };
    let mut plans = Vec::new();
    for order in orders {
        let of = |shape: Shape, period| shape.divided(*order, period);
        let month = of(Shape::of(1, 2, 2, 2), RootPeriod::Month);
        plans.push(("2 × 2 × 2 genders", Plan::of(month, 2, 7, of_world_by_gender())));
        // February and March, of which nothing is known before their quarter ends.
        let quarter = of(Shape::of(2, 2, 1, 1).from("2026-02"), RootPeriod::Quarter);
        plans.push(("a quarter", Plan::of(quarter, 2, 9, of_spot())));
        if crate::is_full() {
            for (k, bound) in [(3, 12), (5, 16)] {
                let month = of(Shape::of(1, 2, 2, 2), RootPeriod::Month);
                plans.push(("2 × 2 × 2 genders", Plan::of(month, k, bound, of_world_by_gender())));
                let quarter = of(Shape::of(3, 2, 1, 1).from("2026-03"), RootPeriod::Quarter);
                plans.push(("two quarters", Plan::of(quarter, k, bound, of_world()).released(4)));
            }
        }
    }
    held("orders and periods", plans);
}
