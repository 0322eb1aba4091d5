//! Reports on whether a reporting period is complete or lost.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::insatser::documentation::Cycle;
use crate::domain::records::completion::{Completion, CompletionState, StatedPeriod};
use crate::domain::records::reporting_period::ReportingPeriod;
use crate::domain::word;
use crate::store::records::rows::RecordRow;
use crate::store::records::streams::lock;
use crate::store::schema::completions;
use crate::store::{Engine, StoreError};

use super::monthly_sums;
use super::period_ratings::rated;

/// A stored report on a period.
pub(crate) struct KeptCompletion {
    pub insats: String,
    pub provider: String,
    /// The period as text.
    pub period: String,
    /// Whether the period is complete.
    pub state: Option<CompletionState>,
    /// The report as JSON.
    pub doc: String,
}

/// The period that a report is about.
#[derive(Clone)]
pub(crate) struct PeriodKey {
    pub kommunkod: Kommunkod,
    pub insats: String,
    pub provider: String,
    /// The period as text.
    pub period: String,
}

/// Stores a report in place of the earlier one. Returns whether it is the first.
pub(crate) fn put(
    connection: &mut Engine,
    of: &PeriodKey,
    completion: &Completion,
    client_id: &str,
    at: NaiveDateTime,
) -> Result<bool, StoreError> {
    let key = (
        of.kommunkod.to_string(),
        of.insats.clone(),
        of.provider.clone(),
        of.period.clone(),
    );
    lock(
        connection,
        of.kommunkod,
        std::iter::once((of.insats.clone(), of.provider.clone())),
    )?;
    let removed = diesel::delete(completions::table.find(key)).execute(connection)?;
    let doc = serde_json::to_string(completion).expect("texts and finite numbers");
    diesel::insert_into(completions::table)
        .values((
            completions::kommunkod.eq(of.kommunkod.to_string()),
            completions::insats.eq(&of.insats),
            completions::provider.eq(&of.provider),
            completions::period.eq(&of.period),
            completions::state.eq(word::written(&completion.state)),
            completions::doc.eq(doc),
            completions::client_id.eq(client_id),
            completions::at.eq(at),
        ))
        .execute(connection)?;
    if let Some(sum_key) = rated(&of.insats, &of.provider, &of.period) {
        monthly_sums::recount(connection, of.kommunkod.as_str(), [sum_key])?;
    }
    Ok(removed == 0)
}

/// For each row, the shortest period of its last day that is reported as complete or lost, if there is one.
pub(crate) fn stated(connection: &mut Engine, rows: &[&RecordRow]) -> Result<Vec<Option<StatedPeriod>>, StoreError> {
    let mut of_streams: HashMap<(String, String), HashMap<String, CompletionState>> = HashMap::new();
    for row in rows {
        let (insats, provider) = row.stream();
        if of_streams.contains_key(&(insats.clone(), provider.clone())) {
            continue;
        }
        let found: Vec<(String, String)> = completions::table
            .filter(completions::kommunkod.eq(&row.kommunkod))
            .filter(completions::insats.eq(&insats))
            .filter(completions::provider.eq(&provider))
            .select((completions::period, completions::state))
            .load(connection)?;
        let states = found
            .into_iter()
            .filter_map(|(period, state)| Some((period, word::read(&state).ok()?)));
        of_streams.insert((insats, provider), states.collect());
    }
    let of_row = |row: &&RecordRow| {
        let day = ReportingPeriod::parse(&row.month)?.first_day();
        let states = of_streams.get(&row.stream())?;
        let periods = [Cycle::Month, Cycle::Quarter, Cycle::Year].map(|cycle| ReportingPeriod::of(cycle, day));
        periods.into_iter().find_map(|period| {
            let state = *states.get(&period.to_string())?;
            Some(StatedPeriod { period, state })
        })
    };
    Ok(rows.iter().map(of_row).collect())
}

/// The reports on a municipality's periods.
pub(crate) fn of_municipality(
    connection: &mut Engine,
    kommunkod: Kommunkod,
) -> Result<Vec<KeptCompletion>, StoreError> {
    let rows: Vec<(String, String, String, String, String)> = completions::table
        .filter(completions::kommunkod.eq(kommunkod.to_string()))
        .select((
            completions::insats,
            completions::provider,
            completions::period,
            completions::state,
            completions::doc,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(insats, provider, period, state, doc)| KeptCompletion {
            insats,
            provider,
            period,
            state: word::read(&state).ok(),
            doc,
        })
        .collect())
}
