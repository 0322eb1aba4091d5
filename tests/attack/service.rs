//! A target of the algebraic attack: receives counts, and returns public answers.

use std::collections::BTreeMap;

use crate::atoms::AtomSet;
use crate::publication::{Answer, Publication, Round};
use crate::shape::Shape;
use crate::solver::{Statement, is_union};
use crate::worlds::World;

/// A service that publishes a world, release by release.
///
/// Over HTTP it posts the records of `world.records[step]` that are new, releases the month
/// `world.shape.month_of_step(step)`, and reads every public answer; `world.shape.product` gives the set of a figure.
pub trait Service {
    /// Updates the counts to a release, releases it, and reads every public sum.
    fn release_and_read(&mut self, world: &World, step: usize) -> Vec<Statement>;
}

/// A way to publish, without a service.
pub struct InProcess<'a, P: Publication> {
    publication: &'a P,
    state: P::State,
}

impl<'a, P: Publication> InProcess<'a, P> {
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
            k: world.k[step],
            expected: &world.shape.expected(step),
            counted: &world.counted(step),
            values: &world.values(step),
        };
        let (state, answer) = self.publication.publish(&world.shape, &self.state, &round);
        self.state = state;
        statements(&world.shape, &answer)
    }
}

/// The published sums, and every total by one or two dimensions that consists only of them.
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
                // Overlapping sums are not parts of a total.
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

/// Every possible atom, grouped by two dimensions.
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
