//! Ratings of whole reporting periods.

use diesel::prelude::*;

use crate::documents::readers::group_record::kept_completion;
use crate::domain::insatser::documentation::Cycle;
use crate::domain::records::monthly_sum::{SumKey, Sums};
use crate::domain::records::reporting_period::ReportingPeriod;
use crate::store::schema::completions;
use crate::store::{Engine, StoreError};

/// The key of a reporting period's ratings: its last month, without activity or place.
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

/// The ratings of reporting periods with their keys, of one stream or of all.
pub(crate) fn ratings(
    connection: &mut Engine,
    of: Option<(&str, &str, &str)>,
) -> Result<Vec<(String, SumKey, Sums)>, StoreError> {
    let mut query = completions::table
        .filter(completions::doc.like("%\"ratings\":%"))
        .into_boxed();
    if let Some((kommunkod, insats, provider)) = of {
        query = query
            .filter(completions::kommunkod.eq(kommunkod.to_owned()))
            .filter(completions::insats.eq(insats.to_owned()))
            .filter(completions::provider.eq(provider.to_owned()));
    }
    let rows: Vec<(String, String, String, String, String)> = query
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
