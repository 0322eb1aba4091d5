//! Decides whether a month is released, and what the release contains.

use chrono::NaiveDate;

use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::month::{FIRST, Month};

use super::basis::ReleaseBasis;
use super::expected::{closes_after, expected, first_month};
use super::kept_release::KeptRelease;
use super::published::Release;
use super::release;
use super::restrictions::Forbidden;
use super::sum_changes::StreamMonth;

/// The outcome of releasing a month.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is now released.
    New(KeptRelease),
    /// It was released earlier, by this release.
    Before(KeptRelease),
    /// Months are released in order, and this one is next.
    OutOfOrder(Month),
    /// Reports of the month are accepted until this day.
    NotClosed(NaiveDate),
    /// The month is before the act's first month.
    BeforeTheAct,
    /// The municipality has no catalogue.
    NoCatalogue,
    /// The database forbids it.
    Forbidden(Forbidden),
}

/// A request to release a month.
#[derive(Clone, Copy)]
pub struct ReleaseRequest<'a> {
    /// The month.
    pub month: Month,
    /// Today in Sweden.
    pub today: NaiveDate,
    /// The municipality's catalogue.
    pub municipality: &'a Municipality,
    /// The revision of that catalogue.
    pub catalogue_revision: i64,
}

/// The decision about a month.
pub enum Decision {
    /// Write this release.
    Release(NewRelease),
    /// Release nothing; this is the outcome.
    Nothing(Outcome),
    /// Repeat with the current catalogue, since it has changed.
    Stale,
}

/// A release that is not yet written.
pub struct NewRelease {
    /// The release.
    pub release: Release,
    /// The months that it has checked, with the number of changes to their sums.
    pub judged: Vec<(StreamMonth, i64)>,
}

/// Why a month is too early to release, regardless of stored data; `None` if it is closed.
pub fn too_early(municipality: &Municipality, month: Month, today: NaiveDate) -> Option<Outcome> {
    if month < FIRST {
        return Some(Outcome::BeforeTheAct);
    }
    let last = closes_after(municipality, month);
    (today <= last).then_some(Outcome::NotClosed(last))
}

/// The month to release next: the one after the last release, else the first with anything to report, else this month.
pub(crate) fn next_month(municipality: &Municipality, earlier: &[KeptRelease], today: NaiveDate) -> Month {
    let first = || {
        let this = Month::of(today).max(FIRST);
        first_month(municipality, this).unwrap_or(this)
    };
    earlier.last().map_or_else(first, |last| last.month.next())
}

/// The closed months that are not released yet, in the order in which they are released.
pub(crate) fn due_months(municipality: &Municipality, earlier: &[KeptRelease], today: NaiveDate) -> Vec<Month> {
    let next = next_month(municipality, earlier, today);
    let months = std::iter::successors(Some(next), |month| Some(month.next()));
    months
        .take_while(|month| too_early(municipality, *month, today).is_none())
        .collect()
}

/// Decides about a closed month.
pub fn decide(request: ReleaseRequest, mut basis: ReleaseBasis) -> Decision {
    let ReleaseRequest {
        month,
        today,
        municipality,
        ..
    } = request;
    if let Some(same) = basis.earlier.iter().find(|release| release.month == month) {
        return Decision::Nothing(Outcome::Before(same.clone()));
    }
    if let Some(why) = basis.restrictions.forbid(month) {
        return Decision::Nothing(Outcome::Forbidden(why));
    }
    // A release is permanent, so it must come from the current catalogue.
    if basis.catalogue_revision != request.catalogue_revision {
        return Decision::Stale;
    }
    let next = next_month(municipality, &basis.earlier, today);
    // The first release may be of an earlier month, with nothing to report.
    let may_be_first = basis.earlier.is_empty() && month <= next;
    if month != next && !may_be_first {
        return Decision::Nothing(Outcome::OutOfOrder(next));
    }
    let kept = basis.opened.kept_k.get(&month).copied().unwrap_or(0);
    let k = municipality.document().settings.k().max(kept);
    let expected = expected(municipality, &basis, month, today);
    let counted = basis.take_counted();
    let release = release(&basis.published, month, k, &expected, &counted);
    let judged = basis.judged_by(&release);
    Decision::Release(NewRelease { release, judged })
}
