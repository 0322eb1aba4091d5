//! The follow-up of a year to the board: its content, who may read it, and the command that prints it.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, NOW, TestApp};
use crate::fixtures::command::{err, out, program};
use crate::fixtures::editing::{changed, refused};
use crate::fixtures::singing_cafe::{LATER, counted, later_token, months, own, page, released};
use crate::issuer::token;
use crate::tests;

tests![
    a_follow_up_has_participation_trend_and_reports,
    it_says_what_is_overdue_and_what_ends,
    the_page_is_for_the_board,
    it_is_for_the_municipality,
    what_cannot_be_asked,
    the_command_prints_what_the_service_answers,
];

const REPORT: &str = "/municipalities/1270/follow-up-report";

fn insats<'r>(report: &'r Value, slug: &str) -> &'r Value {
    let insatser = report["insatser"].as_array().expect("insatser");
    let found = insatser.iter().find(|of| of["insats"] == slug);
    found.unwrap_or_else(|| panic!("no {slug} in {report}"))
}

async fn report(app: &TestApp, query: &str) -> Value {
    let answered = app.get_as(&own(), &format!("{REPORT}?{query}")).await;
    assert_eq!(answered.status, 200, "{query}: {}", answered.text);
    assert_eq!(answered.header("cache-control"), "no-store");
    answered.json()
}

async fn a_follow_up_has_participation_trend_and_reports(engine: Engine) {
    let app = released(engine).await;
    let report = report(&app, "year=2026").await;
    assert!(
        report["notice"]["sv"]
            .as_str()
            .expect("text")
            .contains("sekretessprövas")
    );
    assert_eq!((&report["year"], &report["asOf"]), (&json!(2026), &json!("2027-02-20")));
    let cafe = insats(&report, "sangcafe");
    let of_year = months().into_iter().filter(|month| month.starts_with("2026"));
    let records: Vec<(&str, i64, i64)> = of_year.flat_map(|month| counted(&month)).collect();
    let (women, men) = records
        .iter()
        .fold((0, 0), |(w, m), (_, women, men)| (w + women, m + men));
    let this_year = &cafe["thisYear"];
    assert_eq!(
        (
            &this_year["total"],
            &this_year["women"],
            &this_year["men"],
            &this_year["sessions"],
            &this_year["rating"]
        ),
        (
            &json!(women + men),
            &json!(women),
            &json!(men),
            &json!(records.len()),
            &json!(4.2)
        )
    );
    assert_eq!(cafe["lastYear"]["total"], 75);
    assert_eq!(cafe["growth"]["changePercent"], 94.7);
    assert_eq!(cafe["byMonth"].as_array().expect("months").len(), 12);
    assert_eq!(cafe["byMonth"][0]["value"], 4, "small months too");
    assert_eq!(
        cafe["reports"],
        json!({"expected": 12, "complete": 12, "evaluationsRequired": 12, "evaluationsGiven": 12})
    );
    let decision = &cafe["decisions"][0];
    assert_eq!(decision["decision"]["reference"], "2025-09-17 § 88");
    assert_eq!(decision["askedFor"][1]["item"], "participants.total");
    assert_eq!(cafe.get("toFollowUp"), None, "it has been followed up");
    // The other insatser reported nothing.
    let alarm = insats(&report, "trygghetslarm");
    assert_eq!(alarm["thisYear"]["total"], 0);
    let missing = alarm["reports"]["notReported"].as_array();
    for line in missing.into_iter().flatten() {
        assert_eq!(
            (&line["state"], &line["provider"]),
            (&json!("missing"), &json!("egen-regi")),
            "{line}"
        );
    }
    // Before the act there is no year to compare with.
    let first = self::report(&app, "year=2025").await;
    assert_eq!(insats(&first, "sangcafe").get("lastYear"), None);
    assert_eq!(insats(&first, "sangcafe")["thisYear"]["total"], 75);
    let later = self::report(&app, "year=2030").await;
    assert_eq!(insats(&later, "sangcafe")["byMonth"][0]["status"], "pending");
}

async fn it_says_what_is_overdue_and_what_ends(engine: Engine) {
    let app = released(engine).await;
    app.now(NOW);
    changed(&app, "1270", "/municipalities/1270/insatser/sangcafe", |cafe| {
        cafe["decision"]
            .as_object_mut()
            .expect("a decision")
            .remove("followedUp");
    })
    .await;
    let mut agreement = json!({"slug": "avtal", "insatser": ["sangcafe"], "validFrom": "2025-11-01", "kind": "main"});
    agreement["validTo"] = json!("2027-06-30");
    let path = "/municipalities/1270/providers/sangarna/agreements/avtal";
    let editor = crate::fixtures::editing::editor("1270");
    let answered = app
        .put_as(&editor, path, crate::fixtures::editing::THERE, &agreement)
        .await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    app.now(LATER);
    let report = report(&app, "year=2026").await;
    assert_eq!(
        insats(&report, "sangcafe")["toFollowUp"],
        json!([{"validFrom": "2025-11-01", "due": "2026-06", "overdue": true}])
    );
    let endings = report["endings"].as_array().expect("endings");
    let agreement = endings.iter().find(|ending| ending["kind"] == "agreement");
    let agreement = agreement.unwrap_or_else(|| panic!("no agreement in {endings:?}"));
    assert_eq!(
        (&agreement["lastDay"], &agreement["insatser"], &agreement["provider"]),
        (&json!("2027-06-30"), &json!(["sangcafe"]), &json!("sangarna"))
    );
    let page = page(&app, &format!("{REPORT}?year=2026"), Some(&own())).await.text;
    assert!(
        page.contains("beslutet skulle ha följts upp senast juni\u{a0}2026"),
        "{page}"
    );
    // Norrtälje's decisions were to be followed up in June 2026.
    let norrtalje = later_token(&json!({"municipalities": ["0188"]}));
    let norrtalje = app
        .get_as(&norrtalje, "/municipalities/0188/follow-up-report?year=2026")
        .await
        .json();
    let insatser = norrtalje["insatser"].as_array().expect("insatser");
    let due = insatser.iter().filter_map(|of| of["toFollowUp"].as_array());
    let due: Vec<&Value> = due.flatten().collect();
    assert!(
        !due.is_empty() && due.iter().all(|due| due["overdue"] == true),
        "{due:?}"
    );
    assert!(due.iter().any(|due| due["due"] == "2026-06"), "{due:?}");
}

