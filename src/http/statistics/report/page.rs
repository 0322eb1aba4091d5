//! The annual report as a page to read and print, in Swedish or English. It has no script, loads nothing but the
//! municipality's logo, and escapes every text.

use std::collections::BTreeMap;

use askama::Template;

use crate::domain::statistics::Dimension;
use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::figures::in_words;
use crate::domain::statistics::report::{AnnualReport, Variant};
use crate::domain::text::{TextLanguage, composed, text};

use super::keys::{Key, keys};
use super::table::{Ratings, Table, ratings, table};
use super::texts::Texts;
use super::view::AnnualReportView;
use super::words::TableOf;
use super::{charts, facts, words};

#[derive(Template)]
#[template(path = "statistics/report/page.html")]
struct Page<'a> {
    language: TextLanguage,
    say: Texts,
    view: &'a AnnualReportView,
    report: &'a AnnualReport,
    name: &'a str,
    is_exact: bool,
    keys: Vec<Key>,
    months: Table,
    months_chart: String,
    genders: Table,
    places: Table,
    places_chart: String,
    providers: Table,
    ratings: Vec<Ratings>,
    no_decisions: String,
    /// The words that replace figures, and their meaning.
    explained: BTreeMap<String, String>,
    through: String,
}

pub(crate) fn page(view: &AnnualReportView, language: TextLanguage) -> String {
    let report = &view.report;
    let year = report.year;
    let no_decisions = composed!(
        "Inget beslut om insatsen gällde under {year}.",
        "No decision on the service was in force in {year}."
    );
    let page = Page {
        language,
        say: Texts::new(language),
        view,
        report,
        name: report.name.in_language(language),
        is_exact: report.variant == Variant::Exact,
        keys: keys(report, language),
        months: table(report, TableOf::Months, language),
        months_chart: charts::of_months(report, language),
        genders: table(report, TableOf::Genders, language),
        places: table(report, TableOf::Places, language),
        places_chart: charts::of_places(report, language),
        providers: table(report, TableOf::Providers, language),
        ratings: ratings(report, language),
        no_decisions: language.of(&no_decisions).to_owned(),
        explained: explained(report, language),
        through: through(report, language),
    };
    page.render().expect("a string takes all that is written to it")
}

impl Page<'_> {
    fn heading(&self, dimension: Dimension) -> String {
        self.language.of(&in_words::dimension(dimension)).to_owned()
    }

    fn change(&self) -> String {
        self.language.of(&in_words::change()).to_owned()
    }

    fn months_caption(&self) -> &str {
        if self.months.has_change {
            &self.say.by_month
        } else {
            &self.say.by_month_only
        }
    }
}

/// Explains the words that replace hidden figures.
fn explained(report: &AnnualReport, language: TextLanguage) -> BTreeMap<String, String> {
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
        (Status::Partial, Some(rest)) => Some(in_words::rest(rest)),
        (status, _) => Some(in_words::status(status)),
    });
    let in_language = explained.map(|(word, sentence)| {
        let say = |text| language.of(text).to_owned();
        (say(&word), say(&sentence))
    });
    in_language.collect()
}

/// The last month with figures.
fn through(report: &AnnualReport, language: TextLanguage) -> String {
    let through = match (report.figures_through, report.variant) {
        (Some(month), Variant::Public) => in_words::published_through(month),
        (None, Variant::Public) => text!("Inget är publicerat än.", "Nothing is published yet."),
        (Some(month), Variant::Exact) => {
            let month = in_words::month_and_year(month, language);
            composed!(
                "Det som kommit in till och med {month}.",
                "What had arrived through {month}."
            )
        }
        (None, Variant::Exact) => return String::new(),
    };
    language.of(&through).to_owned()
}
