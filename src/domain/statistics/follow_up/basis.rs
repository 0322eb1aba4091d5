//! What the follow-up of a year is made from.

use chrono::NaiveDate;

use crate::domain::Slug;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::reach::population::TwoPopulations;
use crate::domain::records::coverage::Coverage;
use crate::domain::statistics::Months;
use crate::domain::statistics::figures::exact::{SumGroup, Totals};
use crate::domain::statistics::month::{FIRST, Month};

/// What a report is made from.
pub(crate) struct FollowUpBasis<'a> {
    pub municipality: &'a Municipality,
    pub year: i32,
    /// The body, by name.
    pub body: Option<&'a str>,
    /// The sums by [`sums_by`](crate::domain::statistics::trends::exact::sums_by), for [`months`].
    pub sums: &'a [(SumGroup, Totals)],
    /// The reports that were due in those months.
    pub coverage: &'a [Coverage],
    /// The populations of the year and the year before, or of the latest two years before.
    pub populations: Option<&'a TwoPopulations>,
    /// The insatser that the reader may see.
    pub shows: &'a dyn Fn(&Slug) -> bool,
    pub today: NaiveDate,
}

/// The months that a report needs: the year and the one before, as far as the act goes.
pub(crate) fn months(year: i32) -> Months {
    Months {
        from: Month::first_of(year - 1).max(FIRST),
        to: Month::last_of(year).max(FIRST),
    }
}
