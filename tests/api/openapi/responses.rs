//! What every operation accepts and answers: common headers, and the problems.

use serde_json::{Value, json};

use crate::fixtures::recorded::{Examples, TRACE};
use crate::openapi::problems;

/// Adds the headers that every request may have.
pub fn with_common_headers(operation: &mut Value) {
    let has_body = operation.get("requestBody").is_some();
    let needs_token = operation.get("security").is_some();
    let mut headers = vec![
        json!({
            "name": "traceparent",
            "in": "header",
            "required": false,
            "description": "W3C Trace Context. Without it, and if it is malformed, a new trace begins. / W3C Trace Context. Utan den, och om den är fel skriven, börjar ett nytt spår.",
            "schema": {"type": "string"},
            "example": TRACE,
        }),
        json!({
            "name": "Accept-Language",
            "in": "header",
            "required": false,
            "description": "The language of problems and reports: sv or en; sv if absent. / Språket i fel och rapporter: sv eller en; sv om det utelämnas.",
            "schema": {"type": "string"},
            "example": "sv, en;q=0.5",
        }),
    ];
    if !has_body && !needs_token {
        headers.push(json!({
            "name": "If-None-Match",
            "in": "header",
            "required": false,
            "description": "The `ETag` that you have. The answer is 304 if nothing has changed. / Den `ETag` som du har. Svaret är 304 om inget är ändrat.",
            "schema": {"type": "string"},
            "example": "\"7.5d41402abc4b.2025-09-01.0a1b2c3d.json-1a2b\"",
        }));
    }
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.extend(headers),
        None => operation["parameters"] = headers.into(),
    }
}

/// Adds the problems that an operation can answer, and the headers of its answers.
pub fn with_common_responses(operation: &mut Value, path: &str, examples: &Examples) {
    let has_body = operation.get("requestBody").is_some();
    let needs_token = operation.get("security").is_some();
    let parameters = operation["parameters"].as_array().expect("parameters");
    let named = |name: &str| parameters.iter().any(|parameter| parameter["name"] == name);
    let is_conditional = named("If-Match");
    let is_required = |parameter: &Value| parameter["name"] == "If-Match" && parameter["required"] == true;
    let needs_condition = is_conditional && named("If-None-Match") || parameters.iter().any(is_required);
    let is_idempotent = named("Idempotency-Key");
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
        add(&[
            "requestTimeout",
            "contentTooLarge",
            "unsupportedMediaType",
            "unavailable",
        ]);
    }
    if has_body || needs_token {
        add(&["tooManyQuestions"]);
    }
    if needs_token {
        add(&["tokenMissing", "otherMunicipality", "unavailable"]);
    }
    if needs_token && (has_body || is_conditional) {
        add(&["preconditionFailed", "insufficientStorage"]);
    }
    if needs_condition {
        add(&["preconditionRequired"]);
    }
    if is_idempotent {
        add(&["requestStillRunning"]);
    }
    add(&of_resource(path, has_body));
    if named("generation") || named("changedSince") {
        add(&["positionGone"]);
    }
    if named("wait") {
        add(&["tooManyWaiters"]);
    }
    if READING_THE_DATABASE.iter().any(|part| path.contains(part)) {
        add(&["unavailable"]);
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
    let is_of_records = path.ends_with("/group-records") && has_body || path.ends_with("/group-records/{id}");
    let has_etag = needs_condition || is_of_records || !(has_body || needs_token);
    let shows_versions = SHOWING_VERSIONS.iter().any(|ending| path.ends_with(ending));
    let has_forms = !has_body && IN_OTHER_FORMS.contains(&path);
    for (status, response) in responses {
        let media = response["content"].as_object().into_iter().flatten();
        let is_a_file = media
            .map(|(media, _)| media.as_str())
            .any(|media| media == "text/csv" || media.contains("spreadsheet"));
        let has = |name: &str| match name {
            "Deprecation" | "Sunset" => shows_versions && matches!(status.as_str(), "200" | "201" | "304"),
            "Link" => (shows_versions || has_forms) && matches!(status.as_str(), "200" | "201" | "304"),
            "Idempotent-Replayed" => is_idempotent,
            "Content-Disposition" => is_a_file,
            "RateLimit" | "RateLimit-Policy" => has_body || needs_token,
            _ => has_header(name, status, has_etag),
        };
        for (name, _) in HEADERS.iter().filter(|(name, _)| has(name)) {
            response["headers"][*name] = json!({"$ref": format!("#/components/headers/{name}")});
        }
    }
}

