//! The facts of a question in the specification, made from the vocabulary that the readers read.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use strum::VariantArray as _;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::criteria::declarable::Declarable;
use crate::domain::criteria::fact::Fact;
use crate::http::catalogue::facts_schema::value_schema;

/// What is stated about a person and those around them; a closed list.
pub(crate) struct StatedFacts;

/// What is stated about a person of a list.
struct StatedPerson;

/// What a person says of themselves.
struct StatedSelfDeclared;

const OF_EVERYBODY: [Fact; 6] = [
    Fact::BirthDate,
    Fact::BirthYear,
    Fact::BirthMonth,
    Fact::Age,
    Fact::RegisteredMunicipality,
    Fact::ResidenceMunicipality,
];

/// The schema of an object of facts.
fn object(description: &str, facts: impl Iterator<Item = Fact>, others: Value) -> RefOr<Schema> {
    let mut properties: Map<String, Value> = facts
        .map(|fact| {
            let mut schema = value_schema(fact);
            if fact == Fact::RelativeReasons {
                schema["items"] = reference("RelativeReason");
            }
            schema["description"] = json!(format!("{} / {}", fact.question().sv, fact.question().en));
            let name = fact.name();
            (name.strip_prefix("selfDeclared.").unwrap_or(name).to_owned(), schema)
        })
        .collect();
    if let Value::Object(others) = others {
        properties.extend(others);
    }
    let schema = json!({
        "type": "object",
        "description": description,
        "additionalProperties": false,
        "properties": properties,
    });
    serde_json::from_value(schema).expect("a JSON Schema is a schema of the specification")
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

impl PartialSchema for StatedFacts {
    fn schema() -> RefOr<Schema> {
        let facts =
            Fact::all().filter(|fact| !matches!(fact, Fact::Persons(_) | Fact::Declared(_) | Fact::RelativeReasons));
        let mut others = Map::new();
        for fact in Fact::all().filter(|fact| matches!(fact, Fact::Persons(_))) {
            let mut list = value_schema(fact);
            list["description"] = json!(format!("{} / {}", fact.help().sv, fact.help().en));
            list["items"] = reference("ListedPerson");
            others.insert(fact.name().into(), list);
        }
        others.insert("selfDeclared".into(), reference("SelfDeclaredFacts"));
        object(
            "What is stated about a person and those around them; a closed list. A stated list is complete; absent is unknown.",
            facts,
            Value::Object(others),
        )
    }
}

impl PartialSchema for StatedPerson {
    fn schema() -> RefOr<Schema> {
        object(
            "What is stated about a person of a list. No names, no identifiers.",
            OF_EVERYBODY.into_iter(),
            json!({"selfDeclared": reference("SelfDeclaredFacts")}),
        )
    }
}

impl PartialSchema for StatedSelfDeclared {
    fn schema() -> RefOr<Schema> {
        let declared = Declarable::VARIANTS.iter().copied().map(Fact::Declared);
        object(
            "What a person says of themselves. See `/facts` for the questions.",
            declared.chain([Fact::RelativeReasons]),
            json!({"local": {
                "type": "object",
                "description": "Answers to the municipality's own questions, by slug. See `questions` of the municipality.",
                "propertyNames": {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 64},
                "additionalProperties": {"type": "boolean"},
            }}),
        )
    }
}

impl ToSchema for StatedFacts {
    fn name() -> Cow<'static, str> {
        "Facts".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("ListedPerson".into(), StatedPerson::schema()));
        schemas.push(("SelfDeclaredFacts".into(), StatedSelfDeclared::schema()));
    }
}
