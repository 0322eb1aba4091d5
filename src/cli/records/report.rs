//! What `insatskatalog records post` prints about a file: faults, warnings, skipped rows and totals.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use crate::documents::sheets::row::row_in_words;
use crate::domain::text::{composed, text};
use crate::domain::{Fault, Text};

use super::file::{Batch, RecordFile};
use super::posting::{Receipt, RecordFault, Refusal};
use super::tally::Tally;
use crate::cli::failure::Failure;
use crate::cli::language::Language;

/// A report on a file.
pub(crate) struct Report<'a> {
    pub path: &'a Path,
    pub language: Language,
}

/// The warnings about the records of a file: each text once, with the line of the first record that has it and the number
/// of others.
#[derive(Default)]
pub(crate) struct RecordWarnings(Vec<(Text, Option<usize>, usize)>);

impl RecordWarnings {
    /// Adds those of a batch.
    pub(crate) fn add(&mut self, batch: &Batch, receipt: Receipt) {
        for done in receipt.results {
            let line = batch.lines.get(done.row).copied();
            for warning in done.warnings {
                match self.0.iter_mut().find(|(known, ..)| *known == warning.text) {
                    Some((_, first, more)) => {
                        *first = line.min(*first);
                        *more += 1;
                    }
                    None => self.0.push((warning.text, line, 0)),
                }
            }
        }
    }
}

impl Report<'_> {
    fn name(&self) -> std::path::Display<'_> {
        self.path.display()
    }

    /// The faults of a file that was not sent.
    pub(crate) fn not_sent(&self, faults: &[Fault]) -> Failure {
        let nothing = text!("Inget skickades.", "Nothing was sent.");
        let nothing = self.language.of(&nothing);
        Failure::Other(format!("{nothing}\n{}", self.local_faults(faults).trim_end()))
    }

    /// The faults that this program found, one per line.
    pub(crate) fn local_faults(&self, faults: &[Fault]) -> String {
        let mut lines = String::new();
        for fault in faults {
            let column = fault.cell.as_ref().map(|cell| cell.column.as_str());
            let detail = self.language.of(&fault.detail);
            let _ = writeln!(lines, "{}: {detail}", self.place(fault.line, column));
        }
        lines
    }

    /// A line and a column of the file.
    fn place(&self, line: Option<usize>, column: Option<&str>) -> String {
        let row = line.map(row_in_words);
        let row = row
            .map(|row| format!(", {}", self.language.of(&row)))
            .unwrap_or_default();
        let column = column.map(|column| format!(", {column}")).unwrap_or_default();
        format!("{}{row}{column}", self.name())
    }

    /// The warnings about a sheet that a service accepted. Those about a sheet in parts are the file's own.
    pub(crate) fn warnings_of_sheet(&self, file: &RecordFile, receipt: &Receipt) -> String {
        let of_sheet = receipt.warnings.iter().filter(|_| !file.in_parts);
        of_sheet
            .map(|warning| self.warning_of_sheet(warning.line, &warning.text))
            .collect()
    }

    /// The warnings about accepted records, one per line.
    pub(crate) fn warnings_of_records(&self, file: &RecordFile, warnings: &RecordWarnings) -> String {
        let mut lines = String::new();
        for (text, line, more) in &warnings.0 {
            let place = if file.is_sheet() {
                self.place(*line, None)
            } else {
                self.place_in_json(*line)
            };
            let text = match more {
                0 => text,
                more => &composed!("{text} (+{more} till)", "{text} (+{more} more)"; text),
            };
            lines += &self.warning(&place, text);
        }
        lines
    }

    fn place_in_json(&self, line: Option<usize>) -> String {
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{line}", self.name())
    }

    fn warning(&self, place: &str, text: &Text) -> String {
        let word = text!("varning", "warning");
        format!("{place}: {}: {}\n", self.language.of(&word), self.language.of(text))
    }

    /// A warning about a whole sheet.
    pub(crate) fn warning_of_sheet(&self, line: Option<usize>, text: &Text) -> String {
        self.warning(&self.place(line, None), text)
    }

    /// The faults of refused records, one per line: with row and column of a sheet, or with pointers into the whole file.
    pub(crate) fn faults(&self, file: &RecordFile, batch: &Batch, refusal: &Refusal) -> String {
        let mut lines = String::new();
        for fault in &refusal.errors {
            let record = fault.place().filter(|(record, _)| *record < batch.lines.len());
            let line = record.map(|(record, _)| batch.lines[record]).or(fault.line);
            if file.is_sheet() {
                // The file's own faults are printed once.
                let is_of_file = file.faults.iter().any(|own| {
                    let column = own.cell.as_ref().map(|cell| &cell.column);
                    column.is_none() && record.is_none() || own.line == line && column == fault.column.as_ref()
                });
                if !is_of_file {
                    let _ = writeln!(lines, "{}", self.fault_in_sheet(line, fault));
                }
                continue;
            }
            let pointer = record.map_or_else(
                || fault.pointer.clone(),
                |(record, member)| format!("/records/{}{member}", batch.positions[record]),
            );
            let place = self.place_in_json(line);
            let _ = writeln!(lines, "{place}: {pointer}: {}: {}", fault.code, fault.detail);
        }
        // A single fault says it all. With many, the problem says that not all are listed.
        if refusal.errors.len() != 1 && refusal.is_of_records() {
            let _ = writeln!(lines, "{}: {}", self.name(), refusal.in_one_line());
        }
        lines
    }

    fn fault_in_sheet(&self, line: Option<usize>, fault: &RecordFault) -> String {
        let place = self.place(line, fault.column.as_deref());
        let understood = fault.understood.as_ref().map(|understood| {
            let words = text!("uppfattat som", "understood as");
            format!(" ({}: {understood})", self.language.of(&words))
        });
        format!("{place}: {}{}", fault.detail, understood.unwrap_or_default())
    }

    /// The rows of a sheet that were not read.
    pub(crate) fn skipped(&self, lines: &[usize]) -> String {
        let rows: Vec<String> = lines.iter().map(usize::to_string).collect();
        let rows = rows.join(", ");
        let (name, comments) = (self.name(), comments());
        let text = match lines {
            [] => return String::new(),
            [_] => {
                composed!("{name}: rad {rows} lästes inte. {comments}", "{name}: row {rows} was not read. {comments}"; comments)
            }
            _ => {
                composed!("{name}: raderna {rows} lästes inte. {comments}", "{name}: rows {rows} were not read. {comments}"; comments)
            }
        };
        format!("{}\n", self.language.of(&text))
    }

    /// The totals of a file that was accepted.
    pub(crate) fn summary(&self, tally: &Tally, validate_only: bool) -> String {
        let totals = tally.in_words();
        let text = if validate_only {
            composed!("skulle ge {totals}; inget sparades", "would give {totals}; nothing was stored"; totals)
        } else {
            totals
        };
        format!("{}\n", self.language.of(&text))
    }

    /// Reports a retry. Short waits are not reported.
    pub(crate) fn report_wait(&self, pause: Duration) {
        let seconds = pause.as_secs();
        if seconds > 1 {
            let text = composed!(
                "inget svar än; skickar igen om {seconds} s",
                "no answer yet; sending again in {seconds} s"
            );
            eprintln!("{}", self.language.of(&text));
        }
    }
}

fn comments() -> Text {
    text!(
        "Rader som börjar med # och mellanslag är kommentarer.",
        "Rows that begin with # and a space are comments."
    )
}
