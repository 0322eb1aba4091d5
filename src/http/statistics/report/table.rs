//! The tables of the annual report's page.

use crate::domain::statistics::figures::figure::Tenths;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::report::rows::{ReportFigure, ReportRow, ReportTable};
use crate::domain::statistics::report::{AnnualReport, Variant};

use super::words;
use super::words::TableOf;

/// A text as it stands in a page: whatever it holds, it is shown and nothing else.
pub(crate) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            other => written.push(other),
        }
    }
    written
}

/// The years that stand beside one another.
pub(crate) struct Columns {
    this_year: i32,
    last_year: Option<i32>,
    /// The months of the last year, where the act was not in force in all of them.
    pub last_years_months: Option<String>,
}

impl Columns {
    /// Of a report.
    pub(crate) fn of(report: &AnnualReport) -> Self {
        let last_year = report.total.last_year.map(|_| report.year - 1);
        let is_short = last_year.filter(|year| *year == FIRST.year());
        Self {
            this_year: report.year,
            last_year,
            last_years_months: is_short.map(|year| words::months(FIRST, Month::last_of(year))),
        }
    }

    fn heads(&self, of: TableOf) -> String {
        let is_of_months = of == TableOf::Months;
        let key = |class: &str| {
            if is_of_months && self.last_year.is_some() {
                format!(
                    "<svg class=\"key\" viewBox=\"0 0 1 1\" aria-hidden=\"true\"><rect class=\"{class}\" width=\"1\" height=\"1\"/></svg>"
                )
            } else {
                String::new()
            }
        };
        let this_year = format!("<th scope=\"col\"><span>{}{}</span></th>", key("this"), self.this_year);
        let last_year = self.last_year.map(|year| {
            let months = match &self.last_years_months {
                Some(months) if !is_of_months => format!("<small>{months}</small>"),
                _ => String::new(),
            };
            format!("<th scope=\"col\"><span>{}{year}</span>{months}</th>", key("last"))
        });
        this_year + &last_year.unwrap_or_default()
    }
}

/// A table of participations.
pub(crate) fn table(report: &AnnualReport, of: TableOf, caption: &str) -> String {
    let columns = Columns::of(report);
    let (shown, first) = match of {
        TableOf::Months => (&report.by_month, "Månad"),
        TableOf::Genders => (&report.by_gender, "Kön"),
        TableOf::Places => (&report.by_place, "Plats"),
        TableOf::Providers => (&report.by_provider, "Utförare"),
    };
    let bars = (of == TableOf::Months).then(|| Bars::of(shown));
    let has_change = of == TableOf::Months && columns.last_year.is_some();
    let mut heads = columns.heads(of);
    if has_change {
        heads.push_str("<th scope=\"col\">Förändring</th>");
    }
    if bars.is_some() {
        heads.push_str("<td class=\"bar\"></td>");
    }
    let rows = shown.rows.iter().map(|row| {
        let change = if has_change {
            change(row.change_percent)
        } else {
            String::new()
        };
        let bar = bars.as_ref().map_or_else(String::new, |bars| bars.of_row(row));
        format!(
            "<tr><th scope=\"row\">{}</th>{}{}{change}{bar}</tr>\n",
            escaped(&words::row(row)),
            cell(Some(&row.this_year)),
            last(&columns, row.last_year.as_ref()),
        )
    });
    let rows: String = rows.collect();
    let empty = |is_there: bool, cell: &'static str| if is_there { cell } else { "" };
    let after = [
        empty(has_change, "<td></td>"),
        empty(bars.is_some(), "<td class=\"bar\"></td>"),
    ]
    .concat();
    let together = shown.together.iter().map(|row| {
        format!(
            "<tr><th scope=\"row\">{}</th>{}{}{after}</tr>\n",
            escaped(&words::together(row, of)),
            cell(row.this_year.as_ref()),
            last(&columns, row.last_year.as_ref()),
        )
    });
    let together: String = together.collect();
    let foot = if together.is_empty() {
        String::new()
    } else {
        format!("<tfoot>\n{together}</tfoot>\n")
    };
    format!(
        "<table>\n<caption>{caption}</caption>\n<thead><tr><th scope=\"col\">{first}</th>{heads}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n{foot}</table>\n"
    )
}

