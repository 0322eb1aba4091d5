//! The lengths of the periods of a trend.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::statistics::{By, Dimension, Month, Months};

/// The length of the periods of a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum TrendStep {
    /// Months.
    Month,
    /// Quarters.
    Quarter,
    /// Calendar years.
    Year,
}

impl TrendStep {
    pub(crate) const fn dimension(self) -> Dimension {
        match self {
            Self::Month => Dimension::Month,
            Self::Quarter => Dimension::Quarter,
            Self::Year => Dimension::Year,
        }
    }

    /// Its name for the period that begins with a month.
    pub(crate) fn name(self, first: Month) -> String {
        match self {
            Self::Month => first.to_string(),
            Self::Quarter => format!("{:04}-q{}", first.year(), first.quarter()),
            Self::Year => format!("{:04}", first.year()),
        }
    }

    /// The periods that lie within some months, each by its months.
    pub(crate) fn periods(self, within: Months) -> Vec<Months> {
        let step = By::new(vec![self.dimension()]).step();
        let firsts = within.steps(step).into_iter();
        let periods = firsts.map(|first| Months {
            from: first,
            to: step.last(first),
        });
        periods
            .filter(|period| within.has(period.from) && within.has(period.to))
            .collect()
    }
}
