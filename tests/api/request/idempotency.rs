//! The service performs a repeated request with the same key once, and gives the same answer.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Database, Engine, TestApp};
use crate::fixtures::reports::{
    BATCHES, RECORDS, TRAFFPUNKTER, association, municipality, post_with, session, sums_agree,
};
use crate::issuer::{claims, provider_token, signed};
use crate::tests;

tests![
    the_same_is_answered_alike,
    another_content_is_another_request,
    a_key_belongs_to_who_sent_it,
    only_successful_answers_are_stored,
    many_at_once_make_one,
    many_at_once_without_a_key_make_one,
    a_key_is_forgotten_in_time,
    a_key_has_its_form,
    a_quoted_key_is_the_same_key,
    a_key_of_a_counter_a_time_or_a_hash_is_accepted,
];

async fn post(app: &TestApp, token: &str, path: &str, key: &str, body: &Value) -> Answered {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    post_with(app, token, path, &headers, body.to_string().into_bytes()).await
}

async fn total(app: &TestApp) -> Value {
    app.get_as(&municipality("0188"), RECORDS).await.json()["_meta"]["totalRecords"].clone()
}

async fn the_same_is_answered_alike(engine: Engine) {
    // Replicas share the secret.
    let secret = [("INSATSKATALOG_SECRET", "0123456789abcdef0123456789abcdef")];
    let app = TestApp::on(Database::with_catalogues(engine), &secret).await;
    let other = TestApp::on(app.database.shared(), &secret).await;
    let first = post(&app, &association(), TRAFFPUNKTER, "a", &session("2025-09-14")).await;
    assert_eq!((first.status.as_u16(), first.header("idempotent-replayed")), (201, ""));
    let again = post(&app, &association(), TRAFFPUNKTER, "a", &session("2025-09-14")).await;
    assert_eq!(
        (again.status.as_u16(), again.header("idempotent-replayed")),
        (201, "true")
    );
    assert_eq!(
        (&again.text, again.header("location")),
        (&first.text, first.header("location"))
    );
    assert_eq!(again.header("etag"), first.header("etag"));
    let there = post(&other, &association(), TRAFFPUNKTER, "a", &session("2025-09-14")).await;
    assert_eq!(
        (there.text.as_str(), there.header("idempotent-replayed")),
        (first.text.as_str(), "true")
    );
    let batch = json!({"records": []});
    let first = post(&app, &association(), BATCHES, "a", &batch).await;
    assert_eq!(
        (first.status.as_u16(), first.header("idempotent-replayed")),
        (200, ""),
        "another path, another request"
    );
    let again = post(&app, &association(), BATCHES, "a", &batch).await;
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(total(&app).await, 1);
}

async fn another_content_is_another_request(engine: Engine) {
    let app = TestApp::start(engine).await;
    post(&app, &association(), TRAFFPUNKTER, "a", &session("2025-09-14")).await;
    let answered = post(&app, &association(), TRAFFPUNKTER, "a", &session("2025-09-15")).await;
    assert_eq!(
        (answered.status.as_u16(), answered.json()["code"].as_str()),
        (422, Some("idempotencyKeyReused"))
    );
    let batch = json!({"records": []});
    post(&app, &association(), BATCHES, "b", &batch).await;
    let answered = post(
        &app,
        &association(),
        &format!("{BATCHES}?onConflict=correct"),
        "b",
        &batch,
    )
    .await;
    assert_eq!(answered.status, 422, "the query is part of the content");
    assert_eq!(total(&app).await, 1);
}

async fn a_key_belongs_to_who_sent_it(engine: Engine) {
    let app = TestApp::start(engine).await;
    post(&app, &association(), TRAFFPUNKTER, "a", &session("2025-09-14")).await;
    // The permission check comes first: a caller who may not post does not get the answer.
    let reader = provider_token("records:read", "0188/finska-foreningen");
    assert_eq!(
        post(&app, &reader, TRAFFPUNKTER, "a", &session("2025-09-14"))
            .await
            .status,
        403
    );
    for (name, value) in [("sub", json!("somebody-else")), ("client_id", json!("another-client"))] {
        let mut other = claims("records:write", &["0188"]);
        other["providers"] = json!(["0188/finska-foreningen"]);
        other[name] = value;
        let answered = post(&app, &signed(&other), TRAFFPUNKTER, "a", &session("2025-09-14")).await;
        assert_eq!(
            (answered.status.as_u16(), answered.header("idempotent-replayed")),
            (409, ""),
            "{name}"
        );
    }
    let answered = post(&app, &municipality("0188"), TRAFFPUNKTER, "a", &session("2025-09-14")).await;
    assert_eq!(answered.header("idempotent-replayed"), "");
}

async fn only_successful_answers_are_stored(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut wrong = session("2025-09-14");
    wrong["participants"]["women"] = json!(99);
    assert_eq!(post(&app, &association(), TRAFFPUNKTER, "a", &wrong).await.status, 422);
    let corrected = post(&app, &association(), TRAFFPUNKTER, "a", &session("2025-09-14")).await;
    assert_eq!(
        corrected.status, 201,
        "a key whose request was refused may be used for the corrected one"
    );
    assert_eq!(
        post(&app, &association(), TRAFFPUNKTER, "b", &session("2025-09-14"))
            .await
            .status,
        409
    );
    let mut other = session("2025-09-14");
    other["session"] = json!(2);
    assert_eq!(post(&app, &association(), TRAFFPUNKTER, "b", &other).await.status, 201);
    sums_agree(&app);
}

