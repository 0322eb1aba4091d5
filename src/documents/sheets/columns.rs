//! The columns of a sheet of group records, and their headers.

use std::collections::HashMap;
use std::sync::LazyLock;

use strum::VariantArray;

use crate::domain::Text;
use crate::domain::letters::folded;

/// A column of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Insats,
    /// Who carried it out.
    Provider,
    /// The day of a session.
    Date,
    /// The number of a session, if there are several on one day.
    Session,
    /// The first day of a period.
    PeriodFrom,
    /// The last day of a period.
    PeriodTo,
    /// What a period counts.
    Unit,
    /// The number of sessions that the visits of a period cover.
    Sessions,
    Place,
    Activity,
    Method,
    /// The role of the person who carried it out.
    PerformedBy,
    /// The number of participants.
    Total,
    Women,
    Men,
    /// Participants of another or unknown gender.
    OtherOrUnknown,
    Content,
    Extent,
    KindOfSupport,
    /// Recurring patterns.
    Patterns,
    /// Evaluation as text.
    Evaluation,
    /// A part of a rating, from 1. The headers of further ratings end with their number.
    Rating(RatingPart, usize),
}

/// A part of a rating, in column order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, VariantArray)]
pub enum RatingPart {
    Question,
    /// The mean of the answers.
    Mean,
    /// The number of answers.
    Responses,
    /// The top of the scale.
    ScaleMax,
}

/// Each column with its Swedish and English header, in the order of a written sheet.
const HEADERS: [(Column, &str, &str); 25] = [
    (Column::Insats, "insats", "insats"),
    (Column::Provider, "utförare", "provider"),
    (Column::Date, "datum", "date"),
    (Column::Session, "pass_nr", "session"),
    (Column::PeriodFrom, "period_från", "period_from"),
    (Column::PeriodTo, "period_till", "period_to"),
    (Column::Unit, "enhet", "unit"),
    (Column::Sessions, "antal_tillfällen", "sessions"),
    (Column::Place, "plats", "place"),
    (Column::Activity, "aktivitet", "activity"),
    (Column::Method, "metod", "method"),
    (Column::PerformedBy, "utfört_av", "performed_by"),
    (Column::Total, "antal_deltagare", "total"),
    (Column::Women, "kvinnor", "women"),
    (Column::Men, "män", "men"),
    (Column::OtherOrUnknown, "annat_okänt", "other_or_unknown"),
    (Column::Content, "innehåll", "content"),
    (Column::Extent, "omfattning", "extent"),
    (Column::KindOfSupport, "typ_av_stöd", "kind_of_support"),
    (Column::Patterns, "mönster", "patterns"),
    (Column::Evaluation, "utvärdering", "evaluation"),
    (
        Column::Rating(RatingPart::Question, 1),
        "skattning_fråga",
        "rating_question",
    ),
    (Column::Rating(RatingPart::Mean, 1), "skattning_medel", "rating_mean"),
    (
        Column::Rating(RatingPart::Responses, 1),
        "skattning_svar",
        "rating_responses",
    ),
    (
        Column::Rating(RatingPart::ScaleMax, 1),
        "skattning_max",
        "rating_scale_max",
    ),
];

/// Other accepted headers.
const ALSO: [(Column, &str); 3] = [
    (Column::Session, "tillfälle"),
    (Column::Sessions, "tillfällen"),
    (Column::Total, "antal"),
];

/// The columns by normalized header.
static SPELLED: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
    let of_both = HEADERS
        .into_iter()
        .flat_map(|(column, sv, en)| [(column, sv), (column, en)]);
    let all = of_both.chain(ALSO);
    all.map(|(column, header)| (spelled(header), column)).collect()
});

/// The longest cell that may be a header, in bytes. Spaces may be many.
const LONGEST_HEADER: usize = 400;
/// The most ratings in one record.
const MAX_RATINGS: usize = 1000;

impl Column {
    /// Every column, with one rating, in the order of a written sheet.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        HEADERS.into_iter().map(|(column, _, _)| column)
    }

    /// The column of a header in either language and any spelling: `Utfört av`, `utfort-av`, `PERFORMED_BY`.
    pub(crate) fn of_header(header: &str) -> Option<Self> {
        if header.len() > LONGEST_HEADER {
            return None;
        }
        let header = spelled(header);
        if let Some(column) = SPELLED.get(&header) {
            return Some(*column);
        }
        let name = header.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = header[name.len()..].parse().ok();
        match (SPELLED.get(name)?, number?) {
            (Self::Rating(part, 1), number @ 1..=MAX_RATINGS) => Some(Self::Rating(*part, number)),
            _ => None,
        }
    }

    /// The Swedish header.
    pub(crate) fn header(self) -> String {
        let (first, number) = match self {
            Self::Rating(part, number) => (Self::Rating(part, 1), number),
            column => (column, 1),
        };
        let header = HEADERS.into_iter().find(|(column, _, _)| *column == first);
        let (_, sv, _) = header.expect("every column has a header");
        if number == 1 {
            sv.to_owned()
        } else {
            format!("{sv}_{number}")
        }
    }

    /// Whether the cells of the column are numbers.
    pub(crate) const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Session
                | Self::Sessions
                | Self::Total
                | Self::Women
                | Self::Men
                | Self::OtherOrUnknown
                | Self::Rating(RatingPart::Mean | RatingPart::Responses | RatingPart::ScaleMax, _)
        )
    }

    /// Whether the cells of the column are texts of several sentences.
    pub(crate) const fn is_long_text(self) -> bool {
        matches!(
            self,
            Self::Content | Self::Extent | Self::KindOfSupport | Self::Patterns | Self::Evaluation
        )
    }

    /// Whether the column only identifies the stream, and is filled in even in an empty template.
    pub(crate) const fn is_whose(self) -> bool {
        matches!(self, Self::Insats | Self::Provider)
    }
}

/// All headers in Swedish and in English, for an error message.
pub(crate) fn allowed() -> Text {
    let sv: Vec<&str> = HEADERS.iter().map(|(_, sv, _)| *sv).collect();
    let en: Vec<&str> = HEADERS.iter().map(|(_, _, en)| *en).collect();
    Text::new(sv.join(", "), en.join(", "))
}

/// Every header in Swedish and in English.
pub(crate) fn headers() -> impl Iterator<Item = &'static str> {
    HEADERS.into_iter().flat_map(|(_, sv, en)| [sv, en])
}

/// A header without differences in case, diacritics and separators.
fn spelled(header: &str) -> String {
    let between = |c: &char| !c.is_whitespace() && !matches!(c, '_' | '-' | '/' | '\u{2010}'..='\u{2015}');
    folded(header).chars().filter(between).collect()
}

#[cfg(test)]
#[path = "../../../tests/unit/documents/sheets/columns.rs"]
mod tests;
