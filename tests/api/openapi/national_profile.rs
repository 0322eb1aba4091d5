//! The specification follows the rules of Sweden's national REST API profile that a document alone can show.
//!
//! Rules about the running service are tested where the service does it.

use serde_json::{Map, Value, json};

use crate::fixtures::app::Engine;
use crate::fixtures::specification::{SPECIFICATION, operations};
use crate::tests;

tests![
    the_document_follows_the_national_profile,
    every_operation_follows_the_national_profile,
    every_schema_follows_the_national_profile,
];

/// Fails with the names of the rules.
#[track_caller]
fn rule(ids: &str, place: impl std::fmt::Display, holds: bool) {
    assert!(holds, "{ids}: {place}");
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

async fn the_document_follows_the_national_profile(_: Engine) {
    let document = &*SPECIFICATION;
    rule(
        "DOK.01",
        "externalDocs",
        text(document, "/externalDocs/url").starts_with("https://"),
    );
    rule(
        "DOK.01",
        "externalDocs",
        !text(document, "/externalDocs/description").is_empty(),
    );
    for pointer in [
        "/info/title",
        "/info/version",
        "/info/description",
        "/info/termsOfService",
        "/info/contact/name",
        "/info/contact/url",
        "/info/contact/email",
        "/info/license/name",
        "/info/license/url",
    ] {
        rule("DOK.03, DOK.07, DOK.08", pointer, !text(document, pointer).is_empty());
    }
    let description = text(document, "/info/description");
    let both = description.contains("**Svenska.**") && description.contains("**English.**");
    rule("DOK.06, DOK.11", "two languages", both && description.len() > 2000);
    let limits = description.contains("begränsningar") && description.contains("limitations");
    rule("DOK.09", "limitations", limits);
    rule("DOK.17", "OpenAPI", text(document, "/openapi").starts_with("3.1"));
    let scheme = &document["components"]["securitySchemes"]["token"];
    let bearer = [&scheme["type"], &scheme["scheme"], &scheme["bearerFormat"]];
    rule(
        "DOK.21, SAK.09, SAK.10, SAK.18",
        "bearer",
        bearer == ["http", "bearer", "JWT"],
    );
    let schemes = document["components"]["securitySchemes"].as_object().expect("schemes");
    rule(
        "SAK.15, SAK.16",
        "no keys",
        schemes.values().all(|one| one["type"] != "apiKey"),
    );
    rule("DOK.21", "security", document["security"] == json!([]));
    let servers = document["servers"].as_array().expect("servers");
    rule(
        "UFN.01, UFN.02, SAK.01, VER.05",
        "servers",
        servers.len() == 1 && servers[0]["url"] == "https://api.example.se/insatskatalog/v1",
    );
    rule(
        "VER.04",
        "version",
        text(document, "/info/version").split('.').count() == 3,
    );
    rule("VER.06", "api-info", document["paths"]["/api-info"]["get"].is_object());
    let methods: Vec<String> = operations().map(|(_, method, _)| method).collect();
    rule(
        "MOG.01",
        "methods",
        ["get", "put", "post"]
            .iter()
            .all(|one| methods.iter().any(|method| method == one)),
    );
    let ids: std::collections::BTreeSet<&str> = operations().map(|(_, _, one)| text(one, "/operationId")).collect();
    rule("DOK.19", "operation ids differ", ids.len() == methods.len());
}

async fn every_operation_follows_the_national_profile(_: Engine) {
    for (path, method, operation) in operations() {
        let name = format!("{method} {path}");
        let words = path.split('/').filter(|part| !part.starts_with('{'));
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
        let is_plain = |word: &str| word.chars().all(allowed);
        rule("UFN.07, UFN.08, RES.06", &name, words.into_iter().all(is_plain));
        rule("UFN.05, UFN.09", &name, path.len() < 1000 && !path.contains(['_', ' ']));
        rule(
            "DOK.06, DOK.19",
            &name,
            text(operation, "/description").contains("\n\n"),
        );
        rule("DOK.19", &name, !text(operation, "/summary").is_empty());
        rule(
            "FOR.02",
            &name,
            method != "get" || operation.get("requestBody").is_none(),
        );
        rule(
            "MOG.01",
            &name,
            method != "delete" || operation["responses"]["204"].is_object(),
        );
        follows_for_parameters(&name, operation);
        follows_for_content(&name, operation);
        follows_for_responses(&name, operation);
    }
}

fn follows_for_parameters(name: &str, operation: &Value) {
    let parameters = operation["parameters"].as_array().expect("parameters");
    let named = |wanted: &str| parameters.iter().find(|parameter| parameter["name"] == wanted);
    rule("SPA.02", name, named("traceparent").is_some());
    rule("SPA.07", name, named("x-request-id").is_none());
    for parameter in parameters {
        let own = text(parameter, "/name");
        let place = format!("{name} {own}");
        rule("DOK.12", &place, !text(parameter, "/description").is_empty());
        let is_personal = ["pnr", "ssn", "personnummer", "personid"].contains(&own.to_lowercase().as_str());
        rule("RES.02", &place, !is_personal);
        let schema = &parameter["schema"];
        let is_scalar = schema["type"] != "object" && schema["format"] != "binary";
        rule("ARQ.05", &place, parameter["in"] != "header" || is_scalar);
        // The linter stops at these.
        rule(
            "ARQ.03",
            &place,
            !["cache-control", "connection"].contains(&own.to_lowercase().as_str()),
        );
        if parameter["in"] == "query" {
            // A report is about one year, and of one insats. The description says so.
            let is_of_a_report = ["insats", "year"].contains(&own);
            rule("FNS.05", &place, parameter["required"] != true || is_of_a_report);
            let is_camel_case = own.chars().all(|c| c.is_ascii_alphanumeric());
            rule("FNS.01, FNS.06", &place, is_camel_case);
            rule("FNS.03", &place, own.starts_with(|c: char| c.is_ascii_lowercase()));
            rule(
                "SAK.15",
                &place,
                !own.to_lowercase().contains("key") && !own.to_lowercase().contains("token"),
            );
        }
    }
    if let Some(page) = named("page") {
        let limit = named("limit").map(|limit| &limit["schema"]);
        rule("FNS.07, FNS.08", name, page["schema"]["default"] == 1);
        rule(
            "FNS.09",
            name,
            limit.is_some_and(|limit| limit["default"] == 20 && limit["maximum"].is_u64()),
        );
        let answer = answer_schema(operation);
        let lists = ["_meta", "_links"]
            .iter()
            .all(|member| answer["properties"][member].is_object());
        rule("FNS.10, FNS.13", name, lists);
    }
}

/// The schema of an answer in JSON, with its reference followed.
fn answer_schema(operation: &Value) -> &'static Value {
    let reference = text(operation, "/responses/200/content/application~1json/schema/$ref");
    let schema = reference.rsplit('/').next().unwrap_or_default();
    &SPECIFICATION["components"]["schemas"][schema]
}

