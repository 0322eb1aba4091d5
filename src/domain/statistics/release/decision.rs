//! Decides whether a month is released, and what its release is.

use chrono::NaiveDate;

use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::month::{FIRST, Month};

use super::basis::ReleaseBasis;
use super::expected::{closes_after, expected, first_month};
use super::kept_release::KeptRelease;
use super::published::Release;
use super::release;
use super::sum_changes::StreamMonth;

/// What came of releasing a month.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is released now.
    New(KeptRelease),
    /// It was released before: this is that release.
    Before(KeptRelease),
    /// Months are released in order, and this one comes first.
    OutOfOrder(Month),
    /// Reports of it may still come in time, until this day.
    NotClosed(NaiveDate),
    /// It is before the act's first month.
    BeforeTheAct,
    /// The municipality has no catalogue.
    NoCatalogue,
}

/// Which month is to be released, by which catalogue.
#[derive(Clone, Copy)]
pub struct ReleaseRequest<'a> {
    /// The month.
    pub month: Month,
    /// The day in Sweden.
    pub today: NaiveDate,
    /// What the municipality has published.
    pub municipality: &'a Municipality,
    /// The revision of the catalogue that this is from.
    pub catalogue_revision: i64,
}

/// What is to be done about a month.
pub enum Decision {
    /// To release it: this is written.
    Release(NewRelease),
    /// Nothing: this is what came of it.
    Nothing(Outcome),
    /// To ask again by the catalogue that holds now: it has changed meanwhile.
    Stale,
}

/// A release that is not written yet.
pub struct NewRelease {
    /// The release.
    pub release: Release,
    /// The months that it has judged, with how often their sums had changed.
    pub judged: Vec<(StreamMonth, i64)>,
}

/// Why a month is too early to be released, whatever is kept; `None` when it is closed.
pub fn too_early(municipality: &Municipality, month: Month, today: NaiveDate) -> Option<Outcome> {
    if month < FIRST {
        return Some(Outcome::BeforeTheAct);
    }
    let last = closes_after(municipality, month);
    (today <= last).then_some(Outcome::NotClosed(last))
}

/// The month to release next: the one after the last, or the first in which there is anything to report, or this month.
pub(crate) fn next_month(municipality: &Municipality, earlier: &[KeptRelease], today: NaiveDate) -> Month {
    let first = || {
        let this = Month::of(today).max(FIRST);
        first_month(municipality, this).unwrap_or(this)
    };
    earlier.last().map_or_else(first, |last| last.month.next())
}

/// Decides about a closed month, from everything that is kept.
pub fn decide(request: ReleaseRequest, mut basis: ReleaseBasis) -> Decision {
    let ReleaseRequest {
        month,
        today,
        municipality,
        ..
    } = request;
    if let Some(same) = basis.earlier.iter().find(|kept| kept.month == month) {
        return Decision::Nothing(Outcome::Before(same.clone()));
    }
    // What is released is frozen: only the catalogue that holds decides it.
    if basis.catalogue_revision != request.catalogue_revision {
        return Decision::Stale;
    }
    let next = next_month(municipality, &basis.earlier, today);
    // The first release may be of an earlier month, in which there is nothing to report.
    let may_be_first = basis.earlier.is_empty() && month <= next;
    if month != next && !may_be_first {
        return Decision::Nothing(Outcome::OutOfOrder(next));
    }
    let k = municipality.document().settings.k();
    let expected = expected(municipality, &basis.completions, month, today);
    let counted = basis.take_counted();
    let release = release(&basis.published, month, k, &expected, &counted);
    let judged = basis.judged_by(&release);
    Decision::Release(NewRelease { release, judged })
}
