//! What the catalogue requires each stream to report, and when a month is closed.

use chrono::NaiveDate;

use crate::domain::Slug;
use crate::domain::insatser::documentation::Cycle;
use crate::domain::insatser::insats::{Insats, Standing};
use crate::domain::insatser::municipality::{LinkedProvider, Municipality};
use crate::domain::insatser::version::Version;
use crate::domain::records::completion::CompletionState;
use crate::domain::records::coverage::cycle;
use crate::domain::records::dimensions::OTHER;
use crate::domain::records::reporting_period::ReportingPeriod;
use crate::domain::statistics::month::{FIRST, Month};

use super::basis::ReleaseBasis;
use super::editions::Editions;
use super::expected_months::{Completions, Expected, ExpectedMonth, Report};
use super::root::Listed;
use crate::domain::statistics::Stream;

/// What each stream must report from the act's first month to another, and its status.
///
/// Only the catalogue and the statements about reporting periods decide. Whether a month has records does not matter.
pub(crate) fn expected(municipality: &Municipality, basis: &ReleaseBasis, last: Month, today: NaiveDate) -> Expected {
    let ReleaseBasis {
        completions, opened, ..
    } = basis;
    let settings = &municipality.document().settings;
    let mut all = Expected::new();
    for (slug, insats) in municipality.insatser() {
        for linked in municipality.linked_providers(slug) {
            let stream = Stream::new(slug.as_str(), linked.provider().slug.as_str());
            for month in FIRST.through(last) {
                let versions = versions(insats, linked, month);
                let listed = listed(&versions, insats, month, &basis.editions);
                if let Some((version, cycle)) = versions.last().copied()
                    && !listed.is_closed()
                {
                    let expected = ExpectedMonth {
                        report: report(&stream, version, cycle, month, completions, today),
                        listed,
                        division: opened.division(settings, slug.as_str(), month),
                        k: opened.kept_k.get(&month).copied().unwrap_or(0),
                    };
                    let of = all.entry(stream.clone()).or_default();
                    of.months.insert(month, expected);
                }
            }
        }
    }
    all
}

/// The last day when reports of a month are accepted. The month's own last day if no reports are monthly.
pub(crate) fn closes_after(municipality: &Municipality, month: Month) -> NaiveDate {
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
pub(crate) fn first_month(municipality: &Municipality, last: Month) -> Option<Month> {
    FIRST.through(last).find(|month| {
        municipality.insatser().iter().any(|(slug, insats)| {
            municipality
                .linked_providers(slug)
                .any(|linked| reported(insats, linked, *month).is_some())
        })
    })
}

/// The last version in force in a month, and how often the provider reports it.
fn reported<'a>(insats: &'a Insats, linked: LinkedProvider, month: Month) -> Option<(&'a Version, Cycle)> {
    versions(insats, linked, month).last().copied()
}

/// The versions in force in a month, on days when the provider's agreement runs, with how often each is reported.
fn versions<'a>(insats: &'a Insats, linked: LinkedProvider, month: Month) -> Vec<(&'a Version, Cycle)> {
    let mut found: Vec<(&Version, Cycle)> = Vec::new();
    for day in month.first_day().iter_days().take_while(|day| *day <= month.last_day()) {
        let Some(Standing::InForce(version)) = insats.on(day).filter(|_| linked.runs_on(day)) else {
            continue;
        };
        let version = &version.held.version;
        let is_new = found
            .last()
            .is_none_or(|(last, _)| last.valid_from != version.valid_from);
        if let Some(cycle) = cycle(version).filter(|_| is_new) {
            found.push((version, cycle));
        }
    }
    found
}

/// How often a provider reports an insats in a period; several if versions differ.
pub(crate) fn cycles(insats: &Insats, linked: LinkedProvider, period: ReportingPeriod) -> Vec<Cycle> {
    let months = Month::of(period.first_day()).through(Month::of(period.last_day()));
    let all = months.flat_map(|month| versions(insats, linked, month));
    all.map(|(_, cycle)| cycle).collect()
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
    let statement = [cycle, Cycle::Month, Cycle::Quarter, Cycle::Year]
        .into_iter()
        .find_map(|cycle| {
            let period = ReportingPeriod::of(cycle, month.first_day()).to_string();
            completions.get(&(stream.clone(), period))
        });
    match statement {
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

/// The places and activities that versions list, except the reserved name for unlisted ones.
///
/// What one version has said since before the month began, and of the whole month, rules places out: those that are
/// closed, and all others where the list is complete. Records there are refused.
fn listed(versions: &[(&Version, Cycle)], insats: &Insats, month: Month, editions: &Editions) -> Listed {
    let all: Vec<Listed> = versions.iter().map(|(version, _)| of_version(version)).collect();
    let mut all = Listed::of(&all);
    let [(version, _)] = versions else {
        return all;
    };
    let is_in_force =
        |day| matches!(insats.on(day), Some(Standing::InForce(on)) if on.held.version.valid_from == version.valid_from);
    if !is_in_force(month.first_day()) || !is_in_force(month.last_day()) {
        return all;
    }
    let held = |holds: &dyn Fn(&Version) -> bool| holds(version) && editions.held_since_before(version, month, holds);
    all.places_complete = held(&|version| version.places_complete);
    all.activities_complete = held(&|version| version.activities_complete);
    let days = (month.first_day(), month.last_day());
    let is_closed =
        |slug: &String| held(&|version| version.place(slug).is_some_and(|place| place.is_closed_through(days)));
    (all.closed_places, all.places) = all.places.into_iter().partition(is_closed);
    all
}

fn of_version(version: &Version) -> Listed {
    let named = |slug: &Slug| (slug.as_str() != OTHER).then(|| slug.to_string());
    let mut places: Vec<String> = version.places.iter().filter_map(|place| named(&place.slug)).collect();
    let activities = version.activities.iter();
    let mut activities: Vec<String> = activities.filter_map(|activity| named(&activity.slug)).collect();
    places.sort();
    activities.sort();
    Listed {
        places,
        activities,
        ..Listed::default()
    }
}
