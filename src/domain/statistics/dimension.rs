//! The dimensions of figures: time, insats, provider, place, activity, gender.

use serde::{Deserialize, Serialize};
use strum::VariantArray;
use utoipa::ToSchema;

use super::month::{FIRST, Month};

/// A dimension of figures, in the order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema, VariantArray)]
#[serde(rename_all = "camelCase")]
pub enum Dimension {
    /// The calendar year.
    Year,
    /// The quarter.
    Quarter,
    /// The month.
    Month,
    /// The insats.
    Insats,
    /// The provider.
    Provider,
    /// The place.
    Place,
    /// The activity.
    Activity,
    /// The gender.
    Gender,
}

impl Dimension {
    /// Whether it is a length of time.
    pub(crate) const fn is_time(self) -> bool {
        matches!(self, Self::Year | Self::Quarter | Self::Month)
    }
}

/// The dimensions of an answer, sorted and without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct By(Vec<Dimension>);

impl By {
    /// Sorts and deduplicates the dimensions.
    pub fn new(mut dimensions: Vec<Dimension>) -> Self {
        dimensions.sort();
        dimensions.dedup();
        Self(dimensions)
    }

    /// Whether a dimension is included.
    pub fn has(&self, dimension: Dimension) -> bool {
        self.0.contains(&dimension)
    }

    pub(crate) fn dimensions(&self) -> &[Dimension] {
        &self.0
    }

    /// The shortest time dimension.
    pub fn step(&self) -> Step {
        if self.has(Dimension::Month) {
            Step::Month
        } else if self.has(Dimension::Quarter) {
            Step::Quarter
        } else if self.has(Dimension::Year) {
            Step::Year
        } else {
            Step::Whole
        }
    }
}

/// The length of time that one figure covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// Each year.
    Year,
    /// All months of the question.
    Whole,
}

impl Step {
    /// The first month of the step that contains a month; not before the act's first month.
    pub(crate) fn first(self, month: Month) -> Month {
        let first = match self {
            Self::Month | Self::Whole => month,
            Self::Quarter => month.first_of_quarter(),
            Self::Year => Month::first_of(month.year()),
        };
        first.max(FIRST.min(month))
    }

    /// The last month of the step that contains a month.
    pub(crate) fn last(self, month: Month) -> Month {
        match self {
            Self::Month | Self::Whole => month,
            Self::Quarter => month.first_of_quarter().next().next(),
            Self::Year => Month::last_of(month.year()),
        }
    }
}

/// Consecutive months, including both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months {
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
}

impl Months {
    /// Whether a month is included.
    pub fn has(self, month: Month) -> bool {
        self.from <= month && month <= self.to
    }

    /// The same months and all between them and those of the year before.
    pub(crate) fn with_year_before(self) -> Self {
        Self {
            from: self.from.year_before().max(FIRST),
            to: self.to,
        }
    }

    pub(crate) const fn year_before(self) -> Self {
        Self {
            from: self.from.year_before(),
            to: self.to.year_before(),
        }
    }

    /// The months extended to whole steps.
    pub fn whole(self, step: Step) -> Self {
        Self {
            from: step.first(self.from),
            to: step.last(self.to),
        }
    }

    /// The first month of each step.
    pub(crate) fn steps(self, step: Step) -> Vec<Month> {
        if step == Step::Whole {
            return vec![self.from];
        }
        let mut firsts: Vec<Month> = self.from.through(self.to).map(|month| step.first(month)).collect();
        firsts.dedup();
        firsts
    }
}
