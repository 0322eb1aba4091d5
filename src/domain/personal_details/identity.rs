//! Detects text shaped like a Swedish identity number.
//!
//! The shape is a valid date (day, or day + 60 as in a coordination number; century optional) followed by four digits,
//! with at most three other characters between the parts. The check digit is not verified, since a mistyped number
//! still identifies someone. A rare false alarm, such as a date followed by `1830` for the time, is accepted; `18:30`
//! passes. Two rarer shapes count too. In an interim number, a letter and three digits replace the last four digits. A
//! room such as `K204` after a date looks the same, so the date must be unbroken or joined to it by a dash. And the
//! digits may be spaced out, one by one or two by two, with the same character between all of them.

use super::characters::{QuickScan, is_dash, signs_of};
use super::innocent_number::without_innocent_numbers;
use super::number_part::{MAX_SEPARATORS, is_day, number, separators};

/// The minimum number of digits in an identity number; the tenth may be a letter.
const MIN_DIGITS: usize = 9;

/// The letters of interim numbers.
const INTERIM_LETTERS: [char; 11] = ['J', 'K', 'L', 'M', 'N', 'R', 'S', 'T', 'U', 'W', 'X'];

/// Whether a text contains anything shaped like a personnummer or samordningsnummer.
pub fn is_identity_shaped(text: &str) -> bool {
    let scan = QuickScan::of(text);
    if is_without_identity_number(&scan) {
        return false;
    }
    holds_identity_number(&without_innocent_numbers(signs_of(text, &scan)))
}

/// Whether the first pass rules out identity numbers.
pub(crate) fn is_without_identity_number(scan: &QuickScan) -> bool {
    scan.is_plain && scan.digits < MIN_DIGITS
}

/// Whether text without innocent numbers contains an identity number.
pub(crate) fn holds_identity_number(signs: &[char]) -> bool {
    let digits = signs.iter().filter(|c| c.is_ascii_digit()).take(MIN_DIGITS).count();
    digits == MIN_DIGITS
        && (0..signs.len())
            .filter(|at| signs[*at].is_ascii_digit())
            .any(|at| identity_number_at(signs, at) || spread_number_at(signs, at))
}

/// Whether an identity number, with or without century, starts at a position.
fn identity_number_at(signs: &[char], at: usize) -> bool {
    [4, 2].into_iter().any(|year_digits| {
        let mut rest = &signs[at..];
        let Some(year) = take_number(&mut rest, year_digits) else {
            return false;
        };
        let mut gaps = skip_separators(&mut rest);
        let Some(month) = take_number(&mut rest, 2) else {
            return false;
        };
        gaps += skip_separators(&mut rest);
        let Some(day) = take_number(&mut rest, 2) else {
            return false;
        };
        if !is_birth_date(year, year_digits, month, day) {
            return false;
        }
        let after_date = rest;
        let last_gap = skip_separators(&mut rest);
        let joined = gaps == 0 || last_gap == 0 || last_gap == 1 && (after_date[0] == '+' || is_dash(after_date[0]));
        let starts_here = at == 0 || !signs[at - 1].is_ascii_digit();
        take_number(&mut rest, 4).is_some() || starts_here && joined && is_interim_ending(rest)
    })
}

/// Whether a text begins with an interim number's letter and three digits. A fourth digit means a time stamp.
fn is_interim_ending(signs: &[char]) -> bool {
    let mut rest = signs.get(1..).unwrap_or_default();
    signs
        .first()
        .is_some_and(|c| INTERIM_LETTERS.contains(&c.to_ascii_uppercase()))
        && take_number(&mut rest, 3).is_some()
        && rest.first().is_none_or(|next| !next.is_ascii_digit())
}

