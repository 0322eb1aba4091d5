//! The files that programs and browsers send: encodings, media types and forms.

use serde_json::json;

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::refused;
use crate::fixtures::reports::{BATCHES, association, post_with};
use crate::tests;

tests![
    the_encoding_is_found_or_refused,
    text_that_looks_wrong_has_a_warning,
    the_types_of_browsers_are_taken,
    a_form_has_one_file,
    a_sheet_of_millions_of_columns_is_refused,
];

const SHEET: &str = "insats;utförare;datum;plats;aktivitet;metod;utfört_av;antal_deltagare;kvinnor;män\n\
    traffpunkter;finska-foreningen;2025-09-02;norrtalje;Sång på åar;öppen gruppträff;volontärer;18;11;6\n";

async fn send(app: &TestApp, headers: &[(&str, &str)], body: Vec<u8>) -> Answered {
    post_with(app, &association(), BATCHES, headers, body).await
}

async fn send_as(app: &TestApp, media_type: &str, body: Vec<u8>) -> Answered {
    send(app, &[("content-type", media_type)], body).await
}

/// The sheet in an encoding of one byte a letter, given the bytes of åäö and Å.
fn in_bytes(letters: [u8; 3]) -> Vec<u8> {
    let byte = |c: char| match c {
        'å' => letters[0],
        'ä' => letters[1],
        'ö' => letters[2],
        other => u8::try_from(other).expect("ASCII"),
    };
    SHEET.chars().map(byte).collect()
}

const WINDOWS_1252: [u8; 3] = [0xE5, 0xE4, 0xF6];
const MAC_ROMAN: [u8; 3] = [0x8C, 0x8A, 0x9A];
const CP850: [u8; 3] = [0x86, 0x84, 0x94];

async fn the_encoding_is_found_or_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let twice: String = SHEET.bytes().map(char::from).collect();
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(SHEET.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let first = send_as(&app, "text/csv", SHEET.as_bytes().to_vec()).await;
    assert_eq!(
        (first.status.as_u16(), &first.json()["created"]),
        (200, &json!(1)),
        "{}",
        first.text
    );
    assert!(first.json()["warnings"].is_null());
    for (media_type, bytes, guessed) in [
        ("text/csv; charset=UTF-8", SHEET.as_bytes().to_vec(), None),
        ("text/csv", format!("\u{feff}{SHEET}").into_bytes(), None),
        ("text/csv", in_bytes(WINDOWS_1252), None),
        ("text/csv; charset=\"windows-1252\"", in_bytes(WINDOWS_1252), None),
        ("text/csv; charset=iso-8859-1", in_bytes(WINDOWS_1252), None),
        ("text/csv", utf16, None),
        ("text/csv", in_bytes(MAC_ROMAN), Some("MacRoman")),
        ("text/csv", in_bytes(CP850), Some("CP850")),
        ("text/csv; charset=cp850", in_bytes(CP850), None),
        ("text/csv", twice.into_bytes(), Some("UTF-8")),
    ] {
        let answered = send_as(&app, media_type, bytes).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["unchanged"]),
            (200, &json!(1)),
            "{media_type} {guessed:?}: {}",
            answered.text
        );
        let warning = answered.json()["warnings"][0].clone();
        match guessed {
            None => assert!(warning.is_null(), "{warning}"),
            Some(name) => {
                assert_eq!(warning["code"], "encodingGuessed");
                assert!(
                    warning["text"]["sv"].as_str().is_some_and(|text| text.contains(name)),
                    "{warning}"
                );
            }
        }
    }
    // One byte of another encoding in a file that says what it is.
    let mut mixed = SHEET.as_bytes().to_vec();
    mixed.extend(b"traffpunkter;finska-foreningen;2025-09-09;norrtalje;S\xE5ng\n");
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(&mixed);
    for (media_type, bytes) in [("text/csv", marked), ("text/csv; charset=utf-8", mixed)] {
        let answered = send_as(&app, media_type, bytes).await;
        refused(&answered, 400, &[("", "notUtf8")]);
        assert_eq!(answered.json()["errors"][0]["line"], 3, "{}", answered.text);
    }
    let unknown = send_as(&app, "text/csv; charset=klingon", SHEET.as_bytes().to_vec()).await;
    refused(&unknown, 400, &[("", "invalidFormat")]);
}

