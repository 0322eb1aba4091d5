//! How the released figures of an insats are divided: by what, in which order, and for how long a time.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Slug;

/// What a total is split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SplitBy {
    /// Place.
    Place,
    /// Activity.
    Activity,
    /// Gender.
    Gender,
}

/// All that a total is split by, in the order of the first releases.
pub const ALL: [SplitBy; 3] = [SplitBy::Place, SplitBy::Activity, SplitBy::Gender];

/// The order in which a total is split: each of place, activity and gender once. What comes first is shown most often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "[SplitBy; 3]")]
#[schema(example = json!(["place", "gender", "activity"]))]
pub struct SplitOrder([SplitBy; 3]);

/// An order that lacks one of place, activity and gender.
#[derive(Debug, thiserror::Error)]
#[error("the order must have place, activity and gender, each once")]
pub struct NoOrder;

impl TryFrom<[SplitBy; 3]> for SplitOrder {
    type Error = NoOrder;

    fn try_from(order: [SplitBy; 3]) -> Result<Self, NoOrder> {
        Self::new(order).ok_or(NoOrder)
    }
}

impl SplitOrder {
    /// The order of totals that were opened before the order could be chosen.
    pub const OF_MONTHS: Self = Self(ALL);

    /// The order unless the municipality chooses another.
    pub const OF_QUARTERS: Self = Self([SplitBy::Place, SplitBy::Gender, SplitBy::Activity]);

    /// An order; `None` unless it has each of the three once.
    pub fn new(order: [SplitBy; 3]) -> Option<Self> {
        ALL.iter().all(|by| order.contains(by)).then_some(Self(order))
    }

    /// What the total is split by, in order.
    pub const fn steps(self) -> [SplitBy; 3] {
        self.0
    }

    /// The place of one of the three in the order, from 0.
    pub(crate) fn step_of(self, by: SplitBy) -> usize {
        self.0.iter().position(|own| *own == by).unwrap_or(0)
    }
}

/// The time that the smallest total covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RootPeriod {
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// Each year.
    Year,
}

/// How the figures of an insats are divided: the order of its splits and the time of its totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Division {
    /// The order of the splits.
    pub split_order: SplitOrder,
    /// The time of a total.
    pub root_period: RootPeriod,
}

impl Division {
    /// The division of figures that were opened before it could be chosen.
    pub const OF_MONTHS: Self = Self {
        split_order: SplitOrder::OF_MONTHS,
        root_period: RootPeriod::Month,
    };

    /// The division unless the municipality chooses another.
    pub const OF_QUARTERS: Self = Self {
        split_order: SplitOrder::OF_QUARTERS,
        root_period: RootPeriod::Quarter,
    };
}

impl Default for Division {
    fn default() -> Self {
        Self::OF_QUARTERS
    }
}

/// The division that a municipality chooses for an insats, from a month on.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChosenDivision {
    /// The insats.
    pub insats: Slug,
    /// The first day of the first month that it holds for. No month from then on may have records yet, and a quarter or
    /// a year begins with it if figures are or were divided by that.
    #[schema(example = "2027-01-01")]
    pub from: NaiveDate,
    /// The order in which a total is split by place, activity and gender. What comes first is shown most often.
    pub split_order: Option<SplitOrder>,
    /// The time that the smallest total covers.
    pub root_period: Option<RootPeriod>,
}

impl ChosenDivision {
    /// The division, where what is not chosen is as usual.
    pub(crate) fn division(&self) -> Division {
        Division {
            split_order: self.split_order.unwrap_or(SplitOrder::OF_QUARTERS),
            root_period: self.root_period.unwrap_or(RootPeriod::Quarter),
        }
    }
}

impl RootPeriod {
    /// Whether a month may be the first of such a period.
    pub(crate) fn may_begin_with(self, first_day: NaiveDate) -> bool {
        let of_year = first_day.month0();
        match self {
            Self::Month => true,
            Self::Quarter => of_year.is_multiple_of(3),
            Self::Year => of_year == 0,
        }
    }
}
