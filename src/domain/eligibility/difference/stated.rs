//! Facts as a question states them in JSON, for examples.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Value, json};
use strum::VariantArray as _;

use crate::domain::criteria::declarable::{Declarable, RelativeReason};
use crate::domain::criteria::facts::{Facts, Municipality, Person};
use crate::domain::criteria::persons::Persons;

/// The facts of an example person as JSON. Unlike the facts of a question, they are nobody's and may be printed.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedFacts(BTreeMap<&'static str, Value>);

impl StatedFacts {
    /// The facts of an example.
    pub(crate) fn of(facts: &Facts) -> Self {
        let mut stated = of_person(&facts.own);
        for persons in Persons::VARIANTS {
            if let Some(list) = facts.lists.get(*persons) {
                let list: Vec<Value> = list.iter().map(|person| json!(of_person(person))).collect();
                stated.insert(persons.into(), json!(list));
            }
        }
        Self(stated)
    }
}

fn of_person(person: &Person) -> BTreeMap<&'static str, Value> {
    let mut stated = BTreeMap::new();
    if let Some(birth) = person.birth {
        stated.insert("birthDate", json!(birth.earliest));
    }
    if let Some(age) = person.age {
        stated.insert("age", json!(age));
    }
    let municipality = |stated: Municipality| match stated {
        Municipality::In(kommunkod) => json!(kommunkod),
        Municipality::Nowhere => json!("none"),
    };
    if let Some(registered) = person.registered_municipality {
        stated.insert("registeredMunicipality", municipality(registered));
    }
    if let Some(residence) = person.residence_municipality {
        stated.insert("residenceMunicipality", municipality(residence));
    }
    let declared = self_declared(person);
    if !declared.is_empty() {
        stated.insert("selfDeclared", json!(declared));
    }
    stated
}

fn self_declared(person: &Person) -> BTreeMap<&'static str, Value> {
    let known = &person.self_declared;
    let facts = Declarable::VARIANTS.iter();
    let mut declared: BTreeMap<&'static str, Value> = facts
        .filter_map(|fact| Some((fact.name(), json!(known.get(*fact)?))))
        .collect();
    if let Some(reasons) = known.relative_reasons {
        let reasons: Vec<&str> = reasons.iter().map(RelativeReason::name).collect();
        declared.insert("relativeReasons", json!(reasons));
    }
    if let Some(local) = &known.local {
        declared.insert("local", json!(local));
    }
    declared
}

impl Serialize for StatedFacts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
