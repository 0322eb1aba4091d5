//! The page of an operation.

use std::fmt::Write as _;

use actix_web::{get, web};
use askama::Template;
use percent_encoding::utf8_percent_encode;
use serde_json::Value;

use crate::http::call::{Answer, Call};
use crate::http::html::answer::page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;
use crate::http::html::shown::LangAttributes;
use crate::http::openapi::committed::at_origin;
use crate::http::problems::{Kind, Problem};
use crate::http::response::Freshness;
use crate::http::response::link::NOT_IN_VALUES;

use super::prose::{paragraphs, phrase};
use super::reference::{Content, Operation, Parameter, Response};
use super::schema::{Type, schema_path, written};
use super::texts::Texts;

#[derive(Template)]
#[template(path = "documentation/operation.html")]
struct OperationPage {
    layout: Layout,
    say: Texts,
    method: String,
    path: &'static str,
    description: String,
    scopes: Vec<&'static str>,
    parameters: Vec<ShownParameter>,
    bodies: Vec<ShownContent>,
    responses: Vec<ShownResponse>,
    curl: String,
    /// The address to open, for an operation that a browser can call.
    open: Option<String>,
}

impl OperationPage {
    fn schema_address(&self, name: &str) -> String {
        self.layout.link(&schema_path(name))
    }
}

struct ShownParameter {
    name: &'static str,
    location: &'static str,
    is_required: bool,
    type_of: Type,
    /// As HTML.
    description: String,
}

struct ShownContent {
    media_type: &'static str,
    type_of: Type,
    example: Option<String>,
}

struct ShownResponse {
    status: &'static str,
    description: String,
    contents: Vec<ShownContent>,
}

#[get("/docs/{operation}")]
pub(crate) async fn show_operation(path: web::Path<String>, call: Call) -> Answer {
    let operation = Operation::find(&path).ok_or(Problem::of(Kind::UnknownPath))?;
    let parameters = Parameters::of(&call.request);
    let language = PageLanguage::of(&call.request, &parameters);
    let variant = format!("docs.{}.{}", operation.id(), call.origin());
    page(&call.request, &Freshness::BUILD_ONLY, &language, &variant, || {
        Ok(of_operation(operation, &language, &call))
    })
}

fn of_operation(operation: Operation, language: &PageLanguage, call: &Call) -> OperationPage {
    let words = language.words;
    let say = Texts::new(words);
    let own = format!("/docs/{}", operation.id());
    let layout = Layout::new(language, call, &call.request, &own).below(
        language.link("/docs/"),
        say.documentation.clone(),
        LangAttributes::default(),
    );
    let parameters = operation.parameters(words);
    let address = call.base() + &with_examples(operation.path, &parameters);
    let can_open = operation.method == "get" && !operation.needs_token();
    let shown = |contents: Vec<Content>| {
        contents
            .into_iter()
            .map(|content| shown(&content, call.origin()))
            .collect()
    };
    let response = |response: Response| ShownResponse {
        status: response.status,
        description: phrase(&response.description),
        // Every problem looks alike, and the list of codes has them all.
        contents: if response.status.starts_with('2') {
            shown(response.contents)
        } else {
            Vec::new()
        },
    };
    OperationPage {
        layout,
        say,
        method: operation.method.to_uppercase(),
        path: operation.path,
        description: paragraphs(&operation.description(words)),
        scopes: operation.scopes().collect(),
        curl: curl(operation, &address, call.origin()),
        open: can_open.then(|| address.clone()),
        bodies: shown(operation.bodies()),
        responses: operation.responses(words).into_iter().map(response).collect(),
        parameters: parameters.iter().map(of_parameter).collect(),
    }
}

fn of_parameter(parameter: &Parameter) -> ShownParameter {
    ShownParameter {
        name: parameter.name,
        location: parameter.location,
        is_required: parameter.is_required,
        type_of: Type::of(parameter.schema),
        description: phrase(&parameter.description),
    }
}

fn shown(content: &Content, origin: &str) -> ShownContent {
    ShownContent {
        media_type: content.media_type,
        type_of: Type::of(content.schema),
        example: (!content.example.is_null()).then(|| written(content.example, origin)),
    }
}

/// A path with the examples of its parameters, and with the query that it must have.
fn with_examples(path: &str, parameters: &[Parameter]) -> String {
    let mut filled = path.to_owned();
    let mut joint = '?';
    for parameter in parameters {
        let example = match parameter.example {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let example = utf8_percent_encode(&example, NOT_IN_VALUES);
        match parameter.location {
            "path" => filled = filled.replace(&format!("{{{}}}", parameter.name), &example.to_string()),
            "query" if parameter.is_required => {
                let _ = write!(filled, "{joint}{}={example}", parameter.name);
                joint = '&';
            }
            _ => {}
        }
    }
    filled
}

/// The operation as a command of curl.
fn curl(operation: Operation, address: &str, origin: &str) -> String {
    let mut command = "curl".to_owned();
    if operation.method != "get" {
        let _ = write!(command, " -X {}", operation.method.to_uppercase());
    }
    let _ = write!(command, " '{address}'");
    if operation.needs_token() {
        command.push_str(" \\\n  -H \"Authorization: Bearer $TOKEN\"");
    }
    let bodies = operation.bodies();
    let json = bodies.iter().find(|body| body.media_type == "application/json");
    if let Some(body) = json.filter(|body| !body.example.is_null()) {
        let example = at_origin(body.example, origin).to_string().replace('\'', "'\\''");
        let _ = write!(
            command,
            " \\\n  -H 'Content-Type: application/json' \\\n  -d '{example}'"
        );
    }
    command
}
