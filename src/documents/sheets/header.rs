//! Faults in the header of a sheet.

use std::collections::HashMap;

use crate::documents::faults::nearest;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Text};

use super::cells::is_empty;
use super::columns::{Column, allowed, headers};

/// The most columns that one fault lists.
const MAX_NAMED: usize = 10;

/// The pointer of faults in the header.
pub(super) const RECORDS: &str = "/records";

/// Texts with commas between them.
fn listed(texts: &[Text]) -> Text {
    let (sv, en): (Vec<&str>, Vec<&str>) = texts.iter().map(|text| (&*text.sv, &*text.en)).unzip();
    Text::new(sv.join(", "), en.join(", "))
}

/// Every unknown and every duplicate header.
pub(super) fn faults_of_header(header: &[String], line: usize, columns: &[Option<Column>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |code, detail| {
        faults.push(Fault {
            line: Some(line),
            ..Fault::new(RECORDS, code, detail)
        });
    };
    let named = header.iter().zip(columns).zip(1_usize..);
    let unknown: Vec<(&String, usize)> = named
        .filter(|((cell, column), _)| column.is_none() && !is_empty(cell))
        .map(|((cell, _), number)| (cell, number))
        .take(MAX_NAMED)
        .collect();
    if !unknown.is_empty() {
        let numbers: Vec<Text> = unknown
            .into_iter()
            .map(|(cell, number)| match nearest(cell.trim(), headers()) {
                Some(meant) => composed!("{number} (menar du {meant}?)", "{number} (do you mean {meant}?)"),
                None => Text::new(number.to_string(), number.to_string()),
            })
            .collect();
        let (numbers, headers) = (listed(&numbers), allowed());
        let detail = composed!(
            "Okänd rubrik i kolumn {numbers}. Rubrikerna är: {headers}.",
            "Unknown header in column {numbers}. The headers are: {headers}.";
            numbers, headers
        );
        fault(Code::UnknownMember, detail);
    }
    let mut seen: HashMap<Column, usize> = HashMap::new();
    for column in columns.iter().flatten() {
        let times = seen.entry(*column).or_default();
        *times += 1;
        if *times == 2 {
            let name = column.header();
            let detail = composed!("Rubriken {name} finns mer än en gång.", "Duplicate header {name}.");
            fault(Code::DuplicateMember, detail);
        }
    }
    faults
}

/// The fault of a sheet with too many columns.
pub(super) fn too_wide(line: usize, most: usize) -> Fault {
    let detail = composed!(
        "Bladet har fler än {most} kolumner.",
        "The sheet has more than {most} columns."
    );
    Fault {
        line: Some(line),
        ..Fault::new("", Code::TooLong, detail)
    }
}

/// The fault of a sheet without a header.
pub(super) fn no_header(line: Option<usize>) -> Fault {
    let detail = text!(
        "Arket har ingen rubrikrad. Första raden ska vara rubriker som insats;utförare;datum;antal_deltagare.",
        "The sheet has no header. The first row must be headers such as insats;provider;date;total."
    );
    Fault {
        line,
        ..Fault::new("", Code::Empty, detail)
    }
}
