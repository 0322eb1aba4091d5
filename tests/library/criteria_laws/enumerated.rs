//! A second evaluator, written differently: it enumerates every completion of what is stated, and asks each for yes or no.

use std::collections::HashSet;

use chrono::NaiveDate;
use insatskatalog::domain::criteria::fact::Fact;
use insatskatalog::domain::criteria::persons::Persons;
use insatskatalog::domain::criteria::variables::{Ask, OpenFact, Whom};
use insatskatalog::domain::criteria::{AgeLimit, Condition, Criterion};
use insatskatalog::domain::kommun::Kommunkod;

use super::people::{Described, LISTS, People, ages, possible_births};
use super::trees::{CODES, DECLARABLE, LOCAL, REASONS, local};

/// What every answer to what nobody can answer gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Met,
    NotMet,
    Open,
}

/// Criteria with, for each condition, whether each possible answer to what it asks meets it.
enum Formula {
    All(Vec<Formula>),
    Any(Vec<Formula>),
    Not(Box<Formula>),
    Asked { slot: usize, met: Vec<bool> },
}

/// What a condition asks.
#[derive(PartialEq, Eq)]
enum Slot {
    /// A fact about a person.
    Of(Whom, Ask),
    /// Whether each, or some, of the persons of an unknown list meets criteria.
    List(bool, Persons, Box<Criterion>),
    /// What nobody can answer.
    NotEvaluated,
}

struct Asked {
    slot: Slot,
    /// The fact to ask for.
    fact: Option<OpenFact>,
}

struct Compiler<'a> {
    people: &'a People,
    on: NaiveDate,
    asked_on: NaiveDate,
    asked: Vec<Asked>,
}

/// One person, or nobody where the criteria are those of an unknown list.
#[derive(Clone, Copy)]
struct Subject<'a> {
    whom: Whom,
    person: &'a Described,
}

fn within(limit: AgeLimit, age: i32) -> bool {
    let least = limit.at_least.map_or(i32::MIN, i32::from);
    let most = limit.at_most.map_or(i32::MAX, i32::from);
    (least..=most).contains(&age)
}

/// The one value that is stated, or else every possible one.
fn values<T>(is_stated: bool, value: T, every: impl IntoIterator<Item = T>) -> Vec<T> {
    if is_stated {
        vec![value]
    } else {
        every.into_iter().collect()
    }
}

impl<'a> Compiler<'a> {
    fn formula(&mut self, criterion: &Criterion, subject: Subject<'a>) -> Formula {
        let mut several = |of: &[Criterion]| of.iter().map(|child| self.formula(child, subject)).collect();
        match &criterion.condition {
            Condition::All(of) => Formula::All(several(of)),
            Condition::Any(of) => Formula::Any(several(of)),
            Condition::Not(of) => Formula::Not(Box::new(self.formula(of, subject))),
            Condition::EachOf(of) => self.list(true, of.persons, &of.meets, Fact::Persons(of.persons)),
            Condition::SomeOf(of) => self.list(false, of.persons, &of.meets, Fact::Persons(of.persons)),
            Condition::RelativeResidesIn(kommunkod) => {
                let meets = Criterion::bare(Condition::ResidesIn(*kommunkod));
                self.list(
                    false,
                    Persons::SupportedPersons,
                    &meets,
                    Fact::RelativeResidenceMunicipality,
                )
            }
            Condition::NotEvaluated(_) => {
                self.asked.push(Asked {
                    slot: Slot::NotEvaluated,
                    fact: None,
                });
                Formula::Asked {
                    slot: self.asked.len() - 1,
                    met: vec![false, true],
                }
            }
            leaf => self.leaf(leaf, subject),
        }
    }

    fn list(&mut self, each: bool, persons: Persons, meets: &Criterion, fact: Fact) -> Formula {
        let people = self.people;
        let at = LISTS.iter().position(|list| *list == persons).expect("a list");
        let (is_stated, list) = &people.lists[at];
        if !is_stated {
            let slot = self.slot(Slot::List(each, persons, Box::new(meets.clone())), OpenFact::own(fact));
            return Formula::Asked {
                slot,
                met: vec![false, true],
            };
        }
        let each_person = list.iter().zip(0..).map(|(person, at)| {
            let whom = Whom::Listed(persons, at);
            self.formula(meets, Subject { whom, person })
        });
        let of = each_person.collect();
        if each { Formula::All(of) } else { Formula::Any(of) }
    }

