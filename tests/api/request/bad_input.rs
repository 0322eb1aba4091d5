//! The service refuses bad input with a pointer for each fault, all in one answer, without echo, and never with a 5xx.

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, BASE, Engine, TestApp};
use crate::tests;

tests![
    every_fault_of_a_question_is_reported_at_once,
    each_kind_of_wrong_value_has_its_code,
    what_is_no_json_is_refused,
    limits_of_size_and_depth,
    media_types_and_encodings,
    wrong_addresses,
    wrong_parameters,
    problems_are_in_the_requested_language,
    accept_is_read_as_it_is_meant,
    faults_of_query_and_body_are_reported_together,
    an_answer_is_not_many_times_what_was_sent,
    a_thousand_broken_bodies_never_give_a_5xx,
];

const ASK: &str = "/municipalities/1270/insatser/trygghetslarm/eligibility";

fn faults(answered: &Answered) -> Vec<(String, String)> {
    let problem = answered.json();
    assert_eq!(answered.header("content-type"), "application/problem+json");
    for member in ["type", "title", "status", "detail", "instance", "code", "errors"] {
        assert!(problem.get(member).is_some(), "{member} in {problem}");
    }
    assert_eq!(problem["status"], answered.status.as_u16());
    let instance = problem["instance"].as_str().expect("text");
    let trace = answered
        .header("traceparent")
        .split('-')
        .nth(1)
        .expect("a trace")
        .to_owned();
    assert_eq!(instance, format!("urn:trace:{trace}"));
    let text = |fault: &Value, member: &str| fault[member].as_str().expect("text").to_owned();
    let errors = problem["errors"].as_array().expect("a list");
    errors
        .iter()
        .map(|fault| (text(fault, "pointer"), text(fault, "code")))
        .collect()
}

async fn every_fault_of_a_question_is_reported_at_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let body = json!({
        "asOf": "2025-02-30",
        "activity": 7,
        "facts": {
            "birthDate": null,
            "age": 200,
            "registeredMunicipality": "127",
            "residenceMunicipality": 1270,
            "selfDeclared": {"supportsRelative": "yes", "relativeReasons": ["trött", "alder"], "lonely": true}
        },
        "name": "x"
    });
    let answered = app.post(ASK, &body).await;
    assert_eq!(answered.status, 400);
    let mut found = faults(&answered);
    found.sort();
    let wanted = [
        ("", "unknownMember"),
        ("/activity", "wrongType"),
        ("/asOf", "invalidDate"),
        ("/facts/age", "outOfRange"),
        ("/facts/registeredMunicipality", "unknownKommunkod"),
        ("/facts/residenceMunicipality", "wrongType"),
        ("/facts/selfDeclared", "unknownMember"),
        ("/facts/selfDeclared/relativeReasons/0", "notInList"),
        ("/facts/selfDeclared/supportsRelative", "wrongType"),
    ];
    let wanted: Vec<(String, String)> = wanted
        .iter()
        .map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned()))
        .collect();
    assert_eq!(found, wanted);
    assert_eq!(answered.json()["code"], "invalidRequest");
}

