//! The list of insatser as sheets for people.

use std::io::Read;

use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::{ALARM, changed};
use crate::tests;

tests![
    a_list_is_a_sheet_with_swedish_headings,
    a_workbook_says_the_same,
    no_text_becomes_a_formula,
    sheets_follow_the_query,
];

const LIST: &str = "/municipalities/1270/insatser";
const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async fn get(app: &TestApp, path: &str, accept: &str) -> Answered {
    let answered = app.send(Method::GET, path, &[("accept", accept)], None).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    answered
}

/// The rows of a sheet, each with its cells.
fn rows(answered: &Answered) -> Vec<Vec<String>> {
    assert!(
        answered.bytes.starts_with("\u{feff}".as_bytes()),
        "Excel recognises UTF-8"
    );
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(&answered.bytes[3..]);
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

/// A part of a workbook.
fn part(answered: &Answered, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&answered.bytes)).expect("a workbook");
    let mut text = String::new();
    let mut part = archive.by_name(name).unwrap_or_else(|_| panic!("{name}"));
    part.read_to_string(&mut text).expect("text");
    text
}

async fn a_list_is_a_sheet_with_swedish_headings(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = get(&app, LIST, CSV).await;
    assert_eq!(answered.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        answered.header("content-disposition"),
        "attachment; filename=\"insatser.csv\""
    );
    let rows = rows(&answered);
    assert_eq!(rows[0][..4], ["Kommunkod", "Kommun", "Insats", "Kortnamn"]);
    let list = app.get_json(&format!("{LIST}?limit=100")).await;
    assert_eq!(list["_meta"]["totalRecords"], rows.len() - 1);
    let of = |heading: &str| {
        let column = rows[0].iter().position(|name| name == heading).expect("a heading");
        let row = rows.iter().find(|row| row[3] == "trygghetslarm").expect("the alarm");
        row[column].as_str()
    };
    for (heading, cell) in [
        ("Kommunkod", "1270"),
        ("Kommun", "Tomelilla"),
        ("Insats", "Trygghetslarm"),
        ("Kategori", "Trygghet i hemmet"),
        ("Läge", "Gäller"),
        ("Beslutat av", "Vård- och omsorgsnämnden"),
        // No source states the first day.
        ("Gäller från och med", ""),
        ("Telefon", ""),
    ] {
        assert_eq!(of(heading), cell, "{heading}");
    }
    assert!(of("Vem insatsen är till för").contains("70 år"));
    let again = [("accept", CSV), ("if-none-match", answered.header("etag"))];
    assert_eq!(app.send(Method::GET, LIST, &again, None).await.status, 304);
}

async fn a_workbook_says_the_same(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = get(&app, "/insatser", XLSX).await;
    assert_eq!(answered.header("content-type"), XLSX);
    assert_eq!(
        answered.header("content-disposition"),
        "attachment; filename=\"insatser.xlsx\""
    );
    let sheet = rows(&get(&app, "/insatser", CSV).await);
    let texts = part(&answered, "xl/sharedStrings.xml");
    for heading in &sheet[0] {
        assert!(texts.contains(&format!(">{heading}<")), "{heading}");
    }
    for row in &sheet[1..] {
        assert!(texts.contains(&format!(">{}<", row[3])), "{}", row[3]);
    }
    let count = part(&answered, "xl/worksheets/sheet1.xml").matches("<row ").count();
    assert_eq!(count, sheet.len());
    assert!(part(&answered, "xl/workbook.xml").contains("name=\"Insatser\""));
    let other = get(&app, "/insatser", XLSX).await;
    assert!(other.bytes == answered.bytes, "the same list is the same file");
}

async fn no_text_becomes_a_formula(engine: Engine) {
    let app = TestApp::start(engine).await;
    let formula = "=HYPERLINK(\"https://example.se\")";
    changed(&app, "1270", ALARM, |alarm| alarm["summary"] = json!({"sv": formula})).await;
    let csv = get(&app, LIST, CSV).await;
    let cells = rows(&csv).concat();
    assert!(cells.contains(&format!("'{formula}")) && !cells.contains(&formula.to_owned()));
    let workbook = get(&app, LIST, XLSX).await;
    assert!(!part(&workbook, "xl/worksheets/sheet1.xml").contains("<f>"));
    assert!(part(&workbook, "xl/sharedStrings.xml").contains("=HYPERLINK("));
}

async fn sheets_follow_the_query(engine: Engine) {
    let app = TestApp::start(engine).await;
    let count = async |query: &str| rows(&get(&app, &format!("/insatser{query}"), CSV).await).len() - 1;
    assert_eq!(count("?q=trygghetslarm").await, 2, "in two municipalities");
    assert_eq!(count("?limit=3&page=2").await, 3);
    let every = app
        .get_json("/insatser?limit=1&status=historical,inForce,incomplete")
        .await;
    assert_eq!(
        every["_meta"]["totalRecords"],
        count("?status=historical,inForce,incomplete").await
    );
    assert_eq!(count("?q=finnsinte").await, 0);
    let one = app.send(Method::GET, ALARM, &[("accept", CSV)], None).await;
    assert_eq!(one.status, 406, "one insats is no list");
}
