//! The cells of a worksheet of an `.xlsx` workbook.

use chrono::{Days, NaiveDate};

use crate::documents::sheets::cells::Flaw;
use crate::documents::sheets::row::Row;

use super::grid::{Filled, FilledCells, Grid};
use super::refused::Refused;
use super::shared_strings::rich_text;
use super::xml::{Element, Step, Xml};

/// What the cells of a workbook refer to.
pub(super) struct Shared {
    pub strings: Vec<String>,
    /// Whether the numbers of each style are days.
    pub styles_of_days: Vec<bool>,
    /// The day with the number 0.
    pub day_zero: NaiveDate,
}

/// The filled rows of a worksheet.
pub(super) fn rows(text: &str, shared: &Shared) -> Result<Vec<Row>, Refused> {
    let mut xml = Xml::of(text);
    let mut grid = Grid::default();
    let (mut line, mut cells, mut next) = (0, FilledCells::default(), 0);
    while let Some(step) = xml.step()? {
        match step {
            Step::Start(element) => match element.name().as_str() {
                "row" => {
                    line = match element.attribute("r") {
                        Some(number) => number.parse().map_err(|_| Refused::Unreadable)?,
                        None => line + 1,
                    };
                    (cells, next) = (FilledCells::default(), 0);
                }
                "c" => {
                    let at = element
                        .attribute("r")
                        .map_or(Some(next), |reference| column(&reference));
                    let at = at.ok_or(Refused::Unreadable)?;
                    next = at + 1;
                    cells.push(cell(&mut xml, &element, at, shared)?)?;
                }
                "mergeCell" => {
                    let range = element.attribute("ref").unwrap_or_default();
                    let first = range.split(':').next().unwrap_or_default();
                    let digits = first.find(|c: char| c.is_ascii_digit()).unwrap_or(first.len());
                    if let (Some(at), Ok(line)) = (column(first), first[digits..].parse()) {
                        grid.merged(line, at);
                    }
                }
                _ => {}
            },
            Step::End(name) if name == "row" => grid.push(line, std::mem::take(&mut cells).as_slice())?,
            _ => {}
        }
    }
    grid.rows()
}

/// The position of the column in a reference such as `AB12`, from 0.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(4).fold(0, |number, letter| {
        number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

fn cell(xml: &mut Xml, element: &Element, at: usize, shared: &Shared) -> Result<Filled, Refused> {
    let kind = element.attribute("t").unwrap_or_default();
    let style = element.attribute("s").and_then(|style| style.parse::<usize>().ok());
    let (mut value, mut inline, mut flaw) = (String::new(), None, None);
    let mut is_value = false;
    loop {
        match xml.step()?.ok_or(Refused::Unreadable)? {
            Step::Start(child) => match child.name().as_str() {
                "v" => is_value = true,
                "is" => inline = Some(rich_text(xml)?),
                "f" => {
                    flaw = Some(Flaw::Formula);
                    xml.skip()?;
                }
                _ => xml.skip()?,
            },
            Step::Text(piece) if is_value => value += &piece,
            Step::Text(_) => {}
            Step::End(name) if name == "c" => break,
            Step::End(_) => is_value = false,
        }
    }
    let text = match kind.as_str() {
        _ if value.is_empty() => inline.unwrap_or_default(),
        "s" => {
            let string = value.trim().parse::<usize>().ok().and_then(|at| shared.strings.get(at));
            string.cloned().ok_or(Refused::Unreadable)?
        }
        "e" => {
            flaw = flaw.or(Some(Flaw::Error));
            value
        }
        "str" | "d" => value,
        "b" => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        _ => {
            let is_day = style.and_then(|style| shared.styles_of_days.get(style)).copied();
            number(&value, is_day.unwrap_or(false), shared.day_zero)
        }
    };
    Ok(Filled { at, text, flaw })
}

/// A number as people write it: a day if its style shows days.
fn number(value: &str, is_day: bool, day_zero: NaiveDate) -> String {
    let Ok(number) = value.trim().parse::<f64>() else {
        return value.to_owned();
    };
    if is_day && (1.0..1e6).contains(&number) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within 1 and a million"
        )]
        let days = Days::new(number as u64);
        if let Some(day) = day_zero.checked_add_days(days) {
            return day.to_string();
        }
    }
    number.to_string()
}