async fn each_kind_of_wrong_value_has_its_code(engine: Engine) {
    let app = TestApp::start(engine).await;
    let facts = |facts: Value| json!({"asOf": "2025-09-01", "facts": facts});
    for (body, pointer, code) in [
        (json!([]), "", "wrongType"),
        (json!(null), "", "nullNotAllowed"),
        (json!({"facts": []}), "/facts", "wrongType"),
        (json!({"asOf": "2025-9-1"}), "/asOf", "invalidDate"),
        (json!({"asOf": "2025-09-01T00:00:00Z"}), "/asOf", "invalidDate"),
        (json!({"asOf": "1500-01-01"}), "/asOf", "outOfRange"),
        (json!({"asOf": 20_250_901}), "/asOf", "wrongType"),
        (json!({"activity": "En Aktivitet"}), "/activity", "invalidFormat"),
        (facts(json!({"age": -1})), "/facts/age", "outOfRange"),
        (facts(json!({"age": 200})), "/facts/age", "outOfRange"),
        (facts(json!({"age": 70.5})), "/facts/age", "outOfRange"),
        (facts(json!({"age": "70"})), "/facts/age", "wrongType"),
        (
            facts(json!({"birthDate": "2025-09-02"})),
            "/facts/birthDate",
            "birthDateAfterAsOf",
        ),
        (
            facts(json!({"birthDate": "1890-01-01"})),
            "/facts/birthDate",
            "outOfRange",
        ),
        (
            facts(json!({"birthDate": "1950-03-14", "age": 74})),
            "/facts/age",
            "ageContradictsBirthDate",
        ),
        (
            facts(json!({"registeredMunicipality": "127"})),
            "/facts/registeredMunicipality",
            "unknownKommunkod",
        ),
        (
            facts(json!({"registeredMunicipality": "9999"})),
            "/facts/registeredMunicipality",
            "unknownKommunkod",
        ),
        (
            facts(json!({"registeredMunicipality": ""})),
            "/facts/registeredMunicipality",
            "unknownKommunkod",
        ),
        (facts(json!({"attendedBefore": true})), "/facts", "unknownMember"),
        (
            facts(json!({"selfDeclared": {"attendedBefore": true}})),
            "/facts/selfDeclared",
            "unknownMember",
        ),
        (
            facts(json!({"selfDeclared": {"isParent": 1}})),
            "/facts/selfDeclared/isParent",
            "wrongType",
        ),
        (
            facts(json!({"selfDeclared": {"relativeReasons": "alder"}})),
            "/facts/selfDeclared/relativeReasons",
            "wrongType",
        ),
    ] {
        let answered = app.post(ASK, &body).await;
        assert_eq!(answered.status, 400, "{body}");
        assert_eq!(faults(&answered), [(pointer.to_owned(), code.to_owned())], "{body}");
        assert_eq!(answered.json()["code"], code, "{body}");
        let kind = app.get_json(&format!("/problems/{code}")).await;
        assert_eq!(
            answered.json()["type"]
                .as_str()
                .map(|url| url.ends_with(&format!("/problems/{code}"))),
            Some(true)
        );
        assert_eq!(kind["status"], 400);
    }
}

async fn what_is_no_json_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (bytes, code) in [
        (b"".to_vec(), "syntax"),
        (b"{".to_vec(), "syntax"),
        (b"{}{}".to_vec(), "syntax"),
        (b"{\"facts\": {\"age\": 070}}".to_vec(), "syntax"),
        (b"{\"facts\": {\"age\": NaN}}".to_vec(), "syntax"),
        (b"{'facts': {}}".to_vec(), "syntax"),
        (b"{\"activity\": \"\\ud800\"}".to_vec(), "syntax"),
        (b"{\"activity\": \"a\nb\"}".to_vec(), "syntax"),
        (b"{\"activity\": \"\xff\"}".to_vec(), "notUtf8"),
        (b"{\"facts\": {\"age\": 70, \"age\": 71}}".to_vec(), "duplicateMember"),
        (b"{\"facts\": {}, \"facts\": {}}".to_vec(), "duplicateMember"),
        (b"{\"activity\": \"a\\u0000b\"}".to_vec(), "invalidFormat"),
        (b"{\"a\\u0000b\": 1}".to_vec(), "unknownMember"),
    ] {
        let answered = app.post_bytes(ASK, bytes.clone()).await;
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        assert_eq!(answered.status, 400, "{shown}");
        assert_eq!(answered.json()["code"], code, "{shown}: {}", answered.text);
    }
}

async fn limits_of_size_and_depth(engine: Engine) {
    let app = TestApp::start(engine).await;
    let spaces = |count: usize| {
        let mut body = b"{}".to_vec();
        body.resize(count, b' ');
        body
    };
    assert_eq!(app.post_bytes(ASK, spaces(64 * 1024)).await.status, 200);
    let answered = app.post_bytes(ASK, spaces(64 * 1024 + 1)).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (413, &json!("contentTooLarge"))
    );
    assert!(
        answered.json()["detail"]
            .as_str()
            .is_some_and(|text| text.contains("64 KiB"))
    );
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(100), close.repeat(100));
        let answered = app.post_bytes(ASK, deep.into_bytes()).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (400, &json!("tooDeep"))
        );
    }
    let endless = "[".repeat(60_000);
    assert_eq!(app.post_bytes(ASK, endless.into_bytes()).await.status, 400);
}

