//! The committed specification, as the documentation shows it.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::domain::text::TextLanguage;
use crate::http::openapi::committed::committed;

static SPECIFICATION: LazyLock<Value> = LazyLock::new(committed);

/// How many spaces and line breaks there are makes no difference.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The Swedish or the English part of a text of the specification. A tag or an answer has Swedish first, `Svenska. / English.`,
/// and a parameter English first, since the comment of its member does.
fn part(value: &Value, first: TextLanguage, language: TextLanguage) -> String {
    let text = on_one_line(value.as_str().unwrap_or_default());
    match text.split_once(" / ") {
        Some((part, _)) if first == language => part.to_owned(),
        Some((_, other)) => other.to_owned(),
        None => text,
    }
}

/// The whole specification.
pub(crate) fn specification() -> &'static Value {
    &SPECIFICATION
}

/// Operations that belong together.
pub(crate) struct Group {
    /// The tag, and the fragment of the address.
    pub tag: &'static str,
    /// What they are about, without a full stop.
    pub heading: String,
    pub operations: Vec<Operation>,
}

/// The operations by their tags, in the order of the specification.
pub(crate) fn groups(language: TextLanguage) -> Vec<Group> {
    let tags = SPECIFICATION["tags"].as_array().into_iter().flatten();
    let group = |tag: &'static Value| {
        let name = tag["name"].as_str().unwrap_or_default();
        let of_tag = |operation: &Operation| operation.node["tags"][0] == name;
        Group {
            tag: name,
            heading: part(&tag["description"], TextLanguage::Swedish, language)
                .trim_end_matches('.')
                .to_owned(),
            operations: operations().filter(of_tag).collect(),
        }
    };
    tags.map(group).collect()
}

/// An operation of the API.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    pub method: &'static str,
    /// The path below the base path.
    pub path: &'static str,
    node: &'static Value,
}

fn operations() -> impl Iterator<Item = Operation> {
    let paths = SPECIFICATION["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(|(method, node)| Operation { method, path, node })
    })
}

impl Operation {
    /// The operation with an id.
    pub(crate) fn find(id: &str) -> Option<Self> {
        operations().find(|operation| operation.id() == id)
    }

    pub(crate) fn id(&self) -> &'static str {
        self.node["operationId"].as_str().unwrap_or_default()
    }

    /// What it does, in Markdown. The specification has a paragraph in Swedish and one in English.
    pub(crate) fn description(&self, language: TextLanguage) -> String {
        let mut paragraphs = self.node["description"].as_str().unwrap_or_default().split("\n\n");
        let swedish = paragraphs.next().unwrap_or_default();
        let english = paragraphs.next().unwrap_or_default();
        on_one_line(language.choose(swedish, english))
    }

    /// The first sentence of the description.
    pub(crate) fn summary(&self, language: TextLanguage) -> String {
        let description = self.description(language);
        match description.split_once(". ") {
            Some((first, _)) => first.to_owned() + ".",
            None => description,
        }
    }

    /// The scopes that a token needs; empty if the operation is public.
    pub(crate) fn scopes(&self) -> impl Iterator<Item = &'static str> {
        let scopes = self.node["x-required-scopes"].as_array().into_iter().flatten();
        scopes.filter_map(Value::as_str)
    }

    pub(crate) fn needs_token(&self) -> bool {
        self.node.get("security").is_some()
    }

    pub(crate) fn parameters(&self, language: TextLanguage) -> Vec<Parameter> {
        let parameters = self.node["parameters"].as_array().into_iter().flatten();
        let parameter = |node: &'static Value| Parameter {
            name: node["name"].as_str().unwrap_or_default(),
            location: node["in"].as_str().unwrap_or_default(),
            description: part(&node["description"], TextLanguage::English, language),
            is_required: node["required"] == true,
            schema: &node["schema"],
            example: &node["example"],
        };
        parameters.map(parameter).collect()
    }

    /// The forms of the body.
    pub(crate) fn bodies(&self) -> Vec<Content> {
        contents(&self.node["requestBody"])
    }

    pub(crate) fn responses(&self, language: TextLanguage) -> Vec<Response> {
        let responses = self.node["responses"].as_object().into_iter().flatten();
        let response = |(status, node): (&'static String, &'static Value)| Response {
            status,
            description: part(&node["description"], TextLanguage::Swedish, language),
            contents: contents(node),
        };
        responses.map(response).collect()
    }
}

/// A parameter of an operation.
pub(crate) struct Parameter {
    pub name: &'static str,
    /// `path`, `query` or `header`.
    pub location: &'static str,
    pub description: String,
    pub is_required: bool,
    pub schema: &'static Value,
    pub example: &'static Value,
}

/// An answer of an operation.
pub(crate) struct Response {
    pub status: &'static str,
    pub description: String,
    pub contents: Vec<Content>,
}

/// A form of a body or of an answer.
pub(crate) struct Content {
    pub media_type: &'static str,
    pub schema: &'static Value,
    pub example: &'static Value,
}

fn contents(node: &'static Value) -> Vec<Content> {
    let contents = node["content"].as_object().into_iter().flatten();
    let content = |(media_type, node): (&'static String, &'static Value)| Content {
        media_type,
        schema: &node["schema"],
        example: &node["example"],
    };
    contents.map(content).collect()
}

/// The schemas by name.
pub(crate) fn schemas() -> &'static Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    SPECIFICATION["components"]["schemas"].as_object().unwrap_or(&NONE)
}
