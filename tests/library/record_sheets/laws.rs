//! Laws of sheets: every export reads back, after any program has saved it.

use chrono::NaiveDate;
use insatskatalog::documents::sheets::export::export;
use insatskatalog::documents::sheets::record_sheet::{SheetDefaults, read};
use insatskatalog::domain::day;
use insatskatalog::domain::records::group_record::{
    Days, Evaluation, GroupRecord, Hundredths, Participants, PerformedBy, Rating, Unit,
};
use proptest::prelude::*;

use super::{ENGLISH, SWEDISH, csv_rows, plain, read_back};

fn csv_text(rows: &[Vec<String>], separator: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_writer(vec![]);
    for row in rows {
        writer.write_record(row).expect("written");
    }
    String::from_utf8(writer.into_inner().expect("written")).expect("text")
}

/// A text that a program may misinterpret, between ordinary words.
fn label() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[a-zåäö ]{1,20}",
        "['=+@;,\"#\u{a0}-]{1,4}[a-zåäö;,\"'= ]{0,12}",
        "\\PC{1,30}",
        "[0-9]{1,3}",
    ];
    text.prop_map(|text| text.trim().to_owned())
        .prop_filter("a label", |text| {
            !text.is_empty() && !text.chars().any(char::is_control) && text.chars().count() <= 80
        })
}

fn paragraph() -> impl Strategy<Value = String> {
    let text = proptest::collection::vec(
        prop_oneof![
            label(),
            Just("\n".to_owned()),
            Just("  ".to_owned()),
            Just("\"".to_owned())
        ],
        1..6,
    );
    text.prop_map(|parts| parts.concat())
        .prop_filter("a text", |text| !text.trim().is_empty())
}

fn a_day() -> impl Strategy<Value = NaiveDate> {
    (0..4_000_u64).prop_map(|days| day::parse("2020-01-01").expect("a day") + chrono::Days::new(days))
}

/// The members about time: date, session, period, unit, sessions.
type When = (Option<NaiveDate>, Option<u16>, Option<Days>, Option<Unit>, Option<u16>);

fn when() -> impl Strategy<Value = When> {
    prop_oneof![
        (a_day(), proptest::option::of(1..=100_u16)).prop_map(|(date, session)| (
            Some(date),
            session,
            None,
            None,
            None
        )),
        (a_day(), 0..300_u64, proptest::option::of(1..=10_000_u16)).prop_map(|(from, length, sessions)| {
            let to = from + chrono::Days::new(length);
            let unit = if sessions.is_some() {
                Unit::Visits
            } else {
                Unit::Persons
            };
            (None, None, Some(Days { from, to }), Some(unit), sessions)
        }),
    ]
}

/// The parts of an evaluation, which has no `Debug`.
type EvaluationParts = (Option<String>, Vec<(String, u32, u32, u8)>);

fn evaluation() -> impl Strategy<Value = EvaluationParts> {
    let rating = (label(), 0..=10_000_u32, 0..=10_000_u32, 2..=10_u8);
    (
        proptest::option::of(paragraph()),
        proptest::collection::vec(rating, 0..4),
    )
}

fn evaluated((text, ratings): EvaluationParts) -> Option<Evaluation> {
    let ratings: Vec<Rating> = ratings
        .into_iter()
        .map(|(question, mean, responses, scale_max)| Rating {
            question,
            mean: Hundredths(mean),
            responses,
            scale_max,
        })
        .collect();
    (text.is_some() || !ratings.is_empty()).then_some(Evaluation { text, ratings })
}

fn record() -> impl Strategy<Value = Shown> {
    let roles = [
        PerformedBy::Volontärer,
        PerformedBy::Anställda,
        PerformedBy::Medlemmar,
        PerformedBy::Extern,
        PerformedBy::Blandat,
    ];
    let count = || proptest::option::of(0..=10_000_u32);
    let participants = (0..=10_000_u32, count(), count(), count());
    let labels = (
        proptest::option::of(label()),
        proptest::option::of(label()),
        proptest::option::of(label()),
    );
    let role = proptest::option::of(proptest::sample::select(roles.to_vec()));
    let texts = proptest::collection::vec(proptest::option::of(paragraph()), 4);
    (
        when(),
        labels,
        role,
        proptest::option::of(participants),
        texts,
        evaluation(),
    )
        .prop_map(
            |((date, session, period, unit, sessions), labels, performed_by, participants, texts, evaluation)| {
                let [content, extent, kind_of_support, patterns] = texts.try_into().expect("four");
                Shown(GroupRecord {
                    date,
                    session,
                    period,
                    unit,
                    sessions,
                    place: labels.0,
                    activity: labels.1,
                    method: labels.2,
                    performed_by,
                    participants: participants.map(|(total, women, men, other_or_unknown)| Participants {
                        total,
                        women,
                        men,
                        other_or_unknown,
                    }),
                    content,
                    extent,
                    kind_of_support,
                    patterns,
                    evaluation: evaluated(evaluation),
                    ..plain()
                })
            },
        )
}

/// Printed if a law fails, because records have no `Debug`.
struct Shown(GroupRecord);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string_pretty(&self.0).unwrap_or_default())
    }
}

proptest! {
    #[test]
    fn what_is_exported_reads_back(records in proptest::collection::vec(record(), 0..6)) {
        let insatser = ["rebus", "cafe-kryddan"];
        let wanted: Vec<(String, GroupRecord)> = records
            .iter()
            .enumerate()
            .map(|(at, Shown(record))| (insatser[at % 2].to_owned(), record.clone()))
            .collect();
        let sheet = export(wanted.iter().map(|(insats, record)| (insats.as_str(), record)));
        prop_assert!(read_back(sheet.as_bytes()) == wanted);
        for cell in csv_rows(&sheet).iter().flatten() {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
        // The sheet as other programs save it: another encoding, separator, language or line break.
        let (windows, _, has_errors) = encoding_rs::WINDOWS_1252.encode(sheet.trim_start_matches('\u{feff}'));
        if !has_errors {
            prop_assert!(read_back(&windows) == wanted);
        }
        let mut rows = csv_rows(&sheet);
        for separator in *b",\t;" {
            prop_assert!(read_back(csv_text(&rows, separator).as_bytes()) == wanted);
        }
        for (name, english) in rows[0].iter_mut().zip(ENGLISH.split(';')) {
            *name = english.to_owned();
        }
        for name in rows[0].iter_mut().skip(25) {
            let (part, number) = name.rsplit_once('_').expect("a number");
            let at = SWEDISH.split(';').position(|name| name == part).expect("a column");
            *name = format!("{}_{number}", ENGLISH.split(';').nth(at).expect("a column"));
        }
        for separator in *b",\t;" {
            let sheet = csv_text(&rows, separator).replace('\n', "\r\n");
            prop_assert!(read_back(sheet.as_bytes()) == wanted);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), rows in "(insats|datum|\"|;|,|\n|#|'|x|=|[0-9]| ){0,60}") {
        let _ = read(&bytes, &SheetDefaults::default());
        let _ = read(rows.as_bytes(), &SheetDefaults::default());
    }
}
