//! An insats, or one of its versions, ends with a decision.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{ALARM, CAFE, changed, editor, end, read, refused, withdrawal};
use crate::tests;

tests![
    an_insats_is_ended,
    one_version_ends_and_is_decided_again,
    an_ending_knows_what_it_ends,
    a_last_day_that_has_passed_may_be_corrected,
    a_withdrawal_falls_when_its_day_lies_after_a_new_end,
    every_fault_of_an_ending_is_reported_at_once,
];

async fn an_insats_is_ended(engine: Engine) {
    let app = TestApp::start(engine).await;
    changed(&app, "1270", ALARM, |alarm| alarm["validFrom"] = json!("2027-01-01")).await;
    let answered = end(&app, ALARM, &withdrawal("2025-12-31")).await;
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
    // An editor may move the day until it comes.
    let answered = end(&app, ALARM, &withdrawal("2025-11-30")).await;
    assert_eq!(answered.json()["lastDayInForce"], "2025-11-30", "{}", answered.text);
    app.now("2025-12-05T10:00:00Z");
    let answered = end(&app, ALARM, &withdrawal("2026-05-05")).await;
    refused(&answered, 422, &[("/lastDay", "alreadyEnded")]);
    // The board may decide it again.
    let (shown, _) = changed(&app, "1270", ALARM, |alarm| alarm["validFrom"] = json!("2026-03-01")).await;
    assert_eq!(shown["status"], "upcoming");
    assert_eq!(asked("2026-03-01").await["outcome"], "eligible");
    let unknown = app
        .post_as(
            &editor("1270"),
            &format!("{CAFE}/withdrawals"),
            ("if-match", "*"),
            &withdrawal("2026-01-01"),
        )
        .await;
    assert_eq!(unknown.status, 404);
    let answered = end(&app, ALARM, &json!({"lastDay": "x", "why": 1})).await;
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

async fn one_version_ends_and_is_decided_again(engine: Engine) {
    let app = TestApp::start(engine).await;
    changed(&app, "1270", ALARM, |alarm| alarm["validFrom"] = json!("2027-01-01")).await;
    let mut only = withdrawal("2026-12-31");
    only["validFrom"] = json!("2027-01-01");
    let answered = end(&app, ALARM, &only).await;
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
    // A new decision cancels the withdrawal, and the feed of changes says so.
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

async fn an_ending_knows_what_it_ends(engine: Engine) {
    let app = TestApp::start(engine).await;
    let stale = read(&app, ALARM).await.1;
    let etag = changed(&app, "1270", ALARM, |alarm| alarm["summary"]["sv"] = json!("Larm."))
        .await
        .1;
    let ends = format!("{ALARM}/withdrawals");
    for (condition, status) in [
        (("x-none", ""), 428),
        (("if-match", stale.as_str()), 412),
        (("if-none-match", "*"), 412),
    ] {
        let answered = app
            .post_as(&editor("1270"), &ends, condition, &withdrawal("2025-12-31"))
            .await;
        assert_eq!(answered.status, status, "{condition:?}");
    }
    assert_eq!(read(&app, ALARM).await.1, etag, "nothing changed");
}

async fn a_last_day_that_has_passed_may_be_corrected(engine: Engine) {
    let app = TestApp::start(engine).await;
    assert_eq!(end(&app, ALARM, &withdrawal("2025-10-31")).await.status, 200);
    app.now("2025-12-05T10:00:00Z");
    assert_eq!(read(&app, ALARM).await.0["status"], "terminated");
    // The right last day is a year later.
    let mut corrected = withdrawal("2026-10-31");
    corrected["validFrom"] = json!("2025-07-01");
    corrected["decision"]["reference"] = json!("2025-12-03 § 120");
    let answered = end(&app, ALARM, &corrected).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let shown = answered.json();
    assert_eq!(
        (
            &shown["status"],
            &shown["lastDayInForce"],
            &shown["withdrawal"]["enteredLate"]
        ),
        (&json!("inForce"), &json!("2026-10-31"), &json!(true))
    );
    assert_eq!(shown["withdrawal"]["decision"]["reference"], "2025-12-03 § 120");
    assert!(shown["remarks"].to_string().contains("enteredLate"));
    // A repetition is no change.
    let etag = answered.header("etag").to_owned();
    assert_eq!(end(&app, ALARM, &corrected).await.header("etag"), etag);
    // Once the version has begun, the day cannot be before its start.
    corrected["lastDay"] = json!("2025-06-30");
    refused(&end(&app, ALARM, &corrected).await, 400, &[("/lastDay", "outOfRange")]);
}

async fn a_withdrawal_falls_when_its_day_lies_after_a_new_end(engine: Engine) {
    let app = TestApp::start(engine).await;
    changed(&app, "1270", ALARM, |alarm| alarm["validFrom"] = json!("2027-01-01")).await;
    let mut only = withdrawal("2027-06-30");
    only["validFrom"] = json!("2027-01-01");
    assert_eq!(end(&app, ALARM, &only).await.status, 200);
    let decide = async |valid_to: &str| {
        let (shown, _) = changed(&app, "1270", ALARM, |alarm| {
            alarm["validFrom"] = json!("2027-01-01");
            alarm["validTo"] = json!(valid_to);
        })
        .await;
        (shown["lastDayInForce"].clone(), shown.get("withdrawal").is_some())
    };
    assert_eq!(decide("2027-12-31").await, (json!("2027-06-30"), true));
    assert_eq!(decide("2027-03-31").await, (json!("2027-03-31"), false));
}

async fn every_fault_of_an_ending_is_reported_at_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut wrong = withdrawal("2025-12-31");
    wrong["decision"]["body"] = json!("Nämnden");
    wrong["validFrom"] = json!("2025-08-01");
    refused(
        &end(&app, ALARM, &wrong).await,
        422,
        &[
            ("/validFrom", "unknownReference"),
            ("/decision/body", "unknownReference"),
        ],
    );
    wrong["validFrom"] = json!("2025-07-01");
    wrong["lastDay"] = json!("2025-01-01");
    refused(
        &end(&app, ALARM, &wrong).await,
        400,
        &[("/lastDay", "outOfRange"), ("/decision/body", "unknownReference")],
    );
    // One event, though two versions end.
    changed(&app, "1270", ALARM, |alarm| alarm["validFrom"] = json!("2027-01-01")).await;
    let mut both = withdrawal("2025-12-31");
    both["decision"]["body"] = json!("Nämnden");
    refused(
        &end(&app, ALARM, &both).await,
        422,
        &[("/decision/body", "unknownReference")],
    );
    assert_eq!(end(&app, ALARM, &withdrawal("2025-12-31")).await.status, 200);
    both["lastDay"] = json!("2026-12-31");
    refused(
        &end(&app, ALARM, &both).await,
        422,
        &[("/lastDay", "alreadyEnded"), ("/decision/body", "unknownReference")],
    );
}
