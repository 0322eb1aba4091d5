//! The styles of an `.xlsx` workbook, as far as they say which numbers are days.

use std::collections::HashMap;

use super::refused::Refused;
use super::xml::{Step, Xml};

/// Whether the numbers of each cell style are days.
pub(super) fn styles_of_days(text: &str) -> Result<Vec<bool>, Refused> {
    let mut xml = Xml::of(text);
    let mut custom: HashMap<u32, bool> = HashMap::new();
    let mut styles = Vec::new();
    let mut is_in_cell_styles = false;
    while let Some(step) = xml.step()? {
        match step {
            Step::Start(element) => match element.name().as_str() {
                "numFmt" => {
                    let id = element.attribute("numFmtId").and_then(|id| id.parse().ok());
                    let code = element.attribute("formatCode").unwrap_or_default();
                    custom.extend(id.map(|id| (id, is_of_days(&code))));
                }
                "cellXfs" => is_in_cell_styles = true,
                "xf" if is_in_cell_styles => {
                    let id = element.attribute("numFmtId").and_then(|id| id.parse().ok());
                    let id = id.unwrap_or(0);
                    styles.push(custom.get(&id).copied().unwrap_or_else(|| is_built_in_of_days(id)));
                }
                _ => {}
            },
            Step::End(name) if name == "cellXfs" => is_in_cell_styles = false,
            _ => {}
        }
    }
    Ok(styles)
}

/// The formats of days that every program knows by number.
const fn is_built_in_of_days(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=36 | 50..=58)
}

/// Whether a format code shows a day: it has a year or a day outside quotes and brackets.
fn is_of_days(code: &str) -> bool {
    let code = code.replace("&quot;", "\"");
    let mut closing = None;
    let mut is_escaped = false;
    for c in code.chars() {
        match (closing, c) {
            (Some(end), c) if c == end => closing = None,
            (Some(_), _) => {}
            _ if is_escaped => is_escaped = false,
            (None, '\\' | '_' | '*') => is_escaped = true,
            (None, '"') => closing = Some('"'),
            (None, '[') => closing = Some(']'),
            (None, 'y' | 'Y' | 'd' | 'D') => return true,
            _ => {}
        }
    }
    false
}
