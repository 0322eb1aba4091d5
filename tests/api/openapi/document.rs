//! Builds the specification: what the handlers declare, what holds for every operation, and the examples.

use insatskatalog::documents::yaml;
use insatskatalog::http::declared;
use serde_json::{Map, Value, json};

use crate::fixtures::app::BASE;
use crate::fixtures::recorded::{Examples, TRACE};
use crate::openapi::problems;

const DESCRIPTION: &str = include_str!("description.md");
const ORIGIN: &str = "https://api.example.se";
const CONTACT_EMAIL: &str = "insatskatalog@example.se";

/// The tags of the operations, and their meaning.
const TAGS: [(&str, &str); 7] = [
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
    ("api", "Om API:et. / About the API."),
];

/// Lists without pages that an example shows the beginning of.
const SHORTENED: [(&str, &str, usize); 6] = [
    ("list_problems", "/problems", 2),
    ("list_facts", "/facts", 3),
    ("list_assessment_required", "/assessmentRequired", 2),
    ("screen", "/eligible", 1),
    ("get_annual_report", "/byMonth/rows", 2),
    ("get_exact_annual_report", "/byMonth/rows", 2),
];

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
    never_null(&mut document);
    null_where_not_shown(&mut document);
    dates_by_example(&mut document);
    // What is public needs no authentication.
    document["security"] = json!([]);
    document["components"]["securitySchemes"] = json!({"token": {
        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
        "description": "En JWT från den utfärdare som tjänsten känner, för de kommuner som `municipalities` räknar upp. Behörigheterna (`scope`) står vid varje operation. / A JWT of the issuer that the service knows, for the municipalities that `municipalities` lists. The scopes stand at each operation.",
    }});
    let beginning = json!({
        "openapi": document["openapi"],
        "info": {"title": document["info"]["title"], "version": document["info"]["version"]},
    });
    let Value::Object(paths) = document["paths"].take() else {
        panic!("the document has paths");
    };
    let mut relative = Map::new();
    for (path, mut operations) in paths {
        let own = path.strip_prefix(BASE).expect("a path of the API").to_owned();
        for operation in operations.as_object_mut().expect("operations").values_mut() {
            let id = operation["operationId"].as_str().expect("an id").to_owned();
            with_trace(operation);
            with_examples(operation, &|status, media_type| match &*id {
                // These operations answer this very document.
                "get_openapi_json" => beginning.clone(),
                "get_openapi_yaml" => json!(yaml::write(&beginning)),
                _ => shortened(&id, examples.answer(&id, status, media_type)),
            });
            with_request_examples(operation, &id, examples);
            with_common_responses(operation, &own, examples);
        }
        relative.insert(own, operations);
    }
    document["paths"] = Value::Object(relative);
    document
}

fn info() -> Value {
    json!({
        "title": "insatskatalog",
        "version": env!("CARGO_PKG_VERSION"),
        "summary": "Kommunernas insatser utan individuell behovsprövning. / Municipal services without individual needs assessment.",
        "description": DESCRIPTION,
        "termsOfService": format!("{ORIGIN}/#villkor"),
        "contact": {"name": "insatskatalog", "url": format!("{ORIGIN}/"), "email": CONTACT_EMAIL},
        "license": {"name": "MIT", "url": "https://opensource.org/license/mit"},
    })
}

/// A member without a value is left out, never `null`: takes `null` out of every schema.
fn never_null(schema: &mut Value) {
    let is_null = |alternative: &Value| alternative.get("type").is_some_and(|of| of == "null");
    if let Some(alternatives) = schema.get_mut("oneOf").and_then(Value::as_array_mut)
        && alternatives.iter().any(is_null)
    {
        alternatives.retain(|alternative| !is_null(alternative));
        if let [only] = &alternatives[..] {
            *schema = only.clone();
        }
    }
    if let Some(types) = schema.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|one| one != "null");
        if let [only] = &types[..] {
            schema["type"] = only.clone();
        }
    }
    match schema {
        Value::Array(items) => items.iter_mut().for_each(never_null),
        Value::Object(members) => members.values_mut().for_each(never_null),
        _ => {}
    }
}

/// The one exception: the value of a figure that is not shown.
fn null_where_not_shown(document: &mut Value) {
    for schema in ["StatisticsFigure", "ReleasedCell", "AnnualReportFigure"] {
        document["components"]["schemas"][schema]["properties"]["value"]["type"] = json!(["integer", "null"]);
    }
}

