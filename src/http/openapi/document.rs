//! The specification: what the routes say of themselves, and what holds for all of them.

use actix_web::App;
use serde_json::{Map, Value, json};
use utoipa::PartialSchema;
use utoipa_actix_web::AppExt;
use utoipa_actix_web::scope::scope;

use crate::documents::read::invalid_date;
use crate::domain::fault::{Code, Fault};
use crate::domain::text::Text;
use crate::http::problems::kinds::Kind;
use crate::http::problems::{Language, Problem, ProblemDetails, ProblemError};
use crate::http::routes::routes;
use crate::http::state::BASE_PATH;

use super::examples::{example, example_sheet, request_example};

const DESCRIPTION: &str = include_str!("description.md");

/// What the tags of the operations mean.
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
        "Frågor om någon uppfyller villkoren. / Questions whether somebody meets the conditions.",
    ),
    ("providers", "Utförare och avtal. / Providers and agreements."),
    (
        "group-records",
        "Dokumentation på gruppnivå. / Group-level documentation.",
    ),
    (
        "statistics",
        "Statistik: vad alla får se, och de exakta uppgifterna för kommunen. / Statistics: what everybody may see, and the exact figures for the municipality.",
    ),
    ("api", "Om API:et. / About the API."),
];

/// The methods of every path of the API, the base path included.
pub(crate) fn methods() -> Vec<(String, Vec<&'static str>)> {
    const METHODS: [(&str, &str); 5] = [
        ("get", "GET"),
        ("post", "POST"),
        ("put", "PUT"),
        ("delete", "DELETE"),
        ("patch", "PATCH"),
    ];
    let collected = collected();
    let paths = collected["paths"].as_object().cloned().unwrap_or_default();
    let of = |operations: &Value| {
        let has = METHODS.into_iter().filter(|(key, _)| operations.get(key).is_some());
        has.map(|(_, method)| method).collect()
    };
    paths
        .iter()
        .map(|(path, operations)| (path.clone(), of(operations)))
        .collect()
}

