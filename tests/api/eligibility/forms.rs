//! The forms of many questions and of their answers: each says the same.

use std::fmt::Write as _;

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::tests;

tests![
    a_brief_answer_is_a_part_of_the_full_one,
    accept_chooses_the_form_of_the_answers,
    a_sheet_of_questions_is_answered_by_rows,
    every_fault_of_a_header_is_reported_at_once,
    a_sheet_is_read_as_programs_write_it,
    a_cell_is_never_a_formula,
    rows_that_are_no_questions_have_no_answers,
    a_cell_of_separators_states_nothing,
];

const BATCH: &str = "/eligibility-batches";
const BRIEF: &str = "/eligibility-batches?answers=brief";
const JSON: &str = "application/json";
const LINES: &str = "application/x-ndjson";
const CSV: &str = "text/csv";

async fn post(app: &TestApp, path: &str, media_type: &str, accept: &str, body: &str) -> Answered {
    let headers = [
        ("content-type", media_type),
        ("accept", accept),
        ("accept-language", "sv"),
    ];
    let answered = app
        .send(Method::POST, path, &headers, Some(body.as_bytes().to_vec()))
        .await;
    assert_eq!(answered.status, 200, "{media_type} {accept}: {}", answered.text);
    answered
}

fn lines(answered: &Answered) -> Vec<Value> {
    let lines = answered.text.lines();
    lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn results(answered: &Answered) -> Vec<Value> {
    answered.json()["results"].as_array().expect("results").clone()
}

/// The rows of a sheet below its header, with their cells.
fn rows(answered: &Answered) -> Vec<Vec<String>> {
    let text = answered.text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

/// Questions with every outcome, and some that have no answer.
fn questions() -> Vec<Value> {
    let facts = [
        json!({}),
        json!({"birthDate": "1950-03-14", "registeredMunicipality": "1270", "residenceMunicipality": "1270"}),
        json!({"age": 75, "registeredMunicipality": "0188", "selfDeclared": {"relativelyHealthy": true}}),
        json!({"birthDate": "2014-02-28", "residenceMunicipality": "0188", "household": [{}],
            "selfDeclared": {"parentWithMentalIllness": true}}),
        json!({"age": 16, "registeredMunicipality": "1270", "residenceMunicipality": "0188"}),
        json!({"age": -1}),
    ];
    let insatser = [
        ("1270", "trygghetslarm"),
        ("1270", "rebus"),
        ("1270", "anhorigstod"),
        ("0188", "anhorigstod"),
        ("0188", "traffpunkter"),
        ("0127", "trygghetslarm"),
        ("1270", "dansbana"),
    ];
    let mut questions = Vec::new();
    for facts in &facts {
        for (kommunkod, insats) in insatser {
            for as_of in ["2024-06-01", "2025-09-01"] {
                questions.push(
                    json!({"reference": format!("q{}", questions.len()), "kommunkod": kommunkod,
                    "insats": insats, "asOf": as_of, "facts": facts}),
                );
            }
        }
    }
    questions
}

/// What a brief answer must say, by the full one.
fn brief_of(full: &Value) -> Value {
    let mut brief = json!({"reference": full["reference"]});
    if let Some(problem) = full.get("problem") {
        brief["problem"] = problem.clone();
        return brief;
    }
    let answer = &full["answer"];
    let each = |list: &str, member: &str| -> Value {
        let list = answer[list].as_array().expect("a list").iter();
        list.map(|item| item[member].clone()).collect::<Vec<_>>().into()
    };
    brief["outcome"] = answer["outcome"].clone();
    brief["missing"] = each("missing", "pointer");
    if let Some(reason) = answer.get("reasonCode") {
        brief["reasonCode"] = reason.clone();
    }
    if answer.get("provisos").is_some() {
        brief["provisos"] = each("provisos", "code");
    }
    if answer.get("warnings").is_some() {
        brief["warnings"] = each("warnings", "code");
    }
    brief
}

async fn a_brief_answer_is_a_part_of_the_full_one(engine: Engine) {
    let app = TestApp::start(engine).await;
    let document = json!({"questions": questions()}).to_string();
    let full = post(&app, BATCH, JSON, "*/*", &document).await;
    assert!(full.text.starts_with(r#"{"results":["#));
    let without_trace = |mut result: Value| {
        if let Some(problem) = result.get_mut("problem") {
            problem["instance"] = json!("");
        }
        result
    };
    let full: Vec<Value> = results(&full).into_iter().map(without_trace).collect();
    let wanted: Vec<Value> = full.iter().map(brief_of).collect();
    let outcomes = ["eligible", "notEligible", "needMoreFacts", "undetermined"];
    for outcome in outcomes {
        assert!(wanted.iter().any(|brief| brief["outcome"] == outcome), "{outcome}");
    }
    assert!(wanted.iter().any(|brief| brief.get("provisos").is_some()));
    assert!(wanted.iter().any(|brief| brief.get("warnings").is_some()));
    assert!(wanted.iter().any(|brief| {
        brief["missing"][0]
            .as_str()
            .is_some_and(|at| at.starts_with("/selfDeclared/"))
    }));
    let brief = post(&app, BRIEF, JSON, "*/*", &document).await;
    let head = brief.json();
    assert_eq!(
        (&head["asOf"], head["notice"]["sv"].is_string()),
        (&json!("2025-10-01"), true)
    );
    assert!(
        head["rightToApply"]["text"]["sv"]
            .as_str()
            .is_some_and(|text| text.contains("ansöka"))
    );
    let brief: Vec<Value> = results(&brief).into_iter().map(without_trace).collect();
    assert_eq!(brief, wanted);
    // In lines, with the place of a fault in its line.
    let text = questions().iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    for (path, wanted) in [(BATCH, &full), (BRIEF, &wanted)] {
        let lines = lines(&post(&app, path, LINES, "*/*", &text).await);
        assert_eq!(lines.len(), wanted.len() + 1);
        assert_eq!(lines[0]["rightToApply"], head["rightToApply"]);
        for (number, (line, wanted)) in (1_u64..).zip(lines[1..].iter().zip(wanted)) {
            match wanted.get("problem") {
                None => assert_eq!(line, wanted),
                Some(problem) => {
                    assert_eq!(
                        (&line["reference"], &line["line"]),
                        (&wanted["reference"], &json!(number))
                    );
                    assert_eq!(line["problem"]["code"], problem["code"]);
                }
            }
        }
    }
    // And as rows.
    let rows = rows(&post(&app, BATCH, LINES, CSV, &text).await);
    assert_eq!(rows.len(), wanted.len());
    for (row, wanted) in rows.iter().zip(&wanted) {
        let missing = wanted["missing"].as_array().into_iter().flatten();
        let missing = missing.map(|at| at.as_str().expect("a pointer")[1..].replace('/', "."));
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let codes = wanted["warnings"].as_array().into_iter().flatten().map(text);
        assert_eq!(
            row[1..8],
            [
                text(&wanted["reference"]),
                text(&wanted["outcome"]),
                text(&wanted["reasonCode"]),
                missing.collect::<Vec<_>>().join(" "),
                text(&wanted["provisos"][0]),
                codes.collect::<Vec<_>>().join(" "),
                text(&wanted["problem"]["code"]),
            ]
        );
    }
}

async fn accept_chooses_the_form_of_the_answers(engine: Engine) {
    let app = TestApp::start(engine).await;
    let line = r#"{"reference":"a","kommunkod":"1270","insats":"rebus"}"#;
    let document = format!("{{\"questions\":[{line}]}}");
    let sheet = "reference;kommunkod;insats\na;1270;rebus\n";
    for (sent, body) in [(JSON, document.as_str()), (LINES, line), (CSV, sheet)] {
        for (accept, wanted) in [
            ("*/*", sent),
            (JSON, JSON),
            (LINES, LINES),
            (CSV, CSV),
            ("application/json;q=0.1, text/csv;q=0.5, application/x-ndjson", LINES),
            ("text/html, text/csv;q=0.2", CSV),
        ] {
            let answered = post(&app, BATCH, sent, accept, body).await;
            let media_type = answered.header("content-type").trim_end_matches("; charset=utf-8");
            assert_eq!(media_type, wanted, "{sent} {accept}");
            let outcome = match wanted {
                JSON => results(&answered)[0]["answer"]["outcome"].clone(),
                LINES => lines(&answered)[1]["answer"]["outcome"].clone(),
                _ => json!(rows(&answered)[0][2]),
            };
            assert_eq!(outcome, "eligible", "{sent} {accept}");
        }
    }
}

async fn a_sheet_of_questions_is_answered_by_rows(engine: Engine) {
    let app = TestApp::start(engine).await;
    let sheet = "\
        # Frågor till hösten\n\
        reference;kommunkod;insats;Födelse\n";
    let headers = [("content-type", CSV)];
    let refused = app.send(Method::POST, BATCH, &headers, Some(sheet.into())).await;
    assert_eq!(refused.status, 400);
    let sheet = "\
        sep=;\n\
        # Frågor till hösten\n\
        reference;kommunkod;insats;asOf;birthDate;registeredMunicipality;selfDeclared.relativelyHealthy;age\n\
        a;1270;trygghetslarm;2025-09-01;1950-03-14;1270;;\n\
        ;;;;;;;\n\
        b;1270;trygghetslarm;2025-09-01;14.3.1950;;Ja;\n\
        c;1270;trygghetslarm;2025-09-01;1950-02-31;127;kanske;x\n\
        d;1270;dansbana;;;;;\n\
        e;1270;trygghetslarm;;19500314-1234;;;\n\
        f;1270;\"trygghetslarm;;;;;\n\
        g;1270;trygghetslarm;;;;;;extra\n\
        h;1270;trygghetslarm;2025-09-01;;1270;;69\n";
    let answered = post(&app, BATCH, CSV, LINES, sheet).await;
    let results = &lines(&answered)[1..];
    let reference = |at: usize| results[at]["reference"].as_str();
    let outcome = |at: usize| results[at]["answer"]["outcome"].as_str();
    assert_eq!(results.len(), 8);
    assert_eq!((reference(0), outcome(0)), (Some("a"), Some("eligible")));
    assert_eq!((reference(1), outcome(1)), (Some("b"), Some("needMoreFacts")));
    let faults = |at: usize| -> Vec<(Value, Value, Value)> {
        let errors = results[at]["problem"]["errors"].as_array().expect("errors").iter();
        errors
            .map(|error| (error["line"].clone(), error["column"].clone(), error["code"].clone()))
            .collect()
    };
    let fault = |line: u64, column: &str, code: &str| (json!(line), json!(column), json!(code));
    assert_eq!((reference(2), &results[2]["line"]), (Some("c"), &json!(7)));
    let mut of_third = faults(2);
    of_third.sort_by_key(|(_, column, _)| column.to_string());
    assert_eq!(
        of_third,
        [
            fault(7, "age", "wrongType"),
            fault(7, "birthDate", "invalidDate"),
            fault(7, "registeredMunicipality", "unknownKommunkod"),
            fault(7, "selfDeclared.relativelyHealthy", "wrongType"),
        ]
    );
    assert_eq!(results[3]["problem"]["code"], "unknownInsats");
    assert_eq!(faults(4), [fault(9, "birthDate", "personalIdentityNumber")]);
    for (at, line, code) in [(5, 10, "invalidFormat"), (6, 11, "unknownMember")] {
        assert_eq!(faults(at), [(json!(line), Value::Null, json!(code))]);
    }
    assert_eq!((reference(7), outcome(7)), (Some("h"), Some("notEligible")));
    assert!(!answered.text.contains("19500314") && !answered.text.contains("kanske"));
    let rows = rows(&post(&app, BATCH, CSV, CSV, sheet).await);
    assert_eq!(rows.len(), 8);
    assert_eq!(rows[0][..4], ["4", "a", "eligible", "meetsCriteria"]);
    assert!(rows[0][9].contains("rätt att ansöka") && rows[1][9].is_empty());
    assert_eq!((&*rows[2][0], &*rows[2][7]), ("7", "invalidRequest"));
    assert!(rows[2][8].contains("birthDate: "), "{}", rows[2][8]);
    assert!(!rows[3][8].is_empty());
    let mut many = String::from("reference;kommunkod;insats;age;registeredMunicipality\n");
    for at in 0..20_000 {
        writeln!(many, "q-{at};1270;trygghetslarm;{};1270", at % 131).expect("written");
    }
    let answered = post(&app, BATCH, CSV, CSV, &many).await;
    for (at, row) in self::rows(&answered).iter().enumerate() {
        let outcome = if at % 131 >= 70 { "eligible" } else { "notEligible" };
        assert_eq!(
            (row[1].as_str(), row[2].as_str()),
            (format!("q-{at}").as_str(), outcome)
        );
    }
}

async fn rows_that_are_no_questions_have_no_answers(engine: Engine) {
    let app = TestApp::start(engine).await;
    let comments = format!("# {}\n", "x".repeat(1000)).repeat(500);
    let mut sheet = String::from("reference;kommunkod;insats\n");
    for at in 0..8 {
        writeln!(sheet, "{comments}q-{at};1270;rebus").expect("written");
    }
    let answered = post(&app, BATCH, CSV, CSV, &sheet).await;
    let references: Vec<String> = rows(&answered).into_iter().map(|row| row[1].clone()).collect();
    assert_eq!(references, (0..8).map(|at| format!("q-{at}")).collect::<Vec<_>>());
}

async fn a_cell_of_separators_states_nothing(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (cell, is_read) in [("none", true), (",", false), ("none careOfRelative", false)] {
        let sheet = format!("reference;kommunkod;insats;selfDeclared.relativeReasons\na;1270;anhorigstod;{cell}\n");
        let rows = rows(&post(&app, BATCH, CSV, CSV, &sheet).await);
        assert_eq!(rows[0][7].is_empty(), is_read, "{cell}: {}", rows[0][8]);
    }
}

async fn every_fault_of_a_header_is_reported_at_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (sheet, wanted) in [
        ("", vec!["empty"]),
        ("\n# bara en kommentar\n", vec!["empty"]),
        (
            "reference;kommunkod;age;age;birthDat;Anna Andersson\n",
            vec!["duplicateMember", "unknownMember", "unknownMember", "missingMember"],
        ),
        ("\"reference;kommunkod\n", vec!["invalidFormat"]),
        (&*"# en kommentar\n".repeat(101), vec!["empty"]),
    ] {
        let headers = [("content-type", CSV)];
        let answered = app.send(Method::POST, BATCH, &headers, Some(sheet.into())).await;
        assert_eq!(answered.status, 400, "{sheet}");
        let problem = answered.json();
        let errors = problem["errors"].as_array().expect("errors").iter();
        let codes: Vec<&str> = errors.map(|error| error["code"].as_str().expect("a code")).collect();
        assert_eq!(codes, wanted, "{sheet}");
        assert!(!answered.text.contains("Andersson"));
    }
    let unicode: Vec<u8> = "\u{feff}reference;kommunkod"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let answered = app
        .send(Method::POST, BATCH, &[("content-type", CSV)], Some(unicode))
        .await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (400, &json!("invalidFormat"))
    );
}

async fn a_sheet_is_read_as_programs_write_it(engine: Engine) {
    let app = TestApp::start(engine).await;
    let sheet = "reference;kommunkod;insats;selfDeclared.relativeReasons;selfDeclared.supportsRelative;residenceMunicipality\r\n\
        a;1270;\"anhorigstod\";alder beroende;SANT;1270\r\n";
    let expected = lines(&post(&app, BATCH, CSV, LINES, sheet).await)[1]["answer"].clone();
    assert_eq!(expected["outcome"], "eligible", "{expected}");
    let with_commas = sheet.replace(';', ",");
    let with_tabs = sheet.replace(';', "\t");
    let marked = format!("\u{feff}{sheet}");
    for (media_type, body) in [
        (CSV, with_commas.as_bytes().to_vec()),
        (CSV, with_tabs.as_bytes().to_vec()),
        (CSV, marked.as_bytes().to_vec()),
        ("text/csv; charset=utf-8", marked.as_bytes().to_vec()),
        (
            "text/csv; charset=windows-1252",
            [b"# \xE5\xE4\xF6\n", sheet.as_bytes()].concat(),
        ),
        (CSV, [b"# \xE5\xE4\xF6\n", sheet.as_bytes()].concat()),
    ] {
        let headers = [("content-type", media_type), ("accept", LINES)];
        let answered = app.send(Method::POST, BATCH, &headers, Some(body)).await;
        assert_eq!(
            lines(&answered)[1]["answer"],
            expected,
            "{media_type}: {}",
            answered.text
        );
    }
}

async fn a_cell_is_never_a_formula(engine: Engine) {
    let app = TestApp::start(engine).await;
    let sheet = "reference;kommunkod;insats\n-1;1270;rebus\n-2;1270;Nej\n'-3;1270;rebus\n=1;1270;rebus\n";
    let answered = post(&app, BATCH, CSV, CSV, sheet).await;
    let rows = rows(&answered);
    let references: Vec<&str> = rows.iter().map(|row| &*row[1]).collect();
    assert_eq!(references, ["'-1", "'-2", "'-3", ""]);
    let begins = |cell: &String| cell.starts_with(['=', '+', '-', '@']);
    assert!(rows.iter().flatten().all(|cell| !begins(cell)), "{}", answered.text);
}
