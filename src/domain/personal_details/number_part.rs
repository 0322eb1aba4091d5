//! The parts of dates and identity numbers: numbers, days, check digits, and the characters between them.

use chrono::NaiveDate;

/// The maximum number of characters, neither letter nor digit, between two parts of one number.
pub(crate) const MAX_SEPARATORS: usize = 3;

/// The years in which activities are documented. A date of another year is more likely a birth date.
const ACTIVITY_YEARS: std::ops::RangeInclusive<u32> = 2015..=2035;

/// Whether the day exists, in the centuries of identity numbers.
pub(crate) fn is_day(year: u32, month: u32, day: u32) -> bool {
    (1800..2100).contains(&year)
        && i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
}

/// Whether the parts of a date may begin an identity number. A coordination number has the day + 60, and month 00 or day
/// 60 if the month or the day of birth is unknown.
pub(crate) fn is_birth_date(year: u32, year_digits: usize, month: u32, day: u32) -> bool {
    // Without century, any leap year counts: 29 February 00 may be in 2000.
    let year = if year_digits == 2 { 2000 + year } else { year };
    let Some(day) = day.checked_sub(60) else {
        return is_day(year, month, day);
    };
    let is_partial = (day == 0 && month <= 12) || (month == 0 && day <= 31);
    is_day(year, month, day) || is_partial && (1800..2100).contains(&year)
}

/// Whether the digits of a date may begin an identity number: six, or eight with century.
pub(crate) fn is_birth_date_in(digits: &[char]) -> bool {
    let Some(year_digits) = digits.len().checked_sub(4).filter(|length| matches!(length, 2 | 4)) else {
        return false;
    };
    let (year, rest) = digits.split_at(year_digits);
    match (number(year), number(&rest[..2]), number(&rest[2..])) {
        (Some(year), Some(month), Some(day)) => is_birth_date(year, year_digits, month, day),
        _ => false,
    }
}

/// Whether the digits of a birth date may also be the date of an activity.
pub(crate) fn may_be_activity_date(digits: &[char]) -> bool {
    let year_digits = digits.len().saturating_sub(4);
    number(&digits[..year_digits]).is_some_and(|year| is_activity_year(year, year_digits))
}

/// Whether the year of a birth date may also be that of an activity.
pub(crate) fn is_activity_year(year: u32, year_digits: usize) -> bool {
    let century = if year_digits == 2 { 2000 } else { 0 };
    ACTIVITY_YEARS.contains(&(century + year))
}

/// Whether the last of ten digits, or of twelve with century, is the check digit of an identity number.
pub(crate) fn has_check_digit(digits: &[char]) -> bool {
    let without_century = &digits[digits.len().saturating_sub(10)..];
    let sum: u32 = without_century
        .iter()
        .filter_map(|c| c.to_digit(10))
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight / 10 + digit * weight % 10)
        .sum();
    without_century.len() == 10 && sum.is_multiple_of(10)
}

/// Whether a run of digits contains an identity number with a valid check digit.
pub(crate) fn has_checked_number(digits: &[char]) -> bool {
    digits
        .windows(10)
        .any(|number| is_birth_date_in(&number[..6]) && has_check_digit(number))
}

/// Whether digits begin with a mobile code without its 0.
pub(crate) fn is_mobile_code<T: Copy + Into<u32>>(digits: &[T]) -> bool {
    let is_one_of = |digit: T, signs: &str| signs.chars().any(|sign| u32::from(sign) == digit.into());
    matches!(digits, [first, second, ..] if is_one_of(*first, "7") && is_one_of(*second, "02369"))
}

/// The number that digits form.
pub(crate) fn number(signs: &[char]) -> Option<u32> {
    signs.iter().try_fold(0, |value, c| Some(value * 10 + c.to_digit(10)?))
}

/// The number of characters before the next letter or digit, counted to one more than the maximum.
pub(crate) fn separators(signs: &[char]) -> usize {
    let near = signs.iter().take(MAX_SEPARATORS + 1);
    near.take_while(|c| !c.is_alphanumeric()).count()
}

/// The number of digits at the start of a text.
pub(crate) fn digit_run(signs: &[char]) -> usize {
    signs.iter().take_while(|c| c.is_ascii_digit()).count()
}
