//! Faults of a sheet in words of the sheet, without names of JSON.

use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Text};

use super::cells;
use super::cells::{Flaw, NoDay};
use super::columns::Column;
use super::names::Named;
use super::record_sheet::RecordSheet;
use super::row::Row;

/// The code and the text of a fault in a cell.
pub(super) fn reworded(sheet: &RecordSheet, row: &Row, column: Column, fault: &Fault) -> (Code, Text) {
    let flaw = sheet.place(column).and_then(|at| row.flaw(at));
    if let Some(flaw) = flaw.filter(|_| !matches!(fault.code, Code::PersonalIdentityNumber | Code::ContactDetail)) {
        return (Code::InvalidFormat, of_flaw(flaw));
    }
    let cell = sheet.cell(row, column);
    let detail = match (fault.code, column) {
        (Code::MissingDate, _) => Some(missing_date(sheet)),
        (Code::MissingMember, _) => Some(missing(sheet, column)),
        (Code::ConflictingMembers, _) => conflicting(sheet, row, column),
        (Code::InvalidDate, _) => cell.and_then(|cell| cells::day(cell).err()).and_then(no_day),
        (Code::NotInList, Column::Unit) => Some(text!("Skriv personer eller besök.", "Write personer or besök.")),
        (Code::InvalidFormat | Code::UnknownReference, Column::Insats) => {
            cell.map(|cell| unknown_name(sheet.names.insatser(), cell, &text!("insats", "insats")))
        }
        (Code::InvalidFormat | Code::ProviderNotContracted, Column::Provider) => cell
            .filter(|cell| sheet.names.providers().meant(cell).len() != 1)
            .map(|cell| unknown_name(sheet.names.providers(), cell, &text!("utförare", "provider"))),
        (Code::WrongType, column) if column.is_number() => cell.and_then(not_a_number),
        (Code::NotInForce, _) => Some(text!(
            "Insatsen gällde inte den dagen.",
            "The insats was not in force on that day."
        )),
        (code, _) if code.is_missing() => Some(text!(
            "Nämnden har beslutat att detta ska dokumenteras. Fyll i kolumnen.",
            "The board has decided that this must be documented. Fill in the column."
        )),
        _ => None,
    };
    (fault.code, detail.unwrap_or_else(|| fault.detail.clone()))
}

pub(super) fn of_flaw(flaw: Flaw) -> Text {
    match flaw {
        Flaw::TooNarrow => text!(
            "Cellen visar bara ####. Gör kolumnen bredare och spara filen igen.",
            "The cell only shows ####. Make the column wider and save the file again."
        ),
        Flaw::Error => text!(
            "Cellen har ett felvärde från kalkylprogrammet. Skriv värdet i stället.",
            "The cell has an error value of the spreadsheet program. Write the value instead."
        ),
        Flaw::Formula => text!(
            "Cellen har en formel. Klistra in den som värde.",
            "The cell has a formula. Paste it as a value."
        ),
        Flaw::Merged => text!(
            "Cellen är sammanfogad med andra. Dela upp dem och fyll i varje rad.",
            "The cell is merged with others. Split them and fill in each row."
        ),
    }
}

/// The headers of date, first and last day, as written in the sheet.
fn headers_of_days(sheet: &RecordSheet) -> [String; 3] {
    [Column::Date, Column::PeriodFrom, Column::PeriodTo].map(|column| sheet.header(column))
}

fn missing_date(sheet: &RecordSheet) -> Text {
    let [date, from, to] = headers_of_days(sheet);
    composed!(
        "Fyll i {date} för ett tillfälle, eller {from} och {to} för en period.",
        "Fill in {date} for a session, or {from} and {to} for a period."
    )
}

fn missing(sheet: &RecordSheet, column: Column) -> Text {
    if sheet.place(column).is_some() {
        text!("Cellen är tom. Fyll i den.", "The cell is empty. Fill it in.")
    } else {
        text!(
            "Kolumnen saknas i bladet. Lägg till den.",
            "The sheet does not have this column. Add it."
        )
    }
}

fn conflicting(sheet: &RecordSheet, row: &Row, column: Column) -> Option<Text> {
    let [date, from, to] = headers_of_days(sheet);
    let unit = sheet.header(Column::Unit);
    let has_period = sheet.cell(row, Column::PeriodFrom).is_some() || sheet.cell(row, Column::PeriodTo).is_some();
    Some(match column {
        Column::PeriodFrom => composed!(
            "Fyll i antingen {date} eller {from} och {to}, inte båda.",
            "Fill in either {date} or {from} and {to}, not both."
        ),
        Column::Session => composed!(
            "Fyll bara i detta tillsammans med {date}.",
            "Only fill this in together with {date}."
        ),
        Column::Sessions if has_period => composed!(
            "Fyll bara i detta när {unit} är besök.",
            "Only fill this in when {unit} is besök."
        ),
        Column::Unit | Column::Sessions => composed!(
            "Fyll bara i detta tillsammans med {from} och {to}.",
            "Only fill this in together with {from} and {to}."
        ),
        _ => return None,
    })
}

fn no_day(why: NoDay) -> Option<Text> {
    match why {
        NoDay::UncertainOrder => Some(text!(
            "Det går inte att veta vad som är dag, månad och år. Skriv dagen som 2025-10-14.",
            "It is not certain which part is the day, the month and the year. Write the day as 2025-10-14."
        )),
        NoDay::Serial(day) => Some(composed!(
            "Det här är kalkylprogrammets nummer för en dag, troligen {day}. Ge kolumnen datumformat och spara filen igen.",
            "This is the spreadsheet program's number for a day, probably {day}. Format the column as a date and save the file again."
        )),
        NoDay::Other => None,
    }
}

/// A number in which a comma or a point may separate thousands or decimals.
fn not_a_number(cell: &str) -> Option<Text> {
    let (ones, rest) = cell.split_once([',', '.'])?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_digits(ones) && is_digits(rest)).then(|| {
        text!(
            "Ska vara ett heltal. Skriv tusental utan komma och punkt, som 1000.",
            "Must be a whole number. Write thousands without comma and point, such as 1000."
        )
    })
}

/// A name that the catalogue does not have, or that several have. `one` is what has names.
fn unknown_name(names: &Named, cell: &str, one: &Text) -> Text {
    let several: Vec<&str> = names.meant(cell).into_iter().map(crate::domain::Slug::as_str).collect();
    if several.len() > 1 {
        let several = several.join(", ");
        return composed!(
            "Flera heter så. Skriv något av: {several}.",
            "Several have that name. Write one of: {several}."
        );
    }
    if let Some(meant) = names.nearest(cell) {
        return composed!(
            "Katalogen har ingen {one} med det namnet. Menar du {meant}?",
            "The catalogue has no {one} with that name. Do you mean {meant}?";
            one
        );
    }
    composed!(
        "Katalogen har ingen {one} med det namnet.",
        "The catalogue has no {one} with that name.";
        one
    )
}
