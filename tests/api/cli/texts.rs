//! Every text that the program can give people, as the command `texts` prints them.

use std::collections::{BTreeMap, BTreeSet};

use insatskatalog::documents::embedded::CATALOGUES;
use serde::Deserialize;
use serde_json::Value;

use crate::fixtures::app::Engine;
use crate::fixtures::command::{err, out, program};
use crate::fixtures::specification::COMMITTED;
use crate::tests;

tests![
    every_text_is_in_both_languages,
    no_text_has_a_hole,
    no_text_has_words_that_are_weeded_out,
    peoples_texts_have_no_short_names_and_no_codes,
    each_text_is_written_once,
    every_reason_condition_and_remark_has_an_example,
    they_can_be_read_in_one_language,
];

/// A text as the command prints it.
#[derive(Deserialize)]
struct Text {
    room: String,
    of: String,
    sv: String,
    en: String,
}

impl Text {
    /// The texts in the languages that it has.
    fn each(&self) -> impl Iterator<Item = &str> {
        [&*self.sv, &*self.en].into_iter().filter(|text| !text.is_empty())
    }

    /// Whether it is for those who publish, send records or call the API, and may name the members of JSON.
    fn is_for_developers(&self) -> bool {
        const ROOMS: [&str; 14] = [
            "cli::backup",
            "cli::records::file",
            "documents::",
            "domain::publishing::",
            "domain::records::",
            "domain::statistics::",
            "help",
            "http::eligibility::",
            "http::records::",
            "http::request::",
            "http::service::",
            "http::statistics::",
            "problems",
            "store::",
        ];
        const PEOPLES: [&str; 8] = [
            "domain::publishing::newer_rules",
            "domain::publishing::remark",
            "domain::statistics::chart",
            "domain::statistics::figures::in_words",
            "domain::statistics::report",
            "domain::statistics::trends",
            "http::statistics::pictures",
            "http::statistics::report",
        ];
        let is_in = |rooms: &[&str]| rooms.iter().any(|room| self.room.starts_with(room));
        is_in(&ROOMS) && !is_in(&PEOPLES)
    }
}

fn texts() -> Vec<Text> {
    let output = program("sqlite:unused.db", &["texts", "--json"]);
    assert!(output.status.success(), "{}", err(&output));
    serde_json::from_str(&out(&output)).expect("JSON")
}

