//! The service refuses anything that looks like an identity number in any place, and neither stores nor repeats it.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, BASE, Engine, TestApp};
use crate::fixtures::contents::contents;
use crate::tests;

tests![
    an_identity_number_is_refused_anywhere_in_a_question,
    an_identity_number_is_refused_anywhere_in_an_address,
    a_number_in_an_address_is_seen_at_every_decoding,
    contact_details_are_refused_in_a_question,
    an_identity_number_in_a_trace_is_not_taken_up,
    innocent_numbers_pass,
    nothing_of_a_question_is_stored,
];

const ASK: &str = "/municipalities/1270/insatser/trygghetslarm/eligibility";

fn assert_refused(answered: &Answered, pointer: &str, what: &str) {
    assert_eq!(answered.status, 422, "{what}: {}", answered.text);
    let problem = answered.json();
    assert_eq!(problem["code"], "personalIdentityNumber", "{what}");
    let errors = problem["errors"].as_array().expect("errors");
    let named = errors
        .iter()
        .any(|error| error["pointer"] == pointer && error["code"] == "personalIdentityNumber");
    assert!(named, "{what}: {problem}");
    // A trace id is random, and may hold any digits.
    let trace = answered.header("traceparent").to_owned();
    let id = trace.split('-').nth(1).expect("a trace");
    let text = format!("{}{:?}", answered.text, answered.headers)
        .replace(&trace, "")
        .replace(id, "");
    for part in ["195507", "550702", "1234", "9230"] {
        assert!(!text.contains(part), "{what}: {text}");
    }
}

async fn an_identity_number_is_refused_anywhere_in_a_question(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (body, pointer) in [
        (json!({"facts": {"birthDate": "19550702-1234"}}), "/facts/birthDate"),
        (json!({"facts": {"birthDate": "195507021234"}}), "/facts/birthDate"),
        (json!({"facts": {"age": 195_507_021_234_u64}}), "/facts/age"),
        (json!({"facts": {"age": 5_507_621_234_u64}}), "/facts/age"),
        (
            json!({"facts": {"registeredMunicipality": "550702-9230"}}),
            "/facts/registeredMunicipality",
        ),
        (
            json!({"facts": {"selfDeclared": {"relativeReasons": ["550702 1234"]}}}),
            "/facts/selfDeclared/relativeReasons/0",
        ),
        (json!({"activity": "550702+1234"}), "/activity"),
        (json!({"asOf": "1955-07-02-1234"}), "/asOf"),
        (json!({"personnummer": "550762-1234"}), ""),
        (json!({"functionPhone": "19550702-1234"}), ""),
        (json!({"550702": {"1234": "195507021234"}}), ""),
        (
            json!({"facts": {"birthDate": {"Anna": "550702-1234"}}}),
            "/facts/birthDate",
        ),
        (json!({"550702-1234": true}), ""),
        (json!({"facts": {"x550702-1234": {"y": 1}}}), "/facts"),
        (
            json!({"facts": {"selfDeclared": {"pnr": {"deep": ["a", "٥٥٠٧٠٢-١٢٣٤"]}}}}),
            "/facts/selfDeclared",
        ),
        (json!("５５０７０２１２３４"), ""),
        (json!(["550702\u{200b}1234"]), ""),
    ] {
        assert_refused(&app.post(ASK, &body).await, pointer, &body.to_string());
    }
    // The answer lists the other faults too, and the identity number names the problem.
    let mixed = json!({"asOf": "x", "facts": {"birthDate": "19550702-1234", "age": -1}});
    let answered = app.post(ASK, &mixed).await;
    assert_refused(&answered, "/facts/birthDate", "mixed");
    assert_eq!(answered.json()["errors"].as_array().map(Vec::len), Some(3));
}

async fn an_identity_number_is_refused_anywhere_in_an_address(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, pointer) in [
        ("/municipalities/195507021234", "/path"),
        ("/municipalities/1270/insatser/19550702-1234", "/path"),
        ("/municipalities/1270/insatser/pnr-550702%2B1234/criteria", "/path"),
        ("/municipalities/1270/providers/550702%201234", "/path"),
        ("/municipalities/1270/insatser?q=550702-1234", "/query"),
        ("/municipalities/1270/insatser?q=550702+1234", "/query"),
        ("/municipalities/1270/insatser?550702-1234=x", "/query"),
        ("/municipalities/1270/insatser?asOf=1955-07-02-1234", "/query"),
        ("/nothing/550702-1234", "/path"),
        (
            "/municipalities/1270/insatser?q=%2535%2535%2530%2537%2530%2532-1234",
            "/query",
        ),
        ("/municipalities/1270/insatser?limit=195507021234", "/query"),
    ] {
        let answered = app
            .send_anywhere(Method::GET, &format!("{BASE}{path}"), &[], None)
            .await;
        assert_refused(&answered, pointer, path);
    }
    let asked = "/municipalities/1270/insatser/550702-1234/eligibility";
    assert_refused(&app.post(asked, &json!({})).await, "/path", asked);
}

