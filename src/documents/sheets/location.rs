//! Names the line and the cell of each fault in a sheet.

use crate::documents::read::characters;
use crate::domain::fault::SheetCell;
use crate::domain::text::{composed, counted};
use crate::domain::{Code, Fault, Text};

use super::cells;
use super::cells::is_empty;
use super::columns::{Column, RatingPart};
use super::export::unprotected;
use super::record_sheet::{RecordSheet, ratings};
use super::row::Row;
use super::wording::{of_flaw, reworded};

/// The most digits of a number that an answer repeats. A longer one may be a date of birth.
const MAX_DIGITS: usize = 5;

impl RecordSheet {
    /// Adds the line and the cell to each fault, with words of the sheet instead of those of JSON; in line order.
    pub fn located(&self, faults: Vec<Fault>) -> Vec<Fault> {
        let mut faults: Vec<Fault> = faults.into_iter().map(|fault| self.located_one(fault)).collect();
        faults.sort_by_key(|fault| fault.line);
        faults
    }

    /// The faults of cells that a spreadsheet program marks, such as formulas. A part of the sheet as text loses them.
    pub(crate) fn faults_of_cells(&self) -> Vec<Fault> {
        let header = |at: usize| self.sheet.header.get(at).map(|header| header.trim().to_owned());
        let of_row = |row: &Row| -> Vec<Fault> {
            let flaws = row.flaws.iter().filter_map(|(at, flaw)| {
                let cell = SheetCell {
                    column: header(*at).filter(|header| !header.is_empty())?,
                    understood: None,
                };
                Some(Fault {
                    line: Some(row.line),
                    cell: Some(Box::new(cell)),
                    ..Fault::new("", Code::InvalidFormat, of_flaw(*flaw))
                })
            });
            flaws.collect()
        };
        self.sheet.rows.iter().flat_map(of_row).collect()
    }

    fn located_one(&self, fault: Fault) -> Fault {
        let Some((row, member)) = self.row_of(&fault.pointer) else {
            return fault;
        };
        let line = fault.line.or(Some(row.line));
        let Some(column) = self.column_of(row, member, fault.code) else {
            return Fault { line, ..fault };
        };
        let cell = SheetCell {
            column: self.header(column),
            understood: self.understood(row, column, &fault),
        };
        let (code, detail) = reworded(self, row, column, &fault);
        Fault {
            line,
            code,
            detail,
            cell: Some(Box::new(cell)),
            ..fault
        }
    }

