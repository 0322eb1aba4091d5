//! What facts say of criteria on one day: the outcome, each leaf's result, and what can still change it.

use chrono::NaiveDate;
use smallvec::SmallVec;

use super::criteria::Criterion;
use super::essential;
use super::evaluate::{Truth, evaluate};
use super::facts::{Fact, Facts};

/// The result of each leaf, in written order.
pub type LeafResults = SmallVec<[Truth; 8]>;

/// What the facts say of the criteria on one day.
pub struct Decision {
    /// Whether the criteria are met.
    pub truth: Truth,
    /// The result of each leaf, in written order.
    pub leaves: LeafResults,
    /// The facts that can still change the answer, in written order; empty when it is decided.
    pub missing: SmallVec<[Fact; 8]>,
}

/// Decides the criteria on a day.
///
/// `facts.age` is the age on that very day.
#[must_use]
pub fn decide(criteria: &Criterion, facts: &Facts, day: NaiveDate) -> Decision {
    let mut leaves = LeafResults::new();
    let truth = evaluate(criteria, facts, day, &mut |leaf| leaves.push(leaf));
    if truth != Truth::Unknown {
        return Decision {
            truth,
            leaves,
            missing: SmallVec::new(),
        };
    }
    // Kleene's logic looks at each leaf alone; where one fact stands in several, they may decide together.
    match essential::facts(criteria, facts, day) {
        essential::Facts::Undecided(missing) => Decision { truth, leaves, missing },
        essential::Facts::Decided(met) => Decision {
            truth: Truth::of(Some(met)),
            leaves,
            missing: SmallVec::new(),
        },
    }
}
