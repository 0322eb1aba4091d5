//! Reporting periods: calendar months, quarters and years, and when their reports are due.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Serialize, Serializer};

use crate::domain::Text;
use crate::domain::day;
use crate::domain::insatser::documentation::{Cycle, Reporting};
use crate::domain::text::text;

/// The forms of a reporting period, for error messages.
pub(crate) const PERIOD_FORM: Text = text!(
    "Ange en månad som 2026-10, ett kvartal som 2026-q4 eller ett år som 2026.",
    "Use a month such as 2026-10, a quarter such as 2026-q4 or a year such as 2026."
);

/// The number of days until a report is due if the decision does not state it.
pub(crate) const DUE_DAYS_NOT_STATED: u16 = 31;

/// A reporting period, written `2026-10`, `2026-q4` or `2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ReportingPeriod {
    first_day: NaiveDate,
    cycle: Cycle,
}

impl Cycle {
    /// The length in months.
    pub const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

impl ReportingPeriod {
    /// The period of a cycle that contains a day.
    pub(crate) fn of(cycle: Cycle, day: NaiveDate) -> Self {
        let month = day.month0() / cycle.months() * cycle.months() + 1;
        let first_day = NaiveDate::from_ymd_opt(day.year(), month, 1);
        Self {
            first_day: first_day.expect("a month of a year that has days"),
            cycle,
        }
    }

    /// Parses `2026-10`, `2026-q4` or `2026`; `None` for other texts.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, cycle, month) = match text.split_once('-') {
            None => (text, Cycle::Year, "01".to_owned()),
            Some((year, rest)) => match rest.strip_prefix('q') {
                Some(quarter @ ("1" | "2" | "3" | "4")) => {
                    let month = quarter.parse::<u32>().ok()? * 3 - 2;
                    (year, Cycle::Quarter, format!("{month:02}"))
                }
                Some(_) => return None,
                None => (year, Cycle::Month, rest.to_owned()),
            },
        };
        let first_day = day::parse(&format!("{year}-{month}-01"))?;
        (first_day >= day::DAYS.0 && first_day <= day::DAYS.1).then_some(Self { first_day, cycle })
    }

    pub const fn cycle(self) -> Cycle {
        self.cycle
    }

    pub(crate) const fn first_day(self) -> NaiveDate {
        self.first_day
    }

    pub(crate) fn last_day(self) -> NaiveDate {
        self.next().first_day.pred_opt().unwrap_or(NaiveDate::MAX)
    }

    pub(crate) fn next(self) -> Self {
        let next = self.first_day.checked_add_months(Months::new(self.cycle.months()));
        Self {
            first_day: next.unwrap_or(NaiveDate::MAX),
            ..self
        }
    }

    pub(crate) fn includes(self, day: NaiveDate) -> bool {
        Self::of(self.cycle, day) == self
    }

    /// The last day when its report is on time.
    pub(crate) fn due_day(self, reporting: Option<&Reporting>) -> NaiveDate {
        let days = reporting.and_then(|reporting| reporting.due_days);
        let days = Days::new(u64::from(days.unwrap_or(DUE_DAYS_NOT_STATED)));
        self.last_day().checked_add_days(days).unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for ReportingPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first_day.year(), self.first_day.month());
        match self.cycle {
            Cycle::Month => write!(f, "{year:04}-{month:02}"),
            Cycle::Quarter => write!(f, "{year:04}-q{}", month.div_ceil(3)),
            Cycle::Year => write!(f, "{year:04}"),
        }
    }
}

impl Serialize for ReportingPeriod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/records/reporting_period.rs"]
mod tests;
