//! Writes group records as a CSV sheet that Swedish Excel opens and that reads back as the same records.

use std::borrow::Cow;

use strum::VariantArray as _;

use crate::domain::records::group_record::{GroupRecord, Hundredths, Unit};
use crate::domain::word;

use super::cells::flaw;
use super::columns::{Column, RatingPart};

/// The byte order mark, by which Excel recognises UTF-8.
pub(crate) const MARK: char = '\u{feff}';

/// Characters with which a spreadsheet may start a formula.
const BEGINS_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Writes records with their insatser: Swedish headers, `;`, decimal commas, UTF-8 with a byte order mark.
///
/// A text that a spreadsheet would take for a formula gets a `'` in front, which the reader removes.
pub fn export<'a>(rows: impl Iterator<Item = (&'a str, &'a GroupRecord)>) -> String {
    let rows: Vec<_> = rows.collect();
    let most = rows.iter().map(|(_, record)| ratings(record)).max().unwrap_or(0);
    let columns = columns(most);
    let header = columns.iter().map(|column| column.header());
    let rows = rows
        .into_iter()
        .map(|(insats, record)| columns.iter().map(|column| cell(*column, insats, record)).collect());
    written(std::iter::once(header.collect()).chain(rows))
}

/// The cells of a record in a sheet, by column.
pub(crate) fn cells_of(insats: &str, record: &GroupRecord) -> Vec<(Column, String)> {
    let columns = columns(ratings(record)).into_iter();
    columns.map(|column| (column, cell(column, insats, record))).collect()
}

/// The columns of records that have at most some ratings.
fn columns(ratings: usize) -> Vec<Column> {
    let parts = RatingPart::VARIANTS;
    let further = (2..=ratings).flat_map(|number| parts.iter().map(move |part| Column::Rating(*part, number)));
    Column::all().chain(further).collect()
}

fn ratings(record: &GroupRecord) -> usize {
    record
        .evaluation
        .as_ref()
        .map_or(0, |evaluation| evaluation.ratings.len())
}

/// Writes rows of cells as a sheet.
pub(crate) fn written(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut sheet = MARK.to_string().into_bytes();
    write_rows(rows, &mut sheet);
    String::from_utf8(sheet).expect("made of text")
}

/// Adds rows of cells to a sheet.
pub(crate) fn write_rows<Row: IntoIterator<Item: AsRef<[u8]>>>(rows: impl Iterator<Item = Row>, sheet: &mut Vec<u8>) {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(sheet);
    for row in rows {
        writer.write_record(row).expect("memory takes what is written");
    }
    writer.flush().expect("memory takes what is written");
}

fn cell(column: Column, insats: &str, record: &GroupRecord) -> String {
    let text = |text: &Option<String>| text.as_deref().map(|text| protected(text).into_owned());
    let count = |count: Option<u32>| count.map(|count| count.to_string());
    let participants = record.participants.as_ref();
    let cell = match column {
        Column::Insats => Some(protected(insats).into_owned()),
        Column::Provider => Some(record.provider.to_string()),
        Column::Date => record.date.map(|day| day.to_string()),
        Column::Session => count(record.session.map(u32::from)),
        Column::PeriodFrom => record.period.map(|period| period.from.to_string()),
        Column::PeriodTo => record.period.map(|period| period.to.to_string()),
        Column::Unit => record.unit.map(|unit| unit_word(unit).to_owned()),
        Column::Sessions => count(record.sessions.map(u32::from)),
        Column::Place => text(&record.place),
        Column::Activity => text(&record.activity),
        Column::Method => text(&record.method),
        Column::PerformedBy => record.performed_by.map(|role| word::written(&role)),
        Column::Total => count(participants.map(|counts| counts.total)),
        Column::Women => count(participants.and_then(|counts| counts.women)),
        Column::Men => count(participants.and_then(|counts| counts.men)),
        Column::OtherOrUnknown => count(participants.and_then(|counts| counts.other_or_unknown)),
        Column::Content => text(&record.content),
        Column::Extent => text(&record.extent),
        Column::KindOfSupport => text(&record.kind_of_support),
        Column::Patterns => text(&record.patterns),
        Column::Evaluation => record.evaluation.as_ref().and_then(|evaluation| text(&evaluation.text)),
        Column::Rating(part, number) => rating(record, part, number),
    };
    cell.unwrap_or_default()
}

fn rating(record: &GroupRecord, part: RatingPart, number: usize) -> Option<String> {
    let rating = record.evaluation.as_ref()?.ratings.get(number.checked_sub(1)?)?;
    Some(match part {
        RatingPart::Question => protected(&rating.question).into_owned(),
        RatingPart::Mean => decimal_comma(rating.mean),
        RatingPart::Responses => rating.responses.to_string(),
        RatingPart::ScaleMax => rating.scale_max.to_string(),
    })
}

const fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Persons => "personer",
        Unit::Visits => "besök",
    }
}

fn decimal_comma(Hundredths(hundredths): Hundredths) -> String {
    let (ones, rest) = (hundredths / 100, hundredths % 100);
    match (rest / 10, rest % 10) {
        (0, 0) => ones.to_string(),
        (tenths, 0) => format!("{ones},{tenths}"),
        _ => format!("{ones},{rest:02}"),
    }
}

/// A text that no spreadsheet takes for a formula.
pub(crate) fn protected(text: &str) -> Cow<'_, str> {
    if may_be_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A cell without its protecting `'`.
pub(crate) fn unprotected(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| may_be_formula(rest))
        .unwrap_or(cell)
}

/// Whether a text begins like a formula, looks like the display of a cell, or is like a protected text, whose own `'`
/// must survive.
fn may_be_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(BEGINS_FORMULA) || flaw(text).is_some()
}
