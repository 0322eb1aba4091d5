//! The annual report as a page to read and print. It has no script, loads nothing, and escapes every text.

use std::collections::BTreeMap;

use askama::Template;

use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::report::{AnnualReport, Variant};
use crate::domain::text::swedish;

use super::facts;
use super::keys::{Key, keys};
use super::table::{Ratings, Table, ratings, table};
use super::view::AnnualReportView;
use super::words;
use super::words::TableOf;

/// The page may use its own style, identified by its hash, and nothing else.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'sha256-G2sNQnlLLAZmk2KjoP2qTjzMvd1d22d2JvSbegIydFA='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "statistics/report/page.html")]
struct Page<'a> {
    view: &'a AnnualReportView,
    report: &'a AnnualReport,
    is_exact: bool,
    keys: Vec<Key>,
    months: Table,
    genders: Table,
    places: Table,
    providers: Table,
    ratings: Vec<Ratings>,
    /// The words that replace figures, and their meaning.
    explained: BTreeMap<&'static str, &'static str>,
}

pub(crate) fn page(view: &AnnualReportView) -> String {
    let report = &view.report;
    let page = Page {
        view,
        report,
        is_exact: report.variant == Variant::Exact,
        keys: keys(report),
        months: table(report, TableOf::Months),
        genders: table(report, TableOf::Genders),
        places: table(report, TableOf::Places),
        providers: table(report, TableOf::Providers),
        ratings: ratings(report),
        explained: explained(report),
    };
    page.render().expect("a string takes all that is written to it")
}

/// Explains the words that replace hidden figures.
fn explained(report: &AnnualReport) -> BTreeMap<&'static str, &'static str> {
    let tables = [
        &report.by_month,
        &report.by_gender,
        &report.by_place,
        &report.by_provider,
    ];
    let rows = tables.into_iter().flat_map(|table| &table.rows);
    let figures = rows.flat_map(|row| std::iter::once(&row.this_year).chain(&row.last_year));
    let explained = figures.filter_map(|figure| match (figure.status, figure.rest) {
        (Status::Ok, _) => None,
        (Status::Partial, Some(rest)) => Some(words::rest(rest)),
        (status, _) => Some(words::status(status)),
    });
    explained.collect()
}

impl Page<'_> {
    /// The last month with figures.
    fn through(&self) -> String {
        let through = self.report.figures_through.map(words::month_and_year);
        match (through, self.is_exact) {
            (Some(month), false) => swedish!(format "Publicerat till och med {month}."),
            (None, false) => swedish!("Inget är publicerat än.").into(),
            (Some(month), true) => swedish!(format "Det som kommit in till och med {month}."),
            (None, true) => String::new(),
        }
    }
}
