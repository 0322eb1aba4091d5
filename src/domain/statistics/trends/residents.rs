//! The growth of an insats against the number of residents whom its conditions admit.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::reach::Reach;
use crate::domain::reach::population::TwoPopulations;
use crate::domain::statistics::figures::figure::Tenths;
use crate::domain::statistics::figures::in_words::percent_in_both_languages;
use crate::domain::text::{composed, text};

use super::points::change;

/// Whether growth is compared with the number of residents.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TrendPopulation)]
pub(crate) struct ComparedPopulation {
    /// Whether the numbers of residents are known, for two years in a row.
    pub known: bool,
    /// The later year; the numbers are of 31 December.
    #[schema(example = 2025)]
    pub year: Option<i32>,
    /// What that means for the answer.
    pub text: Text,
}

/// The number of residents whom the conditions of an insats admit, and how it changed in a year.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResidentGrowth {
    /// The residents whom the conditions about age and registration admit; all residents if there are none.
    #[schema(example = 2114)]
    pub residents: i64,
    /// The same a year before.
    #[schema(example = 2080)]
    pub year_before: i64,
    /// The change in percent.
    #[schema(value_type = f64, example = 1.6)]
    pub change_percent: Tenths,
    /// The change in participations for each resident, in percent.
    #[schema(value_type = f64, example = 10.7)]
    pub per_resident_change_percent: Tenths,
    /// The same in words.
    pub text: Text,
}

/// The residents of two years, whom the conditions of insatser admit or not.
pub(crate) struct ResidentsOfTwoYears<'a> {
    pub municipality: &'a Municipality,
    pub populations: &'a TwoPopulations,
    /// The conditions are those in force on this day.
    pub day: NaiveDate,
}

impl ComparedPopulation {
    /// What an answer with these populations says.
    pub(crate) fn of(populations: Option<&TwoPopulations>) -> Self {
        let Some(populations) = populations else {
            return Self {
                known: false,
                year: None,
                text: text!(
                    "Antalet invånare är inte känt för två år i rad. Ökningen jämförs därför inte med hur befolkningen ändras.",
                    "The number of residents is not known for two years in a row. Growth is therefore not compared with how the population changes."
                ),
            };
        };
        let (year, before) = (populations.year.year, populations.year_before.year);
        Self {
            known: true,
            year: Some(year),
            text: composed!(
                "Ökningen jämförs med hur antalet invånare ändrades från den 31 december {before} till den 31 december {year}. För varje insats räknas de invånare som villkoren om ålder och folkbokföring omfattar.",
                "Growth is compared with how the number of residents changed from 31 December {before} to 31 December {year}. For each service, the residents whom the conditions about age and registration admit are counted."
            ),
        }
    }
}

impl ResidentsOfTwoYears<'_> {
    /// How the residents of an insats changed, beside its participations of this year and the year before. `None` if one of
    /// the numbers is zero.
    pub(super) fn growth(&self, insats: &str, (value, before): (i64, i64)) -> Option<ResidentGrowth> {
        let (residents, year_before) = self.admitted(insats);
        let change_percent = change(residents, year_before)?;
        let per_resident = change(value.checked_mul(year_before)?, before.checked_mul(residents)?)?;
        let changed = percent_in_both_languages(change_percent);
        let more = percent_in_both_languages(per_resident);
        Some(ResidentGrowth {
            residents,
            year_before,
            change_percent,
            per_resident_change_percent: per_resident,
            text: composed!(
                "Antalet invånare som villkoren omfattar har ändrats med {changed}, och besöken per invånare med {more}.",
                "The number of residents whom the conditions admit has changed by {changed}, and attendances per resident by {more}.";
                changed, more
            ),
        })
    }

    fn admitted(&self, insats: &str) -> (i64, i64) {
        let document = self.municipality.document();
        let standing = self
            .municipality
            .insatser()
            .get(insats)
            .and_then(|insats| insats.on(self.day));
        let criteria = standing.and_then(|standing| standing.version().held.version.criteria.as_ref());
        let count = |population| {
            let reach =
                criteria.and_then(|criteria| Reach::of(criteria, population, document.kommunkod, &document.questions));
            reach.map_or_else(|| population.all(), |reach| reach.residents).total
        };
        (count(&self.populations.year), count(&self.populations.year_before))
    }
}
