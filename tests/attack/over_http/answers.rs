//! Public answers as readers receive them: JSON pages and CSV. An unknown member is a fault, because it could reveal
//! something that no one has reviewed.

use serde::Deserialize;

use super::client::{Client, Get};
use super::questions::Question;

pub const JSON: &str = "application/json";
pub const CSV: &str = "text/csv";
const PAGE: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Answer {
    pub kommunkod: String,
    pub by: Vec<String>,
    pub from: String,
    pub to: String,
    #[serde(default)]
    pub released_through: Option<String>,
    #[serde(rename = "note")]
    _note: serde::de::IgnoredAny,
    pub figures: Vec<Figure>,
    pub cells: Vec<Cell>,
    #[serde(rename = "_meta")]
    pub meta: Meta,
    #[serde(rename = "_links")]
    _links: serde::de::IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Meta {
    /// The number of all figures.
    pub total_records: usize,
    pub page: usize,
    /// The page size.
    pub limit: usize,
    /// The number of figures on this page.
    pub count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    pub year: Option<String>,
    pub quarter: Option<String>,
    pub month: Option<String>,
    pub insats: Option<String>,
    pub provider: Option<String>,
    pub place: Option<String>,
    pub activity: Option<String>,
    pub gender: Option<String>,
    pub value: Option<i64>,
    pub status: String,
    /// The cell or group of cells that contains it.
    pub within: Option<String>,
    /// The cells that add up to a partial figure.
    #[serde(default)]
    pub cells: Vec<String>,
}

/// A released cell, or a group of cells.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Cell {
    pub id: String,
    pub insats: String,
    pub provider: String,
    pub months: Vec<String>,
    /// The places; `None` for all.
    pub places: Option<Vec<String>>,
    /// Whether it includes participations at unlisted places.
    #[serde(default)]
    pub unlisted_places: bool,
    /// The activities; `None` for all.
    pub activities: Option<Vec<String>>,
    /// Whether it includes participations in unlisted activities.
    #[serde(default)]
    pub unlisted_activities: bool,
    /// The genders; `None` for all.
    pub genders: Option<Vec<String>>,
    pub value: Option<i64>,
    pub status: String,
}

impl Figure {
    /// Its value in each dimension, in order.
    pub fn labels(&self) -> [&Option<String>; 8] {
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
        let labels = self.labels();
        let asked = labels.iter().enumerate().filter(|(at, _)| by >> at & 1 == 1);
        let mut line: Vec<String> = asked.map(|(_, labels)| (*labels).clone().unwrap_or_default()).collect();
        line.extend([
            self.value.map_or_else(String::new, |value| value.to_string()),
            self.status.clone(),
            self.within.clone().unwrap_or_default(),
            self.cells.join(" "),
        ]);
        line
    }
}

pub fn page(body: &str) -> Answer {
    serde_json::from_str(body).unwrap_or_else(|fault| panic!("{fault}: {body}"))
}

/// Reads a whole answer, beginning with its first page.
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

/// The figures of an annual report, as public figures by year and insats.
pub fn of_report(body: &str, insats: &str, year: i32) -> Vec<Figure> {
    let report: serde_json::Value = serde_json::from_str(body).unwrap_or_else(|fault| panic!("{fault}: {body}"));
    let tables = ["byMonth", "byGender", "byPlace", "byProvider"];
    let rows = tables
        .iter()
        .flat_map(|table| report[table]["rows"].as_array().expect("rows"));
    let figure = |row: &serde_json::Value| {
        let label = |name: &str| row[name].as_str().map(str::to_owned);
        Figure {
            year: Some(year.to_string()),
            quarter: None,
            month: label("month"),
            insats: Some(insats.to_owned()),
            provider: label("provider"),
            place: label("place"),
            activity: None,
            gender: label("gender"),
            value: row["thisYear"]["value"].as_i64(),
            status: row["thisYear"]["status"].as_str().expect("a status").to_owned(),
            within: None,
            cells: Vec::new(),
        }
    };
    std::iter::once(&report["total"]).chain(rows).map(figure).collect()
}

/// Asks for the largest page.
pub fn first_page() -> String {
    format!("limit={PAGE}")
}

/// Asserts that a sheet has the same figures.
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
    // Years have a column for ratings, but no world has any.
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
        let mut cells = line().expect("a line");
        // The total of the group that contains it; JSON lists it among the cells.
        let group = cells.remove(within + 1);
        assert_eq!(group.is_empty(), cells[within].is_empty(), "{question:?} {cells:?}");
        assert_eq!(cells, wanted, "{question:?}");
    }
    assert_eq!(line(), None, "{question:?}");
}
