//! Which unknown facts can still change the answer.
//!
//! What is known of a person follows its ways through the diagram of the criteria; the variables that are then left are
//! exactly those that matter.

use chrono::NaiveDate;
use smallvec::{SmallVec, smallvec};

use crate::domain::kommun::Kommunkod;

use super::diagram::{ALWAYS, Classes, Diagram, NEVER, Node, NodeId, Variable};
use super::evaluate::known_age;
use super::facts::{Fact, Facts as Known, Municipality};

/// What can still change the answer.
pub enum Facts {
    /// Nothing: every completion gives this answer.
    Decided(bool),
    /// These, in written order.
    Undecided(SmallVec<[Fact; 8]>),
}

impl Diagram {
    /// Finds the facts that can still change whether the criteria are met on a day.
    pub(crate) fn open_facts(&self, known: &Known, day: NaiveDate) -> Facts {
        let classes: SmallVec<[Option<usize>; 12]> = self
            .variables
            .iter()
            .map(|variable| variable.known_class(known, day))
            .collect();
        // What is left of each node once the known ways are taken; equal ones become one again.
        let mut left: SmallVec<[NodeId; 48]> = [NEVER, ALWAYS].into_iter().collect();
        let mut nodes: SmallVec<[Node; 16]> = SmallVec::new();
        let mut first_of_variable = 0;
        for (variable, leads_to) in &self.nodes {
            if let Some(class) = classes[*variable] {
                left.push(left[leads_to[class]]);
                continue;
            }
            let leads_to: SmallVec<[NodeId; 4]> = leads_to.iter().map(|next| left[*next]).collect();
            if leads_to.iter().all(|next| *next == leads_to[0]) {
                left.push(leads_to[0]);
                continue;
            }
            if nodes.last().is_some_and(|(last, _)| last != variable) {
                first_of_variable = nodes.len();
            }
            let node = (*variable, leads_to);
            let equal = nodes[first_of_variable..].iter().position(|other| *other == node);
            let at = equal.map_or(nodes.len(), |at| first_of_variable + at);
            if equal.is_none() {
                nodes.push(node);
            }
            left.push(at + 2);
        }
        match left[self.root] {
            NEVER => Facts::Decided(false),
            ALWAYS => Facts::Decided(true),
            root => Facts::Undecided(self.facts_below(root, &nodes)),
        }
    }

    /// The facts that the nodes from one down ask for, in written order.
    fn facts_below(&self, root: NodeId, nodes: &[Node]) -> SmallVec<[Fact; 8]> {
        let mut is_below: SmallVec<[bool; 48]> = smallvec![false; root + 1];
        let mut is_asked: SmallVec<[bool; 12]> = smallvec![false; self.variables.len()];
        is_below[root] = true;
        for at in (2..=root).rev() {
            let (variable, leads_to) = &nodes[at - 2];
            if is_below[at] {
                is_asked[*variable] = true;
                leads_to.iter().for_each(|next| is_below[*next] = true);
            }
        }
        let mut facts = SmallVec::new();
        for (variable, _) in self.variables.iter().zip(is_asked).filter(|(_, is_asked)| *is_asked) {
            // The reasons of one list stand together.
            if facts.last() != Some(&variable.fact) {
                facts.push(variable.fact);
            }
        }
        facts
    }
}

impl Variable {
    /// The class of what is known, where it is known.
    fn known_class(&self, known: &Known, day: NaiveDate) -> Option<usize> {
        let municipality = match self.fact {
            Fact::BirthDate | Fact::Age => {
                let age = known_age(known, day)?;
                let Classes::Ages(lowest) = &self.classes else {
                    return None;
                };
                return Some(lowest.partition_point(|lowest| *lowest <= age) - 1);
            }
            Fact::Declared(fact) => return known.self_declared.get(fact).map(usize::from),
            Fact::RelativeReasons => {
                let reason = [self.reason?].into_iter().collect();
                return Some(usize::from(known.self_declared.relative_reasons?.meets(reason)));
            }
            Fact::RegisteredMunicipality => known.registered_municipality?,
            Fact::ResidenceMunicipality => known.residence_municipality?,
            Fact::RelativeResidenceMunicipality => known.relative_residence_municipality?,
        };
        let Classes::Municipalities(named) = &self.classes else {
            return None;
        };
        let position = |at: Kommunkod| named.iter().position(|one| *one == at);
        let at = match municipality {
            Municipality::In(kommunkod) => position(kommunkod),
            Municipality::Nowhere => None,
        };
        Some(at.unwrap_or(named.len()))
    }
}
