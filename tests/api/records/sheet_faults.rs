//! The faults of a sheet: all in one answer, each with its row, its column and what was read, in words of the sheet.

use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::refused;
use crate::fixtures::reports::{BATCHES, RECORDS, association, hand_in, municipality, post_with, session};
use crate::tests;

tests![
    every_fault_has_its_row_and_its_column,
    a_consequence_of_a_fault_is_no_fault,
    conflicts_are_listed_with_the_other_faults,
    faults_of_rows_and_header_hide_no_other,
    rows_of_others_have_their_lines,
    comments_are_skipped_and_listed,
    names_are_taken_for_slugs,
    the_words_are_those_of_the_sheet,
];

const HEADER: &str = "Insats;Utförare;Datum;Plats;Aktivitet;Metod;Utfört av;Antal deltagare;Kvinnor;Män";

/// A sheet of rows with the usual values around some cells: date, activity, total, women, men.
fn sheet(rows: &[[&str; 5]]) -> String {
    let rows = rows.iter().map(|[date, activity, total, women, men]| {
        format!(
            "traffpunkter;finska-foreningen;{date};norrtalje;{activity};öppen gruppträff;volontärer;{total};{women};{men}\n"
        )
    });
    format!("{HEADER}\n{}", rows.collect::<String>())
}

async fn send(app: &TestApp, query: &str, sheet: &str) -> Answered {
    let path = format!("{BATCHES}{query}");
    let headers = [("content-type", "text/csv"), ("accept-language", "sv")];
    post_with(app, &association(), &path, &headers, sheet.as_bytes().to_vec()).await
}

/// Each fault in short: line, column, code, and what was read.
fn places(answered: &Answered) -> Vec<(u64, String, String, String)> {
    let problem = answered.json();
    let errors = problem["errors"].as_array().expect("errors").iter();
    let text = |error: &Value, member: &str| error[member].as_str().unwrap_or_default().to_owned();
    errors
        .map(|error| {
            (
                error["line"].as_u64().unwrap_or_default(),
                text(error, "column"),
                text(error, "code"),
                text(error, "understood"),
            )
        })
        .collect()
}

fn place(line: u64, column: &str, code: &str, understood: &str) -> (u64, String, String, String) {
    (line, column.into(), code.into(), understood.into())
}

async fn every_fault_has_its_row_and_its_column(engine: Engine) {
    let app = TestApp::start(engine).await;
    let sheet = sheet(&[
        ["14/10/25", "Bingo", "18", "19", "6"],
        ["2025-09-09", "Bingo", "18", "19", "6"],
        ["2025-9-16", "Bingo", "12,0", "6", "6"],
        ["2025-09-23", "Bingo", "ungefär 12", "6", "6"],
        ["45944", "Bingo", "########", "#SAKNAS!", "6"],
        ["2030-01-01", "Bingo", "19550702", "6", "6"],
        ["2025-09-30", "ring 070-123 45 67", "18", "11", "7"],
    ]);
    let answered = send(&app, "", &sheet).await;
    assert_eq!(answered.status, 400, "{}", answered.text);
    assert_eq!(
        places(&answered),
        [
            place(2, "Datum", "invalidDate", "en text med 8 tecken"),
            place(
                2,
                "Antal deltagare",
                "genderSum",
                "Kvinnor 19, Män 6, Antal deltagare 18"
            ),
            place(
                3,
                "Antal deltagare",
                "genderSum",
                "Kvinnor 19, Män 6, Antal deltagare 18"
            ),
            place(5, "Antal deltagare", "wrongType", "en text med 10 tecken"),
            place(6, "Datum", "invalidDate", "ett tal med 5 siffror"),
            place(6, "Antal deltagare", "invalidFormat", ""),
            place(6, "Kvinnor", "invalidFormat", ""),
            place(7, "Antal deltagare", "invalidCount", "ett tal med 8 siffror"),
            place(7, "Datum", "dateInFuture", "2030-01-01"),
            place(8, "Aktivitet", "contactDetail", ""),
        ]
    );
    for wanted in [
        "vad som är dag, månad och år",
        "troligen 2025-10-14",
        "Gör kolumnen bredare",
        "felvärde från kalkylprogrammet",
    ] {
        assert!(answered.text.contains(wanted), "{wanted}: {}", answered.text);
    }
    for refused in ["14/10/25", "45944", "ungefär", "19550702", "070-123"] {
        assert!(!answered.text.contains(refused), "{refused}: {}", answered.text);
    }
    let only = send(&app, "", &sheet_of_one("2025-09-09", "Bingo", "18", "19")).await;
    let detail = only.json()["detail"].as_str().expect("text").to_owned();
    assert!(detail.starts_with("Rad 2, Antal deltagare: "), "{detail}");
}

fn sheet_of_one(date: &str, activity: &str, total: &str, women: &str) -> String {
    sheet(&[[date, activity, total, women, "6"]])
}

