//! What figures are told by: time, insats, provider, place, activity, gender.

use serde::{Deserialize, Serialize};
use strum::VariantArray;
use utoipa::ToSchema;

use super::month::{FIRST, Month};

/// What figures can be told by, in the order in which rows stand.
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

/// Which dimensions figures are told by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct By(Vec<Dimension>);

impl By {
    /// By these, whatever order they were named in.
    pub fn new(mut dimensions: Vec<Dimension>) -> Self {
        dimensions.sort();
        dimensions.dedup();
        Self(dimensions)
    }

    /// Says whether figures are told by this.
    pub fn has(&self, dimension: Dimension) -> bool {
        self.0.contains(&dimension)
    }

    /// The dimensions in order.
    pub(crate) fn dimensions(&self) -> &[Dimension] {
        &self.0
    }

    /// The shortest time that figures are told by.
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

/// The times that figures are told of, one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// Each year.
    Year,
    /// The whole of what is asked about.
    Whole,
}

impl Step {
    /// The first month of the step that a month lies in; the act's first month where that is later.
    pub(crate) fn first(self, month: Month) -> Month {
        let first = match self {
            Self::Month | Self::Whole => month,
            Self::Quarter => (1..3).fold(month, |first, _| {
                let before = first.previous();
                if before.quarter() == month.quarter() {
                    before
                } else {
                    first
                }
            }),
            Self::Year => Month::first_of(month.year()),
        };
        first.max(FIRST.min(month))
    }

    /// The last month of the step that a month lies in.
    pub(crate) fn last(self, month: Month) -> Month {
        match self {
            Self::Month | Self::Whole => month,
            Self::Quarter => (1..3).fold(month, |last, _| {
                let after = last.next();
                if after.quarter() == month.quarter() {
                    after
                } else {
                    last
                }
            }),
            Self::Year => Month::last_of(month.year()),
        }
    }
}

/// Months one after another, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months {
    /// The first.
    pub from: Month,
    /// The last.
    pub to: Month,
}

impl Months {
    /// Says whether a month is among them.
    pub fn has(self, month: Month) -> bool {
        self.from <= month && month <= self.to
    }

    /// The same, with what is begun of a step made whole.
    pub fn whole(self, step: Step) -> Self {
        Self {
            from: step.first(self.from),
            to: step.last(self.to),
        }
    }

    /// The first month of each step, in order.
    pub(crate) fn steps(self, step: Step) -> Vec<Month> {
        if step == Step::Whole {
            return vec![self.from];
        }
        let mut firsts: Vec<Month> = self.from.through(self.to).map(|month| step.first(month)).collect();
        firsts.dedup();
        firsts
    }
}
