//! An attacker who combines all public figures by exact elimination, release by release.

use std::collections::{BTreeMap, BTreeSet};

use crate::atoms::AtomSet;
use crate::search::{NODES, Possible, TooManyNodes, possible};
use crate::service::Service;
use crate::solver::{Entangled, Solved, Statement, is_union, possible_values, solve};
use crate::worlds::World;

/// The extent of the attack.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    pub worlds: u64,
    pub releases: u64,
    /// Public sums.
    pub statements: u64,
    /// Cells that the sums reduce to.
    pub cells: u64,
    /// Small parts, counted for each attacker.
    pub targets: u64,
    /// New values of cells.
    pub corrections: u64,
    /// Releases whose sums do not reduce to disjoint cells.
    pub entangled: u64,
    /// The smallest number of possible values of a small part with a bound.
    pub least: Option<i64>,
}

/// What an attacker found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breach {
    /// A small part with fewer than k possible values.
    Leak {
        part: String,
        /// The number of possible values.
        values: i64,
    },
    /// A cell belongs to more than one stream.
    MixedStreams(String),
    /// A cell overlaps an earlier one.
    Regrouped(String, String),
    /// Two published values of a cell differ by less than k.
    SmallDifference(String, Vec<i64>),
    /// A new value differs from the count.
    WrongFigure(String, i64),
    /// The figures contradict each other.
    Contradiction,
    /// The search took too long.
    TooManyNodes,
}

/// The known facts about a world so far.
struct Attack<'a> {
    world: &'a World,
    looked: Looked,
    /// Every product set of each stream.
    products: Vec<BTreeSet<AtomSet>>,
    /// Every published value of a cell.
    ever: BTreeMap<AtomSet, Vec<i64>>,
}

/// Attacks a service with a world.
pub fn attack(world: &World, service: &mut impl Service) -> Result<Looked, Breach> {
    let streams = 0..world.shape.streams.len();
    let mut attack = Attack {
        world,
        looked: Looked {
            worlds: 1,
            ..Looked::default()
        },
        products: streams
            .map(|stream| world.shape.products(stream, world.shape.months.len()))
            .collect(),
        ever: BTreeMap::new(),
    };
    for step in 0..world.records.len() {
        let statements = service.release_and_read(world, step);
        attack.looked.releases += 1;
        attack.looked.statements += u64::try_from(statements.len()).expect("few");
        let small = attack.small(step);
        match solve(&statements) {
            Solved::Contradiction => return Err(Breach::Contradiction),
            Solved::Entangled(known) => attack.search(&statements, &known, &small)?,
            Solved::Disjoint(cells) => {
                attack.remember(step, &cells)?;
                attack.judge(&cells, &small)?;
            }
        }
    }
    Ok(attack.looked)
}