/// Every day has an example of its form (national profile, DOT.02).
fn dates_by_example(schema: &mut Value) {
    if schema.get("format").is_some_and(|format| format == "date") && schema.get("example").is_none() {
        schema["example"] = json!("2025-07-01");
    }
    match schema {
        Value::Array(items) => items.iter_mut().for_each(dates_by_example),
        Value::Object(members) => members.values_mut().for_each(dates_by_example),
        _ => {}
    }
}

/// Adds the trace that every request may belong to.
fn with_trace(operation: &mut Value) {
    let traceparent = json!({
        "name": "traceparent",
        "in": "header",
        "required": false,
        "description": "W3C Trace Context. Utan den börjar ett nytt spår. / Without it a new trace begins.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"},
        "example": TRACE,
    });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(traceparent),
        None => operation["parameters"] = json!([traceparent]),
    }
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
    !media_type.starts_with("application/vnd.")
}

fn shortened(operation: &str, answer: &Value) -> Value {
    let mut answer = answer.clone();
    for (_, pointer, items) in SHORTENED.iter().filter(|(of, ..)| *of == operation) {
        if let Some(list) = answer.pointer_mut(pointer) {
            list.as_array_mut().expect("a list").truncate(*items);
        }
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

/// Adds the problems that an operation can answer, and the headers of its answers.
fn with_common_responses(operation: &mut Value, path: &str, examples: &Examples) {
    let has_body = operation.get("requestBody").is_some();
    let needs_token = operation.get("security").is_some();
    let parameters = operation["parameters"].as_array().expect("parameters");
    let named = |name: &str| parameters.iter().any(|parameter| parameter["name"] == name);
    let is_put = named("If-Match");
    let pointer = |in_address| Some(if has_body { "/facts/birthDate" } else { in_address });
    let mut codes = vec![
        ("invalidDate", pointer("/query/asOf")),
        ("methodNotAllowed", None),
        ("notAcceptable", None),
        ("uriTooLong", None),
        ("personalIdentityNumber", pointer("/path")),
        ("internal", None),
    ];
    let mut add = |more: &[&'static str]| codes.extend(more.iter().map(|code| (*code, None)));
    add(not_found(path).as_slice());
    if has_body {
        add(&["requestTimeout", "contentTooLarge", "unsupportedMediaType"]);
    }
    if needs_token {
        add(&["tokenMissing", "otherMunicipality", "unavailable"]);
    }
    if (has_body || is_put) && needs_token {
        add(&["preconditionFailed", "insufficientStorage"]);
    }
    if is_put {
        add(&["preconditionRequired"]);
    }
    if named("Idempotency-Key") {
        add(&["requestStillRunning"]);
    }
    if path.contains("{id}") {
        add(&["recordWithdrawn"]);
        if has_body {
            add(&["recordConflicts"]);
        }
    }
    if named("wait") {
        add(&["tooManyWaiters", "unavailable"]);
    }
    let responses = operation["responses"].as_object_mut().expect("responses");
    for (code, pointer) in codes {
        let (status, response) = problems::response(examples, code, pointer);
        responses.insert(status, response);
    }
    if !has_body && !needs_token {
        let not_modified =
            json!({"description": "Oförändrat sedan den ETag som skickades. / Unchanged since the ETag sent."});
        responses.insert("304".into(), not_modified);
    }
    responses.sort_keys();
    for (status, response) in responses {
        response["headers"]["traceparent"] = json!({
            "description": "Spåret som svaret hör till. / The trace that the answer belongs to.",
            "schema": {"type": "string"},
            "example": "00-4bf92f3577b34da6a3ce929d0e0e4736-b7ad6b7169203331-01",
        });
        let has_etag = is_put || !(has_body || needs_token);
        if has_etag && matches!(status.as_str(), "200" | "201" | "304") {
            response["headers"]["ETag"] = json!({
                "description": "Skicka den i If-None-Match för att få 304. / Send it in If-None-Match to get 304.",
                "schema": {"type": "string"},
                "example": "\"7.2025-09-01.0a1b2c3d.json\"",
            });
        }
    }
}

/// What may not be found on a path.
fn not_found(path: &str) -> Option<&'static str> {
    [
        ("{code}", "unknownProblem"),
        ("{providerSlug}", "unknownProvider"),
        ("{provider}", "unknownProvider"),
        ("{cell}", "unknownCell"),
        ("{id}", "unknownRecord"),
        ("{slug}", "unknownInsats"),
        ("{kommunkod}", "unknownMunicipality"),
    ]
    .into_iter()
    .find_map(|(parameter, code)| path.contains(parameter).then_some(code))
}
