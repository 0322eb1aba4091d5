//! The criteria of an insats: a tree of conditions that a board decided.

pub(crate) mod comparable;
pub mod decide;
pub mod diagram;
pub(crate) mod document;
pub mod evaluate;
pub mod facts;
pub(crate) mod interview;
pub(crate) mod open_facts;
pub(crate) mod sentence;
pub(crate) mod vocabulary;
pub(crate) mod wording;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use strum::IntoStaticStr;

use crate::domain::contact::Contact;
use crate::domain::kommun::Kommunkod;
use crate::domain::text::Stated;

use facts::{Declarable, Fact, RelativeReasons};

/// One node of the tree: a condition, and why the board set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// What must hold.
    pub condition: Condition,
    /// The objective ground for limiting the target group (fact sheet section 7).
    pub ground_for_limit: Option<Stated>,
    /// Why this age.
    pub age_reason: Option<Stated>,
    /// Provisions that this condition rests on.
    pub legal_basis: Vec<String>,
    /// What a refusal at this node means instead of the leaf's own reason.
    pub otherwise: Option<Otherwise>,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
pub enum Condition {
    /// Every one; with none, open to all.
    All(Vec<Criterion>),
    /// At least one.
    Any(Vec<Criterion>),
    /// The opposite.
    Not(Box<Criterion>),
    /// An age on the day asked about.
    Age(AgeLimit),
    /// Is folkbokförd there.
    RegisteredIn(Kommunkod),
    /// Lives there.
    ResidesIn(Kommunkod),
    /// The person they support lives there.
    RelativeResidesIn(Kommunkod),
    /// Says so of themselves.
    Declared(Declarable),
    /// States at least one of these reasons why somebody close needs support.
    DeclaredAnyOf(RelativeReasons),
}

/// Limits of age in whole years; at least one of them is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeLimit {
    /// Has turned this age.
    pub at_least: Option<u8>,
    /// Has not turned the next: 22 lasts until the day before turning 23 (fact sheet D4).
    pub at_most: Option<u8>,
}

/// A refusal with a meaning of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// The reason code given instead.
    pub reason_code: OtherwiseCode,
    /// Where to turn.
    pub refer_to: Contact,
}

/// The reason codes that a catalogue may give a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum OtherwiseCode {
    /// Somebody else gives this support.
    ReferredElsewhere,
}

impl Criterion {
    /// A node with nothing but its condition.
    pub const fn bare(condition: Condition) -> Self {
        Self {
            condition,
            ground_for_limit: None,
            age_reason: None,
            legal_basis: Vec::new(),
            otherwise: None,
        }
    }

    /// Says whether everyone meets it: exactly the empty `all`.
    pub(crate) fn is_open_to_all(&self) -> bool {
        matches!(&self.condition, Condition::All(of) if of.is_empty())
    }

    /// The nodes directly below.
    pub(crate) fn children(&self) -> &[Self] {
        match &self.condition {
            Condition::All(of) | Condition::Any(of) => of,
            Condition::Not(of) => std::slice::from_ref(of),
            _ => &[],
        }
    }

    /// The leaves in written order.
    pub(crate) fn leaves(&self) -> Vec<Leaf<'_>> {
        let mut leaves = Vec::new();
        self.collect_leaves(String::new(), false, &mut leaves);
        leaves
    }

    fn collect_leaves<'a>(&'a self, path: String, excluded: bool, leaves: &mut Vec<Leaf<'a>>) {
        match &self.condition {
            Condition::All(of) | Condition::Any(of) => {
                for (at, child) in of.iter().enumerate() {
                    child.collect_leaves(format!("{path}/of/{at}"), excluded, leaves);
                }
            }
            Condition::Not(of) => of.collect_leaves(format!("{path}/of"), !excluded, leaves),
            _ => leaves.push(Leaf {
                path,
                criterion: self,
                excluded,
            }),
        }
    }

    /// Says whether some fact stands in several conditions.
    pub(crate) fn asks_twice(&self) -> bool {
        let mut seen = SmallVec::<[Fact; 8]>::new();
        let mut twice = false;
        self.walk(&mut |criterion| {
            if let Some(fact) = criterion.condition.fact() {
                twice |= seen.contains(&fact);
                seen.push(fact);
            }
        });
        twice
    }

    /// Visits this node and all below, in written order.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}

/// A leaf and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Leaf<'a> {
    /// Its JSON Pointer into the criteria; empty when the whole tree is one leaf.
    pub path: String,
    /// The leaf.
    pub criterion: &'a Criterion,
    /// Whether it stands under an odd number of `not`: holding, it shuts out.
    pub excluded: bool,
}

impl Condition {
    /// The word that tags it in a document.
    pub fn kind(&self) -> &'static str {
        self.into()
    }

    /// The fact a leaf asks about; `None` for `all`, `any` and `not`.
    pub(crate) const fn fact(&self) -> Option<Fact> {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => None,
            Self::Age(_) => Some(Fact::BirthDate),
            Self::RegisteredIn(_) => Some(Fact::RegisteredMunicipality),
            Self::ResidesIn(_) => Some(Fact::ResidenceMunicipality),
            Self::RelativeResidesIn(_) => Some(Fact::RelativeResidenceMunicipality),
            Self::Declared(fact) => Some(Fact::Declared(*fact)),
            Self::DeclaredAnyOf(_) => Some(Fact::RelativeReasons),
        }
    }
}
