//! A municipality keeps its own catalogue through the API: versions, endings, providers, agreements, settings.

use serde_json::{Value, json};

use crate::app::{Answered, Database, Engine, TestApp};
use crate::issuer::{claims, signed, token};
use crate::tests;

tests![
    what_was_read_can_be_put_back,
    a_presented_member_may_be_told_anew,
    what_was_decided_stands,
    a_decision_is_completed_once,
    an_insats_is_made_and_given_new_versions,
    an_upcoming_version_is_replaced,
    a_decision_entered_late_says_so,
    a_trial_ends_by_itself,
    an_insats_is_ended,
    one_version_is_ended_and_decided_anew,
    the_law_is_checked,
    a_guideline_holds_for_what_is_published_already,
    preconditions_are_needed_and_kept,
    two_editors_at_once,
    a_presenter_reaches_what_is_presented,
    a_body_reaches_its_own_insatser,
    providers_and_agreements_are_published,
    a_municipality_begins_and_changes,
    a_document_is_read_as_strictly_as_a_question,
    the_database_goes_away_in_the_middle,
    follow_ups_come_by_day,
    two_editors_share_one_database,
];

const ALARM: &str = "/municipalities/1270/insatser/trygghetslarm";

fn editor(kommunkod: &str) -> String {
    token("catalogue:write municipality:write", kommunkod)
}

/// An object and the header that lets it be changed.
async fn read(app: &TestApp, path: &str) -> (Value, String) {
    let answered = app.get(path).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    (answered.json(), answered.header("etag").to_owned())
}

async fn put(app: &TestApp, kommunkod: &str, path: &str, etag: &str, body: &Value) -> Answered {
    app.put_as(&editor(kommunkod), path, ("if-match", etag), body).await
}

/// Puts a changed object, which must go well, and returns it as it then stands with its new `ETag`.
async fn changed(app: &TestApp, kommunkod: &str, path: &str, change: impl FnOnce(&mut Value)) -> (Value, String) {
    let (mut object, etag) = read(app, path).await;
    change(&mut object);
    let answered = put(app, kommunkod, path, &etag, &object).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    (answered.json(), answered.header("etag").to_owned())
}

fn refused(answered: &Answered, status: u16, faults: &[(&str, &str)]) {
    let problem = answered.json();
    let told: Vec<(String, String)> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| {
            let text = |name: &str| error[name].as_str().expect("text").to_owned();
            (text("pointer"), text("code"))
        })
        .collect();
    let mut told: Vec<(&str, &str)> = told.iter().map(|(p, c)| (p.as_str(), c.as_str())).collect();
    let mut wanted = faults.to_vec();
    told.sort_unstable();
    wanted.sort_unstable();
    assert_eq!((answered.status.as_u16(), told), (status, wanted), "{problem}");
}

/// A new insats that the law lets pass.
fn new_insats() -> Value {
    json!({
        "slug": "sangcafe", "name": {"sv": "Sångcafé", "en": "Singing café"},
        "summary": {"sv": "Sång och fika.", "en": "Singing and coffee."}, "category": "motesplats",
        "validFrom": "2026-01-01",
        "decision": {"body": "Vård- och omsorgsnämnden", "date": "2025-09-17", "reference": "2025-09-17 § 88", "adoption": "adopted"},
        "legalBasis": ["11 kap. 5 § socialtjänstlagen (2025:400)"],
        "criteria": {"kind": "all", "of": []},
        "documentation": {"individualLevel": "exempt", "legalBasis": ["14 kap. 5 § socialtjänstlagen (2025:400)"],
            "specialReasons": {"sv": "Uppgifter behövs inte.", "en": "Records are not needed."},
            "groupLevel": {"items": ["date", "participants.total"], "reporting": {"cycle": "month", "dueDays": 15}}},
    })
}

const CAFE: &str = "/municipalities/1270/insatser/sangcafe";

