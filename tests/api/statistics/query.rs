//! Questions of public statistics: one answer for each, and questions without an answer.

use serde_json::{Value, json};

use crate::fixtures::app::Engine;
use crate::fixtures::editing::refused;
use crate::fixtures::figures::{STATISTICS, begin, complete, four_places, hand_in, public, released, session, table};
use crate::tests;

tests![the_same_question_has_one_answer, what_cannot_be_asked,];

async fn the_same_question_has_one_answer(engine: Engine) {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    released(&app, "2025-07").await;
    complete(&app, "2025-08").await;
    released(&app, "2025-08").await;
    let all = public(&app, "by=month,place,gender").await["figures"].clone();
    assert_eq!(
        public(&app, "by=gender,place,month,place").await["figures"],
        all,
        "whatever the order"
    );
    assert_eq!(
        public(&app, "by=month,place,gender&from=2025-07-01&to=2025-08-31").await["figures"],
        all
    );
    // Page by page.
    let mut paged = Vec::new();
    for page in 1..=7 {
        let answer = app
            .get_json(&format!("{STATISTICS}?by=month,place,gender&page={page}&limit=4"))
            .await;
        assert_eq!(answer["_meta"]["totalRecords"], 24);
        paged.extend(answer["figures"].as_array().expect("figures").clone());
    }
    assert_eq!(json!(paged), all);
    // As a sheet.
    let path = format!("{STATISTICS}?by=month,place,gender");
    let sheet = app
        .send(reqwest::Method::GET, &path, &[("accept", "text/csv")], None)
        .await;
    assert!(sheet.header("content-type").starts_with("text/csv"));
    let mut lines = sheet.text.trim_start_matches('\u{feff}').lines();
    assert_eq!(
        lines.next(),
        Some("month;place;gender;value;status;within;withinValue;cells")
    );
    let rows: Vec<String> = lines.map(str::to_owned).collect();
    let text = |figure: &Value, name: &str| figure[name].as_str().unwrap_or_default().to_owned();
    let cells = public(&app, "by=month,place,gender").await["cells"].clone();
    let cell_value = |name: &str| {
        let mut cells = cells.as_array().expect("cells").iter();
        let cell = cells.find(|cell| cell["id"] == name);
        cell.map(|cell| cell["value"].to_string()).unwrap_or_default()
    };
    let wanted: Vec<String> = paged
        .iter()
        .map(|figure| {
            let value = figure["value"]
                .as_i64()
                .map(|value| value.to_string())
                .unwrap_or_default();
            format!(
                "{};{};{};{value};{};{};{};",
                text(figure, "month"),
                text(figure, "place"),
                text(figure, "gender"),
                text(figure, "status"),
                text(figure, "within"),
                cell_value(&text(figure, "within"))
            )
        })
        .collect();
    assert_eq!(rows, wanted);
    // A cache may keep it, and asks again.
    let answered = app.get(&path).await;
    let etag = answered.header("etag").to_owned();
    assert_eq!(answered.header("cache-control"), "public, no-cache");
    let again = app
        .send(reqwest::Method::GET, &path, &[("if-none-match", &etag)], None)
        .await;
    assert_eq!(again.status, 304);
    // Group records do not touch it; the next release does.
    hand_in(&app, &session("2025-09-10", "alby", (1, 0, 0))).await;
    assert_eq!(app.get(&path).await.header("etag"), etag);
    complete(&app, "2025-09").await;
    released(&app, "2025-09").await;
    assert_ne!(app.get(&path).await.header("etag"), etag);
}

async fn what_cannot_be_asked(engine: Engine) {
    let app = begin(engine).await;
    let nothing = public(&app, "by=month,insats").await;
    assert_eq!(
        (&nothing["figures"], &nothing["releasedThrough"]),
        (&json!([]), &Value::Null)
    );
    four_places(&app, "2025-07").await;
    released(&app, "2025-07").await;
    for (query, pointer, code) in [
        ("by=colour", "/query/by", "notInList"),
        ("by=month,,age", "/query/by", "notInList"),
        ("from=2025-06", "/query/from", "outOfRange"),
        ("from=1900-01&to=2099-12", "/query/from", "outOfRange"),
        ("from=2026-02&to=2026-01", "/query/from", "outOfRange"),
        ("to=2098-12", "/query/to", "outOfRange"),
        ("from=2025-07-15", "/query/from", "invalidFormat"),
        ("to=2025-07-15", "/query/to", "invalidFormat"),
        ("from=juli", "/query/from", "invalidFormat"),
        ("by=year&from=2026-02&to=2026-12", "/query/from", "outOfRange"),
        ("by=quarter&from=2025-07&to=2025-08", "/query/to", "outOfRange"),
        ("partial=yes", "/query/partial", "notInList"),
        ("limit=0", "/query/limit", "outOfRange"),
        ("colour=red", "/query", "unknownMember"),
    ] {
        let answered = app.get(&format!("{STATISTICS}?{query}")).await;
        let problem = answered.json();
        let first = &problem["errors"][0];
        assert_eq!(
            (answered.status.as_u16(), &first["code"]),
            (400, &json!(code)),
            "{query}: {problem}"
        );
        assert_eq!(first["pointer"], pointer, "{query}: {problem}");
    }
    for query in ["insats=dansbana", "provider=dansbana"] {
        let answered = app.get(&format!("{STATISTICS}?{query}")).await;
        let name = query.split('=').next().expect("a name");
        refused(&answered, 422, &[(&format!("/query/{name}"), "unknownReference")]);
    }
    for path in ["/municipalities/0117/statistics", "/municipalities/9999/statistics"] {
        assert_eq!(app.get(path).await.status, 404, "{path}");
    }
    // A range beyond the last release has an answer: its later months are pending.
    assert_eq!(
        table(&app, "by=month&to=2025-09").await,
        "2025-07 47 ok\n2025-08 - pending\n2025-09 - pending"
    );
}
