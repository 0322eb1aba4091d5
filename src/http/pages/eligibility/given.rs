//! The answers that a person has given, in words.

use crate::documents::questions::form::birth::PartialBirth;
use crate::documents::questions::form::fields::Fields;
use crate::documents::questions::form::names::{NONE_OF_THEM, UNKNOWN};
use crate::domain::criteria::in_words::vocabulary::listed_person;
use crate::domain::criteria::local::find;
use crate::domain::criteria::variables::{Ask, Whom};
use crate::domain::day::{MONTHS, in_words, parse};
use crate::domain::eligibility::missing::MissingFact;
use crate::domain::text::text;
use crate::http::html::language::PageLanguage;
use crate::http::html::shown::{LangAttributes, Shown};

use super::about::{About, Asked};
use super::control::{UNKNOWN_WORDS, choices, parts};

/// A question with its answer.
pub(crate) struct Given {
    pub field: String,
    pub question: Words,
    pub answer: Words,
}

/// Words, and their language where it is not the page's.
#[derive(Clone, Default)]
pub(crate) struct Words {
    pub text: String,
    pub lang: LangAttributes,
}

impl Words {
    /// A text in Swedish only, such as the name of a place.
    pub(crate) fn swedish(text: &str, language: &PageLanguage) -> Self {
        Self {
            text: text.to_owned(),
            lang: LangAttributes::of("sv", language.words),
        }
    }

    /// A text of the catalogue.
    pub(crate) fn of(shown: &Shown) -> Self {
        Self {
            text: shown.to_string(),
            lang: shown.lang.clone(),
        }
    }

    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            lang: LangAttributes::default(),
        }
    }
}

/// The answers so far, but for those to questions that are asked again: the part first, then those about the person
/// asked about, then the others.
pub(crate) fn given(about: &About, fields: &Fields, again: &[Asked], language: &PageLanguage) -> Vec<Given> {
    let mut all: Vec<Asked> = fields.iter().filter_map(|(name, _)| Asked::of_field(name)).collect();
    all.retain(|asked| !again.contains(asked));
    all.sort_by_key(|asked| match asked {
        Asked::Part => (0, None),
        Asked::Fact(open) => (1, Some(open.whom)),
    });
    all.iter()
        .map(|asked| Given {
            field: asked.field(),
            question: question(asked, about, language),
            answer: answer(asked, about, fields, language),
        })
        .collect()
}

/// A question to a person.
pub(crate) fn question(asked: &Asked, about: &About, language: &PageLanguage) -> Words {
    let Asked::Fact(open) = asked else {
        let of_part = text!(
            "Vilken del av insatsen vill du fråga om?",
            "Which part of the service do you want to ask about?"
        );
        return Words::plain(language.say(&of_part));
    };
    let local = match &open.ask {
        Ask::Local(slug) => find(about.questions, slug),
        Ask::Fact(_) => None,
    };
    let Some(local) = local else {
        return Words::plain(language.say(&MissingFact::of(open, about.questions).question));
    };
    let own = language.show(&local.question);
    match open.whom {
        Whom::Own => Words::of(&own),
        Whom::Listed(persons, at) => {
            let whom = listed_person(persons, at);
            Words::plain(format!("{} {}", language.say(&whom), own))
        }
    }
}

/// The answer to a question.
fn answer(asked: &Asked, about: &About, fields: &Fields, language: &PageLanguage) -> Words {
    let field = asked.field();
    let values = fields.values(&field);
    if values == [UNKNOWN] {
        return Words::plain(language.say(&UNKNOWN_WORDS));
    }
    let choices = match asked {
        Asked::Part => parts(about, language),
        Asked::Fact(open) => choices(open, about, language),
    };
    let mut chosen = choices
        .into_iter()
        .filter(|choice| values.contains(&choice.value))
        .peekable();
    if let Some(first) = chosen.next() {
        let lang = first.lang.clone();
        let all: Vec<String> = std::iter::once(first)
            .chain(chosen)
            .map(|choice| choice.label)
            .collect();
        return Words {
            text: all.join(", "),
            lang,
        };
    }
    match values {
        [only] => Words::plain(written(only, language)),
        _ => Words::default(),
    }
}

/// An answer that was written: a number, or a date of birth.
fn written(value: &str, language: &PageLanguage) -> String {
    match PartialBirth::parse(value) {
        Some(PartialBirth::Day(..)) => {
            let day = parse(value).map(in_words);
            day.map_or_else(String::new, |day| language.say(&day).to_owned())
        }
        Some(PartialBirth::Month(year, month)) => {
            let (sv, en) = MONTHS[usize::from(month) - 1];
            format!("{} {year}", language.words.choose(sv, en))
        }
        None if value == NONE_OF_THEM => language
            .say(&text!("Inget av alternativen", "None of these"))
            .to_owned(),
        Some(PartialBirth::Year(_)) | None => value.to_owned(),
    }
}
