//! Statistics as JSON-stat 2.0, and the names of files.

use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use crate::domain::Kommunkod;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::statistics::Months;
use crate::domain::statistics::figures::TooMany;
use crate::domain::statistics::figures::answer::FigureAnswer;
use crate::domain::statistics::figures::exact::NOTICE;
use crate::domain::statistics::figures::names::Names;
use crate::domain::text::TextLanguage;
use crate::http::problems::Problem;
use crate::http::response::bytes;
use crate::http::response::link::OwnAddress;
use crate::interop::json_stat::{About, dataset};

use super::basis::notes::NOTE;
use super::basis::query::too_many;

/// Figures as a JSON-stat 2.0 dataset (<https://json-stat.org/full/>).
#[derive(Serialize, ToSchema)]
#[schema(as = JsonStatDataset)]
pub(crate) struct JsonStatDataset {
    /// The version of JSON-stat.
    #[schema(value_type = String, example = "2.0")]
    pub version: &'static str,
    /// What it is.
    #[schema(value_type = String, example = "dataset")]
    pub class: &'static str,
    /// Its address.
    #[schema(format = "uri")]
    pub href: String,
    /// What it counts, by what, where and when.
    pub label: String,
    /// The municipality.
    pub source: String,
    /// What the figures mean. Exact figures first say that they are not public.
    pub note: Vec<String>,
    /// The dimensions in order; the last one is `measure`.
    pub id: Vec<String>,
    /// The number of categories of each dimension.
    pub size: Vec<usize>,
    /// The dimensions of time, and the one of what is measured.
    pub role: BTreeMap<String, Vec<String>>,
    /// The categories of each dimension, with names.
    #[schema(value_type = Object)]
    pub dimension: Value,
    /// The values by the number of their cell.
    #[schema(value_type = Object)]
    pub value: Value,
    /// The status of each figure that is not shown, or is shown in part, by the number of its cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<BTreeMap<String, String>>,
    /// The months, and what each status means.
    #[schema(value_type = Object)]
    pub extension: Value,
}

/// The dataset of an answer.
pub(crate) fn json_stat(
    answer: &FigureAnswer,
    municipality: &Municipality,
    insats: Option<&str>,
    language: TextLanguage,
    own: &OwnAddress,
) -> Result<Vec<u8>, Problem> {
    let names = Names::of(municipality, &answer.by, insats, language);
    let notes = if answer.is_exact { vec![NOTICE] } else { vec![NOTE] };
    let about = About {
        names: &names,
        language,
        notes: &notes,
        href: own.with(&[]),
    };
    let dataset = dataset(answer, &about).map_err(|TooMany| too_many())?;
    bytes(&dataset)
}

/// The name of a file with figures of some months.
pub(crate) fn file_name(of: &str, kommunkod: Kommunkod, months: Months) -> String {
    format!("{of}-{kommunkod}-{}-{}.csv", months.from, months.to)
}
