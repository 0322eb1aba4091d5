//! Sheets of group records: reads what people's programs save, and writes what reads back as the same records.

mod laws;
mod reading;
mod workbooks;
mod writing;

use insatskatalog::documents::faults::Faults;
use insatskatalog::documents::node::{Node, Value};
use insatskatalog::documents::readers::group_record::{RecordOf, batch};
use insatskatalog::documents::sheets::record_sheet::{SheetDefaults, read};
use insatskatalog::domain::day;
use insatskatalog::domain::fault::{Code, Fault};
use insatskatalog::domain::records::group_record::{GroupRecord, Level, Participants};
use insatskatalog::domain::slug::Slug;

/// The Swedish headers, as documented.
const SWEDISH: &str = "insats;utförare;datum;pass_nr;period_från;period_till;enhet;antal_tillfällen;plats;aktivitet;metod;utfört_av;antal_deltagare;kvinnor;män;annat_okänt;innehåll;omfattning;typ_av_stöd;mönster;utvärdering;skattning_fråga;skattning_medel;skattning_svar;skattning_max";
/// The English headers.
const ENGLISH: &str = "insats;provider;date;session;period_from;period_to;unit;sessions;place;activity;method;performed_by;total;women;men;other_or_unknown;content;extent;kind_of_support;patterns;evaluation;rating_question;rating_mean;rating_responses;rating_scale_max";

/// The document of a sheet without faults in its format.
fn document(sheet: &[u8]) -> Result<Node, Vec<Fault>> {
    document_with(sheet, &SheetDefaults::default())
}

fn document_with(sheet: &[u8], defaults: &SheetDefaults) -> Result<Node, Vec<Fault>> {
    let read = read(sheet, defaults)?;
    if read.faults().is_empty() {
        Ok(read.root)
    } else {
        Err(read.faults().to_vec())
    }
}

fn nodes(sheet: &str) -> Node {
    document(sheet.as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn sheet_faults(sheet: &[u8]) -> Vec<Fault> {
    document(sheet).expect_err("faults")
}

/// The records of a sheet, as the API reads them.
fn records(sheet: &[u8]) -> Result<Vec<RecordOf>, Vec<Fault>> {
    let root = document(sheet)?;
    let mut faults = Faults::strict();
    let read = batch(&root, &mut faults);
    faults.refuse_personal_details(&root);
    faults.end(read).map(|batch| batch.records)
}

/// The records of a sheet, without the check for personal details, which random texts and formulas may resemble.
fn read_back(sheet: &[u8]) -> Vec<(String, GroupRecord)> {
    let root = document(sheet).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut faults = Faults::strict();
    let read = batch(&root, &mut faults);
    let read = faults.end(read).unwrap_or_else(|faults| panic!("{faults:?}"));
    read.records
        .into_iter()
        .map(|one| (one.insats.to_string(), one.record))
        .collect()
}

/// The faults of each record of a sheet.
fn refusals(sheet: &str) -> Vec<(String, Code, Option<usize>)> {
    let faults = records(sheet.as_bytes()).err().unwrap_or_default();
    faults
        .into_iter()
        .map(|fault| (fault.pointer, fault.code, fault.line))
        .collect()
}

/// The value at a pointer; `null`, which no sheet gives, if there is none.
fn value(root: &Node, pointer: &str) -> Value {
    root.at(pointer).map_or(Value::Null, |node| node.value.clone())
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn number(number: &str) -> Value {
    Value::Number(number.into())
}

/// The cells of a written sheet.
fn csv_rows(sheet: &str) -> Vec<Vec<String>> {
    let sheet = sheet.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(sheet.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

fn plain() -> GroupRecord {
    GroupRecord {
        level: Level::Group,
        provider: Slug::parse("egen-regi").expect("a slug"),
        date: day::parse("2025-10-14"),
        session: None,
        period: None,
        unit: None,
        sessions: None,
        place: None,
        activity: None,
        method: None,
        performed_by: None,
        participants: Some(Participants {
            total: 4,
            women: None,
            men: None,
            other_or_unknown: None,
        }),
        content: None,
        extent: None,
        kind_of_support: None,
        patterns: None,
        evaluation: None,
    }
}
