//! A record as the fields of a form, which are the columns of the sheet: shown, and read as a row of the sheet.

use crate::documents::faults::Faults;
use crate::documents::readers::group_record::batch;
use crate::documents::sheets::columns::Column;
use crate::documents::sheets::export::{cells_of, written};
use crate::documents::sheets::names::Names;
use crate::documents::sheets::record_sheet;
use crate::documents::sheets::record_sheet::{RecordSheet, SheetDefaults};
use crate::documents::sheets::template::columns;
use crate::domain::insatser::version::Version;
use crate::domain::records::group_record::GroupRecord;
use crate::domain::text::text;
use crate::domain::{Code, Fault};
use crate::http::call::Call;
use crate::http::html::language::PageLanguage;
use crate::http::problems::Problem;
use crate::http::state::municipality;

use super::access::form::Posted;
use super::fault_list::fault_of_field;
use super::labels::label;
use super::stream::Stream;

/// A column of the sheet as a field.
pub(super) struct Field {
    pub name: String,
    pub label: String,
    pub value: String,
    /// Whether it has several lines.
    pub is_long: bool,
    pub is_number: bool,
    pub fault: Option<String>,
}

/// The pointer of the only record of a sheet.
const FIRST_RECORD: &str = "/records/0";

/// The fields as a sheet with one row.
pub(super) fn typed_sheet(call: &Call, stream: &Stream, form: &Posted) -> Result<RecordSheet, Problem> {
    let named = form.names().filter_map(Column::of_header);
    let columns: Vec<Column> = named.filter(|column| !column.is_whose()).collect();
    let header = columns.iter().map(|column| column.header()).collect();
    let cells = columns
        .iter()
        .map(|column| form.value(&column.header()).to_owned())
        .collect();
    let sheet = written([header, cells].into_iter());
    let defaults = SheetDefaults {
        insats: Some(stream.insats.to_string()),
        provider: Some(stream.provider.to_string()),
        names: Names::of(municipality(&call.catalogue(), stream.kommunkod)?),
        charset: None,
        most: Some(1),
    };
    record_sheet::read(sheet.as_bytes(), &defaults).map_err(Problem::of_faults)
}

/// The only record of a sheet.
pub(super) fn record_of(sheet: &RecordSheet) -> Result<GroupRecord, Problem> {
    let mut faults = Faults::strict();
    let read = batch(&sheet.root, &mut faults);
    faults.refuse_personal_details(&sheet.root);
    let mut faults = faults.end(Some(())).err().unwrap_or_default();
    faults.extend(sheet.faults().iter().cloned());
    if !faults.is_empty() {
        return Err(Problem::of_faults(sheet.located(faults)));
    }
    let record = read.and_then(|batch| batch.records.into_iter().next());
    record.map(|record| record.record).ok_or_else(|| {
        let detail = text!("Fyll i uppgiften.", "Fill in the record.");
        Problem::of_fault("", Code::Empty, detail)
    })
}

/// Faults of the record alone, with the columns of the sheet.
pub(super) fn in_sheet(sheet: &RecordSheet, faults: Vec<Fault>) -> Vec<Fault> {
    let line = sheet.sheet.rows.first().map(|row| row.line);
    let of_row = faults.into_iter().map(|fault| match fault.cell {
        Some(_) => fault,
        None => Fault {
            pointer: format!("{FIRST_RECORD}{}", fault.pointer),
            line,
            ..fault
        },
    });
    sheet.located(of_row.collect())
}

/// A field for each column of the sheet that a record of its kind may have, and for each other that it has a value in.
pub(super) fn fields(
    (version, insats): (Option<&Version>, &str),
    record: &GroupRecord,
    typed: Option<&Posted>,
    language: &PageLanguage,
) -> Vec<Field> {
    let of_sheet = version.map(columns).unwrap_or_default();
    let is_session = record.date.is_some();
    let of_other_kind = |column: Column| match column {
        Column::Date | Column::Session => !is_session,
        Column::PeriodFrom | Column::PeriodTo | Column::Unit | Column::Sessions => is_session,
        _ => false,
    };
    cells_of(insats, record)
        .into_iter()
        .filter(|(column, cell)| {
            !column.is_whose() && (!cell.is_empty() || (of_sheet.contains(column) && !of_other_kind(*column)))
        })
        .map(|(column, cell)| {
            let name = column.header();
            let cell = version
                .and_then(|version| named(version, column, &cell))
                .unwrap_or(cell);
            let value = typed.map_or(cell, |typed| typed.value(&name).to_owned());
            Field {
                label: language.say(&label(column)).to_owned(),
                is_long: column.is_long_text(),
                is_number: column.is_number(),
                value,
                name,
                fault: None,
            }
        })
        .collect()
}

/// The name of a place or an activity, which a reader knows better than its slug.
fn named(version: &Version, column: Column, slug: &str) -> Option<String> {
    match column {
        Column::Place => place_name(version, slug),
        Column::Activity => activity_name(version, slug),
        _ => None,
    }
}

/// The name of a place of an insats.
pub(super) fn place_name(version: &Version, slug: &str) -> Option<String> {
    let place = version.places.iter().find(|place| place.slug.as_str() == slug);
    place.map(|place| place.name.clone())
}

/// The Swedish name of an activity of an insats.
pub(super) fn activity_name(version: &Version, slug: &str) -> Option<String> {
    let activity = version
        .activities
        .iter()
        .find(|activity| activity.slug.as_str() == slug);
    activity.map(|activity| activity.name.sv.clone())
}

/// The fields with what is wrong with them, and what is wrong with none of them.
pub(super) fn with_faults(
    mut fields: Vec<Field>,
    faults: &[Fault],
    language: &PageLanguage,
) -> (Vec<Field>, Vec<String>) {
    let mut others = Vec::new();
    for fault in faults {
        let column = fault.cell.as_ref().map(|cell| cell.column.as_str());
        match fields.iter_mut().find(|field| Some(field.name.as_str()) == column) {
            Some(field) => field.fault = Some(fault_of_field(fault, language)),
            None => others.push(fault_of_field(fault, language)),
        }
    }
    (fields, others)
}
