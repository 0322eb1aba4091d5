//! The rows of the annual report, with figures of this year and the previous one.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::statistics::figures::figure::{Status, Tenths};
use crate::domain::statistics::trends::points::change as percent;
use crate::domain::statistics::{Gender, Month, Months};

/// Rows of figures, and sums that are only shown together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = AnnualReportTable)]
pub(crate) struct ReportTable {
    /// The rows.
    pub rows: Vec<ReportRow>,
    /// Sums that are only shown together: released cells outside the rows, added up by dimensions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<TogetherRow>,
}

/// The figures of one row, this year and the previous one.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportRow)]
pub(crate) struct ReportRow {
    /// The month of this year.
    #[schema(value_type = Option<String>, example = "2026-10")]
    pub month: Option<Month>,
    /// The gender.
    pub gender: Option<Gender>,
    /// The place. In exact figures, `other` if not listed, and absent if not stated.
    #[schema(example = "norrtalje")]
    pub place: Option<String>,
    /// The provider.
    #[schema(example = "egen-regi")]
    pub provider: Option<String>,
    /// The name of the place or provider.
    #[schema(example = "Norrtälje")]
    pub name: Option<String>,
    /// This year.
    pub this_year: ReportFigure,
    /// The previous year; absent before the act came into force.
    pub last_year: Option<ReportFigure>,
    /// The change from the previous year in percent, for months with both figures.
    #[schema(value_type = Option<f64>, example = 12.5)]
    pub change_percent: Option<Tenths>,
}

/// A sum that is only shown together.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportTogether)]
pub(crate) struct TogetherRow {
    /// The months, if they are shown together or in two years.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
    /// The provider, if the table is by provider.
    pub provider: Option<String>,
    /// The places; all if absent, in the table by place.
    pub places: Option<Vec<String>>,
    /// Whether unlisted places are included.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlisted_places: bool,
    /// The genders; all if absent, in the table by gender.
    pub genders: Option<Vec<Gender>>,
    /// The names of the places or the provider.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// This year.
    pub this_year: Option<ReportFigure>,
    /// The previous year.
    pub last_year: Option<ReportFigure>,
}

/// Participations: a person who attends twice counts twice.
#[serde_with::skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportFigure)]
pub(crate) struct ReportFigure {
    /// The number. Null if not shown.
    #[schema(required = true)]
    #[serialize_always]
    pub value: Option<i64>,
    /// Whether it is shown, and the reason if not; `partial` if it is the sum of the part that is shown.
    pub status: Status,
    /// For a partial figure, the reason why the rest is not included.
    pub rest: Option<Status>,
    /// The number of sessions, in exact figures by provider and in total.
    pub sessions: Option<i64>,
    /// The mean number of participations per session, in exact figures by provider and in total.
    #[schema(value_type = Option<f64>)]
    pub mean_per_session: Option<Tenths>,
    /// Ratings by participants, on a scale from 1 to 5, by provider and in exact figures in total.
    #[schema(value_type = Option<f64>)]
    pub rating: Option<Tenths>,
    /// The number of answers, in exact figures.
    pub responses: Option<i64>,
}

/// The sum of whole months that both years have.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportComparison)]
pub(crate) struct Comparison {
    /// The first month of this year.
    #[schema(value_type = String, example = "2026-07")]
    pub from: Month,
    /// The last month of this year.
    #[schema(value_type = String, example = "2026-12")]
    pub to: Month,
    /// This year.
    pub this_year: ReportFigure,
    /// The same months of the previous year.
    pub last_year: ReportFigure,
    /// The change from the previous year in percent, if both figures are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, example = 12.5)]
    pub change_percent: Option<Tenths>,
}

impl ReportTable {
    /// A table without sums that are only shown together.
    pub(crate) fn of(rows: impl Iterator<Item = ReportRow>) -> Self {
        Self {
            rows: rows.collect(),
            together: Vec::new(),
        }
    }
}

impl ReportFigure {
    pub(crate) const fn shown(value: i64) -> Self {
        Self {
            value: Some(value),
            ..Self::not_shown(Status::Ok)
        }
    }

    pub(crate) const fn not_shown(status: Status) -> Self {
        Self {
            value: None,
            status,
            rest: None,
            sessions: None,
            mean_per_session: None,
            rating: None,
            responses: None,
        }
    }

    /// The value, if shown completely.
    pub fn whole(&self) -> Option<i64> {
        self.value.filter(|_| self.status == Status::Ok)
    }
}

impl ReportRow {
    pub(crate) const fn of(this_year: ReportFigure, last_year: Option<ReportFigure>) -> Self {
        Self {
            month: None,
            gender: None,
            place: None,
            provider: None,
            name: None,
            this_year,
            last_year,
            change_percent: None,
        }
    }

    pub(crate) fn of_month(month: Month, this_year: ReportFigure, last_year: Option<ReportFigure>) -> Self {
        Self {
            month: Some(month),
            change_percent: last_year.and_then(|last| change(&this_year, &last)),
            ..Self::of(this_year, last_year)
        }
    }
}

impl Comparison {
    pub(crate) fn of(months: Months, this_year: ReportFigure, last_year: ReportFigure) -> Self {
        Self {
            from: months.from,
            to: months.to,
            this_year,
            last_year,
            change_percent: change(&this_year, &last_year),
        }
    }
}

/// The change from one figure to another in percent, if both are shown.
fn change(this: &ReportFigure, last: &ReportFigure) -> Option<Tenths> {
    percent(this.whole()?, last.whole()?)
}
