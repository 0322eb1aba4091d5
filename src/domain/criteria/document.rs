//! Criteria in the form they have in a document: one object for each node, tagged by `kind`.

use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::contact::Contact;
use crate::domain::{CatalogueText, Kommunkod, Slug, Stated};

use super::declarable::{Declarable, RelativeReason};
use super::persons::Persons;
use super::{AgeLimit, AssessedBy, Condition, Criterion, Otherwise, OtherwiseCode};

/// What a node may state beside its condition.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CriteriaGrounds)]
struct Grounds<'a> {
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

/// Writes the kinds of criteria as one table: a row holds the kind, the name of its schema and its members.
macro_rules! kinds {
    ($(
        $(#[$doc:meta])+
        $kind:literal $schema:ident as $name:ident {
            $($(#[$attribute:meta])* $member:ident: $type:ty,)*
        }
    )+) => {
        /// A condition, or conditions joined. Open to all is exactly `{"kind": "all", "of": []}`.
        ///
        /// The list of kinds is open: a later release may add one.
        #[derive(Serialize, ToSchema)]
        #[serde(untagged)]
        #[schema(as = Criteria, discriminator(property_name = "kind", mapping($(($kind = concat!("#/components/schemas/", stringify!($name)))),+)))]
        #[schema(example = json!({"kind": "all", "of": [
            {"kind": "age", "atLeast": 70, "groundForLimit": "notStated", "ageReason": "notStated"},
            {"kind": "registeredIn", "kommunkod": "1270", "groundForLimit": "notStated"}]}))]
        enum Node<'a> {
            $($schema($schema<'a>),)+
        }

        $(
            $(#[$doc])+
            #[derive(Serialize, ToSchema)]
            #[serde(rename_all = "camelCase")]
            #[schema(as = $name)]
            struct $schema<'a> {
                /// The kind of condition.
                #[schema(schema_with = $schema::kind_schema)]
                kind: &'static str,
                $($(#[$attribute])* $member: $type,)*
                #[serde(flatten)]
                grounds: Grounds<'a>,
            }

            impl $schema<'_> {
                fn kind_schema() -> Schema {
                    ObjectBuilder::new()
                        .schema_type(SchemaType::new(Type::String))
                        .enum_values(Some([$kind]))
                        .into()
                }
            }
        )+
    };
}

kinds! {
    /// Every condition must be met; with none, open to all.
    "all" All as AllCriteria {
        /// The conditions.
        #[schema(value_type = Vec<Criterion>, no_recursion)]
        of: &'a [Criterion],
    }
    /// At least one condition must be met.
    "any" Any as AnyCriteria {
        /// The conditions.
        #[schema(value_type = Vec<Criterion>, no_recursion)]
        of: &'a [Criterion],
    }
    /// The condition must not be met.
    "not" Not as NotCriteria {
        /// The condition.
        #[schema(value_type = Criterion, no_recursion)]
        of: &'a Criterion,
    }
    /// An age on the day asked about.
    "age" Age as AgeCriterion {
        /// Has turned this age.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(minimum = 1, maximum = 130, example = 70)]
        at_least: Option<u8>,
        /// Has not turned the next age.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(minimum = 0, maximum = 129, example = 22)]
        at_most: Option<u8>,
    }
    /// The age reached by 31 December: the year of the day less the year of birth.
    "ageInYear" AgeInYear as AgeInYearCriterion {
        /// Reaches at least this age during the calendar year.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(minimum = 1, maximum = 130, example = 65)]
        at_least: Option<u8>,
        /// Reaches at most this age during the calendar year.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(minimum = 0, maximum = 129, example = 12)]
        at_most: Option<u8>,
    }
    /// Is folkbokförd in a municipality.
    "registeredIn" RegisteredIn as RegisteredInCriterion {
        /// The municipality.
        kommunkod: Kommunkod,
    }
    /// Is folkbokförd in one of several municipalities.
    "registeredInAnyOf" RegisteredInAnyOf as RegisteredInAnyOfCriterion {
        /// The municipalities.
        #[schema(value_type = Vec<Kommunkod>, min_items = 1)]
        kommunkoder: &'a [Kommunkod],
    }
    /// Lives in a municipality.
    "residesIn" ResidesIn as ResidesInCriterion {
        /// The municipality.
        kommunkod: Kommunkod,
    }
    /// Lives in one of several municipalities.
    "residesInAnyOf" ResidesInAnyOf as ResidesInAnyOfCriterion {
        /// The municipalities.
        #[schema(value_type = Vec<Kommunkod>, min_items = 1)]
        kommunkoder: &'a [Kommunkod],
    }
    /// Supports somebody who lives in a municipality.
    "relativeResidesIn" RelativeResidesIn as RelativeResidesInCriterion {
        /// The municipality.
        kommunkod: Kommunkod,
    }
    /// Says so of themselves. Exactly one of `fact` and `question` is stated.
    "declared" Declared as DeclaredCriterion {
        /// The fact by declaration.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<String>, example = "psychiatricContact")]
        fact: Option<&'static str>,
        /// The question of the municipality's own.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<Slug>)]
        question: Option<&'a Slug>,
    }
    /// States one of these reasons why somebody close needs support.
    "declaredAnyOf" DeclaredAnyOf as DeclaredAnyOfCriterion {
        /// The list that the reasons are taken from.
        #[schema(value_type = String, example = "relativeReasons")]
        fact: &'static str,
        /// The reasons.
        values: Vec<RelativeReason>,
    }
    /// Every person of a list meets a condition. An empty list meets it.
    "eachOf" EachOf as EachOfCriterion {
        /// The list.
        persons: Persons,
        /// What each person meets: criteria without `eachOf` and `someOf`.
        #[serde(rename = "where")]
        #[schema(value_type = Criterion, no_recursion)]
        meets: &'a Criterion,
    }
    /// At least one person of a list meets a condition.
    "someOf" SomeOf as SomeOfCriterion {
        /// The list.
        persons: Persons,
        /// What one person meets: criteria without `eachOf` and `someOf`.
        #[serde(rename = "where")]
        #[schema(value_type = Criterion, no_recursion)]
        meets: &'a Criterion,
    }
    /// A condition in words only: nobody can answer it through the API.
    "notEvaluated" NotEvaluated as NotEvaluatedCriterion {
        /// The condition.
        #[schema(value_type = CatalogueText)]
        text: &'a CatalogueText,
        /// Who assesses it.
        assessed_by: AssessedBy,
    }
}

