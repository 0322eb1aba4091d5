//! The annual report as a page to read and to print: no script, nothing fetched, every text escaped.

use std::collections::BTreeMap;

use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::report::rows::{ReportFigure, ReportRow, ReportTable};
use crate::domain::statistics::report::{AnnualReport, Variant};

use super::facts::facts;
use super::keys::keys;
use super::table::{escaped, ratings, table};
use super::view::AnnualReportView;
use super::words;
use super::words::TableOf;

/// How the page looks.
const STYLE: &str = include_str!("page.css");

/// What the page may load: its own style, known by its hash, and nothing else.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'sha256-pNwybTo4QfBM8zZZwtMFva1PCd7kGXirukibXxWq37g='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The whole page.
pub(crate) fn page(view: &AnnualReportView) -> String {
    let report = &view.report;
    let name = escaped(&report.name.sv);
    let municipality = escaped(&report.municipality);
    let year = report.year;
    let title = format!("{name} {year} – {municipality}");
    let notice = view.notice.as_ref().map_or_else(String::new, |notice| {
        format!("<p class=\"notice\">{}</p>\n", escaped(&notice.sv))
    });
    let kind = match report.variant {
        Variant::Public => "Årsrapport",
        Variant::Exact => "Årsrapport, exakta uppgifter",
    };
    format!(
        "<!doctype html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n{notice}\
         <p class=\"of\">{kind} · {municipality} ({})</p>\n<h1>{name} <span>{year}</span></h1>\n{}\
         <p>{}</p>\n{}{}{}{}{}{}{}{}</main>\n</body>\n</html>\n",
        report.kommunkod,
        keys(report),
        escaped(&view.note.sv),
        months(report),
        genders(report),
        places(report),
        providers(report),
        told_ratings(report),
        section("Beslut och uppföljning", &facts(report)),
        explained(report),
        footer(view),
    )
}

/// A part of the page under a heading of its own.
fn section(heading: &str, content: &str) -> String {
    format!("<section>\n<h2>{heading}</h2>\n{content}</section>\n")
}

fn months(report: &AnnualReport) -> String {
    if report.by_month.rows.is_empty() {
        return section(
            "Månad för månad",
            "<p>Lagen gäller från den 1 juli 2025. För året finns inga siffror.</p>\n",
        );
    }
    let caption = if report.total.last_year.is_some() {
        "Deltaganden varje månad, och hur mycket de förändrats mot samma månad året före."
    } else {
        "Deltaganden varje månad."
    };
    section("Månad för månad", &table(report, TableOf::Months, caption))
}

fn genders(report: &AnnualReport) -> String {
    or_else(
        &report.by_gender,
        "Kön",
        "Inget är publicerat om deltagarnas kön.",
        || table(report, TableOf::Genders, "Deltaganden efter kön."),
    )
}

fn places(report: &AnnualReport) -> String {
    or_else(&report.by_place, "Platser", "Inget redovisas per plats.", || {
        table(report, TableOf::Places, "Deltaganden efter plats.")
    })
}

fn providers(report: &AnnualReport) -> String {
    or_else(
        &report.by_provider,
        "Utförare",
        "Inget redovisas per utförare.",
        || table(report, TableOf::Providers, "Deltaganden efter utförare."),
    )
}

fn or_else(of: &ReportTable, heading: &str, nothing: &str, told: impl FnOnce() -> String) -> String {
    if of.rows.is_empty() {
        return section(heading, &format!("<p>{nothing}</p>\n"));
    }
    section(heading, &told())
}

fn told_ratings(report: &AnnualReport) -> String {
    let (heading, nothing) = match report.variant {
        Variant::Public => (
            "Skattningar",
            "De redovisas när alla årets siffror från en utförare är publicerade, och många har svarat.",
        ),
        Variant::Exact => ("Tillfällen och skattningar", "Inga är rapporterade."),
    };
    let has = |row: &ReportRow| {
        let told = |figure: &ReportFigure| figure.sessions.is_some() || figure.rating.is_some();
        told(&row.this_year) || row.last_year.as_ref().is_some_and(told)
    };
    if report.by_provider.rows.iter().any(has) {
        return section(heading, &ratings(report));
    }
    section(heading, &format!("<p>{nothing}</p>\n"))
}

/// Explains the words that stand where figures are not shown; nothing where all are.
fn explained(report: &AnnualReport) -> String {
    let tables = [
        &report.by_month,
        &report.by_gender,
        &report.by_place,
        &report.by_provider,
    ];
    let rows = tables.into_iter().flat_map(|table| &table.rows);
    let figures = rows.flat_map(|row| std::iter::once(&row.this_year).chain(&row.last_year));
    let mut said = BTreeMap::new();
    for figure in figures {
        let (word, sentence) = match (figure.status, figure.rest) {
            (Status::Ok, _) => continue,
            (Status::Partial, Some(rest)) => words::rest(rest),
            (status, _) => words::status(status),
        };
        said.insert(word, sentence);
    }
    if said.is_empty() {
        return String::new();
    }
    let rows = said
        .into_iter()
        .map(|(word, sentence)| format!("<div><dt>{word}</dt><dd>{sentence}</dd></div>\n"));
    let all = format!("<dl class=\"facts\">\n{}</dl>\n", rows.collect::<String>());
    section("Orden i tabellerna", &all)
}

fn footer(view: &AnnualReportView) -> String {
    let through = match (view.report.variant, view.report.figures_through) {
        (Variant::Public, Some(month)) => {
            format!("Publicerat till och med {}.", words::month_and_year(month))
        }
        (Variant::Public, None) => "Inget är publicerat än.".into(),
        (Variant::Exact, Some(month)) => format!("Det som kommit in till och med {}.", words::month_and_year(month)),
        (Variant::Exact, None) => String::new(),
    };
    let source = view.links.first().map_or("", |link| &link.href);
    format!(
        "<footer>\n<p>{through}</p>\n<p>Källa: {}</p>\n</footer>\n",
        escaped(source)
    )
}
