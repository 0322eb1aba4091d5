//! The media type that a client prefers (RFC 9110, 12.5.1).

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::http::client::quality::ranges;
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
    let media_type = media_type.split(';').next().unwrap_or_default();
    let family = media_type.split('/').next().unwrap_or_default();
    let mut is_asked = false;
    let mut best: Option<(u8, f32)> = None;
    for (range, weight) in ranges(request.headers(), &header::ACCEPT) {
        is_asked = true;
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
        if best.is_none_or(|(so_far, _)| specificity >= so_far) {
            best = Some((specificity, weight));
        }
    }
    best.map_or(if is_asked { 0.0 } else { 1.0 }, |(_, weight)| weight)
}
