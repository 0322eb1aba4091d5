//! The possible values where public sums are entangled: tries whole numbers from 0, component by component.

use std::collections::BTreeSet;

use crate::atoms::AtomSet;
use crate::solver::Entangled;

/// The most assignments to try in one component.
pub const NODES: usize = 200_000;

/// The search took too long. Then nothing is known, and the attack fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyNodes;

/// The possible values of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Possible {
    Unbounded,
    /// At least as many values as requested.
    Enough,
    /// Exactly these values.
    Only(BTreeSet<i64>),
}

/// The possible values of a target. The search stops at `enough` values, and fails after `nodes`.
pub fn possible(target: AtomSet, known: &Entangled, enough: usize, nodes: usize) -> Result<Possible, TooManyNodes> {
    let covered = known
        .columns
        .iter()
        .fold(AtomSet::default(), |set, column| set.or(*column));
    if !target.is_within(covered) {
        return Ok(Possible::Unbounded);
    }
    let mut values = BTreeSet::from([0]);
    for component in components(known) {
        if component
            .iter()
            .all(|column| known.columns[*column].and(target).is_empty())
        {
            continue;
        }
        let mut search = Search::new(target, known, component, enough, nodes);
        search.assign(0, 0, 0)?;
        values = values
            .iter()
            .flat_map(|value| search.found.iter().map(move |found| value + found))
            .collect();
        if values.len() >= enough {
            return Ok(Possible::Enough);
        }
    }
    Ok(Possible::Only(values))
}

/// Columns connected by sums.
fn components(known: &Entangled) -> Vec<Vec<usize>> {
    let mut component_of: Vec<usize> = (0..known.columns.len()).collect();
    for (of, _) in &known.sums {
        let tied: BTreeSet<usize> = of.iter().map(|column| component_of[*column]).collect();
        let Some(first) = tied.first().copied() else {
            continue;
        };
        for component in &mut component_of {
            if tied.contains(component) {
                *component = first;
            }
        }
    }
    let different: BTreeSet<usize> = component_of.iter().copied().collect();
    let of = |component| {
        (0..component_of.len())
            .filter(|column| component_of[*column] == component)
            .collect()
    };
    different.into_iter().map(of).collect()
}

struct Search {
    /// For each column in search order: whether the target includes it wholly, and partly.
    taken: Vec<(bool, bool)>,
    /// The rest of each sum.
    left: Vec<i64>,
    /// The sums of each column, and whether it is their last column.
    sums: Vec<Vec<(usize, bool)>>,
    /// The number of columns before those outside the target.
    of_target: usize,
    enough: usize,
    /// The number of nodes left.
    nodes: usize,
    found: BTreeSet<i64>,
}

impl Search {
    fn new(target: AtomSet, known: &Entangled, mut component: Vec<usize>, enough: usize, nodes: usize) -> Self {
        let sums: Vec<&(Vec<usize>, i64)> = known.sums.iter().filter(|(of, _)| component.contains(&of[0])).collect();
        // The target comes first: each of its values is tried until one world has it. Then the columns in many sums.
        let is_outside = |column: &usize| known.columns[*column].and(target).is_empty();
        let in_sums = |column: &usize| sums.iter().filter(|(of, _)| of.contains(column)).count();
        component.sort_by_key(|column| (is_outside(column), std::cmp::Reverse(in_sums(column))));
        let place = |column: &usize| component.iter().position(|known| known == column).expect("in it");
        let last: Vec<usize> = sums
            .iter()
            .map(|(of, _)| of.iter().map(place).max().expect("a column"))
            .collect();
        let sums_of = |(at, column): (usize, &usize)| {
            let with = (0..sums.len()).filter(|sum| sums[*sum].0.contains(column));
            with.map(|sum| (sum, last[sum] == at)).collect()
        };
        let taken = |column: &usize| {
            let (all, inside) = (known.columns[*column], known.columns[*column].and(target));
            (inside == all, !inside.is_empty() && inside != all)
        };
        Self {
            taken: component.iter().map(taken).collect(),
            left: sums.iter().map(|(_, value)| *value).collect(),
            sums: component.iter().enumerate().map(sums_of).collect(),
            of_target: component.iter().filter(|column| !is_outside(column)).count(),
            enough,
            nodes,
            found: BTreeSet::new(),
        }
    }

