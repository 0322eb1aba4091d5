//! Finds text shaped like a Swedish identity number, so that it can be refused.
//!
//! The shape is a valid date (day, or day + 60 as in a coordination number, century optional) followed by four
//! digits, with at most three other signs between the parts. The check digit is not asked for: a mistyped number
//! still points at somebody. Refusing wins over a rare false alarm, such as a date followed by `1830` for half past
//! six in the evening; `18:30` passes.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most signs that are neither letter nor digit which may stand between two parts of one number.
const MOST_SEPARATORS: usize = 3;

/// The fewest digits in an identity number.
const FEWEST_DIGITS: usize = 10;

/// Says whether a text holds anything shaped like a personnummer or samordningsnummer.
#[must_use]
pub fn is_identity_shaped(text: &str) -> bool {
    if text.is_ascii() && text.bytes().filter(u8::is_ascii_digit).count() < FEWEST_DIGITS {
        return false;
    }
    let signs = without_innocent_numbers(&normalised(text));
    (0..signs.len()).any(|at| identity_number_at(&signs, at))
}

/// The text as a reader sees it: compatibility forms folded, every script's digits as ASCII, nothing invisible.
fn normalised(text: &str) -> Vec<char> {
    text.nfkc()
        .filter(|c| !is_invisible(*c) && !is_combining_mark(*c))
        .map(ascii_digit)
        .collect()
}

/// Says whether a reader of a text does not see a character at all.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The zero of each script's decimal digits that NFKC leaves as they are (Unicode 16, category Nd).
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50, 0x11da0,
    0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950,
];

fn ascii_digit(c: char) -> char {
    let code = u32::from(c);
    let after = ZEROS.partition_point(|zero| *zero <= code);
    match after.checked_sub(1).map(|at| code - ZEROS[at]) {
        Some(value) if value < 10 => char::from_digit(value, 10).expect("below ten"),
        _ => c,
    }
}

/// Replaces UUIDs, organisation numbers and ISO dates that another follows by a letter, which joins nothing.
fn without_innocent_numbers(signs: &[char]) -> Vec<char> {
    let mut left = Vec::with_capacity(signs.len());
    let mut at = 0;
    while at < signs.len() {
        let starts_here = at == 0 || !signs[at - 1].is_alphanumeric();
        let length = if starts_here { innocent_at(&signs[at..]) } else { 0 };
        if length == 0 {
            left.push(signs[at]);
            at += 1;
        } else {
            left.push('x');
            at += length;
        }
    }
    left
}

/// The length of the innocent number that a text begins with, or 0.
fn innocent_at(signs: &[char]) -> usize {
    let length = [
        uuid_length(signs),
        organisation_number_length(signs),
        followed_date_length(signs),
    ]
    .into_iter()
    .max()
    .unwrap_or(0);
    let ends_there = signs.get(length).is_none_or(|next| !next.is_alphanumeric());
    if ends_there { length } else { 0 }
}

fn uuid_length(signs: &[char]) -> usize {
    const LENGTH: usize = 36;
    let fits = signs.len() >= LENGTH
        && signs[..LENGTH].iter().enumerate().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => *c == '-',
            _ => c.is_ascii_hexdigit(),
        });
    if fits { LENGTH } else { 0 }
}

/// `NNNNNN-NNNN` with a third and fourth digit of at least 20: no month, so no person.
fn organisation_number_length(signs: &[char]) -> usize {
    let digits = signs.iter().take(9).take_while(|c| c.is_ascii_digit()).count();
    let start = match digits {
        6 => 0,
        8 if signs[..2] == ['1', '6'] => 2,
        _ => return 0,
    };
    let tail = &signs[digits..];
    let fits = signs[start + 2] >= '2'
        && tail.first() == Some(&'-')
        && tail.len() >= 5
        && tail[1..5].iter().all(char::is_ascii_digit);
    if fits { digits + 5 } else { 0 }
}

/// A complete ISO date directly followed by another, as in `2025-10-14 – 2025-10-20`. The last of a row stays: it may
/// begin an identity number.
fn followed_date_length(signs: &[char]) -> usize {
    const LENGTH: usize = 10;
    if !is_iso_date(signs) {
        return 0;
    }
    let gap = separators(&signs[LENGTH..]);
    let followed = (1..=MOST_SEPARATORS).contains(&gap) && is_iso_date(&signs[LENGTH + gap..]);
    if followed { LENGTH } else { 0 }
}

