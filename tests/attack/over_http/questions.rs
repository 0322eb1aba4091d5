//! Every question about public statistics.

use insatskatalog::domain::statistics::month::Month;

/// The dimensions, in the order of the service.
pub const DIMENSIONS: [&str; 8] = [
    "year", "quarter", "month", "insats", "provider", "place", "activity", "gender",
];

/// The time dimensions.
const YEAR_OR_QUARTER: u8 = 0b011;
const MONTH: u8 = 0b100;
/// Month, insats, provider, place, activity and gender.
const FINEST: u8 = 0b1111_1100;
const PLACE: u8 = 0b0010_0000;
const ACTIVITY: u8 = 0b0100_0000;
const GENDER: u8 = 0b1000_0000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The dimensions, one bit each.
    pub by: u8,
    /// The named months.
    pub months: Option<(Month, Month)>,
    /// Whether to ask for partial sums.
    pub partial: bool,
}

impl Question {
    pub fn dimensions(self) -> Vec<&'static str> {
        let all = DIMENSIONS.iter().enumerate();
        all.filter(|(at, _)| self.by >> at & 1 == 1)
            .map(|(_, name)| *name)
            .collect()
    }

    /// The number of named months.
    pub fn length(self) -> Option<usize> {
        self.months.map(|(from, to)| from.through(to).count())
    }

    /// The address with more parameters, such as `limit=100`.
    pub fn path(self, kommunkod: &str, more: &str) -> String {
        self.address(kommunkod, &self.dimensions(), more)
    }

    /// The address with the dimensions in reverse order.
    pub fn path_in_reverse(self, kommunkod: &str, more: &str) -> String {
        let mut dimensions = self.dimensions();
        dimensions.reverse();
        self.address(kommunkod, &dimensions, more)
    }

    fn address(self, kommunkod: &str, dimensions: &[&str], more: &str) -> String {
        let mut parameters = vec![more.to_owned()];
        if !dimensions.is_empty() {
            parameters.push(format!("by={}", dimensions.join(",")));
        }
        if let Some((from, to)) = self.months {
            parameters.push(format!("from={from}&to={to}"));
        }
        if self.partial {
            parameters.push("partial=true".into());
        }
        parameters.retain(|parameter| !parameter.is_empty());
        format!("/municipalities/{kommunkod}/statistics?{}", parameters.join("&"))
    }
}

/// The questions whose answers name every released cell: with all dimensions, and without places and activities if none
/// are listed, and without genders for the totals of all.
pub fn of_cells() -> Vec<Question> {
    let whole = FINEST & !PLACE & !ACTIVITY;
    let by = [FINEST, FINEST & !PLACE, FINEST & !ACTIVITY, whole, whole & !GENDER];
    by.into_iter()
        .map(|by| Question {
            by,
            months: None,
            partial: false,
        })
        .collect()
}

/// Whether months can be named: figures by year or quarter, not by month, cover whole ones.
pub const fn may_name_months(by: u8) -> bool {
    by & MONTH == MONTH || by & YEAR_OR_QUARTER == 0
}

/// Every question: each set of dimensions, for all released months and every range from the first released month to the
/// first unreleased one, with and without partial sums. Figures by year or quarter cover whole ones and are asked
/// without months.
pub fn all(first: Month, last_released: Month) -> Vec<Question> {
    let starts: Vec<Month> = first.through(last_released.next()).collect();
    let mut ranges = vec![None];
    for from in &starts {
        ranges.extend(from.through(last_released.next()).map(|to| Some((*from, to))));
    }
    let mut questions = Vec::new();
    for by in 0..=u8::MAX {
        let ranges = if may_name_months(by) { &ranges } else { &ranges[..1] };
        for months in ranges {
            for partial in [false, true] {
                questions.push(Question {
                    by,
                    months: *months,
                    partial,
                });
            }
        }
    }
    questions
}

#[test]
fn every_set_of_dimensions_is_asked_of_all_months_in_a_row() {
    let month = |text: &str| Month::parse(text).expect("a month");
    let questions = all(month("2025-12"), month("2026-01"));
    // Three months make six ranges, and one more without months; with and without partial sums.
    assert_eq!(questions.len(), 2 * (160 * 7 + 96));
    let question = questions
        .iter()
        .find(|question| question.by == 0b1010_0100 && question.length() == Some(3));
    assert_eq!(
        question.expect("one").path("0114", "limit=3"),
        "/municipalities/0114/statistics?limit=3&by=month,place,gender&from=2025-12&to=2026-02"
    );
}
