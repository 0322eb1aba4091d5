//! The frame of every page: its head, the header with the languages, and the footer.

use actix_web::HttpRequest;
use percent_encoding::utf8_percent_encode;

use crate::domain::text::texts;
use crate::http::response::link::NOT_IN_VALUES;
use crate::http::state::State;

use super::assets::Asset;
use super::language::{Languages, PARAMETER, PageLanguage};
use super::language_names::name_of;
use super::paths::HOME;
use super::shown::LangAttributes;

/// The name of the service.
pub(crate) const SERVICE: &str = "Insatskatalog";

/// The frame of a page. Its template begins with `{% extends "html/layout.html" %}`, and has it as the member `layout`.
pub(crate) struct Layout {
    pub language: PageLanguage,
    pub say: Texts,
    pub service: &'static str,
    pub style: String,
    pub icon: String,
    /// The languages to choose from.
    pub choices: Vec<Choice>,
    /// The address of this page in its language.
    pub own: String,
    /// The pages above this one.
    pub trail: Vec<Crumb>,
    /// The absolute address of this page in its language; `None` for a page that search engines leave out.
    pub canonical: Option<String>,
    /// The absolute address of this page in the language that the browser prefers.
    pub in_any_language: String,
    /// The address of the same content in JSON.
    pub json: Option<String>,
    /// Whether the service describes its data for catalogues of open data.
    pub has_open_data: bool,
    /// Whether providers can sign in.
    pub has_provider_pages: bool,
    /// What the page keeps in the browser.
    pub promise: String,
}

/// A language to choose.
pub(crate) struct Choice {
    pub tag: String,
    /// The name of the language in itself.
    pub name: String,
    pub lang: LangAttributes,
    /// This page in the language.
    pub href: String,
    /// The absolute address, without what the reader searched for.
    pub address: String,
    pub is_current: bool,
}

/// A page above another one.
pub(crate) struct Crumb {
    pub href: String,
    pub name: String,
    pub lang: LangAttributes,
}

texts! {
    skip: "Hoppa till innehållet", "Skip to the content";
    languages: "Språk", "Language";
    trail: "Du är här", "You are here";
    start: "Start", "Home";
    about: "Om tjänsten", "About the service";
    terms: "Villkor för tjänsten", "Terms of the service";
    documentation: "API och dokumentation", "API and documentation";
    open_data: "Öppna data", "Open data";
    for_providers: "För utförare", "For providers";
    address: "Sidans adress:", "Address of this page:";
    promise: "Sidorna använder inga kakor och sparar inget om dig.", "These pages use no cookies and store nothing about you.";
    sign_in_only: "Sidorna använder bara kakor som behövs för inloggningen.", "These pages only use cookies that the sign-in needs.";
}

impl Layout {
    /// The frame of a page at a path of this service.
    pub(crate) fn new(language: &PageLanguage, state: &State, request: &HttpRequest, path: &str) -> Self {
        let origin = state.origin(request);
        let say = Texts::new(language.words);
        let mut layout = Self {
            language: language.clone(),
            promise: say.promise.clone(),
            say,
            service: SERVICE,
            style: Asset::Style.address(),
            icon: Asset::Icon.address(),
            choices: Vec::new(),
            own: language.link(path),
            trail: Vec::new(),
            canonical: Some(format!("{origin}{}", language.link(path))),
            in_any_language: format!("{origin}{path}"),
            json: None,
            has_open_data: state.publisher.is_some(),
            has_provider_pages: state.sign_in.is_some() || state.verifier.is_local(),
        };
        layout.offer(["sv", "en"].into_iter(), path, &[]);
        if path != HOME {
            let start = layout.say.start.clone();
            layout = layout.below(language.link(HOME), start, LangAttributes::default());
        }
        layout
    }

    /// Lets the reader choose among the languages of the texts too. The parameters are kept, which were read and accepted.
    pub(crate) fn offering(mut self, languages: &Languages, path: &str, kept: &[(&str, &str)]) -> Self {
        self.choices.clear();
        self.offer(["sv", "en"].into_iter().chain(languages.further()), path, kept);
        self
    }

    fn offer<'l>(&mut self, tags: impl Iterator<Item = &'l str>, path: &str, kept: &[(&str, &str)]) {
        let origin = self.in_any_language.strip_suffix(path).unwrap_or_default().to_owned();
        let kept = kept.iter().fold(String::new(), |kept, (name, value)| {
            let value = utf8_percent_encode(value, NOT_IN_VALUES);
            format!("{kept}&{name}={value}")
        });
        for tag in tags {
            self.choices.push(Choice {
                name: name_of(tag).to_owned(),
                lang: LangAttributes::of(tag, self.language.words),
                href: format!("{path}?{PARAMETER}={tag}{kept}"),
                address: format!("{origin}{path}?{PARAMETER}={tag}"),
                is_current: tag == self.language.tag(),
                tag: tag.to_owned(),
            });
        }
    }

    /// Adds a page above this one.
    pub(crate) fn below(mut self, href: String, name: impl Into<String>, lang: LangAttributes) -> Self {
        let name = name.into();
        self.trail.push(Crumb { href, name, lang });
        self
    }

    /// Names the address of the same content in JSON.
    pub(crate) fn in_json(mut self, address: String) -> Self {
        self.json = Some(address);
        self
    }

    /// Asks search engines to leave the page out.
    pub(crate) fn unlisted(mut self) -> Self {
        self.canonical = None;
        self
    }

    /// Says that the page needs cookies for the sign-in.
    pub(crate) fn with_cookies(mut self) -> Self {
        self.promise.clone_from(&self.say.sign_in_only);
        self
    }

    /// An address of this service, with the language that the reader chose.
    pub(crate) fn link(&self, path: &str) -> String {
        self.language.link(path)
    }
}
