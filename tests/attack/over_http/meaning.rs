//! The sets of atoms that figures and cells stand for, from the answers alone.

use std::collections::{BTreeMap, BTreeSet};

use insatskatalog::domain::statistics::gender::Gender;

use super::answers::{Answer, Cell, Figure};
use super::questions::{DIMENSIONS, Question};
use crate::atoms::AtomSet;
use crate::shape::{Shape, UNLISTED};
use crate::solver::Statement;

/// The meaning of labels in a world.
pub struct Meaning {
    /// Every possible atom.
    possible: AtomSet,
    /// The atoms of each label, by dimension.
    words: [BTreeMap<String, AtomSet>; 8],
}

/// The known cells.
#[derive(Default)]
pub struct Cells {
    /// The set of each cell, by name.
    named: BTreeMap<String, Statement>,
    /// The cells that are not part of another.
    smallest: Vec<AtomSet>,
}

impl Meaning {
    /// The labels of a world's catalogue.
    pub fn of(shape: &Shape) -> Self {
        let mut meaning = Self {
            possible: AtomSet::default(),
            words: Default::default(),
        };
        for atom in 0..shape.atoms() {
            let spot = shape.spot(atom / shape.genders.len());
            if !shape.is_possible(spot) {
                continue;
            }
            meaning.possible.insert(atom);
            let (stream, month) = (&shape.streams[spot.stream], shape.months[spot.month]);
            let gender = match shape.genders[atom % shape.genders.len()] {
                Gender::Women => "women",
                Gender::Men => "men",
                Gender::OtherOrUnknown => "otherOrUnknown",
            };
            let words = [
                month.year().to_string(),
                format!("{}-q{}", month.year(), month.quarter()),
                month.to_string(),
                stream.insats.clone(),
                stream.provider.clone(),
                shape.places[spot.place].clone(),
                shape.activities[spot.activity].clone(),
                gender.to_owned(),
            ];
            for (known, word) in meaning.words.iter_mut().zip(words) {
                known.entry(word).or_default().insert(atom);
            }
        }
        meaning
    }

    fn word(&self, dimension: usize, word: &str) -> AtomSet {
        self.words[dimension].get(word).copied().unwrap_or_default()
    }

    fn any(&self, dimension: usize, words: &[String]) -> AtomSet {
        let sets = words.iter().map(|word| self.word(dimension, word));
        sets.fold(AtomSet::default(), AtomSet::or)
    }

    /// The atoms of the months of an answer.
    fn months(&self, from: &str, to: &str) -> AtomSet {
        let months = self.words[2]
            .iter()
            .filter(|(month, _)| from <= month.as_str() && month.as_str() <= to);
        months.fold(AtomSet::default(), |all, (_, month)| all.or(*month))
    }

    /// The set of a figure.
    fn figure(&self, figure: &Figure, of_answer: AtomSet) -> AtomSet {
        let labels = figure.labels();
        let words = labels.iter().enumerate();
        words.fold(of_answer, |set, (dimension, word)| match word {
            Some(word) => set.and(self.word(dimension, word)),
            None => set,
        })
    }

    /// The set of a cell.
    fn cell(&self, cell: &Cell) -> AtomSet {
        let set = self
            .any(2, &cell.months)
            .and(self.word(3, &cell.insats))
            .and(self.word(4, &cell.provider));
        let parts = [
            (5, &cell.places, cell.unlisted_places),
            (6, &cell.activities, cell.unlisted_activities),
            (7, &cell.genders, false),
        ];
        parts
            .into_iter()
            .fold(set, |set, (dimension, words, has_unlisted)| match words {
                None => set,
                Some(words) if has_unlisted => set.and(self.any(dimension, words).or(self.word(dimension, UNLISTED))),
                Some(words) => set.and(self.any(dimension, words)),
            })
    }

    /// The statement of a figure in an annual report, if it is shown.
    pub fn sum_of(&self, figure: &Figure) -> Option<Statement> {
        // A partial sum is that of the public figure, which names its cells.
        let value = figure.value.filter(|_| figure.status != "partial")?;
        assert_eq!(figure.status, "ok", "{figure:?}");
        let of = self.figure(figure, self.possible);
        Some(Statement { of, value })
    }

