//! Unsafe ways to publish that look safe. The attack must break each.
//!
//! Each occurs in real publications of small numbers. The service uses none of them.

use std::ops::Range;

use insatskatalog::domain::statistics::release::published::Published;
use insatskatalog::domain::statistics::release::release;

use crate::atoms::AtomSet;
use crate::publication::{Answer, Publication, Round, read};
use crate::shape::Shape;

/// A table of places by activities with totals. Hides only the cells from 1 to k − 1.
pub struct PrimarySuppression;

/// The same, and hides one more cell in each row and column with only one hidden cell.
pub struct ComplementarySuppression;

/// Merges places from the bottom: the smallest group that is too small with the next smallest, until none is.
pub struct BottomUpMerging;

/// Splits places, and each group of them by activity, as this service first did: each group closes when it and the rest
/// pass. A sum of so many times k is enough, less this number.
pub struct Splitting {
    pub times: i64,
    pub less: i64,
}

/// The rules of this service at first. A correction groups everything again.
pub struct RemergingAtCorrection;

/// The rules of this service, except that a small month is merged with the one before and published again.
pub struct BackwardMerging;

/// A table of the first stream and month: places by activities, by gender and in total.
struct Grid {
    rows: usize,
    columns: usize,
    cells: Vec<(AtomSet, i64)>,
    is_hidden: Vec<bool>,
}

impl Grid {
    fn of(shape: &Shape, round: &Round<'_>) -> Self {
        let (rows, columns) = (shape.places.len(), shape.activities.len());
        let genders: Vec<usize> = (0..shape.genders.len()).collect();
        let cells: Vec<(AtomSet, i64)> = (0..rows * columns)
            .map(|at| shape.product(0, &[0], &[at / columns], &[at % columns], &genders))
            .map(|set| (set, set.sum(round.values)))
            .collect();
        let is_small = |(_, value): &(AtomSet, i64)| (1..i64::from(round.k)).contains(value);
        Self {
            is_hidden: cells.iter().map(is_small).collect(),
            rows,
            columns,
            cells,
        }
    }

    fn lines(&self) -> Vec<Vec<usize>> {
        let rows = (0..self.rows).map(|row| (0..self.columns).map(|column| row * self.columns + column).collect());
        let columns = (0..self.columns).map(|column| (0..self.rows).map(|row| row * self.columns + column).collect());
        rows.chain(columns).collect()
    }

    /// Hides the smallest visible cell of each line with only one hidden cell.
    fn complement(&mut self) {
        for line in self.lines() {
            if line.iter().filter(|at| self.is_hidden[**at]).count() == 1 {
                let shown = line.into_iter().filter(|at| !self.is_hidden[*at]);
                if let Some(smallest) = shown.min_by_key(|at| self.cells[*at].1) {
                    self.is_hidden[smallest] = true;
                }
            }
        }
    }

    fn answer(&self) -> Answer {
        let mut answer = Answer::default();
        for (cell, is_hidden) in self.cells.iter().zip(&self.is_hidden) {
            if *is_hidden {
                answer.hidden.push(cell.0);
            } else {
                answer.shown.push(*cell);
            }
        }
        let all = (0..self.cells.len()).collect();
        for line in self.lines().into_iter().chain([all]) {
            answer.shown.push(together(line.iter().map(|at| self.cells[*at])));
        }
        answer
    }
}

fn together(cells: impl Iterator<Item = (AtomSet, i64)>) -> (AtomSet, i64) {
    cells.fold((AtomSet::default(), 0), |(set, sum), cell| {
        (set.or(cell.0), sum + cell.1)
    })
}

impl Publication for PrimarySuppression {
    type State = ();

    fn publish(&self, shape: &Shape, (): &(), round: &Round<'_>) -> ((), Answer) {
        ((), Grid::of(shape, round).answer())
    }
}

impl Publication for ComplementarySuppression {
    type State = ();

    fn publish(&self, shape: &Shape, (): &(), round: &Round<'_>) -> ((), Answer) {
        let mut grid = Grid::of(shape, round);
        grid.complement();
        ((), grid.answer())
    }
}

