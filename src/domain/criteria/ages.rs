//! The ages that a person may have, by birthday and by calendar year.

use chrono::{Datelike, NaiveDate};

use crate::domain::day::has_had_birthday;

use super::facts::Person;
use super::{AgeLimit, Condition};

/// The ages that a person may have on one day.
///
/// The age by birthday and the age by calendar year follow from their sum: neither is higher for a later birth,
/// and the second is the first or one more. So the sum is what a person's age is known by, and both come from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ages {
    /// The lowest possible sum.
    lowest: u32,
    /// The highest possible sum.
    highest: u32,
    /// On 31 December the two ages are equal, and their sum is even.
    is_last_of_year: bool,
}

impl Ages {
    /// Every age that anybody may have on a day.
    pub(crate) fn of_anybody(day: NaiveDate) -> Self {
        Self {
            lowest: 0,
            highest: u32::MAX,
            is_last_of_year: is_last_of_year(day),
        }
    }

    /// Every age below one, by birthday.
    pub(crate) const fn below(age: u32) -> Self {
        Self {
            lowest: 0,
            highest: 2 * age - 1,
            is_last_of_year: false,
        }
    }

    /// Every age above one, by birthday.
    pub(crate) const fn above(age: u32) -> Self {
        Self {
            lowest: 2 * age + 2,
            highest: u32::MAX,
            is_last_of_year: false,
        }
    }

    /// The ages that a person may have on a day; `None` when nothing is known of it.
    pub(crate) fn of(person: &Person, day: NaiveDate) -> Option<Self> {
        if let Some(birth) = person.birth {
            let highest = sum(birth.earliest, day);
            if birth.is_exact() {
                return Some(Self {
                    lowest: highest,
                    highest,
                    // A known sum is even on that day.
                    is_last_of_year: false,
                });
            }
            return Some(Self {
                lowest: sum(birth.latest, day),
                highest,
                is_last_of_year: is_last_of_year(day),
            });
        }
        let is_last_of_year = is_last_of_year(day);
        let age = u32::from(person.age?);
        Some(Self {
            lowest: 2 * age,
            highest: 2 * age + u32::from(!is_last_of_year),
            is_last_of_year,
        })
    }

    /// Says whether the person may have an age whose sum lies in a span.
    pub(crate) const fn meet(self, from: u32, to: Option<u32>) -> bool {
        let lowest = if self.lowest > from { self.lowest } else { from };
        let highest = match to {
            Some(to) if to < self.highest => to,
            _ => self.highest,
        };
        lowest <= highest && !(self.is_last_of_year && lowest == highest && lowest % 2 == 1)
    }

    /// Whether an age lies within the limits, where all the person's possible ages agree.
    pub(crate) fn are_within(self, span: AgeSpan) -> Option<bool> {
        if self.lowest == self.highest {
            return Some(span.holds(self.lowest));
        }
        let within = self.meet(span.from, span.to);
        let below = span.from > 0 && self.meet(0, Some(span.from - 1));
        let above = span.to.is_some_and(|to| self.meet(to + 1, None));
        match (within, below || above) {
            (true, true) => None,
            (within, _) => Some(within),
        }
    }
}

fn is_last_of_year(day: NaiveDate) -> bool {
    day.month() == 12 && day.day() == 31
}

/// The sum of the age by birthday and the age by calendar year of somebody born on a day.
#[inline]
pub(crate) fn sum(birth: NaiveDate, day: NaiveDate) -> u32 {
    let in_year = u32::try_from(day.year() - birth.year()).unwrap_or(0);
    (2 * in_year).saturating_sub(u32::from(!has_had_birthday(birth, day)))
}

/// The limits of an age, as sums of the age by birthday and by calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AgeSpan {
    /// The lowest sum within the limits.
    pub from: u32,
    /// The highest sum within the limits.
    pub to: Option<u32>,
}

impl AgeSpan {
    /// The span of a leaf about age; `None` for any other.
    pub(crate) fn of(leaf: &Condition) -> Option<Self> {
        match leaf {
            Condition::Age(limit) => Some(Self::by_birthday(*limit)),
            Condition::AgeInYear(limit) => Some(Self::by_calendar_year(*limit)),
            _ => None,
        }
    }

    /// The span of ages by birthday: an age a has the sums 2a and 2a + 1.
    #[inline]
    pub(crate) fn by_birthday(limit: AgeLimit) -> Self {
        Self {
            from: 2 * limit.at_least.map_or(0, u32::from),
            to: limit.at_most.map(|most| 2 * u32::from(most) + 1),
        }
    }

    /// The span of ages by calendar year: an age y has the sums 2y - 1 and 2y.
    #[inline]
    pub(crate) fn by_calendar_year(limit: AgeLimit) -> Self {
        Self {
            from: (2 * limit.at_least.map_or(0, u32::from)).saturating_sub(1),
            to: limit.at_most.map(|most| 2 * u32::from(most)),
        }
    }

    /// Says whether a sum lies within the limits.
    #[inline]
    pub(crate) fn holds(self, sum: u32) -> bool {
        sum >= self.from && self.to.is_none_or(|to| sum <= to)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike as _, NaiveDate};

    use super::sum;
    use crate::domain::day::{age_on, parse};

    fn day(text: &str) -> NaiveDate {
        parse(text).expect("a day")
    }

    #[test]
    fn the_sum_is_of_both_ages() {
        for birth in ["1960-02-29", "1960-01-01", "1960-12-31", "1960-07-01"].map(day) {
            for on in ["2025-02-28", "2024-02-28", "2025-12-31", "2025-01-01", "2025-07-01"].map(day) {
                let in_year = u32::try_from(on.year() - 1960).expect("later");
                assert_eq!(sum(birth, on), age_on(birth, on) + in_year, "{birth} {on}");
            }
        }
    }
}