/// Fails with every text that `is_wrong` names a reason for.
fn none_is_wrong<Why: std::fmt::Debug>(texts: &[Text], is_wrong: impl Fn(&Text) -> Option<Why>) {
    let wrong: Vec<_> = texts
        .iter()
        .filter_map(|text| Some((is_wrong(text)?, &text.room, &text.of, &text.sv, &text.en)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn every_text_is_in_both_languages(_: Engine) {
    let texts = texts();
    assert!(texts.len() > 800, "{}", texts.len());
    none_is_wrong(&texts, |text| {
        // The help of the command line is in English.
        let no_swedish = text.sv.trim().is_empty() && text.room != "help";
        (text.en.trim().is_empty() || no_swedish).then_some("a language is missing")
    });
}

async fn no_text_has_a_hole(_: Engine) {
    let holes = ["  ", " . ", " ,", " :", "()", "..", "\"\"", ": .", ", ."];
    none_is_wrong(&texts(), |text| {
        let found = |hole: &&&str| text.each().any(|words| format!("{words} ").contains(**hole));
        holes.iter().find(found).filter(|_| text.room != "help")
    });
}

async fn no_text_has_words_that_are_weeded_out(_: Engine) {
    let weeded = [
        "Villkoret att",
        "have turned",
        "has turned",
        "you who",
        "You who",
        "Källan anger",
        "The source states",
        "The source does not",
        "it is no decision",
        "Turn to",
        "Turn directly",
        "shall",
        "rests on",
        "är inte uppfyllt",
        "chapter ",
        " section ",
        "Ändå",
    ];
    none_is_wrong(&texts(), |text| {
        weeded
            .iter()
            .find(|word| text.each().any(|words| words.contains(**word)))
    });
}

async fn peoples_texts_have_no_short_names_and_no_codes(_: Engine) {
    // Short names that are ordinary words as well.
    let ordinary = ["beroende", "trygghetslarm"];
    let slugs = CATALOGUES
        .into_iter()
        .flat_map(|(_, text)| text.lines().filter_map(slug));
    let slugs: BTreeSet<&str> = slugs.filter(|slug| !ordinary.contains(slug)).collect();
    assert!(slugs.contains("anhorigstod") && slugs.len() > 40, "{slugs:?}");
    let texts: Vec<Text> = texts().into_iter().filter(|text| !text.is_for_developers()).collect();
    none_is_wrong(&texts, |text| {
        // The members whose English is missing are named to those who publish.
        let names_members = text.of == "englishMissing";
        let mut words = text
            .each()
            .flat_map(|text| text.split(|c: char| !(c.is_alphanumeric() || "-_".contains(c))));
        words
            .find(|word| !names_members && (slugs.contains(word) || is_code(word)))
            .map(str::to_owned)
    });
}

fn slug(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("slug: ")?;
    rest.split([',', '}', ' ']).next()
}

/// A word in `camelCase` or `snake_case`; those that fill in a text are in brackets and no part of it.
fn is_code(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let has_hump = letters
        .windows(2)
        .any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase());
    has_hump || (word.contains('_') && !is_placeholder(word))
}

/// The name of what is filled in, as `{having_some}`.
fn is_placeholder(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

async fn each_text_is_written_once(_: Engine) {
    let mut written: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let texts = texts();
    for text in &texts {
        // What only joins texts, such as `{remark} {detail}`, has no words of its own.
        let has_words = text
            .sv
            .split(['{', '}'])
            .step_by(2)
            .any(|own| own.chars().any(char::is_alphabetic));
        if text.room.contains("::") && has_words {
            written.entry(&text.sv).or_default().push(&text.room);
        }
    }
    written.retain(|_, rooms| rooms.len() > 1);
    assert!(written.is_empty(), "{written:#?}");
}

async fn every_reason_condition_and_remark_has_an_example(_: Engine) {
    let texts = texts();
    let of = |room: &str| -> BTreeSet<&str> {
        let of_room = texts.iter().filter(|text| text.room == room);
        of_room.flat_map(|text| text.of.split(' ')).collect()
    };
    let document: Value = serde_json::from_str(COMMITTED).expect("JSON");
    let schemas = &document["components"]["schemas"];
    let listed = |schema: &str| -> Vec<String> {
        let values = schemas[schema]["enum"]
            .as_array()
            .unwrap_or_else(|| panic!("{schema} is a list"));
        values
            .iter()
            .map(|value| value.as_str().expect("a word").to_owned())
            .collect()
    };
    let explained = of("example: explanation");
    for code in listed("ReasonCode").iter().chain(&listed("Outcome")) {
        assert!(explained.contains(&**code), "{code}");
    }
    let conditions: BTreeSet<(&str, &str)> = texts
        .iter()
        .filter(|text| text.room == "example: condition")
        .filter_map(|text| text.of.split_once(' '))
        .collect();
    let kinds = schemas["Criteria"]["discriminator"]["mapping"]
        .as_object()
        .expect("the kinds of conditions");
    for kind in kinds.keys().filter(|kind| !["all", "any", "not"].contains(&&***kind)) {
        let results: &[&str] = if kind == "notEvaluated" {
            &["unknown"]
        } else {
            &["met", "notMet", "unknown"]
        };
        for result in results {
            assert!(conditions.contains(&(kind, result)), "{kind} {result}");
        }
    }
    let remarks = of("example: remark");
    let never = ["enteredLate", "refusedToday"];
    for code in listed("RemarkCode").iter().filter(|code| !never.contains(&&***code)) {
        assert!(remarks.contains(&**code), "{code}");
    }
    for code in listed("WarningCode") {
        assert!(of("example: warnings").contains(&*code), "{code}");
    }
    for code in listed("ProvisoCode") {
        assert!(of("example: provisos").contains(&*code), "{code}");
    }
}

async fn they_can_be_read_in_one_language(_: Engine) {
    let both = out(&program("sqlite:unused.db", &["texts"]));
    assert!(both.contains("    sv  Villkoren finns inte i katalogen. Fråga kommunen.\n    en  The conditions are not"));
    for (only, other) in [("sv", "    en  "), ("en", "    sv  ")] {
        let one = out(&program("sqlite:unused.db", &["texts", "--language", only]));
        assert!(one.contains(&format!("    {only}  ")) && !one.contains(other));
    }
    assert!(
        both == out(&program("sqlite:unused.db", &["texts"])),
        "the order is stable"
    );
}
