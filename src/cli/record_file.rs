//! Splits a file of group records into parts of the size that the API accepts, with the line of each record.

use std::path::Path;

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::documents::json::{not_json, not_utf8};
use crate::documents::readers::group_record::MAX_RECORDS;
use crate::documents::sheets::rows;
use crate::documents::sheets::rows::Part;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault};

/// A file of group records.
pub(crate) struct RecordFile {
    pub media_type: &'static str,
    /// At most [`MAX_RECORDS`] records each.
    pub parts: Vec<Part>,
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
        let (media_type, parts) = match ending.as_str() {
            "json" => ("application/json", json_parts(&bytes).map_err(|fault| vec![fault])?),
            "csv" => ("text/csv", rows::read(&bytes)?.parts(MAX_RECORDS).collect()),
            _ => return Err(vec![other_ending()]),
        };
        if parts.is_empty() {
            return Err(vec![no_records()]);
        }
        Ok(Self { media_type, parts })
    }

    pub(crate) fn records(&self) -> usize {
        self.parts.iter().map(|part| part.lines.len()).sum()
    }
}

fn json_parts(bytes: &[u8]) -> Result<Vec<Part>, Fault> {
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
    let parts = parts.map(|(records, lines)| Part {
        text: json!({ "records": records }).to_string(),
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
        "Filens namn ska sluta på .csv eller .json. Spara ett kalkylark som CSV (i Excel: Spara som, CSV UTF-8).",
        "The name of the file must end in .csv or .json. Save a sheet as CSV (in Excel: Save As, CSV UTF-8)."
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
