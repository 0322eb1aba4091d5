//! The command `ask`: an answer as text to read, in one language.

use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine};
use crate::fixtures::command::{err, out, program, program_answering, program_with};
use crate::tests;

tests![
    an_answer_is_in_one_language,
    it_says_until_which_day_and_what_to_note,
    marks_are_from_the_persons_side,
    names_replace_short_names,
    the_environment_sets_the_language,
    it_answers_as_json,
    it_asks_one_question_after_another,
    it_refuses_in_the_language,
];

const ALARM: [&str; 8] = [
    "1270",
    "trygghetslarm",
    "--as-of",
    "2025-07-01",
    "--birth-date",
    "1955-07-02",
    "--registered",
    "1270",
];
const CARER: [&str; 9] = [
    "0188",
    "anhorigstod",
    "--as-of",
    "2026-09-01",
    "--resides",
    "0188",
    "--declare",
    "supportsRelative",
    "--relative-reasons",
];

fn ask(database: &Database, arguments: &[&[&str]]) -> String {
    let output = program(&database.url, &[&["ask"], &arguments.concat()[..]].concat());
    assert!(output.status.success(), "{}", err(&output));
    out(&output)
}

fn has_lines(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|found| found == *line), "{line}\n\n{text}");
    }
}

async fn an_answer_is_in_one_language(engine: Engine) {
    let database = Database::with_catalogues(engine);
    has_lines(
        &ask(&database, &[&ALARM]),
        &[
            "Trygghetslarm, Tomelilla, 1 juli 2025",
            "Nej, inte enligt villkoren",
            "  – Du ska vara 70 år eller äldre: nej.",
            "  + Du ska vara folkbokförd i Tomelilla: ja.",
            "Du uppfyller villkoren från och med 2 juli 2025",
            "Uppgifterna gäller från och med 1 juli 2025.",
            "Beslut: Vård- och omsorgsnämnden",
        ],
    );
    has_lines(
        &ask(&database, &[&ALARM, &["--language", "en"]]),
        &[
            "Personal alarm, Tomelilla, 1 July 2025",
            "No – conditions not met",
            "  – You must be 70 or over: no.",
            "  + You must be registered as living in Tomelilla: yes.",
            "You will meet the conditions from 2 July 2025",
            "Information valid from 1 July 2025.",
            "Decision: Vård- och omsorgsnämnden",
        ],
    );
}

async fn it_says_until_which_day_and_what_to_note(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let young = [
        "0180",
        "ungdomsmottagning",
        "--as-of",
        "2022-02-01",
        "--birth-date",
        "1999-03-14",
    ];
    has_lines(&ask(&database, &[&young]), &["Gäller till och med 13 mars 2022"]);
    has_lines(
        &ask(&database, &[&young, &["--language", "en"]]),
        &["Until 13 March 2022 (inclusive)"],
    );
    let noted = ask(&database, &[&ALARM]);
    assert!(
        noted.contains("\nObs! Katalogen vet inte om beslutet har fattats."),
        "{noted}"
    );
    let noted = ask(&database, &[&ALARM, &["--language", "en"]]);
    assert!(
        noted.contains("\nPlease note: We do not know whether the decision"),
        "{noted}"
    );
    let child = ask(&database, &[&["1270", "rebus", "--as-of", "2026-09-01", "--age", "12"]]);
    assert!(child.contains("vårdnadshavare"), "a proviso: {child}");
}

async fn marks_are_from_the_persons_side(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let exception = "Skäl som hänvisas vidare (beroende och våld i nära relation)";
    for (reasons, mark, says) in [("alder", '+', "nej"), ("beroende", '–', "ja")] {
        let answer = ask(&database, &[&CARER, &[reasons, "--age", "40"]]);
        has_lines(&answer, &[&format!("  {mark} {exception}: {says}.")]);
    }
    let unknown = ask(&database, &[&CARER, &["alder"]]);
    has_lines(
        &unknown,
        &["  ? Du ska vara 18 år eller äldre: vet inte.", "Fler uppgifter behövs"],
    );
    assert!(unknown.contains("\nFrågor som kan ändra svaret:\n  • "), "{unknown}");
}

async fn names_replace_short_names(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let parts = ask(&database, &[&CARER, &["alder", "--age", "40"]]);
    has_lines(
        &parts,
        &[
            "Anhörigstöd, Norrtälje, 1 september 2026",
            "Aktiviteter:",
            "  Rubinens barngrupp: fler uppgifter behövs",
        ],
    );
    let listed = ask(
        &database,
        &[&["1270", "kontaktperson", "--as-of", "2026-09-01", "--age", "40"]],
    );
    has_lines(
        &listed,
        &[
            "Kontaktperson, Tomelilla, 1 september 2026",
            "Nej, inte utan behovsprövning",
        ],
    );
    let elsewhere = ask(
        &database,
        &[&["1270", "seniorkollo", "--as-of", "2026-09-01", "--age", "72"]],
    );
    assert!(elsewhere.starts_with("Seniorkollo"), "{elsewhere}");
    for (answer, word) in [
        (&parts, "anhorigstod"),
        (&parts, "meetsCriteria"),
        (&listed, "alwaysRequires"),
    ] {
        assert!(!answer.contains(word), "{word}: {answer}");
    }
}

