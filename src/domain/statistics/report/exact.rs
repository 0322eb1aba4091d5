//! The annual report for the municipality's own staff, from exact sums.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::statistics::figures::exact::{SumGroup, Totals, mean};
use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::trends::exact::is_in_force;
use crate::domain::statistics::{By, Dimension, GENDERS, Gender, Month, Months};

use super::rows::{Comparison, ReportFigure, ReportRow, ReportTable};
use super::{AnnualReport, Subject, Variant};

/// The dimensions of the sums that the report needs.
pub(crate) fn sums_by() -> By {
    By::new(vec![Dimension::Month, Dimension::Provider, Dimension::Place])
}

/// The months of the figures that a report needs: two years, from the act's first month.
pub(crate) fn sums_of(year: i32) -> Option<Months> {
    let this_year = Subject::months_of(year)?;
    let last_year = Subject::months_of(year - 1).unwrap_or(this_year);
    Some(Months {
        from: last_year.from,
        to: this_year.to,
    })
}

/// The report of an insats from its exact sums, with the dimensions and months of [`sums_by`] and [`sums_of`].
pub(crate) fn exact_report(sums: &[(SumGroup, Totals)], subject: &Subject, today: NaiveDate) -> AnnualReport {
    let this_month = Month::of(today);
    let exact = Exact {
        sums,
        subject,
        this_month,
    };
    let total = exact.row(|_| true, full);
    let mut report = subject.report(Variant::Exact, Some(this_month), total);
    // The current month is incomplete and would look like a decrease.
    report.comparison = subject
        .comparable(this_month.previous())
        .map(|months| exact.comparison(months));
    report.by_month = exact.by_month();
    report.by_gender = exact.by_gender();
    report.by_place = exact.by_place();
    report.by_provider = exact.by_provider();
    report
}

struct Exact<'a> {
    sums: &'a [(SumGroup, Totals)],
    subject: &'a Subject<'a>,
    this_month: Month,
}

impl Exact<'_> {
    fn totals(&self, months: Months, is_of: impl Fn(&SumGroup) -> bool) -> Totals {
        let of_months = |of: &SumGroup| of.month.is_some_and(|month| months.has(month));
        let those = self.sums.iter().filter(|(of, _)| of_months(of) && is_of(of));
        those.fold(Totals::default(), |all, (_, totals)| all.and(*totals))
    }

    fn row(&self, is_of: impl Fn(&SumGroup) -> bool, shown: impl Fn(&Totals) -> ReportFigure) -> ReportRow {
        let figure = |year| {
            let months = Subject::months_of(year)?;
            if months.from > self.this_month {
                return Some(ReportFigure::not_shown(Status::Pending));
            }
            Some(shown(&self.totals(months, &is_of)))
        };
        let this_year = figure(self.subject.year);
        let nothing = ReportFigure::not_shown(Status::NotApplicable);
        ReportRow::of(this_year.unwrap_or(nothing), figure(self.subject.year - 1))
    }

    fn comparison(&self, months: Months) -> Comparison {
        let shown = |months| ReportFigure::shown(self.totals(months, |_| true).total);
        Comparison::of(months, shown(months), shown(months.year_before()))
    }

    fn by_month(&self) -> ReportTable {
        let Some(months) = Subject::months_of(self.subject.year) else {
            return ReportTable::default();
        };
        let last_year = Subject::months_of(self.subject.year - 1);
        let rows = months.from.through(months.to).map(|month| {
            let before = month.year_before();
            let has_before = last_year.is_some_and(|months| months.has(before));
            ReportRow::of_month(month, self.month(month), has_before.then(|| self.month(before)))
        });
        ReportTable::of(rows)
    }

    fn month(&self, month: Month) -> ReportFigure {
        let totals = self.totals(Months { from: month, to: month }, |_| true);
        if totals.records > 0 {
            ReportFigure::shown(totals.total)
        } else if month > self.this_month {
            ReportFigure::not_shown(Status::Pending)
        } else if is_in_force(self.subject.versions, month) {
            ReportFigure::shown(0)
        } else {
            ReportFigure::not_shown(Status::NotApplicable)
        }
    }

    fn by_gender(&self) -> ReportTable {
        let rows = GENDERS.into_iter().map(|gender| ReportRow {
            gender: Some(gender),
            ..self.row(|_| true, |totals| ReportFigure::shown(of_gender(totals, gender)))
        });
        ReportTable::of(rows)
    }

    fn by_place(&self) -> ReportTable {
        let listed = self.subject.latest.held.version.places.iter();
        let listed = listed.map(|place| place.slug.to_string());
        let names = |slug: &String| self.subject.place_name(slug);
        self.table(
            listed,
            |of| &of.place,
            |slug, row| ReportRow {
                name: names(&slug),
                place: (!slug.is_empty()).then_some(slug),
                ..row
            },
            |totals| ReportFigure::shown(totals.total),
        )
    }

    fn by_provider(&self) -> ReportTable {
        self.table(
            std::iter::empty(),
            |of| &of.provider,
            |slug, row| ReportRow {
                name: self.subject.provider_name(&slug),
                provider: Some(slug),
                ..row
            },
            full,
        )
    }

    /// A row for each value that is listed or has records.
    fn table(
        &self,
        listed: impl Iterator<Item = String>,
        value: impl Fn(&SumGroup) -> &String,
        named: impl Fn(String, ReportRow) -> ReportRow,
        shown: impl Fn(&Totals) -> ReportFigure,
    ) -> ReportTable {
        // A value with only ratings of a whole period has no records.
        let counted = self.sums.iter().filter(|(_, totals)| totals.records > 0);
        let counted = counted.map(|(of, _)| value(of).clone());
        // Unlisted values come last.
        let all: BTreeSet<(bool, String)> = listed
            .chain(counted)
            .map(|slug| (slug.is_empty() || slug == "other", slug))
            .collect();
        let rows = all
            .into_iter()
            .map(|(_, slug)| named(slug.clone(), self.row(|of| *value(of) == slug, &shown)));
        ReportTable::of(rows)
    }
}

/// A figure with sessions and ratings.
fn full(totals: &Totals) -> ReportFigure {
    let has_responses = totals.responses > 0;
    ReportFigure {
        sessions: Some(totals.sessions),
        mean_per_session: mean(totals.in_sessions * 10, totals.sessions),
        rating: mean(totals.rating_sum, totals.responses * 10),
        responses: has_responses.then_some(totals.responses),
        ..ReportFigure::shown(totals.total)
    }
}

const fn of_gender(totals: &Totals, gender: Gender) -> i64 {
    match gender {
        Gender::Women => totals.women,
        Gender::Men => totals.men,
        Gender::OtherOrUnknown => totals.other,
    }
}
