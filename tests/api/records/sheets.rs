//! Group records as sheets: a person takes an empty one, fills it in, sends, corrects and exports it. A volunteer does
//! the same on the command line.

use insatskatalog::http_client;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::refused;
use crate::fixtures::process::Process;
use crate::fixtures::reports::{BATCHES, RECORDS, association, municipality, post_with, sums_agree};
use crate::tests;

tests![
    an_empty_sheet_has_what_the_insats_needs,
    what_a_spreadsheet_saves_is_taken,
    faults_have_row_numbers,
    what_is_taken_out_can_be_sent_again,
    a_volunteer_hands_in_a_sheet,
];

const TEMPLATE: &str = "/municipalities/0188/group-record-template";

async fn send(app: &TestApp, query: &str, sheet: Vec<u8>) -> Answered {
    let path = format!("{BATCHES}{query}");
    post_with(app, &association(), &path, &[("content-type", "text/csv")], sheet).await
}

async fn an_empty_sheet_has_what_the_insats_needs(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = app
        .get_as(&association(), &format!("{TEMPLATE}?insats=traffpunkter"))
        .await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert!(answered.header("content-type").starts_with("text/csv"));
    assert!(answered.header("content-disposition").contains("traffpunkter.csv"));
    let text = answered.text.trim_start_matches('\u{feff}');
    assert!(text.starts_with('#') || text.starts_with("\"#"), "{text}");
    for wanted in [
        "datum",
        "kvinnor",
        "utfört_av",
        "metod",
        "rimbo",
        "finska-foreningen",
        "period",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    // The empty sheet holds no records.
    let nothing = send(&app, "", answered.text.into_bytes()).await;
    assert_eq!(
        (nothing.status.as_u16(), &nothing.json()["created"]),
        (200, &json!(0)),
        "{}",
        nothing.text
    );
    for (query, status) in [
        ("", 400),
        ("?insats=dansbana", 404),
        ("?insats=kontaktperson", 422),
        ("?insats=traffpunkter&provider=hamnkompaniets-utforare", 403),
        ("?insats=traffpunkter&hologram=1", 400),
    ] {
        let answered = app.get_as(&association(), &format!("{TEMPLATE}{query}")).await;
        assert_eq!(answered.status, status, "{query}: {}", answered.text);
    }
}

/// A sheet as Swedish Excel saves it.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).expect("in Windows-1252"))
        .collect()
}

const SHEET: &str = "Datum;Plats;Aktivitet;Metod;Utfört av;Antal deltagare;Kvinnor;Män;Skattning fråga;Skattning medel;Skattning svar;Skattning max\r\n\
    2025-09-02;Norrtälje;Sång och fika;öppen gruppträff;Volontärer;18;11;6;Hur nöjd är du?;4,3;15;5\r\n\
    2025-09-09;Norrtälje;Sång och fika;öppen gruppträff;Volontärer;21;12;8;;;;\r\n\
    ;;;;;;;;;;;\r\n";

const DEFAULTS: &str = "?insats=traffpunkter&provider=finska-foreningen";

async fn what_a_spreadsheet_saves_is_taken(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = send(&app, DEFAULTS, windows_1252(SHEET)).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(answered.json()["created"], 2);
    let records = app.get_as(&association(), RECORDS).await.json();
    let first = &records["groupRecords"][0];
    assert_eq!(
        (
            &first["place"],
            &first["activity"],
            &first["performedBy"],
            &first["level"]
        ),
        (
            &json!("norrtalje"),
            &json!("Sång och fika"),
            &json!("volontärer"),
            &json!("group")
        )
    );
    assert_eq!(
        first["evaluation"]["ratings"][0],
        json!({"question": "Hur nöjd är du?", "mean": 4.3, "responses": 15, "scaleMax": 5})
    );
    // The growing sheet, in UTF-8 with commas this time.
    let more = format!(
        "{}2025-09-16;Norrtälje;Sång och fika;öppen gruppträff;Volontärer;19;12;7;;;;\r\n",
        SHEET.replace(";;;;;;;;;;;\r\n", "")
    );
    let answered = send(&app, DEFAULTS, format!("\u{feff}{more}").into_bytes())
        .await
        .json();
    assert_eq!((&answered["created"], &answered["unchanged"]), (&json!(1), &json!(2)));
    let corrected = more.replace(";21;12;8;", ";22;13;8;");
    let answered = send(&app, &format!("{DEFAULTS}&onConflict=correct"), corrected.into_bytes())
        .await
        .json();
    assert_eq!((&answered["corrected"], &answered["unchanged"]), (&json!(1), &json!(2)));
    sums_agree(&app);
}

