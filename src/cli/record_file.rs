//! Splits a file of group records into batches of the size that the API accepts, with the line of each record.

use std::path::Path;

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::documents::json::{not_json, not_utf8};
use crate::documents::readers::group_record::MAX_RECORDS;
use crate::documents::sheets::decoding::SheetWarning;
use crate::documents::sheets::rows;
use crate::documents::sheets::rows::{Sheet, SkippedRow};
use crate::domain::{Code, Fault, Text};

/// A file of group records.
pub(crate) struct RecordFile {
    pub media_type: &'static str,
    /// At most [`MAX_RECORDS`] records each.
    pub batches: Vec<Batch>,
    /// Faults in the format of a sheet that the batches leave out.
    pub faults: Vec<Fault>,
    /// Warnings about a sheet that the batches leave out.
    pub warnings: Vec<SheetWarning>,
    /// Rows of a sheet that the batches leave out.
    pub skipped: Vec<SkippedRow>,
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
    /// Reads a file in the format of its extension: `.json` or `.csv`.
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
            "csv" => Self::of_sheet("text/csv", rows::read(&bytes, None, usize::MAX - 1)?, bytes),
            _ => return Err(vec![other_ending()]),
        };
        if file.records() == 0 {
            return Err(vec![no_records()]);
        }
        Ok(file)
    }

    /// A sheet as it is, if one request can have all of its records.
    fn of_sheet(media_type: &'static str, sheet: Sheet, body: Vec<u8>) -> Self {
        if sheet.rows.len() <= MAX_RECORDS {
            let lines = sheet.rows.iter().map(|row| row.line).collect();
            return Self {
                media_type,
                batches: vec![Batch { body, lines }],
                faults: Vec::new(),
                warnings: Vec::new(),
                skipped: Vec::new(),
            };
        }
        let parts = sheet.parts(MAX_RECORDS).into_iter().map(|part| Batch {
            body: part.text.into_bytes(),
            lines: part.lines,
        });
        Self {
            media_type: "text/csv",
            batches: parts.collect(),
            faults: sheet.faults,
            warnings: sheet.warnings,
            skipped: sheet.skipped,
        }
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

fn json_batches(bytes: &[u8]) -> Result<Vec<Batch>, Fault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| not_utf8())?;
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
    let detail = Text::new(
        format!("Filen kan inte läsas: {error}."),
        format!("The file cannot be read: {error}."),
    );
    Fault::new("", Code::Unreadable, detail)
}

fn other_ending() -> Fault {
    let detail = Text::fixed(
        "Filens namn ska sluta på .csv eller .json. Spara ett kalkylark som CSV (i Excel: Spara som, CSV UTF-8).",
        "The name of the file must end in .csv or .json. Save a sheet as CSV (in Excel: Save As, CSV UTF-8).",
    );
    Fault::new("", Code::InvalidFormat, detail)
}

fn not_records() -> Fault {
    let detail = Text::fixed(
        "Filen ska vara {\"records\": [{\"insats\": …}]} och inget mer.",
        "The file must be {\"records\": [{\"insats\": …}]} and nothing more.",
    );
    Fault::new("", Code::InvalidFormat, detail)
}

fn no_records() -> Fault {
    Fault::new(
        "",
        Code::Empty,
        Text::fixed("Filen har inga uppgifter.", "The file has no records."),
    )
}
