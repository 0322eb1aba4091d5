//! Detects text shaped like an identity number.
//!
//! The shape is a valid date (day, or day + 60 as in a coordination number; century optional) followed by four digits,
//! with at most three other characters between the parts. The check digit is not verified, since a mistyped number
//! still identifies someone. A rare false alarm, such as a date followed by `1830` for the time, is accepted; `18:30`
//! passes. Other shapes count too: a letter and three digits instead of the last four digits (interim numbers), the
//! numbers of care and of the Nordic countries, letters instead of digits, and other groups of digits. A room such as
//! `K204` after a date looks like an interim number, so the date must be unbroken, joined to it by a dash, or too early
//! for an activity.

use super::care_number::{Joint, is_care_ending, is_care_number_at};
use super::characters::{QuickScan, has_fewer_digits, is_dash, signs_of};
use super::grouped_number::{grouped_number_at, is_grouped_ending};
use super::innocent_number::without_innocent_numbers;
use super::letters_as_digits::{clean_number_at, with_letters_as_digits};
use super::nordic_number::nordic_number_at;
use super::number_part::{MAX_SEPARATORS, is_activity_year, is_birth_date, number, separators};
use super::spread_number::spread_number_at;

/// The minimum number of digits in an identity number without letters for digits: `810829SU3A`.
const MIN_DIGITS: usize = 7;

/// The letters of interim numbers.
const INTERIM_LETTERS: [char; 11] = ['J', 'K', 'L', 'M', 'N', 'R', 'S', 'T', 'U', 'W', 'X'];

/// Whether a text contains anything shaped like an identity number.
pub fn is_identity_shaped(text: &str) -> bool {
    if has_fewer_digits(text, MIN_DIGITS) {
        return false;
    }
    let scan = QuickScan::of(text);
    if is_without_identity_number(&scan) {
        return false;
    }
    holds_identity_number(&without_innocent_numbers(signs_of(text, &scan)))
}

/// Whether the first pass rules out identity numbers.
pub(crate) fn is_without_identity_number(scan: &QuickScan) -> bool {
    scan.is_plain && scan.digits < MIN_DIGITS && !scan.may_hold_letters_as_digits
}

/// Whether text without innocent numbers contains an identity number.
pub(crate) fn holds_identity_number(signs: &[char]) -> bool {
    let digit_at = |signs: &[char], at: &usize| signs[*at].is_ascii_digit();
    let digits = signs.iter().filter(|c| c.is_ascii_digit()).take(MIN_DIGITS).count();
    let is_written = digits == MIN_DIGITS
        && (0..signs.len()).filter(|at| digit_at(signs, at)).any(|at| {
            identity_number_at(signs, at)
                || spread_number_at(signs, at)
                || grouped_number_at(signs, at)
                || is_care_number_at(signs, at)
                || nordic_number_at(signs, at)
        });
    is_written
        || with_letters_as_digits(signs).is_some_and(|signs| {
            (0..signs.len())
                .filter(|at| digit_at(&signs, at))
                .any(|at| clean_number_at(&signs, at) || grouped_number_at(&signs, at))
        })
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
    if rest.get(..4).and_then(number).is_some() {
        return Some(true);
    }
    let is_dashed = last_gap == 1 && (after_date[0] == '+' || is_dash(after_date[0]));
    let is_joined = last_gap == 0 || is_dashed;
    let is_unbroken = gaps == 0;
    let is_of_activity = is_activity_year(year, year_digits);
    let joint = Joint {
        is_close: is_joined || is_unbroken && after_date[..last_gap].iter().any(|c| is_dash(*c)),
        is_near: last_gap == 1 && (is_unbroken || !is_of_activity),
        is_of_activity,
    };
    let starts_here = at == 0 || !signs[at - 1].is_ascii_digit();
    Some(
        starts_here && (is_unbroken || is_joined) && is_interim_ending(rest)
            || starts_with_century(signs, at, year_digits) && is_care_ending(rest, &joint)
            || starts_here && is_unbroken && is_grouped_ending(&signs[at..at + year_digits + 4], after_date),
    )
}

/// Whether no digit precedes a position, or only the two of a century that may be no real one, as in `22550702AB12`.
fn starts_with_century(signs: &[char], at: usize, year_digits: usize) -> bool {
    let digits_before = signs[..at]
        .iter()
        .rev()
        .take(3)
        .take_while(|c| c.is_ascii_digit())
        .count();
    digits_before == 0 || digits_before == 2 && year_digits == 2
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
