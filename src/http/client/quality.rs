//! Preferences of clients: ranges with weights, in `Accept`, `Accept-Encoding` and `Accept-Language` (RFC 9110, 12.4.2).
//!
//! Not actix-web's typed headers: they ignore a range with a weight that they cannot read, such as the `*/*; q=.2` of
//! Java.

use actix_web::http::header::{HeaderMap, HeaderName};

/// The ranges of a header, which may be repeated, in their order and with their weights from 0 to 1; 1 without a weight.
pub(crate) fn ranges<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = (&'h str, f32)> {
    let values = headers.get_all(name).filter_map(|value| value.to_str().ok());
    let ranges = values.flat_map(|value| value.split(',')).map(str::trim);
    ranges.filter(|range| !range.is_empty()).map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default();
        (range, parts.find_map(weight).unwrap_or(1.0))
    })
}

/// The weight of a range, from its parameter `q`.
fn weight(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    let weight = value.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight));
    name.trim().eq_ignore_ascii_case("q").then_some(weight).flatten()
}
