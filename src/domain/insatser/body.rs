//! A municipality's own information: its settings, deciding bodies and source documents.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::contact::Contact;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::{CatalogueText, Kommunkod, Slug};

use super::documentation::Documentation;
use super::figure_split::{ChosenDivision, Division};

/// The k of a municipality that has not decided one.
pub(crate) const DEFAULT_K: i32 = 5;

/// The lowest k that a municipality may decide.
pub(crate) const MIN_K: i32 = 3;

/// The highest k that a municipality may decide.
pub(crate) const MAX_K: i32 = 1000;

/// A reference to lines in a source document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// The document, one of `sourceDocuments`.
    #[schema(example = "004")]
    pub document: String,
    /// The lines, counted from 1 including blank lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "165-190")]
    pub lines: Option<String>,
}

impl Source {
    pub(crate) fn at(document: &str, lines: &str) -> Self {
        Self {
            document: document.to_owned(),
            lines: Some(lines.to_owned()),
        }
    }
}

/// A board or other deciding body of a municipality.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// Its slug.
    pub slug: Slug,
    /// Its name, used in `decision.body`.
    #[schema(example = "Vård- och omsorgsnämnden")]
    pub name: String,
    /// Its contact details.
    pub contact: Option<Contact>,
    /// Where people apply for an individually assessed insats.
    pub application_contact: Option<Contact>,
}

/// A document that the catalogue cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SourceDocument {
    /// The alias that `sources` use.
    #[schema(example = "004")]
    pub document: String,
    /// Its title.
    pub title: CatalogueText,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Its web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri", example = "https://www.example.se/beslut")]
    pub web_page: Option<String>,
    /// The day when it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessed: Option<NaiveDate>,
}

/// A municipality's information about itself in its catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MunicipalityDocument {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The settings of the catalogue.
    pub settings: Settings,
    /// That the catalogue has everything that the municipality has decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalogue_complete: Option<CatalogueComplete>,
    /// What its reports have at the top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letterhead: Option<Letterhead>,
    /// The deciding bodies.
    pub bodies: Vec<Body>,
    /// The source documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source_documents: Vec<SourceDocument>,
    /// What each conclusion of a risk and consequence analysis means in the municipality's guideline.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risk_conclusions: Vec<RiskConclusion>,
    /// The yes/no questions of the municipality's own that criteria refer to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<LocalQuestion>,
}

impl MunicipalityDocument {
    /// What the conclusion of the risk and consequence analysis in documentation rules means.
    pub(crate) fn meaning_of(&self, rules: Option<&Documentation>) -> Option<&CatalogueText> {
        let conclusion = rules?.risk_conclusion?;
        let stated = self
            .risk_conclusions
            .iter()
            .find(|stated| stated.conclusion == conclusion);
        stated.map(|stated| &stated.meaning)
    }
}

/// What the reports of a municipality have at the top.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Letterhead {
    /// The name of the municipality, or of the organisation that the reports come from.
    #[schema(example = "Tomelilla kommun")]
    pub name: String,
    /// The https address of its logo: a picture that a browser shows.
    #[schema(format = "uri", example = "https://www.example.se/logotyp.svg")]
    pub logo: Option<String>,
}

/// A conclusion of a risk and consequence analysis, in the words of the municipality's guideline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RiskConclusion {
    /// Its number, used in `documentation.riskConclusion`.
    #[schema(minimum = 1, maximum = 3)]
    pub conclusion: u8,
    /// What it means.
    pub meaning: CatalogueText,
}

/// That a catalogue has everything that the municipality has decided, for every day from one day on.
///
/// An insats that such a catalogue lacks is then answered with `notEligible`, not `undetermined`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CatalogueComplete {
    /// The first such day.
    pub from: NaiveDate,
}

impl CatalogueComplete {
    /// Whether the catalogue is complete for a day.
    pub(crate) fn holds_on(self, day: NaiveDate) -> bool {
        day >= self.from
    }
}

/// The settings of a municipality's catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Whether every insats must have a conclusion, 1 to 3, of a risk and consequence analysis.
    pub risk_conclusion_required: bool,
    /// Settings for the release of statistics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistics: Option<StatisticsSettings>,
}

/// Settings for the release of statistics.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatisticsSettings {
    /// Disclosure protection: at least this many values remain possible for every small part of a figure that is not
    /// published. 5 if absent. A higher number holds from the next release; a lower one for months that have no record
    /// yet.
    #[schema(minimum = 3, maximum = 1000, example = 5)]
    pub k: Option<i32>,
    /// The day of the month when the previous month's statistics are released automatically, once it is closed. No
    /// automatic release if absent.
    #[schema(minimum = 1, maximum = 28, example = 20)]
    pub release_day: Option<u32>,
    /// How much the participations in an insats may grow in a year before trends and reports point it out, in percent.
    #[schema(minimum = 1, maximum = 1000, example = 20)]
    pub growth_threshold_percent: Option<i32>,
    /// How the figures of insatser are divided, from a month on. Others are released by quarter, and split by place,
    /// then gender, then activity.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub insatser: Vec<ChosenDivision>,
}

impl Settings {
    pub(crate) fn k(&self) -> i32 {
        self.statistics
            .as_ref()
            .and_then(|statistics| statistics.k)
            .unwrap_or(DEFAULT_K)
    }

    pub(crate) fn release_day(&self) -> Option<u32> {
        self.statistics.as_ref().and_then(|statistics| statistics.release_day)
    }

    /// The divisions that the municipality chooses.
    pub(crate) fn divisions(&self) -> &[ChosenDivision] {
        self.statistics
            .as_ref()
            .map_or(&[], |statistics| &statistics.insatser[..])
    }

    /// The division that the municipality chooses for an insats in a month, given by its first day.
    pub(crate) fn division(&self, insats: &str, first_day: NaiveDate) -> Option<Division> {
        let chosen = self.divisions().iter();
        let chosen = chosen.filter(|chosen| chosen.insats.as_str() == insats && chosen.from <= first_day);
        chosen.max_by_key(|chosen| chosen.from).map(ChosenDivision::division)
    }

    pub(crate) fn growth_threshold(&self) -> Option<i32> {
        self.statistics
            .as_ref()
            .and_then(|statistics| statistics.growth_threshold_percent)
    }
}
