//! Calendar months.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::day::DAYS;
use crate::domain::insatser::documentation::Cycle;
use crate::domain::records::reporting_period::ReportingPeriod;

/// A calendar month, written `2026-10`: its number since January of the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

/// The first month of statistics: the Social Services Act (2025:400) came into force on its first day.
pub const FIRST: Month = Month(2025 * 12 + 6);

impl Month {
    /// The month that contains a day.
    pub(crate) fn of(day: NaiveDate) -> Self {
        Self::first_of(day.year()).plus(day.month0().cast_signed())
    }

    /// Parses `2026-10`; `None` for other texts.
    pub fn parse(text: &str) -> Option<Self> {
        // Parsed by hand, since there may be hundreds of thousands of sums.
        let (year, of_year) = text.split_once('-')?;
        let is_digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(year, 4) || !is_digits(of_year, 2) {
            return None;
        }
        let (year, of_year): (i32, i32) = (year.parse().ok()?, of_year.parse().ok()?);
        let is_month = (1..=12).contains(&of_year) && (DAYS.0.year()..=DAYS.1.year()).contains(&year);
        is_month.then(|| Self::first_of(year).plus(of_year - 1))
    }

    pub(crate) fn period(self) -> ReportingPeriod {
        ReportingPeriod::of(Cycle::Month, self.first_day())
    }

    /// The first day of the month.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(), self.of_year(), 1).expect("a month of a year that has days")
    }

    /// The last day of the month.
    pub fn last_day(self) -> NaiveDate {
        self.period().last_day()
    }

    const fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// The next month.
    pub const fn next(self) -> Self {
        self.plus(1)
    }

    pub(crate) const fn previous(self) -> Self {
        self.plus(-1)
    }

    pub(crate) const fn year_before(self) -> Self {
        self.plus(-12)
    }

    pub(crate) const fn year_after(self) -> Self {
        self.plus(12)
    }

    /// The number of the month in the year, from 1.
    pub(crate) const fn of_year(self) -> u32 {
        self.0.rem_euclid(12).cast_unsigned() + 1
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    pub(crate) const fn first_of(year: i32) -> Self {
        Self(year * 12)
    }

    /// December of a year.
    pub const fn last_of(year: i32) -> Self {
        Self(year * 12 + 11)
    }

    /// The quarter, from 1 to 4.
    pub const fn quarter(self) -> u32 {
        self.of_year().div_ceil(3)
    }

    /// The first month of the quarter.
    pub(crate) const fn first_of_quarter(self) -> Self {
        Self(self.0 - self.0.rem_euclid(3))
    }

    /// All months from this one to another, including both; none if that is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| Some(month.next())).take_while(move |month| *month <= last)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.of_year())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a month"))
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/statistics/month.rs"]
mod tests;
