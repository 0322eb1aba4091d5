//! Figures as a JSON-stat 2.0 dataset (<https://json-stat.org/full/>): a cube with a dimension for each one asked for, and
//! one for what is measured.
//!
//! The cube is sparse: a place of one insats has no figure in another. A figure that is not shown has no value, and its
//! reason as its status.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::domain::Text;
use crate::domain::statistics::figures::TooMany;
use crate::domain::statistics::figures::answer::{AnswerRow, FigureAnswer, Measure};
use crate::domain::statistics::figures::figure::{Status, Tenths};
use crate::domain::statistics::figures::in_words;
use crate::domain::statistics::figures::names::Names;
use crate::domain::statistics::figures::title::title;
use crate::domain::text::{TextLanguage, text};
use crate::domain::word;

/// The media type.
pub(crate) const JSON_STAT: &str = "application/vnd.json-stat+json";

/// The most cells of a cube. Readers keep a place in memory for each, whether it has a value or not.
const MAX_CELLS: usize = 1_000_000;

/// The category of what has no stated value. No slug has a capital letter.
const NOT_STATED: &str = "notStated";

/// The dimension of what is measured, and its category for the figures themselves.
const MEASURE: &str = "measure";
const PARTICIPATIONS: &str = "participations";

/// What a dataset says beside its figures.
pub(crate) struct About<'a> {
    pub names: &'a Names,
    pub language: TextLanguage,
    /// What the figures mean, and for exact figures that they are not public.
    pub notes: &'a [Text],
    /// Its own address.
    pub href: String,
}

/// A dimension: its name, and its categories in order.
struct Axis {
    id: String,
    label: String,
    categories: Vec<(String, String)>,
    /// The number of each category.
    places: HashMap<String, usize>,
}

impl Axis {
    fn new(id: String, label: &str, categories: Vec<(String, String)>) -> Self {
        let places = categories.iter().enumerate();
        Self {
            id,
            label: label.to_owned(),
            places: places.map(|(at, (category, _))| (category.clone(), at)).collect(),
            categories,
        }
    }

    fn place(&self, category: &str) -> usize {
        self.places[category]
    }
}

/// The dataset of an answer.
///
/// # Errors
/// [`TooMany`] if the cube has too many cells.
pub(crate) fn dataset(answer: &FigureAnswer, about: &About) -> Result<Value, TooMany> {
    let axes = axes(answer, about);
    let cells = axes
        .iter()
        .try_fold(1_usize, |cells, axis| cells.checked_mul(axis.categories.len()));
    if cells.is_none_or(|cells| cells > MAX_CELLS) {
        return Err(TooMany);
    }
    let (mut values, statuses) = cube(answer, &axes);
    if values.is_empty() && cells > Some(0) {
        // The reference library takes an empty object for a dataset without values and statuses.
        values.insert("0".into(), Value::Null);
    }
    let ids: Vec<&str> = axes.iter().map(|axis| &*axis.id).collect();
    let sizes: Vec<usize> = axes.iter().map(|axis| axis.categories.len()).collect();
    let of_time = answer.by.dimensions().iter().filter(|dimension| dimension.is_time());
    let of_time: Vec<String> = of_time.map(word::written).collect();
    let mut role = json!({"metric": [MEASURE]});
    if !of_time.is_empty() {
        role["time"] = json!(of_time);
    }
    let notes: Vec<&str> = about.notes.iter().map(|note| about.language.of(note)).collect();
    let mut dataset = json!({
        "version": "2.0",
        "class": "dataset",
        "href": about.href,
        "label": about.language.of(&title(answer, answer.months)),
        "source": answer.kommunkod.kommun().name,
        "note": notes,
        "id": ids,
        "size": sizes,
        "role": role,
        "dimension": axes.iter().map(dimension).collect::<Map<_, _>>(),
        "value": values,
        "extension": extension(answer, about),
    });
    if !statuses.is_empty() {
        dataset["status"] = Value::Object(statuses);
    }
    Ok(dataset)
}

