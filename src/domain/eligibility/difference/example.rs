//! Example persons: the fewest facts by which criteria are met.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{Datelike, NaiveDate};
use strum::VariantArray as _;

use crate::domain::Kommunkod;
use crate::domain::criteria::birth::Birth;
use crate::domain::criteria::diagram::{ALWAYS, Diagram, FIRST, NodeId};
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::facts::{Facts, Municipality, Person};
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::variables::{Ask, Classes, Key, OpenFact};
use crate::domain::criteria::{Condition, Criterion};

/// The most ways through a diagram that a search tries.
const MAX_WAYS: usize = 100;
/// The most steps of a search.
const MAX_STEPS: usize = 20_000;

/// The first way through the diagram of criteria that `accept` takes, from the fewest facts up.
///
/// `None` if nobody meets the criteria, if no example was found within the limits, or if the criteria are too large.
pub(crate) fn smallest<T>(
    criteria: &Criterion,
    day: NaiveDate,
    mut accept: impl FnMut(Facts) -> Option<T>,
) -> Option<T> {
    let diagram = Diagram::of(criteria).ok()?;
    let mut found = None;
    shortest_ways(&diagram, |way| {
        let facts = [BirthAs::Age, BirthAs::Date]
            .into_iter()
            .filter_map(|birth_as| facts_of(&diagram, way, day, birth_as));
        found = facts.into_iter().find_map(&mut accept);
        found.is_some()
    });
    found
}

/// A variable of a diagram, and the class of its answer.
type Step = (usize, usize);

/// Calls `is_last` with the ways from the root to [`ALWAYS`], the shortest first, until it answers `true`.
fn shortest_ways(diagram: &Diagram, mut is_last: impl FnMut(&[Step]) -> bool) {
    let rests = shortest_rests(diagram);
    let mut waiting = BinaryHeap::new();
    let mut number = 0_usize;
    let mut wait = |waiting: &mut BinaryHeap<_>, node: NodeId, way: Vec<Step>| {
        if let Some(rest) = rests[node] {
            number += 1;
            waiting.push(Reverse((way.len() + rest, number, node, way)));
        }
    };
    wait(&mut waiting, diagram.root, Vec::new());
    let mut ways = 0;
    for _ in 0..MAX_STEPS {
        let Some(Reverse((_, _, node, way))) = waiting.pop() else {
            return;
        };
        if node == ALWAYS {
            ways += 1;
            if is_last(&way) || ways == MAX_WAYS {
                return;
            }
            continue;
        }
        let (variable, leads_to) = &diagram.nodes[node - FIRST];
        for (class, next) in leads_to.iter().enumerate() {
            let mut longer = way.clone();
            longer.push((*variable, class));
            wait(&mut waiting, *next, longer);
        }
    }
}

/// The number of facts that each node still needs to reach [`ALWAYS`]; `None` where it cannot.
fn shortest_rests(diagram: &Diagram) -> Vec<Option<usize>> {
    let mut rests: Vec<Option<usize>> = (0..FIRST).map(|end| (end == ALWAYS).then_some(0)).collect();
    for (_, leads_to) in &diagram.nodes {
        let rest = leads_to.iter().filter_map(|next| rests[*next]).min();
        rests.push(rest.map(|rest| rest + 1));
    }
    rests
}

/// How an example states when a person is born.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BirthAs {
    Age,
    Date,
}

/// What must hold of a list: of each of its persons, and of at least one.
#[derive(Default)]
struct Listed {
    each: Vec<Criterion>,
    some: Vec<Criterion>,
    is_asked: bool,
}

/// Facts that take a way; `None` where no person has them all.
fn facts_of(diagram: &Diagram, way: &[Step], day: NaiveDate, birth_as: BirthAs) -> Option<Facts> {
    let mut facts = Facts::default();
    let mut lists: [Listed; Persons::VARIANTS.len()] = Default::default();
    for (variable, class) in way {
        let variable = &diagram.variables[*variable];
        let holds = *class == 1;
        match &variable.key {
            Key::Fact(open) => state(&mut facts.own, open, &variable.classes, *class, (day, birth_as))?,
            Key::Reason(_, reason) => {
                let known = facts.own.self_declared.relative_reasons.unwrap_or_default();
                let reasons = known.iter().chain(holds.then_some(*reason));
                facts.own.self_declared.relative_reasons = Some(reasons.collect());
            }
            Key::Persons {
                each, persons, meets, ..
            } => {
                let list = &mut lists[*persons as usize];
                list.is_asked = true;
                let meets = if holds {
                    (**meets).clone()
                } else {
                    opposite((**meets).clone())
                };
                if *each == holds {
                    list.each.push(meets);
                } else {
                    list.some.push(meets);
                }
            }
            Key::NotEvaluated(_) => return None,
        }
    }
    for (persons, listed) in Persons::VARIANTS.iter().zip(lists) {
        if listed.is_asked {
            facts.lists.set(*persons, persons_of(listed, day)?);
        }
    }
    Some(facts)
}

