//! The title of an answer: what it counts, by what, where and when.

use crate::domain::Text;
use crate::domain::statistics::Months;
use crate::domain::statistics::figures::in_words::{dimension as dimension_in_words, listed, month_and_year};
use crate::domain::text::{TextLanguage, composed};

use super::answer::FigureAnswer;

/// "Besök per månad och insats i Norrtälje, juli 2025–juni 2026".
pub(crate) fn title(answer: &FigureAnswer, months: Months) -> Text {
    let in_language = |language: TextLanguage| {
        let dimensions = answer.by.dimensions().iter();
        let names: Vec<String> = dimensions
            .map(|dimension| language.of(&dimension_in_words(*dimension)).to_lowercase())
            .collect();
        let by = match &names[..] {
            [] => String::new(),
            names => format!(" {} {}", language.choose("per", "by"), listed(names, language)),
        };
        let (from, to) = (months.from, months.to);
        let time = if from == to {
            month_and_year(from, language)
        } else {
            format!("{}–{}", month_and_year(from, language), month_and_year(to, language))
        };
        (by, time)
    };
    let (sv, en) = (in_language(TextLanguage::Swedish), in_language(TextLanguage::English));
    let (by, time) = ((&sv.0, &en.0), (&sv.1, &en.1));
    let municipality = answer.kommunkod.kommun().name;
    composed!(
        "Besök{by} i {municipality}, {time}",
        "Attendances{by} in {municipality}, {time}";
        by, time
    )
}
