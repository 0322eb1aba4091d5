//! Which unknown facts can still change the answer.
//!
//! What is known of a person follows its ways through the diagram of the criteria; the variables that are then left are
//! exactly those that matter.

use chrono::NaiveDate;
use smallvec::{SmallVec, smallvec};

use super::diagram::{ALWAYS, Diagram, FIRST, NEVER, Node, NodeId};
use super::evaluate::Subject;
use super::facts::Facts;
use super::variables::{OpenFact, Variable};

/// How criteria end once the known facts have decided what they can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Not met.
    NotMet,
    /// Met.
    Met,
    /// It depends on what nobody can answer through the API.
    Open,
}

/// Facts that can still change an answer.
pub(crate) type OpenFacts = SmallVec<[OpenFact; 4]>;

/// What can still change the answer.
#[derive(Debug)]
pub(crate) enum Left {
    /// Nothing: every completion of the facts gives this.
    Decided(End),
    /// These variables, by their place.
    Undecided {
        variables: SmallVec<[usize; 8]>,
        /// Whether some completion meets the criteria.
        may_be_met: bool,
    },
}

/// What is known of a variable.
#[derive(Clone, Debug)]
pub(crate) enum Known {
    /// Nothing.
    Nothing,
    /// The class of its answer.
    Class(usize),
    /// Some of its classes are ruled out.
    Among(SmallVec<[bool; 8]>),
}

impl Diagram {
    /// Finds the facts that can still change whether the criteria are met on a day.
    pub(crate) fn left(&self, facts: &Facts, day: NaiveDate) -> Left {
        let subject = Subject::own(facts, day);
        let known: SmallVec<[Known; 12]> = self
            .variables
            .iter()
            .map(|variable| variable.known(facts, subject))
            .collect();
        self.left_when(&known)
    }

    /// Finds the variables that can still change whether the criteria are met.
    pub(crate) fn left_when(&self, known: &[Known]) -> Left {
        // What is left of each node once the known ways are taken; equal ones become one again.
        let mut left: SmallVec<[NodeId; 48]> = (0..FIRST).collect();
        let mut nodes: SmallVec<[Node; 16]> = SmallVec::new();
        let mut first_of_variable = 0;
        for (variable, leads_to) in &self.nodes {
            let possible = match &known[*variable] {
                Known::Class(class) => {
                    left.push(left[leads_to[*class]]);
                    continue;
                }
                Known::Among(possible) => Some(possible),
                Known::Nothing => None,
            };
            let is_possible = |class: &usize| possible.is_none_or(|possible| possible[*class]);
            let ways: SmallVec<[NodeId; 4]> = (0..leads_to.len())
                .filter(is_possible)
                .map(|class| left[leads_to[class]])
                .collect();
            let Some(first) = ways
                .first()
                .copied()
                .filter(|first| ways.iter().any(|way| way != first))
            else {
                left.push(ways.first().copied().unwrap_or(NEVER));
                continue;
            };
            debug_assert!(first < left.len() + FIRST);
            if nodes.last().is_some_and(|(last, _)| last != variable) {
                first_of_variable = nodes.len();
            }
            let node = (*variable, ways);
            let equal = nodes[first_of_variable..].iter().position(|other| *other == node);
            let at = equal.map_or(nodes.len(), |at| first_of_variable + at);
            if equal.is_none() {
                nodes.push(node);
            }
            left.push(at + FIRST);
        }
        match left[self.root] {
            NEVER => Left::Decided(End::NotMet),
            ALWAYS => Left::Decided(End::Met),
            root if root < FIRST => Left::Decided(End::Open),
            root => self.below(root, &nodes),
        }
    }

    /// The variables that the nodes from one down ask for, in order.
    fn below(&self, root: NodeId, nodes: &[Node]) -> Left {
        let mut is_below: SmallVec<[bool; 48]> = smallvec![false; root + 1];
        let mut is_asked: SmallVec<[bool; 12]> = smallvec![false; self.variables.len()];
        is_below[root] = true;
        for at in (FIRST..=root).rev() {
            let (variable, leads_to) = &nodes[at - FIRST];
            if is_below[at] {
                is_asked[*variable] = true;
                leads_to.iter().for_each(|next| is_below[*next] = true);
            }
        }
        Left::Undecided {
            variables: (0..is_asked.len()).filter(|at| is_asked[*at]).collect(),
            may_be_met: is_below[ALWAYS],
        }
    }

    /// The facts of variables, in order; the reasons of one list are one fact.
    pub(crate) fn facts_of(&self, variables: &[usize]) -> OpenFacts {
        let mut facts = OpenFacts::new();
        for fact in variables.iter().filter_map(|at| self.variables[*at].key.open_fact()) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        facts
    }
}

impl Variable {
    fn known(&self, facts: &Facts, subject: Subject) -> Known {
        if let Some(class) = self.known_class(facts, subject) {
            return Known::Class(class);
        }
        let Some(ages) = self.possible_ages(facts, subject) else {
            return Known::Nothing;
        };
        let possible = (0..self.classes.count()).map(|class| self.classes.is_possible(class, ages));
        Known::Among(possible.collect())
    }
}
