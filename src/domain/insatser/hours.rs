//! Times of day and opening hours in the week.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::text::composed;

/// The minutes of a day.
const DAY: u16 = 24 * 60;

/// A time of day in minutes from midnight; the last is 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// 24:00, the end of the day.
    pub(crate) const END_OF_DAY: Self = Self(DAY);

    const MIDNIGHT: Self = Self(0);

    /// Parses `HH:MM` from `00:00` to `24:00`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let number = |part: &str| {
            let is_number = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| part.parse::<u16>().ok())?
        };
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        let read = Self(hours * 60 + minutes);
        (minutes < 60 && read <= Self::END_OF_DAY).then_some(read)
    }

    /// The local time on a day; 24:00 is the next midnight.
    pub(crate) fn on(self, day: NaiveDate) -> NaiveDateTime {
        day.and_time(NaiveTime::MIN) + TimeDelta::minutes(self.0.into())
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A span of time from a minute, which may end the next morning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// The minute when it begins, from the first midnight of the period.
    begins: u32,
    /// Its length in minutes.
    length: u32,
}

impl Span {
    /// A span that opens on a day of a period, counted from 0. A closing time that is not after the opening time is on
    /// the next day.
    pub(crate) fn on(day: u32, opens: TimeOfDay, closes: TimeOfDay) -> Self {
        let next_day = if closes > opens { 0 } else { DAY };
        Self {
            begins: day * u32::from(DAY) + u32::from(opens.0),
            length: u32::from(closes.0 + next_day - opens.0),
        }
    }

    /// Whether two spans have a minute in common, in a period of some days that repeats.
    pub(crate) fn overlaps(self, other: Self, days: u32) -> bool {
        let period = days * u32::from(DAY);
        let after = |later: u32, earlier: u32| (later + period - earlier) % period;
        after(other.begins, self.begins) < self.length || after(self.begins, other.begins) < other.length
    }
}

/// Whether a span that opens on a day is still open after the next midnight.
pub(crate) fn ends_next_day(opens: TimeOfDay, closes: TimeOfDay) -> bool {
    closes < opens && closes != TimeOfDay::MIDNIGHT
}

/// Opening hours on one day of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpeningHours {
    /// The day of the week when it opens.
    pub weekday: Weekday,
    /// Opening time, `HH:MM` local time.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:00")]
    pub opens: TimeOfDay,
    /// Closing time, `HH:MM` local time, at most `24:00`. A time before `opens` is on the next morning.
    #[schema(value_type = String, pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", example = "15:00")]
    pub closes: TimeOfDay,
}

/// The days of the week in Swedish and English, from Monday.
pub(crate) const WEEKDAYS: [(&str, &str); 7] = [
    ("måndag", "Monday"),
    ("tisdag", "Tuesday"),
    ("onsdag", "Wednesday"),
    ("torsdag", "Thursday"),
    ("fredag", "Friday"),
    ("lördag", "Saturday"),
    ("söndag", "Sunday"),
];

impl OpeningHours {
    /// Says whether the place closes at midnight or on the next morning.
    pub(crate) fn goes_past_midnight(&self) -> bool {
        self.closes == TimeOfDay::END_OF_DAY || self.closes <= self.opens
    }

    fn span(&self) -> Span {
        Span::on(self.weekday as u32, self.opens, self.closes)
    }

    /// The hours in words.
    pub(crate) fn in_words(&self) -> Text {
        let day = WEEKDAYS[self.weekday as usize];
        let Self { opens, closes, .. } = self;
        composed!("{day} {opens}–{closes}", "{day} {opens}–{closes}"; day)
    }

    /// Whether it opens on a day.
    pub(crate) fn opens_on(&self, day: NaiveDate) -> bool {
        self.weekday as u32 == day.weekday().num_days_from_monday()
    }

    /// Whether it is open at any time of a day.
    pub(crate) fn are_open_on(&self, day: NaiveDate) -> bool {
        let opens_on = self.weekday as u32;
        let weekday = day.weekday().num_days_from_monday();
        opens_on == weekday || (ends_next_day(self.opens, self.closes) && (opens_on + 1) % 7 == weekday)
    }

    /// The items of a list that overlap an earlier item.
    pub(crate) fn overlapping(hours: &[Self]) -> impl Iterator<Item = usize> {
        hours.iter().enumerate().filter_map(|(at, own)| {
            let mut earlier = hours[..at].iter();
            earlier.any(|other| own.span().overlaps(other.span(), 7)).then_some(at)
        })
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Its name in iCalendar: the first two letters of the English one.
    pub(crate) fn in_icalendar(self) -> String {
        self.in_english()[..2].to_uppercase()
    }

    /// Its name in Swedish and English.
    pub(crate) const fn in_both(self) -> (&'static str, &'static str) {
        WEEKDAYS[self as usize]
    }

    /// Its name in English.
    pub(crate) const fn in_english(self) -> &'static str {
        WEEKDAYS[self as usize].1
    }
}

/// Days when a place is closed, including both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClosedPeriod {
    /// The first day closed.
    pub from: NaiveDate,
    /// The last day closed.
    pub to: NaiveDate,
}

#[cfg(test)]
mod tests {
    use super::{OpeningHours, TimeOfDay, Weekday};

    fn hours(weekday: Weekday, opens: &str, closes: &str) -> OpeningHours {
        let time = |text| TimeOfDay::parse(text).expect("a time");
        OpeningHours {
            weekday,
            opens: time(opens),
            closes: time(closes),
        }
    }

    #[test]
    fn reads_times_until_24() {
        for text in ["00:00", "09:05", "23:59", "24:00"] {
            assert_eq!(
                TimeOfDay::parse(text).map(|time| time.to_string()).as_deref(),
                Some(text)
            );
        }
        for text in ["24:01", "25:00", "9:00", "10:60", "10.00", "1000", "+1:00", ""] {
            assert_eq!(TimeOfDay::parse(text), None, "{text}");
        }
    }

    #[test]
    fn nights_overlap_the_next_morning() {
        use Weekday::{Monday, Sunday, Tuesday};
        let night = hours(Monday, "22:00", "02:00");
        let overlap = |own: &OpeningHours, other| OpeningHours::overlapping(&[own.clone(), other]).count() == 1;
        assert!(overlap(&night, hours(Tuesday, "01:59", "03:00")));
        assert!(!overlap(&night, hours(Tuesday, "02:00", "03:00")));
        assert!(!overlap(&night, hours(Monday, "20:00", "22:00")));
        assert!(overlap(&night, hours(Monday, "20:00", "24:00")));
        assert!(overlap(
            &hours(Sunday, "22:00", "01:00"),
            hours(Monday, "00:30", "02:00")
        ));
        assert!(!overlap(
            &hours(Sunday, "22:00", "24:00"),
            hours(Monday, "00:00", "02:00")
        ));
    }
}
