//! What the catalogue asks each stream to report, and when a month is closed.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::completion::CompletionState;
use crate::domain::coverage::cycle;
use crate::domain::documentation::Cycle;
use crate::domain::insats::{Insats, Standing};
use crate::domain::municipality::{LinkedProvider, Municipality};
use crate::domain::reporting_period::ReportingPeriod;
use crate::domain::version::Version;

use super::month::{FIRST, Month};
use super::published::Stream;
use super::release::{Expected, ExpectedMonth, Report};
use super::root::Listed;

/// What was said of reporting periods, as they are written, by stream.
pub type Completions = BTreeMap<(Stream, String), CompletionState>;

/// What every stream has to report from the act's first month to another, and what has come of it.
///
/// Nothing but the catalogue and what was said of reporting periods decides: that a month has records, or none, says
/// nothing.
#[must_use]
pub fn expected(municipality: &Municipality, completions: &Completions, last: Month, today: NaiveDate) -> Expected {
    let mut all = Expected::new();
    for (slug, insats) in municipality.insatser() {
        for linked in municipality.linked_providers(slug) {
            let stream = Stream {
                insats: slug.to_string(),
                provider: linked.provider().slug.to_string(),
            };
            for month in FIRST.through(last) {
                if let Some((version, cycle)) = reported(insats, linked, month) {
                    let expected = ExpectedMonth {
                        report: report(&stream, version, cycle, month, completions, today),
                        listed: listed(version),
                    };
                    let of = all.entry(stream.clone()).or_default();
                    of.months.insert(month, expected);
                }
            }
        }
    }
    all
}

/// The last day on which reports of a month may come in time: the month's own last day where none is asked for by month.
#[must_use]
pub fn closes_after(municipality: &Municipality, month: Month) -> NaiveDate {
    let mut last = month.last_day();
    for (slug, insats) in municipality.insatser() {
        for linked in municipality.linked_providers(slug) {
            if let Some((version, Cycle::Month)) = reported(insats, linked, month) {
                last = last.max(due(version, month.period()));
            }
        }
    }
    last
}

/// The first month in which a municipality has anything to report.
#[must_use]
pub fn first_month(municipality: &Municipality, last: Month) -> Option<Month> {
    FIRST.through(last).find(|month| {
        municipality.insatser().iter().any(|(slug, insats)| {
            municipality
                .linked_providers(slug)
                .any(|linked| reported(insats, linked, *month).is_some())
        })
    })
}

/// The version by which a provider reports a month, the latest of those in force on any of its days, and how often.
fn reported<'a>(insats: &'a Insats, linked: LinkedProvider, month: Month) -> Option<(&'a Version, Cycle)> {
    let days = month.last_day().signed_duration_since(month.first_day()).num_days();
    (0..=days).rev().find_map(|day| {
        let day = month.first_day() + chrono::TimeDelta::days(day);
        let Some(Standing::InForce(version)) = insats.on(day).filter(|_| linked.runs_on(day)) else {
            return None;
        };
        let version = &version.held.version;
        Some((version, cycle(version)?))
    })
}

fn report(
    stream: &Stream,
    version: &Version,
    cycle: Cycle,
    month: Month,
    completions: &Completions,
    today: NaiveDate,
) -> Report {
    // A period may have been reported by an earlier cycle.
    let said = [cycle, Cycle::Month, Cycle::Quarter, Cycle::Year]
        .into_iter()
        .find_map(|cycle| {
            let period = ReportingPeriod::of(cycle, month.first_day()).to_string();
            completions.get(&(stream.clone(), period))
        });
    match said {
        Some(CompletionState::Complete) => Report::Delivered,
        Some(CompletionState::Lost) => Report::Lost,
        None if today > due(version, ReportingPeriod::of(cycle, month.first_day())) => Report::Overdue,
        None => Report::NotDue,
    }
}

fn due(version: &Version, period: ReportingPeriod) -> NaiveDate {
    let rules = version.documentation.as_ref();
    period.due_day(rules.and_then(|rules| rules.group_level.reporting.as_ref()))
}

fn listed(version: &Version) -> Listed {
    let places = version.places.iter().map(|place| place.slug.to_string());
    let activities = version.activities.iter().map(|activity| activity.slug.to_string());
    // Joined to nothing, so that both stand in order.
    Listed::default().and(&Listed {
        places: places.collect(),
        activities: activities.collect(),
    })
}
