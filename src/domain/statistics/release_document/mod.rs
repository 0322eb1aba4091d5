//! The public document of a release: all that it froze, so that a database that lost the release can get it back.

pub(crate) mod accepted;
pub(crate) mod cells;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Kommunkod;
use crate::domain::insatser::figure_split::{RootPeriod, SplitOrder};

use super::figures::figure::Status;
use super::release::kept_release::KeptRelease;
use super::release::published::{Published, PublishedStream, Release};
use super::release::released_year::YearFigures;
use super::release::root::Listed;
use super::{Gender, Month, Stream};

/// One month's release, with all that it froze. Withdrawn figures are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReleaseDocument {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The month.
    #[schema(value_type = String, pattern = "^[0-9]{4}-[0-9]{2}$", example = "2025-08")]
    pub month: Month,
    /// The smallest group: how many values remain possible, at least, for an unpublished part of a figure.
    #[schema(minimum = 3, example = 5)]
    pub k: i32,
    /// The version of the rules.
    #[schema(minimum = 1, example = 1)]
    pub rules_version: i32,
    /// When it was released.
    pub released_at: DateTime<Utc>,
    /// The new totals, by stream, with their cells.
    pub roots: Vec<DocumentedRoot>,
    /// The new values of earlier cells.
    pub corrections: Vec<DocumentedCorrection>,
    /// The months that wait for a later release.
    pub pending: Vec<DocumentedWait>,
    /// The months whose reports are lost.
    pub missing: Vec<DocumentedLoss>,
    /// The years that are complete.
    pub years: Vec<DocumentedYear>,
}

/// The total of some months of an insats and a provider that are released together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ReleasedRoot)]
pub(crate) struct DocumentedRoot {
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The provider.
    #[schema(example = "egen-regi")]
    pub provider: String,
    /// Its months.
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
    /// The k that it was divided with.
    #[schema(minimum = 3, example = 5)]
    pub k: i32,
    /// The order in which it was divided.
    pub split_order: SplitOrder,
    /// The time that a total covers, unless it has to wait for more.
    pub root_period: RootPeriod,
    /// What may be shown by name.
    pub listed: DocumentedLists,
    /// Its cells, in order.
    pub cells: Vec<DocumentedCell>,
}

/// The places and activities that the decision lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ReleasedLists)]
pub(crate) struct DocumentedLists {
    /// The listed places.
    pub places: Vec<String>,
    /// The listed activities.
    pub activities: Vec<String>,
    /// Places that the catalogue closes for all the time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_places: Vec<String>,
    /// Whether no record can be at another place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub places_complete: bool,
    /// Whether no record can have another activity.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub activities_complete: bool,
}

impl From<&Listed> for DocumentedLists {
    fn from(listed: &Listed) -> Self {
        Self {
            places: listed.places.clone(),
            activities: listed.activities.clone(),
            closed_places: listed.closed_places.clone(),
            places_complete: listed.places_complete,
            activities_complete: listed.activities_complete,
        }
    }
}

impl From<&DocumentedLists> for Listed {
    fn from(lists: &DocumentedLists) -> Self {
        Self {
            places: lists.places.clone(),
            activities: lists.activities.clone(),
            closed_places: lists.closed_places.clone(),
            places_complete: lists.places_complete,
            activities_complete: lists.activities_complete,
        }
    }
}

/// A cell of a released total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CellOfRoot)]
pub(crate) struct DocumentedCell {
    /// Its number among the groups of each split, in the order of the splits, from 1.
    #[schema(value_type = Vec<usize>, min_items = 3, max_items = 3, example = json!([1, 1, 2]))]
    pub numbers: [usize; 3],
    /// Its listed places.
    pub places: Vec<String>,
    /// Whether it has all that is at an unlisted place or at none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlisted_places: bool,
    /// Its listed activities.
    pub activities: Vec<String>,
    /// Whether it has all that is of an unlisted activity or of none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlisted_activities: bool,
    /// Its genders.
    pub genders: Vec<Gender>,
    /// Participations when it was released. Null if withdrawn.
    #[schema(required = true)]
    pub value: Option<i64>,
    /// Whether it is shown.
    pub status: Status,
}

