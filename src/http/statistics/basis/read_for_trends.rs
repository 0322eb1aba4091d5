//! Exact sums together with the reports that they come from.

use crate::domain::Kommunkod;
use crate::domain::records::coverage::AllReported;
use crate::domain::statistics::figures::exact::{SumGroup, Totals};
use crate::http::records::reporting::reported;
use crate::store::records::rows::RecordReach;
use crate::store::statistics::completions::{months_with_records, of_municipality};
use crate::store::statistics::exact::{ExactFilter, totals};
use crate::store::{Engine, StoreError};

/// The sums that a filter asks for, and what was reported in its months.
pub(crate) fn sums_and_reports(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    filter: &ExactFilter,
) -> Result<(Vec<(SumGroup, Totals)>, AllReported), StoreError> {
    let sums = totals(connection, kommunkod, reach, filter)?;
    let (first, last) = (filter.months.from.to_string(), filter.months.to.to_string());
    let recorded = months_with_records(connection, kommunkod, &first, &last)?;
    Ok((sums, reported(recorded, of_municipality(connection, kommunkod)?)))
}