async fn create(app: &TestApp, body: &Value) -> Answered {
    app.put_as(&editor("1270"), CAFE, ("if-none-match", "*"), body).await
}

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

async fn a_presented_member_may_be_told_anew(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (shown, etag) = changed(&app, "1270", ALARM, |alarm| {
        alarm["summary"]["sv"] = json!("Ett larm i hemmet.");
        alarm["eService"] = json!("https://e.tomelilla.example/larm");
    })
    .await;
    assert_eq!(shown["summary"]["sv"], "Ett larm i hemmet.");
    assert_eq!(shown["version"], 1, "the same version");
    // This process answers from it at once.
    let (now, now_etag) = read(&app, ALARM).await;
    assert_eq!((&now, &now_etag), (&shown, &etag));
}

async fn what_was_decided_stands(engine: Engine) {
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
    // A follow-up may always be moved, and ticked off.
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

fn withdrawal(last_day: &str) -> Value {
    json!({"lastDay": last_day, "decision": {"body": "Vård- och omsorgsnämnden", "date": "2025-09-24",
        "reference": "2025-09-24 § 91", "adoption": "adopted"}})
}

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
        alarm["summary"]["sv"] = json!("Ett nytt larm.");
    })
    .await;
    assert_eq!(read(&app, ALARM).await.0["lastDayInForce"], "2026-12-31");
    let changes = app.get_json("/changes?limit=1000").await["changes"]
        .as_array()
        .cloned()
        .expect("changes");
    let last = changes.last().expect("a change");
    assert_eq!((&last["kind"], &last["gone"]), (&json!("withdrawal"), &json!(true)));
    assert!(last.get("document").is_none());
}

async fn the_law_is_checked(engine: Engine) {
    let app = TestApp::start(engine).await;
    let with = |change: &dyn Fn(&mut Value)| {
        let mut insats = new_insats();
        change(&mut insats);
        insats
    };
    let cases: Vec<(Value, Vec<(&str, &str)>)> = vec![
        (
            with(&|insats| {
                insats["name"]["sv"] = json!("Kontaktperson för äldre");
                insats["activities"] = json!([{"slug": "familjehem", "name": {"sv": "x", "en": "x"}}]);
            }),
            vec![
                ("/slug", "alwaysRequiresIndividualAssessment"),
                ("/activities/0/slug", "alwaysRequiresIndividualAssessment"),
            ],
        ),
        (
            with(&|insats| insats["validFrom"] = json!("2025-06-30")),
            vec![("/validFrom", "beforeTheLaw")],
        ),
        (
            with(&|insats| {
                insats["validFrom"] = json!("2024-01-01");
                insats["validTo"] = json!("2025-06-30");
            }),
            vec![("/validFrom", "beforeTheLaw")],
        ),
        (
            with(&|insats| {
                insats.as_object_mut().expect("an object").remove("decision");
                insats["documentation"]
                    .as_object_mut()
                    .expect("an object")
                    .remove("specialReasons");
                insats["documentation"]["riskConclusion"] = json!(1);
            }),
            vec![
                ("/decision", "exemptionWithoutDecision"),
                ("/documentation/specialReasons", "specialReasonsMissing"),
                ("/documentation/riskConclusion", "conclusionDisagrees"),
            ],
        ),
        (
            with(&|insats| {
                insats["documentation"]["individualLevel"] = json!("advice");
                insats["documentation"]["groupLevel"]["items"] = json!([]);
            }),
            vec![
                ("/documentation/individualLevel", "adviceOnly"),
                ("/documentation/groupLevel/items", "groupItemsMissing"),
            ],
        ),
        (
            with(&|insats| {
                insats["criteria"] = json!({"kind": "all", "of": [
                    {"kind": "age", "atLeast": 65},
                    {"kind": "not", "of": {"kind": "residesIn", "kommunkod": "1270"}},
                    {"kind": "any", "groundForLimit": "notStated", "of": [{"kind": "declared", "fact": "isParent"}]},
                ]});
            }),
            vec![
                ("/criteria/of/0/groundForLimit", "groundMissing"),
                ("/criteria/of/0/ageReason", "ageReasonMissing"),
                ("/criteria/of/1/of/groundForLimit", "groundMissing"),
            ],
        ),
    ];
    for (insats, faults) in &cases {
        let answered = create(&app, insats).await;
        refused(&answered, 422, faults);
        let detail = answered.json()["errors"][0]["detail"]
            .as_str()
            .expect("text")
            .to_owned();
        assert!(detail.len() > 30, "{detail}");
    }
    let swedish = app
        .send(
            reqwest::Method::PUT,
            CAFE,
            &[
                ("authorization", &format!("Bearer {}", editor("1270"))),
                ("if-none-match", "*"),
                ("content-type", "application/json"),
                ("accept-language", "sv"),
            ],
            Some(cases[3].0.to_string().into_bytes()),
        )
        .await;
    assert!(
        swedish.text.contains("14 kap. 5 § socialtjänstlagen"),
        "{}",
        swedish.text
    );
    // What the source does not show is stored with a remark; housing for adults may be opened.
    let stored = with(&|insats| {
        insats["documentation"]["specialReasons"] = json!("notStated");
        insats["name"]["sv"] = json!("Stödboende för vuxna");
        insats["criteria"] =
            json!({"kind": "age", "atLeast": 21, "groundForLimit": "notStated", "ageReason": "notStated"});
    });
    let answered = create(&app, &stored).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    for remark in ["specialReasonsNotStated", "groundNotStated", "ageReasonNotStated"] {
        assert!(answered.text.contains(remark), "{remark}");
    }
}