impl Publication for BottomUpMerging {
    type State = ();

    fn publish(&self, shape: &Shape, (): &(), round: &Round<'_>) -> ((), Answer) {
        let mut groups = Grid::of(shape, round).cells;
        let mut answer = Answer::default();
        loop {
            // An empty cell is shown.
            groups.sort_by_key(|(set, value)| (*value, *set));
            let none = groups.iter().take_while(|(_, value)| *value == 0).count();
            match groups[none..] {
                [(_, smallest), ..] if smallest >= i64::from(round.k) => break,
                [smallest, next, ..] => {
                    groups.splice(none..none + 2, [together([smallest, next].into_iter())]);
                }
                [(set, _)] => {
                    answer.hidden.push(set);
                    groups.pop();
                    break;
                }
                [] => break,
            }
        }
        groups.sort_unstable();
        answer.shown = groups;
        ((), answer)
    }
}

impl Splitting {
    /// The groups of consecutive values.
    fn split(&self, k: i32, values: usize, cells: impl Fn(Range<usize>) -> Vec<(i64, i32)>) -> Vec<Range<usize>> {
        let passes = |range: Range<usize>| {
            let cells = cells(range);
            let sum: i64 = cells.iter().map(|(value, _)| value).sum();
            sum >= self.times * i64::from(k) - self.less && cells.iter().any(|(_, peak)| *peak >= k)
        };
        let (mut groups, mut first) = (Vec::new(), 0);
        for next in 1..=values {
            if next == values || (passes(first..next) && passes(next..values)) {
                groups.push(first..next);
                first = next;
            }
        }
        groups.retain(|group| passes(group.clone()));
        groups
    }
}

impl Publication for Splitting {
    type State = ();

    fn publish(&self, shape: &Shape, (): &(), round: &Round<'_>) -> ((), Answer) {
        let grid = Grid::of(shape, round);
        let sums = &round.counted[&shape.streams[0]].sums;
        let of = |places: Range<usize>, activities: Range<usize>| {
            let rows = places.flat_map(|row| activities.clone().map(move |column| row * grid.columns + column));
            rows.collect::<Vec<usize>>()
        };
        let counts = |at: Vec<usize>| {
            let counts = at.into_iter().map(|at| (grid.cells[at].1, sums[at].1.peaks.total));
            counts.collect::<Vec<_>>()
        };
        let mut answer = Answer::default();
        for places in self.split(round.k, grid.rows, |range| counts(of(range, 0..grid.columns))) {
            let by_activity = self.split(round.k, grid.columns, |range| counts(of(places.clone(), range)));
            for activities in by_activity {
                let cells = of(places.clone(), activities).into_iter().map(|at| grid.cells[at]);
                answer.shown.push(together(cells));
            }
        }
        if answer.shown.is_empty() {
            answer.hidden.push(together(grid.cells.iter().copied()).0);
        }
        ((), answer)
    }
}

impl Publication for RemergingAtCorrection {
    type State = ();

    fn publish(&self, shape: &Shape, (): &(), round: &Round<'_>) -> ((), Answer) {
        ((), released_again(shape, round))
    }
}

impl Publication for BackwardMerging {
    type State = Published;

    fn publish(&self, shape: &Shape, before: &Published, round: &Round<'_>) -> (Published, Answer) {
        let mut published = before.clone();
        published.take(&release(before, round.month, round.k, round.expected, round.counted));
        let of = &published.streams()[&shape.streams[0]];
        let answer = if of.pending.is_some() && !of.roots.is_empty() {
            released_again(shape, round)
        } else {
            read(shape, &published)
        };
        (published, answer)
    }
}

/// What readers see if there is no earlier release.
fn released_again(shape: &Shape, round: &Round<'_>) -> Answer {
    let mut published = Published::default();
    let again = release(&published, round.month, round.k, round.expected, round.counted);
    published.take(&again);
    read(shape, &published)
}
