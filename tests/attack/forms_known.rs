//! An attacker who also knows the form of an insats's records: the catalogue describes what to report, and a timetable
//! the number of sessions.

use insatskatalog::domain::insatser::figure_split::RootPeriod;
use insatskatalog::domain::insatser::figure_split::SplitBy::{Activity, Gender, Place};

use crate::finding::Finding;
use crate::not_blind::crossed;
use crate::plan::{Corrections, Plan, Ways};
use crate::program_known::held;
use crate::publication::Rules;
use crate::random::Random;
use crate::records::Way::{self, AtThreeSessions, AtTwoSessions, ByGender, Held, InOnes, Nothing, Together};
use crate::shape::Shape;

fn plans_of(form: &[Way], shape: fn(usize) -> Shape) -> Vec<(&'static str, Plan)> {
    let ways = || Ways::OfSpot(form.to_vec());
    vec![
        ("k of 3", Plan::of(shape(3), 3, 18, ways())),
        ("k of 5", Plan::of(shape(3), 5, 18, ways())),
    ]
}

#[test]
fn parts_are_held_where_each_place_is_known_to_have_one_session() {
    let places = |count| Shape::of(1, count, 1, 1);
    held("one session", plans_of(&[Together], places));
    held(
        "a session for each gender",
        plans_of(&[ByGender], |_| Shape::of(1, 2, 1, 2)),
    );
}

#[test]
fn parts_are_protected_if_visits_cover_several_sessions() {
    let places = |count| Shape::of(1, count, 1, 1);
    held("visits at two sessions", plans_of(&[AtTwoSessions], places));
    held(
        "visits at two sessions, or single ones",
        plans_of(&[AtTwoSessions, InOnes], places),
    );
    held(
        "visits at two sessions, or one session",
        plans_of(&[AtTwoSessions, Together], places),
    );
    held("visits at three sessions", plans_of(&[AtThreeSessions], places));
    held(
        "visits at two or three sessions, or one session",
        plans_of(&[AtTwoSessions, AtThreeSessions, Together], places),
    );
}

#[test]
fn a_year_leaves_parts_protected_if_forms_are_known() {
    let december = |count| Shape::of(1, count, 1, 1).from("2025-12");
    held(
        "a year of single sessions",
        plans_of(&[Together, Held, InOnes], december),
    );
    held("a year where each place has a session", plans_of(&[Together], december));
    let two_months = Shape::of(2, 1, 1, 1).from("2025-11");
    let corrected = Plan::of(two_months, 3, 18, Ways::OfSpot(vec![Together, InOnes]));
    held(
        "a year, corrected",
        vec![("k of 3", corrected.corrected(Corrections::OneSpot, 2))],
    );
}

/// Attacks the rules where the attacker knows the form of each spot's records. Nothing may leak.
fn held_where_known(subject: &str, plan: &Plan) {
    let finding = plan.attack(&Rules);
    crate::print_extent(&format!("{subject}, k {:?}: {finding}", plan.k));
    assert!(finding.targets > 0, "{subject}: nothing was attacked");
    assert!(
        finding.leaks == 0,
        "{subject}: {finding}\n{}",
        finding.written.join("\n\n")
    );
}

#[test]
fn a_place_with_visits_is_held_beside_a_place_with_a_session() {
    for k in [5, 3] {
        let ways = Ways::Known(vec![Together, InOnes, Together]);
        held_where_known("3 places", &Plan::of(Shape::of(1, 3, 1, 1), k, 5 * k, ways));
    }
}

#[test]
fn a_carried_month_is_held_before_a_month_of_visits() {
    for k in [5, 3] {
        for second in [InOnes, AtTwoSessions] {
            let ways = Ways::Known(vec![Together, second]);
            held_where_known("2 months", &Plan::of(Shape::of(2, 1, 1, 1), k, 5 * k, ways));
            let ways = Ways::Known(vec![Together, InOnes, second, InOnes]);
            held_where_known(
                "2 months × 2 places",
                &Plan::of(Shape::of(2, 2, 1, 1), k, 3 * k + 1, ways),
            );
        }
    }
}

#[test]
fn places_with_other_activities_are_held() {
    for k in [5, 3] {
        // The first place has the first activity only, in a session.
        let ways = Ways::Known(vec![Together, Nothing, InOnes, Together]);
        held_where_known(
            "2 places × 2 activities",
            &Plan::of(Shape::of(1, 2, 2, 1), k, 5 * k, ways),
        );
    }
}

#[test]
fn places_and_activities_that_do_not_meet_are_held() {
    held_where_known("crossed", &Plan::of(Shape::of(1, 3, 3, 1), 3, 20, crossed()));
}

