//! The conditions of an answer, each with its result and why the board set it.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::eligibility::answer::{Answer, Outcome};
use crate::domain::eligibility::in_words::excludes;
use crate::domain::text::TextLanguage;
use crate::http::html::language::PageLanguage;

use super::about::About;

/// A text of a prepared answer, in both languages.
#[derive(Deserialize)]
pub(crate) struct Both {
    sv: String,
    en: Option<String>,
}

impl Both {
    /// The text in a language; in Swedish where there is no other.
    pub(crate) fn into_words(self, language: &PageLanguage) -> String {
        match (language.words, self.en) {
            (TextLanguage::English, Some(en)) => en,
            _ => self.sv,
        }
    }
}

/// What a part of an answer says, which was written as JSON beforehand.
pub(crate) fn prepared<'json, T: Deserialize<'json>>(json: &'json RawValue) -> Option<T> {
    serde_json::from_str(json.get()).ok()
}

/// A condition with its result, as the answer has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reason {
    path: String,
    stands_on: Option<String>,
    result: String,
    text: Both,
    ground_for_limit: Option<Stated>,
    age_reason: Option<Stated>,
    #[serde(default)]
    readings: Vec<Both>,
    #[serde(default)]
    legal_basis: Vec<String>,
}

/// A text of a source, or the word that the source has none.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stated {
    Text(Both),
    #[expect(dead_code, reason = "read to tell it from a text")]
    Word(String),
}

/// A condition on the page.
pub(crate) struct Condition {
    /// Whether it stands in the way, for its sign.
    pub stands: Stands,
    /// The condition and its result in words.
    pub text: String,
    /// Why the board set it.
    pub why: Vec<String>,
    /// How the catalogue reads what the source leaves open about it.
    pub readings: Vec<String>,
    /// The provisions that it rests on.
    pub legal_basis: String,
}

/// Whether a condition stands in the person's way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    /// It does not.
    Aside,
    /// It does.
    InTheWay,
    /// It is not known.
    Open,
    /// It is not known, and no longer needs to be.
    Needless,
}

impl Stands {
    /// The class of its sign.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Aside => "met",
            Self::InTheWay => "unmet",
            Self::Open => "open",
            Self::Needless => "needless",
        }
    }
}

/// The conditions of an answer, in written order.
pub(crate) fn conditions(answer: &Answer, about: &About, language: &PageLanguage) -> Vec<Condition> {
    let (activity, place) = (answer.activity, answer.place);
    let is_decided = matches!(answer.outcome, Outcome::Eligible | Outcome::NotEligible);
    let version = about.stated();
    let is_excluding = |reason: &Reason| {
        let criteria = match reason.stands_on.as_deref() {
            Some("activity") => version
                .zip(activity)
                .and_then(|(version, slug)| version.activity(slug)?.criteria.as_ref()),
            Some("place") => version
                .zip(place)
                .and_then(|(version, slug)| version.place(slug)?.criteria.as_ref()),
            _ => version.and_then(|version| version.criteria.as_ref()),
        };
        criteria.is_some_and(|criteria| excludes(criteria, &reason.path))
    };
    let read = answer.reasons.iter().filter_map(|reason| prepared::<Reason>(reason));
    let shown = read.map(|reason| {
        let stands = match (&*reason.result, is_excluding(&reason)) {
            ("met", false) | ("notMet", true) => Stands::Aside,
            ("met", true) | ("notMet", false) => Stands::InTheWay,
            _ if is_decided => Stands::Needless,
            _ => Stands::Open,
        };
        let stated = [reason.ground_for_limit, reason.age_reason].into_iter().flatten();
        let stated = stated.filter_map(|stated| match stated {
            Stated::Text(text) => Some(text),
            Stated::Word(_) => None,
        });
        Condition {
            stands,
            text: reason.text.into_words(language),
            why: stated.map(|text| text.into_words(language)).collect(),
            readings: reason
                .readings
                .into_iter()
                .map(|text| text.into_words(language))
                .collect(),
            legal_basis: if version.is_some_and(|version| version.legal_basis == reason.legal_basis) {
                // The decision has it.
                String::new()
            } else {
                reason.legal_basis.join(", ")
            },
        }
    });
    shown.collect()
}
