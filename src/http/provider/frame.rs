//! The frame of the pages for providers.

use crate::domain::Text;
use crate::domain::text::text;
use crate::http::call::Call;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::html::parameters::Parameters;

/// The language of a page of providers.
pub(super) fn page_language(call: &Call) -> PageLanguage {
    PageLanguage::of(&call.request, &Parameters::of(&call.request))
}

/// The frame of a page of providers. `path` is the page that the choice of a language leads to.
pub(super) fn page_layout(call: &Call, language: &PageLanguage, path: &str) -> Layout {
    Layout::new(language, call, &call.request, path)
        .unlisted()
        .with_cookies()
}

/// The heading of the page with the insatser of a provider.
pub(super) fn choose_insats() -> Text {
    text!("Välj insats", "Choose a service")
}
