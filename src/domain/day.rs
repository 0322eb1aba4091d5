//! Days and ages.

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;

use crate::domain::Text;
use crate::domain::text::composed;

/// The day when the Social Services Act (SoL 2025:400) came into force.
pub(crate) const LAW_IN_FORCE: NaiveDate = NaiveDate::from_ymd_opt(2025, 7, 1).expect("a day");

/// The age from which a person is no child.
pub(crate) const ADULT: u32 = 18;

/// The first and last day that any input may contain.
pub(crate) const DAYS: (NaiveDate, NaiveDate) = (
    NaiveDate::from_ymd_opt(1850, 1, 1).expect("a day"),
    NaiveDate::from_ymd_opt(2199, 12, 31).expect("a day"),
);

/// The highest age in whole years that a fact may state.
pub(crate) const HIGHEST_AGE: u8 = 130;

/// Parses a day written `2025-10-14` (RFC 3339 full-date); `None` for other forms and for nonexistent days.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let form = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, b)| match at {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        });
    if !form {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    let year = i32::try_from(number(&text[..4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&text[5..7])?, number(&text[8..])?)
}

/// The day when a person born on `birth` reaches an age.
///
/// Born on 29 February: on 28 February in ordinary years (by analogy with 1 § lagen 1930:173; fact sheet D5).
pub(crate) fn birthday(birth: NaiveDate, age: u32) -> NaiveDate {
    // Adding months keeps the day or takes the month's last day, which is this rule.
    birth
        .checked_add_months(Months::new(age * 12))
        .unwrap_or(NaiveDate::MAX)
}

/// The age in whole years on a day; 0 before birth.
pub(crate) fn age_on(birth: NaiveDate, day: NaiveDate) -> u32 {
    let years = u32::try_from(day.year() - birth.year()).unwrap_or(0);
    years.saturating_sub(u32::from(!has_had_birthday(birth, day)))
}

/// Says whether the birthday of that year is that day or before: the rule of [`birthday`], without making the day.
pub(crate) fn has_had_birthday(birth: NaiveDate, day: NaiveDate) -> bool {
    let (born, now) = ((birth.month(), birth.day()), (day.month(), day.day()));
    now >= born || (born == (2, 29) && now == (2, 28) && !day.leap_year())
}

/// The months in Swedish and English.
pub(crate) const MONTHS: [(&str, &str); 12] = [
    ("januari", "January"),
    ("februari", "February"),
    ("mars", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augusti", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// A day in words: "14 oktober 2025".
pub(crate) fn in_words(day: NaiveDate) -> Text {
    let month = MONTHS[day.month0() as usize];
    let (of_month, year) = (day.day(), day.year());
    composed!("{of_month} {month} {year}", "{of_month} {month} {year}"; month)
}

/// A day as text: `2025-10-14`.
pub(crate) struct Written([u8; 10]);

impl Written {
    pub(crate) fn of(day: NaiveDate) -> Self {
        let digit = |value: u32| b'0' + u8::try_from(value % 10).unwrap_or_default();
        let (year, month, day) = (day.year().unsigned_abs(), day.month(), day.day());
        Self([
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ])
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits and hyphens")
    }
}
#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
pub(crate) fn serialize<S: serde::Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(Written::of(*day).as_str())
}

#[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "as serde calls it")]
pub(crate) fn serialize_option<S: serde::Serializer>(
    day: &Option<NaiveDate>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serialize(day, serializer),
        None => serializer.serialize_none(),
    }
}

/// A day, or a month if the source states no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrMonth {
    /// A day.
    Day(NaiveDate),
    /// The last day of a month.
    Month(NaiveDate),
}

impl DayOrMonth {
    /// Parses `2026-06-30` or `2026-06`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(day) = parse(text) {
            return Some(Self::Day(day));
        }
        let first = (text.len() == 7).then(|| parse(&format!("{text}-01")))??;
        let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
        Some(Self::Month(last))
    }

    pub(crate) const fn last_day(self) -> NaiveDate {
        match self {
            Self::Day(day) | Self::Month(day) => day,
        }
    }

    pub(crate) fn first_day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Month(last) => last.with_day(1).unwrap_or(last),
        }
    }
}

impl std::fmt::Display for DayOrMonth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(day) => write!(f, "{}", day.format("%Y-%m")),
        }
    }
}

impl Serialize for DayOrMonth {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
#[path = "../../tests/unit/domain/day.rs"]
mod tests;
