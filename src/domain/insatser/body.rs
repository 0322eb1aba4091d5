//! What a municipality says of itself: its settings, its deciding bodies, the documents it cites.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::contact::Contact;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::kommun::Kommunkod;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

/// The smallest group where a municipality has decided nothing else.
pub(crate) const DEFAULT_K: i32 = 5;

/// The least that a municipality may decide.
pub(crate) const MIN_K: i32 = 3;

/// The most that a municipality may decide.
pub(crate) const MAX_K: i32 = 1000;

/// A place in a source document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// The document, one of the municipality's `sourceDocuments`.
    #[schema(example = "004")]
    pub document: String,
    /// The lines, counted from 1 with blank lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "165-190")]
    pub lines: Option<String>,
}

impl Source {
    /// These lines of this document.
    pub(crate) fn at(document: &str, lines: &str) -> Self {
        Self {
            document: document.to_owned(),
            lines: Some(lines.to_owned()),
        }
    }
}

/// A board or other deciding body of a municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// Its short name.
    pub slug: Slug,
    /// What it is called; `decision.body` names it.
    #[schema(example = "Vård- och omsorgsnämnden")]
    pub name: String,
    /// How to reach it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Where one applies for an assessed insats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_contact: Option<Contact>,
}

/// A document that the catalogue cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceDocument {
    /// The alias that `sources` use.
    #[schema(example = "004")]
    pub document: String,
    /// What it is.
    pub title: Text,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// What a municipality says of itself in its catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MunicipalityDocument {
    /// Whose catalogue it is.
    pub kommunkod: Kommunkod,
    /// How the catalogue is kept.
    pub settings: Settings,
    /// The deciding bodies.
    pub bodies: Vec<Body>,
    /// The documents that `sources` cite.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source_documents: Vec<SourceDocument>,
    /// The yes/no questions of the municipality's own that criteria refer to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<LocalQuestion>,
}

/// How a municipality's catalogue is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Whether every insats must carry a conclusion 1 to 3 of a risk and consequence analysis.
    pub risk_conclusion_required: bool,
    /// How its statistics are released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistics: Option<StatisticsSettings>,
}

/// How a municipality's statistics are released.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatisticsSettings {
    /// The smallest group: of a part of a released figure at least this many values stay possible. 5 when absent. A new
    /// one holds for months that are not open yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 3, maximum = 1000, example = 5)]
    pub k: Option<i32>,
    /// The day of the next month on which a month is released by itself, once it is closed; never when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 28, example = 20)]
    pub release_day: Option<u32>,
}

impl Settings {
    /// The smallest group.
    pub(crate) fn k(&self) -> i32 {
        self.statistics.and_then(|statistics| statistics.k).unwrap_or(DEFAULT_K)
    }

    /// The day of the next month on which a month is released by itself.
    pub(crate) fn release_day(&self) -> Option<u32> {
        self.statistics.and_then(|statistics| statistics.release_day)
    }
}