async fn media_types_and_encodings(engine: Engine) {
    let app = TestApp::start(engine).await;
    let send = async |headers: &[(&str, &str)]| app.send(Method::POST, ASK, headers, Some(b"{}".to_vec())).await;
    for right in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;charset=\"UTF-8\"",
    ] {
        assert_eq!(send(&[("content-type", right)]).await.status, 200, "{right}");
    }
    for wrong in [
        "text/plain",
        "application/xml",
        "application/json; charset=latin1",
        "json",
        "",
    ] {
        let answered = send(&[("content-type", wrong)]).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (415, &json!("unsupportedMediaType")),
            "{wrong}"
        );
    }
    assert_eq!(send(&[]).await.status, 415);
    let unacceptable = send(&[("content-type", "application/json"), ("accept", "text/html")]).await;
    assert_eq!(
        (unacceptable.status.as_u16(), &unacceptable.json()["code"]),
        (406, &json!("notAcceptable"))
    );
}

async fn wrong_addresses(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (method, path, status, code) in [
        (Method::GET, "/nothing", 404, "unknownPath"),
        (Method::GET, "/municipalities/127", 404, "unknownMunicipality"),
        (Method::GET, "/municipalities/9999", 404, "unknownMunicipality"),
        (Method::GET, "/municipalities/0114", 404, "unknownMunicipality"),
        (
            Method::GET,
            "/municipalities/1270/insatser/nothing",
            404,
            "unknownInsats",
        ),
        (Method::GET, "/municipalities/1270/insatser/UPPER", 404, "unknownInsats"),
        (
            Method::GET,
            "/municipalities/1270/providers/nothing",
            404,
            "unknownProvider",
        ),
        (Method::GET, "/problems/nothing", 404, "unknownProblem"),
        (Method::GET, "/municipalities/%FF/insatser", 400, "notUtf8"),
        (
            Method::GET,
            "/municipalities/1270/insatser/%00",
            400,
            "controlCharacter",
        ),
        (
            Method::GET,
            "/municipalities/1270/insatser/a%0Ab",
            400,
            "controlCharacter",
        ),
        (Method::POST, "/municipalities", 405, "methodNotAllowed"),
        (Method::DELETE, "/municipalities/1270", 405, "methodNotAllowed"),
        (Method::GET, ASK, 405, "methodNotAllowed"),
        (Method::PATCH, "/api-info", 405, "methodNotAllowed"),
    ] {
        let answered = app
            .send_anywhere(method.clone(), &format!("{BASE}{path}"), &[], None)
            .await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (status, &json!(code)),
            "{method} {path}"
        );
        let _ = faults(&answered);
        assert_eq!(answered.header("allow").is_empty(), status != 405, "{method} {path}");
    }
    let allow = app
        .send_anywhere(Method::POST, &format!("{BASE}/municipalities"), &[], None)
        .await;
    assert_eq!(allow.header("allow"), "GET, HEAD, OPTIONS");
    let allow = app.send_anywhere(Method::GET, &format!("{BASE}{ASK}"), &[], None).await;
    assert_eq!(allow.header("allow"), "POST, OPTIONS");
    let code = app.get("/municipalities/127").await.json();
    assert_eq!(code["errors"][0]["pointer"], "/path/kommunkod");
    let long = app.get(&format!("/municipalities?q={}", "a".repeat(2100))).await;
    assert_eq!(
        (long.status.as_u16(), &long.json()["code"]),
        (414, &json!("uriTooLong"))
    );
}

async fn wrong_parameters(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, pointer, code) in [
        ("/municipalities?limit=0", "/query/limit", "outOfRange"),
        ("/municipalities?page=0", "/query/page", "outOfRange"),
        ("/municipalities?limit=101", "/query/limit", "outOfRange"),
        ("/municipalities?limit=ten", "/query/limit", "wrongType"),
        ("/municipalities?page=-1", "/query/page", "wrongType"),
        ("/municipalities?side=1", "/query", "unknownMember"),
        ("/municipalities?page=1&page=2", "/query/page", "duplicateMember"),
        ("/municipalities/1270?asOf=2025-09-01", "/query", "unknownMember"),
        (
            "/municipalities/1270/insatser?asOf=2025-02-30",
            "/query/asOf",
            "invalidDate",
        ),
        (
            "/municipalities/1270/insatser?asof=2025-02-03",
            "/query",
            "unknownMember",
        ),
        (
            "/municipalities/1270/insatser?category=dans",
            "/query/category",
            "notInList",
        ),
        (
            "/municipalities/1270/insatser?openToAll=yes",
            "/query/openToAll",
            "notInList",
        ),
        ("/municipalities/1270/insatser?status=old", "/query/status", "notInList"),
        ("/municipalities/1270/insatser?sort=age", "/query/sort", "notInList"),
        ("/municipalities/1270/insatser?q=", "/query/q", "empty"),
        (
            "/municipalities/1270/insatser/rebus?asOf=igår",
            "/query/asOf",
            "invalidDate",
        ),
        ("/api-info?x=1", "/query", "unknownMember"),
    ] {
        let answered = app.get(path).await;
        assert_eq!(answered.status, 400, "{path}: {}", answered.text);
        assert_eq!(faults(&answered), [(pointer.to_owned(), code.to_owned())], "{path}");
    }
    let both = app.get("/municipalities/1270/insatser?asOf=x&category=y").await;
    assert_eq!(faults(&both).len(), 2);
}

