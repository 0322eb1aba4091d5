//! Reads a table as CSV: regions, ages and sexes in rows, and years, perhaps with sexes, in columns or rows.

use crate::documents::sheets::decoding::{Decoding, possible};
use crate::documents::sheets::delimited::{Delimited, SEPARATORS};
use crate::documents::sheets::row::Row;
use crate::domain::letters::folded;
use crate::domain::reach::population::Population;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Kommunkod, Text};

use super::table::{Place, Table};
use super::words::{Category, Dimension, Sex};
use super::{
    DOUBLED, MAX_RESIDENTS, MAX_VALUES, NO_VALUE, NOT_A_COUNT, UNKNOWN_AGE, UNKNOWN_REGION, UNKNOWN_SEX, UNKNOWN_YEAR,
    source, words,
};

/// How many rows may come before the header.
const ROWS_BEFORE_HEADER: usize = 10;

/// A column of figures, with what its header says of them.
struct Figures {
    at: usize,
    year: Option<i32>,
    sex: Option<Sex>,
}

/// What the columns mean.
struct Header {
    region: usize,
    age: usize,
    sex: Option<usize>,
    year: Option<usize>,
    figures: Vec<Figures>,
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<(Kommunkod, Population)>, Vec<Fault>> {
    let text = possible(bytes, None)?.first().map(Decoding::text);
    let delimited = Delimited::of(&text.unwrap_or_default());
    let is_header = |row: &Row| {
        let has = |wanted| row.cells.iter().any(|cell| words::dimension(cell) == Some(wanted));
        has(Dimension::Region) && has(Dimension::Age)
    };
    let with_header = |separator: &u8| {
        delimited
            .rows(*separator)
            .take(ROWS_BEFORE_HEADER)
            .any(|row| is_header(&row))
    };
    let Some(separator) = SEPARATORS.into_iter().find(with_header) else {
        let detail = text!(
            "Filen ska vara JSON-stat 2.0, eller CSV med kolumnerna region, ålder, kön och år.",
            "The file must be JSON-stat 2.0, or CSV with the columns region, age, sex and year."
        );
        return Err(vec![Fault::new("", Code::InvalidFormat, detail)]);
    };
    let mut rows = delimited.rows(separator);
    let mut title = String::new();
    let header = loop {
        match rows.next() {
            Some(row) if is_header(&row) => break row,
            Some(row) => title = row.cells.first().cloned().unwrap_or_default(),
            None => return Err(Vec::new()),
        }
    };
    let header = Header::read(&header)?;
    let mut faults = Vec::new();
    let mut table = Table::default();
    for (number, row) in rows.enumerate() {
        if number * header.figures.len() > MAX_VALUES {
            let detail = composed!("Högst {MAX_VALUES} siffror.", "At most {MAX_VALUES} figures.");
            faults.push(at_line(row.line, Code::TooLong, detail));
            break;
        }
        // Notes below the table have one cell.
        if row.cells.iter().skip(1).all(|cell| cell.trim().is_empty()) {
            continue;
        }
        header.read_row(&row, &mut table, &mut faults);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    table.populations(&source(&["SCB", &title]))
}

fn at_line(line: usize, code: Code, detail: Text) -> Fault {
    Fault {
        line: Some(line),
        ..Fault::new("", code, detail)
    }
}

/// A fault in a column, by its number from 1.
fn in_column(line: usize, at: usize, code: Code, detail: &Text) -> Fault {
    let column = at + 1;
    at_line(
        line,
        code,
        composed!("kolumn {column}: {detail}", "column {column}: {detail}"; detail),
    )
}

impl Header {
    fn read(row: &Row) -> Result<Self, Vec<Fault>> {
        let mut found: [Option<usize>; 4] = [None; 4];
        let mut faults = Vec::new();
        let mut figures: Vec<Figures> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            if let Some(dimension) = words::dimension(cell) {
                if found[dimension as usize].replace(at).is_some() {
                    faults.push(in_column(row.line, at, Code::Duplicate, &SAME_COLUMN));
                }
                continue;
            }
            let folded = folded(cell);
            let mut parts = folded.split_whitespace();
            let year = parts.clone().find_map(words::year);
            let sex = parts.find_map(|part| match words::sex(part).filter(|_| part.len() > 2) {
                Some(Category::One(sex)) => Some(sex),
                _ => None,
            });
            if figures.iter().any(|other| (other.year, other.sex) == (year, sex)) {
                faults.push(in_column(row.line, at, Code::Duplicate, &SAME_COLUMN));
            }
            figures.push(Figures { at, year, sex });
        }
        let [region, age, sex, year] = found;
        for column in &figures {
            if column.year.is_some() == year.is_some() {
                faults.push(in_column(row.line, column.at, Code::InvalidFormat, &ONE_YEAR));
            }
            if column.sex.is_some() == sex.is_some() {
                faults.push(in_column(row.line, column.at, Code::InvalidFormat, &ONE_SEX));
            }
        }
        if figures.is_empty() {
            faults.push(at_line(row.line, Code::MissingMember, NO_FIGURES));
        }
        match (region, age) {
            (Some(region), Some(age)) if faults.is_empty() => Ok(Self {
                region,
                age,
                sex,
                year,
                figures,
            }),
            _ => Err(faults),
        }
    }

    fn read_row(&self, row: &Row, table: &mut Table, faults: &mut Vec<Fault>) {
        let cell = |at: usize| row.cells.get(at).map_or("", |cell| cell.trim());
        let before = faults.len();
        let mut read = Vec::new();
        let mut add = |at: usize, is_known: bool, detail: Text| {
            if !is_known {
                read.push(in_column(row.line, at, Code::NotInList, &detail));
            }
        };
        let region = words::region(cell(self.region));
        add(self.region, region.is_some(), UNKNOWN_REGION);
        let age = words::age(cell(self.age));
        add(self.age, age.is_some(), UNKNOWN_AGE);
        let sex = self.sex.map(|at| (at, words::sex(cell(at))));
        if let Some((at, sex)) = sex {
            add(at, sex.is_some(), UNKNOWN_SEX);
        }
        let year = self.year.map(|at| (at, words::year(cell(at))));
        if let Some((at, year)) = year {
            add(at, year.is_some(), UNKNOWN_YEAR);
        }
        faults.append(&mut read);
        let (Some(Category::One(kommunkod)), Some(Category::One(age))) = (region, age) else {
            return;
        };
        let of_row = match sex {
            Some((_, Some(Category::One(sex)))) => Some(sex),
            Some(_) => return,
            None => None,
        };
        if faults.len() > before {
            return;
        }
        for column in &self.figures {
            let year = column.year.or(year.and_then(|(_, year)| year));
            let (Some(sex), Some(year)) = (column.sex.or(of_row), year) else {
                continue;
            };
            let place = Place {
                kommunkod,
                year,
                sex,
                age,
            };
            let result = count(cell(column.at)).and_then(|residents| {
                let put = table.put(place, residents);
                put.map_err(|_| (Code::Duplicate, DOUBLED))
            });
            if let Err((code, detail)) = result {
                faults.push(in_column(row.line, column.at, code, &detail));
            }
        }
    }
}

const SAME_COLUMN: Text = text!("Två kolumner är samma.", "Two columns are the same.");
const ONE_YEAR: Text = text!(
    "Okänd kolumn. En kolumn med siffror ska ha sitt år i rubriken, eller året i en egen kolumn. Uppdelningen ska vara \
     region, ålder, kön och år.",
    "Unknown column. A column of figures must have its year in the header, or the year in a column of its own. The \
     dimensions must be region, age, sex and year."
);
const ONE_SEX: Text = text!(
    "Kön ska finnas i en egen kolumn, eller som kvinnor och män i rubrikerna.",
    "Sex must be in a column of its own, or as women and men in the headers."
);
const NO_FIGURES: Text = text!("Kolumnen med siffror saknas.", "The column of figures is missing.");

/// A number of residents, perhaps with spaces between thousands.
fn count(cell: &str) -> Result<u32, (Code, Text)> {
    let digits: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() || digits == ".." {
        return Err((Code::MissingMember, NO_VALUE));
    }
    let is_digits = digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse::<u32>().ok().filter(|_| is_digits);
    number
        .filter(|number| u64::from(*number) <= MAX_RESIDENTS)
        .ok_or((Code::OutOfRange, NOT_A_COUNT))
}
