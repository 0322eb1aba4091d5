//! Subscriptions are created, shown and deleted by those who may subscribe to the municipality.

use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::editing::refused;
use crate::fixtures::receiver::{SUBSCRIPTIONS, TO_THIS_MACHINE, posted, shown, subscribe, subscriber};
use crate::issuer::token;
use crate::tests;

tests![
    a_subscription_is_created_shown_and_deleted,
    everything_wrong_in_a_request_is_refused,
    only_public_addresses_can_be_subscribed,
    late_reports_need_a_permission_of_their_own,
    a_municipality_has_at_most_twenty,
    another_municipality_sees_nothing,
    every_change_has_an_audit_event,
];

const HOOK: &str = "https://webb.example.se/hooks/insatskatalog?nyckel=hemlig";

async fn a_subscription_is_created_shown_and_deleted(engine: Engine) {
    let app = TestApp::start(engine).await;
    let created = subscribe(&app, &json!({"url": HOOK})).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let mut subscription = created.json();
    let secret = subscription.as_object_mut().expect("an object").remove("secret");
    assert!(secret.expect("a secret").as_str().expect("text").starts_with("whsec_"));
    assert_eq!(subscription["status"], "active");
    assert_eq!(subscription["url"], HOOK);
    let kinds = subscription["kinds"].as_array().expect("kinds");
    assert_eq!(kinds.len(), 8);
    assert!(!kinds.contains(&json!("report.overdue")));
    let path = format!("{SUBSCRIPTIONS}/{}", subscription["id"].as_str().expect("an id"));
    assert!(created.header("location").ends_with(&path));
    assert_eq!(shown(&app, &path).await, subscription);
    assert_eq!(shown(&app, SUBSCRIPTIONS).await["subscriptions"], json!([subscription]));
    let bearer = format!("Bearer {}", subscriber());
    let deleted = app
        .send(Method::DELETE, &path, &[("authorization", &bearer)], None)
        .await;
    assert_eq!(deleted.status, 204);
    let gone = app.get_as(&subscriber(), &path).await;
    assert_eq!(
        (gone.status.as_u16(), gone.json()["code"].clone()),
        (404, json!("unknownSubscription"))
    );
    assert_eq!(shown(&app, SUBSCRIPTIONS).await["subscriptions"], json!([]));
}

async fn everything_wrong_in_a_request_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let wrong = json!({"url": "inte en adress", "kinds": ["version.changed", "okänd"], "hemlighet": 1});
    let faults = [
        ("/url", "invalidFormat"),
        ("/kinds/1", "notInList"),
        ("", "unknownMember"),
    ];
    refused(&subscribe(&app, &wrong).await, 400, &faults);
    refused(
        &subscribe(&app, &json!({"kinds": []})).await,
        400,
        &[("/url", "missingMember"), ("/kinds", "empty")],
    );
    let personal = json!({"url": "https://example.se/19811218-9876"});
    refused(
        &subscribe(&app, &personal).await,
        422,
        &[("/url", "personalIdentityNumber")],
    );
    let with_password = json!({"url": "https://namn:ord@example.se/"});
    refused(
        &subscribe(&app, &with_password).await,
        400,
        &[("/url", "invalidFormat")],
    );
    let path = "/municipalities/1270/subscriptions/5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11";
    for part in ["/test", "/secrets"] {
        assert_eq!(posted(&app, &format!("{path}{part}"), &json!({})).await.status, 404);
    }
    refused(
        &posted(&app, &format!("{path}/replays"), &json!({"fromRevision": 0})).await,
        400,
        &[("/fromRevision", "outOfRange")],
    );
    assert_eq!(
        posted(&app, &format!("{path}/replays"), &json!({"fromRevision": 1}))
            .await
            .status,
        404
    );
}

async fn only_public_addresses_can_be_subscribed(engine: Engine) {
    let app = TestApp::start(engine).await;
    for url in [
        "http://webb.example.se/",
        "https://127.0.0.1/",
        "http://localhost:8080/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data",
    ] {
        let answered = subscribe(&app, &json!({"url": url})).await;
        refused(&answered, 422, &[("/url", "receiverNotAllowed")]);
    }
    let app = TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE]).await;
    assert_eq!(
        subscribe(&app, &json!({"url": "http://localhost:8080/"})).await.status,
        201
    );
}