    /// Adds the cells of an answer.
    pub fn read_cells(&self, answer: &Answer, cells: &mut Cells, sums: &mut BTreeSet<Statement>) {
        for cell in &answer.cells {
            let of = self.cell(cell);
            assert!(!of.is_empty() && cell.status == "ok", "{cell:?}");
            let value = cell
                .value
                .unwrap_or_else(|| panic!("a shown cell has a figure: {cell:?}"));
            let statement = Statement { of, value };
            sums.insert(statement);
            let known = *cells.named.entry(cell.id.clone()).or_insert(statement);
            assert_eq!(known, statement, "a cell says the same in every answer: {cell:?}");
        }
    }

    /// Adds the figures of an answer. A shown figure is a sum. A hidden one shows that parts of one cell are treated
    /// alike.
    pub fn read_figures(&self, question: Question, answer: &Answer, cells: &Cells, sums: &mut BTreeSet<Statement>) {
        let of_answer = self.possible.and(self.months(&answer.from, &answer.to));
        for figure in &answer.figures {
            let of = self.figure(figure, of_answer);
            for (at, label) in figure.labels().iter().enumerate() {
                let is_asked = question.by >> at & 1 == 1;
                assert_eq!(label.is_some(), is_asked, "{}: {question:?} {figure:?}", DIMENSIONS[at]);
            }
            match (figure.status.as_str(), figure.value) {
                ("ok", Some(value)) => {
                    assert!(!of.is_empty(), "a figure of nothing: {question:?} {figure:?}");
                    sums.insert(Statement { of, value });
                }
                ("partial", Some(value)) if question.partial => {
                    let of = cells.union(&figure.cells, of);
                    sums.insert(Statement { of, value });
                }
                ("notApplicable", None) => assert!(of.is_empty(), "{question:?} {figure:?}"),
                ("suppressed" | "pending", None) => {}
                _ => panic!("no world has such a figure: {question:?} {figure:?}"),
            }
            assert_eq!(figure.status == "partial", !figure.cells.is_empty(), "{figure:?}");
            read_hidden(question, figure, of, cells);
        }
    }
}

/// Every figure that contains only a part of a cell must have the same status.
fn read_hidden(question: Question, figure: &Figure, of: AtomSet, cells: &Cells) {
    let cut = cells
        .smallest
        .iter()
        .filter(|cell| !cell.and(of).is_empty() && !cell.is_within(of));
    for cell in cut {
        match figure.status.as_str() {
            "suppressed" => {}
            // A partial sum without the cell.
            "partial" => assert!(
                figure
                    .cells
                    .iter()
                    .all(|name| cells.named[name].of.and(*cell).is_empty()),
                "{question:?} {figure:?}"
            ),
            _ => panic!("a part of {cell:?} does not have the same status as the others: {question:?} {figure:?}"),
        }
    }
    if let Some(within) = &figure.within {
        assert!(figure.status == "suppressed", "{question:?} {figure:?}");
        assert!(of.is_within(cells.named[within].of), "{question:?} {figure:?}");
    }
}

impl Cells {
    /// The value of a cell, by name.
    pub fn value(&self, name: &str) -> Option<i64> {
        self.named.get(name).map(|cell| cell.value)
    }

    /// Finds the cells that are not part of another.
    pub fn find_smallest(&mut self, sums: &BTreeSet<Statement>) {
        let of: BTreeSet<AtomSet> = sums.iter().map(|sum| sum.of).collect();
        let has_part = |cell: &AtomSet| of.iter().any(|other| other != cell && other.is_within(*cell));
        self.smallest = of.iter().copied().filter(|cell| !has_part(cell)).collect();
    }

    /// The union of the cells of a figure.
    fn union(&self, names: &[String], figure: AtomSet) -> AtomSet {
        names.iter().fold(AtomSet::default(), |all, name| {
            let of = self.named[name].of;
            assert!(
                of.is_within(figure) && of.and(all).is_empty(),
                "{name} occurs in the wrong place, or twice"
            );
            all.or(of)
        })
    }
}
