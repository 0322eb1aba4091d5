//! A schema: its members, and the page of it.

use actix_web::{get, web};
use askama::Template;
use serde_json::Value;

use crate::domain::text::TextLanguage;
use crate::http::call::{Answer, Call};
use crate::http::html::answer::page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::html::shown::LangAttributes;
use crate::http::openapi::committed::at_origin;
use crate::http::problems::{Kind, Problem};
use crate::http::response::Freshness;

use super::prose::paragraphs;
use super::reference::schemas;
use super::texts::Texts;

/// A type as words, and the schema that it leads to.
pub(crate) struct Type {
    pub words: String,
    pub schema: Option<&'static str>,
}

impl Type {
    /// The type of a schema, with its limits.
    pub(crate) fn of(schema: &'static Value) -> Self {
        if let Some(name) = referred(schema) {
            return Self {
                words: String::new(),
                schema: Some(name),
            };
        }
        let items = schema.get("items").map(|items| ("array", items));
        let values = schema.get("additionalProperties").filter(|values| values.is_object());
        if let Some((kind, of)) = items.or(values.map(|values| ("map", values))) {
            let of = Self::of(of);
            return Self {
                words: format!("{kind} {}", of.words).trim_end().to_owned(),
                ..of
            };
        }
        let named = schema["type"].as_str().unwrap_or("any");
        let limits = ["format", "minimum", "maximum", "maxLength"];
        let limits = limits.iter().filter_map(|name| match schema.get(*name)? {
            Value::String(text) => Some(text.clone()),
            limit => Some(format!("{name} {limit}")),
        });
        let limits: Vec<String> = limits.chain(values_of(schema)).collect();
        let words = if limits.is_empty() {
            named.to_owned()
        } else {
            format!("{named} ({})", limits.join(", "))
        };
        Self { words, schema: None }
    }
}

/// The values of a schema that lists them.
fn values_of(schema: &'static Value) -> impl Iterator<Item = String> {
    let values = schema["enum"].as_array().into_iter().flatten();
    values.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// The name of the schema that a schema refers to.
pub(crate) fn referred(schema: &'static Value) -> Option<&'static str> {
    schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")
}

/// A member of an object.
pub(crate) struct Member {
    pub name: &'static str,
    pub type_of: Type,
    pub is_required: bool,
    /// In English, as HTML.
    pub description: String,
}

/// The members of an object, those of the schemas that it consists of included.
fn members(schema: &'static Value) -> Vec<Member> {
    if let Some(name) = referred(schema) {
        return schemas().get(name).map(members).unwrap_or_default();
    }
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let required = schema["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|required| required.iter().any(|other| other == name));
    let own = schema["properties"].as_object().into_iter().flatten();
    let own = own.map(|(name, node)| Member {
        name,
        type_of: Type::of(node),
        is_required: is_required(name),
        description: paragraphs(node["description"].as_str().unwrap_or_default()),
    });
    parts.flat_map(members).chain(own).collect()
}

#[derive(Template)]
#[template(path = "documentation/schema.html")]
struct SchemaPage {
    layout: Layout,
    say: Texts,
    name: &'static str,
    /// The descriptions are in English.
    english: LangAttributes,
    description: String,
    type_of: Type,
    members: Vec<Member>,
    alternatives: Vec<&'static str>,
    values: Vec<String>,
    example: Option<String>,
}

impl SchemaPage {
    fn schema_address(&self, name: &str) -> String {
        self.layout.link(&schema_path(name))
    }
}

/// The path of the page of a schema.
pub(crate) fn schema_path(name: &str) -> String {
    format!("/docs/schemas/{name}")
}

#[get("/docs/schemas/{schema}")]
pub(crate) async fn show_schema(path: web::Path<String>, call: Call) -> Answer {
    let found = schemas().get_key_value(path.as_str());
    let (name, node) = found.ok_or(Problem::of(Kind::UnknownPath))?;
    let parameters = Parameters::of(&call.request);
    let language = PageLanguage::of(&call.request, &parameters);
    let variant = format!("docs.{name}.{}", call.origin());
    page(&call.request, &Freshness::BUILD_ONLY, &language, &variant, || {
        let say = Texts::new(language.words);
        let path = schema_path(name);
        let layout = Layout::new(&language, &call, &call.request, &path).below(
            language.link("/docs/"),
            say.documentation.clone(),
            LangAttributes::default(),
        );
        let alternatives = node["oneOf"].as_array().into_iter().flatten();
        Ok(SchemaPage {
            layout,
            say,
            name,
            english: LangAttributes::of(TextLanguage::English.tag(), language.words),
            description: paragraphs(node["description"].as_str().unwrap_or_default()),
            type_of: Type::of(node),
            members: members(node),
            alternatives: alternatives.filter_map(referred).collect(),
            values: values_of(node).collect(),
            example: node.get("example").map(|example| written(example, call.origin())),
        })
    })
}

/// An example as indented JSON, or as the text that it is.
pub(crate) fn written(example: &Value, origin: &str) -> String {
    let example = at_origin(example, origin);
    match example {
        Value::String(text) => text,
        other => serde_json::to_string_pretty(&other).unwrap_or_default(),
    }
}
