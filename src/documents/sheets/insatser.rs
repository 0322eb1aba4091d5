//! Writes a list of insatser for people: a CSV sheet that Swedish Excel opens, or a workbook.

use std::fmt::Display;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, RowNum, Workbook, XlsxError};

use crate::domain::CatalogueText;
use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::insatser::costs::CostOption;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::labels;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::place::Place;
use crate::domain::insatser::version::Version;

use super::export::{protected, written};

/// The longest text of a cell in a workbook.
const LONGEST_CELL: usize = 32_767;

/// The columns, each with its width in a workbook.
const COLUMNS: [(&str, u16); 18] = [
    ("Kommunkod", 11),
    ("Kommun", 16),
    ("Insats", 28),
    ("Kortnamn", 20),
    ("Beskrivning", 60),
    ("Kategori", 20),
    ("Läge", 14),
    ("Vem insatsen är till för", 60),
    ("Målgrupp", 40),
    ("Beslutat av", 28),
    ("Gäller från och med", 18),
    ("Gäller till och med", 18),
    ("Avgift", 30),
    ("Platser och öppettider", 60),
    ("Så får du insatsen", 40),
    ("Telefon", 18),
    ("E-post", 26),
    ("Webbsida", 40),
];

/// An insats of a list.
pub(crate) struct Row<'a> {
    municipality: &'a Municipality,
    status: Status,
    version: &'a Version,
    last_day: Option<NaiveDate>,
}

enum Cell {
    Empty,
    Text(String),
    Day(NaiveDate),
}

impl<'a> Row<'a> {
    /// An insats as it stands on the day of the list.
    pub(crate) fn new(municipality: &'a Municipality, standing: Standing<'a>) -> Self {
        let version = standing.version();
        Self {
            municipality,
            status: standing.status(),
            last_day: version.decided_last_day(),
            version: &version.held.version,
        }
    }

    fn cells(&self) -> [Cell; COLUMNS.len()] {
        let version = self.version;
        let document = self.municipality.document();
        let kommun = document.kommunkod.kommun();
        let conditions = sentence(version.criteria.as_ref(), &document.questions);
        let first_day = (!version.valid_from_not_stated).then_some(version.valid_from);
        let fee = version.fee.as_ref().map(|fee| match &fee.text {
            Some(text) => text.sv.clone(),
            None => labels::of_fee(fee.kind).sv.into_owned(),
        });
        let prices = version.cost_options.iter().flat_map(CostOption::in_words);
        let costs: Vec<String> = fee.into_iter().chain(prices.map(|text| text.sv)).collect();
        let places: Vec<String> = version.places.iter().map(place).collect();
        let swedish = |text: Option<&CatalogueText>| text.map(|text| text.sv.clone());
        [
            text(kommun.kommunkod),
            text(kommun.name),
            text(&version.name.sv),
            text(&version.slug),
            text(&version.summary.sv),
            text(labels::of_category(version.category).sv),
            text(labels::of_status(self.status).sv),
            text(conditions.sv),
            stated(swedish(version.target_group.as_ref())),
            stated(version.decision.as_ref().map(|decision| decision.body.clone())),
            day(first_day),
            day(self.last_day),
            text(costs.join("; ")),
            text(places.join("; ")),
            stated(swedish(version.how_to_get_it.as_ref())),
            stated(version.function_phone.clone()),
            stated(version.function_email.clone()),
            stated(version.web_page.clone().or_else(|| version.e_service.clone())),
        ]
    }
}

fn text(value: impl Display) -> Cell {
    Cell::Text(value.to_string())
}

fn stated(value: Option<String>) -> Cell {
    value.map_or(Cell::Empty, Cell::Text)
}

fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

/// A place with its address and its opening hours, in words.
fn place(place: &Place) -> String {
    let hours = place.opening_hours.iter().map(|hours| hours.in_words().sv.into_owned());
    let schedules = place.schedules.iter().map(|schedule| schedule.in_words().sv);
    let open: Vec<String> = hours.chain(schedules).collect();
    let mut words = place.name.clone();
    if let Some(address) = &place.address {
        words = format!("{words}, {address}");
    }
    if open.is_empty() {
        words
    } else {
        format!("{words} ({})", open.join(", "))
    }
}

/// The list as CSV. A text that a spreadsheet would take for a formula gets a `'` in front.
pub(crate) fn csv<'a>(rows: impl Iterator<Item = Row<'a>>) -> Vec<u8> {
    let header = COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let rows = rows.map(|row| {
        let cells = row.cells().into_iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => protected(&text).into_owned(),
            Cell::Day(day) => day.to_string(),
        });
        cells.collect()
    });
    written(std::iter::once(header).chain(rows)).into_bytes()
}

/// The list as a workbook. Every text is stored as a text, so that none is a formula.
pub(crate) fn workbook<'a>(rows: impl Iterator<Item = Row<'a>>) -> Vec<u8> {
    written_workbook(rows).expect("memory takes what is written")
}

fn written_workbook<'a>(rows: impl Iterator<Item = Row<'a>>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same list gives the same file at any time.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet().set_name("Insatser")?;
    let bold = Format::new().set_bold();
    let of_days = Format::new().set_num_format("yyyy-mm-dd");
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?;
        sheet.set_column_width(column, width)?;
    }
    let mut last: RowNum = 0;
    for (at, row) in (1..).zip(rows) {
        last = at;
        for (column, cell) in (0..).zip(row.cells()) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    let text: String = text.chars().take(LONGEST_CELL).collect();
                    sheet.write_string(at, column, text)?;
                }
                Cell::Day(day) => match excel_day(day) {
                    Some(day) => {
                        sheet.write_datetime_with_format(at, column, &day, &of_days)?;
                    }
                    None => {
                        sheet.write_string(at, column, day.to_string())?;
                    }
                },
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, u16::try_from(COLUMNS.len() - 1).unwrap_or_default())?;
    workbook.save_to_buffer()
}

/// A day as workbooks count them; `None` for one before 1900.
fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let (month, day) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}
