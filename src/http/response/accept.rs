//! The media type that a client prefers (RFC 9110, 12.5.1).
//!
//! Not actix-web's `Accept`: it ignores a range with a weight that it cannot read, such as the `*/*; q=.2` of Java.

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::http::problems::{Kind, Problem};

/// The offered media type that the client prefers, the first of equals; 406 if it accepts none of them.
pub(crate) fn preferred<'o>(request: &HttpRequest, offered: &[&'o str]) -> Result<&'o str, Problem> {
    let mut best = (0.0, None);
    for media_type in offered {
        let weight = weight(request, media_type);
        if weight > best.0 {
            best = (weight, Some(*media_type));
        }
    }
    best.1.ok_or(Problem::of(Kind::NotAcceptable))
}

/// The weight of a media type, from 0 (not accepted) to 1, by the most specific range; 1 without `Accept`.
fn weight(request: &HttpRequest, media_type: &str) -> f32 {
    if !request.headers().contains_key(header::ACCEPT) {
        return 1.0;
    }
    let media_type = media_type.split(';').next().unwrap_or_default();
    let family = media_type.split('/').next().unwrap_or_default();
    let headers = request
        .headers()
        .get_all(header::ACCEPT)
        .filter_map(|value| value.to_str().ok());
    let ranges = headers
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|range| !range.is_empty());
    let mut is_asked = false;
    let mut best: Option<(u8, f32)> = None;
    for range in ranges {
        is_asked = true;
        let mut parts = range.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default();
        let specificity = if range.eq_ignore_ascii_case(media_type) {
            3
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
        let weight = parts.find_map(quality).unwrap_or(1.0);
        if best.is_none_or(|(so_far, _)| specificity >= so_far) {
            best = Some((specificity, weight));
        }
    }
    best.map_or(if is_asked { 0.0 } else { 1.0 }, |(_, weight)| weight)
}

/// The weight of a range, from its parameter `q`.
fn quality(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    let weight = value.parse().ok().filter(|weight| (0.0..=1.0).contains(weight));
    name.eq_ignore_ascii_case("q").then_some(weight).flatten()
}
