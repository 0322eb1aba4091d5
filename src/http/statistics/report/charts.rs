//! The charts on the page of the annual report, made from its tables.

use crate::domain::statistics::chart::{Chart, ChartFigure, ChartKind, Slot, Span};
use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::report::AnnualReport;
use crate::domain::statistics::report::rows::{ReportFigure, ReportTable};
use crate::domain::statistics::trends::step::TrendStep;
use crate::domain::text::{TextLanguage, composed};
use crate::http::statistics::drawing::{Frame, drawn};

use super::words;

/// The widths of a chart beside a wide and a narrow text.
const WIDE: i32 = 760;
const NARROW: i32 = 300;

/// A chart of the months, this year and the previous one; empty if there are no months.
pub(crate) fn of_months(report: &AnnualReport, language: TextLanguage) -> String {
    let rows = &report.by_month.rows;
    let has_last_year = report.total.last_year.is_some();
    let nothing = ReportFigure::not_shown(Status::NotApplicable);
    let slots = rows.iter().filter_map(|row| {
        let mut figures = vec![figure(&row.this_year)];
        figures.extend(has_last_year.then(|| figure(row.last_year.as_ref().unwrap_or(&nothing))));
        let slot = Slot::of_time(TrendStep::Month, row.month?, false, figures, language);
        // The heading has the year.
        Some(Slot { year: None, ..slot })
    });
    let name = report.name.in_language(language);
    let year = report.year;
    let this_year = year.to_string();
    let chart = Chart {
        kind: ChartKind::Bars,
        language,
        title: title_of_months(name, year, language),
        is_of_time: true,
        series: std::iter::once(this_year)
            .chain(has_last_year.then(|| (year - 1).to_string()))
            .collect(),
        slots: slots.collect(),
        spans: spans(&report.by_month),
    };
    in_both_widths(&chart, "months")
}

pub(crate) fn title_of_months(name: &str, year: i32, language: TextLanguage) -> String {
    let title = composed!(
        "Besök i {name} månad för månad {year}",
        "Attendances in {name} month by month {year}"
    );
    language.of(&title).to_owned()
}

/// A chart of the places this year; empty if no place has a figure.
pub(crate) fn of_places(report: &AnnualReport, language: TextLanguage) -> String {
    let slots = report.by_place.rows.iter().map(|row| {
        let label = words::row(row, language);
        Slot {
            short: label.clone(),
            label,
            year: None,
            figures: vec![figure(&row.this_year)],
        }
    });
    let (name, year) = (report.name.in_language(language), report.year);
    let chart = Chart {
        kind: ChartKind::Bars,
        language,
        title: language
            .of(&composed!(
                "Besök i {name} efter plats {year}",
                "Attendances in {name} by place {year}"
            ))
            .to_owned(),
        is_of_time: false,
        series: vec![year.to_string()],
        slots: slots.collect(),
        spans: Vec::new(),
    };
    in_both_widths(&chart, "places")
}

/// A figure of a table. A sum of shown parts is not drawn: it would look like the whole.
fn figure(of: &ReportFigure) -> ChartFigure {
    ChartFigure {
        value: of.whole(),
        status: of.rest.unwrap_or(of.status),
    }
}

/// The sums of several months.
fn spans(months: &ReportTable) -> Vec<Span> {
    let at = |month| months.rows.iter().position(|row| row.month == Some(month));
    let spans = months.together.iter().filter_map(|row| {
        let (first, last) = (at(*row.months.first()?)?, at(*row.months.last()?)?);
        let value = row.this_year?.value?;
        (first < last).then_some(Span { first, last, value })
    });
    spans.collect()
}

/// The chart for a wide page and for a narrow one, of which the style sheet shows one.
pub(crate) fn in_both_widths(chart: &Chart, prefix: &str) -> String {
    if chart.largest() == 0 {
        return String::new();
    }
    let of = |width, class: &str| {
        let prefix = format!("{prefix}-{class}");
        let frame = Frame {
            width,
            prefix: &prefix,
            class,
            table: None,
            has_heading: false,
            notice: None,
        };
        drawn(chart, &frame)
    };
    format!("{}{}", of(WIDE, "wide"), of(NARROW, "narrow"))
}
