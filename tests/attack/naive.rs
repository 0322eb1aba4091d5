//! Unsafe ways to publish that look safe. The attack must break each.
//!
//! Each occurs in real publications of small numbers. The service uses none of them.

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

/// Merges places from the top by the rules of this service, except that a sum of k is enough.
pub struct LowerBar;

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

impl Publication for LowerBar {
    type State = ();

    fn publish(&self, shape: &Shape, (): &(), round: &Round<'_>) -> ((), Answer) {
        let cells = Grid::of(shape, round).cells;
        let peaks: Vec<i32> = round.counted[&shape.streams[0]]
            .sums
            .iter()
            .map(|(_, sums)| sums.peaks.total)
            .collect();
        let passes = |range: std::ops::Range<usize>| {
            let sum: i64 = cells[range.clone()].iter().map(|(_, value)| value).sum();
            sum >= i64::from(round.k) && peaks[range].iter().any(|peak| *peak >= round.k)
        };
        let mut answer = Answer::default();
        if !passes(0..cells.len()) {
            answer.hidden.push(together(cells.into_iter()).0);
            return ((), answer);
        }
        let mut first = 0;
        for next in 1..=cells.len() {
            if next == cells.len() || (passes(first..next) && passes(next..cells.len())) {
                answer.shown.push(together(cells[first..next].iter().copied()));
                first = next;
            }
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
