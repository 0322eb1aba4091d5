//! Which unknown facts can still change the answer.
//!
//! Each unknown fact is a variable with a few classes of values that the criteria cannot tell apart. From the tree a
//! reduced, ordered decision diagram is built: two ways of asking the same thing become one node, and a question
//! whose answers all lead to the same place disappears. The variables that are left are exactly those that matter.

use std::collections::HashMap;

use chrono::NaiveDate;
use smallvec::SmallVec;

use super::criteria::{Condition, Criterion};
use super::evaluate::{Truth, is_known, leaf_truth};
use super::facts::{Fact, Facts as Known, RelativeReason};
use super::kommun::Kommunkod;

/// What can still change the answer.
pub enum Facts {
    /// Nothing: every completion gives this answer.
    Decided(bool),
    /// These, in written order.
    Undecided(SmallVec<[Fact; 8]>),
}

/// Finds the facts that can still change whether the criteria are met.
#[must_use]
pub fn facts(criteria: &Criterion, known: &Known, day: NaiveDate) -> Facts {
    let unknown = unknown_facts(criteria, known);
    let mut diagram = Diagram {
        variables: variables(criteria, &unknown),
        nodes: Vec::new(),
        numbers: HashMap::new(),
        joined: HashMap::new(),
    };
    let root = diagram.build(criteria, false, known, day);
    if root == NEVER || root == ALWAYS {
        return Facts::Decided(root == ALWAYS);
    }
    let essential = diagram.variables_below(root);
    Facts::Undecided(unknown.into_iter().filter(|fact| essential.contains(fact)).collect())
}

fn unknown_facts(criteria: &Criterion, known: &Known) -> SmallVec<[Fact; 8]> {
    let mut unknown = SmallVec::new();
    criteria.walk(&mut |criterion| {
        if let Some(fact) = criterion.condition.fact()
            && !is_known(fact, known)
            && !unknown.contains(&fact)
        {
            unknown.push(fact);
        }
    });
    unknown
}

/// An unknown fact, or one reason of an unknown list of reasons.
struct Variable {
    fact: Fact,
    reason: Option<RelativeReason>,
    classes: Classes,
}

/// Values that the criteria cannot tell apart, as one representative each.
enum Classes {
    /// The lowest age of each class.
    Ages(Vec<u32>),
    /// The municipalities named; one more class stands for all others.
    Municipalities(Vec<Kommunkod>),
    /// False, then true.
    YesOrNo,
}

impl Classes {
    const fn count(&self) -> usize {
        match self {
            Self::Ages(lowest) => lowest.len(),
            Self::Municipalities(named) => named.len() + 1,
            Self::YesOrNo => 2,
        }
    }
}

fn variables(criteria: &Criterion, unknown: &[Fact]) -> Vec<Variable> {
    let mut leaves = Vec::new();
    criteria.walk(&mut |criterion| leaves.push(&criterion.condition));
    let mut variables = Vec::new();
    for fact in unknown {
        let asked: Vec<&Condition> = leaves
            .iter()
            .copied()
            .filter(|leaf| leaf.fact() == Some(*fact))
            .collect();
        if *fact == Fact::RelativeReasons {
            let named = RelativeReason::ALL.into_iter().filter(|reason| {
                let alone = [*reason].into_iter().collect();
                asked
                    .iter()
                    .any(|leaf| matches!(leaf, Condition::DeclaredAnyOf(values) if values.meets(alone)))
            });
            variables.extend(named.map(|reason| Variable {
                fact: *fact,
                reason: Some(reason),
                classes: Classes::YesOrNo,
            }));
        } else {
            variables.push(Variable {
                fact: *fact,
                reason: None,
                classes: classes(&asked),
            });
        }
    }
    variables
}

fn classes(asked: &[&Condition]) -> Classes {
    let mut ages = vec![0];
    let mut municipalities = Vec::new();
    for leaf in asked {
        match leaf {
            Condition::Age(limit) => {
                ages.extend(limit.at_least.map(u32::from));
                ages.extend(limit.at_most.map(|most| u32::from(most) + 1));
            }
            Condition::RegisteredIn(kommunkod)
            | Condition::ResidesIn(kommunkod)
            | Condition::RelativeResidesIn(kommunkod) => municipalities.push(*kommunkod),
            _ => {}
        }
    }
    if !municipalities.is_empty() {
        municipalities.sort_unstable();
        municipalities.dedup();
        return Classes::Municipalities(municipalities);
    }
    if ages.len() > 1 {
        ages.sort_unstable();
        ages.dedup();
        return Classes::Ages(ages);
    }
    Classes::YesOrNo
}

