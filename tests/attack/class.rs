//! A class: worlds with the same public output, and the values that each part has in them.

use crate::atoms::AtomSet;
use crate::plan::{Corrections, Plan};

/// A part and its count at one release, or the change since an earlier one.
#[derive(Clone, Debug)]
pub struct Slot {
    pub of: AtomSet,
    atoms: Vec<usize>,
    pub step: usize,
    pub since: Option<usize>,
}

/// Everything that is attacked in the worlds of a plan.
///
/// Without corrections, the last release has all counts. With corrections, each release has its own, and so have the
/// changes.
pub fn slots(plan: &Plan) -> Vec<Slot> {
    let last = plan.k.len() - 1;
    let mut slots = Vec::new();
    for step in 0..=last {
        if plan.corrections == Corrections::None && step < last {
            continue;
        }
        let earlier = (plan.corrections != Corrections::None)
            .then_some(0..step)
            .into_iter()
            .flatten();
        for since in std::iter::once(None).chain(earlier.map(Some)) {
            let months = since.unwrap_or(step) + 1;
            for of in plan.targets(months.min(plan.shape.months.len())) {
                slots.push(Slot {
                    atoms: of.atoms().collect(),
                    of,
                    step,
                    since,
                });
            }
        }
    }
    slots
}

/// Values from −32 to 31, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Values(u64);

impl Values {
    pub fn insert(&mut self, value: i64) {
        let bit = u32::try_from(value + 32).expect("bounds are small");
        self.0 |= 1_u64.checked_shl(bit).expect("bounds are small");
    }

    /// The number of values.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub fn each(self) -> impl Iterator<Item = i64> {
        (-32..32).filter(move |value| self.0 >> (value + 32) & 1 == 1)
    }
}

/// Worlds that no attacker can distinguish.
#[derive(Clone, Debug, Default)]
pub struct Class {
    /// The number of worlds.
    pub worlds: u64,
    /// The values of each slot.
    pub values: Vec<Values>,
    /// The counts at each release in the first world.
    pub first: Vec<Vec<i64>>,
}

impl Class {
    /// Adds a world with its counts at each release.
    pub fn add(&mut self, slots: &[Slot], snapshots: &[Vec<i64>]) {
        if self.worlds == 0 {
            self.values = vec![Values::default(); slots.len()];
            self.first = snapshots.to_vec();
        }
        self.worlds += 1;
        for (slot, values) in slots.iter().zip(&mut self.values) {
            let at = |step: usize| slot.atoms.iter().map(|atom| snapshots[step][*atom]).sum::<i64>();
            values.insert(at(slot.step) - slot.since.map_or(0, at));
        }
    }
}