async fn the_environment_sets_the_language(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let asked = [&["ask"], &ALARM[..]].concat();
    for (variable, value, wanted) in [
        ("LANG", "en_GB.UTF-8", "No – "),
        ("LANG", "sv_SE.UTF-8", "Nej, "),
        ("LANG", "C.UTF-8", "Nej, "),
        ("LC_ALL", "en_US.UTF-8", "No – "),
    ] {
        let answer = out(&program_with(&database.url, &asked, &[(variable, value)]));
        assert!(answer.contains(wanted), "{variable}={value}: {answer}");
    }
}

async fn it_answers_as_json(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let answer: Value = serde_json::from_str(&ask(&database, &[&ALARM, &["--json"]])).expect("JSON");
    assert_eq!(
        (&answer["outcome"], &answer["reasonCode"]),
        (&json!("notEligible"), &json!("age"))
    );
}

async fn it_asks_one_question_after_another(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let asked = ["ask", "1270", "trygghetslarm", "--as-of", "2025-07-02", "--interactive"];
    // The first answer cannot be read, and is asked for again; an empty one leaves a fact unknown.
    let all = program_answering(&database.url, &asked, "ja\n1955-07-02\nTomelilla\n");
    assert!(out(&all).contains("Ja, enligt villkoren"), "{}", out(&all));
    assert!(err(&all).contains("Svaret går inte att läsa"), "{}", err(&all));
    let one = program_answering(&database.url, &asked, "\nTomelilla\n");
    assert!(out(&one).contains("Fler uppgifter behövs"), "{}", out(&one));
    let none = program_answering(&database.url, &asked, "1955-07-02\ningen\n");
    assert!(out(&none).contains("Nej, inte enligt villkoren"), "{}", out(&none));
    let english = program_answering(
        &database.url,
        &[&asked[..], &["--language", "en"]].concat(),
        "70\nnone\n",
    );
    assert!(
        err(&english).contains("When were you born? [1950-03-14, or age]"),
        "{}",
        err(&english)
    );
    assert!(out(&english).contains("No – conditions not met"), "{}", out(&english));
    let carer = [&["ask"], &CARER[..8], &["--age", "40", "--interactive"]].concat();
    let reasons = program_answering(&database.url, &carer, "ålder, psykisk ohälsa\n");
    assert!(
        err(&reasons).contains("[ålder, långvarig sjukdom, "),
        "{}",
        err(&reasons)
    );
    assert!(out(&reasons).contains("Ja, enligt villkoren"), "{}", out(&reasons));
}

async fn it_refuses_in_the_language(engine: Engine) {
    let database = Database::with_catalogues(engine);
    for (wrong, sv, en) in [
        (
            &["1270", "trygghetslarm", "--birth-date", "19550702-1234"][..],
            "--birth-date: Något här ser ut som ett personnummer",
            "--birth-date: Something here looks like a personal identity number",
        ),
        (
            &["1270", "trygghetslarm", "--declare", "lonely"],
            "--declare: Okänt fält.",
            "--declare: Unknown field.",
        ),
        (
            &["1270", "trygghetslarm", "--declare", "isParent=maybe"],
            "--declare isParent: Ska vara true eller false.",
            "--declare isParent: Must be true or false.",
        ),
        (
            &[
                "1270",
                "trygghetslarm",
                "--facts",
                r#"{"selfDeclared": {"lonely": true}}"#,
            ],
            "--facts /selfDeclared: Okänt fält.",
            "--facts /selfDeclared: Unknown field.",
        ),
        (&["1270", "trygghetslarm", "--facts", "["], "JSON-objekt", "JSON object"),
        (
            &["1270", "dansbana"],
            "SLUG: Kommunen har ingen sådan insats",
            "SLUG: The municipality has no such insats",
        ),
        (
            &["1270", "trygghetslarm", "--activity", "dans"],
            "--activity: Insatsen har ingen sådan aktivitet den dagen.",
            "The insats has no such activity on that day.",
        ),
        (&["127", "trygghetslarm"], "290", "290"),
    ] {
        for (language, wanted) in [("sv", sv), ("en", en)] {
            let output = program(&database.url, &[&["ask"], wrong, &["--language", language]].concat());
            assert!(!output.status.success() && out(&output).is_empty(), "{wrong:?}");
            assert!(err(&output).contains(wanted), "{wanted}: {}", err(&output));
            assert!(!err(&output).contains("1234"), "{}", err(&output));
        }
    }
}
