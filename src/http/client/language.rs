//! The language that a client prefers.

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::domain::text::TextLanguage;

use super::quality::ranges;

/// How much a client prefers a language, and the position at which it says so.
#[derive(Clone, Copy)]
struct Preference {
    weight: f32,
    at: usize,
}

impl Preference {
    fn comes_before(self, other: Self) -> bool {
        self.weight > other.weight || (self.weight >= other.weight && self.at < other.at)
    }
}

/// The language that the client prefers by `Accept-Language` (RFC 9110, 12.5.4): by weight, the first of equals; `None` if
/// it asks for neither.
pub(crate) fn preferred_language(request: &HttpRequest) -> Option<TextLanguage> {
    let mut of_swedish: Option<Preference> = None;
    let mut of_english: Option<Preference> = None;
    let mut of_others = None;
    for (at, (range, weight)) in ranges(request.headers(), &header::ACCEPT_LANGUAGE).enumerate() {
        let preference = Preference { weight, at };
        let language = range.split('-').next().unwrap_or_default();
        let named = if language.eq_ignore_ascii_case(TextLanguage::Swedish.tag()) {
            &mut of_swedish
        } else if language.eq_ignore_ascii_case(TextLanguage::English.tag()) {
            &mut of_english
        } else if language == "*" {
            &mut of_others
        } else {
            continue;
        };
        if named.is_none_or(|so_far| preference.comes_before(so_far)) {
            *named = Some(preference);
        }
    }
    let is_accepted = |preference: &Preference| preference.weight > 0.0;
    // `*` alone leaves the choice to the service.
    if of_swedish.is_none() && of_english.is_none() {
        return None;
    }
    let swedish = of_swedish.or(of_others).filter(is_accepted);
    let english = of_english.or(of_others).filter(is_accepted);
    match (swedish, english) {
        (Some(swedish), Some(english)) if swedish.comes_before(english) => Some(TextLanguage::Swedish),
        (Some(_), None) => Some(TextLanguage::Swedish),
        (_, Some(_)) => Some(TextLanguage::English),
        (None, None) => None,
    }
}
