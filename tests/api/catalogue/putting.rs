//! A municipality maintains its catalogue through the API: adds, changes, completes and replaces versions.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{ALARM, CAFE, changed, create, editor, new_insats, put, read, refused};
use crate::tests;

tests![
    what_was_read_can_be_put_back,
    a_presented_member_may_change,
    decided_members_are_fixed,
    a_decision_is_completed_once,
    a_misspelt_reference_is_corrected_with_a_reason,
    an_insats_is_made_and_given_new_versions,
    an_upcoming_version_is_replaced,
    a_decision_entered_late_says_so,
    an_incomplete_version_is_completed_once,
    whom_an_activity_is_for_is_decided,
    a_trial_ends_by_itself,
    a_document_is_read_as_strictly_as_a_question,
];

async fn what_was_read_can_be_put_back(engine: Engine) {
    let app = TestApp::start(engine).await;
    let revision = app.get_json("/changes").await["changes"].as_array().map(Vec::len);
    for (kommunkod, path) in [
        ("1270", "/municipalities/1270"),
        ("0188", "/municipalities/0188"),
        ("1270", ALARM),
        ("0188", "/municipalities/0188/insatser/anhorigstod"),
        ("0188", "/municipalities/0188/insatser/personligt-ombud"),
        ("0188", "/municipalities/0188/providers/stiftelsen-parasoll"),
    ] {
        let (object, etag) = read(&app, path).await;
        let answered = put(&app, kommunkod, path, &etag, &object).await;
        assert_eq!(
            (answered.status.as_u16(), answered.header("etag")),
            (200, etag.as_str()),
            "{path}: {}",
            answered.text
        );
        assert_eq!(answered.json(), object, "{path}");
        assert_eq!(answered.header("cache-control"), "no-store");
    }
    let after = app.get_json("/changes").await["changes"].as_array().map(Vec::len);
    assert_eq!(revision, after, "no change makes no revision");
}

async fn a_presented_member_may_change(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (shown, etag) = changed(&app, "1270", ALARM, |alarm| {
        alarm["summary"]["sv"] = json!("Ett larm i hemmet.");
        alarm["eService"] = json!("https://e.tomelilla.example/larm");
    })
    .await;
    assert_eq!(shown["summary"]["sv"], "Ett larm i hemmet.");
    assert_eq!(shown["version"], 1, "the same version");
    // This process answers with it at once.
    let (now, now_etag) = read(&app, ALARM).await;
    assert_eq!((&now, &now_etag), (&shown, &etag));
}

async fn decided_members_are_fixed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["criteria"]["of"][0]["atLeast"] = json!(65);
    alarm["targetGroup"] = json!({"sv": "x", "en": "x"});
    alarm["anonymous"] = json!(true);
    alarm["validTo"] = json!("2030-01-01");
    alarm["documentation"]["groupLevel"]["items"] = json!(["date"]);
    alarm["decision"]["body"] = json!("Socialnämnden");
    let answered = put(&app, "1270", ALARM, &etag, &alarm).await;
    refused(
        &answered,
        422,
        &[
            ("/criteria", "versionInForce"),
            ("/targetGroup", "versionInForce"),
            ("/anonymous", "versionInForce"),
            ("/anonymous", "anonymousButDocumented"),
            ("/validTo", "versionInForce"),
            ("/documentation", "versionInForce"),
            ("/decision", "versionInForce"),
            ("/decision/body", "unknownReference"),
        ],
    );
    assert_eq!(read(&app, ALARM).await.1, etag, "nothing changed");
}

async fn a_decision_is_completed_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let complete = |alarm: &mut Value| {
        alarm["decision"]["date"] = json!("2025-06-11");
        alarm["decision"]["reference"] = json!("2025-06-11 § 71");
        alarm["decision"]["adoption"] = json!("adopted");
        alarm["criteria"]["of"][0]["ageReason"] = json!({"sv": "Fallrisken ökar.", "en": "The risk of falling grows."});
    };
    let (shown, etag) = changed(&app, "1270", ALARM, complete).await;
    let remarks = shown["remarks"].to_string();
    assert!(
        !remarks.contains("adoptionNotShown") && !remarks.contains("ageReasonNotStated"),
        "{remarks}"
    );
    let mut again = shown.clone();
    again["decision"]["date"] = json!("2025-06-12");
    again["criteria"]["of"][0]["ageReason"] = json!("notStated");
    let answered = put(&app, "1270", ALARM, &etag, &again).await;
    refused(
        &answered,
        422,
        &[("/decision", "versionInForce"), ("/criteria", "versionInForce")],
    );
    // An editor may always move a follow-up and tick it off.
    for decision in [
        json!({"followUpDue": "2026-06"}),
        json!({"followUpDue": "2026-09-30"}),
        json!({"followUpDue": "2026-09-30", "followedUp": {"date": "2026-09-16", "reference": "2026-09-16 § 90"}}),
    ] {
        let (shown, _) = changed(&app, "1270", ALARM, |alarm| {
            for (name, value) in decision.as_object().expect("members") {
                alarm["decision"][name] = value.clone();
            }
        })
        .await;
        assert_eq!(shown["decision"]["followUpDue"], decision["followUpDue"]);
    }
}

