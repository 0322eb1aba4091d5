//! The criteria of an insats: a tree of conditions that a board decided.

pub(crate) mod ages;
pub(crate) mod analysis;
pub mod birth;
pub(crate) mod comparable;
pub mod decide;
pub mod declarable;
pub mod diagram;
pub(crate) mod document;
pub mod evaluate;
pub mod fact;
pub mod facts;
pub(crate) mod implied_ages;
pub(crate) mod in_words;
pub(crate) mod interview;
pub(crate) mod local;
pub(crate) mod open_facts;
pub mod persons;
pub(crate) mod unmet;
pub mod variables;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use strum::IntoStaticStr;
use utoipa::ToSchema;

use crate::domain::contact::Contact;
use crate::domain::{CatalogueText, Kommunkod, Slug, Stated};

use declarable::{Declarable, RelativeReasons};
use fact::Fact;
use persons::Persons;

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
    /// The age reached by 31 December of that year.
    AgeInYear(AgeLimit),
    /// Is folkbokförd there.
    RegisteredIn(Kommunkod),
    /// Is folkbokförd in one of them.
    RegisteredInAnyOf(Vec<Kommunkod>),
    /// Lives there.
    ResidesIn(Kommunkod),
    /// Lives in one of them.
    ResidesInAnyOf(Vec<Kommunkod>),
    /// One of the persons they support lives there: `someOf` the supported persons, where `residesIn`.
    RelativeResidesIn(Kommunkod),
    /// Says so of themselves.
    Declared(Declarable),
    /// Answers yes to a question of the municipality's own.
    #[strum(serialize = "declared")]
    DeclaredLocally(Slug),
    /// States at least one of these reasons why somebody close needs support.
    DeclaredAnyOf(RelativeReasons),
    /// Every person of a list meets a condition; an empty list meets it.
    EachOf(OfPersons),
    /// At least one person of a list meets a condition.
    SomeOf(OfPersons),
    /// A condition in words only. Nobody can answer it through the API.
    NotEvaluated(NotEvaluated),
}

/// A condition on the persons of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfPersons {
    /// The list.
    pub persons: Persons,
    /// What a person of it meets: criteria without `eachOf` and `someOf`.
    pub meets: Box<Criterion>,
}

/// A condition that the API cannot evaluate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotEvaluated {
    /// The condition in words.
    pub text: CatalogueText,
    /// Who assesses it.
    pub assessed_by: AssessedBy,
}