/// The whole document, for one public address.
pub fn document(origin: &str, contact_email: Option<&str>) -> Value {
    let mut document = collected();
    let base = format!("{origin}{BASE_PATH}");
    document["info"] = info(origin, contact_email);
    document["servers"] = json!([{"url": base, "description": "Den här tjänsten. / This service."}]);
    document["tags"] = TAGS
        .map(|(name, description)| json!({"name": name, "description": description}))
        .into();
    document["externalDocs"] =
        json!({"url": format!("{origin}/docs/"), "description": "Dokumentation. / Documentation."});
    let schemas = &mut document["components"]["schemas"];
    schemas["ProblemDetails"] = serde_json::to_value(ProblemDetails::schema()).unwrap_or_default();
    schemas["ProblemError"] = serde_json::to_value(ProblemError::schema()).unwrap_or_default();
    never_null(&mut document);
    null_where_not_shown(&mut document);
    dates_by_example(&mut document);
    // What is public needs no authentication.
    document["security"] = json!([]);
    document["components"]["securitySchemes"] = json!({"token": {
        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
        "description": "En JWT från den utfärdare som tjänsten känner, för de kommuner som `municipalities` räknar upp. Behörigheterna (`scope`) står vid varje operation. / A JWT of the issuer that the service knows, for the municipalities that `municipalities` lists. The scopes stand at each operation.",
    }});
    let paths = std::mem::take(&mut document["paths"]);
    let mut relative = Map::new();
    for (path, mut operations) in paths.as_object().cloned().unwrap_or_default() {
        let own = path.strip_prefix(BASE_PATH).unwrap_or(&path).to_owned();
        for operation in operations.as_object_mut().into_iter().flat_map(Map::values_mut) {
            complete(operation, &own, &base, origin);
        }
        relative.insert(own, operations);
    }
    document["paths"] = Value::Object(relative);
    document
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

/// What the routes say of themselves.
fn collected() -> Value {
    let (_, collected) = App::new()
        .into_utoipa_app()
        .service(scope(BASE_PATH).configure(routes))
        .split_for_parts();
    serde_json::to_value(collected).unwrap_or_default()
}

fn info(origin: &str, contact_email: Option<&str>) -> Value {
    let mut contact = json!({"name": "insatskatalog", "url": format!("{origin}/")});
    if let Some(email) = contact_email {
        contact["email"] = json!(email);
    }
    json!({
        "title": "insatskatalog",
        "version": env!("CARGO_PKG_VERSION"),
        "summary": "Kommunernas insatser utan individuell behovsprövning. / Municipal services without individual needs assessment.",
        "description": DESCRIPTION,
        "termsOfService": format!("{origin}/#villkor"),
        "contact": contact,
        "license": {"name": "MIT", "url": "https://opensource.org/license/mit"},
    })
}

/// Adds to an operation what holds for all: its trace, its problems, and examples.
fn complete(operation: &mut Value, path: &str, base: &str, origin: &str) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let has_body = operation.get("requestBody").is_some();
    let traceparent = json!({
        "name": "traceparent",
        "in": "header",
        "required": false,
        "description": "W3C Trace Context. Utan den börjar ett nytt spår. / Without it a new trace begins.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"},
        "example": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(traceparent),
        None => operation["parameters"] = json!([traceparent]),
    }
    with_request_examples(operation, &id);
    let answers = operation["responses"].as_object_mut().into_iter();
    for answer in answers.flat_map(Map::values_mut) {
        let content = answer.get_mut("content").and_then(Value::as_object_mut);
        for (media_type, media) in content.into_iter().flatten() {
            media["example"] = example(&id, media_type, base, origin);
        }
    }
    let needs_token = operation.get("security").is_some();
    let not_understood = if has_body {
        fault("/facts/birthDate", Code::InvalidDate, invalid_date())
    } else {
        fault("/query/asOf", Code::InvalidDate, invalid_date())
    };
    let identity = fault(
        if has_body { "/facts/birthDate" } else { "/path" },
        Code::PersonalIdentityNumber,
        LOOKS_LIKE,
    );
    let mut problems = vec![
        not_understood,
        Problem::of(Kind::MethodNotAllowed),
        Problem::of(Kind::NotAcceptable),
        Problem::of(Kind::UriTooLong),
        identity,
        Problem::of(Kind::Internal),
    ];
    problems.extend(not_found(path).map(Problem::of));
    if has_body {
        problems.extend([Kind::RequestTimeout, Kind::ContentTooLarge, Kind::UnsupportedMediaType].map(Problem::of));
    }
    if needs_token {
        problems.extend([Kind::TokenMissing, Kind::OtherMunicipality, Kind::Unavailable].map(Problem::of));
    }
    if has_body && needs_token {
        problems.extend([Kind::PreconditionFailed, Kind::InsufficientStorage].map(Problem::of));
    }
    let parameters = operation["parameters"].as_array();
    let named = |name: &str| parameters.is_some_and(|all| all.iter().any(|parameter| parameter["name"] == name));
    if named("If-Match") {
        problems.push(Problem::of(Kind::PreconditionRequired));
    }
    if named("Idempotency-Key") {
        problems.push(Problem::of(Kind::RequestStillRunning));
    }
    if path.contains("{id}") {
        problems.push(Problem::of(Kind::RecordWithdrawn));
        if has_body {
            problems.push(Problem::of(Kind::RecordConflicts));
        }
    }
    if named("wait") {
        problems.extend([Kind::TooManyWaiters, Kind::Unavailable].map(Problem::of));
    }
    let mut responses = operation["responses"].as_object().cloned().unwrap_or_default();
    for problem in problems {
        responses.insert(problem.status().as_u16().to_string(), problem_response(&problem, base));
    }
    if !has_body && !needs_token {
        let not_modified =
            json!({"description": "Oförändrat sedan den ETag som skickades. / Unchanged since the ETag sent."});
        responses.insert("304".into(), not_modified);
    }
    let is_put = named("If-Match");
    responses.sort_keys();
    for (status, response) in &mut responses {
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
    operation["responses"] = Value::Object(responses);
}

/// Adds the examples of what is sent.
fn with_request_examples(operation: &mut Value, id: &str) {
    if let Some(example) = request_example(id) {
        operation["requestBody"]["content"]["application/json"]["example"] = example;
        operation["requestBody"]["required"] = json!(true);
    }
    if let Some(sheet) = operation.pointer_mut("/requestBody/content/text~1csv") {
        sheet["example"] = example_sheet();
    }
}

/// What may not be found on a path.
fn not_found(path: &str) -> Option<Kind> {
    [
        ("{code}", Kind::UnknownProblem),
        ("{providerSlug}", Kind::UnknownProvider),
        ("{provider}", Kind::UnknownProvider),
        ("{cell}", Kind::UnknownCell),
        ("{id}", Kind::UnknownRecord),
        ("{slug}", Kind::UnknownInsats),
        ("{kommunkod}", Kind::UnknownMunicipality),
    ]
    .into_iter()
    .find_map(|(parameter, kind)| path.contains(parameter).then_some(kind))
}

const LOOKS_LIKE: Text = Text::fixed(
    "Något här ser ut som ett personnummer eller samordningsnummer. Ta bort det.",
    "Something here looks like a Swedish identity number. Remove it.",
);

/// A problem with one fault, as an example.
fn fault(pointer: &str, code: Code, detail: Text) -> Problem {
    Problem::of_faults(vec![Fault {
        pointer: pointer.to_owned(),
        code,
        detail,
        line: None,
    }])
}

fn problem_response(problem: &Problem, base: &str) -> Value {
    let entry = problem.kind.entry();
    let example = problem.details(base, "4bf92f3577b34da6a3ce929d0e0e4736", Language::Swedish);
    let (sv, en) = match entry.status {
        // Many codes share these two.
        400 => (
            "Frågan gick inte att förstå".into(),
            "The request was not understood".into(),
        ),
        422 => ("En regel säger nej".into(), "A rule refuses it".into()),
        _ => (entry.title.sv, entry.title.en),
    };
    json!({
        "description": format!("{sv}. / {en}."),
        "content": {"application/problem+json": {
            "schema": {"$ref": "#/components/schemas/ProblemDetails"},
            "example": example,
        }},
    })
}
