//! The residents of a municipality by sex and age, from a public table.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The highest age of the table, which stands for every higher one too.
pub const HIGHEST: u8 = 100;

/// The number of ages in the table.
pub(crate) const AGES: usize = HIGHEST as usize + 1;

/// The residents of a municipality on 31 December of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    /// The year.
    pub year: i32,
    /// The table, as it names itself.
    pub source: String,
    /// Women by age, from 0; the last is [`HIGHEST`] and above.
    pub women: Vec<u32>,
    /// Men by age.
    pub men: Vec<u32>,
}

/// The populations of a municipality in two years in a row.
pub struct TwoPopulations {
    /// The later year.
    pub year: Population,
    /// The year before.
    pub year_before: Population,
}

impl Population {
    /// The day that it is of.
    pub fn day(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, 12, 31)
    }

    /// The residents of one age.
    pub(crate) fn of_age(&self, age: usize) -> Residents {
        let count = |of: &[u32]| of.get(age).copied().unwrap_or(0).into();
        Residents::new(count(&self.women), count(&self.men))
    }

    /// All residents.
    pub fn all(&self) -> Residents {
        (0..AGES)
            .map(|age| self.of_age(age))
            .fold(Residents::default(), Residents::and)
    }
}

/// A number of residents, in all and by sex.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Residents {
    /// In all.
    #[schema(example = 2114)]
    pub total: i64,
    /// Women.
    #[schema(example = 1102)]
    pub women: i64,
    /// Men.
    #[schema(example = 1012)]
    pub men: i64,
}

impl Residents {
    /// So many women and men.
    pub const fn new(women: i64, men: i64) -> Self {
        Self {
            total: women + men,
            women,
            men,
        }
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self::new(self.women + other.women, self.men + other.men)
    }

    /// How many more these are than others.
    #[must_use]
    pub const fn more_than(self, others: Self) -> Self {
        Self::new(self.women - others.women, self.men - others.men)
    }
}
