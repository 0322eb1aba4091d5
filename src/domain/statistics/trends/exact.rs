//! The exact answer that trends are made from: every month of every insats, also those without records.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::insatser::insats::{Insats, Standing};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::records::coverage::{Coverage, CoverageState};
use crate::domain::statistics::figures::answer::{AnswerRow, FigureAnswer};
use crate::domain::statistics::figures::exact::{SumGroup, Totals};
use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::{By, Dimension, Month, Months};

use super::TrendAnswers;
use super::step::TrendStep;

/// The dimensions of the sums that exact trends need.
pub(crate) fn sums_by() -> By {
    By::new(vec![Dimension::Month, Dimension::Insats])
}

/// What exact trends are made from.
pub(crate) struct ExactBasis<'a> {
    pub municipality: &'a Municipality,
    /// The sums by [`sums_by`].
    pub sums: &'a [(SumGroup, Totals)],
    /// The reports that were due in the months.
    pub coverage: &'a [Coverage],
    /// The insatser to show.
    pub shows: &'a dyn Fn(&str) -> bool,
    pub today: NaiveDate,
}

impl ExactBasis<'_> {
    /// The exact answer for some months.
    pub(crate) fn answers(&self, months: Months) -> TrendAnswers {
        let totals: BTreeMap<(&str, Month), &Totals> = self
            .sums
            .iter()
            .filter(|(_, totals)| totals.records > 0)
            .filter_map(|(of, totals)| Some(((of.insats.as_str(), of.month?), totals)))
            .collect();
        let shown = self.municipality.insatser().iter();
        let shown = shown.filter(|(slug, _)| (self.shows)(slug.as_str()));
        let rows = shown.flat_map(|(slug, insats)| {
            let totals = &totals;
            months.from.through(months.to).map(move |month| {
                let (value, status) = match totals.get(&(slug.as_str(), month)) {
                    Some(totals) => (Some(totals.total), Status::Ok),
                    None => self.without_records(slug.as_str(), insats, month),
                };
                AnswerRow {
                    labels: vec![Some(month.to_string()), Some(slug.to_string())],
                    value,
                    status,
                    within: None,
                    more: Vec::new(),
                }
            })
        });
        let answer = FigureAnswer {
            kommunkod: self.municipality.document().kommunkod,
            is_exact: true,
            by: sums_by(),
            months,
            through: Some(months.to.min(Month::of(self.today))),
            rows: rows.collect(),
            cells: Vec::new(),
        };
        TrendAnswers(vec![(TrendStep::Month, answer)])
    }

    /// A month without records: zero if the reports say so.
    fn without_records(&self, slug: &str, insats: &Insats, month: Month) -> (Option<i64>, Status) {
        if month > Month::of(self.today) {
            return (None, Status::Pending);
        }
        let reports = self.coverage.iter().filter(|line| line.insats.as_str() == slug);
        let states: Vec<CoverageState> = reports
            .filter(|line| line.period.includes(month.first_day()))
            .map(|line| line.state)
            .collect();
        let any = |of: &[CoverageState]| states.iter().any(|state| of.contains(state));
        if any(&[CoverageState::Lost, CoverageState::Missing, CoverageState::Late]) {
            (None, Status::Missing)
        } else if any(&[CoverageState::Open, CoverageState::Due]) {
            (None, Status::Pending)
        } else if any(&[CoverageState::Delivered]) || is_in_force(insats, month) {
            (Some(0), Status::Ok)
        } else {
            (None, Status::NotApplicable)
        }
    }
}

/// Whether a version is in force on any day of a month.
pub(crate) fn is_in_force(insats: &Insats, month: Month) -> bool {
    insats.versions().any(|version| {
        let begun = version.held.version.valid_from.max(month.first_day());
        begun <= month.last_day() && matches!(Standing::of(version, begun), Standing::InForce(_))
    })
}
