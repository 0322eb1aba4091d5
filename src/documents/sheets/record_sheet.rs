//! Reads a CSV sheet of group records into the same nodes as JSON.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

use crate::documents::node::{Node, Value, member_pointer};
use crate::domain::Fault;

use super::columns::{Column, RatingPart};
use super::export::unprotected;
use super::rows;
use super::rows::{Row, Sheet};

/// Values for rows without their own.
#[derive(Clone, Debug, Default)]
pub struct SheetDefaults {
    /// The insats.
    pub insats: Option<String>,
    /// The provider.
    pub provider: Option<String>,
}

/// Reads a sheet as `{"records": […]}`. Every node has the line of its row.
///
/// Accepts UTF-8 and Windows-1252, and `;`, `,` or tab between cells. Skips empty rows, rows that begin with `#`, and
/// rows that only identify the stream. A cell in a wrong format stays text, so that the reader of the records refuses
/// it.
///
/// # Errors
/// Every fault in the sheet's format. No fault quotes the sheet.
pub fn read(bytes: &[u8], defaults: &SheetDefaults) -> Result<Node, Vec<Fault>> {
    let sheet = rows::read(bytes)?;
    let ratings = ratings(&sheet);
    let records = sheet.rows.iter().enumerate().map(|(at, row)| {
        let cells = Cells::of(&sheet, row, defaults);
        cells.record(format!("/records/{at}"), row.line, &ratings)
    });
    let records = Value::List(records.collect());
    let line = Some(sheet.header_line);
    let records = Node::new(records, "/records".into(), line);
    Ok(Node::new(
        Value::Object(vec![("records".into(), records)]),
        String::new(),
        line,
    ))
}

/// The numbers of the ratings with columns in a sheet.
fn ratings(sheet: &Sheet) -> BTreeSet<usize> {
    let numbers = sheet.columns.iter().flatten().filter_map(|column| match column {
        Column::Rating(_, number) => Some(*number),
        _ => None,
    });
    numbers.collect()
}

/// The non-empty cells of a row.
struct Cells<'sheet>(HashMap<Column, &'sheet str>);

impl<'sheet> Cells<'sheet> {
    fn of(sheet: &Sheet, row: &'sheet Row, defaults: &'sheet SheetDefaults) -> Self {
        let of_row = sheet.columns.iter().zip(&row.cells);
        let of_row = of_row.filter_map(|(column, cell)| Some(((*column)?, cell.as_str())));
        let assumed = [
            (Column::Insats, &defaults.insats),
            (Column::Provider, &defaults.provider),
        ];
        let assumed = assumed
            .into_iter()
            .filter_map(|(column, cell)| Some((column, cell.as_deref()?)));
        let filled = assumed.chain(of_row).filter(|(_, cell)| !cell.trim().is_empty());
        Self(filled.collect())
    }

    fn record(&self, pointer: String, line: usize, ratings: &BTreeSet<usize>) -> Node {
        let mut record = Object::new(pointer, line);
        record.put("insats", self.word(Column::Insats));
        record.put("level", Some(Value::Text("group".into())));
        record.put("provider", self.word(Column::Provider));
        record.put("date", self.word(Column::Date));
        record.put("session", self.number(Column::Session));
        record.put_object("period", |period| {
            period.put("from", self.word(Column::PeriodFrom));
            period.put("to", self.word(Column::PeriodTo));
        });
        record.put("unit", self.unit());
        record.put("sessions", self.number(Column::Sessions));
        record.put("place", self.text(Column::Place));
        record.put("activity", self.text(Column::Activity));
        record.put("method", self.text(Column::Method));
        record.put("performedBy", self.role());
        record.put_object("participants", |participants| {
            participants.put("total", self.number(Column::Total));
            participants.put("women", self.number(Column::Women));
            participants.put("men", self.number(Column::Men));
            participants.put("otherOrUnknown", self.number(Column::OtherOrUnknown));
        });
        record.put("content", self.text(Column::Content));
        record.put("extent", self.text(Column::Extent));
        record.put("kindOfSupport", self.text(Column::KindOfSupport));
        record.put("patterns", self.text(Column::Patterns));
        record.put_object("evaluation", |evaluation| {
            evaluation.put("text", self.text(Column::Evaluation));
            self.put_ratings(evaluation, ratings);
        });
        record.node()
    }