    fn leaf(&mut self, leaf: &Condition, subject: Subject) -> Formula {
        let Subject { whom, person } = subject;
        let (whole, stated) = person;
        let births = possible_births(person, self.on, self.asked_on);
        let aged = |is_met: &dyn Fn((i32, i32)) -> bool| -> Vec<bool> {
            births.iter().map(|born| is_met(ages(*born, self.on))).collect()
        };
        let places = |is_stated, place, named: &[&str]| -> Vec<bool> {
            let places = values(is_stated, place, 0..=CODES.len());
            let is_named = |place: usize| CODES.get(place).is_some_and(|code| named.contains(code));
            places.into_iter().map(is_named).collect()
        };
        let yes_or_no = |is_stated, value| values(is_stated, value, [false, true]);
        let fact = |fact: Fact| Ask::Fact(fact);
        let (ask, met) = match leaf {
            Condition::Age(limit) => (fact(Fact::BirthDate), aged(&|(age, _)| within(*limit, age))),
            Condition::AgeInYear(limit) => (fact(Fact::BirthDate), aged(&|(_, in_year)| within(*limit, in_year))),
            Condition::RegisteredIn(one) => (
                fact(Fact::RegisteredMunicipality),
                places(stated.registered, whole.registered, &[one.as_str()]),
            ),
            Condition::RegisteredInAnyOf(several) => {
                let named: Vec<&str> = several.iter().map(Kommunkod::as_str).collect();
                let met = places(stated.registered, whole.registered, &named);
                (fact(Fact::RegisteredMunicipality), met)
            }
            Condition::ResidesIn(one) => (
                fact(Fact::ResidenceMunicipality),
                places(stated.resides, whole.resides, &[one.as_str()]),
            ),
            Condition::ResidesInAnyOf(several) => {
                let named: Vec<&str> = several.iter().map(Kommunkod::as_str).collect();
                let met = places(stated.resides, whole.resides, &named);
                (fact(Fact::ResidenceMunicipality), met)
            }
            Condition::Declared(asked) => {
                let at = DECLARABLE.iter().position(|one| one == asked).expect("a fact");
                let met = yes_or_no(stated.declared[at], whole.declared[at]);
                (fact(Fact::Declared(*asked)), met)
            }
            Condition::DeclaredLocally(question) => {
                let at = (0..LOCAL.len()).find(|at| local(*at) == *question).expect("a question");
                let met = yes_or_no(stated.local[at], whole.local[at]);
                (Ask::Local(question.clone()), met)
            }
            Condition::DeclaredAnyOf(named) => {
                let every = (0..8).map(|bits| [bits & 1 > 0, bits & 2 > 0, bits & 4 > 0]);
                let lists = values(stated.reasons, whole.reasons, every);
                let has_one = |list: [bool; 3]| {
                    let named: Vec<_> = named.iter().collect();
                    REASONS
                        .iter()
                        .zip(list)
                        .any(|(reason, there)| there && named.contains(reason))
                };
                (fact(Fact::RelativeReasons), lists.into_iter().map(has_one).collect())
            }
            _ => unreachable!("no leaf"),
        };
        let open = OpenFact { whom, ask: ask.clone() };
        let slot = self.slot(Slot::Of(whom, ask), open);
        Formula::Asked { slot, met }
    }

    fn slot(&mut self, slot: Slot, fact: OpenFact) -> usize {
        let known = self.asked.iter().position(|asked| asked.slot == slot);
        known.unwrap_or_else(|| {
            self.asked.push(Asked { slot, fact: Some(fact) });
            self.asked.len() - 1
        })
    }
}

impl Formula {
    fn each_asked(&mut self, visit: &mut impl FnMut(usize, &mut Vec<bool>)) {
        match self {
            Self::All(of) | Self::Any(of) => of.iter_mut().for_each(|child| child.each_asked(visit)),
            Self::Not(of) => of.each_asked(visit),
            Self::Asked { slot, met } => visit(*slot, met),
        }
    }

