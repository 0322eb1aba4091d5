//! The parts of dates and identity numbers: numbers, days, and the characters between them.

use chrono::NaiveDate;

/// The maximum number of characters, neither letter nor digit, between two parts of one number.
pub(crate) const MAX_SEPARATORS: usize = 3;

/// Whether the day exists, in the centuries of identity numbers.
pub(crate) fn is_day(year: u32, month: u32, day: u32) -> bool {
    (1800..2100).contains(&year)
        && i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
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
