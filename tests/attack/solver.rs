//! Combines public sums by exact elimination.
//!
//! If the sums reduce to sums of disjoint cells, and parts are whole numbers from 0, the possible values of a target
//! have a closed form. A cell inside the target adds its sum. A cell that overlaps the target adds any number from 0 to
//! its sum, independently of the others. Anything outside every cell is unbounded.
//! So the number of possible values is one more than the sum of the overlapping cells, and at least k if one such cell
//! has k − 1.

use std::collections::BTreeMap;

use crate::atoms::AtomSet;
use crate::fraction::Fraction;

/// A public sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    pub of: AtomSet,
    pub value: i64,
}

/// The conclusion from statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Solved {
    /// Sums of disjoint cells.
    Disjoint(Vec<Statement>),
    /// Anything else, which needs a search.
    Entangled(Entangled),
    /// The statements contradict each other.
    Contradiction,
}

/// Statements that do not reduce to disjoint cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entangled {
    /// Sets whose parts no statement distinguishes.
    pub columns: Vec<AtomSet>,
    /// Sums of columns, including those found by elimination.
    pub sums: Vec<(Vec<usize>, i64)>,
}

/// A combination of columns, in order, whose first has factor 1; and its value.
struct Row {
    factors: BTreeMap<usize, Fraction>,
    value: Fraction,
}

impl Row {
    /// Subtracts a multiple of another.
    fn subtract(&mut self, other: &Self, times: Fraction) {
        for (column, factor) in &other.factors {
            let left = self.factors.get(column).copied().unwrap_or(Fraction::ZERO) - times * *factor;
            if left == Fraction::ZERO {
                self.factors.remove(column);
            } else {
                self.factors.insert(*column, left);
            }
        }
        self.value = self.value - times * other.value;
    }

    /// Its columns and value, if it is a plain sum.
    fn as_sum(&self) -> Option<(Vec<usize>, i64)> {
        let is_plain = self.factors.values().all(|factor| *factor == Fraction::ONE);
        is_plain.then(|| Some((self.factors.keys().copied().collect(), self.value.as_whole()?)))?
    }
}

pub fn solve(statements: &[Statement]) -> Solved {
    let mut distinct = BTreeMap::new();
    for statement in statements {
        if *distinct.entry(statement.of).or_insert(statement.value) != statement.value {
            return Solved::Contradiction;
        }
    }
    let columns = columns(distinct.keys().copied());
    let of_columns = |set: AtomSet| -> Vec<usize> {
        (0..columns.len())
            .filter(|column| columns[*column].is_within(set))
            .collect()
    };
    let mut sums: Vec<(Vec<usize>, i64)> = distinct.iter().map(|(set, value)| (of_columns(*set), *value)).collect();
    let Some(rows) = eliminate(&sums) else {
        return Solved::Contradiction;
    };
    let plain: Option<Vec<(Vec<usize>, i64)>> = rows.iter().map(Row::as_sum).collect();
    if let Some(plain) = plain.filter(|plain| are_disjoint(plain)) {
        let cells = plain.into_iter().map(|(of, value)| Statement {
            of: of
                .iter()
                .fold(AtomSet::default(), |set, column| set.or(columns[*column])),
            value,
        });
        return Solved::Disjoint(cells.collect());
    }
    sums.extend(rows.iter().filter_map(Row::as_sum));
    sums.sort();
    sums.dedup();
    Solved::Entangled(Entangled { columns, sums })
}

/// Splits everything stated into sets whose parts no statement distinguishes.
fn columns(sets: impl Iterator<Item = AtomSet>) -> Vec<AtomSet> {
    let mut columns: Vec<AtomSet> = Vec::new();
    for set in sets {
        let mut left = set;
        for at in 0..columns.len() {
            let column = columns[at];
            let inside = column.and(set);
            left = left.without(column);
            if !inside.is_empty() && inside != column {
                columns[at] = inside;
                columns.push(column.without(set));
            }
        }
        if !left.is_empty() {
            columns.push(left);
        }
    }
    columns
}

/// Brings sums to reduced echelon form; `None` if they contradict each other.
fn eliminate(sums: &[(Vec<usize>, i64)]) -> Option<Vec<Row>> {
    let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
    for (of, value) in sums {
        let mut row = Row {
            factors: of.iter().map(|column| (*column, Fraction::ONE)).collect(),
            value: Fraction::whole(*value),
        };
        for (pivot, known) in &rows {
            if let Some(times) = row.factors.get(pivot).copied() {
                row.subtract(known, times);
            }
        }
        let Some((pivot, first)) = row.factors.first_key_value().map(|(column, factor)| (*column, *factor)) else {
            if row.value != Fraction::ZERO {
                return None;
            }
            continue;
        };
        row.factors.values_mut().for_each(|factor| *factor = *factor / first);
        row.value = row.value / first;
        for known in rows.values_mut() {
            if let Some(times) = known.factors.get(&pivot).copied() {
                known.subtract(&row, times);
            }
        }
        rows.insert(pivot, row);
    }
    Some(rows.into_values().collect())
}

