//! The fields of a form as the tree that a question in JSON gives, with the same pointers.

use strum::VariantArray as _;

use crate::documents::node::{Node, Value, member_pointer};
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::facts::MAX_PERSONS;
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::variables::{Ask, OpenFact, Whom};

use super::birth::PartialBirth;
use super::fields::Fields;
use super::names::{NONE_OF_THEM, PART, UNKNOWN, WHOLE, fact_of};

/// A member without its place.
type Member = (String, Value);

/// The question that fields state. What is not known is left out.
pub(super) fn of(fields: &Fields) -> Node {
    let mut root: Vec<Member> = Vec::new();
    for value in fields.values(PART) {
        root.extend(match value.split_once('.') {
            Some((member @ ("activity" | "place"), slug)) => Some((member.to_owned(), text(slug))),
            _ if value == WHOLE || value == UNKNOWN => None,
            _ => Some(("activity".to_owned(), text(value))),
        });
    }
    let stated: Vec<(OpenFact, &[String])> = fields
        .iter()
        .filter(|(_, values)| *values != [UNKNOWN])
        .filter_map(|(name, values)| Some((fact_of(name)?, values)))
        .collect();
    let mut facts = person(&stated, Whom::Own);
    for &persons in Persons::VARIANTS {
        let name: &'static str = persons.into();
        facts.extend(lists(&stated, persons).map(|list| (name.to_owned(), list)));
    }
    root.push(("facts".to_owned(), object(facts)));
    placed(object(root), String::new())
}

/// What is stated about one person.
fn person(stated: &[(OpenFact, &[String])], whom: Whom) -> Vec<Member> {
    let (mut members, mut declared, mut local) = (Vec::new(), Vec::new(), Vec::new());
    for (open, values) in stated.iter().filter(|(open, _)| open.whom == whom) {
        // A field sent twice becomes a member twice, which the reader refuses.
        for value in *values {
            match &open.ask {
                Ask::Fact(Fact::BirthDate) => members.extend(birth(value)),
                Ask::Fact(Fact::Declared(fact)) => declared.push((fact.name().to_owned(), yes_or_no(value))),
                Ask::Fact(Fact::RelativeReasons | Fact::Persons(_)) => {}
                Ask::Fact(other) => members.push((other.name().to_owned(), text(value))),
                Ask::Local(slug) => local.push((slug.to_string(), yes_or_no(value))),
            }
        }
        if open.ask == Ask::Fact(Fact::RelativeReasons) {
            let reasons = values.iter().filter(|value| *value != NONE_OF_THEM);
            declared.push(("relativeReasons".to_owned(), list(reasons.map(|reason| text(reason)))));
        }
    }
    if !local.is_empty() {
        declared.push(("local".to_owned(), object(local)));
    }
    if !declared.is_empty() {
        members.push(("selfDeclared".to_owned(), object(declared)));
    }
    members
}

/// The lists of persons that the fields state: one, unless a number was sent twice.
fn lists(stated: &[(OpenFact, &[String])], persons: Persons) -> impl Iterator<Item = Value> {
    let described = stated.iter().filter_map(|(open, _)| match open.whom {
        Whom::Listed(of, at) if of == persons => Some(usize::from(at) + 1),
        _ => None,
    });
    let described = described.max();
    let counted = stated
        .iter()
        .find(|(open, _)| *open == OpenFact::own(Fact::Persons(persons)));
    let counts: Vec<&str> = counted
        .into_iter()
        .flat_map(|(_, values)| values.iter().map(String::as_str))
        .collect();
    let people = |count: usize| {
        let numbers = (0..u8::try_from(count).unwrap_or(u8::MAX)).map(|at| Whom::Listed(persons, at));
        list(numbers.map(|whom| object(person(stated, whom))))
    };
    let stated: Vec<Value> = match (&counts[..], described) {
        ([], None) => Vec::new(),
        ([], Some(described)) => vec![people(described)],
        (counts, _) => counts
            .iter()
            .map(|count| {
                count
                    .parse()
                    .map_or_else(|_| text(count), |count: usize| people(count.min(MAX_PERSONS + 1)))
            })
            .collect(),
    };
    stated.into_iter()
}

/// The members of a date of birth; a text that is none is left for the reader to refuse.
fn birth(value: &str) -> Vec<Member> {
    let member = |fact: Fact, value: Value| (fact.name().to_owned(), value);
    let number = |number: u16| Value::Number(number.to_string());
    match PartialBirth::parse(value) {
        Some(PartialBirth::Month(year, month)) => vec![
            member(Fact::BirthYear, number(year)),
            member(Fact::BirthMonth, number(month.into())),
        ],
        Some(PartialBirth::Year(year)) => vec![member(Fact::BirthYear, number(year))],
        Some(PartialBirth::Day(..)) | None => vec![member(Fact::BirthDate, text(value))],
    }
}

fn yes_or_no(value: &str) -> Value {
    match value {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        other => text(other),
    }
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// A node whose place is set later, by [`placed`].
fn unplaced(value: Value) -> Node {
    Node::new(value, String::new(), None)
}

fn object(members: Vec<Member>) -> Value {
    let members = members.into_iter().map(|(name, value)| (name, unplaced(value)));
    Value::Object(members.collect())
}

fn list(items: impl Iterator<Item = Value>) -> Value {
    Value::List(items.map(unplaced).collect())
}

/// A value at a pointer, and all below at theirs.
fn placed(value: Value, pointer: String) -> Node {
    let value = match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, node)| {
                    let below = member_pointer(&pointer, &name);
                    (name, placed(node.value, below))
                })
                .collect(),
        ),
        Value::List(items) => Value::List(
            items
                .into_iter()
                .enumerate()
                .map(|(at, node)| placed(node.value, format!("{pointer}/{at}")))
                .collect(),
        ),
        other => other,
    };
    Node::new(value, pointer, None)
}
