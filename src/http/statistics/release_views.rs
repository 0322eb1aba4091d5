//! Releases of statistics as they are shown.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::statistics::month::Month;
use crate::domain::statistics::release::kept_release::KeptRelease;
use crate::domain::statistics::release::published::{Pending, WhyPending};
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::page::{Meta, Page};
use crate::store::records::rows::RecordReach;

/// Which month to release.
#[derive(ToSchema)]
pub(crate) struct ReleaseBody {
    /// The month.
    #[schema(value_type = String, pattern = "^[0-9]{4}-[0-9]{2}$", example = "2025-08")]
    pub month: Month,
}

/// Why figures are taken back.
#[derive(ToSchema)]
pub(crate) struct WithdrawalBody {
    /// Why.
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
    /// The smallest group: of a part of a released figure at least this many values stay possible.
    pub k: i32,
    /// The version of the rules.
    pub rules_version: i32,
    /// When it was released.
    pub released_at: DateTime<Utc>,
    /// Streams (one insats and one provider) that released something with it.
    pub streams: usize,
    /// What it carried forward.
    pub pending: Vec<PendingView>,
    /// What was declared lost.
    pub missing: Vec<MissingView>,
    /// Released cells whose figure is no longer right, and cannot be shown anew without revealing somebody.
    pub waiting_cells: Vec<String>,
}

/// Months of a stream that are carried forward.
#[derive(Serialize, ToSchema)]
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
    /// Why. It is not public.
    pub why: WhyPending,
}

/// Months of a stream whose reports were declared lost.
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

/// The month that is released next.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NextRelease {
    /// The month.
    #[schema(value_type = String, example = "2025-09")]
    pub month: Month,
    /// The last day on which its reports may come in time.
    pub closes_after: NaiveDate,
    /// Whether it is closed.
    pub closed: bool,
}

/// A cell, or group of cells, that was taken back.
#[derive(Serialize, ToSchema)]
pub(crate) struct WithdrawnFigure {
    /// The cell.
    pub cell: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A page of releases.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatisticsReleases)]
pub(crate) struct Releases {
    /// The releases, latest first.
    pub releases: Vec<ReleaseView>,
    /// What comes next.
    pub next: NextRelease,
    /// What waits since the latest release, and why.
    pub waiting: Vec<PendingView>,
    /// Figures that were taken back, latest first.
    pub withdrawals: Vec<WithdrawnFigure>,
    /// The position of the page in the list.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    /// This page and its neighbours.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Shows a page of releases, latest first.
pub(crate) fn shown(
    all: Vec<ReleaseView>,
    next: NextRelease,
    withdrawals: Vec<WithdrawnFigure>,
    page: Page,
    own: OwnAddress,
) -> Releases {
    let waiting = all.first().map_or_else(Vec::new, |latest| {
        let copied = latest.pending.iter().map(|pending| PendingView {
            insats: pending.insats.clone(),
            provider: pending.provider.clone(),
            months: pending.months.clone(),
            why: pending.why,
        });
        copied.collect()
    });
    let (releases, meta) = page.of(all);
    Releases {
        releases,
        next,
        waiting,
        withdrawals,
        links: page.links(own, meta.total_records),
        meta,
    }
}

/// The reach of whoever acts for the whole municipality.
pub(crate) const EVERYTHING: RecordReach = RecordReach {
    providers: None,
    insatser: None,
};

/// Says whether a cell's, or an, insats is within reach.
pub(crate) fn is_within(cell: &str, reach: &RecordReach) -> bool {
    let insats = cell.split('.').next().unwrap_or_default();
    reach
        .insatser
        .as_ref()
        .is_none_or(|insatser| insatser.iter().any(|own| own == insats))
}

/// Shows what of a release is within reach.
pub(crate) fn view(kept: KeptRelease, reach: &RecordReach) -> ReleaseView {
    let has = |insats: &str| is_within(insats, reach);
    let report = kept.report;
    let pending = report.pending.into_iter().filter(|pending| has(&pending.stream.insats));
    let missing = report.missing.into_iter().filter(|missing| has(&missing.stream.insats));
    ReleaseView {
        month: kept.month,
        k: kept.k,
        rules_version: kept.rules_version,
        released_at: kept.at.and_utc(),
        streams: kept.roots,
        pending: pending.map(pending_view).collect(),
        missing: missing
            .map(|missing| MissingView {
                insats: missing.stream.insats,
                provider: missing.stream.provider,
                months: missing.months,
            })
            .collect(),
        waiting_cells: report
            .waiting
            .into_iter()
            .filter(|cell| is_within(cell, reach))
            .collect(),
    }
}

fn pending_view(pending: Pending) -> PendingView {
    PendingView {
        insats: pending.stream.insats,
        provider: pending.stream.provider,
        months: pending.months,
        why: pending.why,
    }
}
