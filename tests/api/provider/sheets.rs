//! Sheets that a provider hands in on the page.

use super::visitor::{Page, STREAM, Visitor, signed_in};
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::reports::{RECORDS, association};
use crate::tests;

tests![
    a_sheet_is_checked_and_then_handed_in,
    faults_name_rows_and_columns,
    the_same_sheet_again_does_nothing,
    a_changed_row_corrects_the_record,
    a_file_that_is_no_sheet_is_said_to_be_none,
    a_file_that_is_too_large_is_refused,
    the_templates_are_those_of_the_api,
];

const HEADER: &str = "datum;plats;aktivitet;metod;utfört_av;antal_deltagare;kvinnor;män\n";
const ROW: &str = "2025-09-02;norrtalje;Sång;öppen gruppträff;volontärer;18;12;6\n";

async fn check(app: &TestApp, visitor: &mut Visitor, sheet: &str) -> Page {
    let token = visitor.form_token(app).await;
    visitor.upload(app, &token, "blad.csv", sheet.as_bytes()).await
}

/// Presses the button of a page that has one.
async fn press(app: &TestApp, visitor: &mut Visitor, page: &Page, path: &str) -> Page {
    let hidden = page.hidden();
    let fields: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    visitor.post(app, &format!("{STREAM}/{path}"), &fields).await
}

async fn records(app: &TestApp) -> Vec<serde_json::Value> {
    let list = app.get_as(&association(), RECORDS).await.json();
    list["groupRecords"].as_array().expect("records").clone()
}

async fn a_sheet_is_checked_and_then_handed_in(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let sheet = format!("{HEADER}{ROW}{}", ROW.replace("09-02", "09-09"));
    let checked = check(&app, &mut visitor, &sheet).await;
    assert_eq!(
        (checked.status.as_u16(), checked.heading()),
        (200, "Bladet är rätt ifyllt"),
        "{}",
        checked.text
    );
    assert!(checked.text.contains("2 nya rader"), "{}", checked.text);
    assert_eq!(records(&app).await.len(), 0, "nothing is saved yet");
    let receipt = press(&app, &mut visitor, &checked, "receipt").await;
    assert_eq!(
        (receipt.status.as_u16(), receipt.heading()),
        (200, "Bladet är inlämnat"),
        "{}",
        receipt.text
    );
    for shown in [
        "Finska föreningen",
        "Norrtälje",
        "Träffpunkter",
        "2025-10-01 12:00",
        "2 nya rader",
    ] {
        assert!(receipt.text.contains(shown), "{shown}: {}", receipt.text);
    }
    assert_eq!(records(&app).await.len(), 2);
}

async fn faults_name_rows_and_columns(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let rows = [
        ROW.replace(";6\n", ";9\n"),
        ROW.replace("2025-09-02", "14/10/25"),
        ROW.replace(";18;", ";1,000;"),
        ROW.replace("Sång", "19510314-1234"),
    ];
    let faulty = check(&app, &mut visitor, &format!("{HEADER}{}", rows.concat())).await;
    assert_eq!(
        (faulty.status.as_u16(), faulty.heading()),
        (422, "Bladet har 4 fel"),
        "{}",
        faulty.text
    );
    for place in [
        "Rad 2, kolumn antal_deltagare:",
        "Rad 3, kolumn datum:",
        "Rad 4, kolumn antal_deltagare:",
        "Rad 5, kolumn aktivitet:",
    ] {
        assert!(faulty.text.contains(place), "{place}: {}", faulty.text);
    }
    assert!(!faulty.text.contains("1234"), "{}", faulty.text);
    assert_eq!(records(&app).await.len(), 0);
    // The same fault in several rows is one sentence.
    let same = ROW.replace("2025-09-02", "14/10/25").repeat(3);
    let faulty = check(&app, &mut visitor, &format!("{HEADER}{same}")).await;
    assert!(faulty.text.contains("Rad 2, 3, 4, kolumn datum:"), "{}", faulty.text);
}

async fn the_same_sheet_again_does_nothing(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let sheet = format!("{HEADER}{ROW}");
    let checked = check(&app, &mut visitor, &sheet).await;
    press(&app, &mut visitor, &checked, "receipt").await;
    let again = check(&app, &mut visitor, &sheet).await;
    assert_eq!(again.heading(), "Bladet är redan inlämnat", "{}", again.text);
    assert!(!again.text.contains(">Lämna in</button>"), "{}", again.text);
    assert_eq!(records(&app).await.len(), 1);
}

async fn a_changed_row_corrects_the_record(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let checked = check(&app, &mut visitor, &format!("{HEADER}{ROW}")).await;
    press(&app, &mut visitor, &checked, "receipt").await;
    let checked = check(
        &app,
        &mut visitor,
        &format!("{HEADER}{}", ROW.replace("18;12;6", "20;12;8")),
    )
    .await;
    assert!(checked.text.contains("1 ändrad rad: 2"), "{}", checked.text);
    press(&app, &mut visitor, &checked, "receipt").await;
    let records = records(&app).await;
    assert_eq!(
        (records.len(), &records[0]["participants"]["total"]),
        (1, &serde_json::json!(20))
    );
}

async fn a_file_that_is_no_sheet_is_said_to_be_none(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let token = visitor.form_token(&app).await;
    let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n".to_vec();
    for (name, file) in [("blad.pdf", pdf), ("bild.csv", b"en text utan rubriker\n".to_vec())] {
        let refused = visitor.upload(&app, &token, name, &file).await;
        assert_eq!(
            (refused.status.as_u16(), refused.heading()),
            (422, "Filen kan inte användas"),
            "{}",
            refused.text
        );
        assert!(refused.text.contains("Är det rätt fil?"), "{name}: {}", refused.text);
    }
    let nothing = visitor.upload(&app, &token, "", b"").await;
    assert_eq!(nothing.heading(), "Filen kan inte användas", "{}", nothing.text);
    assert!(nothing.text.contains("Välj bladet"), "{}", nothing.text);
}

async fn a_file_that_is_too_large_is_refused(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let token = visitor.form_token(&app).await;
    for bytes in [2 * 1024 * 1024 + 1, 5 * 1024 * 1024] {
        let refused = visitor.upload(&app, &token, "blad.xlsx", &vec![b'a'; bytes]).await;
        assert_eq!(
            (refused.status.as_u16(), refused.heading()),
            (413, "Bladet är för stort"),
            "{}",
            refused.text
        );
    }
}

async fn the_templates_are_those_of_the_api(engine: Engine) {
    let (_issuer, app, mut visitor) = signed_in(engine).await;
    let path = "/municipalities/0188/group-record-template?insats=traffpunkter";
    let of_api = app.get_as(&association(), path).await;
    let of_page = visitor.get(&app, &format!("{STREAM}/sheet.csv")).await;
    assert_eq!(of_page.text, of_api.text);
    let workbook = visitor.get(&app, &format!("{STREAM}/sheet.xlsx")).await;
    assert!(workbook.text.starts_with("PK"), "a workbook is a ZIP file");
}
