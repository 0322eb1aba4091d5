//! Schedules by rules that repeat, as in HSDS and iCalendar (RFC 5545, section 3.3.10).

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::CatalogueText;

use super::hours::{Span, TimeOfDay, ends_next_day};

/// The days that are searched for one on which a schedule occurs: the calendar repeats within 40 years.
const OCCURS_WITHIN: u64 = 40 * 366;

/// The days that are searched for two schedules at the same time.
const OVERLAPS_WITHIN: u64 = 2 * 366;

/// Where the search begins for schedules without dates: a Monday.
const WITHOUT_DATES: NaiveDate = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day");

/// When something takes place or is open, by a rule that repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// How the rule repeats.
    pub freq: Frequency,
    /// Every how many weeks or months. Above 1, it counts from the week or month of `validFrom`.
    #[schema(minimum = 1, maximum = 52, example = 1)]
    pub interval: u8,
    /// The days, separated by commas. With `MONTHLY`, each is the nth of the month, from the end if negative.
    #[schema(value_type = String, example = "MO,WE")]
    pub byday: ByDay,
    /// Opening time, `HH:MM` local time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:00")]
    pub opens_at: Option<TimeOfDay>,
    /// Closing time, `HH:MM` local time, at most `24:00`. A time before `opensAt` is on the next morning.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", example = "15:00")]
    pub closes_at: Option<TimeOfDay>,
    /// The first day of the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// The last day of the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// The schedule in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<CatalogueText>,
}

/// How a schedule repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Frequency {
    Weekly,
    Monthly,
}

/// Days of the week, each of them in a month every one or the nth: `MO,WE`, `1TU`, `-1FR`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByDay(pub(super) Vec<(Option<i8>, Weekday)>);

const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

impl ByDay {
    /// Parses days of the week, each once.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut days = Vec::new();
        for part in text.split(',') {
            let (day, weekday) = DAYS.into_iter().find(|(day, _)| part.ends_with(day))?;
            let number = match part.strip_suffix(day)? {
                "" => None,
                number => Some(NUMBERS.into_iter().find(|(known, _)| *known == number)?.1),
            };
            if days.contains(&(number, weekday)) {
                return None;
            }
            days.push((number, weekday));
        }
        Some(Self(days))
    }

    /// Every day of this place in the week, from Monday.
    pub(crate) fn of_week(day: usize) -> &'static str {
        DAYS[day].0
    }

    /// Whether any day has a number, which only a monthly schedule has.
    pub(crate) fn has_numbers(&self) -> bool {
        self.0.iter().any(|(number, _)| number.is_some())
    }
}

/// The numbers of a weekday in a month.
const NUMBERS: [(&str, i8); 10] = [
    ("1", 1),
    ("2", 2),
    ("3", 3),
    ("4", 4),
    ("5", 5),
    ("-1", -1),
    ("-2", -2),
    ("-3", -3),
    ("-4", -4),
    ("-5", -5),
];

impl fmt::Display for ByDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (number, weekday)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let number = number.map_or_else(String::new, |number| number.to_string());
            let day = DAYS[weekday.num_days_from_monday() as usize].0;
            write!(f, "{comma}{number}{day}")?;
        }
        Ok(())
    }
}

impl Serialize for ByDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Schedule {
    /// Whether it occurs on any day.
    pub(crate) fn occurs(&self) -> bool {
        let days = searched(self.valid_from, self.valid_to, OCCURS_WITHIN);
        let mut days = days.map(|day| self.occurs_on(day));
        days.any(|occurs| occurs)
    }

    pub(crate) fn occurs_on(&self, day: NaiveDate) -> bool {
        let in_time = self.valid_from.is_none_or(|first| first <= day) && self.valid_to.is_none_or(|last| day <= last);
        let of_rule = self.byday.0.iter().any(|(number, weekday)| {
            let is_nth = number.is_none_or(|number| number == nth(day) || number == nth_from_the_end(day));
            *weekday == day.weekday() && is_nth
        });
        in_time && of_rule && self.in_interval(day)
    }

