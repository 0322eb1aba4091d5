//! An insats, or one of its versions, ends with a decision.

use serde_json::{Value, json};

use crate::app::{Engine, TestApp};
use crate::editing::{ALARM, CAFE, changed, editor, read, refused, withdrawal};
use crate::tests;

tests![an_insats_is_ended, one_version_is_ended_and_decided_anew,];

async fn an_insats_is_ended(engine: Engine) {
    let app = TestApp::start(engine).await;
    changed(&app, "1270", ALARM, |alarm| alarm["validFrom"] = json!("2027-01-01")).await;
    let ends = format!("{ALARM}/withdrawals");
    let answered = app.post_as(&editor("1270"), &ends, &withdrawal("2025-12-31")).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let shown = answered.json();
    assert_eq!(
        (&shown["status"], &shown["lastDayInForce"]),
        (&json!("inForce"), &json!("2025-12-31"))
    );
    assert_eq!(shown["withdrawal"]["decision"]["reference"], "2025-09-24 § 91");
    let person = json!({"birthDate": "1950-03-14", "registeredMunicipality": "1270"});
    let asked = async |day: &str| {
        app.ask("1270", "trygghetslarm", &json!({"asOf": day, "facts": person}))
            .await
    };
    assert_eq!(asked("2025-12-31").await["eligibleUntil"], "2025-12-31");
    assert_eq!(asked("2026-01-01").await["reasonCode"], "terminated");
    assert_eq!(
        asked("2027-06-01").await["reasonCode"],
        "terminated",
        "the later version never starts"
    );
    let versions = app.get_json(&format!("{ALARM}/versions")).await;
    assert_eq!(versions["versions"][1]["status"], "terminated");
    // The day may still be moved, until it has come.
    let answered = app.post_as(&editor("1270"), &ends, &withdrawal("2025-11-30")).await;
    assert_eq!(answered.json()["lastDayInForce"], "2025-11-30", "{}", answered.text);
    app.now("2025-12-05T10:00:00Z");
    let mut later = withdrawal("2025-12-31");
    later["validFrom"] = json!("2025-07-01");
    let answered = app.post_as(&editor("1270"), &ends, &later).await;
    refused(&answered, 422, &[("/lastDay", "alreadyEnded")]);
    let answered = app.post_as(&editor("1270"), &ends, &withdrawal("2026-05-05")).await;
    refused(&answered, 422, &[("/lastDay", "alreadyEnded")]);
    // It may be decided again.
    let (shown, _) = changed(&app, "1270", ALARM, |alarm| alarm["validFrom"] = json!("2026-03-01")).await;
    assert_eq!(shown["status"], "upcoming");
    assert_eq!(asked("2026-03-01").await["outcome"], "eligible");
    let unknown = app
        .post_as(
            &editor("1270"),
            &format!("{CAFE}/withdrawals"),
            &withdrawal("2026-01-01"),
        )
        .await;
    assert_eq!(unknown.status, 404);
    let answered = app
        .post_as(&editor("1270"), &ends, &json!({"lastDay": "x", "why": 1}))
        .await;
    refused(
        &answered,
        400,
        &[
            ("/lastDay", "invalidDate"),
            ("/decision", "missingMember"),
            ("", "unknownMember"),
        ],
    );
}

async fn one_version_is_ended_and_decided_anew(engine: Engine) {
    let app = TestApp::start(engine).await;
    changed(&app, "1270", ALARM, |alarm| alarm["validFrom"] = json!("2027-01-01")).await;
    let ends = format!("{ALARM}/withdrawals");
    let mut only = withdrawal("2026-12-31");
    only["validFrom"] = json!("2027-01-01");
    let answered = app.post_as(&editor("1270"), &ends, &only).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["status"]),
        (200, &json!("terminated")),
        "{}",
        answered.text
    );
    let shown = read(&app, ALARM).await.0;
    assert_eq!(
        (&shown["version"], &shown["lastDayInForce"]),
        (&json!(1), &Value::Null),
        "the first goes on"
    );
    // Decided anew: the withdrawal falls, and says so to those who follow.
    changed(&app, "1270", ALARM, |alarm| {
        alarm["validFrom"] = json!("2027-01-01");
        alarm["decision"]["date"] = json!("2025-08-20");
    })
    .await;
    assert_eq!(read(&app, ALARM).await.0["lastDayInForce"], "2026-12-31");
    let changes = app.get_json("/changes?limit=1000").await["changes"]
        .as_array()
        .cloned()
        .expect("changes");
    let [.., fell, version] = &changes[..] else {
        panic!("two changes");
    };
    assert_eq!((&fell["kind"], &fell["gone"]), (&json!("withdrawal"), &json!(true)));
    assert!(fell.get("document").is_none());
    assert_eq!((&version["kind"], &version["gone"]), (&json!("version"), &json!(false)));
}
