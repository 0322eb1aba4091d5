//! The reserve numbers that social services and health care give to people without a known identity number.
//!
//! Regions have different kinds: a date with letters in the last four places (`19550702-TF10`), a day from 32
//! (`1981-08-32-0014`), and 99 before the year (`991981000010`).

use super::characters::is_dash;
use super::number_part::{digit_run, number};

/// Abbreviations before a number that follow a date, as in `20251014-kl18`.
const ABBREVIATIONS: [[char; 2]; 5] = [['k', 'l'], ['n', 'r'], ['h', 't'], ['v', 't'], ['s', 't']];

/// How the ending of a number follows its date.
pub(crate) struct Joint {
    /// Whether nothing but a dash, perhaps with spaces, is between.
    pub is_close: bool,
    /// Whether one character is between, after a date that is unbroken or too early for an activity.
    pub is_near: bool,
    /// Whether the date may be that of an activity.
    pub is_of_activity: bool,
}

/// Whether a text begins with four letters and digits instead of the last four digits: a letter, a letter or digit, a
/// digit, and either. After another character than a dash they must be capitals, if the date may be that of an
/// activity.
pub(crate) fn is_care_ending(signs: &[char], joint: &Joint) -> bool {
    let Some((&[first, second, third, fourth], rest)) = signs.split_first_chunk::<4>() else {
        return false;
    };
    let is_shaped = first.is_ascii_alphabetic()
        && second.is_ascii_alphanumeric()
        && third.is_ascii_digit()
        && fourth.is_ascii_alphanumeric()
        && rest.first().is_none_or(|next| !next.is_alphanumeric());
    let is_capital = first.is_ascii_uppercase() && !second.is_ascii_lowercase();
    is_shaped
        && !ABBREVIATIONS.contains(&[first, second])
        && (joint.is_close || joint.is_near && (is_capital || !joint.is_of_activity))
}

/// Whether a reserve number without letters starts at a position.
pub(crate) fn is_care_number_at(signs: &[char], at: usize) -> bool {
    let follows_digit = at > 0 && signs[at - 1].is_ascii_digit();
    !follows_digit
        && digits_of_number(&signs[at..]).is_some_and(|digits| is_numbered_by_year(&digits) || has_late_day(&digits))
}

/// The twelve digits at the start of a text, with at most a dash, a plus or a space between any.
fn digits_of_number(signs: &[char]) -> Option<[char; 12]> {
    let mut digits = [' '; 12];
    let mut rest = signs;
    for (nth, digit) in digits.iter_mut().enumerate() {
        let gap = usize::from(nth > 0 && rest.first().is_some_and(|c| is_dash(*c) || matches!(c, ' ' | '+')));
        *digit = *rest.get(gap).filter(|c| c.is_ascii_digit())?;
        rest = &rest[gap + 1..];
    }
    (digit_run(rest) == 0).then_some(digits)
}

/// 99, the year and six digits.
fn is_numbered_by_year(digits: &[char; 12]) -> bool {
    digits.starts_with(&['9', '9']) && is_year(&digits[2..6])
}

/// A date with a day from 32, and four digits.
fn has_late_day(digits: &[char; 12]) -> bool {
    let between = |at: usize, least: u32, most: u32| {
        number(&digits[at..at + 2]).is_some_and(|value| (least..=most).contains(&value))
    };
    is_year(&digits[..4]) && between(4, 1, 12) && between(6, 32, 59)
}

fn is_year(digits: &[char]) -> bool {
    number(digits).is_some_and(|year| (1800..2100).contains(&year))
}