/// The problems of one kind of resource alone.
fn of_resource(path: &str, has_body: bool) -> Vec<&'static str> {
    let mut codes = Vec::new();
    if path.contains("/group-records/{id}") {
        codes.push("recordWithdrawn");
        codes.extend(has_body.then_some("recordConflicts"));
    }
    if path.ends_with("/subscriptions") && has_body {
        codes.extend(["receiverNotAllowed", "tooManySubscriptions"]);
    }
    if path.ends_with("/subscriptions/{id}/test") {
        codes.push("secretUnreadable");
    }
    if path.contains("/subscriptions/{id}") && !has_body {
        codes.push("insufficientStorage");
    }
    if path.ends_with("/statistics/releases") && has_body {
        codes.push("releaseNotImported");
    }
    if path.ends_with("/insatser") {
        codes.push("listTooLarge");
    }
    codes
}

/// The parts of public paths whose answers are not in memory, or not always.
const READING_THE_DATABASE: [&str; 4] = ["/changes", "/statistics", "/annual-report", "/reach"];

/// The ends of the paths whose answers show versions of an insats.
const SHOWING_VERSIONS: [&str; 5] = [
    "/{kommunkod}/insatser",
    "/insatser/{slug}",
    "/insatser/{slug}/versions",
    "/insatser/{slug}/criteria",
    "/insatser/{slug}/withdrawals",
];

/// The paths whose answers link to themselves in other forms, besides those that show versions.
const IN_OTHER_FORMS: [&str; 2] = ["/insatser", "/municipalities/{kommunkod}"];

/// The headers of answers, each declared once.
pub fn headers() -> Value {
    let headers = HEADERS.iter().map(|(name, header)| ((*name).to_owned(), header()));
    Value::Object(headers.collect())
}

/// A header of answers: its description in two languages, its schema and an example.
type Header = fn() -> Value;

