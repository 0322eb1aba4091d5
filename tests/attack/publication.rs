//! A way to publish, whose rules the attacker knows, and its output.

use insatskatalog::domain::statistics::month::Month;
use insatskatalog::domain::statistics::release::published::Published;
use insatskatalog::domain::statistics::release::{Counted, Expected, release};

use crate::atoms::AtomSet;
use crate::shape::Shape;

/// What readers see after a release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Answer {
    /// Published sums.
    pub shown: Vec<(AtomSet, i64)>,
    /// Figures that are declared not published.
    pub hidden: Vec<AtomSet>,
    /// Parts that are declared lost.
    pub lost: Vec<AtomSet>,
    /// Years that became complete.
    pub years: Vec<Year>,
}

/// What readers see of a stream's whole year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Year {
    pub stream: usize,
    pub year: i32,
    /// The mean rating, in tenths.
    pub rating: Option<i64>,
}

/// A month's release, and everything that was counted by then.
pub struct Round<'a> {
    pub month: Month,
    /// The smallest group.
    pub k: i32,
    /// What the catalogue requires, and the reports received.
    pub expected: &'a Expected,
    /// The sums.
    pub counted: &'a Counted,
    /// The count of each atom.
    pub values: &'a [i64],
}

/// A way to publish.
pub trait Publication {
    /// State that is carried from one release to the next.
    type State: Clone + Default;

    /// Releases a month, and returns what readers see.
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

/// What readers see of a release, without the reasons for waiting.
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
    // Ordered by dimension, regardless of the order of the groups.
    answer.shown.sort_unstable();
    answer.hidden.sort_unstable();
    answer
}
