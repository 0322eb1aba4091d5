//! What is done with the rows of a sheet, in words.

use crate::domain::Text;
use crate::domain::text::{composed, counted};
use crate::http::html::language::PageLanguage;
use crate::http::records::views::BatchReceipt;
use crate::store::records::new_record::Done;

/// What is done with the rows of a sheet.
pub(super) struct Summary {
    /// Numbers of rows, in words.
    pub counts: Vec<String>,
    /// What to look at, each with its rows.
    pub warnings: Vec<String>,
    /// Rows that begin with # and are not read.
    pub skipped: Option<String>,
}

impl Summary {
    /// The summary of a receipt.
    pub(super) fn of(receipt: &BatchReceipt, language: &PageLanguage) -> Self {
        let say = |text: Text| language.say(&text).to_owned();
        let mut counts = Vec::new();
        if receipt.created > 0 {
            counts.push(say(counted!(
                receipt.created,
                ("ny rad", "new row"),
                ("nya rader", "new rows")
            )));
        }
        if receipt.corrected > 0 {
            let changed = counted!(
                receipt.corrected,
                ("ändrad rad", "changed row"),
                ("ändrade rader", "changed rows")
            );
            let rows = rows(receipt, |done| done == Done::Corrected);
            counts.push(say(composed!("{changed}: {rows}", "{changed}: {rows}"; changed)));
        }
        if receipt.unchanged > 0 {
            let unchanged = counted!(
                receipt.unchanged,
                ("oförändrad rad", "unchanged row"),
                ("oförändrade rader", "unchanged rows")
            );
            counts.push(say(unchanged));
        }
        let skipped = &receipt.skipped_rows;
        Self {
            counts,
            warnings: warnings(receipt, language),
            skipped: (!skipped.is_empty()).then(|| {
                let rows = listed(skipped);
                say(composed!(
                    "Rader som börjar med # läses inte: {rows}.",
                    "Rows that begin with # are not read: {rows}."
                ))
            }),
        }
    }
}

/// The warnings about the sheet, and those about rows with the rows that have them.
fn warnings(receipt: &BatchReceipt, language: &PageLanguage) -> Vec<String> {
    let mut of_rows: Vec<(&Text, Vec<usize>)> = Vec::new();
    for row in &receipt.results {
        for warning in row.warnings.iter().filter(|warning| warning.is_for_provider()) {
            let line = row.line.unwrap_or(row.row + 1);
            match of_rows.iter_mut().find(|(text, _)| **text == warning.text) {
                Some((_, lines)) => lines.push(line),
                None => of_rows.push((&warning.text, vec![line])),
            }
        }
    }
    let of_sheet = receipt.warnings.iter().map(|warning| match warning.line {
        Some(line) => {
            let text = &warning.text;
            composed!("Rad {line}: {text}", "Row {line}: {text}"; text)
        }
        None => warning.text.clone(),
    });
    let of_rows = of_rows.into_iter().map(|(text, lines)| {
        let rows = listed(&lines);
        composed!("Rad {rows}: {text}", "Row {rows}: {text}"; text)
    });
    let all: Vec<Text> = of_sheet.chain(of_rows).collect();
    all.iter().map(|text| language.say(text).to_owned()).collect()
}

/// The rows of a sheet with a result.
fn rows(receipt: &BatchReceipt, is_wanted: impl Fn(Done) -> bool) -> String {
    let wanted = receipt.results.iter().filter(|row| is_wanted(row.done));
    let lines: Vec<usize> = wanted.map(|row| row.line.unwrap_or(row.row + 1)).collect();
    listed(&lines)
}

fn listed(lines: &[usize]) -> String {
    const MOST: usize = 20;
    let mut rows: Vec<String> = lines.iter().take(MOST).map(usize::to_string).collect();
    if lines.len() > MOST {
        rows.push("…".into());
    }
    rows.join(", ")
}
