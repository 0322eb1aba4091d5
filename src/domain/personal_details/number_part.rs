//! The parts that dates and identity numbers are made of: numbers, days, and the signs between them.

use chrono::NaiveDate;

/// The most signs that are neither letter nor digit which may stand between two parts of one number.
pub(crate) const MAX_SEPARATORS: usize = 3;

/// Says whether there is such a day, in the centuries that identity numbers are given for.
pub(crate) fn is_day(year: u32, month: u32, day: u32) -> bool {
    (1800..2100).contains(&year)
        && i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
}

/// The number that some digits make.
pub(crate) fn number(signs: &[char]) -> Option<u32> {
    signs.iter().try_fold(0, |value, c| Some(value * 10 + c.to_digit(10)?))
}

/// How many signs stand before the next letter or digit; one more than the most is enough to know.
pub(crate) fn separators(signs: &[char]) -> usize {
    let near = signs.iter().take(MAX_SEPARATORS + 1);
    near.take_while(|c| !c.is_alphanumeric()).count()
}
