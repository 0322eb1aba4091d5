//! The page with the figures of an insats: only what the public statistics answer, in tables, charts and files.

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::browser::{heading, open, without_tags};
use crate::fixtures::singing_cafe::released;
use crate::tests;

tests![
    the_figures_are_those_of_the_api,
    without_figures_it_says_so,
    files_have_the_same_figures,
    it_is_fresh_after_a_release,
];

const PAGE: &str = "/1270/sangcafe/statistics";

async fn the_figures_are_those_of_the_api(engine: Engine) {
    let app = released(engine).await;
    let page = open(&app, PAGE).await;
    assert_eq!((page.status.as_u16(), &*heading(&page)), (200, "Besöksstatistik"));
    assert!(page.header("content-security-policy").contains("style-src 'self'"));
    assert!(
        !page.text.contains(" style=") && !page.text.contains("<style"),
        "its style is a file"
    );
    let read = without_tags(&page.text);
    assert!(read.contains("Publicerat till och med december\u{a0}2026."), "{read}");
    let api = app
        .get_json("/municipalities/1270/statistics?by=month&insats=sangcafe&from=2026-01&to=2026-12")
        .await;
    let figures = api["figures"].as_array().expect("figures");
    let (_, months) = page.text.split_once("De senaste månaderna</h2>").expect("the months");
    let months = months.split_once("</section>").expect("its end").0;
    let rows: Vec<&str> = months.split("<tr><th scope=\"row\">").skip(1).collect();
    assert_eq!(rows.len(), figures.len());
    let mut hidden = 0;
    for (row, figure) in rows.iter().zip(figures) {
        let row = without_tags(&format!("<i>{row}"));
        assert!(row.starts_with(figure["month"].as_str().expect("a month")), "{row}");
        match figure["value"].as_i64() {
            Some(value) => assert!(row.ends_with(&value.to_string()), "{row}: {value}"),
            None => hidden += 1,
        }
    }
    assert!(hidden > 0, "January is within a total");
    assert!(read.contains("Varför en del inte visas"), "{read}");
    assert!(read.contains("ingår i summan"), "{read}");
    assert!(
        page.text.contains("<svg ") && page.text.contains("role=\"graphics-document\""),
        "a chart"
    );
    assert!(
        page.text.contains("/insatser/sangcafe/annual-report?year=2026\""),
        "the annual reports"
    );
    // Its name is shown as it is, never as markup.
    assert!(!page.text.contains("<b>"), "{}", page.text);
    let english = open(&app, &format!("{PAGE}?lang=en")).await;
    assert_eq!(heading(&english), "Attendance statistics");
}

async fn without_figures_it_says_so(engine: Engine) {
    let app = TestApp::start(engine).await;
    let page = open(&app, "/1270/trygghetslarm/statistics").await;
    assert_eq!(page.status, 200);
    assert!(without_tags(&page.text).contains("Kommunen har inte publicerat några siffror om insatsen än."));
    assert!(!page.text.contains("<table"), "nothing to show");
    for unknown in [
        "/1270/finns-inte/statistics",
        "/1290/trygghetslarm/statistics",
        "/0000/trygghetslarm/statistics",
    ] {
        let refused = open(&app, unknown).await;
        assert_eq!(refused.status, 404, "{unknown}");
        assert!(refused.header("content-type").starts_with("text/html"), "{unknown}");
    }
    for unknown in ["/1270/finns-inte/statistics.csv", "/1270/finns-inte/statistics.json"] {
        assert_eq!(open(&app, unknown).await.status, 404, "{unknown}");
    }
}

async fn files_have_the_same_figures(engine: Engine) {
    let app = released(engine).await;
    let csv = open(&app, &format!("{PAGE}.csv")).await;
    assert_eq!(
        (csv.status.as_u16(), csv.header("content-type")),
        (200, "text/csv; charset=utf-8")
    );
    assert!(
        csv.header("content-disposition")
            .starts_with("attachment; filename=\"sangcafe-1270-")
    );
    let api = app
        .send(
            reqwest::Method::GET,
            "/municipalities/1270/statistics?by=month&insats=sangcafe",
            &[("accept", "text/csv")],
            None,
        )
        .await;
    assert_eq!(csv.text, api.text);
    let json_stat = open(&app, &format!("{PAGE}.json")).await;
    assert_eq!(json_stat.header("content-type"), "application/vnd.json-stat+json");
    assert_eq!(json_stat.json()["version"], "2.0");
    assert_eq!(json_stat.json()["id"][0], "month");
}

async fn it_is_fresh_after_a_release(engine: Engine) {
    let app = crate::fixtures::singing_cafe::handed_in(engine, &[]).await;
    let before = open(&app, PAGE).await;
    let tag = before.header("etag").to_owned();
    assert!(!tag.is_empty());
    let headers = [crate::fixtures::browser::ACCEPT, ("if-none-match", tag.as_str())];
    let again = || app.send_anywhere(reqwest::Method::GET, PAGE, &headers, None);
    assert_eq!(again().await.status, 304);
    crate::fixtures::singing_cafe::deliver(&app, "2025-11").await;
    crate::fixtures::singing_cafe::release(&app, "2025-11").await;
    let after = again().await;
    assert_eq!(after.status, 200);
    assert!(without_tags(&after.text).contains("Publicerat till och med november\u{a0}2025."));
}
