//! Criteria as a decision diagram: each fact a question, its answers the ways onward.
//!
//! Each fact is a variable with a few classes of values that the criteria cannot tell apart. From the tree a reduced,
//! ordered diagram is built from below: two ways of asking the same thing become one node, and a question whose
//! answers all lead to the same place disappears.

use std::collections::HashMap;

use smallvec::SmallVec;
use strum::VariantArray as _;

use crate::domain::kommun::Kommunkod;

use super::facts::{Fact, RelativeReason};
use super::{Condition, Criterion};

/// The decision diagram of criteria, while nothing is known.
#[derive(Debug)]
pub struct Diagram {
    /// In the written order of the facts.
    pub(crate) variables: Vec<Variable>,
    /// A node leads to nodes before it; those of one variable stand together.
    pub(crate) nodes: Vec<Node>,
    pub(crate) root: NodeId,
}

impl Diagram {
    /// The diagram of criteria.
    pub(crate) fn of(criteria: &Criterion) -> Self {
        let mut builder = Builder {
            variables: variables(criteria),
            nodes: Vec::new(),
            numbers: HashMap::new(),
            joined: HashMap::new(),
        };
        let root = builder.build(criteria, false);
        builder.finish(root)
    }

    /// The diagram of criteria in which some fact stands in several conditions: only then is it needed.
    pub fn where_needed(criteria: &Criterion) -> Option<Self> {
        criteria.asks_twice().then(|| Self::of(criteria))
    }
}

/// 0 and 1 are the ends, never and always; a node of the diagram stands two further on.
pub(crate) type NodeId = usize;
pub(crate) const NEVER: NodeId = 0;
pub(crate) const ALWAYS: NodeId = 1;

const fn constant(holds: bool) -> NodeId {
    if holds { ALWAYS } else { NEVER }
}

/// A variable and where each of its classes leads.
pub(crate) type Node = (usize, SmallVec<[NodeId; 4]>);

/// A fact, or one reason of a list of reasons.
#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) fact: Fact,
    pub(crate) reason: Option<RelativeReason>,
    pub(crate) classes: Classes,
}

/// Values that the criteria cannot tell apart, as one representative each.
#[derive(Debug)]
pub(crate) enum Classes {
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

/// The variables, in the written order of the facts.
fn variables(criteria: &Criterion) -> Vec<Variable> {
    let mut leaves = Vec::new();
    criteria.walk(&mut |criterion| leaves.push(&criterion.condition));
    let mut facts: Vec<Fact> = Vec::new();
    for fact in leaves.iter().filter_map(|leaf| leaf.fact()) {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    let mut variables = Vec::new();
    for fact in facts {
        let asked: Vec<&Condition> = leaves
            .iter()
            .copied()
            .filter(|leaf| leaf.fact() == Some(fact))
            .collect();
        if fact == Fact::RelativeReasons {
            let named = RelativeReason::VARIANTS.iter().copied().filter(|reason| {
                let alone = [*reason].into_iter().collect();
                asked
                    .iter()
                    .any(|leaf| matches!(leaf, Condition::DeclaredAnyOf(values) if values.meets(alone)))
            });
            variables.extend(named.map(|reason| Variable {
                fact,
                reason: Some(reason),
                classes: Classes::YesOrNo,
            }));
        } else {
            variables.push(Variable {
                fact,
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

/// A diagram while it is built from below.
struct Builder {
    variables: Vec<Variable>,
    nodes: Vec<Node>,
    numbers: HashMap<Node, NodeId>,
    joined: HashMap<(bool, NodeId, NodeId), NodeId>,
}

impl Builder {
    /// The diagram of a criterion, or of its opposite: `not` is moved down to the leaves (De Morgan).
    fn build(&mut self, criterion: &Criterion, opposite: bool) -> NodeId {
        let (of, both) = match &criterion.condition {
            Condition::Not(of) => return self.build(of, !opposite),
            Condition::All(of) => (of, !opposite),
            Condition::Any(of) => (of, opposite),
            leaf => return self.leaf(leaf, opposite),
        };
        of.iter().fold(constant(both), |so_far, child| {
            let child = self.build(child, opposite);
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

    /// The nodes below a root, those of later variables first.
    fn finish(self, root: NodeId) -> Diagram {
        let mut is_below = vec![false; self.nodes.len() + 2];
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            if !std::mem::replace(&mut is_below[id], true) && id >= 2 {
                waiting.extend(&self.nodes[id - 2].1);
            }
        }
        let mut kept: Vec<NodeId> = (2..is_below.len()).filter(|id| is_below[*id]).collect();
        kept.sort_by_key(|id| std::cmp::Reverse(self.nodes[id - 2].0));
        let mut moved = vec![NEVER, ALWAYS];
        moved.resize(is_below.len(), NEVER);
        for (at, id) in kept.iter().enumerate() {
            moved[*id] = at + 2;
        }
        let nodes = kept.iter().map(|id| {
            let (variable, leads_to) = &self.nodes[id - 2];
            (*variable, leads_to.iter().map(|next| moved[*next]).collect())
        });
        Diagram {
            nodes: nodes.collect(),
            root: moved[root],
            variables: self.variables,
        }
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
