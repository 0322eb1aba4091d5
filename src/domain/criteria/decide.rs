//! What facts say of criteria on one day: the outcome, each leaf's result, and what can still change it.

use chrono::NaiveDate;
use smallvec::SmallVec;

use super::Criterion;
use super::diagram::Diagram;
use super::evaluate::{Subject, Truth, evaluate, evaluate_of};
use super::facts::Facts;
use super::open_facts::{End, Left, OpenFacts};
use super::variables::{Knowledge, OpenFact, Whom, quantified};

/// The result of each leaf, in written order.
pub(crate) type LeafResults = SmallVec<[Truth; 8]>;

/// What the facts say of the criteria on one day.
pub struct Decision {
    /// Whether the criteria are met.
    pub truth: Truth,
    /// The result of each leaf, in written order.
    pub leaves: LeafResults,
    /// The facts that can still change the answer, in written order; empty when nothing can.
    ///
    /// Empty with [`Truth::Unknown`]: the answer depends on what nobody can answer through the API.
    pub missing: OpenFacts,
    /// Whether some completion of the facts meets the criteria.
    pub may_be_met: bool,
}

/// Criteria as they are asked.
#[derive(Clone, Copy)]
pub struct CriteriaToDecide<'a> {
    /// The criteria.
    pub criteria: &'a Criterion,
    /// Their diagram, where one is needed: [`Diagram::where_needed`].
    pub diagram: Option<&'a Diagram>,
}

/// Decides the criteria on a day. A stated age is the age on that very day.
pub fn decide(asked: CriteriaToDecide, facts: &Facts, day: NaiveDate) -> Decision {
    let mut leaves = LeafResults::new();
    let truth = evaluate(asked.criteria, facts, day, &mut |leaf| leaves.push(leaf));
    let of = |truth, missing, may_be_met| Decision {
        truth,
        leaves,
        missing,
        may_be_met,
    };
    if truth != Truth::Unknown {
        return of(truth, OpenFacts::new(), truth == Truth::Met);
    }
    // Kleene's logic looks at each condition alone; if one fact answers several, they may decide together.
    match left(asked, facts, day) {
        Some((Left::Decided(End::Open), _)) => of(Truth::Unknown, OpenFacts::new(), false),
        Some((Left::Decided(end), _)) => of(Truth::of(Some(end == End::Met)), OpenFacts::new(), end == End::Met),
        Some((Left::Undecided { may_be_met, .. }, missing)) => of(Truth::Unknown, missing, may_be_met),
        // The conditions are independent: every unknown one that the others leave open matters.
        None => {
            let mut missing = OpenFacts::new();
            open_facts(asked.criteria, Whom::Own, Subject::own(facts, day), &mut missing);
            of(Truth::Unknown, missing, true)
        }
    }
}

/// Whether the criteria are met on a day.
pub(crate) fn truth(asked: CriteriaToDecide, facts: &Facts, day: NaiveDate) -> Truth {
    let truth = evaluate(asked.criteria, facts, day, &mut |_| ());
    if truth != Truth::Unknown {
        return truth;
    }
    match left(asked, facts, day) {
        Some((Left::Decided(End::Met), _)) => Truth::Met,
        Some((Left::Decided(End::NotMet), _)) => Truth::NotMet,
        _ => Truth::Unknown,
    }
}

/// What the diagram of the criteria leaves open; `None` where they need none.
fn left(asked: CriteriaToDecide, facts: &Facts, day: NaiveDate) -> Option<(Left, OpenFacts)> {
    let prepared = asked.diagram?;
    let subject = Subject::own(facts, day);
    let of = |diagram: &Diagram| {
        let left = diagram.left(facts, day);
        let missing = match &left {
            Left::Undecided { variables, .. } => diagram.facts_of(variables),
            Left::Decided(_) => OpenFacts::new(),
        };
        (left, missing)
    };
    if !knows_a_list(asked.criteria, subject) {
        return Some(of(prepared));
    }
    // The persons of a known list are asked about one by one, so the diagram depends on the facts.
    Diagram::with(asked.criteria, Knowledge(Some(subject)))
        .ok()
        .map(|diagram| of(&diagram))
}

fn knows_a_list(criteria: &Criterion, subject: Subject) -> bool {
    let mut knows = false;
    criteria.walk(&mut |criterion| {
        knows |= quantified(&criterion.condition).is_some_and(|(_, persons, _)| subject.list(persons).is_some());
    });
    knows
}

/// The facts of the unknown conditions below nodes that are unknown themselves, in written order.
fn open_facts(criterion: &Criterion, whom: Whom, subject: Subject, open: &mut OpenFacts) {
    if evaluate_of(criterion, subject, &mut |_| ()) != Truth::Unknown {
        return;
    }
    for child in criterion.children() {
        open_facts(child, whom, subject, open);
    }
    let leaf = &criterion.condition;
    if let Some((_, persons, meets)) = quantified(leaf)
        && let Some(list) = subject.list(persons)
    {
        for (person, at) in list.iter().zip(0..) {
            open_facts(&meets, Whom::Listed(persons, at), subject.listed(person), open);
        }
        return;
    }
    if let Some(asked) = leaf.asks() {
        let fact = OpenFact {
            whom,
            ask: asked.into(),
        };
        if !open.contains(&fact) {
            open.push(fact);
        }
    }
}
