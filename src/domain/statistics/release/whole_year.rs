//! Tells the year of a stream once all that it has to report of it is released.
//!
//! Sessions, and so their mean, are told to the municipality only: who knows in what form records are made would learn of
//! small parts from them.

use std::collections::BTreeSet;

use crate::domain::statistics::month::Month;

use super::counted::MonthlySums;
use super::published::{PublishedRoot, PublishedStream};
use super::released_year::YearFigures;

/// How near the ends of the scale from 1 to 5 a mean is hidden: 0.3, in hundredths.
const ENDS: (i64, i64) = (130, 470);

/// Tells a year, when all of what a stream has to report of it is released, in roots that lie within it.
///
/// `expected` are the months that it has to report, `sums` everything counted in them.
pub(crate) fn year_figures(
    year: i32,
    expected: &BTreeSet<Month>,
    stream: &PublishedStream,
    sums: &MonthlySums,
) -> Option<YearFigures> {
    let roots: Vec<&PublishedRoot> = stream
        .roots
        .values()
        .filter(|published| published.root.months.iter().any(|month| month.year() == year))
        .collect();
    let released: BTreeSet<Month> = roots
        .iter()
        .flat_map(|published| &published.root.months)
        .copied()
        .collect();
    if released.is_empty() || !expected.is_subset(&released) || released.iter().any(|month| month.year() != year) {
        return None;
    }
    let of_year = sums.ratings(&released);
    let k = roots.iter().map(|published| published.root.k).max()?;
    let responses = i64::from(of_year.responses);
    // Answers are not persons: three people answer many questions.
    let rating = (responses >= 2 * i64::from(k) && of_year.peak_responses >= k)
        .then(|| of_year.rating_sum / responses)
        .filter(|mean| *mean > ENDS.0 && *mean < ENDS.1);
    Some(YearFigures {
        year,
        rating: rating.map(|mean| rounded(mean, 10)),
    })
}

/// A quotient, rounded to the nearest whole.
fn rounded(dividend: i64, divisor: i64) -> i64 {
    (dividend + divisor / 2) / divisor
}