async fn a_misspelt_reference_is_corrected_with_a_reason(engine: Engine) {
    let app = TestApp::start(engine).await;
    let state = |reference: &'static str, reason: Option<&'static str>| {
        move |alarm: &mut Value| {
            alarm["decision"]["date"] = json!("2025-06-11");
            alarm["decision"]["reference"] = json!(reference);
            if let Some(reason) = reason {
                alarm["decision"]["referenceCorrection"] = json!(reason);
            }
        }
    };
    let (stored, etag) = changed(&app, "1270", ALARM, state("2025-06-11 § 71", None)).await;
    let mut silent = stored.clone();
    state("2025-06-11 § 17", None)(&mut silent);
    let answered = put(&app, "1270", ALARM, &etag, &silent).await;
    refused(&answered, 422, &[("/decision", "versionInForce")]);
    let (stored, etag) = changed(
        &app,
        "1270",
        ALARM,
        state("2025-06-11 § 17", Some("Felskriven paragraf.")),
    )
    .await;
    assert_eq!(stored["decision"]["referenceCorrection"], "Felskriven paragraf.");
    // Each correction needs a reason of its own, and corrects the reference only.
    let mut again = stored.clone();
    state("2025-06-11 § 18", None)(&mut again);
    refused(
        &put(&app, "1270", ALARM, &etag, &again).await,
        422,
        &[("/decision", "versionInForce")],
    );
    // The reason stays with the reference that it corrects.
    let mut without = stored.clone();
    let decision = without["decision"].as_object_mut().expect("a decision");
    decision.remove("referenceCorrection");
    let mut reworded = stored.clone();
    state("2025-06-11 § 17", Some("En annan anledning."))(&mut reworded);
    for document in [without, reworded] {
        refused(
            &put(&app, "1270", ALARM, &etag, &document).await,
            422,
            &[("/decision", "versionInForce")],
        );
    }
    let mut more = stored;
    state("2025-06-11 § 18", Some("Felskriven igen."))(&mut more);
    more["decision"]["date"] = json!("2025-06-12");
    refused(
        &put(&app, "1270", ALARM, &etag, &more).await,
        422,
        &[("/decision", "versionInForce")],
    );
    let events = app
        .get_as(
            &crate::issuer::token("audit:read", "1270"),
            "/municipalities/1270/audit-events?limit=100",
        )
        .await
        .json();
    let puts = events["auditEvents"].as_array().expect("events").iter();
    let of_alarm = puts.filter(|event| event["objectKey"] == "trygghetslarm@2025-07-01");
    assert_eq!(of_alarm.count(), 3, "{events}");
}

async fn an_insats_is_made_and_given_new_versions(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = create(&app, &new_insats()).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    assert_eq!(
        answered.header("location"),
        format!("https://api.example.se/insatskatalog/v1{CAFE}")
    );
    assert_eq!(answered.json()["status"], "upcoming");
    assert_eq!(
        app.ask("1270", "sangcafe", &json!({})).await["reasonCode"],
        "notInForce"
    );
    app.now("2026-01-01T12:00:00Z");
    assert_eq!(read(&app, CAFE).await.0["status"], "inForce");
    let (shown, _) = changed(&app, "1270", CAFE, |cafe| {
        cafe["validFrom"] = json!("2027-01-01");
        cafe["criteria"] =
            json!({"kind": "age", "atLeast": 65, "groundForLimit": "notStated", "ageReason": "notStated"});
    })
    .await;
    assert_eq!((&shown["version"], &shown["status"]), (&json!(2), &json!("upcoming")));
    let versions = app.get_json(&format!("{CAFE}/versions")).await;
    assert_eq!(versions["versions"][0]["lastDayInForce"], "2026-12-31");
    let answer = app
        .ask("1270", "sangcafe", &json!({"asOf": "2027-01-01", "facts": {"age": 64}}))
        .await;
    assert_eq!(answer["reasonCode"], "age");
    let answer = app
        .ask("1270", "sangcafe", &json!({"asOf": "2026-12-31", "facts": {"age": 64}}))
        .await;
    assert_eq!(answer["reasonCode"], "openToAll");
}