fn counted(answers: &[Answered]) -> BTreeMap<(u16, String), usize> {
    let mut counted = BTreeMap::new();
    for answered in answers {
        let replayed = answered.header("idempotent-replayed").to_owned();
        *counted.entry((answered.status.as_u16(), replayed)).or_default() += 1;
    }
    counted
}

async fn many_at_once_make_one(engine: Engine) {
    let app = TestApp::start(engine).await;
    let token = association();
    let record = session("2025-09-14");
    let answers = join_all((0..50).map(|_| post(&app, &token, TRAFFPUNKTER, "a", &record))).await;
    let counted = counted(&answers);
    assert_eq!(counted.get(&(201, String::new())), Some(&1), "{counted:?}");
    for answered in answers.iter().filter(|answered| answered.status == 409) {
        assert_eq!(answered.json()["code"], "requestStillRunning");
        assert!(!answered.header("retry-after").is_empty());
    }
    assert_eq!(counted.values().sum::<usize>(), 50);
    assert!(
        counted.keys().all(|(status, _)| matches!(status, 201 | 409)),
        "{counted:?}"
    );
    assert_eq!(total(&app).await, 1);
    sums_agree(&app);
}

async fn many_at_once_without_a_key_make_one(engine: Engine) {
    let app = TestApp::start(engine).await;
    let other = TestApp::beside(&app).await;
    let token = association();
    let record = session("2025-09-14");
    let posts = (0..50).map(|at| {
        let app = if at % 2 == 0 { &app } else { &other };
        app.submit(&token, TRAFFPUNKTER, &record)
    });
    let answers = join_all(posts).await;
    let counted = counted(&answers);
    assert_eq!(counted.get(&(201, String::new())), Some(&1), "{counted:?}");
    assert_eq!(counted.get(&(409, String::new())), Some(&49), "{counted:?}");
    assert_eq!(total(&app).await, 1);
    sums_agree(&app);
}

async fn a_key_is_forgotten_in_time(engine: Engine) {
    let app = TestApp::start(engine).await;
    post(&app, &association(), BATCHES, "a", &json!({"records": []})).await;
    app.now("2025-10-03T09:59:00Z");
    let token = |now: i64| {
        let mut fresh = claims("records:write", &["0188"]);
        fresh["providers"] = json!(["0188/finska-foreningen"]);
        fresh["iat"] = json!(now);
        fresh["exp"] = json!(now + 600);
        signed(&fresh)
    };
    let at = |text: &str| {
        text.parse::<chrono::DateTime<chrono::Utc>>()
            .expect("an instant")
            .timestamp()
    };
    let kept = post(
        &app,
        &token(at("2025-10-03T09:59:00Z")),
        BATCHES,
        "a",
        &json!({"records": []}),
    )
    .await;
    assert_eq!(kept.header("idempotent-replayed"), "true", "{}", kept.text);
    app.now("2025-10-03T10:01:00Z");
    let repeated = post(
        &app,
        &token(at("2025-10-03T10:01:00Z")),
        BATCHES,
        "a",
        &json!({"records": []}),
    )
    .await;
    assert_eq!(
        (repeated.status.as_u16(), repeated.header("idempotent-replayed")),
        (200, "")
    );
}

async fn a_key_has_its_form(engine: Engine) {
    let app = TestApp::start(engine).await;
    let long = "a".repeat(256);
    for key in [
        "",
        &long,
        "550702-1234",
        "nyckel å",
        "\"",
        "\"\"",
        "\"a",
        "\"a\"b",
        "\"a\\b\"",
        "\"a\\",
        "\"550702-1234\"",
        "post-195507021234",
        "\"a\", \"b\"",
    ] {
        let answered = post(&app, &association(), BATCHES, key, &json!({"records": []})).await;
        let problem = answered.json();
        assert_eq!(
            (answered.status.as_u16(), problem["code"].as_str()),
            (400, Some("invalidIdempotencyKey")),
            "{key}"
        );
    }
    assert_eq!(
        post(&app, &association(), BATCHES, &"a".repeat(255), &json!({"records": []}))
            .await
            .status,
        200
    );
}

async fn a_quoted_key_is_the_same_key(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (first, again) in [
        ("nyckel-1", "\"nyckel-1\""),
        ("\"nyckel 2\"", "nyckel 2"),
        ("\"a\\\"b\\\\c\"", "a\"b\\c"),
    ] {
        let first = post(&app, &association(), BATCHES, first, &json!({"records": []})).await;
        assert_eq!((first.status.as_u16(), first.header("idempotent-replayed")), (200, ""));
        let again = post(&app, &association(), BATCHES, again, &json!({"records": []})).await;
        assert_eq!(
            (again.status.as_u16(), again.header("idempotent-replayed")),
            (200, "true")
        );
    }
    let longest = format!("\"{}\"", "a".repeat(255));
    let answered = post(&app, &association(), BATCHES, &longest, &json!({"records": []})).await;
    assert_eq!(answered.status, 200, "the quotes do not count");
}

async fn a_key_of_a_counter_a_time_or_a_hash_is_accepted(engine: Engine) {
    let app = TestApp::start(engine).await;
    for key in [
        "2025091412345678901",
        "000000008108290123",
        "20250914T123456-7",
        "7c81082901234a5f0c8b1e7a534e0c9a",
    ] {
        let answered = post(&app, &association(), BATCHES, key, &json!({"records": []})).await;
        assert_eq!(answered.status, 200, "{key}: {}", answered.text);
    }
}