/// New values of the cells of an earlier total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ReleasedCorrection)]
pub(crate) struct DocumentedCorrection {
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The provider.
    #[schema(example = "egen-regi")]
    pub provider: String,
    /// The last month of the total.
    #[schema(value_type = String, example = "2025-07")]
    pub month: Month,
    /// The values of all its cells, in order. Null if withdrawn.
    pub values: Vec<Option<i64>>,
}

/// Months that wait for a later release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = WaitingMonths)]
pub(crate) struct DocumentedWait {
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The provider.
    #[schema(example = "egen-regi")]
    pub provider: String,
    /// The months.
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
    /// The highest k during these months.
    #[schema(minimum = 3, example = 5)]
    pub k: i32,
    /// The order in which they will be divided; absent in a release by the first rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_order: Option<SplitOrder>,
    /// The time that their total covers, unless it has to wait for more; absent in a release by the first rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_period: Option<RootPeriod>,
    /// What may be shown by name.
    pub listed: DocumentedLists,
}

/// Months whose reports are lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = LostMonths)]
pub(crate) struct DocumentedLoss {
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The provider.
    #[schema(example = "egen-regi")]
    pub provider: String,
    /// The months.
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
    /// What may be shown by name.
    pub listed: DocumentedLists,
}

/// A complete year of an insats and a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ReleasedYear)]
pub(crate) struct DocumentedYear {
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The provider.
    #[schema(example = "egen-regi")]
    pub provider: String,
    /// The year.
    #[schema(example = 2025)]
    pub year: i32,
    /// The mean of the ratings on a scale from 1 to 5, in tenths, if it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 10, maximum = 50, example = 43)]
    pub rating_in_tenths: Option<i64>,
}

impl ReleaseDocument {
    /// The document of a release; `published` is everything released until now, with withdrawals.
    pub(crate) fn of(kommunkod: Kommunkod, kept: &KeptRelease, release: &Release, published: &Published) -> Self {
        let of_stream = |stream: &Stream| published.streams().get(stream);
        let corrections = release.corrections.iter().map(|(stream, month, values)| {
            let root = of_stream(stream).and_then(|of_stream| of_stream.roots.get(month));
            let withdrawn = root
                .into_iter()
                .flat_map(|root| root.cells().map(|cell| cell.is_withdrawn));
            let shown = values.iter().zip(withdrawn.chain(std::iter::repeat(false)));
            DocumentedCorrection {
                insats: stream.insats.clone(),
                provider: stream.provider.clone(),
                month: *month,
                values: shown
                    .map(|(value, is_withdrawn)| (!is_withdrawn).then_some(*value))
                    .collect(),
            }
        });
        let pending = release.report.pending.iter().map(|pending| DocumentedWait {
            insats: pending.stream.insats.clone(),
            provider: pending.stream.provider.clone(),
            months: pending.months.clone(),
            k: pending.k,
            split_order: pending.division.map(|division| division.split_order),
            root_period: pending.division.map(|division| division.root_period),
            listed: (&pending.listed).into(),
        });
        let missing = release.report.missing.iter().map(|missing| DocumentedLoss {
            insats: missing.stream.insats.clone(),
            provider: missing.stream.provider.clone(),
            months: missing.months.clone(),
            listed: (&missing.listed).into(),
        });
        let years = release.report.years.iter().map(|(stream, figures)| DocumentedYear {
            insats: stream.insats.clone(),
            provider: stream.provider.clone(),
            year: figures.year,
            rating_in_tenths: shown_rating(figures, of_stream(stream)),
        });
        let roots = release
            .roots
            .iter()
            .map(|(stream, root)| DocumentedRoot::of(stream, root, of_stream(stream)));
        Self {
            kommunkod,
            month: release.month,
            k: release.k,
            rules_version: release.rules_version,
            released_at: kept.at.and_utc(),
            roots: roots.collect(),
            corrections: corrections.collect(),
            pending: pending.collect(),
            missing: missing.collect(),
            years: years.collect(),
        }
    }
}

/// A year with a withdrawn figure shows no rating.
fn shown_rating(figures: &YearFigures, stream: Option<&PublishedStream>) -> Option<i64> {
    let roots = stream.into_iter().flat_map(|stream| stream.roots.values());
    let mut of_year = roots.filter(|published| published.root.month().year() == figures.year);
    let has_withdrawn = of_year.any(|published| published.cells().any(|cell| cell.is_withdrawn));
    figures.rating.filter(|_| !has_withdrawn)
}
