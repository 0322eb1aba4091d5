//! Whether a place is open, in words.

use chrono::{Datelike, NaiveDateTime, TimeDelta};

use crate::domain::Text;
use crate::domain::day::in_words;
use crate::domain::insatser::hours::{OpeningHours, WEEKDAYS};
use crate::domain::opening::Opening;
use crate::domain::text::{composed, text};

/// Whether something is open, and until or from when.
#[derive(Clone, Debug)]
pub(crate) struct OpenNow {
    pub is_open: bool,
    pub text: Text,
}

impl OpenNow {
    /// What the hours say at a moment.
    pub(crate) fn of(opening: Opening, now: NaiveDateTime) -> Self {
        let is_open = matches!(opening, Opening::Open(_));
        let text = match opening {
            Opening::Open(until) if until - now > TimeDelta::days(1) => text!("Öppet nu", "Open now"),
            Opening::Open(until) => {
                let time = until.format("%H:%M").to_string();
                // Midnight ends the day.
                let time = if time == "00:00" { "24:00".to_owned() } else { time };
                composed!("Öppet nu, stänger {time}", "Open now, closes at {time}")
            }
            Opening::Closed(None) => text!("Stängt nu", "Closed now"),
            Opening::Closed(Some(opens)) => closed_until(opens, now),
            Opening::ClosedThrough(last) => composed!(
                "Stängt till och med {last}",
                "Closed until {last} (inclusive)";
                last = in_words(last)
            ),
        };
        Self { is_open, text }
    }
}

fn closed_until(opens: NaiveDateTime, now: NaiveDateTime) -> Text {
    let time = opens.format("%H:%M").to_string();
    let weekday = WEEKDAYS[opens.weekday().num_days_from_monday() as usize];
    match (opens.date() - now.date()).num_days() {
        0 => composed!("Stängt nu, öppnar {time}", "Closed now, opens at {time}"),
        1 => composed!(
            "Stängt nu, öppnar i morgon {time}",
            "Closed now, opens tomorrow at {time}"
        ),
        2..7 => composed!(
            "Stängt nu, öppnar {weekday} {time}",
            "Closed now, opens on {weekday} at {time}";
            weekday
        ),
        _ => composed!(
            "Stängt nu, öppnar {weekday} {day} {time}",
            "Closed now, opens on {weekday} {day} at {time}";
            weekday,
            day = in_words(opens.date())
        ),
    }
}

/// Weekly hours in words, from Monday; days in a row with the same hours are together.
pub(crate) fn weekly(hours: &[OpeningHours]) -> Vec<Text> {
    let mut sorted: Vec<&OpeningHours> = hours.iter().collect();
    sorted.sort_by_key(|hours| (hours.weekday as u8, hours.opens));
    // Each day with all its hours.
    let mut days: Vec<(u8, Vec<&OpeningHours>)> = Vec::new();
    for hours in sorted {
        match days.last_mut() {
            Some((day, of_day)) if *day == hours.weekday as u8 => of_day.push(hours),
            _ => days.push((hours.weekday as u8, vec![hours])),
        }
    }
    let is_same = |one: &[&OpeningHours], other: &[&OpeningHours]| {
        let times = |hours: &&OpeningHours| (hours.opens, hours.closes);
        one.iter().map(times).eq(other.iter().map(times))
    };
    let rows = days.chunk_by(|(day, hours), (next, others)| day + 1 == *next && is_same(hours, others));
    rows.map(|row| {
        let times = row[0].1.iter().map(|hours| format!("{}–{}", hours.opens, hours.closes));
        let times = times.collect::<Vec<_>>().join(", ");
        let first = row[0].1[0].weekday.in_both();
        let last = row[row.len() - 1].1[0].weekday.in_both();
        if row.len() == 1 {
            composed!("{first} {times}", "{first} {times}"; first)
        } else {
            composed!("{first}–{last} {times}", "{first}–{last} {times}"; first, last)
        }
    })
    .collect()
}
