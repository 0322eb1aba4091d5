//! The fields of a question: what to choose from, or what to write.

use strum::VariantArray as _;

use crate::documents::questions::form::fields::Fields;
use crate::documents::questions::form::names::{NONE_OF_THEM, UNKNOWN, WHOLE};
use crate::domain::Text;
use crate::domain::criteria::declarable::RelativeReason;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::in_words::phrase::relative_reason;
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::variables::{Ask, OpenFact, Whom};
use crate::domain::letters::{capital, swedish_order};
use crate::domain::text::text;
use crate::http::html::language::PageLanguage;
use crate::http::html::shown::LangAttributes;

use super::about::{About, Asked};

/// The fields of a question.
pub(crate) enum Control {
    /// One of several answers.
    Radios(Vec<Choice>),
    /// Any of several answers.
    Checkboxes(Vec<Choice>),
    /// A text to write.
    Text {
        value: String,
        /// The keyboard that a phone shows.
        inputmode: &'static str,
        autocomplete: &'static str,
    },
}

/// An answer to choose.
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub lang: LangAttributes,
    pub is_chosen: bool,
}

impl Control {
    /// The fields of a question, with what was answered before.
    pub(crate) fn of(asked: &Asked, about: &About, fields: &Fields, language: &PageLanguage) -> Self {
        let Asked::Fact(open) = asked else {
            return Self::Radios(chosen(parts(about, language), fields, asked));
        };
        match &open.ask {
            Ask::Fact(Fact::BirthDate) => Self::Text {
                value: written(fields, asked),
                inputmode: "numeric",
                autocomplete: if open.whom == Whom::Own { "bday" } else { "off" },
            },
            Ask::Fact(Fact::Persons(persons)) if *persons != Persons::Partner => Self::Text {
                value: written(fields, asked),
                inputmode: "numeric",
                autocomplete: "off",
            },
            Ask::Fact(Fact::RelativeReasons) => {
                let mut reasons = choices(open, about, language);
                for reason in &mut reasons {
                    reason.label = capital(&reason.label);
                }
                Self::Checkboxes(chosen(reasons, fields, asked))
            }
            _ => {
                let mut choices = choices(open, about, language);
                choices.push(choice(UNKNOWN, &UNKNOWN_WORDS, language));
                Self::Radios(chosen(choices, fields, asked))
            }
        }
    }

    /// What there is to choose from.
    pub(crate) fn choices(&self) -> &[Choice] {
        match self {
            Self::Radios(choices) | Self::Checkboxes(choices) => choices,
            Self::Text { .. } => &[],
        }
    }

    /// Whether the fields themselves offer that the answer is not known.
    pub(crate) const fn offers_unknown(&self) -> bool {
        matches!(self, Self::Radios(_))
    }

    /// The value to send besides what is chosen, so that choosing nothing is an answer too.
    pub(crate) const fn besides(&self) -> Option<&'static str> {
        match self {
            Self::Checkboxes(_) => Some(NONE_OF_THEM),
            Self::Radios(_) | Self::Text { .. } => None,
        }
    }
}

/// That an answer is not known.
pub(crate) const UNKNOWN_WORDS: Text = text!("Vet inte", "I do not know");
const ELSEWHERE: Text = text!(
    "I en annan kommun, eller utomlands",
    "In another municipality, or abroad"
);

/// The answers to choose from, without "I do not know"; none where the answer is written.
pub(crate) fn choices(open: &OpenFact, about: &About, language: &PageLanguage) -> Vec<Choice> {
    let yes_or_no = |yes: &str, no: &str| {
        vec![
            choice(yes, &text!("Ja", "Yes"), language),
            choice(no, &text!("Nej", "No"), language),
        ]
    };
    match &open.ask {
        Ask::Fact(Fact::Persons(Persons::Partner)) => yes_or_no("1", "0"),
        Ask::Fact(Fact::BirthDate | Fact::BirthYear | Fact::BirthMonth | Fact::Age | Fact::Persons(_)) => Vec::new(),
        Ask::Fact(Fact::RegisteredMunicipality | Fact::ResidenceMunicipality | Fact::RelativeResidenceMunicipality) => {
            municipalities(about, language)
        }
        Ask::Fact(Fact::RelativeReasons) => {
            let reasons = RelativeReason::VARIANTS.iter();
            let words = |reason: &RelativeReason| {
                let (sv, en) = relative_reason(*reason);
                choice(reason.name(), &Text::fixed(sv, en), language)
            };
            reasons.map(words).collect()
        }
        Ask::Fact(Fact::Declared(_)) | Ask::Local(_) => yes_or_no("true", "false"),
    }
}

/// The insats itself, and the parts with conditions of their own.
pub(crate) fn parts(about: &About, language: &PageLanguage) -> Vec<Choice> {
    let whole = choice(
        WHOLE,
        &text!("Insatsen i allmänhet", "The service in general"),
        language,
    );
    let activities = about.activities().map(|activity| {
        let name = language.show(&activity.name);
        Choice {
            value: format!("activity.{}", activity.slug),
            label: name.to_string(),
            lang: name.lang,
            is_chosen: false,
        }
    });
    let places = about.places().map(|(slug, name)| Choice {
        value: format!("place.{slug}"),
        label: name.to_owned(),
        lang: LangAttributes::of("sv", language.words),
        is_chosen: false,
    });
    std::iter::once(whole).chain(activities).chain(places).collect()
}

/// The municipalities that matter to the conditions, the insats's own first, and all others as one.
fn municipalities(about: &About, language: &PageLanguage) -> Vec<Choice> {
    let mut named = about.municipalities();
    let own = about.kommun.kommunkod;
    named.sort_by_cached_key(|kommunkod| (*kommunkod != own, swedish_order(kommunkod.kommun().name)));
    let named = named.into_iter().map(|kommunkod| {
        let name = kommunkod.kommun().name;
        choice(kommunkod.as_str(), &Text::fixed(name, name), language)
    });
    named.chain([choice("none", &ELSEWHERE, language)]).collect()
}

fn choice(value: &str, words: &Text, language: &PageLanguage) -> Choice {
    Choice {
        value: value.to_owned(),
        label: language.say(words).to_owned(),
        lang: LangAttributes::default(),
        is_chosen: false,
    }
}

fn chosen(mut choices: Vec<Choice>, fields: &Fields, asked: &Asked) -> Vec<Choice> {
    let field = asked.field();
    let values = fields.values(&field);
    for choice in &mut choices {
        choice.is_chosen = values.contains(&choice.value);
    }
    choices
}

/// What was written before.
fn written(fields: &Fields, asked: &Asked) -> String {
    let value = fields.value(&asked.field()).filter(|value| *value != UNKNOWN);
    value.unwrap_or_default().to_owned()
}