async fn a_guideline_holds_for_what_is_published_already(engine: Engine) {
    let app = TestApp::start(engine).await;
    // Norrtälje's guideline demands a conclusion of every insats under the act.
    let cafe = "/municipalities/0188/insatser/sangcafe";
    let mut insats = new_insats();
    insats["decision"]["body"] = json!("Direktionen för Kommunalförbundet sjukvård och omsorg i Norrtälje");
    let answered = app.put_as(&editor("0188"), cafe, ("if-none-match", "*"), &insats).await;
    refused(
        &answered,
        422,
        &[("/documentation/riskConclusion", "riskConclusionMissing")],
    );
    insats["documentation"]["riskConclusion"] = json!(3);
    assert_eq!(
        app.put_as(&editor("0188"), cafe, ("if-none-match", "*"), &insats)
            .await
            .status,
        201
    );
    // Tomelilla cannot begin to demand it before its insatser have one.
    let (mut tomelilla, etag) = read(&app, "/municipalities/1270").await;
    tomelilla["settings"]["riskConclusionRequired"] = json!(true);
    let answered = put(&app, "1270", "/municipalities/1270", &etag, &tomelilla).await;
    assert_eq!(answered.status, 422);
    assert_eq!(answered.json()["errors"].as_array().map(Vec::len), Some(5));
    assert_eq!(answered.json()["code"], "riskConclusionMissing");
}

async fn preconditions_are_needed_and_kept(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (alarm, etag) = read(&app, ALARM).await;
    let put = async |condition: (&str, &str)| {
        let answered = app.put_as(&editor("1270"), ALARM, condition, &alarm).await;
        let code = if answered.status.is_success() {
            String::new()
        } else {
            answered.json()["code"].as_str().expect("a code").to_owned()
        };
        (answered.status.as_u16(), code)
    };
    let of = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(put(("x-none", "")).await, of(428, "preconditionRequired"));
    assert_eq!(put(("if-none-match", "*")).await, of(412, "preconditionFailed"));
    assert_eq!(put(("if-match", "\"1.x\"")).await, of(412, "preconditionFailed"));
    assert_eq!(
        put(("if-match", &format!("W/{etag}"))).await,
        of(412, "preconditionFailed")
    );
    assert_eq!(put(("if-match", "not a tag")).await, of(412, "preconditionFailed"));
    assert_eq!(put(("if-none-match", &etag)).await, of(400, "invalidPrecondition"));
    assert_eq!(put(("if-match", &format!("\"x\", {etag}"))).await, of(200, ""));
    assert_eq!(put(("if-match", "*")).await, of(200, ""));
    // Only the revision counts: not the day, not the language, not the build.
    let revision = etag.trim_matches('"').split('.').next().expect("a revision");
    assert_eq!(
        put(("if-match", &format!("\"{revision}.2031-01-01.other.x\""))).await,
        of(200, "")
    );
    // What is not there cannot be changed.
    let answered = app
        .put_as(&editor("1270"), CAFE, ("if-match", "*"), &new_insats())
        .await;
    assert_eq!(answered.status, 412);
}

