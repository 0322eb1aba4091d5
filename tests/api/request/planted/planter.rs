//! Sends marks in every part of a request, as callers with and without rights.

use chrono::Utc;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::fixtures::app::BASE;
use crate::issuer::{Key, claims, signed};

use super::changes::changes;
use super::marks::Marks;

const SCOPES: &str = "catalogue:write municipality:write audit:read records:write records:read records:redact \
     statistics:exact statistics:release";

/// Headers that may have any value.
const HEADERS: [&str; 14] = [
    "user-agent",
    "referer",
    "cookie",
    "from",
    "x-request-id",
    "x-correlation-id",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-real-ip",
    "tracestate",
    "baggage",
    "content-language",
    "x-http-method-override",
    "accept-language",
];

/// Headers that decide the answer.
const DECIDING_HEADERS: [&str; 9] = [
    "accept",
    "if-match",
    "if-none-match",
    "idempotency-key",
    "content-type",
    "content-encoding",
    "traceparent",
    "range",
    "authorization",
];

/// The claims of a token that say who calls.
const CLAIMS: [&str; 6] = ["sub", "name", "email", "preferred_username", "jti", "personnummer"];

/// Who sends a request.
#[derive(Clone, Copy, PartialEq)]
pub enum Caller {
    Nobody,
    /// Has a token that is not one.
    Pretender,
    /// Has a token of an issuer whom nobody trusts.
    Forger,
    /// Has a valid token for another municipality.
    Neighbour,
    /// May do everything.
    Editor,
}

impl Caller {
    pub const ALL: [Self; 5] = [
        Self::Nobody,
        Self::Pretender,
        Self::Forger,
        Self::Neighbour,
        Self::Editor,
    ];
}

/// A request, of which marks from a number on are in the body.
#[derive(Default)]
pub struct Request {
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
    pub body_begins: Option<usize>,
}

/// Sends requests with marks, and looks at the answers.
pub struct Planter {
    pub marks: Marks,
    pub client: Client,
    pub origin: String,
    pub forger: Key,
    pub refused: usize,
    pub accepted: usize,
    pub echoes: Vec<String>,
}

/// A text as a part of an address.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A value that a header can have.
fn header_value(name: &str, mark: &str) -> String {
    match name {
        "origin" => format!("https://{mark}.example.se"),
        "if-match" | "if-none-match" => format!("\"{}\"", mark.replace('"', "")),
        "accept" | "content-type" => format!("text/{}", mark.replace([' ', '"', ';', '\'', '@', '{', '}'], "")),
        _ => mark.to_owned(),
    }
}

impl Planter {
    /// The header of a caller. The claims that say who it is are marks.
    fn authorization(&mut self, caller: Caller) -> Option<String> {
        let marks = &mut self.marks;
        let mut token = match caller {
            Caller::Nobody => return None,
            Caller::Pretender => return Some(format!("Bearer {}", marks.next())),
            Caller::Neighbour => claims(SCOPES, &["0180"]),
            Caller::Forger | Caller::Editor => claims(SCOPES, &["1270", "1291"]),
        };
        for claim in CLAIMS {
            token[claim] = json!(marks.next());
        }
        token["iat"] = json!(Utc::now().timestamp() - 60);
        token["exp"] = json!(Utc::now().timestamp() + 3600);
        if caller != Caller::Forger {
            return Some(format!("Bearer {}", signed(&token)));
        }
        // What identifies a system may be logged only after its token was verified.
        for claim in ["iss", "client_id", "scope"] {
            token[claim] = json!(marks.next());
        }
        let mut header = self.forger.header();
        header.kid = Some(marks.next());
        Some(format!("Bearer {}", self.forger.sign(&header, &token)))
    }