async fn text_that_looks_wrong_has_a_warning(engine: Engine) {
    let app = TestApp::start(engine).await;
    let header = "insats;provider;date;activity;method;performed_by;total;women;men\n";
    for (at, (garbled, meant)) in [
        ("öppen trŠff", "ä"),
        ("gymnastik fšr alla", "ö"),
        ("tr„ff", "ä"),
        ("trÃ¤ff", "ä"),
    ]
    .into_iter()
    .enumerate()
    {
        let garbled = garbled.replace('ö', "");
        let row = format!(
            "traffpunkter;finska-foreningen;2025-09-0{};Bingo;{garbled};blandat;18;11;6\n",
            at + 1
        );
        let answered = send_as(&app, "text/csv", format!("{header}{row}").into_bytes()).await;
        assert_eq!(answered.status, 200, "{}", answered.text);
        let warning = &answered.json()["warnings"][0];
        assert_eq!(
            (&warning["code"], &warning["line"]),
            (&json!("mayBeWrongEncoding"), &json!(2))
        );
        let text = warning["text"]["sv"].as_str().expect("text");
        assert!(text.contains(&format!("ska troligen vara {meant}")), "{text}");
    }
    for plain in ["träff med Tomaš", "”öppet hus”", "café – 5 €", "Œuvre"] {
        let row = format!("traffpunkter;finska-foreningen;2025-09-09;Bingo;{plain};blandat;18;11;6\n");
        let path = format!("{BATCHES}?validateOnly=true");
        let headers = [("content-type", "text/csv")];
        let answered = post_with(
            &app,
            &association(),
            &path,
            &headers,
            format!("{header}{row}").into_bytes(),
        )
        .await;
        assert_eq!(answered.status, 200, "{}", answered.text);
        assert!(answered.json()["warnings"].is_null(), "{}", answered.text);
    }
}

async fn the_types_of_browsers_are_taken(engine: Engine) {
    let app = TestApp::start(engine).await;
    let sheet = || SHEET.as_bytes().to_vec();
    for media_type in [
        "text/csv",
        "TEXT/CSV",
        "application/vnd.ms-excel",
        "application/csv",
        "text/plain",
        "text/plain;charset=UTF-8",
        "text/tab-separated-values",
        "text/comma-separated-values",
    ] {
        let answered = send_as(&app, media_type, sheet()).await;
        assert_eq!(answered.status, 200, "{media_type}: {}", answered.text);
    }
    let named = [
        ("content-type", "application/octet-stream"),
        ("content-disposition", "attachment; filename=\"oktober.CSV\""),
    ];
    assert_eq!(send(&app, &named, sheet()).await.status, 200);
    let other_name = [
        named[0],
        ("content-disposition", "attachment; filename=\"oktober.pdf\""),
    ];
    for headers in [&named[..1], &other_name, &[("content-type", "application/pdf")], &[]] {
        let answered = send(&app, headers, sheet()).await;
        assert_eq!(answered.status, 415, "{headers:?}: {}", answered.text);
        for wanted in [
            "application/json",
            "multipart/form-data",
            "text/csv",
            "spreadsheetml",
            "opendocument",
            "vnd.ms-excel",
        ] {
            assert!(answered.text.contains(wanted), "{wanted}: {}", answered.text);
        }
    }
}

/// A form with parts: their headers and their content.
fn form(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts = parts
        .iter()
        .map(|(headers, content)| format!("--grans\r\n{headers}\r\n\r\n{content}\r\n"));
    format!("{}--grans--\r\n", parts.collect::<String>()).into_bytes()
}

async fn a_form_has_one_file(engine: Engine) {
    let app = TestApp::start(engine).await;
    let form_type = "multipart/form-data; boundary=grans";
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"oktober.csv\"\r\nContent-Type: application/vnd.ms-excel";
    let octets = "Content-Disposition: form-data; name=\"file\"; filename=\"oktober.csv\"\r\nContent-Type: application/octet-stream";
    let large = format!("{SHEET}{}", ";;;\n".repeat(100_000));
    for one in [(file, SHEET), (octets, SHEET), (file, large.as_str())] {
        let answered = send_as(&app, form_type, form(&[one])).await;
        assert_eq!(answered.status, 200, "{}", answered.text);
    }
    let field = "Content-Disposition: form-data; name=\"note\"";
    for parts in [
        &[(file, SHEET), (file, SHEET)][..],
        &[(field, "hej"), (file, SHEET)],
        &[(field, "hej")],
        &[],
    ] {
        let answered = send_as(&app, form_type, form(parts)).await;
        refused(&answered, 400, &[("", "invalidFormat")]);
    }
    for (media_type, body) in [
        ("multipart/form-data", form(&[(file, SHEET)])),
        (form_type, b"--grans\r\n".to_vec()),
        (form_type, b"no form".to_vec()),
        (form_type, Vec::new()),
    ] {
        refused(&send_as(&app, media_type, body).await, 400, &[("", "invalidFormat")]);
    }
    let pdf = file.replace("application/vnd.ms-excel", "application/pdf");
    assert_eq!(send_as(&app, form_type, form(&[(&pdf, SHEET)])).await.status, 415);
}

async fn a_sheet_of_millions_of_columns_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let header = format!("insats{}\n", ";".repeat(1_500_000));
    let answered = send_as(&app, "text/csv", header.into_bytes()).await;
    refused(&answered, 400, &[("", "tooLong")]);
    let wide_row = format!("{SHEET}traffpunkter{}x\n", ";".repeat(1_500_000));
    let answered = send_as(&app, "text/csv", wide_row.into_bytes()).await;
    refused(&answered, 400, &[("/records/1", "unknownMember")]);
}
