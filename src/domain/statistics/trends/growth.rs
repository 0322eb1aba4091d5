//! The growth of an insats against the threshold of the municipality.
//!
//! In Uppsala's trial the use of a service without assessment rose faster than the population, and nobody noticed in time.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::reach::population::TwoPopulations;
use crate::domain::statistics::figures::figure::Tenths;
use crate::domain::statistics::figures::in_words;
use crate::domain::text::{composed, text};

use super::points::{TrendPoint, change};
use super::residents::{ResidentGrowth, ResidentsOfTwoYears};

/// What growth is compared with.
pub(crate) struct GrowthLimits<'a> {
    /// How much an insats may grow in a year, in percent.
    pub threshold: Option<i32>,
    /// The numbers of residents, if they are known.
    pub residents: Option<ResidentsOfTwoYears<'a>>,
}

impl<'a> GrowthLimits<'a> {
    /// The limits of a municipality, with the conditions in force on a day.
    pub(crate) fn of(municipality: &'a Municipality, populations: Option<&'a TwoPopulations>, day: NaiveDate) -> Self {
        Self {
            threshold: municipality.document().settings.growth_threshold(),
            residents: populations.map(|populations| ResidentsOfTwoYears {
                municipality,
                populations,
                day,
            }),
        }
    }
}

/// The sum of the periods that both years show, and what it says about growth.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TrendGrowth)]
pub(crate) struct Growth {
    /// What it says.
    pub verdict: Verdict,
    /// The same in words.
    pub text: Text,
    /// The periods that are compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<String>,
    /// Their sum.
    pub value: Option<i64>,
    /// Their sum a year before.
    pub year_before: Option<i64>,
    /// The change in percent.
    #[schema(value_type = Option<f64>, example = 12.5)]
    pub change_percent: Option<Tenths>,
    /// The change in the number of residents; absent if it is not known.
    pub residents: Option<ResidentGrowth>,
}

/// What growth says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GrowthVerdict)]
pub(crate) enum Verdict {
    /// It grows more than the threshold.
    AboveThreshold,
    /// It does not.
    WithinThreshold,
    /// The municipality has decided no threshold.
    NoThreshold,
    /// No period is shown for both years, or nobody took part the year before.
    NotComparable,
}

impl Growth {
    /// The growth of an insats over the periods that both years show.
    pub(crate) fn of(insats: &str, points: &[TrendPoint], limits: &GrowthLimits) -> Self {
        let compared = points.iter().filter_map(|point| {
            let before = point.year_before?.value?;
            Some((point, point.value?, before))
        });
        let compared: Vec<(&TrendPoint, i64, i64)> = compared.collect();
        let value = compared.iter().map(|(_, this, _)| this).sum::<i64>();
        let before = compared.iter().map(|(_, _, before)| before).sum::<i64>();
        let Some(percent) = change(value, before) else {
            return Self {
                verdict: Verdict::NotComparable,
                text: text!(
                    "Det finns inga siffror för samma tid året före att jämföra med.",
                    "There are no figures for the same time a year before to compare with."
                ),
                periods: Vec::new(),
                value: None,
                year_before: None,
                change_percent: None,
                residents: None,
            };
        };
        let residents = limits.residents.as_ref();
        Self {
            verdict: verdict(percent, limits.threshold),
            text: sentence(percent, limits.threshold),
            periods: compared.iter().map(|(point, ..)| point.period.clone()).collect(),
            value: Some(value),
            year_before: Some(before),
            change_percent: Some(percent),
            residents: residents.and_then(|residents| residents.growth(insats, (value, before))),
        }
    }
}

impl Growth {
    /// What it says, about participations and about residents.
    pub(crate) fn in_words(&self) -> Text {
        let own = &self.text;
        match &self.residents {
            Some(residents) => {
                let residents = &residents.text;
                composed!("{own} {residents}", "{own} {residents}"; own, residents)
            }
            None => own.clone(),
        }
    }
}

fn verdict(percent: Tenths, threshold: Option<i32>) -> Verdict {
    match threshold {
        None => Verdict::NoThreshold,
        Some(threshold) if percent.0 > i64::from(threshold) * 10 => Verdict::AboveThreshold,
        Some(_) => Verdict::WithinThreshold,
    }
}

fn sentence(percent: Tenths, threshold: Option<i32>) -> Text {
    let change = in_words::percent_in_both_languages(percent);
    let Some(threshold) = threshold else {
        return composed!(
            "Besöken har ändrats med {change} mot samma tid året före. Kommunen har inte bestämt någon gräns för ökningen.",
            "Attendances have changed by {change} from the same time a year before. The municipality has decided no threshold for growth.";
            change
        );
    };
    if verdict(percent, Some(threshold)) == Verdict::AboveThreshold {
        composed!(
            "Besöken har ändrats med {change} mot samma tid året före. Det är mer än kommunens gräns för ökningen, {threshold}\u{a0}%.",
            "Attendances have changed by {change} from the same time a year before. That is more than the municipality's threshold for growth, {threshold}%.";
            change
        )
    } else {
        composed!(
            "Besöken har ändrats med {change} mot samma tid året före. Kommunens gräns för ökningen är {threshold}\u{a0}%.",
            "Attendances have changed by {change} from the same time a year before. The municipality's threshold for growth is {threshold}%.";
            change
        )
    }
}
