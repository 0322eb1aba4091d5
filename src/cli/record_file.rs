//! Splits a file of group records into batches of the size that the API accepts, with the line of each record.

use std::path::Path;

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::documents::json::{content, not_json, not_utf8};
use crate::documents::readers::group_record::MAX_RECORDS;
use crate::documents::sheets::decoding::SheetWarning;
use crate::documents::sheets::rows;
use crate::documents::sheets::rows::Sheet;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault};

/// A file of group records.
pub(crate) struct RecordFile {
    pub media_type: &'static str,
    /// At most [`MAX_RECORDS`] records each.
    pub batches: Vec<Batch>,
    /// Faults in the format of a sheet that the batches leave out.
    pub faults: Vec<Fault>,
    /// Warnings about a sheet that the batches leave out.
    pub warnings: Vec<SheetWarning>,
    /// The lines of comments that the batches leave out.
    pub skipped: Vec<usize>,
}

/// A part of a file, as a request.
pub(crate) struct Batch {
    pub body: Vec<u8>,
    /// The line of each record in the file, from 1.
    pub lines: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Records<'text> {
    #[serde(borrow)]
    records: Vec<&'text RawValue>,
}

impl RecordFile {
    /// Reads a file in the format of its extension: `.json`, `.csv`, `.xlsx` or `.ods`.
    pub fn read(path: &Path) -> Result<Self, Vec<Fault>> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let ending = ending.unwrap_or_default().to_lowercase();
        let bytes = std::fs::read(path).map_err(|error| vec![unreadable(&error)])?;
        let file = match ending.as_str() {
            "json" => Self {
                media_type: JSON,
                batches: json_batches(&bytes).map_err(|fault| vec![fault])?,
                faults: Vec::new(),
                warnings: Vec::new(),
                skipped: Vec::new(),
            },
            "csv" | "txt" | "tsv" => Self::of_text(rows::read(&bytes, None, usize::MAX - 1)?, bytes),
            "xlsx" => Self::of_workbook(XLSX, &rows::read(&bytes, None, MAX_RECORDS)?, bytes)?,
            "ods" => Self::of_workbook(ODS, &rows::read(&bytes, None, MAX_RECORDS)?, bytes)?,
            _ => return Err(vec![other_ending()]),
        };
        if file.records() == 0 {
            return Err(vec![no_records()]);
        }
        Ok(file)
    }

    /// A sheet as it is.
    fn whole(media_type: &'static str, sheet: &Sheet, body: Vec<u8>) -> Self {
        let lines = sheet.rows.iter().map(|row| row.line).collect();
        Self {
            media_type,
            batches: vec![Batch { body, lines }],
            faults: Vec::new(),
            warnings: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// A text as it is if one request can have all of its records, otherwise in parts.
    fn of_text(sheet: Sheet, body: Vec<u8>) -> Self {
        if sheet.rows.len() <= MAX_RECORDS {
            return Self::whole(CSV, &sheet, body);
        }
        let parts = sheet.parts(MAX_RECORDS).into_iter().map(|part| Batch {
            body: part.text.into_bytes(),
            lines: part.lines,
        });
        Self {
            media_type: CSV,
            batches: parts.collect(),
            faults: sheet.faults,
            warnings: sheet.warnings,
            skipped: sheet.skipped,
        }
    }

    fn of_workbook(media_type: &'static str, sheet: &Sheet, body: Vec<u8>) -> Result<Self, Vec<Fault>> {
        if sheet.rows.len() > MAX_RECORDS {
            return Err(vec![too_many_records()]);
        }
        Ok(Self::whole(media_type, sheet, body))
    }

    pub(crate) fn records(&self) -> usize {
        self.batches.iter().map(|batch| batch.lines.len()).sum()
    }

    /// Whether the file is a sheet, whose faults have lines and columns.
    pub(crate) fn is_sheet(&self) -> bool {
        self.media_type != JSON
    }
}

const JSON: &str = "application/json";
const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn json_batches(bytes: &[u8]) -> Result<Vec<Batch>, Fault> {
    let text = std::str::from_utf8(content(bytes)?).map_err(|_| not_utf8())?;
    let Records { records } = serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            not_records()
        } else {
            not_json(&error)
        }
    })?;
    let (mut counted, mut line) = (0, 1);
    let lines: Vec<usize> = records
        .iter()
        .map(|record| {
            let start = record.get().as_ptr().addr() - text.as_ptr().addr();
            line += text[counted..start].matches('\n').count();
            counted = start;
            line
        })
        .collect();
    let parts = records.chunks(MAX_RECORDS).zip(lines.chunks(MAX_RECORDS));
    let parts = parts.map(|(records, lines)| Batch {
        body: json!({ "records": records }).to_string().into_bytes(),
        lines: lines.to_vec(),
    });
    Ok(parts.collect())
}

pub(crate) fn unreadable(error: &std::io::Error) -> Fault {
    let detail = composed!("Filen kan inte läsas: {error}.", "The file cannot be read: {error}.");
    Fault::new("", Code::Unreadable, detail)
}

fn other_ending() -> Fault {
    let detail = text!(
        "Filens namn ska sluta på xlsx, ods, csv eller json.",
        "The name of the file must end in xlsx, ods, csv or json."
    );
    Fault::new("", Code::InvalidFormat, detail)
}

fn too_many_records() -> Fault {
    let detail = composed!(
        "Arbetsboken har fler än {MAX_RECORDS} uppgifter. Spara bladet som CSV, som skickas i delar.",
        "The workbook has more than {MAX_RECORDS} records. Save the sheet as CSV, which is sent in parts."
    );
    Fault::new("", Code::TooLong, detail)
}

fn not_records() -> Fault {
    let detail = text!(
        "Filen ska vara {\"records\": [{\"insats\": …}]} och inget mer.",
        "The file must be {\"records\": [{\"insats\": …}]} and nothing more."
    );
    Fault::new("", Code::InvalidFormat, detail)
}

fn no_records() -> Fault {
    Fault::new(
        "",
        Code::Empty,
        text!("Filen har inga uppgifter.", "The file has no records."),
    )
}
