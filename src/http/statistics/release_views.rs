//! Releases of statistics in answers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::statistics::month::Month;
use crate::domain::statistics::release::kept_release::KeptRelease;
use crate::domain::statistics::release::published::WhyPending;
use crate::http::response::link::Link;
use crate::http::response::page::Meta;
use crate::store::records::rows::RecordReach;

/// Which month to release.
#[derive(ToSchema)]
pub(crate) struct ReleaseBody {
    /// The month.
    #[schema(value_type = String, pattern = "^(18[5-9][0-9]|19[0-9]{2}|2[01][0-9]{2})-(0[1-9]|1[0-2])$", example = "2025-08")]
    pub month: Month,
}

/// Why a figure is withdrawn.
#[derive(ToSchema)]
pub(crate) struct WithdrawalBody {
    /// The reason.
    #[schema(example = "Utföraren rapporterade en annan kommuns besök.")]
    pub reason: String,
}

/// One month's release.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatisticsRelease)]
pub(crate) struct ReleaseView {
    /// The month.
    #[schema(value_type = String, example = "2025-08")]
    pub month: Month,
    /// The smallest group: how many values remain possible, at least, for an unpublished part of a figure.
    pub k: i32,
    /// The version of the rules.
    pub rules_version: i32,
    /// When it was released.
    pub released_at: DateTime<Utc>,
    /// The number of streams (an insats with a provider) in the release.
    pub streams: usize,
    /// The months that wait for a later release.
    pub pending: Vec<PendingView>,
    /// The months whose reports are lost.
    pub missing: Vec<MissingView>,
    /// Released cells with an outdated figure, whose new figure could reveal a person.
    pub waiting_cells: Vec<String>,
}

/// Months of a stream that wait for a later release.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PendingStatistics)]
pub(crate) struct PendingView {
    /// The insats.
    pub insats: String,
    /// The provider.
    pub provider: String,
    /// The months.
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
    /// The reason, which is not public.
    pub why: WhyPending,
}

/// Months of a stream whose reports are lost.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MissingStatistics)]
pub(crate) struct MissingView {
    /// The insats.
    pub insats: String,
    /// The provider.
    pub provider: String,
    /// The months.
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
}

/// The next month to release.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NextRelease {
    /// The month.
    #[schema(value_type = String, example = "2025-09")]
    pub month: Month,
    /// The last day of its reporting time.
    pub closes_after: NaiveDate,
    /// Whether the reporting time is over.
    pub closed: bool,
}

/// A withdrawn figure: a cell or a group of cells.
#[derive(Serialize, ToSchema)]
pub(crate) struct WithdrawnFigure {
    /// The cell.
    pub cell: String,
    /// The reason.
    pub reason: String,
    /// The time of the withdrawal.
    pub at: DateTime<Utc>,
}

/// A page of releases.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatisticsReleases)]
pub(crate) struct Releases {
    /// The releases, latest first.
    pub releases: Vec<ReleaseView>,
    /// The next month to release.
    pub next: NextRelease,
    /// What the latest release left for later, and why.
    pub waiting: Vec<PendingView>,
    /// Withdrawn figures, latest first.
    pub withdrawals: Vec<WithdrawnFigure>,
    /// The position of the page in the list.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// This page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// The reach of a token for the whole municipality.
pub(crate) const EVERYTHING: RecordReach = RecordReach {
    providers: None,
    insatser: None,
};

/// Says whether an insats, or the insats of a cell, is within reach.
pub(crate) fn is_within(cell: &str, reach: &RecordReach) -> bool {
    let insats = cell.split('.').next();
    let insatser = reach.insatser.as_ref();
    insatser.is_none_or(|insatser| insatser.iter().any(|own| Some(own.as_str()) == insats))
}

/// Shows the part of a release that is within reach.
pub(crate) fn view(release: KeptRelease, reach: &RecordReach) -> ReleaseView {
    let (mut pending, mut missing, mut waiting_cells) =
        (release.report.pending, release.report.missing, release.report.waiting);
    pending.retain(|pending| is_within(&pending.stream.insats, reach));
    missing.retain(|missing| is_within(&missing.stream.insats, reach));
    waiting_cells.retain(|cell| is_within(cell, reach));
    let pending = pending.into_iter().map(|pending| PendingView {
        insats: pending.stream.insats,
        provider: pending.stream.provider,
        months: pending.months,
        why: pending.why,
    });
    let missing = missing.into_iter().map(|missing| MissingView {
        insats: missing.stream.insats,
        provider: missing.stream.provider,
        months: missing.months,
    });
    ReleaseView {
        month: release.month,
        k: release.k,
        rules_version: release.rules_version,
        released_at: release.at.and_utc(),
        streams: release.roots,
        pending: pending.collect(),
        missing: missing.collect(),
        waiting_cells,
    }
}