async fn a_number_in_an_address_is_seen_at_every_decoding(engine: Engine) {
    let app = TestApp::start(engine).await;
    for query in [
        "240229%252383",
        "240229%2383",
        "240229-2383",
        "240229%2D2383",
        "240229%252D2383",
        "240229%25252D2383",
    ] {
        let path = format!("{BASE}/municipalities/1270/insatser?q={query}");
        let answered = app.send_anywhere(Method::GET, &path, &[], None).await;
        assert_refused(&answered, "/query", query);
        assert!(!answered.text.contains("240229"), "{}", answered.text);
    }
}

async fn contact_details_are_refused_in_a_question(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, pointer) in [
        ("/municipalities/1270/insatser?q=070-174+06+05", "/query/q"),
        ("/municipalities/1270/insatser?q=anna%40example.se", "/query/q"),
        ("/insatser?q=0176-123+45", "/query/q"),
    ] {
        let answered = app.get(path).await;
        let problem = answered.json();
        assert_eq!(answered.status, 422, "{path}: {problem}");
        let error = &problem["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!(pointer), &json!("contactDetail"))
        );
        assert!(
            // The id of the trace has any three digits at times.
            !answered.text.contains("174 06") && !answered.text.contains("174+06") && !answered.text.contains("anna"),
            "{}",
            answered.text
        );
    }
    let place = app.post(ASK, &json!({"place": "anna-031-3900600"})).await;
    assert_eq!(place.status, 400, "{}", place.text);
    assert!(!place.text.contains("3900600"));
    let questions = json!({"questions": [{"reference": "anna-031-3900600", "kommunkod": "1270", "insats": "rebus"}]});
    let batch = app.post("/eligibility-batches", &questions).await;
    assert_eq!(
        batch.json()["results"][0]["problem"]["errors"][0]["pointer"],
        "/questions/0/reference"
    );
    assert!(!batch.text.contains("3900600"), "{}", batch.text);
}

async fn an_identity_number_in_a_trace_is_not_taken_up(engine: Engine) {
    let app = TestApp::start(engine).await;
    let sent = "00-00000000000000000000195507021234-00f067aa0ba902b7-01";
    let answered = app.send(Method::GET, "/api-info", &[("traceparent", sent)], None).await;
    assert_eq!(answered.status, 200);
    assert!(!answered.header("traceparent").contains("195507021234"));
    // Letters around a number with a valid check digit.
    let sent = "00-abcdef9001019802abcdefabcdefabcd-00f067aa0ba902b7-01";
    let answered = app.send(Method::GET, "/api-info", &[("traceparent", sent)], None).await;
    assert!(!answered.header("traceparent").contains("9001019802"));
    // The service accepts a random id with any digits.
    let sent = "00-a000000000000000000195507021234b-00f067aa0ba902b7-01";
    let answered = app.send(Method::GET, "/api-info", &[("traceparent", sent)], None).await;
    assert!(
        answered
            .header("traceparent")
            .contains("a000000000000000000195507021234b")
    );
}

async fn innocent_numbers_pass(engine: Engine) {
    let app = TestApp::start(engine).await;
    let question =
        json!({"asOf": "2025-09-01", "facts": {"birthDate": "1955-07-02", "registeredMunicipality": "1270"}});
    assert_eq!(app.post(ASK, &question).await.status, 200);
    for path in [
        "/municipalities/1270/insatser?asOf=2025-09-01&limit=20&page=1",
        "/municipalities/1270/insatser?q=2025-10-14+2025-10-20",
        "/municipalities/1270/insatser?q=2025-10-14%202025-10-20",
        "/municipalities/1270/insatser?q=250701-250831",
    ] {
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
}

async fn nothing_of_a_question_is_stored(engine: Engine) {
    let app = TestApp::start(engine).await;
    // The service notes what is due on the day that it starts.
    let mut before = String::new();
    while before != contents(&app.database) {
        before = contents(&app.database);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let question: Value =
        json!({"asOf": "2025-09-01", "facts": {"birthDate": "1944-11-23", "registeredMunicipality": "1270"}});
    assert_eq!(app.post(ASK, &question).await.status, 200);
    assert_eq!(
        app.post(ASK, &json!({"facts": {"birthDate": "19441123-1234"}}))
            .await
            .status,
        422
    );
    assert_eq!(contents(&app.database), before);
    assert!(!before.contains("1944-11-23"));
}