const HEADERS: [(&str, Header); 16] = [
    ("traceparent", || {
        json!({
            "description": "Spåret som svaret hör till. / The trace that the answer belongs to.",
            "schema": {"type": "string"},
            "example": "00-4bf92f3577b34da6a3ce929d0e0e4736-b7ad6b7169203331-01",
        })
    }),
    ("ETag", || {
        json!({
            "description": "Skicka den i If-None-Match för att få 304. / Send it in If-None-Match to get 304.",
            "schema": {"type": "string"},
            "example": "\"7.5d41402abc4b.2025-09-01.0a1b2c3d.json-1a2b\"",
        })
    }),
    ("Location", || {
        json!({
            "description": "Adressen till det nya objektet. / The address of the new object.",
            "schema": {"type": "string", "format": "uri"},
            "example": "https://api.example.se/insatskatalog/v1/municipalities/1270/insatser/sangcafe",
        })
    }),
    ("Retry-After", || {
        json!({
            "description": "Sekunder att vänta innan frågan skickas igen. / Seconds to wait before the request is sent again.",
            "schema": {"type": "integer", "minimum": 0},
            "example": 5,
        })
    }),
    ("RateLimit", || {
        json!({
            "description": "Hur många frågor klienten har kvar (r), och om hur många sekunder den har alla (t); saknas om den inte har någon gräns. / How many questions the client has left (r), and in how many seconds it has all of them (t); absent if it has no limit.",
            "schema": {"type": "string"},
            "example": "\"questions\";r=59900;t=1",
        })
    }),
    ("RateLimit-Policy", || {
        json!({
            "description": "Hur många frågor (q) klienten kan ställa på en tid i sekunder (w). / How many questions (q) the client can ask in a time in seconds (w).",
            "schema": {"type": "string"},
            "example": "\"questions\";q=60000;w=60",
        })
    }),
    ("Deprecation", || {
        json!({
            "description": "När det som svaret visar började fasas ut (RFC 9745). / When a part of the answer became deprecated (RFC 9745).",
            "schema": {"type": "string"},
            "example": "@1796083200",
        })
    }),
    ("Sunset", || {
        json!({
            "description": "När det som fasas ut försvinner (RFC 8594). / When the deprecated part disappears (RFC 8594).",
            "schema": {"type": "string"},
            "example": "Sun, 31 Dec 2028 23:59:59 GMT",
        })
    }),
    ("Link", || {
        json!({
            "description": "Samma resurs i andra former och på andra sidor, och dokumentationen av det som fasas ut (RFC 8288). / The same resource in other forms and on other pages, and the documentation of what is deprecated (RFC 8288).",
            "schema": {"type": "string"},
            "example": "<https://api.example.se/insatskatalog/v1/municipalities/1270>; rel=\"alternate\"; type=\"text/turtle\"",
        })
    }),
    ("Catalogue-Age", || {
        json!({
            "description": "Sekunder sedan katalogen lästes, om databasen inte kan nås. / Seconds since the catalogue was read, if the database is unavailable.",
            "schema": {"type": "integer", "minimum": 0},
            "example": 12,
        })
    }),
    ("Content-Language", || {
        json!({
            "description": "Språket i svaret, om det har ett, efter Accept-Language. / The language of the answer, if it has one, by Accept-Language.",
            "schema": {"type": "string", "enum": ["sv", "en"]},
            "example": "sv",
        })
    }),
    ("WWW-Authenticate", || {
        json!({
            "description": "Varför token inte godtas, och den behörighet som krävs (RFC 6750). / Why the token is not accepted, and the scope that is required (RFC 6750).",
            "schema": {"type": "string"},
            "example": "Bearer error=\"insufficient_scope\", scope=\"records:write\"",
        })
    }),
    ("Accept-Encoding", || {
        json!({
            "description": "De komprimeringar av anrop som tjänsten tar emot. / The codings of requests that the service accepts.",
            "schema": {"type": "string"},
            "example": "gzip, br",
        })
    }),
    ("Content-Disposition", || {
        json!({
            "description": "Filens namn, om svaret är en fil. / The name of the file, if the answer is one.",
            "schema": {"type": "string"},
            "example": "attachment; filename=\"traffpunkter.xlsx\"",
        })
    }),
    ("Idempotent-Replayed", || {
        json!({
            "description": "Svaret är det som gavs första gången. / The answer is the one that was given the first time.",
            "schema": {"type": "string", "enum": ["true"]},
            "example": "true",
        })
    }),
    ("Allow", || {
        json!({
            "description": "Metoderna för adressen. / The methods of the address.",
            "schema": {"type": "string"},
            "example": "GET, HEAD, OPTIONS",
        })
    }),
];

/// Whether answers with a status have a header.
fn has_header(name: &str, status: &str, has_etag: bool) -> bool {
    match name {
        "ETag" => has_etag && matches!(status, "200" | "201" | "304"),
        "Location" => status == "201",
        "Retry-After" => matches!(status, "409" | "429" | "503"),
        "Allow" => status == "405",
        "WWW-Authenticate" => matches!(status, "401" | "403"),
        "Accept-Encoding" => status == "415",
        _ => true,
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
        ("{month}", "unknownRelease"),
        ("{slug}", "unknownInsats"),
        ("{kommunkod}", "unknownMunicipality"),
    ]
    .into_iter()
    .find_map(|(parameter, code)| path.contains(parameter).then_some(code))
}