async fn an_upcoming_version_is_replaced(engine: Engine) {
    let app = TestApp::start(engine).await;
    create(&app, &new_insats()).await;
    let (shown, _) = changed(&app, "1270", CAFE, |cafe| {
        cafe["criteria"] = json!({"kind": "declared", "fact": "isParent", "groundForLimit": "notStated"});
        cafe["validTo"] = json!("2026-12-31");
    })
    .await;
    assert_eq!(
        (&shown["version"], &shown["validTo"]),
        (&json!(1), &json!("2026-12-31"))
    );
    let versions = app.get_json(&format!("{CAFE}/versions")).await;
    assert_eq!(versions["versions"].as_array().map(Vec::len), Some(1));
}

async fn a_decision_entered_late_says_so(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (shown, etag) = changed(&app, "1270", ALARM, |alarm| {
        alarm["validFrom"] = json!("2025-09-01");
        alarm["enteredLate"] = json!(false);
        alarm["criteria"]["of"][0]["atLeast"] = json!(75);
    })
    .await;
    assert_eq!((&shown["version"], &shown["enteredLate"]), (&json!(2), &json!(true)));
    assert!(shown["remarks"].to_string().contains("enteredLate"));
    // An edition of it keeps the remark; a version between two others is refused.
    let (shown, _) = changed(&app, "1270", ALARM, |alarm| alarm["enteredLate"] = json!(false)).await;
    assert_eq!(shown["enteredLate"], true);
    let mut between = shown;
    between["validFrom"] = json!("2025-08-01");
    refused(
        &put(&app, "1270", ALARM, &etag, &between).await,
        422,
        &[("/validFrom", "versionOutOfOrder")],
    );
    // So does a completely new one.
    let mut late = new_insats();
    late["validFrom"] = json!("2025-09-30");
    let answered = create(&app, &late).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["enteredLate"]),
        (201, &json!(true)),
        "{}",
        answered.text
    );
    assert!(answered.json()["remarks"].to_string().contains("enteredLate"));
}

async fn an_incomplete_version_is_completed_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut incomplete = new_insats();
    incomplete["validFrom"] = json!("2025-10-01");
    incomplete["documentation"]["groupLevel"]["items"] = json!([]);
    incomplete["activities"] = json!([
        {"slug": "sang", "name": {"sv": "Sång", "en": "Song"}},
        {"slug": "fika", "name": {"sv": "Fika", "en": "Coffee"}, "criteria": {"kind": "declared", "fact": "isParent", "groundForLimit": "notStated"}},
    ]);
    let members = incomplete.as_object_mut().expect("an object");
    members.remove("criteria");
    members.insert("criteriaNotStated".into(), json!(true));
    assert_eq!(create(&app, &incomplete).await.status, 201);
    let (shown, etag) = read(&app, CAFE).await;
    let mut rewritten = shown.clone();
    rewritten["decision"]["date"] = json!("2025-09-18");
    rewritten["decision"]["reference"] = json!("2025-09-18 § 90");
    rewritten["validTo"] = json!("2026-12-31");
    rewritten["documentation"]["specialReasons"] = json!("notStated");
    rewritten["activities"][1]["criteria"]["fact"] = json!("usesViolence");
    refused(
        &put(&app, "1270", CAFE, &etag, &rewritten).await,
        422,
        &[
            ("/decision", "versionInForce"),
            ("/validTo", "versionInForce"),
            ("/documentation", "versionInForce"),
            ("/activities", "versionInForce"),
        ],
    );
    // An editor may fill in the conditions, those of an activity, and the group items that the law then requires, once.
    let mut complete = shown;
    let members = complete.as_object_mut().expect("an object");
    members.remove("criteriaNotStated");
    members.insert("criteria".into(), json!({"kind": "all", "of": []}));
    complete["activities"][0]["criteria"] =
        json!({"kind": "declared", "fact": "isParent", "groundForLimit": "notStated"});
    complete["documentation"]["groupLevel"]["items"] = json!(["date"]);
    complete["targetGroup"] = json!({"sv": "Alla vuxna.", "en": "All adults."});
    complete["activities"][0]["targetGroup"] = json!({"sv": "Föräldrar.", "en": "Parents."});
    let answered = put(&app, "1270", CAFE, &etag, &complete).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["status"]),
        (200, &json!("inForce")),
        "{}",
        answered.text
    );
    let etag = answered.header("etag").to_owned();
    complete["criteria"] = json!({"kind": "declared", "fact": "isParent", "groundForLimit": "notStated"});
    complete["documentation"]["groupLevel"]["items"] = json!(["date", "content"]);
    complete["targetGroup"] = json!({"sv": "Alla.", "en": "Everyone."});
    refused(
        &put(&app, "1270", CAFE, &etag, &complete).await,
        422,
        &[
            ("/criteria", "versionInForce"),
            ("/documentation", "versionInForce"),
            ("/targetGroup", "versionInForce"),
        ],
    );
}

