//! The sheets of an `.xlsx` workbook.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::documents::sheets::row::Row;

use super::archive::Archive;
use super::number_formats::styles_of_days;
use super::refused::Refused;
use super::shared_strings::shared_strings;
use super::worksheet;
use super::worksheet::Shared;
use super::xml::{Step, Xml};

/// The most parts that a workbook refers to.
const MAX_PARTS: usize = 1_000;
/// The most sheets that are read.
const MAX_SHEETS: usize = 50;

const DAY_ZERO: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
/// The day with the number 0 in workbooks of older Macs.
const DAY_ZERO_1904: NaiveDate = NaiveDate::from_ymd_opt(1904, 1, 1).expect("a day");

/// The filled rows of every worksheet.
pub(super) fn sheets(archive: &mut Archive) -> Result<Vec<Vec<Row>>, Refused> {
    let parts = parts(&archive.text("xl/_rels/workbook.xml.rels")?)?;
    let workbook = archive.text("xl/workbook.xml")?;
    let (ids, day_zero) = sheet_ids(&workbook)?;
    let of_kind = |kind: &str| {
        parts
            .values()
            .find(|part| part.kind == kind)
            .map(|part| part.path.clone())
    };
    let strings = match of_kind("sharedStrings") {
        Some(path) => shared_strings(&archive.text(&path)?)?,
        None => Vec::new(),
    };
    let styles_of_days = match of_kind("styles") {
        Some(path) => styles_of_days(&archive.text(&path)?)?,
        None => Vec::new(),
    };
    let shared = Shared {
        strings,
        styles_of_days,
        day_zero,
    };
    let worksheets = ids
        .iter()
        .filter_map(|id| parts.get(id))
        .filter(|part| part.kind == "worksheet");
    let mut sheets = Vec::new();
    for part in worksheets {
        if sheets.len() == MAX_SHEETS {
            return Err(Refused::TooLarge);
        }
        sheets.push(worksheet::rows(&archive.text(&part.path)?, &shared)?);
    }
    Ok(sheets)
}

/// A part that the workbook refers to.
struct Part {
    /// The last word of its type.
    kind: String,
    path: String,
}

/// The parts by the ids of their relationships.
fn parts(text: &str) -> Result<HashMap<String, Part>, Refused> {
    let mut xml = Xml::of(text);
    let mut parts = HashMap::new();
    while let Some(step) = xml.step()? {
        let Step::Start(element) = step else { continue };
        if element.name() != "Relationship" {
            continue;
        }
        let attribute = |name| element.attribute(name).unwrap_or_default();
        let (kind, target) = (attribute("Type"), attribute("Target"));
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        parts.insert(attribute("Id"), Part { kind, path });
        if parts.len() > MAX_PARTS {
            return Err(Refused::TooLarge);
        }
    }
    Ok(parts)
}

/// The ids of the sheets in order, and the day with the number 0.
fn sheet_ids(text: &str) -> Result<(Vec<String>, NaiveDate), Refused> {
    let mut xml = Xml::of(text);
    let (mut ids, mut day_zero) = (Vec::new(), DAY_ZERO);
    while let Some(step) = xml.step()? {
        let Step::Start(element) = step else { continue };
        match element.name().as_str() {
            "workbookPr" => {
                let is_1904 = element.attribute("date1904");
                if is_1904.is_some_and(|value| matches!(value.as_str(), "1" | "true")) {
                    day_zero = DAY_ZERO_1904;
                }
            }
            "sheet" => {
                if element.attribute("state").is_some_and(|state| state != "visible") {
                    return Err(Refused::HiddenSheets);
                }
                ids.push(element.attribute("id").unwrap_or_default());
            }
            _ => {}
        }
    }
    Ok((ids, day_zero))
}
