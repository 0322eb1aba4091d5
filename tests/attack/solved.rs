//! Public figures reduce to sums of disjoint cells, in realistic worlds with releases and corrections.

use crate::algebra::{Breach, Looked, attack};
use crate::naive::{
    BackwardMerging, BottomUpMerging, ComplementarySuppression, PrimarySuppression, RemergingAtCorrection,
};
use crate::publication::{Publication, Rules};
use crate::service::InProcess;
use crate::worlds::World;

/// The number of worlds.
fn worlds() -> u64 {
    if crate::is_full() { 4000 } else { 100 }
}

#[test]
fn the_rules_leave_nothing_but_disjoint_cells() {
    let mut looked = Looked::default();
    for seed in 0..worlds() {
        let world = World::of(seed);
        let of_world = attack(&world, &mut InProcess::new(&Rules));
        looked = looked.and(&of_world.unwrap_or_else(|breach| panic!("seed {}: {breach:?}\n{world:?}", world.seed)));
    }
    crate::print_extent(&format!("algebra: {looked:?}"));
    assert_eq!(looked.worlds, worlds());
    assert_eq!(looked.entangled, 0);
    assert!(
        looked.cells > worlds() && looked.targets > worlds() && looked.corrections > 10,
        "{looked:?}"
    );
    assert!(
        looked.least >= Some(7),
        "a cell has at least 2k, and so a part of it 2k + 1 values: {looked:?}"
    );
}

/// What an attacker finds in some worlds.
fn breaches<P: Publication>(publication: &P, releases: usize) -> Vec<Breach> {
    let worlds = (0..300).map(|seed| World::of(seed).cut_after(releases));
    worlds
        .filter_map(|world| attack(&world, &mut InProcess::new(publication)).err())
        .collect()
}

#[test]
fn suppression_is_solved() {
    for found in [breaches(&PrimarySuppression, 1), breaches(&ComplementarySuppression, 1)] {
        let is_leak = |breach: &Breach| matches!(breach, Breach::Leak { values: ..5, .. });
        assert!(!found.is_empty() && found.iter().all(is_leak), "{found:?}");
    }
}

#[test]
fn cells_that_overlap_earlier_ones_are_found() {
    for found in [
        breaches(&RemergingAtCorrection, usize::MAX),
        breaches(&BackwardMerging, usize::MAX),
    ] {
        assert!(
            found.iter().any(|breach| matches!(breach, Breach::Regrouped(..))),
            "{found:?}"
        );
    }
}

#[test]
fn merging_from_the_bottom_looks_safe_to_algebra() {
    assert_eq!(breaches(&BottomUpMerging, 1), []);
}