async fn a_consequence_of_a_fault_is_no_fault(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (row, expected) in [
        // Without a day, nothing says that the day is missing; without a total, none that the genders are.
        (["i höstas", "Bingo", "18", "12", "6"], ("Datum", "invalidDate")),
        (
            ["2025-09-09", "Bingo", "många", "12", "6"],
            ("Antal deltagare", "wrongType"),
        ),
        (["2025-09-09", "Bingo", "18", "några", "6"], ("Kvinnor", "wrongType")),
    ] {
        let answered = send(&app, "", &sheet(&[row])).await;
        let found: Vec<_> = places(&answered)
            .into_iter()
            .map(|(_, column, code, _)| (column, code))
            .collect();
        assert_eq!(
            found,
            [(expected.0.to_owned(), expected.1.to_owned())],
            "{}",
            answered.text
        );
    }
}

async fn conflicts_are_listed_with_the_other_faults(engine: Engine) {
    let app = TestApp::start(engine).await;
    hand_in(&app, &session("2025-09-02")).await;
    let sheet = sheet(&[
        ["2025-09-02", "Sång och fika", "21", "12", "6"],
        ["2025-09-09", "Bingo", "18", "12", "6"],
        ["2025-09-09", "Bingo", "18", "11", "6"],
        ["2025-09-16", "Bingo", "18", "19", "6"],
    ]);
    let answered = send(&app, "", &sheet).await;
    assert_eq!(
        places(&answered),
        [
            place(2, "", "duplicateRecord", ""),
            place(4, "", "duplicateRecord", ""),
            place(
                5,
                "Antal deltagare",
                "genderSum",
                "Kvinnor 19, Män 6, Antal deltagare 18"
            ),
        ]
    );
    for wanted in ["onConflict=correct", "--correct", "pass_nr", "som rad 3"] {
        assert!(answered.text.contains(wanted), "{wanted}: {}", answered.text);
    }
    let without = send(&app, "", &sheet.replace(";19;6\n", ";12;6\n")).await;
    assert_eq!(without.status, 409, "{}", without.text);
    assert_eq!(
        places(&without),
        [place(2, "", "duplicateRecord", ""), place(4, "", "duplicateRecord", "")]
    );
}

async fn faults_of_rows_and_header_hide_no_other(engine: Engine) {
    let app = TestApp::start(engine).await;
    let text = sheet(&[
        ["2025-09-02", "Bingo;extra", "18", "12", "6"],
        ["2025-09-09", "Bingo", "18", "19", "6"],
    ]);
    let answered = send(&app, "", &text).await;
    assert_eq!(
        places(&answered),
        [
            place(2, "", "unknownMember", ""),
            place(
                3,
                "Antal deltagare",
                "genderSum",
                "Kvinnor 19, Män 6, Antal deltagare 18"
            ),
        ]
    );
    // A misspelled header: every row lacks the column, which is said once.
    let misspelled = sheet(&[["2025-09-09", "Bingo", "18", "19", "6"]]).replace("Metod", "Metoden");
    let answered = send(&app, "", &misspelled).await;
    assert_eq!(
        places(&answered),
        [
            place(1, "", "unknownMember", ""),
            place(
                2,
                "Antal deltagare",
                "genderSum",
                "Kvinnor 19, Män 6, Antal deltagare 18"
            ),
        ]
    );
    assert!(answered.text.contains("menar du metod?") && !answered.text.contains("Metoden"));
}

async fn rows_of_others_have_their_lines(engine: Engine) {
    let app = TestApp::start(engine).await;
    let text = sheet(&[
        ["2025-09-02", "Bingo", "18", "12", "6"],
        ["2025-09-09", "Bingo", "18", "19", "6"],
        ["2025-09-16", "Bingo", "18", "19", "6"],
    ]);
    let text = text.replace(
        "finska-foreningen;2025-09-16",
        "tiohundras-ogon-och-horselmottagningar;2025-09-16",
    );
    let answered = send(&app, "", &text).await;
    assert_eq!(answered.status, 403, "{}", answered.text);
    let other = "tiohundras-ogon-och-horselmottagningar";
    assert_eq!(
        places(&answered),
        [
            place(
                3,
                "Antal deltagare",
                "genderSum",
                "Kvinnor 19, Män 6, Antal deltagare 18"
            ),
            place(4, "Utförare", "otherProvider", other),
        ]
    );
}

