//! Writes an empty `.xlsx` workbook for the group records of one insats, with drop-down lists and cells for days.

use rust_xlsxwriter::{
    ColNum, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, Formula, RowNum, Workbook,
    Worksheet, XlsxError,
};

use crate::domain::insatser::version::Version;
use crate::domain::records::group_record::MAX_PARTICIPANTS;

use super::columns::Column;
use super::template::{columns, of_stream, rows_of_notes};

/// The rows that are ready to be filled in.
const ROWS: RowNum = 500;
/// The rows that have the insats and the provider.
const FILLED_ROWS: RowNum = 100;

/// The roles and the units, as the sheet writes them.
const ROLES: [&str; 5] = ["volontärer", "anställda", "medlemmar", "extern", "blandat"];
const UNITS: [&str; 2] = ["personer", "besök"];

const LISTS: &str = "Listor";

/// An empty workbook for an insats: instructions, the headers, and rows with the insats and the provider.
///
/// A second sheet has the lists. Each of its rows is a comment, so that only the first sheet has records.
pub fn template_workbook(version: &Version, provider: Option<&str>) -> Vec<u8> {
    written(version, provider).expect("memory takes what is written")
}

fn written(version: &Version, provider: Option<&str>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same version gives the same file at any time.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let (columns, notes) = (columns(version), rows_of_notes(version));
    let lists: Vec<(ColNum, Vec<&str>)> = (0..)
        .zip(&columns)
        .filter_map(|(at, column)| Some((at, list(*column, version)?)))
        .collect();
    let records = workbook.add_worksheet().set_name("Uppgifter")?;
    for (row, note) in (0..).zip(&notes) {
        records.write_string(row, 0, note)?;
    }
    let header_row = RowNum::try_from(notes.len()).unwrap_or_default();
    let bold = Format::new().set_bold();
    for (at, column) in (0..).zip(&columns) {
        records.write_string_with_format(header_row, at, column.header(), &bold)?;
        records.set_column_width(at, 16)?;
        for row in header_row + 1..=header_row + FILLED_ROWS {
            let stream = of_stream(*column, version, provider);
            if !stream.is_empty() {
                records.write_string(row, at, &stream)?;
            }
        }
        if let Some(validation) = validation(*column)? {
            records.add_data_validation(header_row + 1, at, header_row + ROWS, at, &validation)?;
        }
        if is_day(*column) {
            records.set_column_format(at, &Format::new().set_num_format("yyyy-mm-dd"))?;
        }
    }
    for (at, list) in &lists {
        let last = list.len() + 1;
        let letter = rust_xlsxwriter::utility::column_number_to_name(at + 1);
        let source = Formula::new(format!("={LISTS}!${letter}$2:${letter}${last}"));
        let validation = DataValidation::new()
            .allow_list_formula(source)
            .set_error_message("Välj ett värde i listan.")?;
        records.add_data_validation(header_row + 1, *at, header_row + ROWS, *at, &validation)?;
    }
    records.set_freeze_panes(header_row + 1, 0)?;
    if !lists.is_empty() {
        write_lists(workbook.add_worksheet().set_name(LISTS)?, &lists)?;
    }
    workbook.save_to_buffer()
}

/// Writes each list in a column, to the right of the signs that make its rows comments.
fn write_lists(sheet: &mut Worksheet, lists: &[(ColNum, Vec<&str>)]) -> Result<(), XlsxError> {
    let longest = lists.iter().map(|(_, list)| list.len()).max().unwrap_or(0);
    for row in 0..=RowNum::try_from(longest).unwrap_or_default() {
        sheet.write_string(row, 0, "#")?;
    }
    for (at, list) in lists {
        for (row, value) in (1..).zip(list) {
            sheet.write_string(row, at + 1, *value)?;
        }
    }
    Ok(())
}

/// The values of a column with a closed list.
fn list(column: Column, version: &Version) -> Option<Vec<&str>> {
    let values: Vec<&str> = match column {
        Column::Place => version.places.iter().map(|place| place.name.as_str()).collect(),
        Column::Activity => version.activities.iter().map(|activity| &*activity.name.sv).collect(),
        Column::PerformedBy => ROLES.to_vec(),
        Column::Unit => UNITS.to_vec(),
        _ => return None,
    };
    (!values.is_empty()).then_some(values)
}

/// What the program checks while somebody types.
fn validation(column: Column) -> Result<Option<DataValidation>, XlsxError> {
    let validation = match column {
        column if is_day(column) => {
            let (first, last) = (
                ExcelDateTime::from_ymd(2000, 1, 1)?,
                ExcelDateTime::from_ymd(2199, 12, 31)?,
            );
            DataValidation::new()
                .allow_date(DataValidationRule::Between(first, last))
                .set_error_message("Skriv en dag som 2025-10-14.")?
        }
        Column::Session | Column::Sessions | Column::Total | Column::Women | Column::Men | Column::OtherOrUnknown => {
            let most = i32::try_from(MAX_PARTICIPANTS).unwrap_or(i32::MAX);
            DataValidation::new()
                .allow_whole_number(DataValidationRule::Between(0, most))
                .set_error_message("Skriv ett heltal.")?
        }
        _ => return Ok(None),
    };
    Ok(Some(validation))
}

const fn is_day(column: Column) -> bool {
    matches!(column, Column::Date | Column::PeriodFrom | Column::PeriodTo)
}