async fn late_reports_need_a_permission_of_their_own(engine: Engine) {
    let app = TestApp::start(engine).await;
    let request = json!({"url": HOOK, "kinds": ["report.overdue"]});
    let without = token("subscriptions:write", "1270");
    let answered = app.submit(&without, SUBSCRIPTIONS, &request).await;
    assert_eq!(
        (answered.status.as_u16(), answered.json()["code"].clone()),
        (403, json!("scopeMissing"))
    );
    assert_eq!(subscribe(&app, &request).await.status, 201);
}

async fn a_municipality_has_at_most_twenty(engine: Engine) {
    let app = TestApp::start(engine).await;
    let request = json!({"url": HOOK});
    // More than the limit would get in if they could all be counted first.
    let answers = futures_util::future::join_all((0..22).map(|_| subscribe(&app, &request))).await;
    let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((count(201), count(409)), (20, 2));
    let refused = answers.iter().find(|answer| answer.status == 409).expect("one");
    assert_eq!(refused.json()["code"], "tooManySubscriptions");
    let page = shown(&app, &format!("{SUBSCRIPTIONS}?limit=3&page=7")).await;
    assert_eq!(
        (page["_meta"]["totalRecords"].clone(), page["_meta"]["count"].clone()),
        (json!(20), json!(2))
    );
}

async fn another_municipality_sees_nothing(engine: Engine) {
    let app = TestApp::start(engine).await;
    let id = subscribe(&app, &json!({"url": HOOK})).await.json()["id"].clone();
    let id = id.as_str().expect("an id");
    let other = token("subscriptions:write", "0188");
    let path = format!("/municipalities/0188/subscriptions/{id}");
    assert_eq!(app.get_as(&other, &path).await.status, 404);
    assert_eq!(app.get_as(&other, &format!("{path}/deliveries")).await.status, 404);
    for (part, body) in [
        ("test", json!({})),
        ("secrets", json!({})),
        ("replays", json!({"fromRevision": 1})),
    ] {
        assert_eq!(
            app.submit(&other, &format!("{path}/{part}"), &body).await.status,
            404,
            "{part}"
        );
    }
    let bearer = format!("Bearer {other}");
    let deleted = app
        .send(Method::DELETE, &path, &[("authorization", &bearer)], None)
        .await;
    assert_eq!(deleted.status, 404);
    assert_eq!(app.get_as(&other, &format!("{SUBSCRIPTIONS}/{id}")).await.status, 403);
    assert_eq!(shown(&app, &format!("{SUBSCRIPTIONS}/{id}")).await["url"], HOOK);
}

async fn every_change_has_an_audit_event(engine: Engine) {
    let app = TestApp::start(engine).await;
    let id = subscribe(&app, &json!({"url": HOOK})).await.json()["id"].clone();
    let path = format!("{SUBSCRIPTIONS}/{}", id.as_str().expect("an id"));
    assert_eq!(posted(&app, &format!("{path}/secrets"), &json!({})).await.status, 200);
    assert_eq!(
        posted(&app, &format!("{path}/replays"), &json!({"fromRevision": 1}))
            .await
            .status,
        200
    );
    let too_late = posted(&app, &format!("{path}/replays"), &json!({"fromRevision": 1_000_000})).await;
    refused(&too_late, 400, &[("/fromRevision", "outOfRange")]);
    let bearer = format!("Bearer {}", subscriber());
    let deleted = app
        .send(Method::DELETE, &path, &[("authorization", &bearer)], None)
        .await;
    assert_eq!(deleted.status, 204);
    let audit = app
        .get_as(
            &token("audit:read", "1270"),
            "/municipalities/1270/audit-events?limit=100",
        )
        .await
        .json();
    let events = audit["auditEvents"].as_array().expect("events").iter();
    let of_subscription = events.filter(|event| event["objectKind"] == "subscription" && event["objectKey"] == id);
    let actions: Vec<&str> = of_subscription
        .map(|event| event["action"].as_str().expect("text"))
        .collect();
    assert_eq!(actions, ["create", "rotateSecret", "replay", "delete"]);
    assert!(!audit.to_string().contains("example.se/hooks"));
}
