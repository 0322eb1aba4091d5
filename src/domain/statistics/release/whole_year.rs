//! Calculates the figures of a stream's complete year.
//!
//! Sessions and their mean are only for the municipality. A reader who knows how records are made could calculate small
//! parts from them.

use std::collections::BTreeSet;

use crate::domain::statistics::Month;

use super::counted::MonthlySums;
use super::published::{PublishedRoot, PublishedStream};
use super::released_year::YearFigures;

/// A mean outside these limits, on the scale from 1 to 5 in hundredths, is hidden.
const ENDS: (i64, i64) = (130, 470);

/// The figures of a year, if everything that the stream must report is released in roots within the year.
///
/// `expected` contains the months that it must report, `sums` everything counted in them.
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
    // Answers are not people: three people answer many questions.
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