fn axes(answer: &FigureAnswer, about: &About) -> Vec<Axis> {
    let dimensions = answer.by.dimensions().iter().enumerate();
    let axes = dimensions.map(|(at, dimension)| {
        let mut labels: Vec<Option<&str>> = answer.rows.iter().map(|row| row.labels[at].as_deref()).collect();
        // The rows are in this order already, dimension by dimension.
        labels.sort_unstable();
        labels.dedup();
        let category = |label: Option<&str>| {
            let id = label.unwrap_or(NOT_STATED).to_owned();
            (id, about.names.name(*dimension, label))
        };
        let categories = labels.into_iter().map(category).collect();
        Axis::new(
            word::written(dimension),
            about.language.of(&in_words::dimension(*dimension)),
            categories,
        )
    });
    axes.chain([of_measures(answer, about.language)]).collect()
}

fn of_measures(answer: &FigureAnswer, language: TextLanguage) -> Axis {
    let mut measures: Vec<Measure> = answer
        .rows
        .iter()
        .flat_map(|row| row.more.iter().map(|(measure, _)| *measure))
        .collect();
    measures.sort_unstable();
    measures.dedup();
    let participations = in_words::participations();
    let more = measures
        .iter()
        .map(|measure| (word::written(measure), label_of(*measure)));
    let all = std::iter::once((PARTICIPATIONS.to_owned(), participations)).chain(more);
    let categories = all.map(|(id, label)| (id, language.of(&label).to_owned())).collect();
    Axis::new(MEASURE.into(), language.of(&text!("Uppgift", "Measure")), categories)
}

const fn label_of(measure: Measure) -> Text {
    match measure {
        Measure::Women => text!("Kvinnor", "Women"),
        Measure::Men => text!("Män", "Men"),
        Measure::OtherOrUnknown => text!("Annat eller okänt kön", "Other or unknown gender"),
        Measure::Records => text!("Uppgifter", "Records"),
        Measure::Sessions => text!("Genomförda tillfällen", "Sessions held"),
        Measure::MeanPerSession => text!("Deltagare per tillfälle", "Participants per session"),
        Measure::Rating => text!("Skattning, 1 till 5", "Rating, 1 to 5"),
        Measure::Responses => text!("Antal svar", "Number of responses"),
    }
}

/// The values and the statuses by the number of their cell; the last dimension varies fastest.
fn cube(answer: &FigureAnswer, axes: &[Axis]) -> (Map<String, Value>, Map<String, Value>) {
    let (mut values, mut statuses) = (Map::new(), Map::new());
    let Some((measures, dimensions)) = axes.split_last() else {
        return (values, statuses);
    };
    for row in &answer.rows {
        let first = first_cell(row, dimensions) * measures.categories.len();
        let mut put = |measure: &str, value: Value| values.insert((first + measures.place(measure)).to_string(), value);
        if let Some(value) = row.value {
            put(PARTICIPATIONS, json!(value));
        }
        for (measure, value) in &row.more {
            put(&word::written(measure), number(*value));
        }
        if row.status != Status::Ok {
            let status = json!(word::written(&row.status));
            statuses.insert((first + measures.place(PARTICIPATIONS)).to_string(), status);
        }
    }
    (values, statuses)
}

fn first_cell(row: &AnswerRow, dimensions: &[Axis]) -> usize {
    let labels = row.labels.iter().zip(dimensions);
    labels.fold(0, |cell, (label, axis)| {
        cell * axis.categories.len() + axis.place(label.as_deref().unwrap_or(NOT_STATED))
    })
}

/// A whole number as such.
fn number(value: Tenths) -> Value {
    if value.0 % 10 == 0 {
        json!(value.0 / 10)
    } else {
        json!(value)
    }
}

fn dimension(axis: &Axis) -> (String, Value) {
    let index: Vec<&str> = axis.categories.iter().map(|(id, _)| &**id).collect();
    let labels: Map<String, Value> = axis
        .categories
        .iter()
        .map(|(id, label)| (id.clone(), json!(label)))
        .collect();
    let of = json!({"label": axis.label, "category": {"index": index, "label": labels}});
    (axis.id.clone(), of)
}

fn extension(answer: &FigureAnswer, about: &About) -> Value {
    let statuses = [
        Status::Suppressed,
        Status::Partial,
        Status::Missing,
        Status::Pending,
        Status::NotApplicable,
        Status::Withdrawn,
    ];
    let all = statuses.map(|status| (status, in_words::status(status).1));
    let labels: Map<String, Value> = all
        .into_iter()
        .map(|(status, label)| (word::written(&status), json!(about.language.of(&label))))
        .collect();
    json!({
        "kommunkod": answer.kommunkod,
        "from": answer.months.from,
        "to": answer.months.to,
        "through": answer.through,
        "status": {"label": labels},
    })
}
