//! A way to publish, which the attacker knows but for what went into it; and what it says to everybody.

use insatskatalog::domain::statistics::month::Month;
use insatskatalog::domain::statistics::release::published::Published;
use insatskatalog::domain::statistics::release::{Counted, Expected, release};

use crate::atoms::AtomSet;
use crate::shape::Shape;

/// What everybody reads after a release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Answer {
    /// Sums that are shown.
    pub shown: Vec<(AtomSet, i64)>,
    /// What is not shown, and is said not to be.
    pub hidden: Vec<AtomSet>,
    /// What was declared lost.
    pub lost: Vec<AtomSet>,
    /// Years that became whole.
    pub years: Vec<Year>,
}

/// What everybody reads of a stream's whole year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Year {
    /// The stream.
    pub stream: usize,
    /// The year.
    pub year: i32,
    /// The mean rating, in tenths.
    pub rating: Option<i64>,
}

/// A month's release, and the state of everything that was counted by then.
pub struct Round<'a> {
    /// Its month.
    pub month: Month,
    /// The smallest group.
    pub k: i32,
    /// What the catalogue asks, and what has come.
    pub expected: &'a Expected,
    /// What was counted.
    pub counted: &'a Counted,
    /// What was counted of each atom.
    pub values: &'a [i64],
}

/// A way to publish.
pub trait Publication {
    /// What it keeps from one release to the next.
    type State: Clone + Default;

    /// Releases a month and says what everybody reads then.
    fn publish(&self, shape: &Shape, before: &Self::State, round: &Round<'_>) -> (Self::State, Answer);
}

/// The rules of this service.
pub struct Rules;

impl Publication for Rules {
    type State = Published;

    fn publish(&self, shape: &Shape, before: &Published, round: &Round<'_>) -> (Published, Answer) {
        let mut published = before.clone();
        published.take(&release(before, round.month, round.k, round.expected, round.counted));
        let answer = read(shape, &published);
        (published, answer)
    }
}

/// What everybody reads of what was released: not why something is carried on, nor what waits.
pub fn read(shape: &Shape, published: &Published) -> Answer {
    let mut answer = Answer::default();
    for (stream, of) in published.streams() {
        let at = shape
            .streams
            .iter()
            .position(|known| known == stream)
            .expect("a stream");
        for root in of.roots.values() {
            let sets = shape.cells_of(stream, &root.root);
            for (set, cell) in sets.into_iter().zip(root.cells()) {
                match cell.shown() {
                    Some(value) => answer.shown.push((set, value)),
                    None => answer.hidden.push(set),
                }
            }
        }
        let pending = of.pending.iter().map(|pending| shape.whole(stream, &pending.months));
        answer.hidden.extend(pending);
        let lost = of.missing.iter().map(|missing| shape.whole(stream, &missing.months));
        answer.lost.extend(lost);
        for year in of.years.values() {
            answer.years.push(Year {
                stream: at,
                year: year.year,
                rating: year.rating,
            });
        }
    }
    // What is read is ordered by dimension, whatever order the groups were made in.
    answer.shown.sort_unstable();
    answer.hidden.sort_unstable();
    answer
}