fn is_iso_date(signs: &[char]) -> bool {
    signs.len() >= 10
        && signs[4] == '-'
        && signs[7] == '-'
        && number(&signs[..4]).is_some_and(|year| {
            let month_and_day = (number(&signs[5..7]), number(&signs[8..10]));
            matches!(month_and_day, (Some(month), Some(day)) if is_day(year, month, day))
        })
        && signs.get(10).is_none_or(|next| !next.is_ascii_digit())
}

/// Says whether an identity number starts at a place: with or without century.
fn identity_number_at(signs: &[char], at: usize) -> bool {
    [4, 2].into_iter().any(|year_digits| {
        let mut rest = &signs[at..];
        let Some(year) = take_number(&mut rest, year_digits) else {
            return false;
        };
        skip_separators(&mut rest);
        let Some(month) = take_number(&mut rest, 2) else {
            return false;
        };
        skip_separators(&mut rest);
        let Some(day) = take_number(&mut rest, 2) else {
            return false;
        };
        let day = if day > 60 { day - 60 } else { day };
        // Without century any leap year counts: 29 February 00 may be in 2000.
        let year = if year_digits == 2 { 2000 + year } else { year };
        skip_separators(&mut rest);
        is_day(year, month, day) && take_number(&mut rest, 4).is_some()
    })
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    (1800..2100).contains(&year)
        && i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
}

fn take_number(signs: &mut &[char], digits: usize) -> Option<u32> {
    let value = number(signs.get(..digits)?)?;
    *signs = &signs[digits..];
    Some(value)
}

fn number(signs: &[char]) -> Option<u32> {
    signs.iter().try_fold(0, |value, c| Some(value * 10 + c.to_digit(10)?))
}

fn skip_separators(signs: &mut &[char]) {
    let gap = separators(signs);
    if gap <= MOST_SEPARATORS {
        *signs = &signs[gap..];
    }
}

/// How many signs stand before the next letter or digit; one more than the most is enough to know.
fn separators(signs: &[char]) -> usize {
    let near = signs.iter().take(MOST_SEPARATORS + 1);
    near.take_while(|c| !c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::is_identity_shaped;

    #[test]
    fn finds_identity_numbers_in_all_shapes() {
        for shape in [
            "195507021234",
            "19550702-1234",
            "19550702+1234",
            "550702-1234",
            "5507021234",
            "550702 1234",
            "550702 - 1234",
            "550702\u{2013}1234",
            "1955-07-02-1234",
            "1955 07 02 1234",
            "55.07.02.1234",
            "1955/07/02 1234",
            "550762-1234",
            "19550791-1234",
            "000229-1234",
            "pnr:550702-1234.",
            "a550702-1234b",
            "９５０７０２-１２３４",
            "٥٥٠٧٠٢١٢٣٤",
            "550\u{200b}702-12\u{feff}34",
            "55\u{ad}0702\u{2060}1234",
            "20251014 1830",
            "99195507021234",
            "2025-10-14 1955-07-02-1234",
            "2025-10-14 2025-10-15 1955-07-02-1234",
            "5\u{20e3}5\u{20e3}0\u{20e3}7\u{20e3}0\u{20e3}2\u{20e3}1\u{20e3}2\u{20e3}3\u{20e3}4",
            "55\u{332}0702\u{1d173}-1234",
            "5507021234567890",
        ] {
            assert!(is_identity_shaped(shape), "{shape}");
        }
    }

    #[test]
    fn takes_time_in_proportion_to_the_text() {
        // A thousand times the text takes a thousand times the time, not a million: seconds would tell.
        let text = format!("{}1955-07-02-123", "2025-01-01 ".repeat(100_000));
        assert!(!is_identity_shaped(&text));
        assert!(is_identity_shaped(&format!("{text}4")));
    }

    #[test]
    fn lets_innocent_numbers_pass() {
        for innocent in [
            "",
            "trygghetslarm",
            "2025-10-14",
            "2025-10-14 18:30",
            "2025-10-14 2025-10-20",
            "2025-10-14 – 2025-10-20",
            "2025-10-14/2025-10-15/2025-10-16",
            "556036-0793",
            "16556036-0793",
            "802012-3456",
            "212000-1234",
            "550e8400-e29b-41d4-a716-446655440000",
            "195507021-123", // nine digits and three
            "dnr 3.1.1-302/2021",
            "protokoll 2024-12-12 § 144",
            "0176-713 00",
            "SoL 2025:400, 11 kap. 5 §",
            "lag (2009:47) 2 kap. 7 §",
            "kl. 10.00-15.00 mån-fre",
            "1 250 000 kr och 3 400 000 kr",
            "551302-1234",
            "550732-1234",
            "19550702 123",
        ] {
            assert!(!is_identity_shaped(innocent), "{innocent}");
        }
    }
}