async fn faults_have_row_numbers(engine: Engine) {
    let app = TestApp::start(engine).await;
    let wrong = SHEET
        .replace(";18;11;6;", ";18;19;6;")
        .replace("2025-09-09;", "9/9 2025;");
    let answered = send(&app, DEFAULTS, wrong.into_bytes()).await;
    refused(
        &answered,
        400,
        &[
            ("/records/0/participants", "genderSum"),
            ("/records/1/date", "invalidDate"),
        ],
    );
    let wrong = SHEET
        .replace(";18;11;6;", ";18;19;6;")
        .replace("Sång och fika", "Karin 070-123 45 67");
    let answered = send(&app, DEFAULTS, wrong.into_bytes()).await;
    refused(
        &answered,
        422,
        &[
            ("/records/0/participants", "genderSum"),
            ("/records/0/activity", "contactDetail"),
            ("/records/1/activity", "contactDetail"),
        ],
    );
    assert!(!answered.text.contains("Karin"));
    let unknown = SHEET.replace("Metod", "Personnummer");
    let answered = send(&app, DEFAULTS, unknown.into_bytes()).await;
    assert_eq!(answered.status, 400);
    assert!(
        !answered.text.contains("Personnummer"),
        "an unknown header may be anything: {}",
        answered.text
    );
    for sheet in [&b"PK\x03\x04"[..], b"", b"\0\0"] {
        assert_eq!(send(&app, DEFAULTS, sheet.to_vec()).await.status, 400);
    }
    assert_eq!(
        app.get_as(&municipality("0188"), RECORDS).await.json()["_meta"]["totalRecords"],
        0
    );
}

async fn what_is_taken_out_can_be_sent_again(engine: Engine) {
    let app = TestApp::start(engine).await;
    let formula = SHEET.replace("Sång och fika", "=HYPERLINK");
    assert_eq!(send(&app, DEFAULTS, formula.into_bytes()).await.status, 200);
    let bearer = format!("Bearer {}", association());
    let headers = [("authorization", bearer.as_str()), ("accept", "text/csv")];
    let out = app.send(reqwest::Method::GET, RECORDS, &headers, None).await;
    assert_eq!(out.status, 200);
    assert!(
        out.text.contains("'=HYPERLINK") && !out.text.contains(";=HYPERLINK"),
        "{}",
        out.text
    );
    let again = send(&app, "", out.text.into_bytes()).await.json();
    assert_eq!((&again["created"], &again["unchanged"]), (&json!(0), &json!(2)));
}

async fn a_volunteer_hands_in_a_sheet(engine: Engine) {
    // This follows docs/group-records.md: local tokens, and the default database.
    if engine == Engine::Postgresql {
        return the_same_on_postgresql().await;
    }
    hands_in(&[]).await;
}

async fn the_same_on_postgresql() {
    let database = crate::fixtures::app::Database::with_catalogues(Engine::Postgresql);
    hands_in(&[("DATABASE_URL", database.url.as_str())]).await;
}

