//! Reads Statistics Sweden's tables of the population by region, age, sex and year: JSON-stat 2.0 and CSV.

mod json_stat;
mod sheet;
mod table;
mod words;

use crate::domain::reach::population::Population;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Kommunkod, Text};

/// The most values of a table.
const MAX_VALUES: usize = 2_000_000;

/// The most faults that are listed.
const MAX_FAULTS: usize = 100;

/// The most residents of one age and sex in a municipality.
const MAX_RESIDENTS: u64 = 10_000_000;

/// The longest name of a table, in characters.
const MAX_SOURCE: usize = 200;

/// Reads a table: the populations of its municipalities, each with every age. Regions that are no municipality, and
/// totals, are left out.
///
/// # Errors
/// Every fault up to a limit, with its JSON Pointer, or its line and column.
pub fn read(bytes: &[u8]) -> Result<Vec<(Kommunkod, Population)>, Vec<Fault>> {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let read = if start.starts_with(b"{") || start.starts_with(b"[") {
        json_stat::read(bytes)
    } else {
        sheet::read(bytes)
    };
    read.map_err(limited)
}

fn limited(mut faults: Vec<Fault>) -> Vec<Fault> {
    let more = faults.len().saturating_sub(MAX_FAULTS);
    if more > 0 {
        faults.truncate(MAX_FAULTS);
        let detail = composed!("Och {more} fel till.", "And {more} more faults.");
        faults.push(Fault::new("", Code::InvalidFormat, detail));
    }
    faults
}

/// The name of a table, in one line of limited length.
fn source(names: &[&str]) -> String {
    let known = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
    let joined = known.collect::<Vec<_>>().join(": ");
    let line: String = joined.chars().filter(|c| !c.is_control()).take(MAX_SOURCE).collect();
    if line.is_empty() { "SCB".to_owned() } else { line }
}

const NOT_A_COUNT: Text = text!(
    "Ett helt antal invånare, 0 eller fler, utan decimaler.",
    "A whole number of residents, 0 or more, without decimals."
);
const NO_VALUE: Text = text!("Siffran saknas.", "The figure is missing.");
const DOUBLED: Text = text!(
    "Siffran finns två gånger: samma kommun, ålder, kön och år.",
    "The figure is there twice: the same municipality, age, sex and year."
);
const UNKNOWN_REGION: Text = text!(
    "Ingen svensk kommun har koden. Den kan höra till ett annat års indelning.",
    "No Swedish municipality has the code. It may belong to the division of another year."
);
const UNKNOWN_AGE: Text = text!(
    "Åldern ska vara ett helt år, från 0 år till 100+ år.",
    "The age must be one year of age, from 0 years to 100+ years."
);
const UNKNOWN_SEX: Text = text!("Könet ska vara kvinnor eller män.", "The sex must be women or men.");
const UNKNOWN_YEAR: Text = text!("Året ska vara fyra siffror.", "The year must be four digits.");
