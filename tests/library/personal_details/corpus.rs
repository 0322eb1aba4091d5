//! The published corpus: texts with the expected verdict, the recall and the rate of false alarms.

use insatskatalog::domain::personal_details::identity::is_identity_shaped;
use insatskatalog::domain::personal_details::trace_number::may_hold_identity_number;
use insatskatalog::domain::personal_details::{PersonalDetail, personal_detail_in};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

const FILES: [&str; 3] = [
    include_str!("corpus/identity_numbers.txt"),
    include_str!("corpus/contact_details.txt"),
    include_str!("corpus/innocent.txt"),
];

/// The minimum number of texts of each side of the corpus.
const MIN_TEXTS: usize = 400;

/// How many random trace ids are tried.
const TRACES: u32 = 100_000;

/// A text of the corpus.
struct Case {
    verdict: Verdict,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Refused(PersonalDetail),
    Innocent,
    /// Innocent, but refused by design as an identity number.
    FalseAlarm,
}

impl Verdict {
    fn named(name: &str) -> Self {
        match name {
            "identityNumber" => Self::Refused(PersonalDetail::IdentityNumber),
            "emailAddress" => Self::Refused(PersonalDetail::EmailAddress),
            "phoneNumber" => Self::Refused(PersonalDetail::PhoneNumber),
            "link" => Self::Refused(PersonalDetail::Link),
            "postalAddress" => Self::Refused(PersonalDetail::PostalAddress),
            "innocent" => Self::Innocent,
            "falseAlarm" => Self::FalseAlarm,
            _ => panic!("no verdict is called {name}"),
        }
    }

    fn expected(self) -> Option<PersonalDetail> {
        match self {
            Self::Refused(kind) => Some(kind),
            Self::Innocent => None,
            Self::FalseAlarm => Some(PersonalDetail::IdentityNumber),
        }
    }
}

fn corpus() -> impl Iterator<Item = Case> {
    let lines = FILES.into_iter().flat_map(str::lines);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (verdict, text) = line.split_once(" | ").expect("a verdict and a text");
            Case {
                verdict: Verdict::named(verdict),
                text: unescaped(text),
            }
        })
}

/// A line with each `\u{..}` replaced by its character.
fn unescaped(line: &str) -> String {
    let mut parts = line.split("\\u{");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("a closing brace");
        let code = u32::from_str_radix(code, 16).expect("a number in base sixteen");
        text.push(char::from_u32(code).expect("a sign"));
        text.push_str(rest);
    }
    text
}

#[test]
fn every_text_gets_its_verdict() {
    let mut faults = Vec::new();
    for Case { verdict, text } in corpus() {
        let found = personal_detail_in(&text);
        if found != verdict.expected() {
            faults.push(format!("{text}: {found:?}, not {verdict:?}"));
        }
        // An invisible character makes the search use its slow path, which must give the same result.
        if personal_detail_in(&format!("{text}\u{200b}")) != found {
            faults.push(format!("{text}: read otherwise the long way"));
        }
        // The narrower search finds the same, and a mobile number that may be an identity number.
        let is_identity = found == Some(PersonalDetail::IdentityNumber);
        let is_shaped = is_identity_shaped(&text);
        if is_shaped != is_identity && !(is_shaped && found == Some(PersonalDetail::PhoneNumber)) {
            faults.push(format!("{text}: identity-shaped or not"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Prints the figures in `docs/group-records.md`.
#[test]
fn figures() {
    let identity = Some(PersonalDetail::IdentityNumber);
    let of = |keep: fn(Verdict) -> bool| corpus().filter(move |case| keep(case.verdict));
    let numbers = || of(|verdict| verdict == Verdict::Refused(PersonalDetail::IdentityNumber));
    let contacts = || {
        of(|verdict| !matches!(verdict, Verdict::Innocent | Verdict::FalseAlarm))
            .filter(|case| case.verdict.expected() != identity)
    };
    let innocent = || of(|verdict| matches!(verdict, Verdict::Innocent | Verdict::FalseAlarm));
    let found = numbers()
        .filter(|case| personal_detail_in(&case.text) == identity)
        .count();
    let refused = contacts()
        .filter(|case| personal_detail_in(&case.text).is_some())
        .count();
    let alarms = innocent()
        .filter(|case| personal_detail_in(&case.text).is_some())
        .count();
    let restarted = restarted_traces();
    print_share("identity numbers found", found, numbers().count());
    print_share("contact details found", refused, contacts().count());
    print_share("false alarms among innocent texts", alarms, innocent().count());
    print_share("random trace ids restarted", restarted, TRACES as usize);
    assert_eq!((found, refused), (numbers().count(), contacts().count()));
    assert!(numbers().count() >= MIN_TEXTS && innocent().count() >= MIN_TEXTS);
    // Expected: 0.16 %.
    assert!(
        (TRACES as usize / 1000..TRACES as usize / 400).contains(&restarted),
        "{restarted}"
    );
}

#[expect(clippy::print_stdout, reason = "the figures are the result")]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn print_share(what: &str, part: usize, whole: usize) {
    println!(
        "{what}: {part} of {whole} ({:.2} %)",
        100.0 * part as f64 / whole as f64
    );
}

/// How many honest random ids would start a new trace. The ids are the same every time.
fn restarted_traces() -> usize {
    let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let ids = (0..TRACES).map(|_| format!("{:016x}{:016x}", random.next_u64(), random.next_u64()));
    ids.filter(|id| may_hold_identity_number(id)).count()
}

#[test]
fn innocent_texts_pass_in_any_frame() {
    for Case { text, .. } in corpus().filter(|case| case.verdict == Verdict::Innocent) {
        for framed in [
            format!("  {text}  "),
            format!("({text})"),
            format!("Utvärdering: {text}. Tack!"),
            format!("\u{feff}{text} 😀"),
        ] {
            assert_eq!(personal_detail_in(&framed), None, "{framed}");
        }
    }
}

#[test]
fn refused_texts_are_refused_in_any_frame() {
    for Case { text, .. } in corpus().filter(|case| case.verdict != Verdict::Innocent) {
        for framed in [
            format!("  {text}  "),
            format!("({text})"),
            format!("Utvärdering: {text} Tack!"),
            format!("»{text}«, sång och fika 😀"),
        ] {
            assert!(personal_detail_in(&framed).is_some(), "{framed}");
        }
    }
}

#[test]
fn detection_takes_linear_time() {
    // Each piece could begin a detail. Quadratic time would take minutes here.
    for piece in [
        "a.",
        "a-",
        "a",
        "0 ",
        "0",
        "08-",
        "+1 ",
        " (",
        "a at ",
        "www",
        "//",
        "1 011 ",
        "a (at) b (dot) ",
    ] {
        let text = format!("t.ex {} ", piece.repeat(20_000));
        assert_eq!(personal_detail_in(&text), None, "{piece}");
        let text = format!("{text}anna@example.com");
        assert_eq!(personal_detail_in(&text), Some(PersonalDetail::EmailAddress), "{piece}");
    }
    let text = format!("{}1955-07-02-123", "2025-01-01 ".repeat(100_000));
    assert!(!is_identity_shaped(&text));
    assert!(is_identity_shaped(&format!("{text}4")));
}
