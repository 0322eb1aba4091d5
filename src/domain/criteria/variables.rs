//! The variables of a decision diagram: what criteria ask, and the classes of answers that they distinguish.

use std::borrow::Cow;

use strum::VariantArray as _;

use crate::domain::{Kommunkod, Slug};

use super::ages::{AgeSpan, Ages};
use super::declarable::RelativeReason;
use super::evaluate::{Subject, Truth, leaf_truth};
use super::fact::Fact;
use super::facts::{Facts, Municipality, Person};
use super::persons::Persons;
use super::{Asked, Condition, Criterion};

/// Whom a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// The person asked about.
    Own,
    /// A person of a list, by its place from 0.
    Listed(Persons, u8),
}

/// What can be asked of a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// A fact of the vocabulary.
    Fact(Fact),
    /// A question of the municipality's own.
    Local(Slug),
}

impl From<Asked<'_>> for Ask {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::Fact(fact) => Self::Fact(fact),
            Asked::Local(question) => Self::Local(question.clone()),
        }
    }
}

/// A fact that is not known and can still change the answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenFact {
    /// Whom it is about.
    pub whom: Whom,
    /// What to ask.
    pub ask: Ask,
}

impl OpenFact {
    /// A fact of the vocabulary about the person asked about.
    pub const fn own(fact: Fact) -> Self {
        Self {
            whom: Whom::Own,
            ask: Ask::Fact(fact),
        }
    }
}

/// A variable of a diagram.
#[derive(Debug)]
pub(crate) struct Variable {
    pub key: Key,
    pub classes: Classes,
}

/// The meaning of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// A fact.
    Fact(OpenFact),
    /// One reason of a list of reasons.
    Reason(Whom, RelativeReason),
    /// A condition on the persons of a list that is unknown: whether each, or some, of them meets it.
    Persons {
        fact: Fact,
        each: bool,
        persons: Persons,
        meets: Box<Criterion>,
    },
    /// A condition that nobody can answer through the API, by its number among those of the criteria.
    NotEvaluated(usize),
}

impl Key {
    /// The fact to ask for; `None` for what nobody can answer.
    pub(crate) fn open_fact(&self) -> Option<OpenFact> {
        match self {
            Self::Fact(open) => Some(open.clone()),
            Self::Reason(whom, _) => Some(OpenFact {
                whom: *whom,
                ask: Ask::Fact(Fact::RelativeReasons),
            }),
            Self::Persons { fact, .. } => Some(OpenFact::own(*fact)),
            Self::NotEvaluated(_) => None,
        }
    }

    fn is_not_evaluated(&self) -> bool {
        matches!(self, Self::NotEvaluated(_))
    }

    /// Says whether two keys are one variable. `relativeResidesIn` names its fact otherwise than `someOf` does.
    fn is(&self, other: &Self) -> bool {
        let without_fact = |key: &Self| match key {
            Self::Persons {
                each, persons, meets, ..
            } => Some((*each, *persons, meets.clone())),
            _ => None,
        };
        self == other || without_fact(self).is_some_and(|own| Some(own) == without_fact(other))
    }
}

/// Values that the criteria do not distinguish, as one representative each.
#[derive(Debug)]
pub(crate) enum Classes {
    /// The lowest sum of the two ages of each class: [`AgeSpan`].
    Ages(Vec<u32>),
    /// The municipalities named; one more class is for all others.
    Municipalities(Vec<Kommunkod>),
    /// False, then true.
    YesOrNo,
}

impl Classes {
    pub(crate) const fn count(&self) -> usize {
        match self {
            Self::Ages(lowest) => lowest.len(),
            Self::Municipalities(named) => named.len() + 1,
            Self::YesOrNo => 2,
        }
    }

    /// Says whether a leaf holds of a class. Of a list of reasons, the class of one reason: `reason`.
    pub(crate) fn meets(&self, leaf: &Condition, class: usize, reason: Option<RelativeReason>) -> bool {
        match (self, leaf) {
            (Self::Ages(lowest), leaf) => AgeSpan::of(leaf)
                .is_some_and(|span| lowest[class] >= span.from && span.to.is_none_or(|to| lowest[class] <= to)),
            (Self::Municipalities(named), leaf) => named
                .get(class)
                .is_some_and(|kommunkod| leaf.municipalities().contains(kommunkod)),
            (Self::YesOrNo, Condition::DeclaredAnyOf(values)) => {
                class == 1 && reason.is_some_and(|reason| values.meets([reason].into_iter().collect()))
            }
            (Self::YesOrNo, _) => class == 1,
        }
    }