async fn problems_are_in_the_requested_language(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities?limit=0";
    for (accepted, language, detail) in [
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv", "Ett heltal från 1 till 100."),
        ("SV", "sv", "Ett heltal från 1 till 100."),
        ("en-GB", "en", "A whole number from 1 to 100."),
        ("fi", "en", "A whole number from 1 to 100."),
    ] {
        let answered = app
            .send(Method::GET, path, &[("accept-language", accepted)], None)
            .await;
        assert_eq!(answered.header("content-language"), language);
        assert_eq!(answered.json()["detail"], detail);
    }
}

async fn accept_is_read_as_it_is_meant(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (accept, status) in [
        ("application/json", 200),
        ("APPLICATION/json", 200),
        ("application/*", 200),
        ("text/html, */*;q=0.1", 200),
        ("", 200),
        ("application/json;q=0, */*", 406),
        ("application/*;q=0, */*", 406),
        ("application/*;q=0, application/json", 200),
        ("text/html", 406),
        ("*/*;q=0", 406),
    ] {
        let answered = app.send(Method::GET, "/api-info", &[("accept", accept)], None).await;
        assert_eq!(answered.status, status, "{accept}");
    }
}

async fn faults_of_query_and_body_are_reported_together(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = app.post(&format!("{ASK}?x=1"), &json!({"facts": {"age": -1}})).await;
    let found = faults(&answered);
    let wanted = [("/query", "unknownMember"), ("/facts/age", "outOfRange")];
    assert_eq!(
        found,
        wanted.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()))
    );
}

async fn an_answer_is_not_many_times_what_was_sent(engine: Engine) {
    let app = TestApp::start(engine).await;
    let members: Vec<String> = (0..6000).map(|at| format!("\"a{}\":1", at % 3000)).collect();
    for body in [
        format!("{{{}}}", members.join(",")),
        format!("{{\"facts\":{{{}}}}}", members.join(",")),
    ] {
        let answered = app.post_bytes(ASK, body.into_bytes()).await;
        assert_eq!(answered.status, 400);
        assert!(answered.text.len() < 64 * 1024, "{} bytes", answered.text.len());
        assert_eq!(answered.json()["errors"].as_array().map(Vec::len), Some(100));
        assert!(
            answered.json()["detail"]
                .as_str()
                .is_some_and(|text| text.contains("more errors"))
        );
    }
}

async fn a_thousand_broken_bodies_never_give_a_5xx(engine: Engine) {
    let app = TestApp::start(engine).await;
    let whole = br#"{"asOf":"2025-09-01","activity":"rubin","facts":{"birthDate":"1950-03-14","age":75,"selfDeclared":{"relativeReasons":["alder"]}}}"#;
    // A small generator with a fixed seed, so that failures repeat.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    };
    for _ in 0..1000 {
        let mut body = whole.to_vec();
        for _ in 0..=random(3) {
            let at = random(body.len());
            match random(4) {
                0 => body[at] = u8::try_from(random(256)).expect("a byte"),
                1 => drop(body.remove(at)),
                2 => body.truncate(at.max(1)),
                _ => body.insert(at, b"{}[]\",:0\\\xc3"[random(10)]),
            }
        }
        let status = app.post_bytes(ASK, body.clone()).await.status;
        assert!(
            status == 200 || status.is_client_error(),
            "{status}: {}",
            String::from_utf8_lossy(&body)
        );
    }
}
