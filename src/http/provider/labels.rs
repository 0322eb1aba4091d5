//! The labels of fields that are columns of the sheet.

use crate::documents::sheets::columns::{Column, RatingPart};
use crate::domain::Text;
use crate::domain::text::text;

/// The label of a column: `antal_deltagare` is "Antal deltagare".
pub(super) fn label(column: Column) -> Text {
    if let Column::Rating(part, _) = column {
        return rating_label(part);
    }
    let words = column.header().replace('_', " ");
    let mut letters = words.chars();
    let capital = letters.next().into_iter().flat_map(char::to_uppercase);
    let label: String = capital.chain(letters.as_str().chars()).collect();
    // The columns of the sheet have the same names in every language.
    Text::new(label.clone(), label)
}

/// The label of a part of a rating.
pub(super) fn rating_label(part: RatingPart) -> Text {
    match part {
        RatingPart::Question => text!("Frågan som de svarade på", "The question that they answered"),
        RatingPart::Mean => text!("Medelvärdet, som 4,2", "The mean, such as 4.2"),
        RatingPart::Responses => text!("Hur många som svarade", "How many answered"),
        RatingPart::ScaleMax => text!("Högsta betyget, som 5", "The highest rating, such as 5"),
    }
}