type NodeId = usize;
const NEVER: NodeId = 0;
const ALWAYS: NodeId = 1;

const fn constant(holds: bool) -> NodeId {
    if holds { ALWAYS } else { NEVER }
}

/// A variable and where each of its classes leads.
type Node = (usize, SmallVec<[NodeId; 4]>);

struct Diagram {
    variables: Vec<Variable>,
    nodes: Vec<Node>,
    numbers: HashMap<Node, NodeId>,
    joined: HashMap<(bool, NodeId, NodeId), NodeId>,
}

impl Diagram {
    /// The diagram of a criterion, or of its opposite: `not` is moved down to the leaves (De Morgan).
    fn build(&mut self, criterion: &Criterion, opposite: bool, known: &Known, day: NaiveDate) -> NodeId {
        let (of, both) = match &criterion.condition {
            Condition::Not(of) => return self.build(of, !opposite, known, day),
            Condition::All(of) => (of, !opposite),
            Condition::Any(of) => (of, opposite),
            leaf => {
                return match leaf_truth(leaf, known, day) {
                    Truth::Unknown => self.leaf(leaf, opposite),
                    truth => constant((truth == Truth::Met) != opposite),
                };
            }
        };
        of.iter().fold(constant(both), |so_far, child| {
            let child = self.build(child, opposite, known, day);
            self.join(both, so_far, child)
        })
    }

    fn leaf(&mut self, leaf: &Condition, opposite: bool) -> NodeId {
        let fact = leaf.fact();
        (0..self.variables.len()).fold(constant(opposite), |so_far, at| {
            let variable = &self.variables[at];
            if Some(variable.fact) != fact {
                return so_far;
            }
            let leads_to = (0..variable.classes.count())
                .map(|class| constant(variable.meets(leaf, class) != opposite))
                .collect();
            let node = self.node(at, leads_to);
            self.join(opposite, so_far, node)
        })
    }

    /// `both`: the two must hold; else either suffices.
    fn join(&mut self, both: bool, left: NodeId, right: NodeId) -> NodeId {
        let decides = constant(!both);
        let decides_nothing = constant(both);
        if left == decides || right == decides {
            return decides;
        }
        if left == decides_nothing || left == right {
            return right;
        }
        if right == decides_nothing {
            return left;
        }
        if let Some(known) = self.joined.get(&(both, left, right)) {
            return *known;
        }
        let (left_node, right_node) = (self.nodes[left - 2].clone(), self.nodes[right - 2].clone());
        let variable = left_node.0.min(right_node.0);
        let leads_to = (0..self.variables[variable].classes.count())
            .map(|class| {
                let follow = |id, node: &Node| if node.0 == variable { node.1[class] } else { id };
                self.join(both, follow(left, &left_node), follow(right, &right_node))
            })
            .collect();
        let result = self.node(variable, leads_to);
        self.joined.insert((both, left, right), result);
        result
    }

    fn node(&mut self, variable: usize, leads_to: SmallVec<[NodeId; 4]>) -> NodeId {
        if leads_to.iter().all(|next| *next == leads_to[0]) {
            return leads_to[0];
        }
        let nodes = &mut self.nodes;
        *self.numbers.entry((variable, leads_to)).or_insert_with_key(|node| {
            nodes.push(node.clone());
            nodes.len() + 1
        })
    }

    fn variables_below(&self, root: NodeId) -> Vec<Fact> {
        let mut seen = vec![false; self.nodes.len()];
        let mut waiting = vec![root];
        let mut facts = Vec::new();
        while let Some(id) = waiting.pop() {
            if id >= 2 && !std::mem::replace(&mut seen[id - 2], true) {
                let (variable, leads_to) = &self.nodes[id - 2];
                facts.push(self.variables[*variable].fact);
                waiting.extend(leads_to);
            }
        }
        facts
    }
}

impl Variable {
    fn meets(&self, leaf: &Condition, class: usize) -> bool {
        match (leaf, &self.classes) {
            (Condition::Age(limit), Classes::Ages(lowest)) => limit.holds(lowest[class]),
            (
                Condition::RegisteredIn(kommunkod)
                | Condition::ResidesIn(kommunkod)
                | Condition::RelativeResidesIn(kommunkod),
                Classes::Municipalities(named),
            ) => named.get(class) == Some(kommunkod),
            (Condition::DeclaredAnyOf(values), Classes::YesOrNo) => {
                class == 1
                    && self
                        .reason
                        .is_some_and(|reason| values.meets([reason].into_iter().collect()))
            }
            (_, classes) => matches!(classes, Classes::YesOrNo) && class == 1,
        }
    }
}
