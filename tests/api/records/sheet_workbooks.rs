//! Workbooks over HTTP: sent and fetched as a volunteer does.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::reports::{BATCHES, association, municipality, post_with, sums_agree};
use crate::tests;

tests![
    a_workbook_is_taken_as_csv_is,
    the_faults_of_a_workbook_have_their_cells,
    what_no_sheet_of_records_has_is_refused,
    an_ods_with_macros_is_refused,
    the_template_comes_as_a_workbook,
];

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

async fn send(app: &TestApp, media_type: &str, body: Vec<u8>) -> Answered {
    let headers = [("content-type", media_type), ("accept-language", "sv")];
    post_with(app, &association(), BATCHES, &headers, body).await
}

/// A file that `LibreOffice` saved.
fn saved(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/library/record_sheets/office/saved/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A workbook with one more file in its archive.
fn with_part(workbook: Vec<u8>, name: &str, content: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new_append(Cursor::new(workbook)).expect("a workbook");
    writer.start_file(name, SimpleFileOptions::default()).expect("written");
    writer.write_all(content).expect("written");
    writer.finish().expect("written").into_inner()
}

async fn a_workbook_is_taken_as_csv_is(engine: Engine) {
    let app = TestApp::start(engine).await;
    // The clock of the tests is before the last period of the file.
    let csv = send(&app, "text/csv", saved("sv-SE.utf-8.csv")).await;
    for (media_type, name) in [
        (XLSX, "sv-SE.xlsx"),
        (ODS, "en-US.ods"),
        ("application/octet-stream", "en-US.xlsx"),
    ] {
        let disposition = format!("attachment; filename=\"{name}\"");
        let headers = [
            ("content-type", media_type),
            ("content-disposition", disposition.as_str()),
            ("accept-language", "sv"),
        ];
        let answered = post_with(&app, &association(), BATCHES, &headers, saved(name)).await;
        assert_eq!(answered.status, csv.status, "{}", answered.text);
        assert_eq!(answered.json()["errors"], csv.json()["errors"], "{name}");
    }
    sums_agree(&app);
}

/// A workbook with a header and a session, and more in its cells.
fn workbook(more: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let header = "insats;utförare;datum;plats;aktivitet;metod;utfört_av;antal_deltagare;kvinnor;män";
    let row = "Träffpunkter;Finska föreningen;;Norrtälje;Bingo;öppen gruppträff;volontärer";
    for (line, cells) in (0..).zip([header, row]) {
        for (at, cell) in (0..).zip(cells.split(';')) {
            sheet.write_string(line, at, cell).expect("written");
        }
    }
    let days = Format::new().set_num_format("yyyy-mm-dd");
    let day = ExcelDateTime::from_ymd(2025, 9, 2).expect("a day");
    sheet.write_datetime_with_format(1, 2, &day, &days).expect("written");
    for (at, number) in [(7, 18.0), (8, 11.0), (9, 6.0)] {
        sheet.write_number(1, at, number).expect("written");
    }
    more(&mut workbook);
    workbook.save_to_buffer().expect("written")
}

async fn the_faults_of_a_workbook_have_their_cells(engine: Engine) {
    let app = TestApp::start(engine).await;
    let sound = send(&app, XLSX, workbook(|_| {})).await;
    assert_eq!(
        (sound.status.as_u16(), &sound.json()["created"]),
        (200, &json!(1)),
        "{}",
        sound.text
    );
    let faulty = workbook(|workbook| {
        let sheet = workbook.worksheet_from_index(0).expect("there");
        sheet
            .write_formula(1, 7, Formula::new("=I2+J2").set_result("17"))
            .expect("written");
        sheet.write_number(1, 2, 45902.0).expect("written");
    });
    let answered = send(&app, XLSX, faulty).await;
    assert_eq!(answered.status, 400, "{}", answered.text);
    let errors = answered.json()["errors"].clone();
    assert_eq!(
        (&errors[0]["line"], &errors[0]["column"]),
        (&json!(2), &json!("datum")),
        "{errors}"
    );
    assert_eq!(
        (&errors[1]["line"], &errors[1]["column"]),
        (&json!(2), &json!("antal_deltagare")),
        "{errors}"
    );
    assert!(
        errors[0]["detail"]
            .as_str()
            .is_some_and(|text| text.contains("2025-09-02")),
        "{errors}"
    );
    assert!(
        errors[1]["detail"].as_str().is_some_and(|text| text.contains("formel")),
        "{errors}"
    );
}

async fn what_no_sheet_of_records_has_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let part = |name: &str, content: &[u8]| with_part(workbook(|_| {}), name, content);
    let hidden = workbook(|workbook| {
        workbook.add_worksheet().set_hidden(true);
    });
    let merged = workbook(|workbook| {
        let sheet = workbook.worksheet_from_index(0).expect("there");
        sheet.merge_range(1, 4, 2, 4, "Bingo", &Format::new()).expect("written");
    });
    for (name, bytes) in [
        ("a bomb", part("xl/media/image1.png", &vec![0; 100 << 20])),
        ("macros", part("xl/vbaProject.bin", b"x")),
        (
            "links to other files",
            part("xl/externalLinks/externalLink1.xml", b"<x/>"),
        ),
        ("a hidden sheet", hidden),
        ("merged cells", merged),
        ("old Excel", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        ("a broken file", b"PK\x03\x04rest".to_vec()),
    ] {
        let started = std::time::Instant::now();
        let answered = send(&app, XLSX, bytes).await;
        assert_eq!(answered.status, 400, "{name}: {}", answered.text);
        assert!(
            started.elapsed() < std::time::Duration::from_secs(20),
            "{name}: {:?}",
            started.elapsed()
        );
    }
}

async fn an_ods_with_macros_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    for name in ["Basic/Standard/Module1.xml", "Scripts/python/macro.py"] {
        let macros = with_part(saved("sv-SE.ods"), name, b"x");
        let answered = send(&app, ODS, macros).await;
        assert_eq!(answered.status, 400, "{name}: {}", answered.text);
        assert!(answered.text.contains("Filen har makron"), "{name}: {}", answered.text);
    }
    // The same file with another part is read.
    let other = send(&app, ODS, with_part(saved("sv-SE.ods"), "Thumbnails/x.png", b"x")).await;
    let plain = send(&app, ODS, saved("sv-SE.ods")).await;
    assert_eq!(other.json()["errors"], plain.json()["errors"]);
}

async fn the_template_comes_as_a_workbook(engine: Engine) {
    let app = TestApp::start(engine).await;
    let bearer = format!("Bearer {}", association());
    let path = "/municipalities/0188/group-record-template?insats=traffpunkter";
    let headers = [("authorization", bearer.as_str()), ("accept", XLSX)];
    let answered = app.send(reqwest::Method::GET, path, &headers, None).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(answered.header("content-type"), XLSX);
    assert!(answered.header("content-disposition").contains("traffpunkter.xlsx"));
    let nothing = send(&app, XLSX, answered.bytes).await;
    assert_eq!(
        (nothing.status.as_u16(), &nothing.json()["created"]),
        (200, &json!(0)),
        "{}",
        nothing.text
    );
    assert!(nothing.json()["warnings"].is_null() && nothing.json()["skippedRows"].is_null());
    let own = format!("Bearer {}", municipality("0188"));
    let refused = [("authorization", own.as_str()), ("accept", "application/pdf")];
    let answered = app.send(reqwest::Method::GET, path, &refused, None).await;
    assert_eq!(answered.status, 406);
}