    fn holds(&self, answers: &[usize]) -> bool {
        let holding = |of: &[Self]| of.iter().filter(|child| child.holds(answers)).count();
        match self {
            Self::All(of) => holding(of) == of.len(),
            Self::Any(of) => holding(of) > 0,
            Self::Not(of) => !of.holds(answers),
            Self::Asked { slot, met } => met[answers[*slot]],
        }
    }
}

/// What each completion of what is stated gives.
pub struct Enumerated {
    asked: Vec<Asked>,
    /// How many answers there are to what each slot asks, as far as the criteria distinguish them; 1 for what nobody can
    /// answer.
    counts: Vec<usize>,
    /// By the answers as a number whose digits they are, the first the lowest.
    ends: Vec<End>,
}

/// The answers that a number stands for.
fn digits(mut number: usize, counts: &[usize]) -> Vec<usize> {
    let digit = |count: &usize| {
        let digit = number % count;
        number /= count;
        digit
    };
    counts.iter().map(digit).collect()
}

impl Enumerated {
    /// Every completion of what a question states; `None` where there are too many.
    pub fn of(criteria: &Criterion, people: &People, on: NaiveDate, asked_on: NaiveDate) -> Option<Self> {
        const MOST: usize = 20_000;
        let mut compiler = Compiler {
            people,
            on,
            asked_on,
            asked: Vec::new(),
        };
        let own = Subject {
            whom: Whom::Own,
            person: &people.own,
        };
        let mut formula = compiler.formula(criteria, own);
        let asked = compiler.asked;
        let mut columns: Vec<Vec<Vec<bool>>> = asked.iter().map(|_| Vec::new()).collect();
        formula.each_asked(&mut |slot, met| columns[slot].push(met.clone()));
        let distinct: Vec<Vec<usize>> = columns
            .iter()
            .map(|conditions| {
                let mut seen = HashSet::new();
                let of = |answer: usize| -> Vec<bool> { conditions.iter().map(|met| met[answer]).collect() };
                (0..conditions[0].len())
                    .filter(|answer| seen.insert(of(*answer)))
                    .collect()
            })
            .collect();
        formula.each_asked(&mut |slot, met| *met = distinct[slot].iter().map(|answer| met[*answer]).collect());
        let is_answerable = |at: usize| asked[at].fact.is_some();
        let counts_where = |wanted: bool| -> Vec<usize> {
            let count = |at: usize| {
                if is_answerable(at) == wanted {
                    distinct[at].len()
                } else {
                    1
                }
            };
            (0..asked.len()).map(count).collect()
        };
        let (counts, open) = (counts_where(true), counts_where(false));
        let product = |counts: &[usize]| {
            counts
                .iter()
                .try_fold(1_usize, |product, count| product.checked_mul(*count))
        };
        let (completions, assessments) = (product(&counts)?, product(&open)?);
        if completions.checked_mul(assessments)? > MOST {
            return None;
        }
        let end = |number: usize| {
            let answers = digits(number, &counts);
            let results: HashSet<bool> = (0..assessments)
                .map(|assessment| {
                    let assessed = digits(assessment, &open);
                    let both: Vec<usize> = answers.iter().zip(assessed).map(|(left, right)| left + right).collect();
                    formula.holds(&both)
                })
                .collect();
            match (results.contains(&true), results.contains(&false)) {
                (true, false) => End::Met,
                (false, true) => End::NotMet,
                _ => End::Open,
            }
        };
        let ends = (0..completions).map(end).collect();
        Some(Self { asked, counts, ends })
    }

    /// What every completion gives, where they agree.
    pub fn end(&self) -> Option<End> {
        let first = self.ends[0];
        self.ends.iter().all(|end| *end == first).then_some(first)
    }

    /// Whether some completion meets the criteria.
    pub fn may_be_met(&self) -> bool {
        self.ends.contains(&End::Met)
    }

    /// The facts that change what a completion gives, where all others stay.
    pub fn missing(&self) -> Vec<OpenFact> {
        let mut missing = Vec::new();
        let mut step = 1;
        for (asked, count) in self.asked.iter().zip(&self.counts) {
            let changes = |number: usize| {
                let without = number - number / step % count * step;
                self.ends[number] != self.ends[without]
            };
            if let Some(fact) = &asked.fact
                && (0..self.ends.len()).any(changes)
                && !missing.contains(fact)
            {
                missing.push(fact.clone());
            }
            step *= count;
        }
        missing.sort();
        missing
    }
}
