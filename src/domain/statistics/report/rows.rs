//! The rows of the annual report: figures of this year and the last.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::statistics::dimension::Months;
use crate::domain::statistics::figures::figure::{Status, Tenths};
use crate::domain::statistics::gender::Gender;
use crate::domain::statistics::month::Month;

/// Rows of figures, and the sums of what is told together only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = AnnualReportTable)]
pub(crate) struct ReportTable {
    /// The rows.
    pub rows: Vec<ReportRow>,
    /// What is told together only: the released cells that the rows leave out, added up by what they hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<TogetherRow>,
}

/// Figures of the same, this year and the last.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportRow)]
pub(crate) struct ReportRow {
    /// The month, of this year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "2026-10")]
    pub month: Option<Month>,
    /// The gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// The place; of exact figures `other` for what is not listed, and absent where none was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "norrtalje")]
    pub place: Option<String>,
    /// The provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "egen-regi")]
    pub provider: Option<String>,
    /// What the place or provider is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Norrtälje")]
    pub name: Option<String>,
    /// This year.
    pub this_year: ReportFigure,
    /// The year before; absent before the act came into force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_year: Option<ReportFigure>,
    /// How much more than the year before, in percent: of months, where both are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, example = 12.5)]
    pub change_percent: Option<Tenths>,
}

/// What is told together only.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportTogether)]
pub(crate) struct TogetherRow {
    /// The months, where they are told together, or reach from one year into another.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
    /// The provider, where the row is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The places; all when absent, in what is told by place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<String>>,
    /// Whether what was at no listed place is in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlisted_places: bool,
    /// The genders; all when absent, in what is told by gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genders: Option<Vec<Gender>>,
    /// What the places, or the provider, are called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// This year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub this_year: Option<ReportFigure>,
    /// The year before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_year: Option<ReportFigure>,
}

/// Participations: one person who comes twice counts twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportFigure)]
pub(crate) struct ReportFigure {
    /// How many. Null where it is not shown.
    #[schema(required = true)]
    pub value: Option<i64>,
    /// Whether it is shown, and if not why; `partial` where it is the sum of what is shown.
    pub status: Status,
    /// Of a partial figure, why the rest is not in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<Status>,
    /// Sessions: of exact figures, by provider and in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<i64>,
    /// Participations for each session: of exact figures, as sessions are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub mean_per_session: Option<Tenths>,
    /// How those who took part rated it, on a scale from 1 to 5: by provider, and of exact figures in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub rating: Option<Tenths>,
    /// How many answered: of exact figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responses: Option<i64>,
}

/// Whole months that both years have, added up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportComparison)]
pub(crate) struct Comparison {
    /// The first month, of this year.
    #[schema(value_type = String, example = "2026-07")]
    pub from: Month,
    /// The last month, of this year.
    #[schema(value_type = String, example = "2026-12")]
    pub to: Month,
    /// This year.
    pub this_year: ReportFigure,
    /// The same months of the year before.
    pub last_year: ReportFigure,
    /// How much more than the year before, in percent, where both are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, example = 12.5)]
    pub change_percent: Option<Tenths>,
}

impl ReportFigure {
    /// A figure that is shown.
    pub(crate) const fn shown(value: i64) -> Self {
        Self {
            value: Some(value),
            ..Self::not_shown(Status::Ok)
        }
    }

    /// A figure that is not shown.
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

    /// The value of what is shown whole.
    pub fn whole(&self) -> Option<i64> {
        self.value.filter(|_| self.status == Status::Ok)
    }
}

impl ReportRow {
    /// Figures of the whole.
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

    /// Figures of a month, with how they changed.
    pub(crate) fn of_month(month: Month, this_year: ReportFigure, last_year: Option<ReportFigure>) -> Self {
        Self {
            month: Some(month),
            change_percent: last_year.and_then(|last| change(&this_year, &last)),
            ..Self::of(this_year, last_year)
        }
    }
}

impl Comparison {
    /// Compares the same months of two years.
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

/// How much more one figure is than another, in percent, where both are shown.
fn change(this: &ReportFigure, last: &ReportFigure) -> Option<Tenths> {
    let (this, last) = (this.whole()?, last.whole().filter(|last| *last > 0)?);
    let more = (this - last) * 1000;
    Some(Tenths((more.abs() + last / 2) / last * more.signum()))
}
