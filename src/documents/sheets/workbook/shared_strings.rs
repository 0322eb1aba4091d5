//! The texts that the cells of an `.xlsx` workbook share.

use super::grid::MAX_CELLS;
use super::refused::Refused;
use super::xml::{Step, Xml};

/// Every shared text in order.
pub(super) fn shared_strings(text: &str) -> Result<Vec<String>, Refused> {
    let mut xml = Xml::of(text);
    let mut strings = Vec::new();
    while let Some(step) = xml.step()? {
        if let Step::Start(element) = step
            && element.name() == "si"
        {
            if strings.len() == MAX_CELLS {
                return Err(Refused::TooLarge);
            }
            strings.push(rich_text(&mut xml)?);
        }
    }
    Ok(strings)
}

/// The text of the element that has just started, without formats and pronunciation.
pub(super) fn rich_text(xml: &mut Xml) -> Result<String, Refused> {
    let (mut text, mut depth, mut is_text) = (String::new(), 1_u32, false);
    while depth > 0 {
        match xml.step()?.ok_or(Refused::Unreadable)? {
            Step::Start(element) => match element.name().as_str() {
                "rPh" => xml.skip()?,
                name => {
                    is_text = name == "t";
                    depth += 1;
                }
            },
            Step::End(_) => {
                is_text = false;
                depth -= 1;
            }
            Step::Text(piece) if is_text => text += &piece,
            Step::Text(_) => {}
        }
    }
    // Excel writes a carriage return in this way.
    Ok(text.replace("_x000D_\n", "\n").replace("_x000D_", "\n"))
}
