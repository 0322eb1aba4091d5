//! Opening hours and rules that repeat as schedules.

use serde_json::{Value, json};

use crate::domain::insatser::hours::OpeningHours;
use crate::domain::insatser::schedule::{ByDay, Schedule};
use crate::domain::text::text;

use super::ids::id;
use super::stated::stated;

/// The hours and rules of something.
#[derive(Clone, Copy)]
pub(crate) struct Times<'a> {
    /// The name of what they belong to.
    pub owner: &'a str,
    /// The hours of each week.
    pub hours: &'a [OpeningHours],
    /// The rules that repeat.
    pub rules: &'a [Schedule],
    /// What they are the hours of, where that is a part of a service.
    pub part: Option<&'a str>,
}

impl Times<'_> {
    /// Every hour and rule as a schedule.
    ///
    /// HSDS would have the offset from UTC with a time. It changes with the season, so the notes name the zone instead.
    pub(crate) fn schedules(self) -> Vec<Value> {
        let hours = self.hours.iter().enumerate().map(|(at, hours)| {
            self.schedule(
                &json!({
                    "id": id(format_args!("{}/openingHours/{at}", self.owner)),
                    "freq": "WEEKLY",
                    "interval": 1,
                    "byday": ByDay::of_week(hours.weekday as usize),
                    "opens_at": hours.opens,
                    "closes_at": hours.closes,
                }),
                &hours.in_words().sv,
            )
        });
        let rules = self.rules.iter().enumerate().map(|(at, rule)| {
            self.schedule(
                &json!({
                    "id": id(format_args!("{}/schedules/{at}", self.owner)),
                    "valid_from": rule.valid_from,
                    "valid_to": rule.valid_to,
                    "dtstart": rule.first_day(),
                    "until": rule.valid_to,
                    "wkst": "MO",
                    "freq": rule.freq,
                    "interval": rule.interval,
                    "byday": rule.byday,
                    "opens_at": rule.opens_at,
                    "closes_at": rule.closes_at,
                }),
                &rule.in_words().sv,
            )
        });
        hours.chain(rules).collect()
    }

    fn schedule(self, rule: &Value, in_words: &str) -> Value {
        let has_time = !rule["opens_at"].is_null() || !rule["closes_at"].is_null();
        let mut schedule = rule.clone();
        schedule["description"] = match self.part {
            Some(part) => json!(format!("{part}: {in_words}")),
            None => json!(in_words),
        };
        if has_time {
            schedule["notes"] = json!(text!("Tiderna är svensk tid.", "The times are those of Sweden.").sv);
        }
        stated(schedule)
    }
}