/// A row of a session under a template's own headers.
fn filled_in(header: &str, date: &str, women: &str) -> String {
    let cell = |name: &str| match name {
        "datum" => date.to_owned(),
        "plats" => "norrtalje".into(),
        "aktivitet" => "Bingo".into(),
        "metod" => "öppen gruppträff".into(),
        "utfört_av" => "volontärer".into(),
        "antal_deltagare" => "18".into(),
        "kvinnor" => women.to_owned(),
        "män" => "6".into(),
        "insats" => "traffpunkter".into(),
        "utförare" => "finska-foreningen".into(),
        _ => String::new(),
    };
    header.split(';').map(cell).collect::<Vec<_>>().join(";")
}

async fn hands_in(settings: &[(&str, &str)]) {
    let process = Process::start_with(&["serve", "--dev-tokens"], settings);
    let api = format!("{}{}", process.origin, crate::fixtures::app::BASE);
    let made = process.run(
        &[
            "token",
            "--scope",
            "records:write",
            "--scope",
            "records:read",
            "--municipality",
            "0188",
            "--provider",
            "0188/finska-foreningen",
        ],
        &[],
    );
    let token = String::from_utf8(made.stdout).expect("a token").trim().to_owned();
    let client = http_client::builder().no_proxy().build().expect("a client");
    let get = async |path: &str| {
        let answer = client
            .get(format!("{api}{path}"))
            .bearer_auth(&token)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        answer.text().await.expect("text")
    };
    let template = get(&format!("{TEMPLATE}?insats=traffpunkter")).await;
    // Fills in two rows under the template's own header.
    let header = template
        .lines()
        .find(|line| line.trim_start_matches('\u{feff}').starts_with("insats"))
        .expect("a header")
        .trim_start_matches('\u{feff}')
        .to_owned();
    let row = |date: &str, women: &str| filled_in(&header, date, women);
    let file = process.folder.path().join("2025.csv");
    let post = |rows: &[String], more: &[&str]| {
        std::fs::write(&file, format!("{template}{}\n", rows.join("\n"))).expect("written");
        let mut arguments = vec!["records", "post", "2025.csv", "--url", &api, "--municipality", "0188"];
        arguments.extend(more);
        let output = process.run(&arguments, &[("INSATSKATALOG_TOKEN", &token)]);
        let printed = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        (output.status.code(), printed)
    };
    let (status, printed) = post(&[row("2025-09-02", "99"), row("2025-09-09", "12")], &[]);
    assert_eq!(status, Some(1), "{printed}");
    let line = template.lines().count() + 1;
    assert!(
        printed.contains(&line.to_string()) && printed.contains("fler än totalen")
            || printed.contains("fler tillsammans"),
        "{printed}"
    );
    let (status, printed) = post(
        &[row("2025-09-02", "12"), row("2025-09-09", "12")],
        &["--validate-only"],
    );
    assert_eq!(status, Some(0), "{printed}");
    let count =
        async || serde_json::from_str::<Value>(&get(RECORDS).await).expect("JSON")["_meta"]["totalRecords"].clone();
    assert_eq!(count().await, 0);
    let (status, printed) = post(&[row("2025-09-02", "12"), row("2025-09-09", "12")], &[]);
    assert_eq!(status, Some(0), "{printed}");
    assert_eq!(count().await, 2);
    let grown = [
        row("2025-09-02", "11"),
        row("2025-09-09", "12"),
        row("2025-09-16", "12"),
    ];
    assert_eq!(
        post(&grown, &[]).0,
        Some(1),
        "a row that says something new asks for --correct"
    );
    let (status, printed) = post(&grown, &["--correct"]);
    assert_eq!(status, Some(0), "{printed}");
    assert_eq!(count().await, 3);
    let reporting = get("/municipalities/0188/reporting?from=2025-01-01&to=2025-12-31").await;
    assert!(reporting.contains("\"records\":3"), "{reporting}");
    let verified = process.run(&["sums", "verify"], &[]);
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stdout)
    );
}