    /// The class that the known facts of a person lead to, where they lead to one.
    fn known(&self, key: &Key, subject: Subject) -> Option<usize> {
        let person = subject.person;
        match (self, key) {
            (Self::Ages(_), _) => {
                let ages = Ages::of(person, subject.day)?;
                let mut possible = (0..self.count()).filter(|class| self.is_possible(*class, ages));
                let class = possible.next()?;
                possible.next().is_none().then_some(class)
            }
            (Self::Municipalities(named), Key::Fact(open)) => {
                let at = match municipality(person, open)? {
                    Municipality::In(kommunkod) => named.iter().position(|one| *one == kommunkod),
                    Municipality::Nowhere => None,
                };
                Some(at.unwrap_or(named.len()))
            }
            (Self::YesOrNo, Key::Reason(_, reason)) => {
                let alone = [*reason].into_iter().collect();
                Some(usize::from(person.self_declared.relative_reasons?.meets(alone)))
            }
            (Self::YesOrNo, Key::Fact(open)) => match &open.ask {
                Ask::Fact(Fact::Declared(fact)) => person.self_declared.get(*fact).map(usize::from),
                Ask::Local(question) => person.self_declared.local(question).map(usize::from),
                Ask::Fact(_) => None,
            },
            _ => None,
        }
    }

    /// The pairs of a class here and a class there that one value may be in; `None` for variables of different kinds.
    pub(crate) fn refined_with(&self, other: &Self) -> Option<Vec<(usize, usize)>> {
        match (self, other) {
            (Self::YesOrNo, Self::YesOrNo) => Some(vec![(0, 0), (1, 1)]),
            (Self::Ages(own), Self::Ages(others)) => {
                let class = |lowest: &[u32], age: u32| lowest.partition_point(|lowest| *lowest <= age) - 1;
                let ages = own.iter().chain(others);
                Some(ages.map(|age| (class(own, *age), class(others, *age))).collect())
            }
            (Self::Municipalities(own), Self::Municipalities(others)) => {
                let class = |named: &[Kommunkod], one: &Kommunkod| {
                    named.iter().position(|other| other == one).unwrap_or(named.len())
                };
                let named = own.iter().chain(others);
                let pairs = named.map(|one| (class(own, one), class(others, one)));
                Some(pairs.chain([(own.len(), others.len())]).collect())
            }
            _ => None,
        }
    }

    /// Says whether somebody of these ages may be in a class.
    pub(crate) fn is_possible(&self, class: usize, ages: Ages) -> bool {
        match self {
            Self::Ages(lowest) => ages.meet(lowest[class], lowest.get(class + 1).map(|next| next - 1)),
            _ => true,
        }
    }
}

fn municipality(person: &Person, open: &OpenFact) -> Option<Municipality> {
    match open.ask {
        Ask::Fact(Fact::RegisteredMunicipality) => person.registered_municipality,
        _ => person.residence_municipality,
    }
}

impl Variable {
    /// The class that the facts lead to, where they lead to one.
    pub(crate) fn known_class(&self, facts: &Facts, subject: Subject) -> Option<usize> {
        match &self.key {
            Key::Persons { .. } | Key::NotEvaluated(_) => None,
            key @ (Key::Fact(OpenFact { whom, .. }) | Key::Reason(whom, _)) => {
                self.classes.known(key, subject_of(*whom, facts, subject)?)
            }
        }
    }

    /// The ages that a person may have, for a variable of ages: anybody's where nothing is known.
    pub(crate) fn possible_ages(&self, facts: &Facts, subject: Subject) -> Option<Ages> {
        let (Classes::Ages(_), Key::Fact(open)) = (&self.classes, &self.key) else {
            return None;
        };
        let person = subject_of(open.whom, facts, subject)?.person;
        Some(Ages::of(person, subject.day).unwrap_or(Ages::of_anybody(subject.day)))
    }
}

fn subject_of<'a>(whom: Whom, facts: &'a Facts, own: Subject<'a>) -> Option<Subject<'a>> {
    match whom {
        Whom::Own => Some(own),
        Whom::Listed(persons, at) => facts
            .lists
            .get(persons)?
            .get(usize::from(at))
            .map(|person| own.listed(person)),
    }
}

/// What is known when a diagram is built: nothing, or the facts of one question.
#[derive(Clone, Copy)]
pub(crate) struct Knowledge<'a>(pub Option<Subject<'a>>);

impl Knowledge<'_> {
    /// What is known of a leaf about a person.
    pub(crate) fn truth(self, leaf: &Condition) -> Truth {
        self.0.map_or(Truth::Unknown, |subject| leaf_truth(leaf, subject))
    }

    /// What is known of each person of a list; `None` when the list is unknown.
    pub(crate) fn list(self, persons: Persons) -> Option<Vec<(Whom, Self)>> {
        let subject = self.0?;
        let list = subject.list(persons)?;
        let listed = list.iter().zip(0..).map(|(person, at)| {
            let known = Self(Some(subject.listed(person)));
            (Whom::Listed(persons, at), known)
        });
        Some(listed.collect())
    }
}

