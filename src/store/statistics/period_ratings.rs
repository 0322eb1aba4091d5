//! The ratings told of whole reporting periods, and under what they count.

use diesel::prelude::*;

use crate::documents::readers::group_record::kept_completion;
use crate::domain::insatser::documentation::Cycle;
use crate::domain::records::monthly_sum::{SumKey, Sums};
use crate::domain::records::reporting_period::ReportingPeriod;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::completions;

/// Under what the ratings of a whole reporting period count: its last month, and no activity or place.
pub(crate) fn rated(insats: &str, provider: &str, period: &str) -> Option<SumKey> {
    let last = ReportingPeriod::parse(period)?.last_day();
    Some(SumKey {
        insats: insats.to_owned(),
        provider: provider.to_owned(),
        activity: String::new(),
        place: String::new(),
        month: ReportingPeriod::of(Cycle::Month, last).to_string(),
    })
}

/// The ratings told of whole reporting periods, with whose and what they count under; of one stream, or of all.
pub(crate) fn ratings(
    connection: &mut Engine,
    of: Option<(&str, &str, &str)>,
) -> Result<Vec<(String, SumKey, Sums)>, StoreError> {
    let mut told = completions::table
        .filter(completions::doc.like("%\"ratings\":%"))
        .into_boxed();
    if let Some((kommunkod, insats, provider)) = of {
        told = told
            .filter(completions::kommunkod.eq(kommunkod.to_owned()))
            .filter(completions::insats.eq(insats.to_owned()))
            .filter(completions::provider.eq(provider.to_owned()));
    }
    let rows: Vec<(String, String, String, String, String)> = told
        .select((
            completions::kommunkod,
            completions::insats,
            completions::provider,
            completions::period,
            completions::doc,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|(kommunkod, insats, provider, period, doc)| {
            let sum_key = rated(&insats, &provider, &period)?;
            let completion = kept_completion(&doc)?;
            Some((kommunkod, sum_key, Sums::of_ratings(completion.evaluation.as_ref())))
        })
        .collect())
}
