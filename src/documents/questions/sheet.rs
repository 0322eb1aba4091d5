//! Reads questions from the rows of a sheet in CSV, a row at a time. Each row becomes the object that a question is in JSON.

use std::borrow::Cow;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use serde_json::{Map, Value, json};

use crate::documents::sheets::cells::{day, is_empty};
use crate::documents::sheets::delimited::SEPARATORS;
use crate::documents::sheets::export::unprotected;
use crate::domain::criteria::fact::Fact;
use crate::domain::fault::SheetCell;
use crate::domain::text::text;
use crate::domain::{Code, Fault};

use super::sheet_columns::{Column, columns_of, faults_of_header, known};

/// The most cells of a row.
const MAX_CELLS: usize = 512;

/// The sheet's columns, which its header names. It derives no `Debug`: cells stay in memory.
pub struct QuestionSheet {
    /// The headers as written.
    header: Vec<String>,
    /// The column under each header; `None` under an empty one.
    columns: Vec<Option<Column>>,
    cells: Cells,
}

impl QuestionSheet {
    /// Reads the header of a sheet; `None` if the row is none: empty, a comment, or the separator for Excel.
    ///
    /// # Errors
    /// Every fault of the header. None quotes it: unknown columns are numbered.
    pub fn of_header(row: &[u8], line: usize) -> Result<Option<Self>, Vec<Fault>> {
        if row.starts_with(b"\xFF\xFE") || row.starts_with(b"\xFE\xFF") || row.contains(&0) {
            return Err(vec![no_text(line)]);
        }
        let mut best: Option<(usize, Self)> = None;
        for separator in SEPARATORS {
            let mut cells = Cells::between(separator);
            let Some(header) = cells.of(row) else {
                continue;
            };
            if is_beside(&header) {
                return Ok(None);
            }
            let header: Vec<String> = header.into_iter().map(Cow::into_owned).collect();
            let columns = columns_of(&header);
            let known = known(&columns);
            if best.as_ref().is_none_or(|(most, _)| known >= *most) {
                best = Some((known, Self { header, columns, cells }));
            }
        }
        let Some((_, sheet)) = best else {
            return Err(vec![unclosed(line)]);
        };
        let faults = faults_of_header(&sheet.header, &sheet.columns, line);
        if faults.is_empty() {
            Ok(Some(sheet))
        } else {
            Err(faults)
        }
    }

    /// The question of a row below the header, as JSON; `None` if the row is empty or a comment.
    ///
    /// # Errors
    /// Why the row cannot be split into cells under headers.
    pub fn question(&mut self, row: &[u8], line: usize) -> Result<Option<Vec<u8>>, Fault> {
        let cells = self.cells.of(row).ok_or_else(|| unclosed(line))?;
        if is_beside(&cells) {
            return Ok(None);
        }
        let mut beside = cells.iter().enumerate();
        if beside.any(|(at, cell)| !is_empty(cell) && self.columns.get(at).is_none_or(Option::is_none)) {
            return Err(without_header(line));
        }
        Ok(Some(question_of(&self.columns, &cells)))
    }

    /// Adds the row and the column to each fault.
    pub fn located(&self, faults: Vec<Fault>, line: usize) -> Vec<Fault> {
        let located = faults.into_iter().map(|fault| {
            let column = self.columns.iter().position(|column| {
                let is_of = |column: &Column| column.is_at(&fault.pointer);
                column.as_ref().is_some_and(is_of)
            });
            let cell = column.map(|at| SheetCell {
                column: self.header[at].trim().to_owned(),
                understood: None,
            });
            Fault {
                line: Some(line),
                cell: cell.map(Box::new),
                ..fault
            }
        });
        located.collect()
    }
}

/// Whether sheets are read in a charset. Whichever of the two it is, a cell that is not UTF-8 is Windows-1252.
pub(crate) fn can_read(charset: &str) -> bool {
    let encoding = Encoding::for_label(charset.as_bytes());
    encoding.is_some_and(|encoding| encoding == UTF_8 || encoding == WINDOWS_1252)
}

