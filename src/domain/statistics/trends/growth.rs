//! The growth of an insats against the threshold of the municipality.
//!
//! In Uppsala's trial the use of a service without assessment rose faster than the population, and nobody noticed in time.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::statistics::figures::figure::Tenths;
use crate::domain::statistics::figures::in_words;
use crate::domain::text::{TextLanguage, composed, text};

use super::points::{TrendPoint, change};

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

/// Growth against the number of residents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TrendPopulation)]
pub(crate) struct Population {
    /// Whether the numbers of residents are known.
    pub known: bool,
    /// What that means for the answer.
    pub text: Text,
}

impl Population {
    /// No numbers of residents are known.
    pub(crate) const fn not_known() -> Self {
        Self {
            known: false,
            text: text!(
                "Antalet invånare är inte känt. Ökningen jämförs därför inte med hur befolkningen ändras.",
                "The number of residents is not known. Growth is therefore not compared with how the population changes."
            ),
        }
    }
}

impl Growth {
    /// The growth over the periods that both years show.
    pub(crate) fn of(points: &[TrendPoint], threshold: Option<i32>) -> Self {
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
            };
        };
        Self {
            verdict: verdict(percent, threshold),
            text: sentence(percent, threshold),
            periods: compared.iter().map(|(point, ..)| point.period.clone()).collect(),
            value: Some(value),
            year_before: Some(before),
            change_percent: Some(percent),
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
    let in_both = |percent| {
        let written = |language| in_words::percent(percent, language);
        (written(TextLanguage::Swedish), written(TextLanguage::English))
    };
    let change = in_both(percent);
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
