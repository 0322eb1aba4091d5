//! Builds the specification: what the handlers declare, what holds for every operation, and the examples.

use insatskatalog::http::declared;
use serde_json::{Map, Value, json};

use crate::fixtures::app::BASE;
use crate::fixtures::recorded::Examples;
use crate::openapi::responses::{headers, with_common_headers, with_common_responses};
use crate::openapi::schemas;

/// The version of the document. The API's own version is in its address and in `api-info`.
const VERSION: &str = "2.0.0";
const DESCRIPTION: &str = include_str!("description.md");
const ORIGIN: &str = "https://api.example.se";
const CONTACT_EMAIL: &str = "insatskatalog@example.se";

/// The tags of the operations, and their meaning.
const TAGS: [(&str, &str); 8] = [
    (
        "municipalities",
        "Kommuner som har en katalog. / Municipalities that have a catalogue.",
    ),
    (
        "insatser",
        "Insatser utan individuell behovsprövning. / Services without individual needs assessment.",
    ),
    (
        "eligibility",
        "Frågor om en person uppfyller villkoren. / Questions about whether a person meets the conditions.",
    ),
    ("providers", "Utförare och avtal. / Providers and agreements."),
    (
        "group-records",
        "Dokumentation på gruppnivå. / Group-level documentation.",
    ),
    (
        "statistics",
        "Statistik: de offentliga siffrorna, och de exakta för kommunen. / Statistics: the public figures, and the exact figures for the municipality.",
    ),
    (
        "subscriptions",
        "Händelser till andra system med webhooks. / Events to other systems by webhook.",
    ),
    ("api", "Om API:et. / About the API."),
];

/// Lists without pages that an example shows the beginning of.
const SHORTENED: [(&str, &str, usize); 8] = [
    ("list_insatser", "/@graph", 1),
    ("list_insatser_across_municipalities", "/@graph", 1),
    ("list_problems", "/problems", 2),
    ("list_facts", "/facts", 3),
    ("list_assessment_required", "/assessmentRequired", 2),
    ("screen_municipality", "/eligible", 1),
    ("get_annual_report", "/byMonth/rows", 2),
    ("get_exact_annual_report", "/byMonth/rows", 2),
];

/// The lines of an example in Turtle.
const LINES_OF_TURTLE: usize = 40;

/// The whole document, indented, with a line break at the end.
pub fn text(examples: &Examples) -> String {
    let document = serde_json::to_string_pretty(&document(examples)).expect("JSON");
    document + "\n"
}

fn document(examples: &Examples) -> Value {
    let mut document = serde_json::to_value(declared()).expect("JSON");
    document["info"] = info();
    let base = format!("{ORIGIN}{BASE}");
    document["servers"] = json!([{"url": base, "description": "Den här tjänsten. / This service."}]);
    document["tags"] = TAGS
        .map(|(name, description)| json!({"name": name, "description": description}))
        .into();
    document["externalDocs"] =
        json!({"url": format!("{ORIGIN}/docs/"), "description": "Dokumentation. / Documentation."});
    schemas::complete(&mut document);
    // What is public needs no authentication.
    document["security"] = json!([]);
    document["components"]["headers"] = headers();
    document["components"]["securitySchemes"] = json!({"token": {
        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
        "description": "En JWT från den utfärdare som tjänsten känner, för de kommuner som `municipalities` räknar upp. Varje operation anger i `x-required-scopes` vilka behörigheter (`scope`) som räcker, en av dem. / A JWT of the issuer that the service knows, for the municipalities that `municipalities` lists. Each operation states in `x-required-scopes` the scopes of which one is sufficient.",
    }});
    let Value::Object(paths) = document["paths"].take() else {
        panic!("the document has paths");
    };
    let mut relative = Map::new();
    for (path, mut operations) in paths {
        let own = path.strip_prefix(BASE).expect("a path of the API").to_owned();
        for operation in operations.as_object_mut().expect("operations").values_mut() {
            let id = operation["operationId"].as_str().expect("an id").to_owned();
            with_common_headers(operation);
            with_examples(operation, &|status, media_type| {
                shortened(&id, examples.answer(&id, status, media_type))
            });
            with_request_examples(operation, &id, examples);
            with_common_responses(operation, &own, examples);
            with_required_scopes(operation);
            operation["operationId"] = camel_case(&id).into();
        }
        relative.insert(own, operations);
    }
    document["paths"] = Value::Object(relative);
    document
}