/// The table of ratings; of exact figures also of sessions and their mean, which are told to the municipality only.
pub(crate) fn ratings(report: &AnnualReport) -> String {
    let has_sessions = report.variant == Variant::Exact;
    let of_provider = report.by_provider.rows.iter().map(|row| (words::row(row), row));
    // Only exact figures are told in all.
    let has_all = has_sessions && report.by_provider.rows.len() > 1;
    let all = has_all.then(|| ("Alla utförare".to_owned(), &report.total));
    let (caption, heads, columns) = if has_sessions {
        (
            "Tillfällen, deltagare per tillfälle, och hur de som deltog skattade insatsen på en skala från 1 till 5.",
            "<th scope=\"col\">Tillfällen</th><th scope=\"col\">Per tillfälle</th>",
            4,
        )
    } else {
        ("Hur de som deltog skattade insatsen på en skala från 1 till 5.", "", 2)
    };
    let bodies = of_provider.chain(all).map(|(name, row)| {
        format!(
            "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"{columns}\" class=\"group\">{}</th></tr>\n{}{}</tbody>\n",
            escaped(&name),
            ratings_of_year(report.year, Some(&row.this_year), has_sessions),
            ratings_of_year(report.year - 1, row.last_year.as_ref(), has_sessions),
        )
    });
    let bodies: String = bodies.collect();
    format!(
        "<table>\n<caption>{caption} Ett streck betyder att uppgiften inte redovisas.</caption>\n\
         <thead><tr><th scope=\"col\">Utförare och år</th>{heads}<th scope=\"col\">Skattning</th></tr></thead>\n\
         {bodies}</table>\n"
    )
}

fn ratings_of_year(year: i32, figure: Option<&ReportFigure>, has_sessions: bool) -> String {
    let Some(figure) = figure else {
        return String::new();
    };
    let or_none = |told: Option<String>| told.map_or_else(|| NOTHING.into(), |told| format!("<td>{told}</td>"));
    let responses = figure.responses.map_or_else(String::new, |count| {
        format!("<small>{}{}svar</small>", words::number(count), '\u{a0}')
    });
    let sessions = if has_sessions {
        let sessions = or_none(figure.sessions.map(words::number));
        sessions + &or_none(figure.mean_per_session.map(words::tenths))
    } else {
        String::new()
    };
    let rating = or_none(
        figure
            .rating
            .map(|rating| format!("{}{responses}", words::tenths(rating))),
    );
    format!("<tr><th scope=\"row\" class=\"within\">{year}</th>{sessions}{rating}</tr>\n")
}

/// A cell in which nothing is told.
const NOTHING: &str = "<td class=\"word\">–</td>";

fn last(columns: &Columns, figure: Option<&ReportFigure>) -> String {
    columns.last_year.map_or_else(String::new, |_| cell(figure))
}

fn cell(figure: Option<&ReportFigure>) -> String {
    let Some(figure) = figure else {
        return NOTHING.into();
    };
    match figure.value {
        Some(value) => {
            let rest = figure
                .rest
                .map_or_else(String::new, |rest| format!("<small>{}</small>", words::rest(rest).0));
            format!("<td>{}{rest}</td>", words::number(value))
        }
        None => format!("<td class=\"word\">{}</td>", words::status(figure.status).0),
    }
}

fn change(percent: Option<Tenths>) -> String {
    percent.map_or_else(
        || NOTHING.into(),
        |percent| format!("<td>{}</td>", words::percent(percent)),
    )
}

/// Bars beside months; their length comes from what is shown, and from nothing else.
struct Bars {
    longest: i64,
}

impl Bars {
    fn of(shown: &ReportTable) -> Self {
        let figures = shown
            .rows
            .iter()
            .flat_map(|row| std::iter::once(&row.this_year).chain(&row.last_year));
        Self {
            longest: figures.filter_map(|figure| figure.value).max().unwrap_or(0).max(1),
        }
    }

    fn of_row(&self, row: &ReportRow) -> String {
        let bar = |class: &str, y: u8, height: u8, figure: Option<&ReportFigure>| {
            let value = figure.and_then(|figure| figure.value).unwrap_or(0);
            let width = value * 1000 / self.longest;
            format!("<rect class=\"{class}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>")
        };
        format!(
            "<td class=\"bar\"><svg viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{}{}</svg></td>",
            bar("this", 1, 7, Some(&row.this_year)),
            bar("last", 9, 4, row.last_year.as_ref()),
        )
    }
}