/// The fewest persons of a list: nobody, one who meets all, or one for each condition.
fn persons_of(Listed { each, some, .. }: Listed, day: NaiveDate) -> Option<Vec<Person>> {
    if some.is_empty() {
        return Some(Vec::new());
    }
    let who_meets = |wanted: Vec<Criterion>| {
        let all = wanted.into_iter().chain(each.iter().cloned()).collect();
        smallest(&Criterion::bare(Condition::All(all)), day, |facts| Some(facts.own))
    };
    if let Some(one) = who_meets(some.clone()) {
        return Some(vec![one]);
    }
    some.into_iter().map(|wanted| who_meets(vec![wanted])).collect()
}

/// The opposite of criteria.
pub(crate) fn opposite(criteria: Criterion) -> Criterion {
    Criterion::bare(Condition::Not(Box::new(criteria)))
}

fn state(
    person: &mut Person,
    open: &OpenFact,
    classes: &Classes,
    class: usize,
    (day, birth_as): (NaiveDate, BirthAs),
) -> Option<()> {
    match (classes, &open.ask) {
        (Classes::Ages(lowest), _) => {
            let next = lowest.get(class + 1).copied();
            match birth_as {
                BirthAs::Age => person.age = Some(age_within(lowest[class], next)?),
                BirthAs::Date => person.birth = Some(Birth::on(birth_date_within(lowest[class], next, day)?)),
            }
        }
        (Classes::Municipalities(named), ask) => {
            let other = || {
                Kommunkod::all()
                    .iter()
                    .map(|kommun| kommun.kommunkod)
                    .find(|one| !named.contains(one))
            };
            let municipality = Some(Municipality::In(named.get(class).copied().or_else(other)?));
            if *ask == Ask::Fact(Fact::RegisteredMunicipality) {
                person.registered_municipality = municipality;
            } else {
                person.residence_municipality = municipality;
            }
        }
        (Classes::YesOrNo, Ask::Fact(Fact::Declared(fact))) => person.self_declared.set(*fact, class == 1),
        (Classes::YesOrNo, Ask::Local(question)) => {
            let local = person.self_declared.local.get_or_insert_default();
            local.insert(question.clone(), class == 1);
        }
        (Classes::YesOrNo, Ask::Fact(_)) => return None,
    }
    Some(())
}

/// The age of a class that is nearest its boundary: its lowest, or the highest of the first class.
fn age_within(lowest: u32, next: Option<u32>) -> Option<u8> {
    let age = match next {
        Some(next) if lowest == 0 => next.checked_sub(2)? / 2,
        _ => lowest.div_ceil(2),
    };
    age.try_into().ok()
}

/// The birth date that gives the sum of both ages nearest the boundary of a class, on a day.
fn birth_date_within(lowest: u32, next: Option<u32>, day: NaiveDate) -> Option<NaiveDate> {
    let (near, second) = match next {
        Some(next) if lowest == 0 => (next - 1, next.checked_sub(2)),
        _ => (lowest, Some(lowest + 1)),
    };
    let with_sum = |sum: u32| {
        let born_late = sum % 2 == 1;
        let year = day.year() - i32::try_from(sum.div_ceil(2)).ok()?;
        let born = if born_late {
            NaiveDate::from_ymd_opt(year, 12, 31)
        } else {
            NaiveDate::from_ymd_opt(year, 1, 1)
        };
        // On 31 December nobody has a birthday left that year.
        let is_last_of_year = (day.month(), day.day()) == (12, 31);
        born.filter(|_| !(born_late && is_last_of_year))
    };
    with_sum(near).or_else(|| second.and_then(with_sum))
}
