//! A schedule in words: on which days, when, and how often.

use crate::domain::text::{composed, text};
use crate::domain::{CatalogueText, Text};

use super::hours::WEEKDAYS;
use super::schedule::{Frequency, Schedule};

impl Schedule {
    /// The schedule in words: its description, or its rule.
    pub(crate) fn in_words(&self) -> CatalogueText {
        self.description.clone().unwrap_or_else(|| self.rule().into())
    }

    /// "måndag, onsdag 10:00–12:00, varannan vecka".
    fn rule(&self) -> Text {
        let days = self.byday.0.iter().map(|(number, weekday)| {
            let day = WEEKDAYS[weekday.num_days_from_monday() as usize];
            number.map_or(Text::new(day.0, day.1), |number| numbered(number, day))
        });
        let (sv, en): (Vec<_>, Vec<_>) = days.map(|day| (day.sv, day.en)).unzip();
        let times = match (self.opens_at, self.closes_at) {
            (Some(opens), Some(closes)) => format!(" {opens}–{closes}"),
            (Some(opens), None) => format!(" {opens}"),
            _ => String::new(),
        };
        composed!(
            "{days}{times}, {how_often}",
            "{days}{times}, {how_often}";
            days = (sv.join(", "), en.join(", ")),
            how_often = how_often(self.freq, self.interval)
        )
    }
}

/// One day of the week in a month: "första måndagen".
fn numbered(number: i8, day: (&str, &str)) -> Text {
    let which = match number {
        1 => ("första", "first"),
        2 => ("andra", "second"),
        3 => ("tredje", "third"),
        4 => ("fjärde", "fourth"),
        5 => ("femte", "fifth"),
        -1 => ("sista", "last"),
        -2 => ("näst sista", "second to last"),
        -3 => ("tredje sista", "third to last"),
        -4 => ("fjärde sista", "fourth to last"),
        _ => ("femte sista", "fifth to last"),
    };
    composed!("{which} {day}en", "{which} {day}"; which, day)
}

fn how_often(freq: Frequency, interval: u8) -> Text {
    let ending = if matches!(interval % 10, 1 | 2) && !matches!(interval, 11 | 12) {
        'a'
    } else {
        'e'
    };
    let nth = format!("{interval}:{ending}");
    match (freq, interval) {
        (Frequency::Weekly, 1) => text!("varje vecka", "every week"),
        (Frequency::Weekly, 2) => text!("varannan vecka", "every other week"),
        (Frequency::Weekly, weeks) => composed!("var {nth} vecka", "every {weeks} weeks"),
        (Frequency::Monthly, 1) => text!("varje månad", "every month"),
        (Frequency::Monthly, 2) => text!("varannan månad", "every other month"),
        (Frequency::Monthly, months) => composed!("var {nth} månad", "every {months} months"),
    }
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/insatser/schedule_words.rs"]
mod tests;