impl Attack<'_> {
    fn write(&self, set: AtomSet) -> String {
        self.world.shape.write(set)
    }

    /// The parts from 1 to k − 1 of each stream, in the counts at a release.
    fn small(&self, step: usize) -> Vec<Vec<AtomSet>> {
        let shape = &self.world.shape;
        let values = self.world.values(step);
        let counted: AtomSet = (0..shape.atoms())
            .filter(|atom| shape.spot(atom / shape.genders.len()).month <= step)
            .collect();
        let is_small =
            |set: &&AtomSet| set.is_within(counted) && (1..i64::from(self.world.least_k())).contains(&set.sum(&values));
        let of = |products: &BTreeSet<AtomSet>| products.iter().filter(is_small).copied().collect();
        self.products.iter().map(of).collect()
    }

    /// Adds the cells of a release, and compares them with earlier ones.
    fn remember(&mut self, step: usize, cells: &[Statement]) -> Result<(), Breach> {
        let values = self.world.values(step);
        for cell in cells {
            let whole = |products: &BTreeSet<AtomSet>| products.iter().any(|product| cell.of.is_within(*product));
            if !self.products.iter().any(whole) {
                return Err(Breach::MixedStreams(self.write(cell.of)));
            }
            let overlaps = |other: &&AtomSet| **other != cell.of && !other.and(cell.of).is_empty();
            if let Some(before) = self.ever.keys().find(overlaps) {
                return Err(Breach::Regrouped(self.write(*before), self.write(cell.of)));
            }
            let ever = self.ever.entry(cell.of).or_default();
            if ever.last() == Some(&cell.value) {
                continue;
            }
            self.looked.corrections += u64::from(!ever.is_empty());
            ever.push(cell.value);
            let is_near = |value: &i64| (1..i64::from(self.world.least_k())).contains(&(value - cell.value).abs());
            if ever.iter().any(is_near) {
                return Err(Breach::SmallDifference(self.world.shape.write(cell.of), ever.clone()));
            }
            if cell.of.sum(&values) != cell.value {
                return Err(Breach::WrongFigure(self.write(cell.of), cell.value));
            }
        }
        Ok(())
    }

    /// Checks each small part, for the public, for each provider, and for all providers but one.
    fn judge(&mut self, cells: &[Statement], small: &[Vec<AtomSet>]) -> Result<(), Breach> {
        self.looked.cells += u64::try_from(cells.len()).expect("few");
        for known in self.coalitions() {
            // Subtracts the attacker's own records from every cell. A cell belongs to one stream.
            let is_known = |cell: &&Statement| known.iter().any(|stream| self.is_of(cell.of, *stream));
            let left: Vec<Statement> = cells.iter().filter(|cell| !is_known(cell)).copied().collect();
            for (stream, parts) in small.iter().enumerate() {
                if known.contains(&stream) {
                    continue;
                }
                for part in parts.iter().filter(|part| !is_union(**part, &left)) {
                    self.looked.targets += 1;
                    let Some(values) = possible_values(*part, &left) else {
                        continue;
                    };
                    self.looked.least = Some(self.looked.least.map_or(values, |least| least.min(values)));
                    if values < i64::from(self.world.least_k()) {
                        let part = self.write(*part);
                        return Err(Breach::Leak { part, values });
                    }
                }
            }
        }
        Ok(())
    }

    fn is_of(&self, cell: AtomSet, stream: usize) -> bool {
        let of_stream = self.world.shape.atoms() / self.world.shape.streams.len();
        cell.atoms().all(|atom| atom / of_stream == stream)
    }

    /// The streams of which each attacker has all records.
    fn coalitions(&self) -> BTreeSet<Vec<usize>> {
        let streams = &self.world.shape.streams;
        let providers: BTreeSet<&str> = streams.iter().map(|stream| stream.provider.as_str()).collect();
        let mut coalitions = BTreeSet::from([Vec::new()]);
        for provider in providers {
            let is_own = |stream: &usize| streams[*stream].provider == provider;
            let (own, others): (Vec<usize>, Vec<usize>) = (0..streams.len()).partition(is_own);
            coalitions.extend([own, others]);
        }
        coalitions
    }

    /// Searches for the possible values where sums are entangled.
    fn search(&mut self, read: &[Statement], known: &Entangled, small: &[Vec<AtomSet>]) -> Result<(), Breach> {
        self.looked.entangled += 1;
        let enough = usize::try_from(self.world.least_k()).expect("small");
        for part in small
            .iter()
            .flatten()
            .filter(|part| read.iter().all(|sum| sum.of != **part))
        {
            self.looked.targets += 1;
            match possible(*part, known, enough, NODES) {
                Err(TooManyNodes) => return Err(Breach::TooManyNodes),
                Ok(Possible::Only(values)) => {
                    let values = i64::try_from(values.len()).expect("few");
                    let part = self.write(*part);
                    return Err(Breach::Leak { part, values });
                }
                Ok(Possible::Enough | Possible::Unbounded) => {}
            }
        }
        Ok(())
    }
}

impl Looked {
    pub fn and(self, other: &Self) -> Self {
        Self {
            worlds: self.worlds + other.worlds,
            releases: self.releases + other.releases,
            statements: self.statements + other.statements,
            cells: self.cells + other.cells,
            targets: self.targets + other.targets,
            corrections: self.corrections + other.corrections,
            entangled: self.entangled + other.entangled,
            least: self.least.into_iter().chain(other.least).min(),
        }
    }
}
