//! What trends and follow-ups need from the database: exact sums, the reports that they come from, and the residents.

use crate::domain::Kommunkod;
use crate::domain::reach::population::TwoPopulations;
use crate::domain::records::coverage::AllReported;
use crate::domain::statistics::figures::exact::{SumGroup, Totals};
use crate::store::records::rows::RecordReach;
use crate::store::statistics::exact::{ExactFilter, totals};
use crate::store::statistics::population::latest_two;
use crate::store::statistics::reported::reported;
use crate::store::{Engine, StoreError};

/// What was read for some months.
pub(crate) struct ReadForTrends {
    /// The sums that the filter asks for.
    pub sums: Vec<(SumGroup, Totals)>,
    /// What was reported in the months.
    pub reported: AllReported,
    /// The latest populations of two years in a row, not later than the last month's year.
    pub populations: Option<TwoPopulations>,
}

/// Reads what trends and follow-ups of the filter's months need.
pub(crate) fn read_for_trends(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    filter: &ExactFilter,
) -> Result<ReadForTrends, StoreError> {
    let (first, last) = (filter.months.from.to_string(), filter.months.to.to_string());
    let populations = latest_two(connection, kommunkod, filter.months.to.year())?;
    Ok(ReadForTrends {
        sums: totals(connection, kommunkod, reach, filter)?,
        reported: reported(connection, kommunkod, &first, &last)?,
        populations: populations.map(|stored| stored.populations),
    })
}
