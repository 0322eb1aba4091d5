//! The clock of the machine is wrong, and is set right while the service runs.

use serde_json::json;

use super::held;
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{ALARM, put, read};
use crate::issuer::token;
use crate::tests;

tests![a_clock_that_goes_back_is_followed];

/// The status of a request with a token that is valid on 2025-10-01.
async fn status(app: &TestApp) -> u16 {
    let path = "/municipalities/0188/group-records?limit=1";
    app.get_as(&token("records:read", "0188"), path).await.status.as_u16()
}

/// The outcome for a person who turns 70 on 2025-10-01.
async fn outcome(app: &TestApp) -> String {
    let facts = json!({"facts": {"birthDate": "1955-10-01", "registeredMunicipality": "1270"}});
    let answer = app.ask("1270", "trygghetslarm", &facts).await;
    format!("{}: {}", answer["asOf"], answer["outcome"])
}

async fn a_clock_that_goes_back_is_followed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let right = (outcome(&app).await, status(&app).await);
    app.correct_clock("2031-01-01T10:00:00Z");
    let ahead = (outcome(&app).await, status(&app).await);
    assert_ne!(ahead, right);
    assert_eq!(ahead.1, 401, "the token has expired");
    app.correct_clock("2025-09-30T10:00:00Z");
    assert!(
        outcome(&app).await.ends_with("\"notEligible\""),
        "{}",
        outcome(&app).await
    );
    app.correct_clock("2025-10-01T10:00:00Z");
    assert_eq!((outcome(&app).await, status(&app).await), right);
    // Changes are still noticed.
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["summary"]["sv"] = json!("Efter klockan.");
    assert_eq!(put(&app, "1270", ALARM, &etag, &alarm).await.status, 200);
    let answered = app.get("/municipalities/1270/insatser/trygghetslarm").await;
    assert_eq!(answered.json()["summary"]["sv"], "Efter klockan.");
    assert_eq!(answered.header("catalogue-age"), "");
    let seen = "ages and tokens follow the clock at once, and changes are noticed";
    held(engine, "the clock goes five years ahead and back", seen);
}
