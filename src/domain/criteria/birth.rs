//! When a person is born, as exactly as it is known.

use chrono::{Datelike, NaiveDate};

use crate::domain::day::{HIGHEST_AGE, age_on};

/// The days between which a person is born: one day when the birth date is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Birth {
    /// The earliest possible day.
    pub earliest: NaiveDate,
    /// The latest possible day.
    pub latest: NaiveDate,
}

impl Birth {
    /// A known birth date.
    pub const fn on(day: NaiveDate) -> Self {
        Self {
            earliest: day,
            latest: day,
        }
    }

    /// A known year and perhaps month; `None` when there is no such month.
    pub fn in_year(year: i32, month: Option<u32>) -> Option<Self> {
        let earliest = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1)?;
        let next = match month {
            Some(month) if month < 12 => NaiveDate::from_ymd_opt(year, month + 1, 1),
            _ => NaiveDate::from_ymd_opt(year + 1, 1, 1),
        };
        Some(Self {
            earliest,
            latest: next?.pred_opt()?,
        })
    }

    /// The birth dates among these of those who have an age on a day; `None` when there are none.
    pub fn with_age(self, age: u8, day: NaiveDate) -> Option<Self> {
        let (mut earliest, mut latest) = (self.earliest, self.latest);
        let age = u32::from(age);
        // The age never falls as the birth date goes back, so both ends can be found by halving.
        if age_on(earliest, day) > age {
            earliest = first(earliest, latest, |birth| age_on(birth, day) <= age)?;
        }
        if age_on(latest, day) < age {
            latest = first(earliest, latest, |birth| age_on(birth, day) < age)?.pred_opt()?;
        }
        (earliest <= latest && age_on(earliest, day) == age && age_on(latest, day) == age)
            .then_some(Self { earliest, latest })
    }

    /// Says whether the day itself is known.
    pub fn is_exact(self) -> bool {
        self.earliest == self.latest
    }

    /// The same without the days after `day`; `None` when none is left.
    pub fn until(self, day: NaiveDate) -> Option<Self> {
        (self.earliest <= day).then_some(Self {
            latest: self.latest.min(day),
            ..self
        })
    }

    /// The same without the days that give an age above [`HIGHEST_AGE`] on a day; `None` when none is left.
    pub fn of_possible_age(self, day: NaiveDate) -> Option<Self> {
        let is_possible = |birth: NaiveDate| {
            day.year() - birth.year() <= i32::from(HIGHEST_AGE) || age_on(birth, day) <= u32::from(HIGHEST_AGE)
        };
        let earliest = if is_possible(self.earliest) {
            self.earliest
        } else {
            first(self.earliest, self.latest, is_possible)?
        };
        Some(Self { earliest, ..self })
    }
}

/// What a question states of a person's birth and age.
#[derive(Clone, Copy, Default)]
pub(crate) struct StatedBirth {
    pub date: Option<NaiveDate>,
    pub year: Option<u16>,
    pub month: Option<u8>,
    pub age: Option<u8>,
}

/// What is known of a person's birth, or their age alone.
#[derive(Clone, Copy, Default)]
pub(crate) struct KnownBirth {
    pub birth: Option<Birth>,
    pub age: Option<u8>,
}

/// Why what is stated of a birth makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BirthFault {
    /// A month without its year.
    MonthWithoutYear,
    /// A birth date beside a year.
    DateAndYear,
    /// It is after the day asked about.
    AfterDay,
    /// It gives an age above [`HIGHEST_AGE`].
    TooOld,
    /// The age is another.
    OtherAge,
}

impl StatedBirth {
    /// What is known on the day asked about: the days that fit everything stated.
    ///
    /// # Errors
    /// [`BirthFault`] when no day does.
    #[inline]
    pub(crate) fn on(self, day: NaiveDate) -> Result<KnownBirth, BirthFault> {
        // What most questions state: a whole birth date of a possible age, and nothing more.
        if let (Some(date), None, None, None) = (self.date, self.year, self.month, self.age)
            && date <= day
            && day.year() - date.year() <= i32::from(HIGHEST_AGE)
        {
            return Ok(KnownBirth {
                birth: Some(Birth::on(date)),
                age: None,
            });
        }
        let birth = match (self.date, self.year, self.month) {
            (Some(_), Some(_), _) | (Some(_), _, Some(_)) => return Err(BirthFault::DateAndYear),
            (None, None, Some(_)) => return Err(BirthFault::MonthWithoutYear),
            (Some(date), None, None) => Birth::on(date),
            (None, Some(year), month) => {
                let birth = Birth::in_year(i32::from(year), month.map(u32::from));
                birth.ok_or(BirthFault::AfterDay)?
            }
            (None, None, None) => {
                return Ok(KnownBirth {
                    birth: None,
                    age: self.age,
                });
            }
        };
        let birth = birth.until(day).ok_or(BirthFault::AfterDay)?;
        let birth = birth.of_possible_age(day).ok_or(BirthFault::TooOld)?;
        let birth = match self.age {
            Some(age) => birth.with_age(age, day).ok_or(BirthFault::OtherAge)?,
            None => birth,
        };
        Ok(KnownBirth {
            birth: Some(birth),
            age: None,
        })
    }
}

/// The first day of a span on which something holds that goes on holding.
fn first(from: NaiveDate, to: NaiveDate, holds: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let mut left = (to - from).num_days() + 1;
    let mut found = from;
    while left > 0 {
        let half = left / 2;
        let middle = found + chrono::Days::new(half.unsigned_abs());
        if holds(middle) {
            left = half;
        } else {
            found = middle.succ_opt()?;
            left -= half + 1;
        }
    }
    (found <= to).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::Birth;
    use crate::domain::day::parse;

    #[test]
    fn an_age_narrows_a_year() {
        let day = |text: &str| parse(text).expect("a day");
        let year = Birth::in_year(1960, None).expect("a year");
        let narrowed = year.with_age(64, day("2025-03-01")).expect("some days");
        assert_eq!(narrowed.earliest, day("1960-03-02"));
        assert_eq!(narrowed.latest, day("1960-12-31"));
        assert!(year.with_age(66, day("2025-03-01")).is_none());
    }
}
