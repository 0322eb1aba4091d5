//! An insats that was entered by mistake is removed while nothing uses it.

use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::{CAFE, create, editor, new_insats, put, read, refused};
use crate::fixtures::figures;
use crate::issuer::token;
use crate::tests;

tests![
    a_mistake_is_removed_and_may_be_entered_again,
    what_is_used_stays,
    only_its_editor_removes_it,
];

async fn remove(app: &TestApp, token: &str, path: &str, etag: &str) -> Answered {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("if-match", etag)];
    app.send(Method::DELETE, path, &headers, None).await
}

async fn a_mistake_is_removed_and_may_be_entered_again(engine: Engine) {
    let app = TestApp::start(engine).await;
    let editor = editor("1270");
    let ready = app.send_anywhere(Method::GET, "/health/ready", &[], None).await;
    let before = ready.json()["catalogueRevision"].clone();
    assert_eq!(create(&app, &new_insats()).await.status, 201);
    let (mut cafe, etag) = read(&app, CAFE).await;
    cafe["validFrom"] = json!("2027-01-01");
    assert_eq!(put(&app, "1270", CAFE, &etag, &cafe).await.status, 200);
    assert_eq!(remove(&app, &editor, CAFE, &etag).await.status, 412, "changed since");
    let (_, etag) = read(&app, CAFE).await;
    let removed = remove(&app, &editor, CAFE, &etag).await;
    assert_eq!((removed.status.as_u16(), &*removed.text), (204, ""));
    assert_eq!(app.get(CAFE).await.status, 404);
    let list = app
        .get_json("/municipalities/1270/insatser?status=inForce,upcoming&limit=100")
        .await;
    assert!(!list.to_string().contains("\"sangcafe\""));
    assert_eq!(remove(&app, &editor, CAFE, "*").await.status, 404);
    // Another process reads the same catalogue, and the audit log has the removals.
    let other = TestApp::beside(&app).await;
    assert_eq!(other.get(CAFE).await.status, 404);
    let audit = token("audit:read", "1270");
    let events = app
        .get_as(&audit, "/municipalities/1270/audit-events?limit=100")
        .await
        .json();
    let events = events["auditEvents"].as_array().expect("events").iter();
    assert_eq!(events.filter(|event| event["action"] == "remove").count(), 2);
    let changes = app.get_json(&format!("/changes?after={before}")).await;
    assert_eq!(
        changes.to_string().matches("\"key\":\"sangcafe@").count(),
        4,
        "two additions, two removals"
    );
    // An old ETag fits nothing that is entered later.
    assert_eq!(create(&app, &new_insats()).await.status, 201);
    assert_eq!(remove(&app, &editor, CAFE, &etag).await.status, 412);
}

async fn what_is_used_stays(engine: Engine) {
    let app = figures::begin(engine).await;
    let editor = editor("0114");
    let used = |answered: &Answered, words: &str| {
        refused(answered, 422, &[("/path/slug", "insatsInUse")]);
        assert!(answered.text.contains(words), "{}", answered.text);
    };
    used(
        &remove(&app, &editor, figures::CAFE, "*").await,
        "An agreement covers the insats",
    );
    let id = figures::hand_in(&app, &figures::session("2025-07-10", "alby", (4, 3, 0))).await;
    used(&remove(&app, &editor, figures::CAFE, "*").await, "group records");
    let withdrawals = format!("/municipalities/0114/group-records/{id}/withdrawals");
    let reason = json!({"reason": "Räknad två gånger."});
    let withdrawn = app.submit(&figures::staff(), &withdrawals, &reason).await;
    assert_eq!(withdrawn.status, 204, "{}", withdrawn.text);
    used(&remove(&app, &editor, figures::CAFE, "*").await, "group records");
    assert_eq!(app.get(figures::CAFE).await.status, 200);
}

async fn only_its_editor_removes_it(engine: Engine) {
    let app = TestApp::start(engine).await;
    assert_eq!(create(&app, &new_insats()).await.status, 201);
    let bearer = format!("Bearer {}", editor("1270"));
    let unconditional = app
        .send(Method::DELETE, CAFE, &[("authorization", &bearer)], None)
        .await;
    assert_eq!(unconditional.status, 428, "{}", unconditional.text);
    for (token, code) in [
        (token("catalogue:present", "1270"), "scopeMissing"),
        (token("catalogue:write", "0188"), "otherMunicipality"),
    ] {
        let answered = remove(&app, &token, CAFE, "*").await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (403, &json!(code))
        );
    }
    let mut limited = crate::issuer::claims("catalogue:write", &["1270"]);
    limited["bodies"] = json!(["en-annan-namnd"]);
    let answered = remove(&app, &crate::issuer::signed(&limited), CAFE, "*").await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (403, &json!("otherBody"))
    );
}