fn follows_for_content(name: &str, operation: &Value) {
    let bodies = operation.get("requestBody").into_iter();
    let answers = operation["responses"].as_object().into_iter().flat_map(Map::values);
    for body in bodies.chain(answers) {
        let content = body["content"].as_object().into_iter().flatten();
        for (media_type, media) in content.filter(|(media_type, _)| media_type.ends_with("json")) {
            let has_example = media.get("example").is_some();
            rule("DOK.15", format!("{name} {media_type}"), has_example);
            rule("AME.01, ARQ.01", name, media["schema"].is_object());
        }
    }
    if let Some(body) = operation.get("requestBody") {
        rule("AME.01, SAK.29", name, body["content"]["application/json"].is_object());
        rule("SAK.29", name, operation["responses"]["415"].is_object());
    }
}

fn follows_for_responses(name: &str, operation: &Value) {
    let responses = operation["responses"].as_object().expect("responses");
    for status in ["400", "405", "500"] {
        rule("DOK.20", format!("{name} {status}"), responses.contains_key(status));
    }
    let protected = operation.get("security").is_some();
    for status in ["401", "403"] {
        rule(
            "DOK.20, DOK.21",
            format!("{name} {status}"),
            responses.contains_key(status) == protected,
        );
    }
    rule(
        "DOK.20",
        name,
        ["200", "201", "204"]
            .iter()
            .any(|status| responses.contains_key(*status)),
    );
    rule(
        "ARP.03",
        name,
        responses
            .get("201")
            .is_none_or(|created| created["headers"]["Location"].is_object()),
    );
    let is_cacheable = responses.contains_key("304");
    let success = responses.get("200");
    rule(
        "CAC.01",
        name,
        !is_cacheable || success.is_some_and(|ok| ok["headers"]["ETag"].is_object()),
    );
    for (status, response) in responses {
        let place = format!("{name} {status}");
        rule("DOK.20", &place, !text(response, "/description").is_empty());
        rule("SPA.04", &place, response["headers"]["traceparent"].is_object());
        if status.as_str() >= "400" {
            let content = response["content"].as_object().expect("content");
            let is_problem = content.keys().eq(["application/problem+json"]);
            rule("FEL.02", &place, is_problem);
            let schema = text(response, "/content/application~1problem+json/schema/$ref");
            rule("FEL.01", &place, schema.ends_with("/ProblemDetails"));
        }
    }
}

