//! The report of one insats's year: its figures beside those of the year before, and what was decided of following it up.
//!
//! Rows stand in the order of what they are of, never of their figures.

pub(crate) mod decisions;
pub(crate) mod exact;
pub(crate) mod public;
pub(crate) mod rows;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::insatser::insats::{Insats, VersionInTime};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::kommun::Kommunkod;
use crate::domain::slug::Slug;
use crate::domain::statistics::dimension::Months;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::text::Text;

use decisions::{DecisionOfYear, decisions, versions_of_year};
use rows::{Comparison, ReportRow, ReportTable};

/// For whom a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AnnualReportVariant)]
pub(crate) enum Variant {
    /// For everybody: from what was released.
    Public,
    /// For the municipality's own staff.
    Exact,
}

/// The report of one insats's year.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnnualReport {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// What the municipality is called.
    #[schema(example = "Norrtälje")]
    pub municipality: String,
    /// The insats.
    pub insats: Slug,
    /// What the insats is called.
    pub name: Text,
    /// The year.
    #[schema(example = 2026)]
    pub year: i32,
    /// For whom it is.
    pub variant: Variant,
    /// The last month of its figures: the last released, or of exact figures this one. Absent while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "2026-12")]
    pub figures_through: Option<Month>,
    /// The versions in force in the year, and what their decisions ask to be followed up.
    pub decisions: Vec<DecisionOfYear>,
    /// The whole year.
    pub total: ReportRow,
    /// The months that both years have, added up: what grows shows here. Absent where both years have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// By month.
    pub by_month: ReportTable,
    /// By gender.
    pub by_gender: ReportTable,
    /// By place.
    pub by_place: ReportTable,
    /// By provider, with ratings, and of exact figures with sessions.
    pub by_provider: ReportTable,
}

/// What a report is of.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// The municipality.
    pub municipality: &'a Municipality,
    /// The insats's short name.
    pub insats: &'a Slug,
    /// The insats.
    pub versions: &'a Insats,
    /// Its latest version of the year, or its latest of all.
    pub latest: VersionInTime<'a>,
    /// The year.
    pub year: i32,
}

impl<'a> Subject<'a> {
    /// The report of an insats's year; `None` when there is no such insats.
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

    /// The months of a year that there are figures of; none before the act came into force.
    pub(crate) fn months_of(year: i32) -> Option<Months> {
        let (first, last) = (Month::first_of(year).max(FIRST), Month::last_of(year));
        (first <= last).then_some(Months { from: first, to: last })
    }

    /// This year's whole months through another that the year before has too.
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

    /// What a place of the insats is called.
    pub(crate) fn place_name(&self, slug: &str) -> Option<String> {
        let versions = self.versions.versions().rev();
        let mut places = versions.flat_map(|version| &version.held.version.places);
        let place = places.find(|place| place.slug.as_str() == slug)?;
        Some(place.name.clone())
    }

    /// What a provider is called.
    pub(crate) fn provider_name(&self, slug: &str) -> Option<String> {
        Some(self.municipality.providers().get(slug)?.provider.name.clone())
    }

    /// The report, before any figure is in it.
    pub fn report(&self, variant: Variant, figures_through: Option<Month>, total: ReportRow) -> AnnualReport {
        let kommunkod = self.municipality.document().kommunkod;
        AnnualReport {
            kommunkod,
            municipality: kommunkod.kommun().name.to_owned(),
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
