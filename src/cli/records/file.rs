//! Splits a file of group records into batches of the size that the API accepts, with the line of each record.

use std::path::Path;

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::documents::json;
use crate::documents::json::{content, not_json, not_utf8};
use crate::documents::readers::group_record::{MAX_RECORDS, name_missing, spans};
use crate::documents::sheets::decoding::SheetWarning;
use crate::documents::sheets::record_sheet;
use crate::documents::sheets::record_sheet::{RecordSheet, SheetDefaults};
use crate::domain::records::conflicts::parts;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Slug};

/// A file of group records.
pub(crate) struct RecordFile {
    pub media_type: &'static str,
    /// Whether the batches are not the file as it is.
    pub in_parts: bool,
    /// At most [`MAX_RECORDS`] records each. Records that may conflict are in one batch.
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
    /// The position of each record in the file, from 0.
    pub positions: Vec<usize>,
}

/// The insats and the provider of records that name none.
#[derive(Clone, Copy)]
pub(crate) struct Unnamed<'a> {
    pub insats: Option<&'a Slug>,
    pub provider: Option<&'a Slug>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Records<'text> {
    #[serde(borrow)]
    records: Vec<&'text RawValue>,
}

impl RecordFile {
    /// Reads a file in the format of its extension: `.json`, `.csv`, `.xlsx` or `.ods`.
    pub fn read(path: &Path, unnamed: Unnamed) -> Result<Self, Vec<Fault>> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let ending = ending.unwrap_or_default().to_lowercase();
        let bytes = std::fs::read(path).map_err(|error| vec![unreadable(&error)])?;
        let file = match ending.as_str() {
            "json" => {
                let batches = json_batches(&bytes, unnamed).map_err(|fault| vec![fault])?;
                Self::whole(JSON, batches)
            }
            "csv" | "txt" | "tsv" => Self::of_sheet(CSV, bytes, unnamed)?,
            "xlsx" => Self::of_sheet(XLSX, bytes, unnamed)?,
            "ods" => Self::of_sheet(ODS, bytes, unnamed)?,
            _ => return Err(vec![other_ending()]),
        };
        if file.records() > 0 {
            return Ok(file);
        }
        Err(if file.faults.is_empty() {
            vec![no_records()]
        } else {
            file.faults
        })
    }

    fn whole(media_type: &'static str, batches: Vec<Batch>) -> Self {
        Self {
            media_type,
            in_parts: batches.len() > 1,
            batches,
            faults: Vec::new(),
            warnings: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// A sheet as it is if one request can have all of its records, otherwise in parts as text.
    fn of_sheet(media_type: &'static str, body: Vec<u8>, unnamed: Unnamed) -> Result<Self, Vec<Fault>> {
        let defaults = SheetDefaults {
            insats: unnamed.insats.map(Slug::to_string),
            provider: unnamed.provider.map(Slug::to_string),
            ..SheetDefaults::default()
        };
        let read = record_sheet::read(&body, &defaults)?;
        if read.sheet.rows.len() > MAX_RECORDS {
            return Ok(Self::in_parts(read));
        }
        let lines: Vec<usize> = read.sheet.rows.iter().map(|row| row.line).collect();
        let positions = (0..lines.len()).collect();
        Ok(Self::whole(media_type, vec![Batch { body, lines, positions }]))
    }

    fn in_parts(read: RecordSheet) -> Self {
        let batches = parts(&spans(&read.root), MAX_RECORDS).into_iter().map(|positions| {
            let part = read.sheet.part(&positions);
            Batch {
                body: part.text.into_bytes(),
                lines: part.lines,
                positions,
            }
        });
        let batches = batches.collect();
        let of_cells = read.faults_of_cells();
        let mut faults = read.sheet.faults;
        faults.extend(of_cells);
        faults.sort_by_key(|fault| fault.line);
        Self {
            media_type: CSV,
            in_parts: true,
            batches,
            faults,
            warnings: read.sheet.warnings,
            skipped: read.sheet.skipped,
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
const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn json_batches(bytes: &[u8], unnamed: Unnamed) -> Result<Vec<Batch>, Fault> {
    let text = std::str::from_utf8(content(bytes)?).map_err(|_| not_utf8())?;
    let Records { records } = serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            not_records()
        } else {
            not_json(&error)
        }
    })?;
    let mut root = json::read_file(bytes)?;
    name_missing(&mut root, unnamed.insats, unnamed.provider);
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
    let parts = parts(&spans(&root), MAX_RECORDS).into_iter().map(|positions| {
        let of_part: Vec<&RawValue> = positions.iter().map(|at| records[*at]).collect();
        Batch {
            body: json!({ "records": of_part }).to_string().into_bytes(),
            lines: positions.iter().map(|at| lines[*at]).collect(),
            positions,
        }
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