async fn comments_are_skipped_and_listed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let rows = sheet(&[["2025-09-02", "Bingo", "18", "12", "6"]]);
    let text = format!("# Så här\n{rows}# inställt i dag;;;\n#\ntraffpunkter;finska-foreningen;;;;;;;;\n\n;;;\n");
    let answered = send(&app, "", &text).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let receipt = answered.json();
    assert_eq!(
        receipt["skippedRows"],
        json!([4, 5]),
        "a row that is prepared with insats and provider is not listed"
    );
    assert_eq!(
        (&receipt["created"], &receipt["results"][0]["line"]),
        (&json!(1), &json!(3))
    );
    // A sign that begins a word is data, and the display of a cell is a fault.
    let moved = "Aktivitet;Insats;Utförare;Datum;Plats;Metod;Utfört av;Antal deltagare;Kvinnor;Män\n";
    let row = "traffpunkter;finska-foreningen;2025-09-09;norrtalje;öppen gruppträff;volontärer;18;12;6\n";
    let taken = send(&app, "", &format!("{moved}#metoo-samtal;{row}")).await;
    assert_eq!((taken.status.as_u16(), &taken.json()["created"]), (200, &json!(1)));
    for display in ["########", "#SAKNAS!"] {
        let answered = send(&app, "", &format!("{moved}{display};{row}")).await;
        assert_eq!(places(&answered), [place(2, "Aktivitet", "invalidFormat", "")]);
        let alone = send(&app, "", &format!("{moved}{display};;;;;;;;;\n")).await;
        assert_eq!(alone.status, 400, "{display}: {}", alone.text);
    }
    assert_eq!(
        app.get_as(&municipality("0188"), RECORDS).await.json()["_meta"]["totalRecords"],
        2
    );
}

async fn names_are_taken_for_slugs(engine: Engine) {
    let app = TestApp::start(engine).await;
    let slugs = sheet(&[["2025-09-02", "Bingo", "18", "12", "6"]]);
    let names = slugs
        .replace("traffpunkter;", "träffpunkter ;")
        .replace("finska-foreningen;", "Finska  Föreningen;")
        .replace("norrtalje;", "Norrtälje;");
    let answered = send(&app, "", &names).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["created"]),
        (200, &json!(1))
    );
    let same = send(&app, "", &slugs).await;
    assert_eq!(same.json()["unchanged"], 1);
    let english = slugs.replace("traffpunkter;", "Meeting places;");
    assert_eq!(send(&app, "", &english).await.json()["unchanged"], 1);
    let unknown = slugs
        .replace("traffpunkter;", "Träfpunkter;")
        .replace("finska-foreningen;", "Finska föreningarna;");
    let answered = send(&app, "", &unknown).await;
    refused(
        &answered,
        400,
        &[
            ("/records/0/insats", "invalidFormat"),
            ("/records/0/provider", "invalidFormat"),
        ],
    );
    for wanted in ["Menar du Träffpunkter?", "Menar du Finska föreningen?"] {
        assert!(answered.text.contains(wanted), "{wanted}: {}", answered.text);
    }
}

async fn the_words_are_those_of_the_sheet(engine: Engine) {
    let app = TestApp::start(engine).await;
    let header = "insats;utförare;datum;pass_nr;period_från;period_till;enhet;antal_tillfällen;metod;utfört_av;antal_deltagare;kvinnor;män";
    for (row, column, words) in [
        (
            ";;;;;;öppen;volontärer;18;12;6",
            "datum",
            "Fyll i datum för ett tillfälle",
        ),
        (
            "2025-09-02;;2025-09-01;2025-09-30;personer;;öppen;volontärer;18;12;6",
            "period_från",
            "inte båda",
        ),
        (
            ";1;2025-09-01;2025-09-30;personer;;öppen;volontärer;18;12;6",
            "pass_nr",
            "tillsammans med datum",
        ),
        (
            "2025-09-02;;;;personer;;öppen;volontärer;18;12;6",
            "enhet",
            "tillsammans med period_från",
        ),
        (
            ";;2025-09-01;2025-09-30;personer;4;öppen;volontärer;18;12;6",
            "antal_tillfällen",
            "när enhet är besök",
        ),
        (
            ";;2025-09-01;2025-09-30;;;öppen;volontärer;18;12;6",
            "enhet",
            "Cellen är tom",
        ),
        (
            ";;2025-09-01;2025-09-30;timmar;;öppen;volontärer;18;12;6",
            "enhet",
            "personer eller besök",
        ),
        ("2025-09-02;;;;;;;volontärer;18;12;6", "metod", "Fyll i kolumnen"),
        ("2025-09-02;;;;;;öppen;volontärer;18;12;", "män", "Fyll i kolumnen"),
        (
            "2025-09-02;;;;;;öppen;Karin;18;12;6",
            "utfört_av",
            "volontärer, anställda",
        ),
        (
            "2025-06-02;;;;;;öppen;volontärer;18;12;6",
            "datum",
            "gällde inte den dagen",
        ),
        (
            "2025-09-02;;;;;;öppen;volontärer;1,000;12;6",
            "antal_deltagare",
            "utan komma och punkt",
        ),
    ] {
        let answered = send(&app, "", &format!("{header}\ntraffpunkter;finska-foreningen;{row}\n")).await;
        let problem = answered.json();
        let errors = problem["errors"].as_array().expect("errors");
        let error = errors.iter().find(|error| error["column"] == column);
        let detail = error.and_then(|error| error["detail"].as_str()).unwrap_or_default();
        assert!(detail.contains(words), "{row}: {problem}");
        for json in [
            "date",
            "period ",
            "session",
            "unit",
            "sessions",
            "participants",
            "performedBy",
            "versions",
        ] {
            assert!(
                !errors.iter().any(|error| error["detail"].to_string().contains(json)),
                "{json} in {row}: {problem}"
            );
        }
    }
}