/// Who assesses a condition that the API cannot evaluate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum AssessedBy {
    /// The provider.
    Provider,
    /// The board.
    Board,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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

    /// The nodes directly below; the condition on the persons of a list is not one of them.
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
        self.collect_leaves(
            &Leaf {
                path: String::new(),
                criterion: self,
                excluded: false,
                is_alternative: false,
                is_referred: false,
            },
            &mut leaves,
        );
        leaves
    }

    /// Collects the leaves at and below a node, which `place` describes as if it were a leaf itself.
    fn collect_leaves<'a>(&'a self, place: &Leaf<'a>, leaves: &mut Vec<Leaf<'a>>) {
        let below = |path: String| Leaf {
            path,
            is_referred: place.is_referred || self.otherwise.is_some(),
            ..*place
        };
        match &self.condition {
            Condition::All(of) | Condition::Any(of) => {
                let one_is_enough = matches!(self.condition, Condition::Any(_)) != place.excluded && of.len() > 1;
                for (at, child) in of.iter().enumerate() {
                    let place = Leaf {
                        is_alternative: place.is_alternative || one_is_enough,
                        ..below(format!("{}/of/{at}", place.path))
                    };
                    child.collect_leaves(&place, leaves);
                }
            }
            Condition::Not(of) => of.collect_leaves(
                &Leaf {
                    excluded: !place.excluded,
                    ..below(format!("{}/of", place.path))
                },
                leaves,
            ),
            _ => leaves.push(Leaf {
                criterion: self,
                ..below(place.path.clone())
            }),
        }
    }

    /// Says whether one fact answers several conditions, so that they may decide together what neither does alone.
    pub(crate) fn asks_twice<'a>(&'a self) -> bool {
        let mut seen = SmallVec::<[(Option<Persons>, Asked<'a>); 8]>::new();
        let mut twice = false;
        let mut see = |asked: (Option<Persons>, Asked<'a>)| {
            twice |= seen.contains(&asked);
            seen.push(asked);
        };
        self.walk_all(None, &mut |persons, criterion| {
            if let Some(asked) = criterion.condition.asks() {
                see((persons, asked));
            }
            if let Condition::RelativeResidesIn(_) = criterion.condition {
                see((None, Asked::Fact(Fact::Persons(Persons::SupportedPersons))));
            }
        });
        twice
    }

    /// Says whether some condition asks for a fact, about the person or about others.
    pub(crate) fn asks_for(&self, fact: Fact) -> bool {
        let mut asks = false;
        self.walk_all(None, &mut |_, criterion| {
            asks |= criterion.condition.fact() == Some(fact);
        });
        asks
    }

    /// Says whether the API cannot evaluate some condition.
    pub(crate) fn has_not_evaluated(&self) -> bool {
        let mut found = false;
        self.walk_all(None, &mut |_, criterion| {
            found |= matches!(criterion.condition, Condition::NotEvaluated(_));
        });
        found
    }

    /// Visits this node and all below, in written order; not the conditions on the persons of a list.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    /// Visits this node and all below, each with its path and the list whose persons it is about.
    pub(crate) fn walk_paths(
        &self,
        path: &str,
        persons: Option<Persons>,
        visit: &mut impl FnMut(&str, Option<Persons>, &Self),
    ) {
        visit(path, persons, self);
        match &self.condition {
            Condition::All(of) | Condition::Any(of) => {
                for (at, child) in of.iter().enumerate() {
                    child.walk_paths(&format!("{path}/of/{at}"), persons, visit);
                }
            }
            Condition::Not(of) => of.walk_paths(&format!("{path}/of"), persons, visit),
            Condition::EachOf(of) | Condition::SomeOf(of) => {
                of.meets.walk_paths(&format!("{path}/where"), Some(of.persons), visit);
            }
            _ => {}
        }
    }

    /// Visits this node and all below, in written order, with the list whose persons each is about.
    pub(crate) fn walk_all<'a>(&'a self, persons: Option<Persons>, visit: &mut impl FnMut(Option<Persons>, &'a Self)) {
        visit(persons, self);
        for child in self.children() {
            child.walk_all(persons, visit);
        }
        if let Some(of) = self.condition.of_persons() {
            of.meets.walk_all(Some(of.persons), visit);
        }
    }
}

/// What a leaf asks about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked<'a> {
    /// A fact of the vocabulary.
    Fact(Fact),
    /// A question of the municipality's own.
    Local(&'a Slug),
}

/// A leaf and its place in the criteria.
#[derive(Clone, Debug)]
pub(crate) struct Leaf<'a> {
    /// Its JSON Pointer into the criteria; empty when the whole tree is one leaf.
    pub path: String,
    /// The leaf.
    pub criterion: &'a Criterion,
    /// Whether it is under an odd number of `not`, so that it excludes those who meet it.
    pub excluded: bool,
    /// Whether other conditions can be met instead of it.
    pub is_alternative: bool,
    /// Whether those whom it refuses are referred elsewhere.
    pub is_referred: bool,
}

impl Condition {
    /// The word that tags it in a document.
    pub fn kind(&self) -> &'static str {
        self.into()
    }

    /// What a leaf asks about a person: `None` for `all`, `any`, `not` and what the API cannot evaluate.
    pub(crate) const fn asks(&self) -> Option<Asked<'_>> {
        match self {
            Self::DeclaredLocally(question) => Some(Asked::Local(question)),
            _ => match self.fact() {
                Some(fact) => Some(Asked::Fact(fact)),
                None => None,
            },
        }
    }

    /// The fact of the vocabulary that a leaf asks about.
    pub(crate) const fn fact(&self) -> Option<Fact> {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) | Self::DeclaredLocally(_) | Self::NotEvaluated(_) => None,
            Self::Age(_) | Self::AgeInYear(_) => Some(Fact::BirthDate),
            Self::RegisteredIn(_) | Self::RegisteredInAnyOf(_) => Some(Fact::RegisteredMunicipality),
            Self::ResidesIn(_) | Self::ResidesInAnyOf(_) => Some(Fact::ResidenceMunicipality),
            Self::RelativeResidesIn(_) => Some(Fact::RelativeResidenceMunicipality),
            Self::Declared(fact) => Some(Fact::Declared(*fact)),
            Self::DeclaredAnyOf(_) => Some(Fact::RelativeReasons),
            Self::EachOf(of) | Self::SomeOf(of) => Some(Fact::Persons(of.persons)),
        }
    }

    /// The limits of an age by birthday or by calendar year.
    pub(crate) const fn age_limit(&self) -> Option<AgeLimit> {
        match self {
            Self::Age(limit) | Self::AgeInYear(limit) => Some(*limit),
            _ => None,
        }
    }

    /// The condition on the persons of a list.
    pub(crate) const fn of_persons(&self) -> Option<&OfPersons> {
        match self {
            Self::EachOf(of) | Self::SomeOf(of) => Some(of),
            _ => None,
        }
    }

    /// The municipalities that a leaf names.
    pub(crate) fn municipalities(&self) -> &[Kommunkod] {
        match self {
            Self::RegisteredIn(one) | Self::ResidesIn(one) | Self::RelativeResidesIn(one) => std::slice::from_ref(one),
            Self::RegisteredInAnyOf(several) | Self::ResidesInAnyOf(several) => several,
            _ => &[],
        }
    }
}
