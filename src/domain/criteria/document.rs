//! Criteria in the form they have in a document: one object for each node, tagged by `kind`.

use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{ArrayBuilder, OneOfBuilder};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::contact::Contact;
use crate::domain::kommun::Kommunkod;
use crate::domain::text::Stated;

use super::facts::{Declarable, RelativeReason};
use super::{Condition, Criterion, Otherwise, OtherwiseCode};

/// A condition, or conditions joined. Open to all is exactly `{"kind": "all", "of": []}`.
///
/// `all` and `any` have a list in `of`, `not` a single condition; `age` has `atLeast`, `atMost` or both;
/// `registeredIn`, `residesIn` and `relativeResidesIn` have `kommunkod`; `declared` has `fact`; `declaredAnyOf` has
/// `fact` (`relativeReasons`) and `values`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Criteria, example = json!({"kind": "all", "of": [
    {"kind": "age", "atLeast": 70, "groundForLimit": "notStated", "ageReason": "notStated"},
    {"kind": "registeredIn", "kommunkod": "1270", "groundForLimit": "notStated"}]}))]
struct Node<'a> {
    /// What kind of condition.
    #[schema(value_type = String, pattern = "^(all|any|not|age|registeredIn|residesIn|relativeResidesIn|declared|declaredAnyOf)$", example = "age")]
    kind: &'static str,
    /// The conditions joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = one_or_many)]
    of: Option<Of<'a>>,
    /// Has turned this age.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 130, example = 70)]
    at_least: Option<u8>,
    /// Has not turned the next age.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 129, example = 22)]
    at_most: Option<u8>,
    /// In which municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    kommunkod: Option<Kommunkod>,
    /// Which self-declared fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "psychiatricContact")]
    fact: Option<&'static str>,
    /// Which of the fact's values suffice, any one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<RelativeReason>>,
    /// The objective ground for the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Stated>)]
    ground_for_limit: Option<&'a Stated>,
    /// Why this age.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Stated>)]
    age_reason: Option<&'a Stated>,
    /// The provisions it rests on.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[schema(value_type = Vec<String>)]
    legal_basis: &'a [String],
    /// What a refusal here means.
    #[serde(skip_serializing_if = "Option::is_none")]
    otherwise: Option<OtherwiseNode<'a>>,
}

/// One condition, or a list of them.
#[derive(Serialize)]
#[serde(untagged)]
enum Of<'a> {
    One(&'a Criterion),
    Many(&'a [Criterion]),
}

fn one_or_many() -> Schema {
    let criteria = || RefOr::Ref(Ref::from_schema_name("Criteria"));
    OneOfBuilder::new()
        .description(Some(
            "The conditions joined: a list for `all` and `any`, a single one for `not`.",
        ))
        .item(ArrayBuilder::new().items(criteria()))
        .item(criteria())
        .into()
}

/// A refusal with a meaning of its own.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Otherwise)]
struct OtherwiseNode<'a> {
    /// The reason code given instead.
    reason_code: OtherwiseCode,
    /// Where to turn.
    #[schema(value_type = Contact)]
    refer_to: &'a Contact,
}

impl<'a> From<&'a Criterion> for Node<'a> {
    fn from(criterion: &'a Criterion) -> Self {
        let mut node = Self {
            kind: criterion.condition.kind(),
            of: None,
            at_least: None,
            at_most: None,
            kommunkod: None,
            fact: None,
            values: None,
            ground_for_limit: criterion.ground_for_limit.as_ref(),
            age_reason: criterion.age_reason.as_ref(),
            legal_basis: &criterion.legal_basis,
            otherwise: criterion
                .otherwise
                .as_ref()
                .map(|Otherwise { reason_code, refer_to }| OtherwiseNode {
                    reason_code: *reason_code,
                    refer_to,
                }),
        };
        match &criterion.condition {
            Condition::All(of) | Condition::Any(of) => node.of = Some(Of::Many(of)),
            Condition::Not(of) => node.of = Some(Of::One(of)),
            Condition::Age(limit) => {
                node.at_least = limit.at_least;
                node.at_most = limit.at_most;
            }
            Condition::RegisteredIn(kommunkod)
            | Condition::ResidesIn(kommunkod)
            | Condition::RelativeResidesIn(kommunkod) => node.kommunkod = Some(*kommunkod),
            Condition::Declared(fact) => node.fact = Some(Declarable::name(*fact)),
            Condition::DeclaredAnyOf(values) => {
                node.fact = Some("relativeReasons");
                node.values = Some(values.iter().collect());
            }
        }
        node
    }
}

impl Serialize for Criterion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Node::from(self).serialize(serializer)
    }
}

impl PartialSchema for Criterion {
    fn schema() -> RefOr<Schema> {
        Node::schema()
    }
}

impl ToSchema for Criterion {
    fn name() -> std::borrow::Cow<'static, str> {
        Node::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Node::schemas(schemas);
    }
}
