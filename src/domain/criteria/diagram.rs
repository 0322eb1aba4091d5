//! Criteria as a decision diagram: each variable a question, its classes of answers the ways onward.
//!
//! From the tree a reduced, ordered diagram is built from below: two ways of asking the same thing become one node, and
//! a question whose answers all lead to the same place disappears. What nobody can answer through the API comes last in
//! the order; the nodes that ask it become the third end, [`OPEN`].

use std::collections::HashMap;

use smallvec::SmallVec;

use super::evaluate::Truth;
use super::variables::{Key, Knowledge, Variable, Whom, places, quantified, variables};
use super::{Condition, Criterion};

/// The most nodes of a diagram. Criteria that need more are refused when they are published.
pub(crate) const MAX_NODES: usize = 20_000;

/// The decision diagram of criteria.
#[derive(Debug)]
pub struct Diagram {
    pub(crate) variables: Vec<Variable>,
    /// A node leads to nodes before it; those of one variable stand together.
    pub(crate) nodes: Vec<Node>,
    pub(crate) root: NodeId,
}

/// A diagram would have more than [`MAX_NODES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// An end, or [`FIRST`] and the place of a node.
pub(crate) type NodeId = usize;
/// The criteria are not met.
pub(crate) const NEVER: NodeId = 0;
/// The criteria are met.
pub(crate) const ALWAYS: NodeId = 1;
/// Whether the criteria are met depends on what nobody can answer through the API.
pub(crate) const OPEN: NodeId = 2;
/// The number of ends.
pub(crate) const FIRST: NodeId = 3;

const fn constant(holds: bool) -> NodeId {
    if holds { ALWAYS } else { NEVER }
}

/// A variable and where each of its classes leads.
pub(crate) type Node = (usize, SmallVec<[NodeId; 4]>);

impl Diagram {
    /// The diagram of criteria while nothing is known.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub(crate) fn of(criteria: &Criterion) -> Result<Self, TooLarge> {
        Self::with(criteria, Knowledge(None))
    }

    /// The diagram of what is left of criteria once some facts are known; the persons of a known list are asked about
    /// one by one.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub(crate) fn with(criteria: &Criterion, knowledge: Knowledge) -> Result<Self, TooLarge> {
        let mut builder = Builder::new(variables(criteria, knowledge));
        let root = builder.build(criteria, Whom::Own, knowledge, false);
        if builder.is_too_large {
            return Err(TooLarge);
        }
        Ok(builder.finish(root))
    }

    /// Says whether two diagrams have the same end for all facts, variable by variable and class by class.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        let mut same: HashMap<(NodeId, NodeId), bool> = HashMap::new();
        self.ends_as(self.root, other, other.root, &mut same)
    }

    fn ends_as(&self, own: NodeId, other: &Self, others: NodeId, same: &mut HashMap<(NodeId, NodeId), bool>) -> bool {
        if own < FIRST || others < FIRST {
            return own == others;
        }
        if let Some(known) = same.get(&(own, others)) {
            return *known;
        }
        let (variable, leads_to) = &self.nodes[own - FIRST];
        let (others_variable, others_lead_to) = &other.nodes[others - FIRST];
        let (left, right) = (&self.variables[*variable], &other.variables[*others_variable]);
        let is_same = left.key == right.key
            && left.classes.refined_with(&right.classes).is_some_and(|pairs| {
                pairs
                    .into_iter()
                    .all(|(own, others)| self.ends_as(leads_to[own], other, others_lead_to[others], same))
            });
        same.insert((own, others), is_same);
        is_same
    }

    /// The diagram of criteria if evaluating each condition alone is not enough: if one fact answers several conditions,
    /// or nobody can answer some.
    pub fn where_needed(criteria: &Criterion) -> Option<Self> {
        let is_needed = criteria.asks_twice() || criteria.has_not_evaluated();
        is_needed.then(|| Self::of(criteria).ok()).flatten()
    }
}

/// A diagram while it is built from below.
pub(crate) struct Builder {
    variables: Vec<Variable>,
    nodes: Vec<Node>,
    numbers: HashMap<Node, NodeId>,
    joined: HashMap<(bool, NodeId, NodeId), NodeId>,
    /// How many conditions that nobody can answer have been met so far.
    not_evaluated: usize,
    is_too_large: bool,
}

impl Builder {
    fn new(variables: Vec<Variable>) -> Self {
        Self {
            variables,
            nodes: Vec::new(),
            numbers: HashMap::new(),
            joined: HashMap::new(),
            not_evaluated: 0,
            is_too_large: false,
        }
    }

