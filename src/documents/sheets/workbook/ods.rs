//! The sheets of an `.ods` workbook.

use std::collections::HashSet;

use crate::documents::sheets::cells::Flaw;
use crate::documents::sheets::row::{MAX_COLUMNS, Row};

use super::grid::{Filled, FilledCells, Grid};
use super::refused::Refused;
use super::xml::{Element, Step, Xml};

/// The most spaces that one element stands for.
const MAX_SPACES: usize = 100;

/// The filled rows of every sheet.
pub(super) fn sheets(text: &str) -> Result<Vec<Vec<Row>>, Refused> {
    let mut xml = Xml::of(text);
    let mut sheets = Vec::new();
    let mut hidden: HashSet<String> = HashSet::new();
    let mut style = String::new();
    while let Some(step) = xml.step()? {
        let Step::Start(element) = step else { continue };
        match element.name().as_str() {
            "style" => style = element.attribute("name").unwrap_or_default(),
            "table-properties" if element.attribute("display").as_deref() == Some("false") => {
                hidden.insert(style.clone());
            }
            "tracked-changes" => xml.skip()?,
            "table" => {
                if element
                    .attribute("style-name")
                    .is_some_and(|style| hidden.contains(&style))
                {
                    return Err(Refused::HiddenSheets);
                }
                sheets.push(rows(&mut xml)?);
            }
            _ => {}
        }
    }
    Ok(sheets)
}

/// The filled rows of the table that has just started.
fn rows(xml: &mut Xml) -> Result<Vec<Row>, Refused> {
    let mut grid = Grid::default();
    let mut line = 1_usize;
    loop {
        match xml.step()?.ok_or(Refused::Unreadable)? {
            Step::Start(element) => match element.name().as_str() {
                "table-row" => {
                    let repeats = element.repeats("number-rows-repeated")?;
                    let cells = cells(xml)?;
                    if cells.as_slice().is_empty() {
                        line = line.saturating_add(repeats);
                        continue;
                    }
                    for _ in 0..repeats {
                        grid.push(line, cells.as_slice())?;
                        line += 1;
                    }
                }
                // Groups of rows and of columns.
                "table-header-rows" | "table-rows" | "table-row-group" => {}
                _ => xml.skip()?,
            },
            Step::End(name) if name == "table" => break,
            _ => {}
        }
    }
    // The grid refuses rows that no program has; a table may end with them.
    grid.push(line.saturating_sub(1), &[])?;
    grid.rows()
}

/// The filled cells of the row that has just started.
fn cells(xml: &mut Xml) -> Result<FilledCells, Refused> {
    let mut cells = FilledCells::default();
    let mut at = 0_usize;
    loop {
        match xml.step()?.ok_or(Refused::Unreadable)? {
            Step::Start(element) if matches!(element.name().as_str(), "table-cell" | "covered-table-cell") => {
                let repeats = element.repeats("number-columns-repeated")?;
                let (text, flaw) = cell(xml, &element)?;
                if !text.is_empty() || flaw.is_some() {
                    if at.saturating_add(repeats) > MAX_COLUMNS {
                        return Err(Refused::TooLarge);
                    }
                    for at in at..at + repeats {
                        let text = text.clone();
                        cells.push(Filled { at, text, flaw })?;
                    }
                }
                at = at.saturating_add(repeats);
            }
            Step::Start(_) => xml.skip()?,
            Step::End(name) if name == "table-row" => return Ok(cells),
            _ => {}
        }
    }
}

/// The text of the cell that has just started.
fn cell(xml: &mut Xml, element: &Element) -> Result<(String, Option<Flaw>), Refused> {
    let shown = shown_text(xml)?;
    let spans = |name| element.repeats(name).map(|number| number > 1);
    let flaw = if element.attribute("formula").is_some() {
        Some(Flaw::Formula)
    } else if spans("number-columns-spanned")? || spans("number-rows-spanned")? {
        Some(Flaw::Merged)
    } else {
        (element.prefixed("calcext:value-type").as_deref() == Some("error")).then_some(Flaw::Error)
    };
    let stored = match element.prefixed("office:value-type").as_deref() {
        Some("date") => element.attribute("date-value"),
        Some("float" | "percentage" | "currency") => element.prefixed("office:value"),
        Some("string") => element.attribute("string-value"),
        _ => None,
    };
    Ok((stored.unwrap_or(shown), flaw))
}

/// The paragraphs of the cell that has just started, without comments and drawings.
fn shown_text(xml: &mut Xml) -> Result<String, Refused> {
    let (mut text, mut paragraphs, mut depth) = (String::new(), 0, 0_u32);
    loop {
        match xml.step()?.ok_or(Refused::Unreadable)? {
            Step::Start(element) => match element.name().as_str() {
                "p" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    depth += 1;
                }
                "s" => {
                    let spaces = element.repeats("c")?.min(MAX_SPACES);
                    text.extend(std::iter::repeat_n(' ', spaces));
                    xml.skip()?;
                }
                "tab" => {
                    text.push('\t');
                    xml.skip()?;
                }
                "line-break" => {
                    text.push('\n');
                    xml.skip()?;
                }
                "span" | "a" => depth += 1,
                _ => xml.skip()?,
            },
            Step::Text(piece) if depth > 0 => text += &piece,
            Step::Text(_) => {}
            Step::End(name) if depth == 0 && name.ends_with("table-cell") => return Ok(text),
            Step::End(_) => depth = depth.saturating_sub(1),
        }
    }
}
