//! Public answers as anybody reads them: JSON page by page, and the sheet. A member that is not known here is a fault: it
//! could tell something that nobody weighed.

use serde::Deserialize;

use super::client::{Client, Get};
use super::questions::Question;

/// The answer as JSON.
pub const JSON: &str = "application/json";
/// The answer as a sheet.
pub const CSV: &str = "text/csv";
/// The most figures of a page.
const PAGE: usize = 100;

/// A page of figures.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Answer {
    /// The municipality.
    pub kommunkod: String,
    /// What the figures are told by.
    pub by: Vec<String>,
    /// The first month.
    pub from: String,
    /// The last month.
    pub to: String,
    /// The last month released.
    #[serde(default)]
    pub released_through: Option<String>,
    #[serde(rename = "note")]
    _note: serde::de::IgnoredAny,
    /// The figures.
    pub figures: Vec<Figure>,
    /// The cells that they name.
    pub cells: Vec<Cell>,
    /// Where the page stands.
    #[serde(rename = "_meta")]
    pub meta: Meta,
    #[serde(rename = "_links")]
    _links: serde::de::IgnoredAny,
}

/// Where a page stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Meta {
    /// All figures.
    pub total_records: usize,
    /// The page.
    pub page: usize,
    /// The most figures of a page.
    pub limit: usize,
    /// The figures of this one.
    pub count: usize,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The year.
    pub year: Option<String>,
    /// The quarter.
    pub quarter: Option<String>,
    /// The month.
    pub month: Option<String>,
    /// The insats.
    pub insats: Option<String>,
    /// The provider.
    pub provider: Option<String>,
    /// The place.
    pub place: Option<String>,
    /// The activity.
    pub activity: Option<String>,
    /// The gender.
    pub gender: Option<String>,
    /// Participations.
    pub value: Option<i64>,
    /// Whether it is shown.
    pub status: String,
    /// The cell, or group of cells, that it lies in.
    pub within: Option<String>,
    /// The cells that a partial figure is the sum of.
    #[serde(default)]
    pub cells: Vec<String>,
}

/// A released cell, or a group of cells.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Cell {
    /// Its name.
    pub id: String,
    /// The insats.
    pub insats: String,
    /// The provider.
    pub provider: String,
    /// The months.
    pub months: Vec<String>,
    /// The places; all when absent.
    pub places: Option<Vec<String>>,
    /// Whether what was at no listed place is in it.
    #[serde(default)]
    pub unlisted_places: bool,
    /// The activities; all when absent.
    pub activities: Option<Vec<String>>,
    /// Whether what was in no listed activity is in it.
    #[serde(default)]
    pub unlisted_activities: bool,
    /// The genders; all when absent.
    pub genders: Option<Vec<String>>,
    /// Participations.
    pub value: Option<i64>,
    /// Whether it is shown.
    pub status: String,
}

impl Figure {
    /// What it is of, by each dimension in order.
    pub fn told(&self) -> [&Option<String>; 8] {
        [
            &self.year,
            &self.quarter,
            &self.month,
            &self.insats,
            &self.provider,
            &self.place,
            &self.activity,
            &self.gender,
        ]
    }

    /// The same as a line of the sheet.
    fn line(&self, by: u8) -> Vec<String> {
        let told = self.told();
        let asked = told.iter().enumerate().filter(|(at, _)| by >> at & 1 == 1);
        let mut line: Vec<String> = asked.map(|(_, told)| (*told).clone().unwrap_or_default()).collect();
        line.extend([
            self.value.map_or_else(String::new, |value| value.to_string()),
            self.status.clone(),
            self.within.clone().unwrap_or_default(),
            self.cells.join(" "),
        ]);
        line
    }
}

/// Reads a page.
pub fn page(body: &str) -> Answer {
    serde_json::from_str(body).unwrap_or_else(|fault| panic!("{fault}: {body}"))
}

/// Reads the whole of an answer from its first page on.
pub fn whole(client: &mut Client, kommunkod: &str, question: Question, first: &str) -> Answer {
    let mut answer = page(first);
    let pages = answer.meta.total_records.div_ceil(PAGE).max(1);
    assert_eq!((answer.meta.page, answer.meta.limit), (1, PAGE), "{question:?}");
    for number in 2..=pages {
        let path = question.path(kommunkod, &format!("{}&page={number}", first_page()));
        let answered = client.get(&Get::new(path, JSON));
        assert_eq!(answered.status, 200, "{}", answered.body);
        let more = page(&answered.body);
        assert_eq!(more.meta.count, more.figures.len(), "{question:?}");
        answer.figures.extend(more.figures);
        answer.cells.extend(more.cells);
    }
    answer.cells.sort_by(|one, other| one.id.cmp(&other.id));
    answer.cells.dedup();
    assert_eq!(answer.meta.total_records, answer.figures.len(), "{question:?}");
    answer
}

/// The figures of an annual report, as public figures of the year and the insats.
pub fn of_report(body: &str, insats: &str, year: i32) -> Vec<Figure> {
    let report: serde_json::Value = serde_json::from_str(body).unwrap_or_else(|fault| panic!("{fault}: {body}"));
    let tables = ["byMonth", "byGender", "byPlace", "byProvider"];
    let rows = tables
        .iter()
        .flat_map(|table| report[table]["rows"].as_array().expect("rows"));
    let figure = |row: &serde_json::Value| {
        let told = |name: &str| row[name].as_str().map(str::to_owned);
        Figure {
            year: Some(year.to_string()),
            quarter: None,
            month: told("month"),
            insats: Some(insats.to_owned()),
            provider: told("provider"),
            place: told("place"),
            activity: None,
            gender: told("gender"),
            value: row["thisYear"]["value"].as_i64(),
            status: row["thisYear"]["status"].as_str().expect("a status").to_owned(),
            within: None,
            cells: Vec::new(),
        }
    };
    std::iter::once(&report["total"]).chain(rows).map(figure).collect()
}

/// What asks for as much as a page holds.
pub fn first_page() -> String {
    format!("limit={PAGE}")
}

/// Asserts that a sheet says what figures say.
pub fn sheet_says_the_same(sheet: &str, figures: &[Figure], question: Question) {
    let sheet = sheet.trim_start_matches('\u{feff}').as_bytes();
    let mut lines = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(sheet)
        .into_records();
    let mut line = || {
        lines
            .next()
            .map(|line| line.expect("a line").iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let mut header = question.dimensions();
    header.extend(["value", "status", "within", "withinValue", "cells"]);
    let within = header.len() - 3;
    // Years have a column for ratings; no world has any.
    let is_of_years = question.dimensions() == ["year", "insats", "provider"];
    if is_of_years {
        header.push("rating");
    }
    assert_eq!(line().expect("a header"), header, "{question:?}");
    for figure in figures {
        let mut wanted = figure.line(question.by);
        if is_of_years {
            wanted.push(String::new());
        }
        let mut told = line().expect("a line");
        // What the group shows that it lies in: JSON lists it among the cells.
        let group = told.remove(within + 1);
        assert_eq!(group.is_empty(), told[within].is_empty(), "{question:?} {told:?}");
        assert_eq!(told, wanted, "{question:?}");
    }
    assert_eq!(line(), None, "{question:?}");
}