    /// Tries every value of a column and of those after it, with the certain and the possible part of the target so
    /// far.
    fn assign(&mut self, at: usize, sure: i64, may_be: i64) -> Result<(), TooManyNodes> {
        self.nodes = self.nodes.checked_sub(1).ok_or(TooManyNodes)?;
        if at == self.sums.len() {
            self.found.extend(sure..=sure + may_be);
            return Ok(());
        }
        let most = self.sums[at]
            .iter()
            .map(|(sum, _)| self.left[*sum])
            .min()
            .expect("a column is in a sum");
        let forced = self.sums[at]
            .iter()
            .find(|(_, is_last)| *is_last)
            .map(|(sum, _)| self.left[*sum]);
        // From the largest value down, because the rest is then filled soon.
        for value in (forced.unwrap_or(0)..=forced.unwrap_or(most).min(most)).rev() {
            for (sum, _) in &self.sums[at] {
                self.left[*sum] -= value;
            }
            if self.sums[at]
                .iter()
                .all(|(sum, is_last)| !is_last || self.left[*sum] == 0)
            {
                let (wholly, partly) = self.taken[at];
                let (sure_of, may_be_of) = (i64::from(wholly) * value, i64::from(partly) * value);
                self.assign(at + 1, sure + sure_of, may_be + may_be_of)?;
            }
            for (sum, _) in &self.sums[at] {
                self.left[*sum] += value;
            }
            let is_known = at >= self.of_target && (sure..=sure + may_be).all(|value| self.found.contains(&value));
            if is_known || self.found.len() >= self.enough {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{NODES, Possible, TooManyNodes, possible};
    use crate::solver::{Entangled, Solved, Statement, solve};

    fn entangled(sums: &[(&[usize], i64)]) -> Entangled {
        let statements = sums.iter().map(|(of, value)| Statement {
            of: of.iter().copied().collect(),
            value: *value,
        });
        let solved = solve(&statements.collect::<Vec<_>>());
        let Solved::Entangled(known) = solved else {
            panic!("{solved:?}")
        };
        known
    }

    #[test]
    fn a_hidden_cell_is_found_from_the_totals_of_its_row_and_column() {
        // Two rows by two columns with only totals: the first row is 2, the first column 7.
        let known = entangled(&[(&[0, 1], 2), (&[2, 3], 9), (&[0, 2], 7), (&[1, 3], 4)]);
        let of = |atoms: &[usize], enough| possible(atoms.iter().copied().collect(), &known, enough, NODES);
        assert_eq!(of(&[0], 5), Ok(Possible::Only(BTreeSet::from([0, 1, 2]))));
        assert_eq!(of(&[0], 3), Ok(Possible::Enough));
        assert_eq!(of(&[2], 5), Ok(Possible::Only(BTreeSet::from([5, 6, 7]))));
        assert_eq!(of(&[0, 1], 5), Ok(Possible::Only(BTreeSet::from([2]))));
        assert_eq!(of(&[0, 9], 5), Ok(Possible::Unbounded));
    }

    #[test]
    fn independent_components_add_up() {
        let known = entangled(&[(&[0, 1], 1), (&[1, 2], 1), (&[5, 6], 2)]);
        let of = |atoms: &[usize]| possible(atoms.iter().copied().collect(), &known, 9, NODES);
        assert_eq!(of(&[0, 5]), Ok(Possible::Only(BTreeSet::from([0, 1, 2, 3]))));
        assert_eq!(of(&[0, 1]), Ok(Possible::Only(BTreeSet::from([1]))));
    }

    #[test]
    fn a_search_that_takes_too_long_is_a_failure() {
        // Only the totals of six rows and six columns.
        let lines: Vec<Vec<usize>> = (0..6)
            .map(|row| (row * 6..row * 6 + 6).collect())
            .chain((0..6).map(|column| (0..6).map(|row| row * 6 + column).collect()))
            .collect();
        let sums: Vec<(&[usize], i64)> = lines.iter().map(|line| (line.as_slice(), 40)).collect();
        let known = entangled(&sums);
        let cell = [7].into_iter().collect();
        assert_eq!(possible(cell, &known, 41, NODES), Ok(Possible::Enough));
        assert_eq!(possible(cell, &known, 41, 100), Err(TooManyNodes));
    }
}