/// Whether a spaced-out identity number starts at a position: twelve digits one by one or two by two, or ten digits one
/// by one with none before. Ratings without commas may look like ten digits, hardly like twelve.
fn spread_number_at(signs: &[char], at: usize) -> bool {
    [1, 2].into_iter().any(|width| {
        let Some(spread) = Spread::at(signs, at, width) else {
            return false;
        };
        let date = |year_digits: usize| {
            let year = number(&spread.digits[..year_digits])?;
            let month = number(&spread.digits[year_digits..year_digits + 2])?;
            let day = number(&spread.digits[year_digits + 2..year_digits + 4])?;
            Some(is_birth_date(year, year_digits, month, day))
        };
        match spread.digits.len() {
            12 => (width == 1 || !spread.may_be_hours) && date(4) == Some(true),
            10 => width == 1 && spread.alone && date(2) == Some(true),
            _ => false,
        }
    })
}

/// Ten or twelve digits in groups of equal width with equal gaps, except the gap before the last four.
struct Spread {
    digits: Vec<char>,
    /// Whether no group precedes it.
    alone: bool,
    /// Whether the gaps look like those of `18.00`.
    may_be_hours: bool,
}

impl Spread {
    fn at(signs: &[char], at: usize, width: usize) -> Option<Self> {
        const MAX_DIGITS: usize = 12;
        if at > 0 && signs[at - 1].is_ascii_digit() {
            return None;
        }
        let first_gap = gap_after(signs, at + width)?;
        let mut digits = Vec::with_capacity(MAX_DIGITS);
        let mut gaps = Vec::with_capacity(MAX_DIGITS);
        let mut place = at;
        while digits.len() < MAX_DIGITS {
            let group = signs.get(place..place + width)?;
            if !group.iter().all(char::is_ascii_digit) {
                return None;
            }
            digits.extend_from_slice(group);
            place += width;
            let Some(gap) = gap_after(signs, place).filter(|_| digits.len() < MAX_DIGITS) else {
                break;
            };
            gaps.push(gap);
            place += gap.len();
        }
        if signs.get(place).is_some_and(char::is_ascii_digit) {
            return None;
        }
        let before_last_four = digits.len().checked_sub(4)? / width;
        let even = gaps
            .iter()
            .enumerate()
            .all(|(nth, gap)| *gap == first_gap || nth + 1 == before_last_four);
        let goes_on = at > first_gap.len()
            && signs[..at].ends_with(first_gap)
            && signs[at - first_gap.len() - 1].is_ascii_digit();
        let may_be_hours = first_gap.iter().any(|c| matches!(c, '.' | ':'));
        even.then_some(Self {
            digits,
            alone: !goes_on,
            may_be_hours,
        })
    }
}

/// The characters between two digits, if few and without comma or semicolon, which separate list entries.
fn gap_after(signs: &[char], at: usize) -> Option<&[char]> {
    let rest = signs.get(at..)?;
    let length = separators(rest);
    let gap = rest.get(..length)?;
    let joins = (1..=MAX_SEPARATORS).contains(&length)
        && !gap.iter().any(|c| matches!(c, ',' | ';'))
        && rest.get(length).is_some_and(char::is_ascii_digit);
    joins.then_some(gap)
}

/// Whether the parts of a date may begin an identity number.
fn is_birth_date(year: u32, year_digits: usize, month: u32, day: u32) -> bool {
    let day = if day > 60 { day - 60 } else { day };
    // Without century, any leap year counts: 29 February 00 may be in 2000.
    let year = if year_digits == 2 { 2000 + year } else { year };
    is_day(year, month, day)
}

fn take_number(signs: &mut &[char], digits: usize) -> Option<u32> {
    let value = number(signs.get(..digits)?)?;
    *signs = &signs[digits..];
    Some(value)
}

fn skip_separators(signs: &mut &[char]) -> usize {
    let gap = separators(signs);
    if gap > MAX_SEPARATORS {
        return 0;
    }
    *signs = &signs[gap..];
    gap
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
        // Quadratic time would take minutes here.
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
