//! The identity numbers of Denmark, Finland and Norway: day, month and year, and then a number.

use super::characters::is_dash;
use super::number_part::{digit_run, is_day, number};

/// The characters between the date and the number in Finland, apart from the dash and the plus.
const FINNISH_CENTURIES: &str = "YXWVUABCDEF";

/// The check characters in Finland.
const FINNISH_CHECKS: &str = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/// The weights of the digits before each of the two check digits in Norway.
const NORWEGIAN_WEIGHTS: [&[u32]; 2] = [&[3, 7, 6, 1, 8, 9, 4, 5, 2], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]];

/// Whether an identity number of another Nordic country starts at a position.
pub(crate) fn nordic_number_at(signs: &[char], at: usize) -> bool {
    let follows_digit = at > 0 && signs[at - 1].is_ascii_digit();
    let rest = &signs[at..];
    if follows_digit || rest.len() < 10 {
        return false;
    }
    match digit_run(&rest[..rest.len().min(12)]) {
        6 if is_date(&rest[..6], 0) => {
            is_finnish_ending(&rest[6..]) || is_danish_ending(&rest[6..]) || is_norwegian(rest)
        }
        6 | 11 => is_norwegian(rest),
        _ => false,
    }
}

/// Whether six digits are a day, a month and a year. The day may be higher in Norway, by `most_more` in steps of 40.
fn is_date(digits: &[char], most_more: u32) -> bool {
    let parts = (number(&digits[..2]), number(&digits[2..4]), number(&digits[4..6]));
    let (Some(day), Some(month), Some(year)) = parts else {
        return false;
    };
    let days = [0, most_more].into_iter().filter_map(|more| day.checked_sub(more));
    days.into_iter().any(|day| is_day(2000 + year, month, day))
}

/// `-123A`: the century, three digits and a check character.
fn is_finnish_ending(signs: &[char]) -> bool {
    let is_century = |c: char| FINNISH_CENTURIES.contains(c.to_ascii_uppercase());
    let gap = match signs {
        [' ', dash, ' ', ..] if is_dash(*dash) => 3,
        [sign, ..] if is_dash(*sign) || matches!(sign, '+' | ' ') || is_century(*sign) => 1,
        _ => return false,
    };
    let rest = &signs[gap..];
    digit_run(&rest[..rest.len().min(3)]) == 3
        && rest.get(3).is_some_and(|check| {
            let is_check = FINNISH_CHECKS.contains(check.to_ascii_uppercase());
            is_check && (check.is_ascii_alphabetic() || is_century(signs[0]))
        })
        && rest.get(4).is_none_or(|next| !next.is_alphanumeric())
}

/// `-1234`: a dash and four digits.
fn is_danish_ending(signs: &[char]) -> bool {
    let gap = match signs {
        [' ', dash, ' ', ..] if is_dash(*dash) => 3,
        [dash, ..] if is_dash(*dash) => 1,
        _ => return false,
    };
    digit_run(&signs[gap..]) == 4
}

/// Eleven digits, with at most one character before the last five, and both check digits right.
fn is_norwegian(signs: &[char]) -> bool {
    let gap = usize::from(signs.get(6).is_some_and(|c| !c.is_alphanumeric()));
    let (date, rest) = (&signs[..6], signs.get(6 + gap..).unwrap_or_default());
    // Temporary numbers have the day + 40.
    if !is_date(date, 40) || digit_run(rest) != 5 {
        return false;
    }
    let digits: Vec<u32> = date.iter().chain(&rest[..5]).filter_map(|c| c.to_digit(10)).collect();
    NORWEGIAN_WEIGHTS.into_iter().all(|weights| {
        let sum: u32 = weights.iter().zip(&digits).map(|(weight, digit)| weight * digit).sum();
        digits.get(weights.len()) == Some(&((11 - sum % 11) % 11))
    })
}