async fn every_schema_follows_the_national_profile(_: Engine) {
    let problem = &SPECIFICATION["components"]["schemas"]["ProblemDetails"];
    rule("FEL.01", "ProblemDetails", problem["type"] == "object");
    for member in ["type", "title", "status", "detail", "instance"] {
        rule("FEL.01", member, problem["properties"][member].is_object());
    }
    let schemas = SPECIFICATION["components"]["schemas"].as_object().expect("schemas");
    for (name, schema) in schemas {
        let members = schema["properties"].as_object().into_iter().flat_map(Map::keys);
        for member in members {
            // The profile itself names `_meta` and `_links`.
            let plain = member.strip_prefix('_').unwrap_or(member);
            let is_camel_case =
                plain.starts_with(|c: char| c.is_ascii_lowercase()) && plain.chars().all(|c| c.is_ascii_alphanumeric());
            rule("AME.04, AME.05, AME.07", format!("{name}.{member}"), is_camel_case);
        }
        rule(
            "DOK.16",
            name,
            schema.get("description").is_some() || schema.get("allOf").is_some(),
        );
    }
    let mut days = Vec::new();
    collect_days(&SPECIFICATION["components"], &mut days);
    collect_days(&SPECIFICATION["paths"], &mut days);
    rule("DOT.02", "days and instants", days.len() > 40);
    for (format, example) in &days {
        let is_valid = match *format {
            "date" => insatskatalog::domain::day::parse(example).is_some(),
            // In UTC.
            _ => example.ends_with('Z') && example.parse::<chrono::DateTime<chrono::Utc>>().is_ok(),
        };
        rule("DOT.02, DOT.04", format!("{format} {example}"), is_valid);
    }
    let mut relations = Vec::new();
    collect_relations(&SPECIFICATION["paths"], &mut relations);
    rule("HYP.15", "relations", relations.len() > 100);
    let description = text(&SPECIFICATION, "/info/description");
    for relation in relations {
        rule(
            "HYP.18, HYP.19",
            relation,
            IANA.contains(&relation) || description.contains(&format!("`{relation}`")),
        );
    }
}

/// The relations of the registry of IANA that the API uses.
const IANA: [&str; 10] = [
    "self",
    "first",
    "last",
    "next",
    "prev",
    "up",
    "collection",
    "related",
    "version-history",
    "latest-version",
];

/// The format and the example of every schema of a day or an instant; an empty example where it has none.
fn collect_days<'a>(value: &'a Value, found: &mut Vec<(&'a str, &'a str)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_days(item, found)),
        Value::Object(members) => {
            let format = members.get("format").and_then(Value::as_str);
            if let Some(format @ ("date" | "date-time")) = format {
                found.push((
                    format,
                    members.get("example").and_then(Value::as_str).unwrap_or_default(),
                ));
            }
            let below = members.iter().filter(|(name, _)| *name != "example");
            below.for_each(|(_, value)| collect_days(value, found));
        }
        _ => {}
    }
}

/// The relations of all links in examples.
fn collect_relations<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_relations(item, found)),
        Value::Object(members) => {
            found.extend(members.get("rel").and_then(Value::as_str));
            members.values().for_each(|value| collect_relations(value, found));
        }
        _ => {}
    }
}