/// The name of a handler as an operation id.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |id, word| {
        let (initial, rest) = word.split_at(1);
        id + &initial.to_uppercase() + rest
    })
}

/// States the scopes, of which a token needs one. Only OAuth 2.0 flows may list scopes in `security`, and this API does not
/// know the address at which its issuer gives tokens.
fn with_required_scopes(operation: &mut Value) {
    let Some(security) = operation.get("security").and_then(Value::as_array) else {
        return;
    };
    let scopes: Vec<Value> = security.iter().map(|one| one["token"][0].clone()).collect();
    let listed = scopes
        .iter()
        .filter_map(Value::as_str)
        .map(|scope| format!("`{scope}`"));
    let listed = listed.collect::<Vec<_>>();
    let description = operation["description"].as_str().expect("a description");
    operation["description"] = json!(format!(
        "{description}\n\nBehörighet: {}. / Scope: {}.",
        listed.join(" eller "),
        listed.join(" or ")
    ));
    operation["x-required-scopes"] = json!(scopes);
    operation["security"] = json!([{"token": []}]);
}

fn info() -> Value {
    json!({
        "title": "insatskatalog",
        "version": VERSION,
        "summary": "Kommunernas insatser utan individuell behovsprövning. / Municipal services without individual needs assessment.",
        "description": DESCRIPTION,
        "termsOfService": format!("{ORIGIN}/#villkor"),
        "contact": {"name": "insatskatalog", "url": format!("{ORIGIN}/"), "email": CONTACT_EMAIL},
        "license": {"name": "MIT", "url": "https://opensource.org/license/mit"},
    })
}

/// Adds an example to each answer that the operation declares.
fn with_examples(operation: &mut Value, example: &dyn Fn(u16, &str) -> Value) {
    for (status, answer) in operation["responses"].as_object_mut().expect("responses") {
        let status = status.parse().expect("a status");
        let content = answer.get_mut("content").and_then(Value::as_object_mut);
        for (media_type, media) in content
            .into_iter()
            .flatten()
            .filter(|(media_type, _)| is_text(media_type))
        {
            media["example"] = example(status, media_type);
        }
    }
}

/// Whether a document of a media type can be shown as an example. A workbook is binary.
pub fn is_text(media_type: &str) -> bool {
    !media_type.starts_with("application/vnd.") || media_type.ends_with("json")
}

fn shortened(operation: &str, answer: &Value) -> Value {
    let mut answer = answer.clone();
    for (_, pointer, items) in SHORTENED.iter().filter(|(of, ..)| *of == operation) {
        if let Some(list) = answer.pointer_mut(pointer) {
            list.as_array_mut().expect("a list").truncate(*items);
        }
    }
    // The first statements say enough.
    if let Some(turtle) = answer.as_str().filter(|text| text.starts_with("@prefix")) {
        let lines = turtle.split_inclusive('\n').take(LINES_OF_TURTLE);
        answer = json!(lines.collect::<String>());
    }
    // The page's beginning says enough.
    if let Some((beginning, _)) = answer.as_str().and_then(|text| text.split_once("<meta name")) {
        answer = json!(beginning);
    }
    answer
}

fn with_request_examples(operation: &mut Value, id: &str, examples: &Examples) {
    let Some(body) = operation.get_mut("requestBody") else {
        return;
    };
    let content = body["content"].as_object_mut().expect("content");
    for (media_type, media) in content.iter_mut().filter(|(media_type, _)| is_text(media_type)) {
        media["example"] = examples.request(id, media_type).clone();
    }
    body["required"] = json!(true);
}
