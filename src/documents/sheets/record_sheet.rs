//! Reads a sheet of group records into the same nodes as JSON.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

use crate::documents::node::{Node, Value, member_pointer};
use crate::domain::Fault;

use super::cells;
use super::cells::is_empty;
use super::columns::{Column, RatingPart};
use super::export::unprotected;
use super::names::{Named, Names};
use super::row::Row;
use super::rows;
use super::rows::Sheet;

/// Values for rows without their own.
#[derive(Clone, Debug, Default)]
pub struct SheetDefaults {
    /// The insats.
    pub insats: Option<String>,
    /// The provider.
    pub provider: Option<String>,
    /// The names that rows may state instead of slugs.
    pub names: Names,
    /// The charset that the sender states.
    pub charset: Option<String>,
    /// The most records to read. The next one is read too, so that the reader of the records refuses them.
    pub most: Option<usize>,
}

/// A sheet as a document, and what is needed to name the cells of its faults.
pub struct RecordSheet {
    /// `{"records": […]}`. Every node has the line of its row; the pointer of a record has the row's position.
    pub root: Node,
    /// The sheet.
    pub sheet: Sheet,
    pub(crate) names: Names,
}

/// Reads a sheet.
///
/// Accepts UTF-8, UTF-16 and Windows-1252, other encodings if the header shows them, and `;`, `,` or tab between cells. Skips empty rows, rows that begin with `#` and a
/// space, and rows that only identify the stream. A cell in a wrong format stays text, so that the reader of the records
/// refuses it. A row that cannot be split into cells is left out, and is a fault of the sheet.
///
/// # Errors
/// If there is no sheet. No fault quotes it.
pub fn read(bytes: &[u8], defaults: &SheetDefaults) -> Result<RecordSheet, Vec<Fault>> {
    let most = defaults.most.unwrap_or(usize::MAX - 1);
    let sheet = rows::read(bytes, defaults.charset.as_deref(), most)?;
    let ratings = ratings(&sheet);
    let rows = sheet.rows.iter().enumerate().filter(|(_, row)| row.fault.is_none());
    let records = rows.map(|(at, row)| {
        let cells = Cells::of(&sheet, row, defaults);
        cells.record(format!("/records/{at}"), row.line, &ratings)
    });
    let records = Value::List(records.collect());
    let line = Some(sheet.header_line);
    let records = Node::new(records, "/records".into(), line);
    let root = Node::new(Value::Object(vec![("records".into(), records)]), String::new(), line);
    Ok(RecordSheet {
        root,
        sheet,
        names: defaults.names.clone(),
    })
}

impl RecordSheet {
    /// Every fault in the format of the sheet.
    pub fn faults(&self) -> &[Fault] {
        &self.sheet.faults
    }
}

/// The numbers of the ratings with columns in a sheet.
pub(crate) fn ratings(sheet: &Sheet) -> BTreeSet<usize> {
    let numbers = sheet.columns.iter().flatten().filter_map(|column| match column {
        Column::Rating(_, number) => Some(*number),
        _ => None,
    });
    numbers.collect()
}

/// The non-empty cells of a row; `None` for one without a value.
struct Cells<'sheet> {
    filled: HashMap<Column, Option<&'sheet str>>,
    names: &'sheet Names,
}

impl<'sheet> Cells<'sheet> {
    fn of(sheet: &Sheet, row: &'sheet Row, defaults: &'sheet SheetDefaults) -> Self {
        let of_row = sheet.columns.iter().enumerate().filter_map(|(at, column)| {
            let cell = row.cells.get(at).map_or("", String::as_str);
            Some(((*column)?, row.flaw(at).is_none().then_some(cell)))
        });
        let assumed = [
            (Column::Insats, &defaults.insats),
            (Column::Provider, &defaults.provider),
        ];
        let assumed = assumed
            .into_iter()
            .filter_map(|(column, cell)| Some((column, Some(cell.as_deref()?))));
        let filled = assumed.chain(of_row).filter(|(_, cell)| !cell.is_some_and(is_empty));
        Self {
            filled: filled.collect(),
            names: &defaults.names,
        }
    }

    fn record(&self, pointer: String, line: usize, ratings: &BTreeSet<usize>) -> Node {
        let mut record = Object::new(pointer, line);
        record.put("insats", self.named(Column::Insats, self.names.insatser()));
        record.put("level", Some(Value::Text("group".into())));
        record.put("provider", self.named(Column::Provider, self.names.providers()));
        record.put("date", self.day(Column::Date));
        record.put("session", self.number(Column::Session));
        record.put_object("period", |period| {
            period.put("from", self.day(Column::PeriodFrom));
            period.put("to", self.day(Column::PeriodTo));
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

    /// What a reader makes of a cell; `null`, which is no value, if the cell has none.
    fn value(&self, column: Column, read: impl FnOnce(&'sheet str) -> Value) -> Option<Value> {
        let cell = self.filled.get(&column)?;
        Some(cell.map_or(Value::Null, |cell| read(unprotected(cell))))
    }

    fn text(&self, column: Column) -> Option<Value> {
        self.value(column, |cell| Value::Text(cell.to_owned()))
    }

    /// A slug, or the name of one thing.
    fn named(&self, column: Column, names: &Named) -> Option<Value> {
        self.value(column, |cell| {
            let text = match names.meant(cell)[..] {
                [slug] => slug.as_str(),
                _ => cell.trim(),
            };
            Value::Text(text.to_owned())
        })
    }

    fn day(&self, column: Column) -> Option<Value> {
        self.value(column, |cell| {
            Value::Text(cells::day(cell).map_or_else(|_| cell.trim().to_owned(), |day| day.to_string()))
        })
    }

    fn role(&self) -> Option<Value> {
        self.value(Column::PerformedBy, |cell| {
            Value::Text(cell.trim().to_lowercase().nfc().collect())
        })
    }

    fn unit(&self) -> Option<Value> {
        self.value(Column::Unit, |cell| {
            let unit: String = cell.trim().to_lowercase().nfc().collect();
            Value::Text(match unit.as_str() {
                "personer" => "persons".into(),
                "besök" => "visits".into(),
                _ => unit,
            })
        })
    }

    fn number(&self, column: Column) -> Option<Value> {
        self.value(column, |cell| {
            cells::whole(cell).map_or_else(|| Value::Text(cell.trim().into()), Value::Number)
        })
    }

    fn decimal(&self, column: Column) -> Option<Value> {
        self.value(column, |cell| {
            cells::decimal(cell).map_or_else(|| Value::Text(cell.trim().into()), Value::Number)
        })
    }
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
