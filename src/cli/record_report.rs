//! What `insatskatalog records post` prints about a file: faults, warnings, skipped rows and totals.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use crate::domain::{Fault, Text};

use super::failure::Failure;
use super::language::Language;
use super::record_file::{Batch, RecordFile};
use super::record_posting::{Receipt, RecordFault, Refusal};

/// A report on a file.
pub(crate) struct Report<'a> {
    pub path: &'a Path,
    pub language: Language,
    /// Whether the service only validates.
    pub validate_only: bool,
}

/// The number of records with each result.
#[derive(Default)]
pub(crate) struct Tally {
    pub created: usize,
    pub corrected: usize,
    pub unchanged: usize,
    pub refused: usize,
}

impl Report<'_> {
    fn name(&self) -> std::path::Display<'_> {
        self.path.display()
    }

    /// The faults of a file that was not sent.
    pub(crate) fn not_sent(&self, faults: &[Fault]) -> Failure {
        let nothing = self.language.say("inget skickades", "nothing was sent");
        Failure::Other(format!("{nothing}\n{}", self.local_faults(faults).trim_end()))
    }

    /// The faults that this program found, one per line.
    pub(crate) fn local_faults(&self, faults: &[Fault]) -> String {
        let mut lines = String::new();
        for fault in faults {
            let detail = self.language.say(&fault.detail.sv, &fault.detail.en);
            let _ = writeln!(lines, "{}: {detail}", self.place(fault.line, None));
        }
        lines
    }

    /// A line and a column of the file.
    fn place(&self, line: Option<usize>, column: Option<&str>) -> String {
        let row = self.language.say("rad", "row");
        let line = line.map(|line| format!(", {row} {line}")).unwrap_or_default();
        let column = column.map(|column| format!(", {column}")).unwrap_or_default();
        format!("{}{line}{column}", self.name())
    }

    /// The warnings about accepted records. Each text is printed once, at the first record that has it.
    pub(crate) fn warnings(&self, file: &RecordFile, batch: &Batch, receipt: &Receipt) -> String {
        let mut found: Vec<(&str, Option<&usize>, usize)> = Vec::new();
        for done in &receipt.results {
            for warning in &done.warnings {
                let text = self.language.say(&warning.text.sv, &warning.text.en);
                match found.iter_mut().find(|(known, ..)| *known == text) {
                    Some((.., more)) => *more += 1,
                    None => found.push((text, batch.lines.get(done.row), 0)),
                }
            }
        }
        let word = self.language.say("varning", "warning");
        let mut lines = String::new();
        for warning in &receipt.warnings {
            lines += &self.warning_of_sheet(warning.line, &warning.text);
        }
        for (text, line, more) in found {
            let place = if file.is_sheet() {
                self.place(line.copied(), None)
            } else {
                let line = line.map(|line| format!(":{line}")).unwrap_or_default();
                format!("{}{line}", self.name())
            };
            let more = match more {
                0 => String::new(),
                more => format!(" (+{more} {})", self.language.say("till", "more")),
            };
            let _ = writeln!(lines, "{place}: {word}: {text}{more}");
        }
        lines
    }

    /// A warning about a whole sheet.
    pub(crate) fn warning_of_sheet(&self, line: Option<usize>, text: &Text) -> String {
        let word = self.language.say("varning", "warning");
        let text = self.language.say(&text.sv, &text.en);
        format!("{}: {word}: {text}\n", self.place(line, None))
    }

    /// The faults of refused records, one per line: with row and column of a sheet, or with pointers into the whole file.
    pub(crate) fn faults(&self, file: &RecordFile, batch: &Batch, before: usize, refusal: &Refusal) -> String {
        let mut lines = String::new();
        for fault in &refusal.errors {
            let record = in_batch(&fault.pointer).filter(|(record, _)| *record < batch.lines.len());
            let line = record.map(|(record, _)| batch.lines[record]).or(fault.line);
            if file.is_sheet() {
                // The fault of the whole file is printed once.
                if file.faults.is_empty() || record.is_some() {
                    let _ = writeln!(lines, "{}", self.fault_in_sheet(line, fault));
                }
                continue;
            }
            let pointer = record.map_or_else(
                || fault.pointer.clone(),
                |(record, member)| format!("/records/{}{member}", before + record),
            );
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            let _ = writeln!(
                lines,
                "{}{line}: {pointer}: {}: {}",
                self.name(),
                fault.code,
                fault.detail
            );
        }
        // A single fault says it all. With many, the problem says that not all are listed.
        if refusal.errors.len() != 1 && refusal.is_of_records() {
            let _ = writeln!(lines, "{}: {}", self.name(), problem_line(refusal));
        }
        lines
    }

    fn fault_in_sheet(&self, line: Option<usize>, fault: &RecordFault) -> String {
        let place = self.place(line, fault.column.as_deref());
        let understood = fault.understood.as_ref().map(|understood| {
            let words = self.language.say("uppfattat som", "understood as");
            format!(" ({words}: {understood})")
        });
        format!("{place}: {}{}", fault.detail, understood.unwrap_or_default())
    }

    /// The rows of a sheet that were not read.
    pub(crate) fn skipped(&self, lines: &[usize]) -> String {
        if lines.is_empty() {
            return String::new();
        }
        let rows: Vec<String> = lines.iter().map(usize::to_string).collect();
        let rows = rows.join(", ");
        let name = self.name();
        match self.language {
            Language::Sv => {
                format!("{name}: lästes inte: rad {rows}. De börjar med # och mellanslag.\n")
            }
            Language::En => {
                format!("{name}: not read: row {rows}. They begin with # and a space.\n")
            }
        }
    }

    pub(crate) fn summary(&self, tally: &Tally) -> String {
        let Tally {
            created,
            corrected,
            unchanged,
            ..
        } = tally;
        match (self.language, self.validate_only) {
            (Language::Sv, false) => format!("{created} nya, {corrected} rättade, {unchanged} oförändrade\n"),
            (Language::En, false) => format!("{created} created, {corrected} corrected, {unchanged} unchanged\n"),
            (Language::Sv, true) => {
                format!("skulle ge {created} nya, {corrected} rättade, {unchanged} oförändrade; inget sparades\n")
            }
            (Language::En, true) => {
                format!("would create {created}, correct {corrected}, leave {unchanged} unchanged; nothing saved\n")
            }
        }
    }

    /// Reports a retry. Short waits are not reported.
    pub(crate) fn report_wait(&self, pause: Duration) {
        let seconds = pause.as_secs();
        if seconds > 1 {
            match self.language {
                Language::Sv => eprintln!("inget svar än; skickar igen om {seconds} s"),
                Language::En => eprintln!("no answer yet; sending again in {seconds} s"),
            }
        }
    }
}

/// The problem in one line.
pub(crate) fn problem_line(refusal: &Refusal) -> String {
    let Refusal {
        status, title, detail, ..
    } = refusal;
    let detail = if detail.is_empty() {
        String::new()
    } else {
        format!(": {detail}")
    };
    format!("{status} {title}{detail}")
}

/// Splits a pointer into the index of the record and the rest.
fn in_batch(pointer: &str) -> Option<(usize, &str)> {
    let rest = pointer.strip_prefix("/records/")?;
    let (record, member) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Some((record.parse().ok()?, member))
}
