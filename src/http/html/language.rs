//! The language of a page: the language of the program's words, and the one of the catalogue's texts.

use std::collections::BTreeSet;

use actix_web::HttpRequest;

use crate::domain::language::Language;
use crate::domain::text::TextLanguage;
use crate::domain::{CatalogueText, Text};
use crate::http::client::language::preferred_language;

use super::parameters::Parameters;
use super::shown::Shown;

/// The parameter that chooses the language.
pub(crate) const PARAMETER: &str = "lang";

/// The language of a page. The program's words are in Swedish or English; a text of the catalogue can be in another language.
#[derive(Clone, Debug)]
pub(crate) struct PageLanguage {
    /// The language of the program's words.
    pub words: TextLanguage,
    /// The tag of the language of the catalogue's texts, where they have it.
    texts: String,
    /// Whether the address names the language.
    is_named: bool,
}

impl PageLanguage {
    /// The language that the address names, otherwise by `Accept-Language`, otherwise Swedish. With a language that the
    /// program has no words in, its words are as the browser prefers.
    pub(crate) fn of(request: &HttpRequest, parameters: &Parameters) -> Self {
        let preferred = || preferred_language(request).unwrap_or(TextLanguage::Swedish);
        let Some(named) = parameters.get(PARAMETER) else {
            let words = preferred();
            return Self {
                words,
                texts: words.tag().to_owned(),
                is_named: false,
            };
        };
        let named = Language::parse(named);
        let (words, texts) = match named.as_ref().map(Language::as_str) {
            None => (TextLanguage::Swedish, TextLanguage::Swedish.tag()),
            Some(CatalogueText::EASY_SWEDISH) => (TextLanguage::Swedish, CatalogueText::EASY_SWEDISH),
            Some(tag) => match tag.split('-').next() {
                Some("sv") => (TextLanguage::Swedish, TextLanguage::Swedish.tag()),
                Some("en") => (TextLanguage::English, TextLanguage::English.tag()),
                _ => (preferred(), tag),
            },
        };
        Self {
            words,
            texts: texts.to_owned(),
            is_named: true,
        }
    }

    /// A text of the program.
    pub(crate) fn say<'t>(&self, text: &'t Text) -> &'t str {
        self.words.of(text)
    }

    /// A text of the catalogue: in the chosen language, otherwise in that of the words, otherwise in Swedish.
    pub(crate) fn show<'t>(&self, text: &'t CatalogueText) -> Shown<'t> {
        let in_language = |tag: &str| text.by_language().find(|(of, _)| *of == tag);
        let found = in_language(&self.texts).or_else(|| in_language(self.words.tag()));
        let (tag, words) = found.unwrap_or((TextLanguage::Swedish.tag(), &text.sv));
        Shown::new(words, tag, self.words)
    }

    /// The tag of the language of the catalogue's texts.
    pub(crate) fn tag(&self) -> &str {
        &self.texts
    }

    /// The language that the address names, which links must keep.
    pub(crate) fn named(&self) -> Option<&str> {
        self.is_named.then_some(&*self.texts)
    }

    /// An address of this service, with the language that the reader chose. `path` may have a query and a fragment.
    pub(crate) fn link(&self, path: &str) -> String {
        let Some(tag) = self.named() else {
            return path.to_owned();
        };
        let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
        let joint = if path.contains('?') { '&' } else { '?' };
        let hash = if fragment.is_empty() { "" } else { "#" };
        format!("{path}{joint}{PARAMETER}={tag}{hash}{fragment}")
    }

    /// What tells apart the answers in different languages.
    pub(crate) fn variant(&self) -> String {
        format!("{}.{}.{}", self.words.tag(), self.texts, u8::from(self.is_named))
    }
}

/// The languages that the texts of a page have.
#[derive(Default)]
pub(crate) struct Languages(BTreeSet<String>);

impl Languages {
    /// Adds the languages of a text.
    pub(crate) fn add(&mut self, text: &CatalogueText) {
        for (tag, _) in text.by_language() {
            if !self.0.contains(tag) {
                self.0.insert(tag.to_owned());
            }
        }
    }

    /// The tags, after Swedish and English: every page has those.
    pub(crate) fn further(&self) -> impl Iterator<Item = &str> {
        let is_further = |tag: &&str| !["sv", "en"].contains(tag);
        self.0.iter().map(String::as_str).filter(is_further)
    }
}