    /// The diagram of a criterion, or of its opposite: `not` is moved down to the leaves (De Morgan).
    fn build(&mut self, criterion: &Criterion, whom: Whom, knowledge: Knowledge, opposite: bool) -> NodeId {
        let (of, both) = match &criterion.condition {
            Condition::Not(of) => return self.build(of, whom, knowledge, !opposite),
            Condition::All(of) => (of, !opposite),
            Condition::Any(of) => (of, opposite),
            leaf => return self.leaf(leaf, whom, knowledge, opposite),
        };
        of.iter().fold(constant(both), |so_far, child| {
            let child = self.build(child, whom, knowledge, opposite);
            self.join(both, so_far, child)
        })
    }

    fn leaf(&mut self, leaf: &Condition, whom: Whom, knowledge: Knowledge, opposite: bool) -> NodeId {
        match knowledge.truth(leaf) {
            Truth::Met => return constant(!opposite),
            Truth::NotMet => return constant(opposite),
            Truth::Unknown => {}
        }
        if matches!(leaf, Condition::NotEvaluated(_)) {
            return self.next_not_evaluated(opposite);
        }
        if let Some((each, persons, meets)) = quantified(leaf)
            && let Some(list) = knowledge.list(persons)
        {
            let both = each != opposite;
            return list.into_iter().fold(constant(both), |so_far, (whom, known)| {
                let person = self.build(&meets, whom, known, opposite);
                self.join(both, so_far, person)
            });
        }
        let places = places(&self.variables, leaf, whom);
        places.into_iter().fold(constant(opposite), |so_far, (at, reason)| {
            let classes = &self.variables[at].classes;
            let leads_to = (0..classes.count())
                .map(|class| constant(classes.meets(leaf, class, reason) != opposite))
                .collect();
            let node = self.node(at, leads_to);
            self.join(opposite, so_far, node)
        })
    }

    fn next_not_evaluated(&mut self, opposite: bool) -> NodeId {
        let key = Key::NotEvaluated(self.not_evaluated);
        self.not_evaluated += 1;
        let at = self.variables.iter().position(|variable| variable.key == key);
        let leads_to = [constant(opposite), constant(!opposite)].into_iter().collect();
        at.map_or(NEVER, |at| self.node(at, leads_to))
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
        if self.nodes.len() > MAX_NODES || self.joined.len() > 4 * MAX_NODES {
            self.is_too_large = true;
            return left;
        }
        let (left_node, right_node) = (self.nodes[left - FIRST].clone(), self.nodes[right - FIRST].clone());
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
            nodes.len() + FIRST - 1
        })
    }

    /// The nodes below a root, those of later variables first; what asks what nobody can answer becomes an end.
    fn finish(self, root: NodeId) -> Diagram {
        let is_open = |id: NodeId| matches!(self.variables[self.nodes[id - FIRST].0].key, Key::NotEvaluated(_));
        let mut is_below = vec![false; self.nodes.len() + FIRST];
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            if !std::mem::replace(&mut is_below[id], true) && id >= FIRST && !is_open(id) {
                waiting.extend(&self.nodes[id - FIRST].1);
            }
        }
        let below = (FIRST..is_below.len()).filter(|id| is_below[*id]);
        let (open, mut kept): (Vec<NodeId>, Vec<NodeId>) = below.partition(|id| is_open(*id));
        kept.sort_by_key(|id| std::cmp::Reverse(self.nodes[id - FIRST].0));
        let mut moved = vec![NEVER; is_below.len()];
        moved[ALWAYS] = ALWAYS;
        for id in open {
            moved[id] = OPEN;
        }
        // Nodes that differed only in what nobody can answer become one again, or disappear.
        let mut nodes: Vec<Node> = Vec::with_capacity(kept.len());
        let mut numbers: HashMap<Node, NodeId> = HashMap::new();
        for id in kept {
            let (variable, leads_to) = &self.nodes[id - FIRST];
            let leads_to: SmallVec<[NodeId; 4]> = leads_to.iter().map(|next| moved[*next]).collect();
            if leads_to.iter().all(|next| *next == leads_to[0]) {
                moved[id] = leads_to[0];
                continue;
            }
            moved[id] = *numbers.entry((*variable, leads_to)).or_insert_with_key(|node| {
                nodes.push(node.clone());
                nodes.len() + FIRST - 1
            });
        }
        Diagram {
            nodes,
            root: moved[root],
            variables: self.variables,
        }
    }
}