    /// Sends a request, of which everything from a mark on was planted for it, and looks at the answer.
    pub async fn send(&mut self, caller: Caller, method: &Method, path: &str, from: usize, request: Request) -> Value {
        let authorization = self.authorization(caller);
        let mut sending = self
            .client
            .request(method.clone(), format!("{}{path}{}", self.origin, request.query));
        let has = |name: &str| request.headers.iter().any(|(given, _)| given == name);
        if let Some(authorization) = authorization.filter(|_| !has("authorization")) {
            sending = sending.header("authorization", authorization);
        }
        if request.body.is_some() && !has("content-type") {
            sending = sending.header("content-type", "application/json");
        }
        for (name, value) in &request.headers {
            sending = sending.header(name, value);
        }
        if let Some(body) = request.body {
            sending = sending.body(body);
        }
        let answer = sending.send().await.expect("an answer");
        let (status, headers) = (answer.status(), format!("{:?}", answer.headers()));
        let bytes = answer.bytes().await.expect("a body");
        assert!(
            !status.is_server_error(),
            "{method} {path}: {}",
            String::from_utf8_lossy(&bytes)
        );
        if status.is_client_error() {
            self.refused += 1;
            let text = [bytes.as_ref(), headers.as_bytes()].concat();
            for mark in self.marks.found_in(&text, from) {
                let shown = String::from_utf8_lossy(&text);
                self.echoes.push(format!("{method} {path} {status}: {mark} in {shown}"));
            }
        } else {
            self.accepted += 1;
            if let Some(begins) = request.body_begins.filter(|_| caller == Caller::Editor) {
                // What an editor publishes is stored; what the token says is after it.
                self.marks.forget(begins, self.marks.len() - CLAIMS.len());
            }
        }
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Marks in all headers that may have any value, one of them also as a name.
    pub fn any_headers(&mut self) -> Vec<(String, String)> {
        let mut headers: Vec<(String, String)> = HEADERS
            .iter()
            .map(|name| ((*name).to_owned(), header_value(name, &self.marks.next())))
            .collect();
        let host = self.marks.word();
        headers.push(("forwarded".into(), format!("for={};host={host}.se", self.marks.word())));
        headers.push(("origin".into(), header_value("origin", &self.marks.word())));
        headers.push(("traceparent".into(), self.marks.traceparent()));
        headers.push((format!("x-{}", self.marks.word()), self.marks.next()));
        headers
    }

    /// Plants marks in each part of one operation.
    pub async fn plant_in(&mut self, caller: Caller, path: &str, method: &str, operation: &Value, known: &Known) {
        let content = operation["requestBody"]["content"].as_object();
        let example = content
            .and_then(|content| content.get("application/json"))
            .map(|media| media["example"].clone());
        let method: Method = method.to_uppercase().parse().expect("a method");
        let target = Target {
            caller,
            template: path,
            path: known.path(path, example.as_ref()),
            condition: if method == Method::PUT {
                vec![("if-match".into(), "*".into())]
            } else {
                Vec::new()
            },
            method,
            example,
        };
        self.plant_in_headers(&target).await;
        self.plant_in_address(&target, operation, known).await;
        if let Some(example) = &target.example {
            // Without the right to send it, a body is not read: one is enough.
            let is_read = caller == Caller::Editor || operation["security"].is_null();
            self.plant_in_document(&target, example, if is_read { 40 } else { 1 })
                .await;
        }
        let sheets = content.into_iter().flatten().map(|(media_type, _)| media_type);
        for media_type in sheets.filter(|media_type| *media_type != "application/json") {
            self.plant_in_sheets(&target, media_type).await;
        }
    }

    async fn plant_in_headers(&mut self, target: &Target<'_>) {
        let from = self.marks.len();
        let mut headers = self.any_headers();
        headers.extend(target.condition.clone());
        let request = Request {
            headers,
            body: target.body(),
            ..Request::default()
        };
        self.send_to(target, &target.path, from, request).await;
        for name in DECIDING_HEADERS {
            let from = self.marks.len();
            let mark = self.marks.next();
            let request = Request {
                headers: vec![(name.into(), header_value(name, &mark))],
                body: target.body(),
                ..Request::default()
            };
            self.send_to(target, &target.path, from, request).await;
        }
    }

    async fn plant_in_address(&mut self, target: &Target<'_>, operation: &Value, known: &Known) {
        for segment in target.template.split('/').filter(|segment| segment.starts_with('{')) {
            let from = self.marks.len();
            let planted = target.template.replace(segment, &encoded(&self.marks.next()));
            let path = known.path(&planted, target.example.as_ref());
            self.send_to(target, &path, from, target.request()).await;
        }
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let of_query = parameters.filter(|parameter| parameter["in"] == "query");
        let names = of_query.map(|parameter| parameter["name"].as_str().expect("a name").to_owned());
        for name in names.chain([String::new()]) {
            let from = self.marks.len();
            let name = if name.is_empty() {
                encoded(&self.marks.next())
            } else {
                name
            };
            let query = format!("?{name}={}", encoded(&self.marks.next()));
            let request = Request {
                query,
                ..target.request()
            };
            self.send_to(target, &target.path, from, request).await;
        }
    }

    async fn plant_in_document(&mut self, target: &Target<'_>, example: &Value, most: usize) {
        for change in changes(example).into_iter().take(most) {
            let from = self.marks.len();
            let mut planted = example.clone();
            change.plant(&mut planted, &self.marks.next());
            let request = Request {
                body: Some(planted.to_string().into_bytes()),
                body_begins: Some(from),
                ..target.request()
            };
            self.send_to(target, &target.path, from, request).await;
        }
        let from = self.marks.len();
        let broken = format!("{{\"{}\": {}", self.marks.word(), self.marks.next());
        let request = Request {
            body: Some(broken.into_bytes()),
            ..target.request()
        };
        self.send_to(target, &target.path, from, request).await;
    }

    async fn plant_in_sheets(&mut self, target: &Target<'_>, media_type: &str) {
        for sheet in [
            "Insats;{one}\r\nsangcafe;{two}\r\n",
            "Insats;Utförare;Datum;Antal deltagare\r\n{one};egen-regi;2026-01-08;{two}\r\n",
            "Insats;Utförare;Datum;Antal deltagare\r\nsangcafe;egen-regi;\"{one}\";\"{two}\r\n",
        ] {
            let from = self.marks.len();
            let text = sheet
                .replace("{one}", &self.marks.next())
                .replace("{two}", &self.marks.next());
            let request = Request {
                headers: vec![("content-type".into(), media_type.to_owned())],
                body: Some(text.into_bytes()),
                body_begins: Some(from),
                ..Request::default()
            };
            self.send_to(target, &target.path, from, request).await;
        }
    }

    async fn send_to(&mut self, target: &Target<'_>, path: &str, from: usize, request: Request) {
        self.send(target.caller, &target.method, path, from, request).await;
    }
}

/// An operation, and who calls it.
struct Target<'a> {
    caller: Caller,
    method: Method,
    template: &'a str,
    /// The address of what exists.
    path: String,
    condition: Vec<(String, String)>,
    example: Option<Value>,
}