async fn two_editors_at_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (alarm, etag) = read(&app, ALARM).await;
    // Some tell it anew, some add an upcoming version: whoever is first wins, and nothing is half-done.
    let edits = (0..12).map(|at| {
        let mut alarm = alarm.clone();
        alarm["summary"]["sv"] = json!(format!("Utgåva {at}."));
        if at % 2 == 0 {
            alarm["validFrom"] = json!(format!("2027-{:02}-01", at + 1));
        }
        put_owned(&app, etag.clone(), alarm)
    });
    let answered = futures_util::future::join_all(edits).await;
    let won = answered.iter().filter(|status| **status == 200).count();
    assert_eq!(
        (won, answered.iter().filter(|status| **status == 412).count()),
        (1, 11),
        "{answered:?}"
    );
    let changes = app.get_json("/changes?after=41").await;
    assert_eq!(changes["changes"].as_array().map(Vec::len), Some(1));
}

async fn put_owned(app: &TestApp, etag: String, body: Value) -> u16 {
    put(app, "1270", ALARM, &etag, &body).await.status.as_u16()
}

async fn a_presenter_reaches_what_is_presented(engine: Engine) {
    let app = TestApp::start(engine).await;
    let presenter = token("catalogue:present", "1270");
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["howToGetIt"] = json!({"sv": "Ring.", "en": "Call."});
    alarm["places"] = json!([{"slug": "vaxeln", "name": "Växeln", "functionPhone": "0417-180 00"}]);
    let answered = app.put_as(&presenter, ALARM, ("if-match", &etag), &alarm).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let etag = answered.header("etag").to_owned();
    let alarm = answered.json();
    for (member, value) in [
        ("validFrom", json!("2027-01-01")),
        (
            "decision",
            json!({"body": "Vård- och omsorgsnämnden", "adoption": "adopted"}),
        ),
        ("validTo", json!("2030-01-01")),
        ("fee", json!({"kind": "free"})),
    ] {
        let mut more = alarm.clone();
        more[member] = value;
        let answered = app.put_as(&presenter, ALARM, ("if-match", &etag), &more).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (403, &json!("scopeMissing")),
            "{member}"
        );
        assert!(answered.header("www-authenticate").contains("catalogue:write"));
    }
    assert_eq!(
        app.put_as(&presenter, CAFE, ("if-none-match", "*"), &new_insats())
            .await
            .status,
        403
    );
    assert_eq!(
        app.post_as(&presenter, &format!("{ALARM}/withdrawals"), &withdrawal("2026-01-01"))
            .await
            .status,
        403
    );
}