async fn the_page_is_for_the_board(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{REPORT}?year=2026&body=Vård- och omsorgsnämnden");
    let swedish = page(&app, &path, Some(&own())).await;
    assert_eq!(swedish.header("cache-control"), "no-store");
    assert!(
        swedish
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    let notice = swedish
        .text
        .find("<p class=\"notice\">Exakta uppgifter – sekretessprövas");
    assert!(notice.expect("the notice") < swedish.text.find("<h1>").expect("a heading"));
    for words in [
        "<h1>Vård- och omsorgsnämnden <span>2026</span></h1>",
        "Att uppmärksamma",
        "Det som upphör",
        "12 av 12",
        "+94,7\u{a0}%",
        "Antalet invånare är inte känt för två år i rad.",
        "Sångcafé &#60;b&#62;",
    ] {
        assert!(swedish.text.contains(words), "{words}: {}", swedish.text);
    }
    assert!(!swedish.text.contains("<script") && !swedish.text.contains("<b>"));
    let bearer = format!("Bearer {}", own());
    let headers = [
        ("accept", "text/html"),
        ("accept-language", "en"),
        ("authorization", bearer.as_str()),
    ];
    let english = app.send(reqwest::Method::GET, &path, &headers, None).await;
    assert_eq!(english.header("content-language"), "en");
    for words in [
        "<html lang=\"en\">",
        "Points to note",
        "What ends",
        "12 of 12",
        "Singing café",
    ] {
        assert!(english.text.contains(words), "{words}: {}", english.text);
    }
}

async fn it_is_for_the_municipality(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{REPORT}?year=2026");
    assert_eq!(app.get(&path).await.status, 401);
    for (changes, code) in [
        (json!({"providers": ["1270/sangarna"]}), "otherProvider"),
        (json!({"scope": "records:read catalogue:write"}), "scopeMissing"),
        (json!({"municipalities": ["0188"]}), "otherMunicipality"),
    ] {
        let answered = app.get_as(&later_token(&changes), &path).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (403, &json!(code)),
            "{changes}"
        );
    }
    let other = later_token(&json!({"bodies": ["another"]}));
    assert_eq!(app.get_as(&other, &path).await.json()["insatser"], json!([]));
    let theirs = later_token(&json!({"bodies": ["Vård- och omsorgsnämnden"]}));
    insats(&app.get_as(&theirs, &path).await.json(), "sangcafe");
}

async fn what_cannot_be_asked(engine: Engine) {
    let app = TestApp::start(engine).await;
    let exact = token("statistics:exact", "1270");
    for (query, status, faults) in [
        ("year=2024", 400, &[("/query/year", "outOfRange")][..]),
        ("year=2026&page=2", 400, &[("/query", "unknownMember")]),
        (
            "year=2026&body=dansnamnden",
            422,
            &[("/query/body", "unknownReference")],
        ),
    ] {
        refused(&app.get_as(&exact, &format!("{REPORT}?{query}")).await, status, faults);
    }
    assert_eq!(app.get_as(&exact, REPORT).await.status, 400);
    // A municipality that has reported nothing.
    let answered = app.get_as(&exact, &format!("{REPORT}?year=2025")).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}

async fn the_command_prints_what_the_service_answers(engine: Engine) {
    let app = released(engine).await;
    let print = |more: &[&str]| {
        let mut arguments = vec!["follow-up", "1270", "2025"];
        arguments.extend(more);
        let output = program(&app.database.url, &arguments);
        assert!(output.status.success(), "{}", err(&output));
        out(&output)
    };
    // The clock and the address here are others; the year is over by both clocks.
    let comparable = |text: &str| {
        let text = text.replace("https://api.example.se", "http://127.0.0.1:8080");
        let mut report: Value = serde_json::from_str(&text).expect("JSON");
        let report_object = report.as_object_mut().expect("an object");
        report_object.remove("asOf");
        report_object.remove("endings");
        for of in report["insatser"].as_array_mut().expect("insatser") {
            of.as_object_mut().expect("an object").remove("toFollowUp");
        }
        report
    };
    let served = app.get_as(&own(), &format!("{REPORT}?year=2025")).await.text;
    assert_eq!(comparable(&print(&["--json"])), comparable(&served));
    assert!(print(&[]).contains("Uppföljning till nämnden"));
    assert!(print(&["--language", "en"]).contains("Follow-up for the board"));
    let of_body = print(&["--json", "--body", "Vård- och omsorgsnämnden"]);
    assert!(of_body.contains("\"body\":\"Vård- och omsorgsnämnden\""));
    let wrong = program(
        &app.database.url,
        &["follow-up", "1270", "2025", "--body", "dansnamnden"],
    );
    assert_eq!(wrong.status.code(), Some(1));
    assert!(
        err(&wrong).contains("1270 Tomelilla has no body dansnamnden"),
        "{}",
        err(&wrong)
    );
}