    /// Whether it is open at any time of a day.
    pub(crate) fn is_open_on(&self, day: NaiveDate) -> bool {
        let from_the_day_before = self.times().is_some_and(|(opens, closes)| ends_next_day(opens, closes));
        self.occurs_on(day) || (from_the_day_before && day.pred_opt().is_some_and(|before| self.occurs_on(before)))
    }

    /// The first day on which it occurs, if the rule has a first day.
    pub(crate) fn first_day(&self) -> Option<NaiveDate> {
        self.valid_from?;
        let mut days = searched(self.valid_from, self.valid_to, OCCURS_WITHIN);
        days.find(|day| self.occurs_on(*day))
    }

    fn in_interval(&self, day: NaiveDate) -> bool {
        let Some(first) = self.valid_from.filter(|_| self.interval > 1) else {
            return true;
        };
        let passed = match self.freq {
            Frequency::Weekly => (monday(day) - monday(first)).num_weeks(),
            Frequency::Monthly => {
                i64::from((day.year() - first.year()) * 12 + day.month0().cast_signed() - first.month0().cast_signed())
            }
        };
        passed % i64::from(self.interval) == 0
    }

    /// When it opens and closes, if both are stated.
    pub(crate) fn times(&self) -> Option<(TimeOfDay, TimeOfDay)> {
        Some((self.opens_at?, self.closes_at?))
    }

    /// The items of a list that have a time in common with an earlier item, within two years from the first day on which
    /// both can occur.
    pub(crate) fn overlapping(schedules: &[Self]) -> impl Iterator<Item = usize> {
        schedules.iter().enumerate().filter_map(|(at, own)| {
            let mut earlier = schedules[..at].iter();
            earlier.any(|other| own.overlaps(other)).then_some(at)
        })
    }

    fn overlaps(&self, other: &Self) -> bool {
        let (Some(own), Some(others)) = (self.times(), other.times()) else {
            return false;
        };
        // The days after the own day on which the other opens, within a period that is too long to repeat.
        let span = |day, (opens, closes)| Span::on(day, opens, closes);
        let at_once: Vec<u32> = (0..3)
            .filter(|day| span(1, own).overlaps(span(*day, others), 7))
            .collect();
        let earliest = self.valid_from.max(other.valid_from);
        let latest = [self.valid_to, other.valid_to].into_iter().flatten().min();
        let mut days = searched(earliest, latest, OVERLAPS_WITHIN);
        !at_once.is_empty()
            && days.any(|day| {
                let other_day = |after: &u32| (day + Days::new(u64::from(*after))).pred_opt();
                self.occurs_on(day)
                    && at_once
                        .iter()
                        .filter_map(other_day)
                        .any(|other_day| other.occurs_on(other_day))
            })
    }
}

/// The days between two, at most so many.
fn searched(earliest: Option<NaiveDate>, latest: Option<NaiveDate>, most: u64) -> impl Iterator<Item = NaiveDate> {
    let before = latest.map(|latest| latest - Days::new(most));
    let first = earliest.or(before).unwrap_or(WITHOUT_DATES);
    let last = (first + Days::new(most)).min(latest.unwrap_or(NaiveDate::MAX));
    first.iter_days().take_while(move |day| *day <= last)
}

fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(day.weekday().num_days_from_monday().into())
}

/// Which of its weekday in the month a day is.
fn nth(day: NaiveDate) -> i8 {
    i8::try_from(day.day0() / 7 + 1).unwrap_or_default()
}