    /// The row of a pointer, and the rest of the pointer.
    fn row_of<'a>(&self, pointer: &'a str) -> Option<(&Row, &'a str)> {
        let rest = pointer.strip_prefix("/records/")?;
        let (at, member) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some((self.sheet.rows.get(at.parse::<usize>().ok()?)?, member))
    }

    /// The header of a column as written, or as a written sheet has it.
    pub(crate) fn header(&self, column: Column) -> String {
        let written = self.place(column).map(|at| self.sheet.header[at].trim().to_owned());
        written.unwrap_or_else(|| column.header())
    }

    /// The position of a column.
    pub(crate) fn place(&self, column: Column) -> Option<usize> {
        self.sheet.columns.iter().position(|known| *known == Some(column))
    }

    /// A non-empty cell without the `'` that protects it.
    pub(crate) fn cell<'a>(&self, row: &'a Row, column: Column) -> Option<&'a str> {
        let cell = row.cells.get(self.place(column)?)?;
        (!is_empty(cell)).then(|| unprotected(cell).trim())
    }

    fn column_of(&self, row: &Row, member: &str, code: Code) -> Option<Column> {
        Some(match member {
            "" if code == Code::MissingDate => Column::Date,
            "/insats" => Column::Insats,
            "/provider" => Column::Provider,
            "/date" => Column::Date,
            "/session" => Column::Session,
            "/period" | "/period/from" => Column::PeriodFrom,
            "/period/to" => Column::PeriodTo,
            "/unit" => Column::Unit,
            "/sessions" => Column::Sessions,
            "/place" => Column::Place,
            "/activity" => Column::Activity,
            "/method" => Column::Method,
            "/performedBy" => Column::PerformedBy,
            "/participants" if code == Code::MissingGender => {
                let is_missing = |column: &Column| self.cell(row, *column).is_none();
                [Column::Women, Column::Men].into_iter().find(is_missing)?
            }
            "/participants" | "/participants/total" => Column::Total,
            "/participants/women" => Column::Women,
            "/participants/men" => Column::Men,
            "/participants/otherOrUnknown" => Column::OtherOrUnknown,
            "/content" => Column::Content,
            "/extent" => Column::Extent,
            "/kindOfSupport" => Column::KindOfSupport,
            "/patterns" => Column::Patterns,
            "/evaluation" | "/evaluation/text" => Column::Evaluation,
            _ => self.rating_column(row, member.strip_prefix("/evaluation/ratings/")?)?,
        })
    }

    /// The column of a part of a rating. Ratings without cells in the row have no number in the pointer.
    fn rating_column(&self, row: &Row, member: &str) -> Option<Column> {
        let (at, part) = member.split_once('/').unwrap_or((member, ""));
        let part = match part {
            "mean" => RatingPart::Mean,
            "responses" => RatingPart::Responses,
            "scaleMax" => RatingPart::ScaleMax,
            _ => RatingPart::Question,
        };
        let parts = [
            RatingPart::Question,
            RatingPart::Mean,
            RatingPart::Responses,
            RatingPart::ScaleMax,
        ];
        let is_filled = |number: &usize| {
            let mut columns = parts.iter().map(|part| Column::Rating(*part, *number));
            columns.any(|column| self.cell(row, column).is_some())
        };
        let number = ratings(&self.sheet)
            .into_iter()
            .filter(is_filled)
            .nth(at.parse().ok()?)?;
        Some(Column::Rating(part, number))
    }

    /// What was read from the cell of a fault. Nothing that may identify somebody is described.
    fn understood(&self, row: &Row, column: Column, fault: &Fault) -> Option<Text> {
        if matches!(fault.code, Code::PersonalIdentityNumber | Code::ContactDetail) {
            return None;
        }
        if fault.code == Code::GenderSum {
            return self.counts(row);
        }
        if row.flaw(self.place(column)?).is_some() {
            return None;
        }
        let cell = self.cell(row, column)?;
        match column {
            Column::Date | Column::PeriodFrom | Column::PeriodTo => Some(match cells::day(cell) {
                Ok(day) => Text::new(day.to_string(), day.to_string()),
                Err(_) => described(cell),
            }),
            Column::Insats => Self::only(&self.names.insatser().meant(cell)),
            Column::Provider => Self::only(&self.names.providers().meant(cell)),
            column if column.is_number() => Some(number(cell).unwrap_or_else(|| described(cell))),
            Column::Unit | Column::PerformedBy => Some(described(cell)),
            _ => None,
        }
    }

    fn only(slugs: &[&crate::domain::Slug]) -> Option<Text> {
        match slugs {
            [slug] => Some(Text::new(slug.to_string(), slug.to_string())),
            _ => None,
        }
    }

    /// The counts of a row, with their headers.
    fn counts(&self, row: &Row) -> Option<Text> {
        let counts = [Column::Women, Column::Men, Column::OtherOrUnknown, Column::Total];
        let counts = counts.into_iter().filter_map(|column| {
            let number = number(self.cell(row, column)?)?;
            Some(format!("{} {}", self.header(column), number.sv))
        });
        let counts = counts.collect::<Vec<_>>().join(", ");
        (!counts.is_empty()).then(|| Text::new(counts.clone(), counts))
    }
}

/// A number with few digits.
fn number(cell: &str) -> Option<Text> {
    let number = cells::whole(cell).or_else(|| cells::decimal(cell))?;
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (digits <= MAX_DIGITS).then(|| Text::new(number.replace('.', ","), number))
}

/// A description of a cell that cannot be read.
fn described(cell: &str) -> Text {
    let length = cell.chars().count();
    if cell.bytes().all(|byte| byte.is_ascii_digit()) {
        let digits = counted!(length, ("siffra", "digit"), ("siffror", "digits"));
        return composed!("ett tal med {digits}", "a number with {digits}"; digits);
    }
    let characters = characters(length);
    composed!("en text med {characters}", "a text with {characters}"; characters)
}