impl Target<'_> {
    fn body(&self) -> Option<Vec<u8>> {
        let example = self.example.as_ref();
        example.map(|example| example.to_string().into_bytes())
    }

    /// The right request.
    fn request(&self) -> Request {
        Request {
            headers: self.condition.clone(),
            body: self.body(),
            ..Request::default()
        }
    }
}

/// What exists.
pub struct Known {
    pub record: String,
}

impl Known {
    pub fn path(&self, template: &str, example: Option<&Value>) -> String {
        let of_example = |name: &str| example.and_then(|example| example[name].as_str());
        let kommunkod = of_example("kommunkod").unwrap_or("1270");
        let path = format!("{BASE}{template}")
            .replace("{kommunkod}", kommunkod)
            .replace("{slug}", "sangcafe")
            .replace("{insats}", "sangcafe")
            .replace("{provider}", "egen-regi")
            .replace("{providerSlug}", "egen-regi")
            .replace("{agreementSlug}", "sangcafe")
            .replace("{id}", &self.record)
            .replace("{period}", "2026-01")
            .replace("{month}", "2026-01")
            .replace("{cell}", "sangcafe.egen-regi.2026-01")
            .replace("{code}", "unknownInsats");
        assert!(!path.contains('{'), "{path}");
        path
    }
}