/// The same, counted from the end: -1 is the last.
fn nth_from_the_end(day: NaiveDate) -> i8 {
    let left = u32::from(day.num_days_in_month()) - day.day();
    -i8::try_from(left / 7 + 1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{ByDay, Frequency, Schedule};
    use crate::domain::day;
    use crate::domain::insatser::hours::TimeOfDay;

    fn schedule(freq: Frequency, interval: u8, byday: &str, days: (&str, &str), times: (&str, &str)) -> Schedule {
        Schedule {
            freq,
            interval,
            byday: ByDay::parse(byday).expect("days"),
            opens_at: TimeOfDay::parse(times.0),
            closes_at: TimeOfDay::parse(times.1),
            valid_from: day::parse(days.0),
            valid_to: day::parse(days.1),
            description: None,
        }
    }

    #[test]
    fn reads_days_as_in_icalendar() {
        for text in ["MO,WE", "1TU,-1FR,SU"] {
            assert_eq!(ByDay::parse(text).map(|days| days.to_string()).as_deref(), Some(text));
        }
        for text in [
            "", "MO,", "MO,MO", "mo", "MÅ", "MON", "-MO", "6MO", "0MO", "-6MO", "+1MO", "01MO",
        ] {
            assert_eq!(ByDay::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_third_week_counts_from_its_first_day() {
        let third = schedule(Frequency::Weekly, 3, "MO,TH", ("2025-09-04", ""), ("", ""));
        let on = |text| third.occurs_on(day::parse(text).expect("a day"));
        // 2025-09-01 is a Monday in the week of the first day, but before it.
        assert!(!on("2025-09-01"));
        assert!(on("2025-09-04") && on("2025-09-22") && on("2025-09-25"));
        assert!(!on("2025-09-08") && !on("2025-09-11") && !on("2025-09-15"));
        let last = schedule(Frequency::Monthly, 2, "-1FR", ("2025-11-15", ""), ("", ""));
        let on = |text| last.occurs_on(day::parse(text).expect("a day"));
        assert!(on("2025-11-28") && on("2026-01-30"));
        assert!(!on("2025-11-21") && !on("2025-12-26"));
    }

    #[test]
    fn finds_rules_that_never_occur() {
        let occurs = |freq, byday, days| schedule(freq, 1, byday, days, ("", "")).occurs();
        assert!(occurs(Frequency::Weekly, "FR", ("2025-09-01", "2025-09-05")));
        assert!(!occurs(Frequency::Weekly, "FR", ("2025-09-01", "2025-09-04")));
        assert!(occurs(Frequency::Monthly, "5MO", ("", "")));
        assert!(!occurs(Frequency::Monthly, "5MO", ("2026-02-01", "2026-02-28")));
        // The fifth Monday in February, every twelfth month, is a 29th.
        assert!(schedule(Frequency::Monthly, 12, "5MO", ("2025-02-01", ""), ("", "")).occurs());
    }

    #[test]
    fn finds_rules_at_the_same_time() {
        let weekly = |interval, byday, from, times| schedule(Frequency::Weekly, interval, byday, (from, ""), times);
        let overlap = |one: &Schedule, other: &Schedule| {
            let (one, other) = (one.clone(), other.clone());
            Schedule::overlapping(&[one, other]).count() == 1
        };
        let even = weekly(2, "MO", "2025-09-01", ("10:00", "12:00"));
        assert!(!overlap(&even, &weekly(2, "MO", "2025-09-08", ("10:00", "12:00"))));
        assert!(overlap(&even, &weekly(3, "MO", "2025-09-08", ("11:00", "13:00"))));
        assert!(!overlap(&even, &weekly(1, "MO", "", ("12:00", "13:00"))));
        assert!(!overlap(&even, &weekly(1, "MO", "", ("", ""))));
        let night = weekly(1, "SU", "", ("22:00", "02:00"));
        assert!(overlap(&night, &weekly(1, "MO", "", ("01:00", "02:00"))));
        let first = schedule(Frequency::Monthly, 1, "1MO", ("", ""), ("11:00", "13:00"));
        assert!(overlap(&even, &first));
    }
}
