//! In which order to ask a person, so that the answer is settled with the fewest questions.

use smallvec::SmallVec;

use super::Criterion;
use super::diagram::Diagram;
use super::fact::Fact;
use super::open_facts::{Known, Left};
use super::persons::Persons;
use super::variables::{Ask, OpenFact, Whom};

/// The facts that criteria ask for, the one that settles most first.
///
/// Each next question is the one whose answers most often settle the outcome; where two do so equally, the one written
/// first. What the answers so far have made needless comes last. A question for a list is followed by those about its
/// first person.
pub fn questions(criteria: &Criterion) -> Vec<OpenFact> {
    let mut asked = Diagram::of(criteria).map_or_else(|_| Vec::new(), |diagram| in_order(&diagram));
    criteria.walk(&mut |criterion| {
        if let Some(fact) = criterion.condition.asks() {
            let fact = OpenFact {
                whom: Whom::Own,
                ask: fact.into(),
            };
            if !asked.contains(&fact) {
                asked.push(fact);
            }
        }
    });
    let mut all = Vec::new();
    for fact in asked {
        let persons = match fact.ask {
            Ask::Fact(Fact::Persons(persons)) => Some(persons),
            _ => None,
        };
        all.push(fact);
        all.extend(persons.into_iter().flat_map(|persons| about_first(criteria, persons)));
    }
    all
}

/// Facts that are missing, the one to ask for first: in the order of [`questions`], and everything about one person of a
/// list before the next person. What the criteria do not ask for comes last.
pub(crate) fn in_settling_order(criteria: &Criterion, missing: &[OpenFact]) -> Vec<OpenFact> {
    let asked = questions(criteria);
    let place = |fact: &OpenFact| asked.iter().position(|other| other == fact).unwrap_or(asked.len());
    let key = |fact: &OpenFact| match fact.whom {
        Whom::Own => (place(fact), 0, 0),
        Whom::Listed(persons, at) => {
            let list = OpenFact::own(Fact::Persons(persons));
            let of_first = OpenFact {
                whom: Whom::Listed(persons, 0),
                ask: fact.ask.clone(),
            };
            (place(&list), u16::from(at) + 1, place(&of_first))
        }
    };
    let mut ordered = missing.to_vec();
    ordered.sort_by_cached_key(key);
    ordered
}

/// What criteria ask about the first person of a list, in written order.
fn about_first(criteria: &Criterion, of: Persons) -> Vec<OpenFact> {
    let mut facts = Vec::new();
    criteria.walk_all(None, &mut |persons, criterion| {
        if persons == Some(of)
            && let Some(asked) = criterion.condition.asks()
        {
            let fact = OpenFact {
                whom: Whom::Listed(of, 0),
                ask: asked.into(),
            };
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
    });
    facts
}

fn in_order(diagram: &Diagram) -> Vec<OpenFact> {
    let mut known: Vec<Known> = vec![Known::Nothing; diagram.variables.len()];
    let mut asked = Vec::new();
    while let Left::Undecided { variables, .. } = diagram.left_when(&known) {
        let open = diagram.facts_of(&variables);
        let settled = |fact: &OpenFact| share_settled(diagram, fact, &known);
        let best = open
            .into_iter()
            .reduce(|best, fact| if settled(&fact) > settled(&best) { fact } else { best });
        let Some(next) = best else {
            break;
        };
        let unsettling = answers(diagram, &next, &known)
            .into_iter()
            .find(|known| matches!(diagram.left_when(known), Left::Undecided { .. }));
        asked.push(next);
        let Some(answered) = unsettling else {
            break;
        };
        known = answered;
    }
    asked
}

/// How many of a hundred kinds of answers settle the outcome.
fn share_settled(diagram: &Diagram, fact: &OpenFact, known: &[Known]) -> usize {
    let answers = answers(diagram, fact, known);
    let settles = |known: &&Vec<Known>| matches!(diagram.left_when(known), Left::Decided(_));
    100 * answers.iter().filter(settles).count() / answers.len().max(1)
}

/// What is known after each kind of answer that the criteria distinguish.
fn answers(diagram: &Diagram, fact: &OpenFact, known: &[Known]) -> Vec<Vec<Known>> {
    let is_of_fact = |at: &usize| diagram.variables[*at].key.open_fact().as_ref() == Some(fact);
    let of_fact: SmallVec<[usize; 8]> = (0..known.len()).filter(is_of_fact).collect();
    if let [only] = of_fact[..] {
        let classes = 0..diagram.variables[only].classes.count();
        return classes.map(|class| with(known, &[(only, class)])).collect();
    }
    // A list of reasons: none of them, or one.
    let none: Vec<(usize, usize)> = of_fact.iter().map(|at| (*at, 0)).collect();
    let mut answers = vec![with(known, &none)];
    for at in &of_fact {
        let mut one = with(known, &none);
        one[*at] = Known::Class(1);
        answers.push(one);
    }
    answers
}

fn with(known: &[Known], classes: &[(usize, usize)]) -> Vec<Known> {
    let mut known = known.to_vec();
    for (at, class) in classes {
        known[*at] = Known::Class(*class);
    }
    known
}