async fn whom_an_activity_is_for_is_decided(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut insats = new_insats();
    insats["validFrom"] = json!("2025-10-01");
    insats["activities"] = json!([
        {"slug": "sang", "name": {"sv": "Sång", "en": "Song"}, "targetGroup": {"sv": "Äldre.", "en": "Older people."}},
        {"slug": "fika", "name": {"sv": "Fika", "en": "Coffee"}},
    ]);
    assert_eq!(create(&app, &insats).await.status, 201);
    let (shown, etag) = read(&app, CAFE).await;
    let changes: [fn(&mut Value); 3] = [
        |insats| insats["activities"][0]["targetGroup"]["sv"] = json!("Alla."),
        |insats| insats["activities"][1]["targetGroup"] = json!({"sv": "Alla.", "en": "All."}),
        |insats| drop(insats["activities"].as_array_mut().expect("activities").remove(0)),
    ];
    for change in changes {
        let mut other = shown.clone();
        change(&mut other);
        refused(
            &put(&app, "1270", CAFE, &etag, &other).await,
            422,
            &[("/activities", "versionInForce")],
        );
    }
    // The order and an entry without a decision are presentation.
    changed(&app, "1270", CAFE, |insats| {
        insats["activities"].as_array_mut().expect("activities").reverse();
        insats["activities"][0] = json!({"slug": "te", "name": {"sv": "Te", "en": "Tea"}});
    })
    .await;
}

async fn a_trial_ends_by_itself(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut trial = new_insats();
    trial["validFrom"] = json!("2025-10-01");
    trial["validTo"] = json!("2025-12-31");
    assert_eq!(create(&app, &trial).await.status, 201);
    let asked = async |day: &str| app.ask("1270", "sangcafe", &json!({"asOf": day})).await;
    assert_eq!(asked("2025-12-31").await["outcome"], "eligible");
    assert_eq!(asked("2026-01-01").await["reasonCode"], "terminated");
    assert_eq!(asked("2025-10-01").await["eligibleUntil"], "2025-12-31");
}

async fn a_document_is_read_as_strictly_as_a_question(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut wrong = new_insats();
    wrong["hologram"] = json!(1);
    wrong["validFrom"] = json!("2026-02-30");
    wrong["category"] = json!("rymdfart");
    wrong["summary"]["sv"] = json!("Ring 550702-1234.");
    wrong["slug"] = json!("annan");
    let answered = create(&app, &wrong).await;
    refused(
        &answered,
        422,
        &[
            ("", "unknownMember"),
            ("/validFrom", "invalidDate"),
            ("/category", "notInList"),
            ("/summary/sv", "personalIdentityNumber"),
            ("/slug", "conflictingMembers"),
        ],
    );
    assert_eq!(answered.json()["code"], "personalIdentityNumber", "before all else");
    assert!(!answered.text.contains("550702"));
    let bearer = format!("Bearer {}", editor("1270"));
    for (body, status, code) in [
        (b"{".to_vec(), 400, "syntax"),
        (b"{\"slug\": 1, \"slug\": 2}".to_vec(), 400, ""),
        (vec![0xff], 400, "notUtf8"),
        (vec![b' '; 300_000], 413, "contentTooLarge"),
    ] {
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("if-none-match", "*"),
        ];
        let answered = app.send(reqwest::Method::PUT, CAFE, &headers, Some(body)).await;
        assert_eq!(answered.status, status, "{}", answered.text);
        assert!(code.is_empty() || answered.json()["code"] == code, "{}", answered.text);
    }
    let query = app
        .put_as(
            &editor("1270"),
            &format!("{CAFE}?x=1"),
            ("if-none-match", "*"),
            &new_insats(),
        )
        .await;
    assert_eq!(query.status, 400);
}