async fn a_body_reaches_its_own_insatser(engine: Engine) {
    let app = TestApp::start(engine).await;
    // Norrtälje has a second board with an insats of its own.
    changed(&app, "0188", "/municipalities/0188", |norrtalje| {
        norrtalje["bodies"]
            .as_array_mut()
            .expect("bodies")
            .push(json!({"slug": "socialnamnden", "name": "Socialnämnden"}));
    })
    .await;
    let of_body = |bodies: Value| {
        let mut claims = claims("catalogue:write", &["0188"]);
        claims["bodies"] = bodies;
        signed(&claims)
    };
    let cafe = "/municipalities/0188/insatser/sangcafe";
    let mut insats = new_insats();
    insats["decision"]["body"] = json!("Socialnämnden");
    insats["documentation"]["riskConclusion"] = json!(2);
    let put = async |bodies: Value, path: &str, condition: (&str, &str), body: &Value| {
        let answered = app.put_as(&of_body(bodies), path, condition, body).await;
        (
            answered.status.as_u16(),
            answered.json()["code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let other = (403, "otherBody".to_owned());
    assert_eq!(
        put(json!(["direktionen"]), cafe, ("if-none-match", "*"), &insats).await,
        other
    );
    assert_eq!(put(json!([]), cafe, ("if-none-match", "*"), &insats).await, other);
    assert_eq!(
        put(json!(["Socialnämnden"]), cafe, ("if-none-match", "*"), &insats)
            .await
            .0,
        201
    );
    let kvarnen = "/municipalities/0188/insatser/kvarnen";
    let (mut theirs, etag) = read(&app, kvarnen).await;
    theirs["summary"]["sv"] = json!("Övertagen.");
    assert_eq!(
        put(json!(["socialnamnden"]), kvarnen, ("if-match", &etag), &theirs).await,
        other
    );
    // Not even by saying that the decision is one's own.
    theirs["validFrom"] = json!("2027-01-01");
    theirs["decision"]["body"] = json!("Socialnämnden");
    assert_eq!(
        put(json!(["socialnamnden"]), kvarnen, ("if-match", &etag), &theirs).await,
        other
    );
    let ends = app
        .post_as(
            &of_body(json!(["socialnamnden"])),
            &format!("{kvarnen}/withdrawals"),
            &json!({"lastDay": "2026-01-01",
            "decision": {"body": "Socialnämnden", "adoption": "adopted"}}),
        )
        .await;
    assert_eq!((ends.status.as_u16(), &ends.json()["code"]), (403, &json!("otherBody")));
    let agreement = json!({"insatser": ["kvarnen"], "kind": "main"});
    let path = "/municipalities/0188/providers/finska-foreningen/agreements/nytt";
    assert_eq!(
        put(json!(["socialnamnden"]), path, ("if-none-match", "*"), &agreement).await,
        other
    );
}

async fn providers_and_agreements_are_published(engine: Engine) {
    let app = TestApp::start(engine).await;
    let token = editor("1270");
    let own = "/municipalities/1270/providers/egen-regi";
    let agreement = format!("{own}/agreements/egen-regi-larm");
    let covers = json!({"insatser": ["trygghetslarm"], "validFrom": "2025-07-01", "kind": "ownAdministration"});
    let answered = app.put_as(&token, &agreement, ("if-none-match", "*"), &covers).await;
    refused(&answered, 422, &[("", "unknownReference")]);
    let provider = json!({"slug": "egen-regi", "name": "Egen regi", "kind": "ownAdministration"});
    let answered = app.put_as(&token, own, ("if-none-match", "*"), &provider).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    assert_eq!(
        app.put_as(&token, own, ("if-none-match", "*"), &provider).await.status,
        412
    );
    for (change, pointer, code) in [
        (json!({"kind": "main"}), "/kind", "agreementKindDisagrees"),
        (
            json!({"insatser": ["trygghetslarm", "dansbana"]}),
            "/insatser/1",
            "unknownReference",
        ),
        (
            json!({"kind": "addOn", "partOf": "huvud"}),
            "/partOf",
            "unknownReference",
        ),
    ] {
        let mut wrong = covers.clone();
        for (name, value) in change.as_object().expect("members") {
            wrong[name] = value.clone();
        }
        let answered = app.put_as(&token, &agreement, ("if-none-match", "*"), &wrong).await;
        let told = answered.json()["errors"].to_string();
        assert!(
            answered.status == 422 && told.contains(pointer) && told.contains(code),
            "{told}"
        );
    }
    let answered = app.put_as(&token, &agreement, ("if-none-match", "*"), &covers).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    let etag = answered.header("etag").to_owned();
    let shown = read(&app, ALARM).await.0;
    assert_eq!(shown["providers"][0]["slug"], "egen-regi");
    assert!(!shown["remarks"].to_string().contains("providerNotStated"));
    // Its end is seen where people look.
    let mut ended = covers.clone();
    ended["validTo"] = json!("2025-09-30");
    assert_eq!(
        app.put_as(&token, &agreement, ("if-match", "\"1\""), &ended)
            .await
            .status,
        412
    );
    assert_eq!(
        app.put_as(&token, &agreement, ("if-match", &etag), &ended).await.status,
        200
    );
    assert_eq!(read(&app, ALARM).await.0["warnings"][0]["since"], "2025-10-01");
    let (mut provider, etag) = read(&app, own).await;
    assert_eq!(provider["agreements"][0]["validTo"], "2025-09-30");
    provider["functionPhone"] = json!("0417-180 00");
    assert_eq!(put(&app, "1270", own, &etag, &provider).await.status, 200);
    provider["slug"] = json!("annan");
    refused(
        &put(&app, "1270", own, &etag, &provider).await,
        400,
        &[("/slug", "conflictingMembers")],
    );
    let odd = app
        .put_as(
            &token,
            "/municipalities/1270/providers/Egen%20Regi",
            ("if-none-match", "*"),
            &provider,
        )
        .await;
    refused(&odd, 400, &[("/path/providerSlug", "invalidFormat")]);
}

async fn a_municipality_begins_and_changes(engine: Engine) {
    let app = TestApp::start(engine).await;
    let vasby = "/municipalities/0114";
    let token = editor("0114");
    let cafe = "/municipalities/0114/insatser/sangcafe";
    let answered = app.put_as(&token, cafe, ("if-none-match", "*"), &new_insats()).await;
    refused(&answered, 400, &[("", "missingMember")]);
    let document = json!({"settings": {"riskConclusionRequired": false}, "bodies": [{"slug": "von", "name": "Vård- och omsorgsnämnden",
        "applicationContact": {"name": "Biståndsenheten", "functionPhone": "08-590 970 00"}}]});
    assert_eq!(
        app.put_as(&token, vasby, ("if-match", "*"), &document).await.status,
        412
    );
    let answered = app.put_as(&token, vasby, ("if-none-match", "*"), &document).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["name"]),
        (201, &json!("Upplands Väsby")),
        "{}",
        answered.text
    );
    assert_eq!(
        app.put_as(&token, cafe, ("if-none-match", "*"), &new_insats())
            .await
            .status,
        201
    );
    assert_eq!(
        app.ask("0114", "sangcafe", &json!({})).await["rightToApply"]["contact"]["name"],
        "Biståndsenheten"
    );
    let (mut object, etag) = read(&app, vasby).await;
    object["bodies"] = json!([]);
    refused(
        &put(&app, "0114", vasby, &etag, &object).await,
        422,
        &[("/bodies", "unknownReference")],
    );
    // Another's catalogue is untouched by all of it.
    assert_eq!(
        app.get_json("/municipalities/1270/insatser").await["_meta"]["totalRecords"],
        5
    );
    let settings_only = crate::issuer::token("catalogue:write", "0114");
    assert_eq!(
        app.put_as(&settings_only, vasby, ("if-match", &etag), &object)
            .await
            .status,
        403
    );
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

async fn the_database_goes_away_in_the_middle(engine: Engine) {
    if engine == Engine::Sqlite {
        // A file that is open does not go away.
        return;
    }
    let app = TestApp::start(engine).await;
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["summary"]["sv"] = json!("Under avbrottet.");
    app.database.take_away();
    let answered = put(&app, "1270", ALARM, &etag, &alarm).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (503, &json!("unavailable"))
    );
    assert!(!answered.header("retry-after").is_empty());
    assert_eq!(read(&app, ALARM).await.1, etag, "reads go on");
    app.database.bring_back();
    let answered = put(&app, "1270", ALARM, &etag, &alarm).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    // Ended between statements, again and again: each time whole or not at all.
    let mut last = answered.header("etag").to_owned();
    for at in 0..8 {
        alarm["summary"]["sv"] = json!(format!("Avbrott {at}."));
        let sent = async {
            let answered = put(&app, "1270", ALARM, &last, &alarm).await;
            (answered.status.as_u16(), answered.header("etag").to_owned())
        };
        let cut = async {
            tokio::time::sleep(std::time::Duration::from_millis(at)).await;
            app.database.disconnect();
        };
        let ((status, etag), ()) = futures_util::future::join(sent, cut).await;
        assert!([200, 503].contains(&status), "{status}");
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let (shown, now) = read(&app, ALARM).await;
        let is_new = shown["summary"] == alarm["summary"];
        assert!(
            status != 200 || (is_new && now == etag),
            "what was acknowledged is there"
        );
        last = now;
    }
}

async fn follow_ups_come_by_day(engine: Engine) {
    let app = TestApp::start(engine).await;
    app.now("2026-07-01T10:00:00Z");
    let path = "/municipalities/0188/follow-ups?limit=100";
    let list = app.get_as(&editor("0188"), path).await.json();
    let all = list["followUps"].as_array().expect("a list");
    assert_eq!(
        (&all[0]["kind"], &all[0]["due"], &all[0]["provider"], &all[0]["overdue"]),
        (
            &json!("agreementEnds"),
            &json!("2026-05-31"),
            &json!("stiftelsen-parasoll"),
            &json!(true)
        )
    );
    let decisions: Vec<&Value> = all.iter().filter(|one| one["kind"] == "decision").collect();
    assert_eq!(decisions.len(), 6);
    assert!(
        decisions
            .iter()
            .all(|one| one["due"] == "2026-06" && one["overdue"] == true)
    );
    // In June it is not yet overdue; ticked off, it is gone.
    app.now("2026-06-30T10:00:00Z");
    let list = app.get_as(&editor("0188"), path).await.json();
    assert!(
        list["followUps"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["kind"] == "decision")
            .all(|one| one["overdue"] == false)
    );
    let kvarnen = "/municipalities/0188/insatser/kvarnen";
    changed(&app, "0188", kvarnen, |kvarnen| {
        kvarnen["decision"]["followedUp"] = json!({"date": "2026-06-17"})
    })
    .await;
    let list = app.get_as(&editor("0188"), path).await.json();
    let left = list["followUps"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["kind"] == "decision")
        .count();
    assert_eq!(left, 5);
    // An agreement that carries on ends nothing.
    let next = json!({"insatser": ["personligt-ombud"], "validFrom": "2026-06-01", "kind": "main"});
    let path_of = "/municipalities/0188/providers/stiftelsen-parasoll/agreements/avtal-2026";
    assert_eq!(
        app.put_as(&editor("0188"), path_of, ("if-none-match", "*"), &next)
            .await
            .status,
        201
    );
    let list = app.get_as(&editor("0188"), path).await.json();
    assert!(!list.to_string().contains("agreementEnds"), "{list}");
}

async fn two_editors_share_one_database(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let one = TestApp::on(database, &[]).await;
    let other = TestApp::beside(&one).await;
    let (mut alarm, etag) = read(&one, ALARM).await;
    alarm["summary"]["sv"] = json!("Från den ena.");
    assert_eq!(put(&one, "1270", ALARM, &etag, &alarm).await.status, 200);
    // The other may not have heard of it yet; the database has.
    alarm["summary"]["sv"] = json!("Från den andra.");
    assert_eq!(put(&other, "1270", ALARM, &etag, &alarm).await.status, 412);
    crate::publishing::followed(&other, 42).await;
    assert_eq!(read(&other, ALARM).await.0["summary"]["sv"], "Från den ena.");
}
