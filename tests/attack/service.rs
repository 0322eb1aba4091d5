//! Whatever is attacked by algebra: it takes what was counted, and everybody reads what it answers.

use std::collections::BTreeMap;

use crate::atoms::AtomSet;
use crate::publication::{Answer, Publication, Round};
use crate::shape::Shape;
use crate::solver::{Statement, is_union};
use crate::worlds::World;

/// A service that publishes a world, release by release.
///
/// Over HTTP it posts the records that `world.records[step]` has and the release before had not, releases the month
/// `world.shape.month_of_step(step)`, and reads every public answer; `world.shape.product` is what a figure is of.
pub trait Service {
    /// Brings what is counted to its state at a release, releases, and reads every sum that is public then.
    fn release_and_read(&mut self, world: &World, step: usize) -> Vec<Statement>;
}

/// A way to publish, without a service around it.
pub struct InProcess<'a, P: Publication> {
    publication: &'a P,
    state: P::State,
}

impl<'a, P: Publication> InProcess<'a, P> {
    /// Before anything is released.
    pub fn new(publication: &'a P) -> Self {
        Self {
            publication,
            state: P::State::default(),
        }
    }
}

impl<P: Publication> Service for InProcess<'_, P> {
    fn release_and_read(&mut self, world: &World, step: usize) -> Vec<Statement> {
        let round = Round {
            month: world.shape.month_of_step(step),
            k: world.k,
            expected: &world.shape.expected(step),
            counted: &world.counted(step),
            values: &world.values(step),
        };
        let (state, answer) = self.publication.publish(&world.shape, &self.state, &round);
        self.state = state;
        statements(&world.shape, &answer)
    }
}

/// The sums that are shown, and every total by one dimension or two that is made of nothing else.
fn statements(shape: &Shape, answer: &Answer) -> Vec<Statement> {
    let shown = answer
        .shown
        .iter()
        .map(|(of, value)| Statement { of: *of, value: *value });
    let shown: Vec<Statement> = shown.collect();
    let mut statements = shown.clone();
    for one in 0..DIMENSIONS {
        for other in one..DIMENSIONS {
            for of in groups(shape, one, other) {
                let parts = shown.iter().filter(|cell| cell.of.is_within(of));
                let value = parts.map(|cell| cell.value).sum();
                // Overlapping sums are no parts of a total.
                let covered: u32 = shown
                    .iter()
                    .filter(|cell| cell.of.is_within(of))
                    .map(|cell| cell.of.len())
                    .sum();
                if covered == of.len() && is_union(of, &shown) {
                    statements.push(Statement { of, value });
                }
            }
        }
    }
    statements
}

/// Insats, provider, month, place, activity and gender.
const DIMENSIONS: usize = 6;

/// Everything possible, grouped by two dimensions.
fn groups(shape: &Shape, one: usize, other: usize) -> Vec<AtomSet> {
    let mut groups: BTreeMap<(String, String), AtomSet> = BTreeMap::new();
    for atom in 0..shape.atoms() {
        let spot = shape.spot(atom / shape.genders.len());
        let stream = &shape.streams[spot.stream];
        let value = |dimension| match dimension {
            0 => stream.insats.clone(),
            1 => stream.provider.clone(),
            2 => spot.month.to_string(),
            3 => spot.place.to_string(),
            4 => spot.activity.to_string(),
            _ => (atom % shape.genders.len()).to_string(),
        };
        if shape.is_possible(spot) {
            groups.entry((value(one), value(other))).or_default().insert(atom);
        }
    }
    groups.into_values().collect()
}
