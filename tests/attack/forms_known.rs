//! An attacker who also knows the form of an insats's records: the catalogue describes what to report, and a timetable
//! the number of sessions.

use crate::plan::{Corrections, Plan, Ways};
use crate::program_known::held;
use crate::records::Way::{self, AtThreeSessions, AtTwoSessions, ByGender, Held, InOnes, Together};
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
