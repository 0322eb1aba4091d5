//! How many questions one client may ask, counted by its token or its network.

use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{Answered, Database, Engine, TestApp};
use crate::issuer::token;
use crate::tests;

tests![
    a_client_has_a_number_of_questions,
    the_client_of_a_token_is_counted_alone,
    this_machine_has_no_limit,
];

const ASK: &str = "/municipalities/1270/insatser/trygghetslarm/eligibility";
const BATCH: &str = "/eligibility-batches";

/// Posts JSON as the client of an address.
async fn post_from(app: &TestApp, address: &str, path: &str, body: &str) -> Answered {
    let headers = [("content-type", "application/json"), ("x-forwarded-for", address)];
    app.send(Method::POST, path, &headers, Some(body.as_bytes().to_vec()))
        .await
}

/// The questions that a client has left.
fn left(answered: &Answered) -> u32 {
    let limit = answered.header("ratelimit");
    let left = limit
        .strip_prefix("\"questions\";r=")
        .and_then(|rest| rest.split(';').next());
    left.and_then(|left| left.parse().ok())
        .unwrap_or_else(|| panic!("a limit, not {limit}"))
}

async fn a_client_has_a_number_of_questions(engine: Engine) {
    let app = TestApp::behind_a_proxy(engine).await;
    let one = post_from(&app, "192.0.2.7", ASK, "{}").await;
    assert_eq!(one.status, 200);
    assert_eq!(one.header("ratelimit-policy"), "\"questions\";q=10000;w=60");
    assert!((9_900..=9_999).contains(&left(&one)), "{}", left(&one));
    let batch = |questions: usize| format!("{{\"questions\":[{}]}}", vec!["{}"; questions].join(","));
    let some = post_from(&app, "192.0.2.8", BATCH, &batch(5_000)).await;
    assert_eq!(some.status, 200);
    assert!(left(&some) < 6_500, "{}", left(&some));
    let refused = post_from(&app, "192.0.2.200", BATCH, &batch(10_000)).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["code"]),
        (429, &json!("tooManyQuestions"))
    );
    let wait: u32 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(refused.header("ratelimit").starts_with("\"questions\";r=0;t="));
    // Another network has its own questions, and what caches may store is not counted.
    assert_eq!(post_from(&app, "198.51.100.1", ASK, "{}").await.status, 200);
    let listed = app.send(
        Method::GET,
        "/municipalities",
        &[("x-forwarded-for", "192.0.2.7")],
        None,
    );
    let listed = listed.await;
    assert_eq!((listed.status.as_u16(), listed.header("ratelimit")), (200, ""));
}

async fn the_client_of_a_token_is_counted_alone(engine: Engine) {
    let app = TestApp::behind_a_proxy(engine).await;
    let batch = format!("{{\"questions\":[{}]}}", vec!["{}"; 9_000].join(","));
    assert_eq!(post_from(&app, "192.0.2.7", BATCH, &batch).await.status, 200);
    let bearer = format!("Bearer {}", token("records:read", "0188"));
    let path = "/municipalities/0188/group-records";
    let headers = [("authorization", bearer.as_str()), ("x-forwarded-for", "192.0.2.7")];
    let read = app.send(Method::GET, path, &headers, None).await;
    assert_eq!(read.status, 200);
    assert!(left(&read) > 9_900, "{}", left(&read));
    // A token that is not accepted counts as a question of its network.
    let headers = [("authorization", "Bearer x.y.z"), ("x-forwarded-for", "192.0.2.7")];
    let refused = app.send(Method::GET, path, &headers, None).await;
    assert_eq!(refused.status, 401);
    assert!(left(&refused) < 9_900, "{}", left(&refused));
}

async fn this_machine_has_no_limit(engine: Engine) {
    let settings = [("INSATSKATALOG_QUESTIONS_PER_MINUTE", "10000")];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    let batch = json!({"questions": vec![json!({}); 10_000]});
    for _ in 0..3 {
        let answered = app.post(BATCH, &batch).await;
        assert_eq!((answered.status.as_u16(), answered.header("ratelimit")), (200, ""));
    }
}
