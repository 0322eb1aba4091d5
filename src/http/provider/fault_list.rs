//! What is wrong with a sheet or a form, in words of an office.

use crate::domain::fault::MAX_FAULTS;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Text};
use crate::http::html::language::PageLanguage;

/// The most rows that one line of the list names.
const MAX_ROWS: usize = 20;

/// What is wrong in one column, in one or several rows.
pub(super) struct FaultView {
    /// Where: the rows and the column.
    pub place: String,
    /// What to write instead.
    pub detail: String,
    /// What was read there.
    pub understood: Option<String>,
}

impl FaultView {
    /// What is wrong with a file as a whole.
    pub(super) fn of_file(detail: &Text, language: &PageLanguage) -> Self {
        Self {
            place: language.say(&place(&[], None)).to_owned(),
            detail: language.say(detail).to_owned(),
            understood: None,
        }
    }
}

/// The faults of a sheet. The same fault in several rows is one entry.
pub(super) fn faults_of_sheet(faults: &[Fault], language: &PageLanguage) -> Vec<FaultView> {
    let mut groups: Vec<(&Fault, Vec<usize>)> = Vec::new();
    for fault in faults.iter().take(MAX_FAULTS) {
        let is_same = |known: &Fault| {
            fault.line.is_some()
                && known.code == fault.code
                && known.detail == fault.detail
                && column(known) == column(fault)
                && understood(known) == understood(fault)
        };
        match groups.iter_mut().find(|(known, _)| is_same(known)) {
            Some((_, lines)) => lines.extend(fault.line),
            None if is_of_file(fault) => groups.push((fault, Vec::new())),
            None => groups.push((fault, fault.line.into_iter().collect())),
        }
    }
    groups
        .into_iter()
        .map(|(fault, lines)| FaultView {
            place: language.say(&place(&lines, column(fault))).to_owned(),
            detail: language.say(&detail(fault)).to_owned(),
            understood: understood(fault).map(|read| {
                let read = composed!("Vi läste: {read}.", "We read: {read}."; read);
                language.say(&read).to_owned()
            }),
        })
        .collect()
}

/// Whether a fault is about a file as a whole, so that no row of it was read.
pub(super) fn is_of_file(fault: &Fault) -> bool {
    fault.pointer.is_empty()
}

/// What is wrong with one field of a form.
pub(super) fn fault_of_field(fault: &Fault, language: &PageLanguage) -> String {
    language.say(&detail(fault)).to_owned()
}

fn column(fault: &Fault) -> Option<&str> {
    fault.cell.as_ref().map(|cell| cell.column.as_str())
}

fn understood(fault: &Fault) -> Option<&Text> {
    fault.cell.as_ref().and_then(|cell| cell.understood.as_ref())
}

fn place(lines: &[usize], column: Option<&str>) -> Text {
    let mut rows: Vec<String> = lines.iter().take(MAX_ROWS).map(usize::to_string).collect();
    if lines.len() > MAX_ROWS {
        rows.push("…".into());
    }
    let rows = rows.join(", ");
    match (lines.len(), column) {
        (0, None) => text!("Hela filen", "The whole file"),
        (0, Some(column)) => composed!("Kolumn {column}", "Column {column}"),
        (_, None) => composed!("Rad {rows}", "Row {rows}"),
        (_, Some(column)) => composed!("Rad {rows}, kolumn {column}", "Row {rows}, column {column}"),
    }
}

/// What to do, without words of the API.
fn detail(fault: &Fault) -> Text {
    match fault.code {
        Code::MissingMember if fault.line.is_none() => text!("Fyll i det här.", "Fill this in."),
        Code::NotInForce => {
            let detail = &fault.detail;
            composed!(
                "{detail} Kontrollera dagen, eller ta bort raden.",
                "{detail} Check the day, or remove the row.";
                detail
            )
        }
        Code::OtherProvider => text!(
            "Raden hör till en annan utförare än den du är inloggad för. Kontrollera att det är ert blad.",
            "The row belongs to another provider than the one you are signed in for. Check that it is your sheet."
        ),
        Code::OtherBody => text!(
            "Raden gäller en insats som din inloggning inte omfattar. Kontrollera att det är rätt blad.",
            "The row is about a service that your sign-in does not include. Check that it is the right sheet."
        ),
        Code::Unreadable | Code::NotUtf8 | Code::Empty | Code::InvalidFormat if is_of_file(fault) => {
            let detail = &fault.detail;
            composed!(
                "{detail} Är det rätt fil? Hämta bladet på sidan före, fyll i det och lämna in det.",
                "{detail} Is it the right file? Get the sheet on the page before, fill it in and hand it in.";
                detail
            )
        }
        _ => fault.detail.clone(),
    }
}
