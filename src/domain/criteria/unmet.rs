//! The conditions that keep criteria from being met.

use super::evaluate::Truth;
use super::{Condition, Criterion};

/// Something that is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unmet<'a> {
    /// A condition, or its opposite.
    One(OneUnmet<'a>),
    /// Several of which one would be enough.
    NoneOf(Vec<OneUnmet<'a>>),
}

/// A condition that is not met, or whose opposite is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OneUnmet<'a> {
    /// The leaf.
    pub leaf: &'a Condition,
    /// Whether its opposite is asked for.
    pub opposite: bool,
}

/// What is not met, in written order, by the results of the leaves; empty where only conditions together are not met.
///
/// Without what refers elsewhere: that is an answer of its own.
pub(crate) fn unmet<'a>(criteria: &'a Criterion, leaves: &[Truth]) -> Vec<Unmet<'a>> {
    let mut unmet = Vec::new();
    collect(criteria, false, &mut leaves.iter(), &mut unmet);
    unmet
}

/// Collects what is not met of a node, or of its opposite; says whether it is not met.
fn collect<'a>(
    node: &'a Criterion,
    opposite: bool,
    leaves: &mut std::slice::Iter<Truth>,
    unmet: &mut Vec<Unmet<'a>>,
) -> bool {
    let mut referred = Vec::new();
    let unmet = if node.otherwise.is_some() { &mut referred } else { unmet };
    match &node.condition {
        Condition::Not(of) => collect(of, !opposite, leaves, unmet),
        Condition::All(of) | Condition::Any(of) => {
            let every = matches!(node.condition, Condition::All(_)) != opposite;
            let mut of_children = Vec::new();
            let count = of
                .iter()
                .map(|child| collect(child, opposite, leaves, &mut of_children))
                .filter(|is_unmet| *is_unmet)
                .count();
            if every || of.len() == 1 {
                unmet.append(&mut of_children);
                return count > 0;
            }
            let is_unmet = count == of.len() && count > 0;
            if is_unmet {
                let ones = of_children.into_iter().flat_map(|one| match one {
                    Unmet::One(one) => vec![one],
                    Unmet::NoneOf(several) => several,
                });
                unmet.push(Unmet::NoneOf(ones.collect()));
            }
            is_unmet
        }
        leaf => {
            let unmet_result = if opposite { Truth::Met } else { Truth::NotMet };
            let is_unmet = leaves.next() == Some(&unmet_result) && !matches!(leaf, Condition::NotEvaluated(_));
            if is_unmet {
                unmet.push(Unmet::One(OneUnmet { leaf, opposite }));
            }
            is_unmet
        }
    }
}