    fn put_ratings(&self, evaluation: &mut Object, numbers: &BTreeSet<usize>) {
        let list = member_pointer(&evaluation.pointer, "ratings");
        let mut ratings = Vec::new();
        for number in numbers {
            let mut rating = Object::new(format!("{list}/{}", ratings.len()), evaluation.line);
            rating.put("question", self.text(Column::Rating(RatingPart::Question, *number)));
            rating.put("mean", self.decimal(Column::Rating(RatingPart::Mean, *number)));
            rating.put("responses", self.number(Column::Rating(RatingPart::Responses, *number)));
            rating.put("scaleMax", self.number(Column::Rating(RatingPart::ScaleMax, *number)));
            if !rating.members.is_empty() {
                ratings.push(rating.node());
            }
        }
        if !ratings.is_empty() {
            evaluation.put("ratings", Some(Value::List(ratings)));
        }
    }

    /// A cell without changes.
    fn raw(&self, column: Column) -> Option<&'sheet str> {
        self.0.get(&column).map(|cell| unprotected(cell))
    }

    fn text(&self, column: Column) -> Option<Value> {
        self.raw(column).map(|cell| Value::Text(cell.to_owned()))
    }

    /// A cell that is one word or one day, without surrounding spaces.
    fn word(&self, column: Column) -> Option<Value> {
        self.raw(column).map(|cell| Value::Text(cell.trim().to_owned()))
    }

    fn role(&self) -> Option<Value> {
        let role = self.raw(Column::PerformedBy)?.trim().to_lowercase();
        Some(Value::Text(role.nfc().collect()))
    }

    fn unit(&self) -> Option<Value> {
        let unit: String = self.raw(Column::Unit)?.trim().to_lowercase().nfc().collect();
        Some(Value::Text(match unit.as_str() {
            "personer" => "persons".into(),
            "besök" => "visits".into(),
            _ => unit,
        }))
    }

    fn number(&self, column: Column) -> Option<Value> {
        let cell = self.raw(column)?.trim();
        Some(whole(cell).map_or_else(|| Value::Text(cell.into()), Value::Number))
    }

    fn decimal(&self, column: Column) -> Option<Value> {
        let cell = self.raw(column)?.trim();
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let point = cell.replacen(',', ".", 1);
        let (ones, decimals) = point.split_once('.').unwrap_or((&point, "0"));
        Some(if is_digits(ones) && is_digits(decimals) {
            Value::Number(point)
        } else {
            Value::Text(cell.into())
        })
    }
}

/// A whole number. Accepts spaces between groups of three digits, as Excel writes 1 234.
fn whole(cell: &str) -> Option<String> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let groups: Vec<&str> = digits.split([' ', '\u{a0}', '\u{2009}', '\u{202f}']).collect();
    let (first, rest) = groups.split_first()?;
    let are_groups = rest.is_empty() || first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    let are_digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let sign = if digits.len() < cell.len() { "-" } else { "" };
    (are_groups && groups.iter().all(are_digits)).then(|| format!("{sign}{}", groups.concat()))
}

struct Object {
    pointer: String,
    line: usize,
    members: Vec<(String, Node)>,
}

impl Object {
    const fn new(pointer: String, line: usize) -> Self {
        Self {
            pointer,
            line,
            members: Vec::new(),
        }
    }

    fn put(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            let node = Node::new(value, member_pointer(&self.pointer, name), Some(self.line));
            self.members.push((name.into(), node));
        }
    }

    /// Adds an object member, unless it stays empty.
    fn put_object(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        let mut object = Self::new(member_pointer(&self.pointer, name), self.line);
        fill(&mut object);
        if !object.members.is_empty() {
            self.members.push((name.into(), object.node()));
        }
    }

    fn node(self) -> Node {
        Node::new(Value::Object(self.members), self.pointer, Some(self.line))
    }
}