/// Whether a row holds nothing of a table: it is empty, a comment, or the separator for Excel.
fn is_beside(cells: &[Cow<'_, str>]) -> bool {
    let first = cells.first().map_or("", |cell| cell.trim());
    let is_comment = first
        .strip_prefix('#')
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    is_comment || first.starts_with("sep=") || cells.iter().all(|cell| is_empty(cell))
}

/// The question of a row as JSON. A cell that is not of its column's kind stays a text, which the reader refuses.
fn question_of(columns: &[Option<Column>], cells: &[Cow<'_, str>]) -> Vec<u8> {
    let (mut question, mut facts, mut declared, mut local) = (Map::new(), Map::new(), Map::new(), Map::new());
    for (column, cell) in columns.iter().zip(cells) {
        let (Some(column), false) = (column, is_empty(cell)) else {
            continue;
        };
        let cell = unprotected(cell).trim();
        match column {
            Column::Member(name @ "asOf") => question.insert((*name).into(), date(cell)),
            Column::Member(name) => question.insert((*name).into(), cell.into()),
            Column::Local(slug) => local.insert(slug.to_string(), yes_or_no(cell)),
            Column::Fact(fact) => match fact.name().strip_prefix("selfDeclared.") {
                Some(name) if *fact == Fact::RelativeReasons => declared.insert(name.into(), words(cell)),
                Some(name) => declared.insert(name.into(), yes_or_no(cell)),
                None => facts.insert(fact.name().into(), value(*fact, cell)),
            },
        };
    }
    if !local.is_empty() {
        declared.insert("local".into(), local.into());
    }
    if !declared.is_empty() {
        facts.insert("selfDeclared".into(), declared.into());
    }
    question.insert("facts".into(), facts.into());
    serde_json::to_vec(&question).expect("writing to memory does not fail, and a map with texts as keys is JSON")
}

fn value(fact: Fact, cell: &str) -> Value {
    match fact {
        Fact::BirthDate => date(cell),
        Fact::BirthYear | Fact::BirthMonth | Fact::Age => cell.parse::<u16>().map_or_else(|_| cell.into(), Value::from),
        _ => cell.into(),
    }
}

/// A day as JSON has it, whichever way a spreadsheet program writes it.
fn date(cell: &str) -> Value {
    day(cell).map_or_else(|_| cell.into(), |day| day.to_string().into())
}

fn yes_or_no(cell: &str) -> Value {
    let is_one_of = |words: [&str; 5]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
    if is_one_of(["true", "sant", "ja", "yes", "1"]) {
        Value::Bool(true)
    } else if is_one_of(["false", "falskt", "nej", "no", "0"]) {
        Value::Bool(false)
    } else {
        cell.into()
    }
}

/// Words with spaces or commas between them; `none` is an empty list.
fn words(cell: &str) -> Value {
    if cell == "none" {
        return json!([]);
    }
    let words: Vec<&str> = cell.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    // A cell of nothing but separators stays a text: it does not state that there are no reasons.
    if words.is_empty() { cell.into() } else { json!(words) }
}

/// Splits rows into cells.
struct Cells {
    reader: Reader,
    /// The text of the cells, one after the other.
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Cells {
    fn between(separator: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(separator).build(),
            text: Vec::new(),
            ends: vec![0; MAX_CELLS],
        }
    }

    /// The cells of a row; `None` if a quote is never closed, or if there are more than a row may have.
    fn of(&mut self, row: &[u8]) -> Option<Vec<Cow<'_, str>>> {
        self.reader.reset();
        // No cell is longer than its row.
        self.text.resize(row.len() + 1, 0);
        let (first, read, written, ended) = self.reader.read_record(row, &mut self.text, &mut self.ends);
        let mut cells = ended;
        if first == ReadRecordResult::InputEmpty {
            let (text, ends) = (&mut self.text[written..], &mut self.ends[ended..]);
            let (end, _, _, more) = self.reader.read_record(b"\n", text, ends);
            if end != ReadRecordResult::Record {
                // A row of nothing is no record.
                return row.trim_ascii().is_empty().then(Vec::new);
            }
            cells += more;
        } else if first != ReadRecordResult::Record || !row[read..].trim_ascii().is_empty() {
            return None;
        }
        let mut start = 0;
        let cells = self.ends[..cells].iter().map(|end| {
            let cell = &self.text[start..*end];
            start = *end;
            let text = std::str::from_utf8(cell).map(Cow::Borrowed);
            text.unwrap_or_else(|_| WINDOWS_1252.decode_without_bom_handling(cell).0)
        });
        Some(cells.collect())
    }
}

fn at_row(line: usize, code: Code, detail: crate::domain::Text) -> Fault {
    Fault {
        line: Some(line),
        ..Fault::new("", code, detail)
    }
}

fn no_text(line: usize) -> Fault {
    let detail = text!(
        "Innehållet är inte CSV i UTF-8 eller Windows-1252. Spara bladet som CSV UTF-8.",
        "The content is not CSV in UTF-8 or Windows-1252. Save the sheet as CSV UTF-8."
    );
    at_row(line, Code::InvalidFormat, detail)
}

fn unclosed(line: usize) -> Fault {
    let detail = text!(
        "Ett citattecken på raden stängs aldrig, eller raden har för många celler. En cell ryms på en rad.",
        "A quote in the row is never closed, or the row has too many cells. A cell fits in one line."
    );
    at_row(line, Code::InvalidFormat, detail)
}

fn without_header(line: usize) -> Fault {
    let detail = text!(
        "Raden har en ifylld cell utan rubrik ovanför.",
        "The row has a filled cell without a header above it."
    );
    at_row(line, Code::UnknownMember, detail)
}
