//! What facts say of criteria on one day: the outcome, each leaf's result, and what can still change it.

use chrono::NaiveDate;
use smallvec::SmallVec;

use super::diagram::Diagram;
use super::evaluate::{Truth, evaluate};
use super::facts::{Fact, Facts};
use super::{Criterion, open_facts};

/// The result of each leaf, in written order.
pub(crate) type LeafResults = SmallVec<[Truth; 8]>;

/// What the facts say of the criteria on one day.
pub struct Decision {
    /// Whether the criteria are met.
    pub truth: Truth,
    /// The result of each leaf, in written order.
    pub leaves: LeafResults,
    /// The facts that can still change the answer, in written order; empty when it is decided.
    pub missing: SmallVec<[Fact; 8]>,
}

/// Criteria as they are asked.
#[derive(Clone, Copy)]
pub struct CriteriaToDecide<'a> {
    /// The criteria.
    pub criteria: &'a Criterion,
    /// Their diagram, where some fact stands in several conditions: [`Diagram::where_needed`].
    pub diagram: Option<&'a Diagram>,
}

/// Decides the criteria on a day. `facts.age` is the age on that very day.
pub fn decide(asked: CriteriaToDecide, facts: &Facts, day: NaiveDate) -> Decision {
    let mut leaves = LeafResults::new();
    let truth = evaluate(asked.criteria, facts, day, &mut |leaf| leaves.push(leaf));
    let mut missing = SmallVec::new();
    if truth != Truth::Unknown {
        return Decision { truth, leaves, missing };
    }
    let Some(diagram) = asked.diagram else {
        // Each condition stands alone: every unknown one that the others leave open matters.
        open_facts(asked.criteria, facts, day, &mut missing);
        return Decision { truth, leaves, missing };
    };
    // Kleene's logic looks at each condition alone; where one fact stands in several, they may decide together.
    match diagram.open_facts(facts, day) {
        open_facts::Facts::Undecided(missing) => Decision { truth, leaves, missing },
        open_facts::Facts::Decided(met) => Decision {
            truth: Truth::of(Some(met)),
            leaves,
            missing,
        },
    }
}

/// Whether the criteria are met on a day.
pub(crate) fn truth(asked: CriteriaToDecide, facts: &Facts, day: NaiveDate) -> Truth {
    let truth = evaluate(asked.criteria, facts, day, &mut |_| ());
    match asked.diagram {
        Some(diagram) if truth == Truth::Unknown => match diagram.open_facts(facts, day) {
            open_facts::Facts::Decided(met) => Truth::of(Some(met)),
            open_facts::Facts::Undecided(_) => truth,
        },
        _ => truth,
    }
}

/// The facts of the unknown conditions below nodes that are unknown themselves, in written order.
fn open_facts(criterion: &Criterion, facts: &Facts, day: NaiveDate, open: &mut SmallVec<[Fact; 8]>) {
    if evaluate(criterion, facts, day, &mut |_| ()) != Truth::Unknown {
        return;
    }
    open.extend(criterion.condition.fact());
    for child in criterion.children() {
        open_facts(child, facts, day, open);
    }
}
