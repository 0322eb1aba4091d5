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
    [4, 2]
        .into_iter()
        .any(|year_digits| starts_identity_number(signs, at, year_digits).unwrap_or(false))
}

/// `None` if the date is incomplete.
fn starts_identity_number(signs: &[char], at: usize, year_digits: usize) -> Option<bool> {
    let mut rest = &signs[at..];
    let year = take_number(&mut rest, year_digits)?;
    let mut gaps = skip_separators(&mut rest);
    let month = take_number(&mut rest, 2)?;
    gaps += skip_separators(&mut rest);
    let day = take_number(&mut rest, 2)?;
    if !is_birth_date(year, year_digits, month, day) {
        return Some(false);
    }
    let after_date = rest;
    let last_gap = skip_separators(&mut rest);
    let joined = gaps == 0 || last_gap == 0 || last_gap == 1 && (after_date[0] == '+' || is_dash(after_date[0]));
    let starts_here = at == 0 || !signs[at - 1].is_ascii_digit();
    Some(take_number(&mut rest, 4).is_some() || starts_here && joined && is_interim_ending(rest))
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
