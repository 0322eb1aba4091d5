//! Figures as a table to read in a browser. It has no script and loads nothing.

use std::collections::{BTreeMap, HashMap};

use askama::Template;

use crate::domain::Text;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::figures::answer::{AnswerRow, FigureAnswer};
use crate::domain::statistics::figures::exact::NOTICE;
use crate::domain::statistics::figures::figure::{ReleasedCell, Status};
use crate::domain::statistics::figures::in_words;
use crate::domain::statistics::figures::names::Names;
use crate::domain::statistics::figures::title::title;
use crate::domain::text::{TextLanguage, composed, text};
use crate::http::statistics::basis::notes::{EXACT_NOTE, NOTE};

#[derive(Template)]
#[template(path = "statistics/pictures/table.html")]
struct Page {
    language: TextLanguage,
    title: String,
    notice: Option<String>,
    note: String,
    nothing: String,
    caption: String,
    table: FigureTable,
    words: String,
    source: String,
    address: String,
}

/// Figures as a table, in one language.
pub(crate) struct FigureTable {
    pub headings: Vec<String>,
    pub rows: Vec<Row>,
    /// The words that replace figures, and their meaning.
    pub explained: BTreeMap<String, String>,
}

/// A figure with its labels.
pub(crate) struct Row {
    pub labels: Vec<String>,
    pub is_word: bool,
    pub value: String,
}

/// The page of an answer, at its own address.
pub(crate) fn table_page(
    answer: &FigureAnswer,
    municipality: &Municipality,
    insats: Option<&str>,
    language: TextLanguage,
    address: String,
) -> String {
    let say = |text: Text| language.of(&text).to_owned();
    let page = Page {
        title: say(title(answer, answer.months)),
        notice: answer.is_exact.then(|| say(NOTICE)),
        note: say(if answer.is_exact { EXACT_NOTE } else { NOTE }),
        nothing: say(NOTHING),
        caption: say(text!("En rad för varje siffra.", "One row for each figure.")),
        table: FigureTable::of(answer, municipality, insats, language),
        words: say(WORDS),
        source: say(text!("Källa:", "Source:")),
        language,
        address,
    };
    page.render().expect("a string takes all that is written to it")
}

/// That an answer has no figures.
pub(crate) const NOTHING: Text = text!(
    "Det finns inga siffror för den här frågan.",
    "There are no figures for this question."
);
/// The heading of the words that replace figures.
pub(crate) const WORDS: Text = text!("Orden i tabellen", "Words in the table");

impl FigureTable {
    /// The figures of an answer.
    pub(crate) fn of(
        answer: &FigureAnswer,
        municipality: &Municipality,
        insats: Option<&str>,
        language: TextLanguage,
    ) -> Self {
        let say = |text: Text| language.of(&text).to_owned();
        let names = Names::of(municipality, &answer.by, insats, language);
        let cells: HashMap<&str, &ReleasedCell> = answer.cells.iter().map(|cell| (&*cell.id, cell)).collect();
        let dimensions = answer.by.dimensions();
        let mut headings: Vec<String> = dimensions
            .iter()
            .map(|dimension| say(in_words::dimension(*dimension)))
            .collect();
        if headings.is_empty() {
            headings.push(say(text!("Del", "Part")));
        }
        headings.push(say(text!("Antal besök", "Number of attendances")));
        let rows = answer.rows.iter().map(|row| {
            let labels = dimensions.iter().zip(&row.labels);
            let mut labels: Vec<String> = labels
                .map(|(dimension, label)| names.name(*dimension, label.as_deref()))
                .collect();
            if labels.is_empty() {
                labels.push(say(text!("Allt", "Everything")));
            }
            Row {
                labels,
                is_word: row.value.is_none(),
                value: match row.value {
                    Some(value) => in_words::number(value, language),
                    None => within(row, &cells, language).unwrap_or_else(|| say(in_words::status(row.status).0)),
                },
            }
        });
        Self {
            rows: rows.collect(),
            explained: explained(answer, language),
            headings,
        }
    }
}

/// The total that contains a figure, if it is shown.
fn within(row: &AnswerRow, cells: &HashMap<&str, &ReleasedCell>, language: TextLanguage) -> Option<String> {
    let value = cells.get(row.within.as_deref()?)?.value?;
    let number = |language| in_words::number(value, language);
    let total = (number(TextLanguage::Swedish), number(TextLanguage::English));
    let text = composed!("ingår i summan {total}", "within a total of {total}"; total);
    Some(language.of(&text).to_owned())
}

fn explained(answer: &FigureAnswer, language: TextLanguage) -> BTreeMap<String, String> {
    let hidden = answer.rows.iter().filter(|row| row.status != Status::Ok);
    let explained = hidden.map(|row| {
        let (word, sentence) = in_words::status(row.status);
        (language.of(&word).to_owned(), language.of(&sentence).to_owned())
    });
    explained.collect()
}
