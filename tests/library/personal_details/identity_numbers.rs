//! Finds every spelling of an identity number, in any context.

use insatskatalog::domain::personal_details::identity::is_identity_shaped;
use insatskatalog::domain::personal_details::{PersonalDetail, personal_detail_in};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const NUMBERS: u32 = 10_000;

/// The digit zero in several scripts: ASCII, full width, mathematical, Arabic, Persian, Devanagari, Bengali, Thai,
/// Adlam.
const ZEROS: [char; 9] = ['0', '０', '𝟎', '٠', '۰', '०', '০', '๐', '𞥐'];

/// Characters that are neither letters nor digits.
const SEPARATORS: [char; 20] = [
    ' ', '-', '+', '.', '/', ',', ';', ':', '_', '(', ')', '#', '*', '–', '—', '−', '·', '\u{a0}', '\u{2009}', '😀',
];

/// Invisible characters.
const INVISIBLE: [char; 6] = ['\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}', '\u{202e}'];

const BEFORE: [&str; 12] = [
    "",
    "",
    "pnr",
    "pnr: ",
    "Deltagare ",
    "född",
    "18 deltagare, ",
    "2025-10-14 ",
    "SN 2025/123 – ",
    "(",
    "åäö",
    "9",
];

const AFTER: [&str; 9] = [
    "",
    "",
    "x",
    ".",
    " kom för första gången",
    ", 18 deltagare",
    "567",
    ")",
    " 😀",
];

fn separator() -> impl Strategy<Value = String> {
    prop::collection::vec(select(SEPARATORS.as_slice()), 0..=3).prop_map(String::from_iter)
}

/// The year, the month, the day or the day and 60, and the last four digits.
fn parts() -> impl Strategy<Value = [String; 4]> {
    (
        1800..2100_u32,
        1..13_u32,
        1..32_u32,
        any::<bool>(),
        any::<bool>(),
        0..10_000_u32,
    )
        .prop_map(|(year, month, day, has_century, is_coordination, last)| {
            let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            let days = match month {
                2 if is_leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            let day = day.min(days) + if is_coordination { 60 } else { 0 };
            let year = if has_century {
                format!("{year}")
            } else {
                format!("{:02}", year % 100)
            };
            [year, format!("{month:02}"), format!("{day:02}"), format!("{last:04}")]
        })
}

fn written() -> impl Strategy<Value = String> {
    let surroundings = (select(BEFORE.as_slice()), select(AFTER.as_slice()));
    let hidden = prop::collection::vec((0..40_usize, select(INVISIBLE.as_slice())), 0..5);
    (
        parts(),
        separator(),
        separator(),
        separator(),
        select(ZEROS.as_slice()),
        hidden,
        surroundings,
    )
        .prop_map(
            |([year, month, day, last], first, second, third, zero, hidden, (before, after))| {
                let number = format!("{year}{first}{month}{second}{day}{third}{last}");
                let mut signs: Vec<char> = number.chars().map(|c| in_script(c, zero)).collect();
                for (at, sign) in hidden {
                    signs.insert(at.min(signs.len()), sign);
                }
                format!("{before}{}{after}", String::from_iter(signs))
            },
        )
}

fn in_script(c: char, zero: char) -> char {
    let digit = c.to_digit(10).and_then(|value| char::from_u32(u32::from(zero) + value));
    digit.unwrap_or(c)
}

#[test]
fn every_way_to_write_a_number_is_found() {
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(NUMBERS)
    };
    // The numbers are the same every time, so that a failure comes from a change.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&written(), |text| {
        prop_assert!(is_identity_shaped(&text), "not found: {text:?}");
        prop_assert_eq!(personal_detail_in(&text), Some(PersonalDetail::IdentityNumber));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
