//! The media type that a client prefers (RFC 9110, 12.5.1).

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::domain::text::composed;
use crate::http::client::quality::{parameter, ranges_with_parameters};
use crate::http::problems::{Kind, Problem};

const JSON_LD: &str = "application/ld+json";
const PROFILE: &str = "profile";

/// What an answer can be, with its media type.
pub(crate) trait Offered {
    /// The media type.
    fn media_type(&self) -> &str;
}

impl Offered for &str {
    fn media_type(&self) -> &str {
        self
    }
}

/// The offered media type that the client prefers, the first of equals; 406 if it accepts none of them.
pub(crate) fn preferred<'o>(request: &HttpRequest, offered: &[&'o str]) -> Result<&'o str, Problem> {
    preferred_of(request, offered).copied()
}

/// The form of an answer whose media type the client prefers, the first of equals; 406 if it accepts none of them.
pub(crate) fn preferred_of<'f, Form: Offered>(request: &HttpRequest, offered: &'f [Form]) -> Result<&'f Form, Problem> {
    if !request.headers().contains_key(header::ACCEPT)
        && let Some(first) = offered.first()
    {
        return Ok(first);
    }
    let mut best = (0.0, None);
    for form in offered {
        let weight = weight(request, form.media_type());
        if weight > best.0 {
            best = (weight, Some(form));
        }
    }
    best.1.ok_or_else(|| {
        let bare = offered.iter().map(|form| without_charset(form.media_type()));
        not_acceptable(&bare.collect::<Vec<_>>())
    })
}

/// A media type as clients ask for it.
pub(crate) fn without_charset(media_type: &str) -> &str {
    media_type.strip_suffix("; charset=utf-8").unwrap_or(media_type)
}

/// The problem of a client that accepts none of several media types. It says which there are.
fn not_acceptable(offered: &[&str]) -> Problem {
    let list = offered.join(", ");
    let detail = composed!("Fråga efter något av {list}.", "Ask for one of {list}.");
    Problem {
        detail: (offered != ["application/json"]).then_some(detail),
        ..Problem::of(Kind::NotAcceptable)
    }
}

/// The forms of JSON-LD that every document of this service has.
const JSON_LD_FORMS: [&str; 2] = [
    "http://www.w3.org/ns/json-ld#compacted",
    "http://www.w3.org/ns/json-ld#flattened",
];

/// The weight of a media type, from 0 (not accepted) to 1, by the most specific range; 1 without `Accept`.
fn weight(request: &HttpRequest, offered: &str) -> f32 {
    let (media_type, parameters) = offered.split_once(';').unwrap_or((offered, ""));
    let family = media_type.split('/').next().unwrap_or_default();
    let mut is_asked = false;
    let mut best: Option<(u8, f32)> = None;
    for (range, asked, weight) in ranges_with_parameters(request.headers(), &header::ACCEPT) {
        is_asked = true;
        let specificity = if range.eq_ignore_ascii_case(media_type) {
            match parameter(asked, PROFILE).filter(|_| media_type == JSON_LD) {
                None => 3,
                Some(asked) if has_profiles(asked, parameter(parameters, PROFILE)) => 4,
                Some(_) => continue,
            }
        } else if range
            .strip_suffix("/*")
            .is_some_and(|of| of.eq_ignore_ascii_case(family))
        {
            2
        } else if range == "*/*" {
            1
        } else {
            continue;
        };
        if best.is_none_or(|(so_far, _)| specificity >= so_far) {
            best = Some((specificity, weight));
        }
    }
    best.map_or(if is_asked { 0.0 } else { 1.0 }, |(_, weight)| weight)
}

/// Whether a document of JSON-LD with a profile, or without one, has every profile that is asked for (RFC 6906).
fn has_profiles(asked: &str, own: Option<&str>) -> bool {
    let is_own = |asked: &str| own.is_some_and(|own| asked.trim_end_matches('/').eq_ignore_ascii_case(own));
    let mut all = asked.split_ascii_whitespace();
    let names_own = own.is_none() || all.clone().any(is_own);
    names_own && all.all(|asked| is_own(asked) || JSON_LD_FORMS.contains(&asked))
}
