//! In which order to ask a person, so that the answer is settled with the fewest questions.

use chrono::NaiveDate;

use super::diagram::Diagram;
use super::facts::{Declarable, Fact, Facts, Municipality, RelativeReason};
use super::{Condition, Criterion, open_facts};

/// The facts that criteria ask for, the one that settles most first.
///
/// Each next question is the one whose answers most often settle the outcome; where two do so equally, the one
/// written first. What the answers so far have made needless comes last.
pub fn questions(criteria: &Criterion, day: NaiveDate) -> Vec<Fact> {
    let diagram = Diagram::of(criteria);
    let mut known = Facts::default();
    let mut asked: Vec<Fact> = Vec::new();
    while let open_facts::Facts::Undecided(open) = diagram.open_facts(&known, day) {
        let settled = |fact: Fact| share_settled(criteria, &diagram, fact, &known, day);
        let Some(next) = open
            .into_iter()
            .reduce(|best, fact| if settled(fact) > settled(best) { fact } else { best })
        else {
            break;
        };
        asked.push(next);
        let unsettling = answers(criteria, next, &known)
            .into_iter()
            .find(|known| matches!(diagram.open_facts(known, day), open_facts::Facts::Undecided(_)));
        let Some(answered) = unsettling else {
            break;
        };
        known = answered;
    }
    let mut all = asked;
    criteria.walk(&mut |criterion| {
        if let Some(fact) = criterion.condition.fact()
            && !all.contains(&fact)
        {
            all.push(fact);
        }
    });
    all
}

/// How many of a hundred kinds of answers settle the outcome.
fn share_settled(criteria: &Criterion, diagram: &Diagram, fact: Fact, known: &Facts, day: NaiveDate) -> usize {
    let answers = answers(criteria, fact, known);
    let settles = |known: &&Facts| matches!(diagram.open_facts(known, day), open_facts::Facts::Decided(_));
    100 * answers.iter().filter(settles).count() / answers.len().max(1)
}

/// What is known after each kind of answer that the criteria can tell apart.
fn answers(criteria: &Criterion, fact: Fact, known: &Facts) -> Vec<Facts> {
    let mut ages = vec![0];
    let mut municipalities = vec![Municipality::Nowhere];
    let mut reasons = vec![Vec::new()];
    criteria.walk(&mut |criterion| match &criterion.condition {
        Condition::Age(limit) => {
            ages.extend(limit.at_least);
            ages.extend(limit.at_most.map(|most| most + 1));
        }
        Condition::RegisteredIn(kommunkod)
        | Condition::ResidesIn(kommunkod)
        | Condition::RelativeResidesIn(kommunkod) => municipalities.push(Municipality::In(*kommunkod)),
        Condition::DeclaredAnyOf(values) => reasons.extend(values.iter().map(|reason| vec![reason])),
        _ => {}
    });
    ages.sort_unstable();
    ages.dedup();
    let with = |set: &dyn Fn(&mut Facts)| {
        let mut facts = *known;
        set(&mut facts);
        facts
    };
    match fact {
        Fact::BirthDate | Fact::Age => ages
            .into_iter()
            .map(|age| with(&|facts| facts.age = Some(age)))
            .collect(),
        Fact::RegisteredMunicipality => municipalities
            .into_iter()
            .map(|at| with(&|facts| facts.registered_municipality = Some(at)))
            .collect(),
        Fact::ResidenceMunicipality => municipalities
            .into_iter()
            .map(|at| with(&|facts| facts.residence_municipality = Some(at)))
            .collect(),
        Fact::RelativeResidenceMunicipality => municipalities
            .into_iter()
            .map(|at| with(&|facts| facts.relative_residence_municipality = Some(at)))
            .collect(),
        Fact::RelativeReasons => reasons
            .into_iter()
            .map(|reasons: Vec<RelativeReason>| {
                with(&|facts| facts.self_declared.relative_reasons = Some(reasons.iter().copied().collect()))
            })
            .collect(),
        Fact::Declared(fact) => both(fact, known),
    }
}

fn both(fact: Declarable, known: &Facts) -> Vec<Facts> {
    let answered = |value: bool| {
        let mut facts = *known;
        facts.self_declared.set(fact, value);
        facts
    };
    vec![answered(false), answered(true)]
}