impl<'a> From<&'a Criterion> for Node<'a> {
    fn from(criterion: &'a Criterion) -> Self {
        let kind = criterion.condition.kind();
        let grounds = Grounds {
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
            Condition::All(of) => Node::All(All { kind, of, grounds }),
            Condition::Any(of) => Node::Any(Any { kind, of, grounds }),
            Condition::Not(of) => Node::Not(Not { kind, of, grounds }),
            Condition::Age(AgeLimit { at_least, at_most }) => Node::Age(Age {
                kind,
                at_least: *at_least,
                at_most: *at_most,
                grounds,
            }),
            Condition::AgeInYear(AgeLimit { at_least, at_most }) => Node::AgeInYear(AgeInYear {
                kind,
                at_least: *at_least,
                at_most: *at_most,
                grounds,
            }),
            Condition::RegisteredIn(kommunkod) => Node::RegisteredIn(RegisteredIn {
                kind,
                kommunkod: *kommunkod,
                grounds,
            }),
            Condition::RegisteredInAnyOf(kommunkoder) => Node::RegisteredInAnyOf(RegisteredInAnyOf {
                kind,
                kommunkoder,
                grounds,
            }),
            Condition::ResidesIn(kommunkod) => Node::ResidesIn(ResidesIn {
                kind,
                kommunkod: *kommunkod,
                grounds,
            }),
            Condition::ResidesInAnyOf(kommunkoder) => Node::ResidesInAnyOf(ResidesInAnyOf {
                kind,
                kommunkoder,
                grounds,
            }),
            Condition::RelativeResidesIn(kommunkod) => Node::RelativeResidesIn(RelativeResidesIn {
                kind,
                kommunkod: *kommunkod,
                grounds,
            }),
            Condition::Declared(fact) => Node::Declared(Declared {
                kind,
                fact: Some(Declarable::name(*fact)),
                question: None,
                grounds,
            }),
            Condition::DeclaredLocally(question) => Node::Declared(Declared {
                kind,
                fact: None,
                question: Some(question),
                grounds,
            }),
            Condition::DeclaredAnyOf(values) => Node::DeclaredAnyOf(DeclaredAnyOf {
                kind,
                fact: "relativeReasons",
                values: values.iter().collect(),
                grounds,
            }),
            Condition::EachOf(of) => Node::EachOf(EachOf {
                kind,
                persons: of.persons,
                meets: &of.meets,
                grounds,
            }),
            Condition::SomeOf(of) => Node::SomeOf(SomeOf {
                kind,
                persons: of.persons,
                meets: &of.meets,
                grounds,
            }),
            Condition::NotEvaluated(condition) => Node::NotEvaluated(NotEvaluated {
                kind,
                text: &condition.text,
                assessed_by: condition.assessed_by,
                grounds,
            }),
        }
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
