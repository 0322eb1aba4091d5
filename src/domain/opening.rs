//! Whether something is open at a moment, as far as its hours say it.

use chrono::{Days, NaiveDate, NaiveDateTime};

use crate::domain::insatser::hours::{ClosedPeriod, OpeningHours, TimeOfDay};
use crate::domain::insatser::schedule::Schedule;

/// How many days ahead the next opening is looked for.
const DAYS_AHEAD: u64 = 62;

/// Whether something is open at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It is open, until a moment.
    Open(NaiveDateTime),
    /// It is closed, until a moment if the hours say it.
    Closed(Option<NaiveDateTime>),
    /// It is closed despite its hours, through a day.
    ClosedThrough(NaiveDate),
}

/// When something is open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hours<'a> {
    pub weekly: &'a [OpeningHours],
    pub schedules: &'a [Schedule],
    pub closed: &'a [ClosedPeriod],
}

impl Hours<'_> {
    /// Whether it is open at a moment of local time; `None` if the hours do not say it.
    pub(crate) fn at(&self, now: NaiveDateTime) -> Option<Opening> {
        if self.weekly.is_empty() && self.schedules.is_empty() {
            return None;
        }
        let today = now.date();
        let yesterday = today.pred_opt();
        let mut spans = yesterday.into_iter().chain([today]).flat_map(|day| self.spans(day));
        if let Some((_, closes)) = spans.find(|(opens, closes)| *opens <= now && now < *closes) {
            return Some(Opening::Open(self.closes_after(closes)));
        }
        // A schedule without times may be open at any time of its days.
        let is_vague = |schedule: &Schedule| schedule.times().is_none();
        if self.schedules.iter().any(is_vague) {
            return None;
        }
        if let Some(period) = self.closed_on(today) {
            return Some(Opening::ClosedThrough(period.to));
        }
        let days = today
            .iter_days()
            .take_while(|day| *day <= today + Days::new(DAYS_AHEAD));
        let mut openings = days.map(|day| {
            let later = self.spans(day).into_iter().filter(|(opens, _)| *opens > now);
            later.map(|(opens, _)| opens).min()
        });
        Some(Opening::Closed(openings.find_map(|opens| opens)))
    }

    /// The closing time, after hours that begin when others end.
    fn closes_after(&self, closes: NaiveDateTime) -> NaiveDateTime {
        let mut closes = closes;
        // At most a week of adjoining hours: after that it is always open.
        for _ in 0..7 {
            let day = closes.date();
            let next = self
                .spans(day)
                .into_iter()
                .find(|(opens, later)| *opens <= closes && *later > closes);
            let Some((_, later)) = next else {
                break;
            };
            closes = later;
        }
        closes
    }

    /// The spans that open on a day, unless it is closed.
    fn spans(&self, day: NaiveDate) -> Vec<(NaiveDateTime, NaiveDateTime)> {
        if self.closed_on(day).is_some() {
            return Vec::new();
        }
        let weekly = self.weekly.iter().filter(|hours| hours.opens_on(day));
        let weekly = weekly.map(|hours| (hours.opens, hours.closes));
        let by_rule = self.schedules.iter().filter(|schedule| schedule.occurs_on(day));
        let by_rule = by_rule.filter_map(Schedule::times);
        weekly.chain(by_rule).map(|times| span(day, times)).collect()
    }

    fn closed_on(&self, day: NaiveDate) -> Option<&ClosedPeriod> {
        self.closed.iter().find(|period| period.from <= day && day <= period.to)
    }
}

/// The moments between which hours are open that begin on a day. A closing time that is not after the opening time is on
/// the next day.
fn span(day: NaiveDate, (opens, closes): (TimeOfDay, TimeOfDay)) -> (NaiveDateTime, NaiveDateTime) {
    let closes_on = if closes > opens { day } else { day + Days::new(1) };
    (opens.on(day), closes.on(closes_on))
}

#[cfg(test)]
#[path = "../../tests/unit/domain/opening.rs"]
mod tests;
