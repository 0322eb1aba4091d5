//! What the page with a question and the page with the answer have in common.

use crate::http::call::Call;
use crate::http::html::language::{Languages, PageLanguage};
use crate::http::html::layout::Layout;
use crate::http::html::paths;
use crate::http::html::shown::LangAttributes;
use crate::http::pages::insats::texts as of_insats;

use super::about::About;
use super::given::Words;

/// The insats that the page is about, and the addresses around it.
pub(crate) struct Frame {
    /// What the page is: "Gäller det mig?".
    pub form: String,
    /// The heading of the right to apply.
    pub right: String,
    /// The name of the insats.
    pub name: Words,
    /// The name of the municipality.
    pub municipality: &'static str,
    /// Where the form is sent, in the language of the page.
    pub action: String,
    /// The page of the insats; `None` if the municipality has not decided on it.
    pub insats: Option<String>,
}

/// The insats of a page, and the layout of the page.
pub(crate) fn frame(call: &Call, about: &About, language: &PageLanguage) -> (Frame, Layout) {
    let kommunkod = about.kommun.kommunkod;
    let name = Words::of(&language.show(&about.name));
    let insats = about
        .stated()
        .map(|version| language.link(&paths::of_insats(kommunkod, &version.slug)));
    let path = paths::of_form(kommunkod, about.slug);
    let layout = Layout::new(language, call, &call.request, &path).offering(&languages(about), &path, &[]);
    let layout = layout.below(
        language.link(&paths::of_municipality(kommunkod)),
        about.kommun.name,
        LangAttributes::of("sv", language.words),
    );
    let layout = match &insats {
        Some(address) => layout.below(address.clone(), name.text.clone(), name.lang.clone()),
        None => layout,
    };
    let of_insats = of_insats::Texts::new(language.words);
    let frame = Frame {
        form: of_insats.ask,
        right: of_insats.right,
        name,
        municipality: about.kommun.name,
        action: language.link(&path),
        insats,
    };
    (frame, layout)
}

/// The languages of the texts that a form shows.
fn languages(about: &About) -> Languages {
    let mut languages = Languages::default();
    languages.add(&about.name);
    let version = about.stated().into_iter();
    for text in version.flat_map(|version| &version.how_to_get_it) {
        languages.add(text);
    }
    languages
}