/// A place only in the first month and one only in the second, beside one in both.
#[test]
fn places_and_carried_months_that_do_not_meet_are_held() {
    let ways = || Ways::Known(vec![InOnes, Nothing, Together, Nothing, Together, InOnes]);
    held_where_known("crossed months", &Plan::of(Shape::of(2, 3, 1, 1), 3, 19, ways()));
    let quarter = Shape::of(2, 3, 1, 1)
        .from("2026-02")
        .divided([Place, Gender, Activity], RootPeriod::Quarter);
    held_where_known("crossed months of a quarter", &Plan::of(quarter, 3, 19, ways()));
}

#[test]
fn a_k_that_rises_while_a_month_waits_holds_both() {
    for ks in [[3, 4], [3, 5], [5, 3]] {
        let ways = Ways::Known(vec![Together, InOnes, InOnes, Together]);
        held_where_known(
            "2 months × 2 places",
            &Plan::of(Shape::of(2, 2, 1, 1), 3, 16, ways).with_k(&ks),
        );
    }
}

#[test]
fn two_corrections_of_known_forms_are_held() {
    let mut plans = vec![(Shape::of(1, 2, 1, 1), vec![Together, InOnes], 3, 12)];
    if crate::is_full() {
        plans.extend([
            (Shape::of(2, 1, 1, 1), vec![Together, InOnes], 3, 13),
            (Shape::of(1, 3, 1, 1), vec![Together, InOnes, Together], 3, 17),
            (Shape::of(2, 2, 1, 1), vec![Together, InOnes, InOnes, Together], 2, 10),
            (Shape::of(1, 2, 2, 1), vec![Together, Nothing, InOnes, Together], 3, 14),
            (Shape::of(1, 2, 1, 1), vec![Together, AtTwoSessions], 3, 18),
            (Shape::of(1, 2, 1, 1), vec![Together, InOnes], 5, 24),
        ]);
    }
    for (shape, ways, k, bound) in plans {
        let releases = shape.months.len() + 2;
        let plan = Plan::of(shape, k, bound, Ways::Known(ways)).corrected(Corrections::OneSpot, releases);
        held_where_known("two corrections", &plan);
    }
}

/// A plan with forms known by place, activity and month, and changes of k, split order and root period.
fn drawn(seed: u64) -> Plan {
    let mut random = Random::new(seed);
    let forms = [Together, Together, InOnes, InOnes, AtTwoSessions, ByGender, Nothing];
    let (months, places) = [(1, 2), (1, 3), (2, 1), (2, 2), (3, 1), (1, 4)][random.below(6)];
    let activities = if places == 4 {
        1
    } else {
        random.below(if months * places > 2 { 2 } else { 3 }) + 1
    };
    let genders = if months * places * activities > 3 {
        1
    } else {
        random.below(2) + 1
    };
    let mut shape = Shape::of(months, places, activities, genders);
    let first = ["2026-01", "2026-02", "2026-03", "2025-11"][random.below(4)];
    shape = shape.from(first);
    let orders = [
        [Place, Activity, Gender],
        [Place, Gender, Activity],
        [Gender, Place, Activity],
        [Activity, Gender, Place],
    ];
    let periods = [RootPeriod::Month, RootPeriod::Month, RootPeriod::Quarter];
    for month in 0..months {
        if month == 0 || random.once_in(2) {
            shape = shape.divided_from(month, orders[random.below(4)], periods[random.below(3)]);
        }
    }
    if random.once_in(3) {
        shape = shape.complete();
    }
    let k = random.from(2, 4);
    let ways: Vec<Way> = (0..shape.spots()).map(|_| forms[random.below(forms.len())]).collect();
    let atoms = ways.iter().filter(|way| **way != Nothing).count() * shape.genders.len();
    let most = if crate::is_full() { 60_000 } else { 4000 };
    let bound = (0..=6 * k)
        .rev()
        .find(|bound| worlds(atoms, *bound) <= most)
        .unwrap_or(0);
    let mut plan = Plan::of(shape, k, bound, Ways::Known(ways)).released(months + 2);
    if random.once_in(3) {
        let step = random.below(plan.k.len());
        plan.k[step..].fill(random.from(2, 4));
    }
    plan
}

/// The number of worlds with some atoms and at most so many participations.
fn worlds(atoms: usize, bound: i32) -> u64 {
    let atoms = u64::try_from(atoms).expect("few");
    (1..=atoms).fold(1, |worlds, at| {
        worlds * (u64::try_from(bound).expect("positive") + at) / at
    })
}

#[test]
fn parts_are_held_in_any_form_order_and_period() {
    let count = if crate::is_full() { 1000 } else { 40 };
    let mut all = Finding::default();
    for seed in 0..count {
        let plan = drawn(seed);
        let finding = plan.attack(&Rules);
        assert!(
            finding.leaks == 0,
            "seed {seed}: {finding}\n{:?}\n{}",
            plan,
            finding.written.join("\n\n")
        );
        all = all.and(finding);
    }
    crate::print_extent(&format!("forms known, drawn: {count} shapes, {all}"));
    assert!(all.worlds > 10_000 && all.targets > 500, "{all}");
}
