//! Which reports a municipality has received, and which are missing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Slug;
use crate::domain::insatser::documentation::{Cycle, GroupItem};
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::{LinkedProvider, Municipality};
use crate::domain::insatser::version::Version;

use super::completion::CompletionState;
use super::reporting_period::ReportingPeriod;

/// Whether one provider has reported one insats for one period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReportingLine)]
pub(crate) struct Coverage {
    /// The insats.
    pub insats: Slug,
    /// The provider.
    pub provider: Slug,
    /// The period: a month, a quarter or a year.
    #[schema(value_type = String, example = "2026-10")]
    pub period: ReportingPeriod,
    /// The last day when the report is on time.
    pub due: NaiveDate,
    /// Whether the decision states that day. Otherwise it is 31 days after the period.
    pub due_stated: bool,
    /// The status of the report.
    pub state: CoverageState,
    /// The number of records.
    #[schema(example = 4)]
    pub records: i64,
    /// Whether the decision requires an evaluation, of this period or of a longer one that ends with it.
    pub evaluation_required: bool,
    /// Whether there is an evaluation of that period.
    pub evaluation_given: bool,
}

/// The status of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CoverageState {
    /// The period has not ended.
    Open,
    /// The period has ended, but the report is not due yet.
    Due,
    /// The due day has passed. There are records, but no statement that they are complete.
    Late,
    /// The due day has passed, and there are no records.
    Missing,
    /// Stated to be complete.
    Delivered,
    /// Stated to be lost.
    Lost,
}

/// What a provider has reported of an insats.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reported {
    /// By month, as `2026-10`: the number of records, and whether any has an evaluation.
    pub months: BTreeMap<String, (i64, bool)>,
    /// By period: the statement, and whether it has an evaluation.
    pub completions: BTreeMap<String, (CompletionState, bool)>,
}

pub(crate) type AllReported = BTreeMap<(String, String), Reported>;

/// Every period that begins or ends between two days, for every insats and provider with a running agreement.
pub(crate) fn coverage(
    municipality: &Municipality,
    reported: &AllReported,
    (from, to): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Vec<Coverage> {
    let mut lines = Vec::new();
    for slug in municipality.insatser().keys() {
        for linked in municipality.linked_providers(slug) {
            let provider = &linked.provider().slug;
            let of = (slug.to_string(), provider.to_string());
            let nothing = Reported::default();
            let reported = reported.get(&of).unwrap_or(&nothing);
            for (period, version) in periods(municipality, slug, linked, (from, to)) {
                lines.push(line(slug, provider, period, version, reported, today));
            }
        }
    }
    lines
}

/// The first day of the earliest period whose report has neither arrived nor been stated to be lost.
pub(crate) fn first_not_arrived(lines: &[Coverage]) -> Option<NaiveDate> {
    let has_arrived = |line: &&Coverage| matches!(line.state, CoverageState::Delivered | CoverageState::Lost);
    let open = lines.iter().filter(|line| !has_arrived(line));
    open.map(|line| line.period.first_day()).min()
}

/// The periods that a provider must report an insats for, with the version that requires it.
fn periods<'a>(
    municipality: &'a Municipality,
    slug: &Slug,
    linked: LinkedProvider,
    (from, to): (NaiveDate, NaiveDate),
) -> BTreeMap<ReportingPeriod, &'a Version> {
    let mut found = BTreeMap::new();
    let Some(insats) = municipality.insatser().get(slug) else {
        return found;
    };
    let mut month = ReportingPeriod::of(Cycle::Month, from);
    while month.first_day() <= to {
        for day in [month.first_day().max(from), month.last_day().min(to)] {
            if let Some(Standing::InForce(version)) = insats.on(day)
                && linked.runs_on(day)
            {
                let version = &version.held.version;
                if let Some(cycle) = cycle(version) {
                    found.insert(ReportingPeriod::of(cycle, day), version);
                }
            }
        }
        month = month.next();
    }
    found
}

/// How often a version is reported: yearly if the decision does not say, never if it requires nothing.
pub fn cycle(version: &Version) -> Option<Cycle> {
    let group_level = &version.documentation.as_ref()?.group_level;
    match &group_level.reporting {
        Some(reporting) => Some(reporting.cycle),
        None if group_level.items.is_empty() => None,
        None => Some(Cycle::Year),
    }
}

fn line(
    insats: &Slug,
    provider: &Slug,
    period: ReportingPeriod,
    version: &Version,
    reported: &Reported,
    today: NaiveDate,
) -> Coverage {
    let group_level = version.documentation.as_ref().map(|rules| &rules.group_level);
    let reporting = group_level.and_then(|group_level| group_level.reporting.as_ref());
    let due = period.due_day(reporting);
    let is_within = |part: &str, whole: ReportingPeriod| {
        ReportingPeriod::parse(part)
            .is_some_and(|part| whole.includes(part.first_day()) && whole.includes(part.last_day()))
    };
    let months = reported.months.iter().filter(|(month, _)| is_within(month, period));
    let records = months.map(|(_, (count, _))| count).sum();
    let completion = reported.completions.get(&period.to_string());
    let evaluated = reporting.and_then(|reporting| reporting.evaluation_cycle);
    let evaluated = evaluated.map_or(period, |cycle| ReportingPeriod::of(cycle, period.last_day()));
    let in_months = reported
        .months
        .iter()
        .map(|(month, (_, has_evaluation))| (month, has_evaluation));
    let in_completions = reported
        .completions
        .iter()
        .map(|(period, (_, has_evaluation))| (period, has_evaluation));
    let mut evaluations = in_months
        .chain(in_completions)
        .filter(|(_, has_evaluation)| **has_evaluation);
    let state = match completion {
        Some((CompletionState::Complete, _)) => CoverageState::Delivered,
        Some((CompletionState::Lost, _)) => CoverageState::Lost,
        None if today <= period.last_day() => CoverageState::Open,
        None if today <= due => CoverageState::Due,
        None if records == 0 => CoverageState::Missing,
        None => CoverageState::Late,
    };
    Coverage {
        insats: insats.clone(),
        provider: provider.clone(),
        period,
        due,
        due_stated: reporting.is_some_and(|reporting| reporting.due_days.is_some()),
        state,
        records,
        evaluation_required: evaluated.last_day() == period.last_day()
            && group_level.is_some_and(|group_level| group_level.items.contains(&GroupItem::Evaluation)),
        evaluation_given: evaluations.any(|(part, _)| is_within(part, evaluated)),
    }
}
