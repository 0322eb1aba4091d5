//! What can be said of criteria themselves, by their decision diagram.

use super::ages::Ages;
use super::diagram::{ALWAYS, Diagram, NEVER};
use super::fact::Fact;
use super::open_facts::{End, Known, Left};
use super::variables::{Classes, Key, OpenFact};
use super::{Condition, Criterion};

impl Criterion {
    /// Says whether somebody of these ages could meet the criteria, as far as they can be evaluated: what nobody can
    /// answer through the API is taken as met. Criteria that are too large to analyse count as met.
    pub(crate) fn may_be_met_by(&self, ages: Ages) -> bool {
        let Ok(diagram) = Diagram::of(self) else {
            return true;
        };
        if diagram.root == NEVER {
            return false;
        }
        let own_birth = Key::Fact(OpenFact::own(Fact::BirthDate));
        let known: Vec<Known> = diagram
            .variables
            .iter()
            .map(|variable| match &variable.classes {
                classes @ Classes::Ages(_) if variable.key == own_birth => Known::Among(
                    (0..classes.count())
                        .map(|class| classes.is_possible(class, ages))
                        .collect(),
                ),
                _ => Known::Nothing,
            })
            .collect();
        !matches!(diagram.left_when(&known), Left::Decided(End::NotMet))
    }
}

impl Criterion {
    /// Says whether those who meet the criteria go on meeting them as time passes: no age is too high.
    pub(crate) fn stay_met(&self) -> bool {
        self.stays_met(false)
    }

    fn stays_met(&self, opposite: bool) -> bool {
        match &self.condition {
            Condition::Age(limit) | Condition::AgeInYear(limit) => {
                let ends = if opposite { limit.at_least } else { limit.at_most };
                ends.is_none()
            }
            Condition::Not(of) => of.stays_met(!opposite),
            Condition::All(of) | Condition::Any(of) => of.iter().all(|child| child.stays_met(opposite)),
            Condition::EachOf(of) | Condition::SomeOf(of) => of.meets.stays_met(opposite),
            _ => true,
        }
    }
}

/// What is wrong with criteria themselves, or needless in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// Nobody can meet it.
    NeverMet,
    /// Nobody of the list can meet it: the condition of `eachOf` or `someOf`.
    NeverMetByListed,
    /// Everybody meets it, and it is not written as open to all.
    AlwaysMet,
    /// Its decision diagram would be too large.
    TooLarge,
}

/// The findings in criteria, each with the JSON Pointer of its node within them: of the whole tree, else of each branch.
pub(crate) fn findings(criteria: &Criterion) -> Vec<(String, Finding)> {
    let mut found = Vec::new();
    if let Err(finding) = check(criteria, false) {
        found.push((String::new(), finding));
    }
    if !found.iter().any(|(_, finding)| *finding == Finding::TooLarge) {
        branches(criteria, "", &mut found);
    }
    found
}

/// Checks one node as criteria of their own.
fn check(criterion: &Criterion, of_listed: bool) -> Result<(), Finding> {
    if criterion.is_open_to_all() {
        return Ok(());
    }
    let diagram = Diagram::of(criterion).map_err(|_| Finding::TooLarge)?;
    match diagram.root {
        NEVER if of_listed => Err(Finding::NeverMetByListed),
        NEVER => Err(Finding::NeverMet),
        ALWAYS => Err(Finding::AlwaysMet),
        _ => Ok(()),
    }
}

fn branches(criterion: &Criterion, pointer: &str, found: &mut Vec<(String, Finding)>) {
    let is_not = matches!(criterion.condition, Condition::Not(_));
    for (at, child) in criterion.children().iter().enumerate() {
        let pointer = if is_not {
            format!("{pointer}/of")
        } else {
            format!("{pointer}/of/{at}")
        };
        // The opposite of what everybody meets is met by nobody: one finding is enough.
        match check(child, false) {
            Err(finding) if !is_not => found.push((pointer, finding)),
            _ => branches(child, &pointer, found),
        }
    }
    if let Some(of) = criterion.condition.of_persons() {
        let pointer = format!("{pointer}/where");
        let is_empty_each = matches!(criterion.condition, Condition::EachOf(_)) && of.meets.is_open_to_all();
        match check(&of.meets, true) {
            _ if is_empty_each => found.push((pointer, Finding::AlwaysMet)),
            Err(finding) => found.push((pointer, finding)),
            Ok(()) => branches(&of.meets, &pointer, found),
        }
    }
}

/// The conditions that can never change the outcome: JSON Pointers within the criteria. A node that carries an
/// `otherwise`, or is below one, always matters: it says where to turn.
pub(crate) fn redundant(criteria: &Criterion) -> Vec<String> {
    // Where each condition asks something of its own, each matters: what never or always holds is refused.
    if !criteria.asks_twice() {
        return Vec::new();
    }
    let Ok(whole) = Diagram::of(criteria) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut places = Vec::new();
    children_of_joins(criteria, "", &mut places);
    for (pointer, path) in places {
        let without = without(criteria, &path);
        if Diagram::of(&without).is_ok_and(|diagram| diagram.is_same_as(&whole)) {
            found.push(pointer);
        }
    }
    found
}

/// The pointers of the conditions joined with others, with the way to each through `of`.
fn children_of_joins(criterion: &Criterion, pointer: &str, places: &mut Vec<(String, Vec<usize>)>) {
    fn walk(criterion: &Criterion, pointer: &str, path: &mut Vec<usize>, places: &mut Vec<(String, Vec<usize>)>) {
        if criterion.otherwise.is_some() {
            return;
        }
        let children = criterion.children();
        let is_not = matches!(criterion.condition, Condition::Not(_));
        for (at, child) in children.iter().enumerate() {
            let pointer = if is_not {
                format!("{pointer}/of")
            } else {
                format!("{pointer}/of/{at}")
            };
            path.push(at);
            if children.len() > 1 && child.otherwise.is_none() {
                places.push((pointer.clone(), path.clone()));
            }
            walk(child, &pointer, path, places);
            path.pop();
        }
    }
    walk(criterion, pointer, &mut Vec::new(), places);
}

/// The criteria without the condition at the end of a way.
fn without(criteria: &Criterion, path: &[usize]) -> Criterion {
    let mut criteria = criteria.clone();
    let mut node = &mut criteria;
    let Some((last, way)) = path.split_last() else {
        return criteria;
    };
    for at in way {
        node = match &mut node.condition {
            Condition::All(of) | Condition::Any(of) => &mut of[*at],
            Condition::Not(of) => of,
            _ => unreachable!("the way follows the tree"),
        };
    }
    if let Condition::All(of) | Condition::Any(of) = &mut node.condition {
        of.remove(*last);
    }
    criteria
}