/// A condition on the persons of a list: whether each or some, which list, and what they meet.
pub(crate) fn quantified(leaf: &Condition) -> Option<(bool, Persons, Cow<'_, Criterion>)> {
    match leaf {
        Condition::EachOf(of) => Some((true, of.persons, Cow::Borrowed(&of.meets))),
        Condition::SomeOf(of) => Some((false, of.persons, Cow::Borrowed(&of.meets))),
        Condition::RelativeResidesIn(kommunkod) => Some((
            false,
            Persons::SupportedPersons,
            Cow::Owned(Criterion::bare(Condition::ResidesIn(*kommunkod))),
        )),
        _ => None,
    }
}

/// The variables of criteria, in written order, what nobody can answer last.
pub(crate) fn variables(criteria: &Criterion, knowledge: Knowledge) -> Vec<Variable> {
    let mut found = Found::default();
    found.collect(criteria, Whom::Own, knowledge);
    let mut variables: Vec<Variable> = found
        .0
        .into_iter()
        .map(|(key, leaves)| Variable {
            classes: classes(&leaves),
            key,
        })
        .collect();
    variables.sort_by_key(|variable| variable.key.is_not_evaluated());
    variables
}

/// The variables found so far, each with the leaves that ask it.
#[derive(Default)]
struct Found(Vec<(Key, Vec<Condition>)>);

impl Found {
    fn collect(&mut self, criterion: &Criterion, whom: Whom, knowledge: Knowledge) {
        for child in criterion.children() {
            self.collect(child, whom, knowledge);
        }
        let leaf = &criterion.condition;
        if knowledge.truth(leaf) != Truth::Unknown {
            return;
        }
        if let Some((_, persons, meets)) = quantified(leaf)
            && let Some(list) = knowledge.list(persons)
        {
            for (whom, known) in list {
                self.collect(&meets, whom, known);
            }
            return;
        }
        if matches!(leaf, Condition::NotEvaluated(_)) {
            let key = self.next_not_evaluated();
            self.0.push((key, Vec::new()));
        }
        for key in keys(leaf, whom) {
            match self.0.iter_mut().find(|(known, _)| known.is(&key)) {
                Some((_, leaves)) => leaves.push(leaf.clone()),
                None => self.0.push((key, vec![leaf.clone()])),
            }
        }
    }

    fn next_not_evaluated(&self) -> Key {
        Key::NotEvaluated(self.0.iter().filter(|(key, _)| key.is_not_evaluated()).count())
    }
}

/// The variables that a leaf asks; none for `all`, `any`, `not` and what nobody can answer.
fn keys(leaf: &Condition, whom: Whom) -> Vec<Key> {
    if let Condition::DeclaredAnyOf(values) = leaf {
        let named = RelativeReason::VARIANTS.iter().copied();
        let named = named.filter(|reason| values.meets([*reason].into_iter().collect()));
        return named.map(|reason| Key::Reason(whom, reason)).collect();
    }
    let Some(asked) = leaf.asks() else {
        return Vec::new();
    };
    if let (Some((each, persons, meets)), Some(fact)) = (quantified(leaf), leaf.fact()) {
        return vec![Key::Persons {
            fact,
            each,
            persons,
            meets: Box::new(meets.into_owned()),
        }];
    }
    vec![Key::Fact(OpenFact {
        whom,
        ask: asked.into(),
    })]
}

/// The variables of a leaf among all, by their place.
pub(crate) fn places(variables: &[Variable], leaf: &Condition, whom: Whom) -> Vec<(usize, Option<RelativeReason>)> {
    let place = |key: Key| {
        let at = variables.iter().position(|variable| variable.key.is(&key))?;
        let reason = match key {
            Key::Reason(_, reason) => Some(reason),
            _ => None,
        };
        Some((at, reason))
    };
    keys(leaf, whom).into_iter().filter_map(place).collect()
}

fn classes(leaves: &[Condition]) -> Classes {
    let mut municipalities: Vec<Kommunkod> = leaves
        .iter()
        .filter(|leaf| quantified(leaf).is_none())
        .flat_map(|leaf| leaf.municipalities().iter().copied())
        .collect();
    if !municipalities.is_empty() {
        municipalities.sort_unstable();
        municipalities.dedup();
        return Classes::Municipalities(municipalities);
    }
    let spans: Vec<AgeSpan> = leaves.iter().filter_map(AgeSpan::of).collect();
    if spans.is_empty() {
        return Classes::YesOrNo;
    }
    let mut lowest = vec![0];
    for span in spans {
        lowest.push(span.from);
        lowest.extend(span.to.map(|to| to + 1));
    }
    lowest.sort_unstable();
    lowest.dedup();
    Classes::Ages(lowest)
}
