//! The follow-up of a year to the board: all its insatser with decision, participation and trend, what was not reported,
//! what ends, and what the decisions asked to be followed up.
//!
//! It has exact figures, and is for the municipality's own staff.

pub(crate) mod basis;
pub(crate) mod endings;
pub(crate) mod insats;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::insatser::body::Letterhead;
use crate::domain::statistics::month::Month;
use crate::domain::statistics::report::Subject;
use crate::domain::statistics::report::decisions::versions_of_year;
use crate::domain::statistics::trends::exact::ExactBasis;
use crate::domain::statistics::trends::growth::GrowthLimits;
use crate::domain::statistics::trends::residents::ComparedPopulation;
use crate::domain::{Kommunkod, Slug};

use basis::{FollowUpBasis, months};
use endings::{Ending, endings};
use insats::{InsatsFollowUp, follow_up};

/// The follow-up of a year.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FollowUpReport {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The name of the municipality.
    #[schema(example = "Norrtälje")]
    pub municipality: String,
    /// What the municipality has at the top of its reports.
    pub letterhead: Option<Letterhead>,
    /// The body whose insatser these are; absent for all bodies.
    #[schema(example = "Vård- och omsorgsnämnden")]
    pub body: Option<String>,
    /// The year.
    #[schema(example = 2026)]
    pub year: i32,
    /// The day on which the report was made.
    pub as_of: NaiveDate,
    /// How much an insats may grow in a year before the report points it out, in percent; absent if the municipality has
    /// not decided it.
    pub growth_threshold_percent: Option<i32>,
    /// Growth against the number of residents.
    pub population: ComparedPopulation,
    /// The insatser that were in force in the year, by short name.
    pub insatser: Vec<InsatsFollowUp>,
    /// The decisions and agreements that end in the year or the next, by day.
    pub endings: Vec<Ending>,
}

/// The follow-up of a year.
pub(crate) fn follow_up_report(basis: &FollowUpBasis) -> FollowUpReport {
    let document = basis.municipality.document();
    let shown: Vec<Slug> = shown(basis).cloned().collect();
    let shows = |slug: &str| shown.iter().any(|shown| shown.as_str() == slug);
    let exact = ExactBasis {
        municipality: basis.municipality,
        sums: basis.sums,
        coverage: basis.coverage,
        shows: &shows,
        today: basis.today,
    };
    let answers = exact.answers(months(basis.year));
    let last_day = Month::last_of(basis.year).last_day();
    let limits = GrowthLimits::of(basis.municipality, basis.populations, last_day);
    let subjects = shown
        .iter()
        .filter_map(|slug| Subject::find(basis.municipality, slug.as_str(), basis.year));
    FollowUpReport {
        kommunkod: document.kommunkod,
        municipality: document.kommunkod.kommun().name.to_owned(),
        letterhead: document.letterhead.clone(),
        body: basis.body.map(str::to_owned),
        year: basis.year,
        as_of: basis.today,
        growth_threshold_percent: limits.threshold,
        population: ComparedPopulation::of(basis.populations),
        insatser: subjects
            .map(|subject| follow_up(basis, &subject, &answers, &limits))
            .collect(),
        endings: endings(basis, &shown),
    }
}

/// The insatser of the body that were in force in the year.
fn shown<'a>(basis: &'a FollowUpBasis) -> impl Iterator<Item = &'a Slug> {
    let bodies: Vec<String> = basis.body.map(str::to_owned).into_iter().collect();
    let insatser = basis.municipality.insatser().iter();
    let of_year = insatser.filter(move |(slug, insats)| {
        let mut versions = versions_of_year(insats, basis.year);
        let is_theirs = versions.any(|version| {
            let decision = version.held.version.decision.as_ref();
            bodies.is_empty() || basis.municipality.is_decided_by(decision, &bodies)
        });
        is_theirs && (basis.shows)(slug)
    });
    of_year.map(|(slug, _)| slug)
}