fn are_disjoint(sums: &[(Vec<usize>, i64)]) -> bool {
    let mut columns: Vec<usize> = sums.iter().flat_map(|(of, _)| of.iter().copied()).collect();
    let all = columns.len();
    columns.sort_unstable();
    columns.dedup();
    columns.len() == all
}

/// The number of possible values of a target, given disjoint cells; `None` if unbounded.
pub fn possible_values(target: AtomSet, cells: &[Statement]) -> Option<i64> {
    let mut left = target;
    let mut values = 1;
    for cell in cells {
        let inside = target.and(cell.of);
        left = left.without(cell.of);
        if !inside.is_empty() && inside != cell.of {
            values += cell.value;
        }
    }
    left.is_empty().then_some(values)
}

/// Whether a target consists of whole cells.
pub fn is_union(target: AtomSet, cells: &[Statement]) -> bool {
    let inside = cells.iter().filter(|cell| cell.of.is_within(target));
    let covered = inside.fold(AtomSet::default(), |set, cell| set.or(cell.of));
    covered == target
}

#[cfg(test)]
mod tests {
    use super::{Solved, Statement, is_union, possible_values, solve};
    use crate::atoms::AtomSet;

    fn sum(of: &[usize], value: i64) -> Statement {
        Statement {
            of: of.iter().copied().collect(),
            value,
        }
    }

    fn set(of: &[usize]) -> AtomSet {
        of.iter().copied().collect()
    }

    #[test]
    fn totals_of_disjoint_cells_say_no_more_than_the_cells() {
        let cells = [sum(&[0, 1], 9), sum(&[2], 12), sum(&[3, 4, 5], 30)];
        let totals = [
            sum(&[0, 1, 2], 21),
            sum(&[2, 3, 4, 5], 42),
            sum(&[0, 1, 2, 3, 4, 5], 51),
        ];
        let Solved::Disjoint(mut found) = solve(&[&totals[..], &cells[..], &totals[..]].concat()) else {
            panic!("disjoint");
        };
        found.sort();
        let mut cells = cells.to_vec();
        cells.sort();
        assert_eq!(found, cells);
        // The cells follow from totals alone too.
        let Solved::Disjoint(mut found) = solve(&[totals[0], totals[1], totals[2], cells[1]]) else {
            panic!("disjoint");
        };
        found.sort();
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn a_target_has_as_many_values_as_its_partly_taken_cells_allow() {
        let cells = [sum(&[0, 1], 9), sum(&[2], 12), sum(&[3, 4, 5], 30)];
        for (target, values) in [
            (&[0][..], Some(10)),
            (&[0, 1], Some(1)),
            (&[0, 2], Some(10)),
            (&[1, 3], Some(40)),
            (&[2, 6], None),
        ] {
            assert_eq!(possible_values(set(target), &cells), values, "{target:?}");
        }
        assert!(is_union(set(&[0, 1, 2]), &cells));
        assert!(!is_union(set(&[0, 2]), &cells));
    }

    #[test]
    fn the_difference_of_two_sums_is_found() {
        // A month merged into one released before: 9, then 11 with two more.
        let Solved::Disjoint(cells) = solve(&[sum(&[0, 1], 9), sum(&[0, 1, 2], 11)]) else {
            panic!("disjoint");
        };
        assert!(cells.contains(&sum(&[2], 2)), "{cells:?}");
        assert_eq!(possible_values(set(&[2]), &cells), Some(1));
    }

    #[test]
    fn what_no_world_says_is_a_contradiction() {
        assert_eq!(solve(&[sum(&[0], 3), sum(&[0], 4)]), Solved::Contradiction);
        assert_eq!(
            solve(&[sum(&[0], 3), sum(&[1], 4), sum(&[0, 1], 8)]),
            Solved::Contradiction
        );
    }

    #[test]
    fn overlapping_sums_are_entangled() {
        let found = solve(&[sum(&[0, 1], 5), sum(&[1, 2], 6)]);
        assert!(matches!(found, Solved::Entangled(_)), "{found:?}");
    }
}
