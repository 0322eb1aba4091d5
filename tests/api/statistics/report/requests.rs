//! The annual report: who can ask for it, how, and what says that it is still the same.

use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::command::{err, out, program};
use crate::fixtures::editing::{changed, refused};
use crate::fixtures::singing_cafe::{EXACT, INSATS, REPORT, deliver, later_token, own, page, release, released};
use crate::issuer::token;
use crate::tests;

tests![
    the_etag_knows_the_catalogue_and_the_releases,
    exact_reports_are_for_the_municipality,
    what_cannot_be_asked,
    commands_print_what_the_service_answers,
];

async fn the_etag_knows_the_catalogue_and_the_releases(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{REPORT}?year=2026");
    let tag = async || app.get(&path).await.header("etag").to_owned();
    let first = tag().await;
    let again = async |tag: &str| {
        let headers = [("if-none-match", tag)];
        app.send(reqwest::Method::GET, &path, &headers, None).await.status
    };
    assert_eq!(again(&first).await, 304);
    assert_ne!(
        page(&app, &path, None).await.header("etag"),
        first,
        "another media type"
    );
    deliver(&app, "2027-01").await;
    release(&app, "2027-01").await;
    let after_release = tag().await;
    assert_eq!(
        (again(&first).await, again(&after_release).await),
        (200.try_into().expect("a status"), 304.try_into().expect("a status"))
    );
    app.now(crate::fixtures::app::NOW);
    changed(&app, "1270", INSATS, |insats| {
        insats["places"][0]["name"] = json!("Stora torget");
    })
    .await;
    assert_eq!(again(&after_release).await, 200);
    assert!(app.get(&path).await.text.contains("Stora torget"));
}

async fn exact_reports_are_for_the_municipality(engine: Engine) {
    let app = released(engine).await;
    let path = format!("{EXACT}&year=2026");
    let code = |answered: &Answered| {
        (
            answered.status.as_u16(),
            answered.json()["code"].as_str().unwrap_or("").to_owned(),
        )
    };
    assert_eq!(code(&app.get(&path).await), (401, "tokenMissing".into()));
    for (changes, status, expected) in [
        (json!({"providers": ["1270/sangarna"]}), 403, "otherProvider"),
        (json!({"scope": "records:read"}), 403, "scopeMissing"),
        (json!({"municipalities": ["0188"]}), 403, "otherMunicipality"),
        (json!({"bodies": ["another"]}), 403, "otherBody"),
    ] {
        let answered = app.get_as(&later_token(&changes), &path).await;
        assert_eq!(code(&answered), (status, expected.to_owned()), "{changes}");
        assert!(!answered.text.contains("\"figures\""));
    }
    let of_body = later_token(&json!({"bodies": ["Vård- och omsorgsnämnden"]}));
    let answered = app.get_as(&of_body, &path).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(answered.header("cache-control"), "no-store");
    assert_eq!(answered.header("etag"), "");
    let shown = page(&app, &path, Some(&own())).await;
    assert_eq!(shown.header("cache-control"), "no-store");
    assert!(
        shown
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    let notice = shown
        .text
        .find("<p class=\"notice\">Exakta uppgifter – sekretessprövas före utlämnande eller publicering</p>");
    assert!(
        notice.expect("the notice") < shown.text.find("<h1>").expect("a heading"),
        "it comes first"
    );
}

async fn what_cannot_be_asked(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities/1270/insatser/trygghetslarm/annual-report";
    for (query, faults) in [
        ("", &[("/query", "missing")][..]),
        ("?year=2024", &[("/query/year", "outOfRange")]),
        ("?year=2036", &[("/query/year", "outOfRange")]),
        ("?year=26", &[("/query/year", "invalidFormat")]),
        ("?year=%2B202", &[("/query/year", "invalidFormat")]),
        ("?year=2025&page=2", &[("/query", "unknownMember")]),
    ] {
        let answered = app.get(&format!("{path}{query}")).await;
        if query.is_empty() {
            assert_eq!(answered.status, 400);
            assert!(
                answered.json()["errors"][0]["pointer"]
                    .as_str()
                    .expect("a pointer")
                    .starts_with("/query")
            );
        } else {
            refused(&answered, 400, faults);
        }
    }
    let answered = app
        .get("/municipalities/1270/insatser/sangcafe/annual-report?year=2025")
        .await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (404, &json!("unknownInsats"))
    );
    assert_eq!(
        app.get("/municipalities/9999/insatser/x/annual-report?year=2025")
            .await
            .status,
        404
    );
    let exact = token("statistics:exact", "1270");
    let of = "/municipalities/1270/statistics/exact/annual-report";
    refused(
        &app.get_as(&exact, &format!("{of}?insats=sangcafe&year=2025")).await,
        422,
        &[("/query/insats", "unknownReference")],
    );
    refused(
        &app.get_as(&exact, &format!("{of}?insats=trygghetslarm&year=1")).await,
        400,
        &[("/query/year", "invalidFormat")],
    );
    assert_eq!(app.get_as(&exact, &format!("{of}?year=2025")).await.status, 400);
}

async fn commands_print_what_the_service_answers(engine: Engine) {
    let app = released(engine).await;
    let print = |more: &[&str]| {
        let mut arguments = vec!["report", "1270", "sangcafe", "2025"];
        arguments.extend(more);
        let output = program(&app.database.url, &arguments);
        assert!(output.status.success(), "{}", err(&output));
        out(&output)
    };
    // The command has the default address.
    let as_here = |text: String| text.replace("https://api.example.se", "http://127.0.0.1:8080");
    let public = format!("{REPORT}?year=2025");
    let exact = format!("{EXACT}&year=2025");
    assert_eq!(print(&[]), as_here(page(&app, &public, None).await.text));
    assert_eq!(print(&["--json"]), as_here(app.get(&public).await.text));
    // The clock here shows another month; the year is over by both clocks.
    let without_month = |text: &str| {
        let mut report: Value = serde_json::from_str(text).expect("JSON");
        report.as_object_mut().expect("an object").remove("figuresThrough");
        report
    };
    assert_eq!(
        without_month(&print(&["--exact", "--json"])),
        without_month(&as_here(app.get_as(&own(), &exact).await.text))
    );
    assert!(print(&["--exact"]).contains("Exakta uppgifter – sekretessprövas"));
    let wrong = program(&app.database.url, &["report", "1270", "dansbana", "2025"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(
        err(&wrong).contains("1270 Tomelilla has no insats dansbana"),
        "{}",
        err(&wrong)
    );
    assert_eq!(
        program(&app.database.url, &["report", "1270", "sangcafe", "2024"])
            .status
            .code(),
        Some(2)
    );
}
