//! The annual report of an insats: its figures beside those of the previous year, and the follow-up that was decided.
//!
//! Rows are sorted by their dimensions, never by their figures.

pub(crate) mod decisions;
pub(crate) mod exact;
pub(crate) mod public;
pub(crate) mod rows;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::insatser::body::Letterhead;
use crate::domain::insatser::insats::{Insats, VersionInTime};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::Months;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::{CatalogueText, Kommunkod, Slug};

use decisions::{DecisionOfYear, decisions, versions_of_year};
use rows::{Comparison, ReportRow, ReportTable};

/// Who the report is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportVariant)]
pub(crate) enum Variant {
    /// Everyone: released figures.
    Public,
    /// The municipality's own staff: exact figures.
    Exact,
}

/// The annual report of an insats.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnnualReport {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The name of the municipality.
    #[schema(example = "Norrtälje")]
    pub municipality: String,
    /// What the municipality has at the top of its reports.
    pub letterhead: Option<Letterhead>,
    /// The insats.
    pub insats: Slug,
    /// The name of the insats.
    pub name: CatalogueText,
    /// The year.
    #[schema(example = 2026)]
    pub year: i32,
    /// Who the report is for.
    pub variant: Variant,
    /// The last month of its figures: the last released month, or for exact figures the current month. Absent if there
    /// is none.
    #[schema(value_type = Option<String>, example = "2026-12")]
    pub figures_through: Option<Month>,
    /// The versions in force in the year, and what their decisions require to be followed up.
    pub decisions: Vec<DecisionOfYear>,
    /// The whole year.
    pub total: ReportRow,
    /// The sum of months that both years have, which shows the trend. Absent if there are none.
    pub comparison: Option<Comparison>,
    /// By month.
    pub by_month: ReportTable,
    /// By gender.
    pub by_gender: ReportTable,
    /// By place.
    pub by_place: ReportTable,
    /// By provider, with ratings, and sessions in exact figures.
    pub by_provider: ReportTable,
}

/// The insats and year of a report.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub municipality: &'a Municipality,
    pub insats: &'a Slug,
    pub versions: &'a Insats,
    /// Its last version of the year, or its last version.
    pub latest: VersionInTime<'a>,
    pub year: i32,
}

impl<'a> Subject<'a> {
    /// The subject of a report; `None` if the insats does not exist.
    pub(crate) fn find(municipality: &'a Municipality, insats: &str, year: i32) -> Option<Self> {
        let (slug, versions) = municipality.insatser().get_key_value(insats)?;
        let latest = versions_of_year(versions, year).last();
        Some(Self {
            municipality,
            insats: slug,
            versions,
            latest: latest.or_else(|| versions.versions().next_back())?,
            year,
        })
    }

    /// The months of a year with figures; none before the act came into force.
    pub(crate) fn months_of(year: i32) -> Option<Months> {
        let (first, last) = (Month::first_of(year).max(FIRST), Month::last_of(year));
        (first <= last).then_some(Months { from: first, to: last })
    }

    /// This year's whole months, up to another month, that the previous year also has.
    pub(crate) fn comparable(&self, through: Month) -> Option<Months> {
        let begun = self.versions.versions().find(|version| version.held.takes_effect())?;
        let begun = begun.held.version.valid_from;
        let month = Month::of(begun);
        let first_whole = if month.first_day() == begun {
            month
        } else {
            month.next()
        };
        let from = first_whole.max(FIRST).year_after().max(Month::first_of(self.year));
        let to = through.min(Month::last_of(self.year));
        (from <= to).then_some(Months { from, to })
    }

    pub(crate) fn place_name(&self, slug: &str) -> Option<String> {
        let versions = self.versions.versions().rev();
        let mut places = versions.flat_map(|version| &version.held.version.places);
        let place = places.find(|place| place.slug.as_str() == slug)?;
        Some(place.name.clone())
    }

    pub(crate) fn provider_name(&self, slug: &str) -> Option<String> {
        Some(self.municipality.providers().get(slug)?.provider.name.clone())
    }

    /// The report, without figures yet.
    pub fn report(&self, variant: Variant, figures_through: Option<Month>, total: ReportRow) -> AnnualReport {
        let kommunkod = self.municipality.document().kommunkod;
        AnnualReport {
            kommunkod,
            municipality: kommunkod.kommun().name.to_owned(),
            letterhead: self.municipality.document().letterhead.clone(),
            insats: self.insats.clone(),
            name: self.latest.held.version.name.clone(),
            year: self.year,
            variant,
            figures_through,
            decisions: decisions(self.versions, self.year),
            total,
            comparison: None,
            by_month: ReportTable::default(),
            by_gender: ReportTable::default(),
            by_place: ReportTable::default(),
            by_provider: ReportTable::default(),
        }
    }
}
